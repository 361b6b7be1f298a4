using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Http.Replies;

namespace Usher.Api.Shows;

/// <summary>Writes a seat map as API clients read it: of each seat what never changes is copied, the rest is added.
/// </summary>
internal static class SeatMapJson
{
    private const int HeadBytesMax = 256;

    // The longest status and version with what stands between them.
    private const int ChangingBytesMax = 40;

    public static byte[] Write(SeatMap map, SeatingPlan plan)
    {
        var fixedParts = SeatMapTemplate.Of(plan);
        var buffer = new ArrayBufferWriter<byte>(
            HeadBytesMax + fixedParts.ByteCount + map.Seats.Length * ChangingBytesMax);
        using (var writer = new Utf8JsonWriter(buffer, JsonResponses.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("show_id", map.ShowId.Value);
            writer.WriteString("as_of", map.AsOf);
            writer.WriteStartArray("seats");
        }

        // For a moment the one may be of before, the other of after a move to another version of the plan.
        var count = Math.Min(map.Seats.Length, plan.Seats.Length);
        for (var i = 0; i < count; i++)
        {
            WriteSeat(buffer, fixedParts.Seat(i), map.Seats[i], isLast: i == count - 1);
        }

        buffer.Write("]}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSeat(
        ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> fixedPart, SeatView seat, bool isLast)
    {
        var word = Word(seat.Status);
        var room = buffer.GetSpan(fixedPart.Length + ChangingBytesMax);
        fixedPart.CopyTo(room);
        word.CopyTo(room[fixedPart.Length..]);
        var length = fixedPart.Length + word.Length;
        Utf8Formatter.TryFormat(seat.Version, room[length..], out var digits);
        length += digits;
        room[length++] = (byte)'}';
        if (!isLast)
        {
            room[length++] = (byte)',';
        }

        buffer.Advance(length);
    }

    private static ReadOnlySpan<byte> Word(SeatStatus status) => status switch
    {
        SeatStatus.Available => "AVAILABLE\",\"version\":"u8,
        SeatStatus.Held => "HELD\",\"version\":"u8,
        _ => "BOOKED\",\"version\":"u8,
    };
}
