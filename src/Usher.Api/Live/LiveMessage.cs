using System.Buffers;
using System.Text;
using System.Text.Json;
using Usher.Engine.Seats;
using Usher.Http.Replies;

namespace Usher.Api.Live;

/// <summary>A message to subscribers, as ready-made bytes that all of them share.</summary>
internal sealed class LiveMessage
{
    private const int BytesPerSeat = 16;

    private static readonly JsonEncodedText[] Letters =
        [JsonEncodedText.Encode("A"), JsonEncodedText.Encode("H"), JsonEncodedText.Encode("B")];

    private byte[]? _event;
    private byte[]? _frames;

    private LiveMessage(byte[] json) => Json = json;

    /// <summary>As one message of a WebSocket.</summary>
    public byte[] Json { get; }

    /// <summary>The same as it goes over the wire, in <see cref="TextFrames"/>.</summary>
    public byte[] Frames => _frames ??= TextFrames.Of(Json);

    /// <summary>As one event of a stream (HTML Living Standard, server-sent events).</summary>
    public byte[] Event => _event ??= [.. "data: "u8, .. Json, .. "\n\n"u8];

    public static LiveMessage Snapshot(SeatMap map) => Write("snapshot", map.AsOf, map.Seats.AsSpan());

    public static LiveMessage Delta(SeatChanges changes) => Write("delta", changes.AsOf, changes.Seats.AsSpan());

    public static LiveMessage Heartbeat(DateTime asOf) => Write("heartbeat", asOf, []);

    /// <summary>A snapshot with two bits a seat.</summary>
    /// <param name="states">Four seats a byte, the first in the lowest bits.</param>
    public static LiveMessage Compact(DateTime asOf, int totalSeats, ReadOnlySpan<byte> states)
    {
        var buffer = new ArrayBufferWriter<byte>(128 + states.Length * 4 / 3);
        using var writer = new Utf8JsonWriter(buffer, JsonResponses.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("type", "snapshot");
        writer.WriteString("as_of", asOf);
        writer.WriteNumber("total_seats", totalSeats);
        writer.WriteBase64String("states", states);
        writer.WriteEndObject();
        writer.Flush();
        return new LiveMessage(buffer.WrittenSpan.ToArray());
    }

    /// <summary>The same message with the place after it, where whoever has read it may go on.</summary>
    /// <param name="next">Letters, digits and hyphens.</param>
    public LiveMessage With(string next) =>
        new([.. "{\"next\":\""u8, .. Encoding.ASCII.GetBytes(next), .. "\","u8, .. Json.AsSpan(1)]);

    private static LiveMessage Write(string type, DateTime asOf, ReadOnlySpan<SeatView> seats)
    {
        var buffer = new ArrayBufferWriter<byte>(128 + seats.Length * BytesPerSeat);
        using var writer = new Utf8JsonWriter(buffer, JsonResponses.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("as_of", asOf);
        if (!seats.IsEmpty)
        {
            writer.WriteStartArray("seats");
            foreach (var seat in seats)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(seat.SeatNumber);
                writer.WriteStringValue(Letters[(int)seat.Status]);
                writer.WriteNumberValue(seat.Version);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return new LiveMessage(buffer.WrittenSpan.ToArray());
    }
}
