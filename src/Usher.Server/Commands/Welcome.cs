using System.Text;
using Usher.Engine.Shows;
using Usher.Server.Desk.SignIn;

namespace Usher.Server.Commands;

/// <summary>What the person who started the server may want to do next.</summary>
internal static class Welcome
{
    private const long DemoShow = 1;
    private const int DemoSeatsMin = 6;

    public static async Task<string> TextAsync(WebApplication app, Roles roles, CancellationToken ct)
    {
        var url = UrlOf(app);
        if (!roles.HasFlag(Roles.Api))
        {
            return $"Usher works ({Words(roles)}) and answers health checks on {url}. Ctrl-C stops it.";
        }

        var text = new StringBuilder();
        text.AppendLine($"Usher sells seats on {url}");
        if (roles.HasFlag(Roles.Web))
        {
            text.AppendLine($"  what is on, in a browser    {url}/");
            text.AppendLine($"  the organiser's desk        {url}/desk");
            var key = await app.Services.GetRequiredService<DeskKey>().TellAsync(ct);
            text.AppendLine($"    sign in with              {key ?? "the configured Auth:AdminKey"}");
        }

        text.AppendLine($"  the API, to read and try    {url}/docs");
        var show = await app.Services.GetRequiredService<ShowQueries>().FindAsync(DemoShow, ct);
        if (show is { Show.TotalSeats: >= DemoSeatsMin })
        {
            text.AppendLine($"""
                  hold seats 5 and 6 of "{show.Show.Name}"
                    curl -i {url}/api/bookings -H 'Content-Type: application/json' \
                      -d '{$"{{\"show_id\":{DemoShow},\"user_email\":\"asha@example.com\",\"seat_numbers\":[5,6]}}"}'
                """);
        }
        else
        {
            text.AppendLine("  put a show on sale          usher shows create --help");
        }

        // In a clone the commands are scripts at its root.
        var root = Environment.GetEnvironmentVariable("USHER_COMMANDS");
        text.AppendLine($"  see it under load           {root}usher-bench seed");
        text.AppendLine($"  prove that all adds up      {root}usher audit");
        return text.Append("Ctrl-C stops it.").ToString();
    }

    /// <summary>Where this machine reaches the server; empty if it listens nowhere.</summary>
    public static string UrlOf(WebApplication app) => app.Urls.Select(Reachable).FirstOrDefault() ?? "";

    private static string Words(Roles roles) => roles.ToString().ToLowerInvariant();

    // An address that listens everywhere is no address to open.
    private static string Reachable(string url) => url
        .Replace("//[::]", "//localhost", StringComparison.Ordinal)
        .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);
}
