using HdrHistogram;
using Usher.Bench.Http;
using Usher.Bench.Latency;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Settings;

namespace Usher.Bench.Runs;

/// <summary>What reading found out.</summary>
/// <param name="PerSecond">Right replies per second.</param>
/// <param name="P99Ms">What 99 of 100 of them did not exceed.</param>
/// <param name="Wrong">Replies with another status, or none.</param>
/// <param name="GeneratorCores">The generator's processor time by the measured time.</param>
/// <param name="ProcessorCost">Of a right reply; null if there was none.</param>
internal sealed record ReadRate(
    double PerSecond, double P99Ms, long Wrong, double GeneratorCores, ProcessorCost? ProcessorCost);

/// <summary>The same GET over and over, on several connections: closed load.</summary>
internal sealed class ReadLoad(
    HttpTarget target, int connections, RunSettings settings, TimeProvider time, Func<ProcessorTimes> spentByNow)
{
    // A server that is away must not turn the generator into a busy loop.
    private static readonly TimeSpan PauseWithoutReply = TimeSpan.FromMilliseconds(100);

    private readonly LongConcurrentHistogram latencies = Latencies.Histogram();
    private long wrong;
    private volatile bool isMeasured;
    private volatile bool isOver;

    public async Task<ReadRate> RunAsync(ReadOnlyMemory<byte> request, int status, CancellationToken ct)
    {
        var readers = Enumerable.Range(0, connections)
            .Select(_ => Task.Run(() => ReadAsync(request, status), CancellationToken.None)).ToArray();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(settings.WarmupSeconds), time, ct);
            var (from, before) = (time.GetTimestamp(), spentByNow());
            isMeasured = true;
            await Task.Delay(TimeSpan.FromSeconds(settings.Seconds), time, ct);
            isOver = true;
            var measured = time.GetElapsedTime(from);
            var spent = spentByNow() - before;
            var served = Latencies.Sum([latencies]);
            return new ReadRate(
                served.TotalCount / measured.TotalSeconds, served.PercentileMs(99), Interlocked.Read(ref wrong),
                spent.Generator / measured ?? 0, ProcessorCost.Of(spent, bookings: 0, served.TotalCount));
        }
        finally
        {
            isOver = true;
            await Task.WhenAll(readers);
        }
    }

    private async Task ReadAsync(ReadOnlyMemory<byte> request, int status)
    {
        using var connection = new HttpConnection(target, settings.Timeout);
        while (!isOver)
        {
            var sentAt = time.GetTimestamp();
            var reply = await connection.SendAsync(request);
            if (reply.Status != status)
            {
                Interlocked.Increment(ref wrong);
                await Task.Delay(PauseWithoutReply, time);
            }
            else if (isMeasured && !isOver)
            {
                latencies.Record(time.GetElapsedTime(sentAt));
            }
        }
    }
}
