using FsCheck;
using FsCheck.Fluent;
using HdrHistogram;
using Usher.Bench.Latency;

namespace Usher.SystemTests.Bench;

/// <summary>What is added to HdrHistogram: a unit, an upper end, and sums while others record.</summary>
public sealed class LatenciesTests
{
    private const double RelativeErrorMax = 0.001;
    private static readonly double[] Percents = [0, 50, 90, 95, 99, 99.9, 100];

    [Fact]
    public void Every_percentile_is_that_of_a_sorted_list_to_three_digits() => ForAllLatencies(latencies =>
    {
        var sorted = latencies.Select(Microseconds).Order().ToArray();
        var histogram = Recorded(latencies);
        foreach (var percent in Percents)
        {
            var rank = Math.Clamp((int)((percent / 100 * sorted.Length) + 0.5), 1, sorted.Length);
            var exact = sorted[rank - 1] / 1000.0;
            histogram.PercentileMs(percent).ShouldBeInRange(exact, exact * (1 + RelativeErrorMax));
        }
    });

    [Fact]
    public void Count_is_exact_and_mean_and_maximum_are_so_to_three_digits() => ForAllLatencies(latencies =>
    {
        var histogram = Recorded(latencies);
        histogram.TotalCount.ShouldBe(latencies.Length);
        var max = latencies.Max(Microseconds) / 1000.0;
        histogram.MaxMs().ShouldBeInRange(max, max * (1 + RelativeErrorMax));
        var mean = latencies.Average(Microseconds) / 1000.0;
        histogram.MeanMs().ShouldBeInRange(mean * (1 - RelativeErrorMax), mean * (1 + RelativeErrorMax));
    });

    [Fact]
    public void Two_histograms_added_are_one_of_both() => ForAllLatencies(latencies =>
    {
        var half = latencies.Length / 2;
        var sum = Latencies.Sum([Recorded(latencies[..half]), Recorded(latencies[half..])]);
        var whole = Recorded(latencies);
        sum.TotalCount.ShouldBe(whole.TotalCount);
        sum.MaxMs().ShouldBe(whole.MaxMs());
        sum.MeanMs().ShouldBe(whole.MeanMs());
        Percents.Select(sum.PercentileMs).ShouldBe(Percents.Select(whole.PercentileMs));
    });

    [Fact]
    public void Nothing_recorded_is_zero_everywhere()
    {
        var histogram = Latencies.Histogram();
        histogram.PercentileMs(99).ShouldBe(0);
        histogram.MeanMs().ShouldBe(0);
        histogram.MaxMs().ShouldBe(0);
        Latencies.Sum([histogram]).PercentileMs(50).ShouldBe(0);
    }

    [Fact]
    public void What_is_beyond_the_scale_counts_at_its_end()
    {
        var histogram = Recorded([TimeSpan.FromDays(365), TimeSpan.FromSeconds(-1)]);
        histogram.TotalCount.ShouldBe(2);
        histogram.PercentileMs(0).ShouldBe(0);
        TimeSpan.FromMilliseconds(histogram.MaxMs()).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Concurrent_recordings_are_all_counted_and_may_be_summed_up_meanwhile()
    {
        var histogram = Latencies.Histogram();
        var recording = Task.WhenAll(Enumerable.Range(1, 4).Select(milliseconds => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                histogram.Record(TimeSpan.FromMilliseconds(milliseconds));
            }
        })));
        do
        {
            Latencies.Sum([histogram]).PercentileMs(99).ShouldBeInRange(0, 4.01);
        }
        while (!recording.IsCompleted);

        await recording;
        histogram.TotalCount.ShouldBe(40_000);
        histogram.MeanMs().ShouldBe(2.5, 2.5 * RelativeErrorMax);
    }

    private static LongConcurrentHistogram Recorded(TimeSpan[] latencies)
    {
        var histogram = Latencies.Histogram();
        Array.ForEach(latencies, latency => histogram.Record(latency));
        return histogram;
    }

    private static long Microseconds(TimeSpan latency) => latency.Ticks / TimeSpan.TicksPerMicrosecond;

    // From a tenth of a microsecond to an hour, short ones as likely as long ones.
    private static void ForAllLatencies(Action<TimeSpan[]> check)
    {
        var latency = from magnitude in Gen.Choose(1, 35)
                      from share in Gen.Choose(0, 1_000_000)
                      select TimeSpan.FromTicks((long)((1L << magnitude) * (share / 1e6)));
        Prop.ForAll(latency.NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(), check)
            .QuickCheckThrowOnFailure();
    }
}
