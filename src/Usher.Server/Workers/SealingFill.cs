using Usher.Engine.Privacy;

namespace Usher.Server.Workers;

/// <summary>
/// Once after each start, seals the addresses and notes of bookings of an earlier program: a minute later, in portions,
/// with a pause after each, so that buyers notice nothing, not even where a sale opens with the server. It has no
/// input: it goes through all bookings, and what fails is tried again. Any number of processes may do this at once.
/// </summary>
internal sealed partial class SealingFill(BookingSealing sealing, TimeProvider time, ILogger<SealingFill> logger)
    : BackgroundService
{
    private const int PortionBookings = 1_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (place, filled) = ((BookingPlace?)BookingPlace.Start, 0);
        try
        {
            await Task.Delay(FirstPause, time, stoppingToken);
            while (place is not null)
            {
                await Task.Delay(Pause, time, stoppingToken);
                try
                {
                    (var count, place) = await sealing.SealAsync(place, PortionBookings, stoppingToken);
                    filled += count;
                }
                catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    // Whatever it is, it is tried again. An exception out of here would stop the server.
                    LogFailed(e.Message);
                    await Task.Delay(RetryPause, time, stoppingToken);
                }
            }

            if (filled > 0)
            {
                LogFilled(filled);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    [LoggerMessage(LogLevel.Information, "Encrypted the e-mail addresses and notes of earlier bookings: {Bookings}")]
    private partial void LogFilled(int bookings);

    [LoggerMessage(
        LogLevel.Warning, "Encrypting e-mail addresses and notes of earlier bookings failed; retrying later: {Error}")]
    private partial void LogFailed(string error);
}
