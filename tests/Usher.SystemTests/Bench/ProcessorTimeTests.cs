using System.Diagnostics;
using System.Globalization;
using Usher.Bench.Machine;
using Usher.Bench.Reports;

namespace Usher.SystemTests.Bench;

/// <summary>Whose processor time counts, and for what.</summary>
public sealed class ProcessorTimeTests
{
    [Fact]
    public void A_process_is_read_as_Linux_writes_it_whatever_its_name() =>
        ProcessTree.Parse(
            "4321 (post) gres 7 (x) S 1 4321 4321 0 -1 4194560 7 8 0 0 25 17 300 40 20 0 1 0 123 456 789 18446744\n")
            .ShouldBe(new ProcessStat(4321, 1, OwnTicks: 42, EndedTicks: 340));

    [Fact]
    public void What_is_no_process_is_not_read()
    {
        ProcessTree.Parse("").ShouldBeNull();
        ProcessTree.Parse("12 (short) S 1 2").ShouldBeNull();
        ProcessTree.ProcessorTime(int.MaxValue).ShouldBeNull();
    }

    [Fact]
    public async Task The_time_of_children_counts_while_they_live_and_when_they_have_ended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        // One child works and ends, another works and stays.
        const string work = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done";
        const string both = $"sh -c '{work}'; sh -c '{work}; echo; sleep 60' & echo $!; wait";
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", both])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            var child = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            await shell.StandardOutput.ReadLineAsync();
            var all = ProcessTree.ProcessorTime(shell.Id)!.Value;
            var withoutChild = ProcessTree.ProcessorTime(shell.Id, except: child)!.Value;
            var alone = ProcessTree.ProcessorTime(child)!.Value;
            alone.ShouldBeGreaterThan(TimeSpan.Zero);
            withoutChild.ShouldBeGreaterThan(TimeSpan.Zero);
            all.ShouldBe(withoutChild + alone, tolerance: TimeSpan.FromMilliseconds(50));
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void Processor_time_counts_by_bookings_and_by_requests_only_where_nothing_was_booked()
    {
        var spent = new ProcessorTimes(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        ProcessorCost.Of(spent, bookings: 20_000, requests: 50_000)
            .ShouldBe(new ProcessorCost("booking", 50, 100, 150));
        ProcessorCost.Of(spent, bookings: 0, requests: 50_000).ShouldBe(new ProcessorCost("request", 20, 40, 60));
        ProcessorCost.Of(spent, bookings: 0, requests: 0).ShouldBeNull();
    }

    [Fact]
    public void All_of_them_together_are_known_where_the_database_is()
    {
        new ProcessorCost("booking", 50, 100, 150).TotalUs.ShouldBe(300);
        new ProcessorCost("booking", 50, null, 150).TotalUs.ShouldBe(200);
        new ProcessorCost("booking", 50, null, null).TotalUs.ShouldBeNull();
    }

    [Fact]
    public void The_median_cost_is_that_of_each_part()
    {
        ProcessorCost[] rounds =
        [
            new("booking", 10, null, 7), new("booking", 30, null, 5), new("booking", 20, null, 6),
        ];
        ProcessorCost.Median(rounds).ShouldBe(new ProcessorCost("booking", 20, null, 6));
    }

    [Fact]
    public void Time_that_is_not_known_before_or_after_is_not_known_between()
    {
        var second = TimeSpan.FromSeconds(1);
        (new ProcessorTimes(3 * second, 2 * second, second) - new ProcessorTimes(second, null, second))
            .ShouldBe(new ProcessorTimes(2 * second, null, TimeSpan.Zero));
    }
}
