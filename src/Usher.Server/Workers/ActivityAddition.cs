using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Activity;
using Usher.Server.Desk;

namespace Usher.Server.Workers;

/// <summary>
/// Adds booking events up by minute for the desk's charts. It has no input: the database knows how far it has come, and
/// the next tick is the retry. Any number of processes may do this at once.
/// </summary>
internal sealed partial class ActivityAddition(
    BookingMinutes minutes, IOptions<DeskOptions> options, TimeProvider time, ILogger<ActivityAddition> logger)
    : BackgroundService
{
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
                }
                catch (NpgsqlException e)
                {
                    LogFailed(e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Booking events are added up at the next turn: {Error}")]
    private partial void LogFailed(string error);
}
