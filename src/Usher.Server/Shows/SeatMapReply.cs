using System.Globalization;
using System.Text.Json;
using Usher.Engine.Seats;
using Usher.Server.Http;

namespace Usher.Server.Shows;

/// <summary>Writes a seat map into the connection's buffers as it goes; a large one is never whole in memory.</summary>
internal sealed class SeatMapReply(SeatMap map) : IResult
{
    private const int SeatsPerFlush = 500;
    private const int DigitsMax = 10;

    // What no seating plan tells is the same for every seat.
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

    /// <summary>
    /// Weak (RFC 9110 §8.8.1): maps of one revision tell the same of every seat, but each its own as_of.
    /// </summary>
    public string ETag { get; } = string.Create(CultureInfo.InvariantCulture, $"W/\"{map.ShowId}-{map.Revision}\"");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = ETag;
        response.Headers.CacheControl = "no-cache";
        if (EntityTag.IsKnownToClient(ETag, httpContext.Request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, JsonResponses.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("show_id", map.ShowId);
        writer.WriteString("as_of", map.AsOf);
        writer.WriteStartArray("seats");
        for (var start = 0; start < map.Seats.Length; start += SeatsPerFlush)
        {
            WriteSeats(writer, map.Seats.AsSpan(start, Math.Min(SeatsPerFlush, map.Seats.Length - start)));
            writer.Flush();
            // Waits for a slow reader instead of buffering the stadium for it.
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private static void WriteSeats(Utf8JsonWriter writer, ReadOnlySpan<SeatView> seats)
    {
        Span<byte> label = stackalloc byte[DigitsMax];
        foreach (var seat in seats)
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
    }

    private static JsonEncodedText Word(SeatStatus status) => status switch
    {
        SeatStatus.Available => Available,
        SeatStatus.Held => Held,
        _ => Booked,
    };
}
