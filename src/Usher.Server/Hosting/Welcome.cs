using System.Text;
using Npgsql;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Security;

namespace Usher.Server.Hosting;

/// <summary>What the person who started the server may want to do next.</summary>
internal static class Welcome
{
    private static readonly ShowId DemoShow = new(1);
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
            text.AppendLine($"    sign in with              {await SignInWithAsync(app.Services, ct)}");
        }

        text.AppendLine($"  the API, to read and try    {url}/docs");
        if (await FindDemoAsync(app.Services, ct) is { Show.TotalSeats: >= DemoSeatsMin } show)
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

    // A greeting: the server sells already, and goes on if a database, or a replica of it, does not answer just now.
    private static async Task<string> SignInWithAsync(IServiceProvider services, CancellationToken ct)
    {
        try
        {
            return await services.GetRequiredService<DeskKey>().TellAsync(ct) ?? "the configured Auth:AdminKey";
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return "what 'usher admin key' tells";
        }
    }

    private static async Task<ShowListing?> FindDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        try
        {
            return await services.GetRequiredService<ShowQueries>().FindAsync(DemoShow, ct);
        }
        catch (Exception e) when (e is PostgresException || DatabaseAway.Caused(e))
        {
            return null;
        }
    }

    private static string Words(Roles roles) => roles.ToString().ToLowerInvariant();

    // An address that listens everywhere is no address to open.
    private static string Reachable(string url) => url
        .Replace("//[::]", "//localhost", StringComparison.Ordinal)
        .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);
}
