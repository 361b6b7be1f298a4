using FsCheck;
using FsCheck.Fluent;
using Usher.Bench.Latency;

namespace Usher.SystemTests.Bench;

public sealed class LatencyHistogramTests
{
    private static readonly double[] Percents = [0, 1, 50, 90, 95, 99, 99.9, 100];

    [Fact]
    public void Every_percentile_is_as_good_as_a_sorted_lists() => ForAllLatencies(latencies =>
    {
        var sorted = latencies.Order().ToArray();
        var histogram = Recorded(latencies);
        foreach (var percent in Percents)
        {
            var rank = Math.Max(1, (int)Math.Ceiling(sorted.Length * (percent / 100)));
            var exact = sorted[rank - 1];
            var found = histogram.Percentile(percent);
            found.ShouldBeGreaterThanOrEqualTo(exact);
            (found - exact).Ticks.ShouldBeLessThanOrEqualTo((long)(exact.Ticks * LatencyHistogram.RelativeErrorMax));
        }
    });

    [Fact]
    public void Count_mean_and_maximum_are_exact() => ForAllLatencies(latencies =>
    {
        var histogram = Recorded(latencies);
        histogram.Count.ShouldBe(latencies.Length);
        histogram.Max.ShouldBe(latencies.Max());
        ((double)histogram.Mean.Ticks).ShouldBe(latencies.Average(latency => (double)latency.Ticks), tolerance: 1);
        histogram.Buckets().Sum(bucket => bucket.Count).ShouldBe(latencies.Length);
    });

    [Fact]
    public void Two_histograms_added_are_one_of_both() => ForAllLatencies(latencies =>
    {
        var half = latencies.Length / 2;
        var sum = Recorded(latencies[..half]);
        sum.Add(Recorded(latencies[half..]));
        var whole = Recorded(latencies);
        sum.Buckets().ShouldBe(whole.Buckets());
        sum.Max.ShouldBe(whole.Max);
        sum.Mean.ShouldBe(whole.Mean);
    });

    [Fact]
    public void Nothing_recorded_is_zero_everywhere()
    {
        var histogram = new LatencyHistogram();
        histogram.Count.ShouldBe(0);
        histogram.Mean.ShouldBe(TimeSpan.Zero);
        histogram.Percentile(99).ShouldBe(TimeSpan.Zero);
        histogram.Buckets().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_beyond_the_scale_counts_at_its_end()
    {
        var histogram = Recorded([TimeSpan.FromDays(365), TimeSpan.FromSeconds(-1)]);
        histogram.Count.ShouldBe(2);
        histogram.Percentile(0).ShouldBe(TimeSpan.Zero);
        histogram.Percentile(100).ShouldBeGreaterThan(TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task Concurrent_recordings_are_all_counted()
    {
        var histogram = new LatencyHistogram();
        await Task.WhenAll(Enumerable.Range(1, 4).Select(milliseconds => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                histogram.Record(TimeSpan.FromMilliseconds(milliseconds));
            }
        })));
        histogram.Count.ShouldBe(40_000);
        histogram.Mean.ShouldBe(TimeSpan.FromMilliseconds(2.5));
    }

    private static LatencyHistogram Recorded(TimeSpan[] latencies)
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(latencies, histogram.Record);
        return histogram;
    }

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
