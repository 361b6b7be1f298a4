using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>
/// Clients that keep a connection busy with as little as they can. They run beside the others, so that the server is
/// never without them, and wait for the server's patience to end, not theirs. Some send slowly, others read nothing.
/// </summary>
internal sealed class SlowRequests(KnownThings known)
{
    public FuzzRequest Draw(Dice dice)
    {
        var body = $$"""{"show_id":{{known.Show(dice)}},"seat_numbers":[1]}""";
        const string Line = "POST /api/bookings HTTP/1.1\r\nHost: usher.test\r\nContent-Type: application/json\r\n";
        return dice.Below(9) switch
        {
            0 => Dripping("a head that drips", Line + "X: " + new string('a', 40), [408]),
            1 => Dripping("a line that drips", "GET /api/shows?" + new string('a', 40), [408]),
            2 => Stopped("a body that stops", $"{Line}Content-Length: 500\r\n\r\n{body}"),
            3 => Stopped("a chunk that stops", $"{Line}Transfer-Encoding: chunked\r\n\r\n400\r\n{body}"),
            5 => Unread("a seat map that nobody reads", "seats", ""),
            6 => Unread("a compressed seat map that nobody reads", "seats", "Accept-Encoding: gzip\r\n"),
            7 => Unread("a live feed that nobody reads", "live", "Accept: text/event-stream\r\n"),
            4 => Stopped("a chunk without end", $"{Line}Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n{body}"),
            _ => Stopped("a connection that says nothing", ""),
        };
    }

    private FuzzRequest Unread(string name, string what, string headers) => new(
        name,
        [
            Encoding.Latin1.GetBytes(
                $"GET /api/shows/{known.LargeShow}/{what} HTTP/1.1\r\nHost: usher.test\r\n{headers}\r\n"),
        ],
        new Expectation { Statuses = [], MayStaySilent = true })
    {
        Ending = Ending.ReadNothing,
    };

    private static FuzzRequest Dripping(string name, string head, int[] refusals) =>
        new(name, [.. Encoding.Latin1.GetBytes(head).Chunk(4)], new Expectation
        {
            Statuses = [],
            Refusals = refusals,
            MayStaySilent = true,
        })
        { Ending = Ending.ReadToEnd, PauseMilliseconds = 250 };

    private static FuzzRequest Stopped(string name, string text) =>
        new(name, text.Length == 0 ? [] : [Encoding.Latin1.GetBytes(text)], new Expectation
        {
            Statuses = [400, 503],
            Refusals = [408],
            MayStaySilent = text.Length == 0,
        })
        { Ending = Ending.ReadToEnd };
}
