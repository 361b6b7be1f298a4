using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>
/// Bytes that are not, or not quite, HTTP/1.1. Each attack is followed on its connection by a good request that asks
/// for the connection to end: more answers than two would mean that somebody's body was read as a request.
/// </summary>
internal sealed class BrokenBytes(KnownThings known)
{
    /// <summary>Refusals by the HTTP server itself; see docs/reliability.md for what each means.</summary>
    private static readonly int[] BadRequest = [400];

    private static readonly byte[] Sentinel = Latin1(
        "GET /health/live HTTP/1.1\r\nHost: usher.test\r\nConnection: close\r\n\r\n");

    private static readonly string[] BadLines =
    [
        "GET /health/live", "GET /health/live HTTP/1", "GET /health/live HTTP/1.10", "GET /health/live http/1.1",
        "GET  /health/live HTTP/1.1", "GET /health/live  HTTP/1.1", "GET\t/health/live\tHTTP/1.1", " GET / HTTP/1.1",
        "G@T / HTTP/1.1", "GET", "", "/ HTTP/1.1", "CONNECT usher.test:80 HTTP/1.1", "GET /\u0080 HTTP/1.1",
        "GET /\0 HTTP/1.1", "GET /%00 HTTP/1.1", "GET health/live HTTP/1.1", "GET ftp:/x HTTP/1.1",
        "\u0016\u0003\u0001\u0002",
        "GET http://elsewhere.test/health/live HTTP/1.1", "GET http://[::1/health HTTP/1.1",
        "GET //usher.test:x HTTP/1.1",
        "GET /a b HTTP/1.1", "HTTP/1.1 200 OK", "{\"show_id\":1}", "GET * HTTP/1.1", "OPTIONS * HTTP/1.1",
        "GET http://usher.test/health/live HTTP/1.1", "GET /health/live#a HTTP/1.1", "GET /health/live? HTTP/1.1",
    ];

    private static readonly string[] BadHeaders =
    [
        "X: a\r\n folded", "X : a", ": a", "Xa", "X: a\0b", "X: a\rb", "X\u0080: a", "X: \u00ff\u00fe", "(x): a",
        "\tX: a",
        "Host: again.test", "Host: b", "Content-Length: 0\r\nContent-Length: 0",
        "Content-Length: 0\r\nContent-Length: 7",
        "Content-Length: -1", "Content-Length: 0x10", "Content-Length: 1,1", "Content-Length: a", "Content-Length:",
        "Content-Length: 99999999999999999999", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Transfer-Encoding: xchunked", "\u0000",
        "Transfer-Encoding:\u000bchunked", "Idempotency-Key: \u00ff", "Cookie: \u0000", ":", "X: a\n\n b",
    ];

    private static readonly string[] BadChunks =
    [
        "zz\r\n", "-1\r\n", "+5\r\nhello\r\n", "0x5\r\nhello\r\n", " 5\r\nhello\r\n", "5 \r\nhello\r\n", "\r\n",
        ";\r\n",
        "5\r\nhello world\r\n", "5\nhello\n0\n\n", "80000000\r\n", "ffffffff\r\n", "100000000\r\n",
        "7fffffffffffffff\r\n", "ffffffffffffffff\r\n", "fffffffffffffffff\r\n", "5\r\nhelloX\r\n",
        "5;\0\r\nhello\r\n",
        "0\r\nContent-Length: 5\r\nbroken trailer\r\n\r\n", "0\r\n: x\r\n\r\n", "5;a=\"b\r\nhello\r\n",
        "\u0665\r\nhello\r\n",
    ];

    public FuzzRequest Draw(Dice dice) => dice.Below(9) switch
    {
        0 => Line(dice),
        1 or 2 => Headers(dice),
        3 or 4 => Chunks(dice),
        5 => Lengths(dice),
        6 => Giants(dice),
        7 => Pipeline(dice),
        _ => Abandoned(dice),
    };

