using System.Globalization;
using System.Text.Unicode;

namespace Usher.Bench.Http;

/// <summary>Writes requests into one buffer, used again: what it returns is valid until the next one.</summary>
/// <param name="target">Where they go.</param>
/// <param name="adminKey">Sent with each, if there is one.</param>
/// <param name="sendKeys">Whether requests for named seats have idempotency keys, each one of its own.</param>
internal sealed class RequestWriter(HttpTarget target, string? adminKey = null, bool sendKeys = false)
{
    public const int SeatsMax = 100;

    private const int BodyBytesMax = 4096;

    private readonly byte[] request = new byte[BodyBytesMax + 4096];
    private readonly byte[] body = new byte[BodyBytesMax];

    /// <param name="path">What to get.</param>
    /// <param name="header">One more header, "Name: value".</param>
    public ReadOnlyMemory<byte> Get(string path, string? header = null) => Compose("GET", path, [], header);

    public ReadOnlyMemory<byte> CreateShow(ReadOnlySpan<byte> json) => Compose("POST", "/api/admin/shows", json);

    public ReadOnlyMemory<byte> Confirm(Guid bookingId) => Compose("POST", $"/api/bookings/{bookingId:D}/confirm", []);

    public ReadOnlyMemory<byte> Cancel(Guid bookingId) => Compose("POST", $"/api/bookings/{bookingId:D}/cancel", []);

    public ReadOnlyMemory<byte> Book(long showId, int buyer, ReadOnlySpan<int> seatNumbers)
    {
        var space = body.AsSpan();
        Utf8.TryWrite(
            space, CultureInfo.InvariantCulture,
            $$"""{"show_id":{{showId}},"user_email":"buyer{{buyer}}@example.com","seat_numbers":[""", out var used);
        for (var i = 0; i < seatNumbers.Length; i++)
        {
            Utf8.TryWrite(
                space[used..], CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{seatNumbers[i]}", out var digits);
            used += digits;
        }

        "]}"u8.CopyTo(space[used..]);
        var key = sendKeys ? $"Idempotency-Key: {Guid.NewGuid():D}" : null;
        return Compose("POST", "/api/bookings", space[..(used + 2)], key);
    }

    public ReadOnlyMemory<byte> BookBest(long showId, int buyer, int seatCount)
    {
        var space = body.AsSpan();
        Utf8.TryWrite(
            space, CultureInfo.InvariantCulture,
            $$"""{"show_id":{{showId}},"user_email":"buyer{{buyer}}@example.com","seat_count":{{seatCount}}}""",
            out var used);
        return Compose("POST", "/api/bookings", space[..used]);
    }

    private ReadOnlyMemory<byte> Compose(
        string method, string path, ReadOnlySpan<byte> content, string? header = null)
    {
        var space = request.AsSpan();
        Utf8.TryWrite(space, CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\n", out var used);
        target.HostHeader.Span.CopyTo(space[used..]);
        used += target.HostHeader.Length;
        if (adminKey is not null)
        {
            Utf8.TryWrite(space[used..], CultureInfo.InvariantCulture, $"X-Api-Key: {adminKey}\r\n", out var key);
            used += key;
        }

        if (header is not null)
        {
            Utf8.TryWrite(space[used..], CultureInfo.InvariantCulture, $"{header}\r\n", out var more);
            used += more;
        }

        if (method != "GET")
        {
            var type = content.IsEmpty ? "" : "Content-Type: application/json\r\n";
            Utf8.TryWrite(
                space[used..], CultureInfo.InvariantCulture, $"{type}Content-Length: {content.Length}\r\n",
                out var length);
            used += length;
        }

        "\r\n"u8.CopyTo(space[used..]);
        used += 2;
        content.CopyTo(space[used..]);
        return request.AsMemory(0, used + content.Length);
    }
}
