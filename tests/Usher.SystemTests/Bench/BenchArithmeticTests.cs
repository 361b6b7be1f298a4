using Usher.Bench.Cli;
using Usher.Bench.Machine;
using Usher.Bench.Reports;
using Usher.Bench.Scenarios;
using Usher.Bench.Settings;

namespace Usher.SystemTests.Bench;

/// <summary>What the benchmarks compute from what they measured.</summary>
public sealed class BenchArithmeticTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 5, 1, 3 }, 3)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void A_median_stands_in_the_middle(double[] figures, double median) =>
        Medians.Of(figures).ShouldBe(median);

    [Fact]
    public void Two_halves_in_a_row_are_slower_than_either() => CeilingCommand.Of(26_000, 18_000).ShouldBe(10_636, 1);

    [Fact]
    public void A_rate_between_two_moments_weighs_each_sample_by_its_share()
    {
        Second[] timeline = [new(1, 0, 100), new(2, 0, 200), new(4, 0, 400)];
        timeline.BookingsPerSecond(0, 2).ShouldBe(150);
        timeline.BookingsPerSecond(0.5, 1.5).ShouldBe(150);
        timeline.BookingsPerSecond(2, 10).ShouldBe(400);
        timeline.BookingsPerSecond(10, 20).ShouldBe(0);
    }

    [Fact]
    public void A_goal_is_reached_at_its_very_value()
    {
        new Ratio("a / b", 0.9, 0.9).IsReached.ShouldBe(true);
        new Ratio("a / b", 0.89, 0.9).IsReached.ShouldBe(false);
        new Ratio("a / b", 5, null).IsReached.ShouldBeNull();
    }

    [Fact]
    public void The_bars_of_the_latency_chart_count_every_reply_once()
    {
        LatencyBucket[] histogram = [new(0.001, 1), new(0.5, 2), new(0.501, 3), new(5, 4), new(5000, 5)];
        var bars = LatencyChart.Bars(histogram);
        bars.Values.Sum().ShouldBe(15);
        bars.Keys.ShouldAllBe(bar => bar >= 0);
        LatencyChart.UpperMs(bars.Keys.Last()).ShouldBeGreaterThanOrEqualTo(5000);
    }

    [Fact]
    public void The_peak_of_memory_and_the_limit_of_files_are_read_as_Linux_writes_them()
    {
        ProcFile.ParsePeakMemory("Name:\tusher\nVmHWM:\t  204800 kB\nVmRSS:\t 1 kB\n").ShouldBe(200);
        ProcFile.ParsePeakMemory("Name:\tusher\n").ShouldBeNull();
        const string head = "Limit                     Soft Limit           Hard Limit           Units     \n";
        ProcFile.ParseOpenFilesMax($"{head}Max open files            1024                 20000                files\n")
            .ShouldBe(20_000);
        ProcFile.ParseOpenFilesMax($"{head}Max open files            1024                 unlimited            files\n")
            .ShouldBe(long.MaxValue);
    }

    [Fact]
    public void Too_many_connections_are_refused_with_the_remedy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells its limit");
        Should.Throw<BenchException>(() => ProcFile.RequireOpenFiles(int.MaxValue - 1000)).Message
            .ShouldContain("ulimit -Hn");
    }

    [Fact]
    public void Seats_known_to_be_taken_are_not_drawn_again()
    {
        var free = new FreeSeats(6);
        free.Remove([1, 3, 5]);
        free.Remove([3]);
        var drawn = free.Draw(new Random(1), 3);
        drawn!.Order().ShouldBe([2, 4, 6]);
        free.Remove([4]);
        free.Draw(new Random(1), 3).ShouldBeNull();
        free.Draw(new Random(1), 2)!.Order().ShouldBe([2, 6]);
    }
}
