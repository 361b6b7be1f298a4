using Microsoft.Extensions.Options;
using Usher.Engine.Statistics;

namespace Usher.Server.Workers;

/// <summary>
/// Adds up booking events by minute for the desk's charts, and once a day merges old minutes into days. It has no
/// input: the database stores its position, and the next tick is the retry. Any number of processes may do this at
/// once.
/// </summary>
internal sealed partial class StatsRollup(
    BookingMinutes minutes, IOptions<StatisticsOptions> options, TimeProvider time, ILogger<StatsRollup> logger)
    : BackgroundService
{
    private DateTime _rolledUpOn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.AdditionSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await minutes.AddUpAsync(stoppingToken);
                    await RollUpAsync(stoppingToken);
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

    private async Task RollUpAsync(CancellationToken ct)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        if (_rolledUpOn != today && await minutes.RollUpAsync(TimeSpan.FromDays(options.Value.MinutesKeptDays), ct))
        {
            _rolledUpOn = today;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Updating booking statistics failed; retrying later: {Error}")]
    private partial void LogFailed(string error);
}
