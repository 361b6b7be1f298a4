using Microsoft.Extensions.Options;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;

namespace Usher.Server.Workers;

/// <summary>
/// Releases the seats of lapsed holds, soon after they lapse, so that live maps show them as free. It has no input: it
/// reads the database, and the next round is the retry. Any number of processes may do this at once; the engine expires
/// each booking once.
/// </summary>
internal sealed partial class ExpirySweep(
    BookingQueries queries, IBookingService bookings, IOptions<SweepOptions> options, TimeProvider time,
    ILogger<ExpirySweep> logger) : BackgroundService
{
    // Holds end at any moment; those of one second are expired together.
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);

    private bool _isFailing;
    private TimeSpan? _retryAfter;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await SweepAsync(stoppingToken);
                await Task.Delay(await PauseAsync(stoppingToken), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    /// <summary>The time until the next hold ends, or until somebody may have made a shorter one.</summary>
    internal async Task<TimeSpan> PauseAsync(CancellationToken ct)
    {
        var pauseMax = TimeSpan.FromSeconds(options.Value.SweepSeconds);
        if (_isFailing)
        {
            return pauseMax;
        }

        if (_retryAfter is { } soon)
        {
            return soon < pauseMax ? soon : pauseMax;
        }

        try
        {
            return await queries.UntilNextDueAsync(ct) is { } next && next < pauseMax
                ? TimeSpan.FromTicks(Math.Max(next.Ticks, PauseMin.Ticks))
                : pauseMax;
        }
        catch (Exception e) when (!IsEnd(e, ct))
        {
            // The next sweep will log it.
            return pauseMax;
        }
    }

    /// <summary>Repeats rounds until nothing is due. Returns how many bookings this sweep expired.</summary>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        var (expired, failure) = (0, default(string));
        _retryAfter = null;
        try
        {
            var isLast = false;
            while (!isLast)
            {
                var outcomes = await ExpireRoundAsync(ct);
                var done = outcomes.Count(outcome => outcome is ExpireOutcome.Expired);
                expired += done;
                failure = outcomes.OfType<ExpireOutcome.Unavailable>().FirstOrDefault()?.GetType().Name;
                // A crowd of buyers goes first, and soon leaves room.
                _retryAfter = outcomes.OfType<ExpireOutcome.Overloaded>().LastOrDefault()?.RetryAfter;
                // A round that moved nothing would find the same bookings again.
                isLast = failure is not null || _retryAfter is not null || done == 0
                    || outcomes.Length < options.Value.SweepBookingsMax;
            }
        }
        catch (Exception e) when (!IsEnd(e, ct))
        {
            // Whatever it is, the next round is the retry. An exception out of here would stop the server.
            failure = e.Message;
        }

        Report(expired, failure);
        return expired;
    }

    private static bool IsEnd(Exception exception, CancellationToken ct) =>
        exception is OperationCanceledException && ct.IsCancellationRequested;

    // All at once, so that they share the engine's batches.
    private async Task<ExpireOutcome[]> ExpireRoundAsync(CancellationToken ct)
    {
        var due = await queries.FindDueAsync(options.Value.SweepBookingsMax, ct);
        return await Task.WhenAll(due.Select(id => bookings.ExpireAsync(id, Actor.Sweep, ct)));
    }

    private void Report(int expired, string? failure)
    {
        if (expired > 0)
        {
            LogExpired(expired);
        }

        if (failure is not null && !_isFailing)
        {
            LogFailed(options.Value.SweepSeconds, failure);
        }
        else if (failure is null && _isFailing)
        {
            LogRecovered();
        }

        _isFailing = failure is not null;
    }

    [LoggerMessage(LogLevel.Information, "Bookings expired and their seats released: {Bookings}")]
    private partial void LogExpired(int bookings);

    [LoggerMessage(
        LogLevel.Warning, "Releasing expired bookings failed; retrying every {Seconds} s: {Problem}")]
    private partial void LogFailed(int seconds, string problem);

    [LoggerMessage(LogLevel.Information, "Releasing expired bookings works again")]
    private partial void LogRecovered();
}
