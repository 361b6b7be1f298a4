using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Usher.Engine.Seats;
using Usher.Server.Http;

namespace Usher.Server.Shows;

/// <summary>Writes a seat map as API clients read it.</summary>
internal static class SeatMapJson
{
    private const int BytesPerSeat = 160;
    private const int DigitsMax = 10;

    private static readonly JsonEncodedText SeatNumber = JsonEncodedText.Encode("seat_number");
    private static readonly JsonEncodedText Label = JsonEncodedText.Encode("label");
    private static readonly JsonEncodedText Section = JsonEncodedText.Encode("section");
    private static readonly JsonEncodedText Row = JsonEncodedText.Encode("row");
    private static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");
    private static readonly JsonEncodedText X = JsonEncodedText.Encode("x");
    private static readonly JsonEncodedText Y = JsonEncodedText.Encode("y");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Available = JsonEncodedText.Encode("AVAILABLE");
    private static readonly JsonEncodedText Held = JsonEncodedText.Encode("HELD");
    private static readonly JsonEncodedText Booked = JsonEncodedText.Encode("BOOKED");

    public static byte[] Write(SeatMap map)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + map.Seats.Length * BytesPerSeat);
        using var writer = new Utf8JsonWriter(buffer, JsonResponses.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("show_id", map.ShowId);
        writer.WriteString("as_of", map.AsOf);
        writer.WriteStartArray("seats");
        Span<byte> label = stackalloc byte[DigitsMax];
        foreach (var seat in map.Seats)
        {
            WriteSeat(writer, seat, label);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // What no seating plan tells is the same for every seat.
    private static void WriteSeat(Utf8JsonWriter writer, SeatView seat, Span<byte> label)
    {
        seat.SeatNumber.TryFormat(label, out var digits, provider: CultureInfo.InvariantCulture);
        writer.WriteStartObject();
        writer.WriteNumber(SeatNumber, seat.SeatNumber);
        writer.WriteString(Label, label[..digits]);
        writer.WriteNull(Section);
        writer.WriteNull(Row);
        writer.WriteNull(Category);
        writer.WriteNull(X);
        writer.WriteNull(Y);
        writer.WriteString(Status, Word(seat.Status));
        writer.WriteNumber(Version, seat.Version);
        writer.WriteEndObject();
    }

    private static JsonEncodedText Word(SeatStatus status) => status switch
    {
        SeatStatus.Available => Available,
        SeatStatus.Held => Held,
        _ => Booked,
    };
}
