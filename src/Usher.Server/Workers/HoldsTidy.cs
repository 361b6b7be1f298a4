using Microsoft.Extensions.Options;
using Usher.Engine.Bookings;
using Usher.Engine.Privacy;

namespace Usher.Server.Workers;

/// <summary>
/// Removes holds that came to nothing once they are old enough, and anonymises bookings of shows that are over for long
/// enough, in portions. It has no input: it reads the database, and the next tick is the retry. Any number of processes
/// may do this at once.
/// </summary>
internal sealed partial class HoldsTidy(
    FailedHolds holds, Anonymising anonymising, IOptions<TidyOptions> options, IOptions<PrivacyOptions> privacy,
    TimeProvider time, ILogger<HoldsTidy> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.TidySeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await TidyAsync(stoppingToken);
                    await AnonymiseAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    // Whatever it is, the next tick is the retry. An exception out of here would stop the server.
                    LogFailed(e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    /// <summary>Repeats portions until no hold is old enough. Returns how many are gone.</summary>
    internal async Task<int> TidyAsync(CancellationToken ct)
    {
        var (kept, portion) = (options.Value.FailedKeptDays, options.Value.TidyBookingsMax);
        var removed = 0;
        for (var more = true; more;)
        {
            var count = await holds.RemoveAsync(kept, portion, ct);
            removed += count;
            more = count == portion;
        }

        if (removed > 0)
        {
            LogRemoved(removed, kept);
        }

        return removed;
    }

    /// <summary>Repeats portions until no show is old enough. Returns how many bookings are nobody's.</summary>
    internal async Task<int> AnonymiseAsync(CancellationToken ct)
    {
        var (days, portion, changed) = (privacy.Value.AnonymisedAfterDays, options.Value.TidyBookingsMax, 0);
        while (days > 0 && await anonymising.RunAsync(days, portion, ct) is { } count)
        {
            changed += count;
        }

        if (changed > 0)
        {
            LogAnonymised(changed, days);
        }

        return changed;
    }

    [LoggerMessage(LogLevel.Information, "Anonymised bookings of shows that began more than {Days} days ago: "
        + "{Bookings}")]
    private partial void LogAnonymised(int bookings, int days);

    [LoggerMessage(LogLevel.Information, "Removed unconfirmed holds that ended more than {Days} days ago: "
        + "{Bookings}")]
    private partial void LogRemoved(int bookings, int days);

    [LoggerMessage(LogLevel.Warning, "Removing old holds or anonymising bookings failed; retrying later: {Error}")]
    private partial void LogFailed(string error);
}
