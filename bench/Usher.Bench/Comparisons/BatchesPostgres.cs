using Npgsql;
using Usher.Bench.Servers;
using Usher.Bench.Settings;

namespace Usher.Bench.Comparisons;

/// <summary>
/// What a booking costs the PostgreSQL of <c>usher measure batches</c>, which reports only its own processor time: seen
/// from beside, within the time that it measures.
/// </summary>
internal sealed class BatchesPostgres(PrivateDatabase database, RunSettings settings, TimeProvider time)
{
    // What is begun this late, and ended this much earlier, lies within.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>In microseconds; null if that could not be seen before the cancellation.</summary>
    public async Task<double?> CostOfBookingAsync(CancellationToken ct)
    {
        try
        {
            while (!await HasBookingAsync(ct))
            {
                await Task.Delay(Poll, time, ct);
            }

            await using var source = NpgsqlDataSource.Create(database.ConnectionString());
            await Task.Delay(TimeSpan.FromSeconds(settings.WarmupSeconds), time, ct);
            var bookingsBefore = await CountAsync(source, ct);
            var before = database.ProcessorTime();
            await Task.Delay(TimeSpan.FromSeconds(settings.Seconds) - Margin, time, ct);
            var spent = database.ProcessorTime() - before;
            var bookings = await CountAsync(source, ct) - bookingsBefore;
            return bookings > 0 ? spent?.TotalMicroseconds / bookings : null;
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException or BenchException)
        {
            return null;
        }
    }

    private async Task<bool> HasBookingAsync(CancellationToken ct)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString());
            return await CountAsync(source, ct) > 0;
        }
        catch (Exception e) when (e is BenchException or NpgsqlException)
        {
            // It is being started, or has no tables yet.
            return false;
        }
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select count(*) from bookings");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
