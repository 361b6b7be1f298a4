using System.Net.Mime;
using System.Text.RegularExpressions;
using Npgsql;
using Usher.Pages.Desk.SignIn;

namespace Usher.Server.Hosting;

/// <summary>
/// Looks at the desk's pages before the first organiser does, so that they are compiled and what they read is in
/// memory. Signed in by a session of its own, which is nothing but a signature; nothing of it is kept.
/// </summary>
internal sealed partial class DeskWarmUp(DeskSession session)
{
    // The first one compiles and reads, the others meet what was planned for a statement seen before.
    private const int Rounds = 3;

    private static readonly TimeSpan Session = TimeSpan.FromMinutes(5);

    private static readonly string[] Lists =
    [
        SignInPages.Home, "/desk/shows", "/desk/bookings", "/desk/plans", "/desk/shows/new", "/desk/plans/import",
    ];

    private static readonly Func<string, string[]>[] Within =
    [
        text => [.. First(Plan(), text)],
        text => [.. First(Booking(), text)],
        text => [.. First(Show(), text).SelectMany(show => (string[])
            [show, $"{show}/map", $"{show}/edit", $"{show}/prices", $"/desk/bookings?show={show.Split('/')[^1]}"])],
    ];

    /// <param name="client">Calls this server.</param>
    /// <param name="ct">Ends it when its time is over.</param>
    public async Task RunAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            var cookie = session.OwnCookie(Session);
            for (var i = 0; i < Rounds; i++)
            {
                await LookAsync(client, cookie, ct);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or NpgsqlException
            or RegexMatchTimeoutException)
        {
            // Its time is over, or the database is away: the first organiser meets pages that are cold.
        }
    }

    private static async Task LookAsync(HttpClient client, string cookie, CancellationToken ct)
    {
        var lists = "";
        foreach (var path in Lists)
        {
            lists += await GetAsync(client, path, cookie, ct);
        }

        foreach (var path in Within.SelectMany(find => find(lists)))
        {
            await GetAsync(client, path, cookie, ct);
        }
    }

    private static async Task<string> GetAsync(HttpClient client, string path, string cookie, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(MediaTypeNames.Text.Html);
        request.Headers.Add("Cookie", cookie);
        using var reply = await client.SendAsync(request, ct);
        return await reply.Content.ReadAsStringAsync(ct);
    }

    private static IEnumerable<string> First(Regex link, string text) =>
        link.Match(text) is { Success: true } match ? [match.Groups["path"].Value] : [];

    [GeneratedRegex(
        "href=\"(?<path>/desk/shows/[0-9]+)\"",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Show();

    [GeneratedRegex(
        "href=\"(?<path>/desk/bookings/[0-9a-f-]{36})\"",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Booking();

    [GeneratedRegex(
        "href=\"(?<path>/desk/plans/[0-9]+)\"",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plan();
}
