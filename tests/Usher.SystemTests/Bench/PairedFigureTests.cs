using System.Collections.Immutable;
using Usher.Bench.Machine;
using Usher.Bench.Reports;

namespace Usher.SystemTests.Bench;

/// <summary>What is made of the pairs of runs of two builds.</summary>
public sealed class PairedFigureTests
{
    [Fact]
    public void Each_pair_goes_the_other_way_round_than_the_one_before() =>
        string.Join(' ', Turns.Of(4).Select(turn => $"{turn.Pair}{(turn.IsNew ? "new" : "old")}"))
            .ShouldBe("1old 1new 2new 2old 3old 3new 4new 4old");

    [Fact]
    public void A_ratio_above_one_is_better_for_this_build_whatever_is_measured()
    {
        Rate([100, 100], [150, 150]).Ratio.ShouldBe(1.5);
        Rate([150, 150], [100, 100]).Ratio!.Value.ShouldBeLessThan(1);
        Time([150, 150], [100, 100]).Ratio.ShouldBe(1.5);
        Time([100, 100], [150, 150]).Ratio!.Value.ShouldBeLessThan(1);
    }

    [Theory]
    [InlineData("bookings/s", false)]
    [InlineData("refusals/s", false)]
    [InlineData("%", false)]
    [InlineData("ms", true)]
    [InlineData("bytes/booking", true)]
    public void Rates_and_shares_are_better_high_and_times_and_sizes_low(string unit, bool lowerIsBetter) =>
        new Series("any", unit, [1], null).LowerIsBetter.ShouldBe(lowerIsBetter);

    [Fact]
    public void The_ratio_of_the_medians_is_not_the_median_of_the_ratios()
    {
        var figure = Rate([100, 200, 300], [300, 100, 330]);
        figure.OldMedian.ShouldBe(200);
        figure.NewMedian.ShouldBe(300);
        figure.Ratio.ShouldBe(1.5);
        figure.Ratios.Select(ratio => Math.Round(ratio!.Value, 6)).ShouldBe([3, 0.5, 1.1]);
        Math.Round(figure.Spread!.Median, 6).ShouldBe(1.1);
        (figure.PairsBetter, figure.PairsWorse).ShouldBe((2, 1));
    }

    [Fact]
    public void The_spread_goes_from_the_lowest_to_the_highest_ratio_by_quarters()
    {
        var ratios = Rate([1, 1, 1, 1, 1], [5, 1, 4, 2, 3]).Spread;
        ratios.ShouldBe(new RatioSpread(1, 2, 3, 4, 5));
        Rate([1, 1], [1, 2]).Spread.ShouldBe(new RatioSpread(1, 1.25, 1.5, 1.75, 2));
        Rate([1], [2]).Spread.ShouldBe(new RatioSpread(2, 2, 2, 2, 2));
    }

    [Fact]
    public void Nothing_by_nothing_is_no_ratio()
    {
        var figure = Time([0, 0, 20], [0, 10, 10]);
        figure.Ratios.ShouldBe([null, null, 2]);
        figure.Ratio.ShouldBeNull();
        figure.Spread.ShouldBe(new RatioSpread(2, 2, 2, 2, 2));
        Time([0], [0]).Spread.ShouldBeNull();
    }

    [Theory]
    [InlineData(5, 0, 6.25)]
    [InlineData(4, 1, 37.5)]
    [InlineData(0, 5, 6.25)]
    [InlineData(3, 2, 100)]
    [InlineData(1, 0, 100)]
    [InlineData(0, 0, 100)]
    [InlineData(10, 0, 0.1953125)]
    public void Chance_alone_makes_pairs_as_uneven_so_often(int better, int worse, double percent)
    {
        ImmutableArray<double> old = [.. Enumerable.Repeat(1.0, better + worse)];
        ImmutableArray<double> @new = [.. Enumerable.Repeat(2.0, better), .. Enumerable.Repeat(0.5, worse)];
        Rate(old, @new).ChanceIfEqualPercent.ShouldBe(percent, 1e-9);
    }

    [Fact]
    public void Only_what_was_measured_of_both_in_every_pair_is_put_together()
    {
        var old = Result([new Series("a", "ms", [1, 2], null), new Series("b", "ms", [1], null)], []);
        var @new = Result([new Series("a", "ms", [3, 4], null), new Series("b", "ms", [1, 2], null)], []);
        var figure = Pairing.Figures(old, @new).ShouldHaveSingleItem();
        (figure.Name, figure.LowerIsBetter).ShouldBe(("a", true));
        figure.Old.ShouldBe([1.0, 2.0]);
        figure.New.ShouldBe([3.0, 4.0]);
    }

    [Fact]
    public void The_cost_of_server_and_PostgreSQL_together_comes_first_and_the_unknown_is_left_out()
    {
        var old = Result([], [new CostSeries("spread", [Cost(10, 20, 30), Cost(10, 20, 30)])]);
        var @new = Result([], [new CostSeries("spread", [Cost(10, 15, 10), Cost(null, 15, 10)])]);
        var costs = Pairing.Costs(old, @new).ToList();
        costs.Select(cost => cost.Name).ShouldBe(["server and PostgreSQL", "server", "PostgreSQL"]);
        costs[0].Unit.ShouldBe("µs a booking");
        costs[0].Ratio.ShouldBe(2);
    }

    [Fact]
    public void What_one_build_costs_a_booking_and_the_other_a_request_is_not_compared()
    {
        var old = Result([], [new CostSeries("spread", [Cost(1, 2, 3), Cost(1, 2, 3)])]);
        var @new = Result([], [new CostSeries("spread", [Cost(1, 2, 3), Cost(1, 2, 3) with { Per = "request" }])]);
        Pairing.Costs(old, @new).ShouldBeEmpty();
    }

    private static PairedFigure Rate(ImmutableArray<double> old, ImmutableArray<double> @new) =>
        new("throughput", "bookings/s", LowerIsBetter: false, old, @new);

    private static PairedFigure Time(ImmutableArray<double> old, ImmutableArray<double> @new) =>
        new("p99", "ms", LowerIsBetter: true, old, @new);

    private static ProcessorCost Cost(double? generator, double server, double postgres) =>
        new(ProcessorCost.Booking, generator, server, postgres);

    private static ComparisonResult Result(ImmutableArray<Series> series, ImmutableArray<CostSeries> costs) => new()
    {
        Benchmark = "any",
        Description = "any",
        StartedAt = DateTimeOffset.UnixEpoch,
        Machine = new MachineState(2, null, "any"),
        Rounds = 2,
        Series = series,
        Costs = costs,
        Ratios = [],
        Notes = [],
        Failures = [],
    };
}
