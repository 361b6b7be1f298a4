using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Usher.Engine.SeatingPlans;
using Usher.Http.Replies;

namespace Usher.Api.Shows;

/// <summary>
/// What of a seat map never changes, as the bytes it is written with: made once per plan and kept as long as the plan.
/// </summary>
internal sealed class SeatMapTemplate
{
    private const int BytesPerSeat = 128;

    private static readonly ConditionalWeakTable<SeatingPlan, SeatMapTemplate> Made = [];

    private readonly byte[] _bytes;
    private readonly int[] _ends;

    private SeatMapTemplate(SeatingPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(plan.Seats.Length * BytesPerSeat);
        using var writer = new Utf8JsonWriter(buffer, JsonResponses.WriterOptions);
        _ends = new int[plan.Seats.Length];
        for (var i = 0; i < _ends.Length; i++)
        {
            WriteSeat(writer, plan, i);
            writer.Flush();
            writer.Reset();
            buffer.Write(",\"status\":\""u8);
            _ends[i] = buffer.WrittenCount;
        }

        _bytes = buffer.WrittenSpan.ToArray();
    }

    public int ByteCount => _bytes.Length;

    public static SeatMapTemplate Of(SeatingPlan plan) => Made.GetValue(plan, static plan => new SeatMapTemplate(plan));

    /// <summary>All of the seat up to the value of its status.</summary>
    public ReadOnlySpan<byte> Seat(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }

    // A seat of a plan that was made from a number has nothing but that number to tell.
    private static void WriteSeat(Utf8JsonWriter writer, SeatingPlan plan, int index)
    {
        var seat = plan.Seats[index];
        var row = plan.Rows[seat.Row];
        writer.WriteStartObject();
        writer.WriteNumber("seat_number", index + 1);
        writer.WriteString("label", plan.LabelOf(index + 1));
        WriteText(writer, "section", plan.IsPlain ? "" : plan.Sections[row.Section]);
        WriteText(writer, "row", plan.IsPlain ? "" : row.Label);
        WriteText(writer, "category", plan.Categories[seat.Category].Name);
        if (plan.IsPlain)
        {
            writer.WriteNull("x");
            writer.WriteNull("y");
        }
        else
        {
            writer.WriteNumber("x", seat.X);
            writer.WriteNumber("y", seat.Y);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string field, string text)
    {
        if (text.Length == 0)
        {
            writer.WriteNull(field);
        }
        else
        {
            writer.WriteString(field, text);
        }
    }
}