    private static FuzzRequest Line(Dice dice) => dice.Percent(25)
        ? Attack(
            "a wrong version",
            Head("GET /health/live " + dice.Of("HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "HTTP/9.9")),
            [505, 400])
        : Attack("a wrong request line", Head(dice.OneOf(BadLines)), [400, 405, 505], 200, 404, 405);

    private static FuzzRequest Headers(Dice dice)
    {
        var bad = dice.OneOf(BadHeaders);
        var (before, after) = dice.Percent(50) ? (bad, "Accept: */*") : ("Accept: */*", bad);
        return dice.Percent(10)
            ? Attack("no host", Latin1("GET /health/live HTTP/1.1\r\n\r\n"), BadRequest)
            : Attack("a wrong header", Head("GET /health/live HTTP/1.1", before, after), BadRequest, 200);
    }

    private FuzzRequest Chunks(Dice dice)
    {
        var good = Encoding.Latin1.GetString(Booking(dice));
        var start = dice.Percent(50) ? "" : $"{good.Length:x}\r\n{good}\r\n";
        var path = dice.Of("/api/bookings", "/api/admin/shows", $"/api/bookings/{known.Booking(dice)}/confirm");
        // Whoever sees a length beside the chunks must not believe it (RFC 9112 §6.3).
        var lie = dice.Percent(20) ? $"Content-Length: {dice.Of(0, 3, 5000)}" : "Accept: */*";
        var message = Head(
            $"POST {path} HTTP/1.1", "Content-Type: application/json", $"X-Api-Key: {known.AdminKey}",
            "Transfer-Encoding: chunked", lie);
        return Attack(
            "wrong chunks", [.. message, .. Latin1(start + dice.OneOf(BadChunks))], BadRequest,
            200, 201, 400, 404, 409, 422);
    }

    private FuzzRequest Lengths(Dice dice)
    {
        var body = Booking(dice);
        var lengths = dice.Of(
            $"Content-Length: {body.Length}\r\nContent-Length: {body.Length}",
            $"Content-Length: {body.Length}\r\nContent-Length: 3",
            $"Content-Length: {body.Length}, {body.Length}",
            $"Content-Length: {body.Length}\r\nTransfer-Encoding: chunked",
            $"Transfer-Encoding: chunked\r\nContent-Length: {body.Length}",
            $"Content-Length: 0\r\nContent-Length : {body.Length}",
            $"Content-Length: {body.Length - 1}",
            $"Content-Length: +{body.Length}",
            "Accept: */*");
        var message = Head("POST /api/bookings HTTP/1.1", "Content-Type: application/json", lengths);
        return Attack("conflicting lengths", [.. message, .. body], BadRequest, 201, 400, 404, 409, 422);
    }

    private static FuzzRequest Giants(Dice dice) => dice.Below(4) switch
    {
        0 => Attack("a giant address", Head($"GET /{new string('a', dice.Of(8200, 20_000))} HTTP/1.1"), [414]),
        1 => Attack("a giant header", Head("GET / HTTP/1.1", $"X: {new string('a', dice.Of(16_500, 60_000))}"), [431]),
        2 => Attack("many headers", Head("GET / HTTP/1.1", string.Join("\r\n", Enumerable.Repeat("X: a", 80))), [431]),
        _ => Attack(
            "a giant body",
            [
                .. Head("POST /api/bookings HTTP/1.1", "Content-Type: application/json", "Content-Length: 200000"),
                .. Latin1(new string('[', 200_000)),
            ],
            BadRequest, 400) with
        { Ending = Ending.ReadToEnd },
    };

    private FuzzRequest Pipeline(Dice dice)
    {
        var count = dice.Between(2, 20);
        List<byte> bytes = [];
        for (var i = 0; i < count; i++)
        {
            bytes.AddRange(Head($"GET /api/shows/{known.Show(dice)} HTTP/1.1", "Accept: */*"));
        }

        byte[] tail = dice.Percent(50) ? dice.Bytes(dice.Between(1, 60)) : Latin1(dice.OneOf(BadLines) + "\r\n\r\n");
        return new FuzzRequest("a pipeline with garbage", [[.. bytes, .. tail, .. Sentinel]], new Expectation
        {
            Statuses = [200, 404, 405, 400],
            Refusals = [400, 405, 505],
            AnswersMax = count + 2,
        })
        { Ending = Ending.ReadToEnd };
    }

    /// <summary>Requests that end before they are whole, by a shut half, a closed socket or a reset.</summary>
    private FuzzRequest Abandoned(Dice dice)
    {
        var body = Booking(dice);
        byte[] whole =
        [
            .. Head(
                "POST /api/bookings HTTP/1.1", "Content-Type: application/json",
                dice.Percent(30) ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}"),
            .. body,
        ];
        return new FuzzRequest("a request broken off", [whole[..dice.Below(whole.Length)]], new Expectation
        {
            Statuses = [400],
            Refusals = [400],
            MayStaySilent = true,
        })
        { Ending = dice.Of(Ending.HalfClose, Ending.Abort) };
    }

    private static FuzzRequest Attack(string name, byte[] bytes, int[] refusals, params int[] statuses) =>
        new(name, [[.. bytes, .. Sentinel]], new Expectation
        {
            // The one that follows, too, if it comes to that; and a busy server may always put a request off.
            Statuses = [200, 503, .. statuses],
            Refusals = refusals,
            AnswersMax = 2,
        })
        { Ending = Ending.ReadToEnd };

    private byte[] Booking(Dice dice) => Latin1(
        $$"""{"show_id":{{known.Show(dice)}},"user_email":"x@example.com","seat_numbers":[{{dice.Between(1, 40)}}]}""");

    private static byte[] Head(string line, params string[] headers) =>
        Latin1($"{line}\r\nHost: usher.test\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
