using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Tests.Selling;

/// <summary>Which seats beside a booking count.</summary>
public sealed class OrphanRuleTests
{
    // Rows of eight with an aisle after the fourth; the last one ends with spaces for wheelchairs.
    private static readonly SeatingPlan Hall = BlockPlan.Create("Hall", 2, 8, [4], "Stalls");

    [Fact]
    public void Two_neighbours_on_either_side_are_looked_at_each_once()
    {
        Neighbours(2).ShouldBe([1, 3, 4]);
        Neighbours(1).ShouldBe([2, 3]);
        Neighbours(4).ShouldBe([2, 3]);
        Neighbours(5, 8).ShouldBe([6, 7]);
        Neighbours(1, 2, 3, 4).ShouldBeEmpty();
    }

    [Fact]
    public void The_last_seat_before_an_aisle_is_left_alone_as_one_at_a_wall_is()
    {
        Lone(2, 3).ShouldBe([1, 4]);
        Lone(1, 2).ShouldBeEmpty();
        Lone(1, 2, 3).ShouldBeEmpty();
        Lone(7).ShouldBe([8]);
    }

    private static IEnumerable<int> Neighbours(params ImmutableArray<int> wanted) =>
        OrphanRule.Neighbours(Hall.Runs, wanted).Order();

    private static ImmutableArray<int> Lone(params int[] wanted) =>
        OrphanRule.LoneSeats(Hall.Runs, wanted, _ => true);
}
