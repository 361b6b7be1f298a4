using System.Runtime.CompilerServices;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Settings;

namespace Usher.Bench.Runs;

/// <summary>Watches a sale from beside: the throughput of each second, and what all of it costs.</summary>
internal sealed class LoadSampler(Sale sale, RunSettings settings, TimeSpan period, Func<ProcessorTimes> spentByNow)
{
    private readonly List<Second> timeline = [];

    public IReadOnlyList<Second> Timeline => timeline;

    /// <summary>Processor time spent in the measured part.</summary>
    public ProcessorTimes Spent { get; private set; }

    /// <summary>Ends the sale when its time is over; samples until then.</summary>
    public async IAsyncEnumerable<Second> SampleAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        await DelayAsync(TimeSpan.FromSeconds(settings.WarmupSeconds), ct);
        var spentBefore = spentByNow();
        var measure = TimeSpan.FromSeconds(settings.Seconds);
        var before = (At: TimeSpan.Zero, Requests: 0L, Bookings: 0L, Refusals: 0L);
        while (!sale.IsOver)
        {
            var left = measure - sale.MeasuredTime;
            await DelayAsync(left < period ? left : period, ct);
            if (sale.MeasuredTime >= measure)
            {
                sale.End();
            }

            var now = (
                At: sale.MeasuredTime, sale.Measured.Requests, Bookings: sale.Measured.Count(Outcome.Booked),
                Refusals: sale.Measured.Count(Outcome.Refused));
            var seconds = (now.At - before.At).TotalSeconds;
            if (seconds > 0)
            {
                var second = new Second(
                    now.At.TotalSeconds, (now.Requests - before.Requests) / seconds,
                    (now.Bookings - before.Bookings) / seconds, (now.Refusals - before.Refusals) / seconds);
                timeline.Add(second);
                before = now;
                yield return second;
            }
        }

        Spent = spentByNow() - spentBefore;
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken ct)
    {
        if (delay > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, sale.Ended);
            await Task.Delay(delay, sale.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
