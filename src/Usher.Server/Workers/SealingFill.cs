using Usher.Engine.Privacy;
using Usher.Engine.Sealing;

namespace Usher.Server.Workers;

/// <summary>
/// Once after each start, seals the addresses and notes of bookings of an earlier program: a minute later, in portions,
/// with a pause after each, so that buyers notice nothing, not even where a sale opens with the server. It has no
/// input: it goes through all bookings, and what fails is tried again. Any number of processes may do this at once.
/// Secrets of an earlier program follow an hour later, for that one cannot work with sealed ones (ADR 62): so long it
/// may run beside this one, or be gone back to.
/// </summary>
internal sealed partial class SealingFill(
    BookingSealing sealing, IEnumerable<ISealedRows> secrets, TimeProvider time, ILogger<SealingFill> logger)
    : BackgroundService
{
    private const int PortionBookings = 1_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan UpgradeLength = TimeSpan.FromHours(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(FirstPause, time, stoppingToken);
            if (await SealBookingsAsync(stoppingToken) is > 0 and var bookings)
            {
                LogFilled(bookings);
            }

            await Task.Delay(UpgradeLength, time, stoppingToken);
            if (await SealSecretsAsync(stoppingToken) is > 0 and var sealedSecrets)
            {
                LogSecretsFilled(sealedSecrets);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task<int> SealBookingsAsync(CancellationToken stoppingToken)
    {
        var (place, filled) = ((BookingPlace?)BookingPlace.Start, 0);
        while (place is { } from)
        {
            await Task.Delay(Pause, time, stoppingToken);
            (var count, place) = await RetryAsync(
                () => sealing.SealAsync(from, PortionBookings, stoppingToken), LogFailed, stoppingToken);
            filled += count;
        }

        return filled;
    }

    private async Task<int> SealSecretsAsync(CancellationToken stoppingToken)
    {
        var filled = 0;
        foreach (var rows in secrets)
        {
            filled += await RetryAsync(() => rows.SealAsync(stoppingToken), LogSecretsFailed, stoppingToken);
        }

        return filled;
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> work, Action<string> logFailed, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, it is tried again. An exception out of here would stop the server.
                logFailed(e.Message);
                await Task.Delay(RetryPause, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Encrypted the e-mail addresses and notes of earlier bookings: {Bookings}")]
    private partial void LogFilled(int bookings);

    [LoggerMessage(
        LogLevel.Warning, "Encrypting e-mail addresses and notes of earlier bookings failed; retrying later: {Error}")]
    private partial void LogFailed(string error);

    [LoggerMessage(LogLevel.Information, "Encrypted secrets that an earlier program had stored: {Secrets}")]
    private partial void LogSecretsFilled(int secrets);

    [LoggerMessage(LogLevel.Warning, "Encrypting secrets of an earlier program failed; retrying later: {Error}")]
    private partial void LogSecretsFailed(string error);
}
