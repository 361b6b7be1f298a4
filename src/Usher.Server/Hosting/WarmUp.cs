using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.Mime;
using System.Runtime;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Usher.Api.Health;
using Usher.Engine.Selling.WarmUp;
using Usher.Http.BotChecks;
using Usher.Http.RateLimits;

namespace Usher.Server.Hosting;

/// <summary>How a server warms up before it says that it is ready. Configuration section WarmUp.</summary>
internal sealed class WarmUpOptions
{
    public const string Section = "WarmUp";

    /// <summary>How long it may take; 0 leaves it out.</summary>
    [Range(0, 60_000)]
    public int MillisecondsMax { get; set; } = 6_000;

    /// <summary>It ends when nothing was compiled for so long, in milliseconds.</summary>
    [Range(100, 10_000)]
    public int QuietMilliseconds { get; set; } = 400;

    /// <summary>How many requests are enough, whatever is still being compiled.</summary>
    [Range(1, 1_000_000)]
    public int RequestsMax { get; set; } = 100_000;
}

[OptionsValidator]
internal sealed partial class WarmUpOptionsCheck : IValidateOptions<WarmUpOptions>;

internal static class WarmUpServices
{
    public static void AddWarmUp(this IServiceCollection services)
    {
        services.AddOptions<WarmUpOptions>().BindConfiguration(WarmUpOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WarmUpOptions>, WarmUpOptionsCheck>();
        services.AddSingleton<WarmUpState>();
        services.AddSingleton<WarmUp>();
    }
}

/// <summary>
/// Books seats of a warm-up show over this server's own sockets, so that the first second of a sale meets code that is
/// compiled, statements that are prepared and connections that are open; and looks at what they see before, and at what
/// organisers see. Nothing of it is kept.
/// </summary>
internal sealed partial class WarmUp(
    WarmUpShows shows, WarmUpState state, BookingRates rates, IBotCheck bots, IOptions<WarmUpOptions> options,
    ILogger<WarmUp> logger, DeskWarmUp? desk = null)
{
    private const int Connections = 16;

    // The compiler takes a method for much used after thirty calls.
    private const int Looks = 40;

    private int _requests;

    /// <summary>Before the server listens: from here on it is not ready.</summary>
    public void Announce() => state.IsUnderWay = options.Value.MillisecondsMax > 0;

    /// <summary>Ready when this returns, warm or not: what fails here is told and does no harm.</summary>
    public async Task RunAsync(string url, CancellationToken ct)
    {
        if (!state.IsUnderWay)
        {
            return;
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(options.Value.MillisecondsMax);
            rates.Suspend();
            bots.Suspend();
            using var warmUp = shows.Begin();
            using var handler = new SocketsHttpHandler
            {
                UseProxy = false,
                MaxConnectionsPerServer = Connections + 2,
                // Its own, whose certificate has the name that people use.
                SslOptions = { RemoteCertificateValidationCallback = (_, own, _, _) => own is not null },
            };
            using var client = new HttpClient(handler) { BaseAddress = new Uri(url) };
            var organiser = desk?.RunAsync(client, patience.Token) ?? Task.CompletedTask;
            _ = EndWhenCompiledAsync(organiser, patience);
            await Task.WhenAll(Enumerable.Range(0, Connections)
                .Select(buyer => BuyAsync(client, warmUp, buyer, patience.Token))
                .Append(LookAsync(client, patience.Token))
                .Append(organiser));
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or UriFormatException)
        {
            LogCold(e.Message);
        }
        finally
        {
            rates.Resume();
            bots.Resume();
            state.IsUnderWay = false;
        }
    }

    // The compiler optimises in the background what is called often, a tenth of a second and more after it was seen to
    // be; when it has had nothing to do for a while, what a sale needs is at its best. Pages of the desk may wait for
    // the disk meanwhile.
    private async Task EndWhenCompiledAsync(Task organiser, CancellationTokenSource patience)
    {
        var compiled = -1L;
        try
        {
            while (compiled != (compiled = JitInfo.GetCompiledMethodCount()) || !organiser.IsCompleted)
            {
                await Task.Delay(options.Value.QuietMilliseconds, patience.Token);
            }

            await patience.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // It ended before for another reason.
        }
    }

    private async Task BuyAsync(HttpClient client, WarmUpShow warmUp, int buyer, CancellationToken ct)
    {
        try
        {
            for (var i = buyer; Interlocked.Increment(ref _requests) <= options.Value.RequestsMax; i += Connections)
            {
                var seat = i % (warmUp.TotalSeats - 1) + 1;
                var body = string.Create(CultureInfo.InvariantCulture, $$"""
                    {"show_id":{{warmUp.ShowId}},"user_email":"a@example.com","seat_numbers":[{{seat}},{{seat + 1}}]}
                    """);
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var reply = await client.PostAsync(new Uri("/api/bookings", UriKind.Relative), content, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // Its time is over.
        }
    }

    // What buyers see before they book: the list of shows, and the first of them.
    private static async Task LookAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            string[] sights = ["/", "/api/shows?limit=1", .. await SightsOfFirstShowAsync(client, ct)];
            for (var i = 0; i < Looks * sights.Length; i++)
            {
                var sight = sights[i % sights.Length];
                using var request = new HttpRequestMessage(HttpMethod.Get, sight);
                request.Headers.Accept.ParseAdd(sight.StartsWith("/api/", StringComparison.Ordinal)
                    ? MediaTypeNames.Application.Json : MediaTypeNames.Text.Html);
                using var reply = await client.SendAsync(request, ct);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or JsonException)
        {
            // Its time is over; or the list was refused, and whoever asks next will hear why.
        }
    }

    private static async Task<string[]> SightsOfFirstShowAsync(HttpClient client, CancellationToken ct)
    {
        using var reply = await client.GetAsync(new Uri("/api/shows?limit=1", UriKind.Relative), ct);
        using var list = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(ct));
        if (!list.RootElement.TryGetProperty("shows", out var shows) || shows.GetArrayLength() == 0)
        {
            return [];
        }

        var id = shows[0].GetProperty("id").GetInt64();
        return [$"/shows/{id}", $"/api/shows/{id}", $"/api/shows/{id}/seats"];
    }

    [LoggerMessage(LogLevel.Warning, "The server could not warm up and starts cold: {Error}")]
    private partial void LogCold(string error);
}
