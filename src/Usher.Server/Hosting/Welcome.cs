using System.Net;
using System.Text;
using Npgsql;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Security;

namespace Usher.Server.Hosting;

/// <summary>What the person who started the server may want to do next.</summary>
internal static partial class Welcome
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

        var made = await MadeKeyAsync(app.Services, ct);
        var text = new StringBuilder();
        text.AppendLine($"Usher sells seats on {url}");
        if (roles.HasFlag(Roles.Web))
        {
            text.AppendLine($"  what is on, in a browser    {url}/");
            text.AppendLine($"  the organiser's desk        {url}/desk");
            text.AppendLine($"    sign in with              {made ?? "the configured Auth:AdminKey"}");
        }

        text.AppendLine($"  the API, to read and try    {url}/docs");
        if (made is not null)
        {
            text.AppendLine($"    the organisers' calls     curl {url}/api/admin/plans -H 'X-Api-Key: {made}'");
        }

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
        var key = made is null ? "" : $" --admin-key {made}";
        text.AppendLine($"  see it under load           {root}usher-bench seed{key}");
        text.AppendLine($"  prove that all adds up      {root}usher audit");
        return text.Append("Ctrl-C stops it.").ToString();
    }

    /// <summary>Says loudly that a server for development listens where strangers may reach it.</summary>
    public static void WarnOfStrangers(WebApplication app, ILoggerFactory loggers)
    {
        if (app.Environment.IsDevelopment() && app.Urls.Where(ListensToStrangers).ToList() is { Count: > 0 } open)
        {
            LogStrangers(loggers.CreateLogger(typeof(Welcome)), string.Join(", ", open));
        }
    }

    // A name that is not localhost's listens on every address.
    internal static bool ListensToStrangers(string url)
    {
        var address = BindingAddress.Parse(url);
        return !address.IsUnixPipe && !address.IsNamedPipe
            && !address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    /// <summary>Where this machine reaches the server; empty if it listens nowhere.</summary>
    public static string UrlOf(WebApplication app) => app.Urls.Select(Reachable).FirstOrDefault() ?? "";

    // A greeting: the server sells already, and goes on if a database, or a replica of it, does not answer just now.
    private static async Task<string?> MadeKeyAsync(IServiceProvider services, CancellationToken ct)
    {
        try
        {
            return await services.GetRequiredService<AdminKey>().TellAsync(ct);
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return "(the database does not tell it now; start again)";
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

    [LoggerMessage(LogLevel.Warning,
        "THIS SERVER RUNS FOR DEVELOPMENT AND LISTENS ON {Urls}: everybody who reaches this machine reaches it, and "
        + "over plain HTTP others may read the organisers' key. Listen on localhost, or set "
        + "ASPNETCORE_ENVIRONMENT=Production and Auth__AdminKey, with TLS in front.")]
    private static partial void LogStrangers(ILogger logger, string urls);

    private static string Words(Roles roles) => roles.ToString().ToLowerInvariant();

    // An address that listens everywhere is no address to open.
    private static string Reachable(string url) => url
        .Replace("//[::]", "//localhost", StringComparison.Ordinal)
        .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);
}
