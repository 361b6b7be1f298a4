using System.Globalization;
using System.Net;
using System.Text;
using Npgsql;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Security;
using Usher.Server.Demo;

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
            return $"Usher is running ({Words(roles)}), with health checks on {url}. Press Ctrl-C to stop.";
        }

        var made = await MadeKeyAsync(app.Services, ct);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Usher sells seats on {url}");
        if (roles.HasFlag(Roles.Web))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  buyers' pages               {url}/");
            text.AppendLine(CultureInfo.InvariantCulture, $"  organiser's desk            {url}/desk");
            foreach (var person in await DemoAsync(app, ct))
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"    as the {person.Who,-18} {person.Email}  {person.Password}");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"    sign in with              {KeyWords(app, made)}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  API documentation           {url}/docs");
        if (made is not null)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"    organiser requests        curl {url}/api/admin/plans -H 'X-Api-Key: {made}'");
        }

        if (await FindDemoAsync(app.Services, ct) is { Show.TotalSeats: >= DemoSeatsMin } show)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                  to hold seats 5 and 6 of "{show.Show.Name}"
                    curl -i {url}/api/bookings -H 'Content-Type: application/json' \
                      -d '{$"{{\"show_id\":{DemoShow},\"user_email\":\"asha@example.com\",\"seat_numbers\":[5,6]}}"}'
                """);
        }
        else
        {
            text.AppendLine("  create a show               usher shows create --help");
        }

        // In a clone the commands are scripts at its root.
        var root = Environment.GetEnvironmentVariable("USHER_COMMANDS");
        var key = made is null ? "" : $" --admin-key {made}";
        text.AppendLine(CultureInfo.InvariantCulture, $"  run a load test             {root}usher-bench seed{key}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  check all bookings          {root}usher audit");
        return text.Append("Press Ctrl-C to stop.").ToString();
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
    public static string UrlOf(WebApplication app) =>
        app.Urls.OrderByDescending(IsSecure).Select(Reachable).FirstOrDefault() ?? "";

    private static string KeyWords(WebApplication app, string? made) =>
        made ?? (app.Services.GetRequiredService<AdminKey>().Exists
            ? "the configured Auth:AdminKey"
            : "your e-mail address and password");

    // The demo's people, where there are any. Production has none.
    private static async Task<IReadOnlyList<DemoSignIn>> DemoAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            return app.Environment.IsDevelopment()
                ? await ActivatorUtilities.CreateInstance<DemoPeople>(app.Services).TellAsync(ct)
                : [];
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return [];
        }
    }

    // A greeting: the server sells already, and goes on if a database, or a replica of it, does not answer just now.
    private static async Task<string?> MadeKeyAsync(IServiceProvider services, CancellationToken ct)
    {
        try
        {
            return await services.GetRequiredService<AdminKey>().TellAsync(ct);
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return "(not available; restart the server)";
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
        "THIS SERVER RUNS IN DEVELOPMENT MODE AND LISTENS ON {Urls}: anyone who can reach this machine can use it, "
        + "and over plain HTTP others may read the admin key. Listen on localhost, or set "
        + "ASPNETCORE_ENVIRONMENT=Production and Auth__AdminKey, with TLS in front.")]
    private static partial void LogStrangers(ILogger logger, string urls);

    // Where there is both, plain HTTP leads there.
    private static bool IsSecure(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static string Words(Roles roles) => roles.ToString().ToLowerInvariant();

    // An address that listens everywhere is no address to open.
    private static string Reachable(string url) => url
        .Replace("//[::]", "//localhost", StringComparison.Ordinal)
        .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);
}
