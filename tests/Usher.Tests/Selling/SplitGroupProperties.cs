using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Tests.Selling;

/// <summary>A group that does not fit together: what holds wherever it sits, and where that is in some halls.</summary>
public sealed class SplitGroupProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60);

    [Fact]
    public void Parts_are_free_neighbours_of_the_category_each_seat_once_and_as_large_as_asked_for() =>
        Check((hall, sizes, category, noOrphans) =>
        {
            var parts = Find(hall, sizes, category, noOrphans);
            if (parts.IsEmpty)
            {
                return;
            }

            parts.Select(part => part.Length).ShouldBe(sizes, $"{hall}");
            var all = parts.SelectMany(part => part).ToArray();
            all.ShouldBeUnique($"{hall}");
            all.ShouldAllBe(number => Suits(hall, number, category));
            foreach (var part in parts)
            {
                part.Skip(1).Zip(part).ShouldAllBe(pair => hall.AreNeighbours(pair.Second, pair.First));
            }

            if (noOrphans)
            {
                OrphanRule.LoneSeats(hall.Plan.Runs, all, hall.IsFree).ShouldBeEmpty($"{hall}");
            }
        });

    [Fact]
    public void Where_no_rule_forbids_it_whoever_can_sit_apart_does() => Check((hall, sizes, category, _) =>
        Find(hall, sizes, category, noOrphans: false).IsEmpty.ShouldBeFalse($"{hall}"));

    // Of two parts the first is fixed by then: no free group of the second's size is nearer to it.
    [Fact]
    public void The_second_of_two_parts_is_the_nearest_to_the_first() => Check((hall, sizes, category, _) =>
    {
        if (sizes.Length != 2)
        {
            return;
        }

        var parts = Find(hall, sizes, category, noOrphans: false);
        var split = new SplitGroup(hall.Plan, category, hall.IsFree, noOrphans: false);
        var distance = split.DistanceOf(parts[0], parts[1][0], sizes[1]);
        var others = Enumerable.Range(1, hall.Plan.Seats.Length - sizes[1] + 1)
            .Where(first => Enumerable.Range(first, sizes[1]).All(number =>
                Suits(hall, number, category) && !parts[0].Contains(number)
                && (number == first || hall.AreNeighbours(number - 1, number))));

        others.Min(first => split.DistanceOf(parts[0], first, sizes[1])).ShouldBe(distance, $"{hall}");
    });

    [Theory]
    [InlineData(3, "1 2", "3")]
    [InlineData(4, "1 2", "3 4")]
    [InlineData(5, "1 2", "3 4", "5")]
    public void In_a_coach_a_group_sits_in_one_row_and_then_in_the_next(int seats, params string[] parts) =>
        Find(BusPlan.Create("Coach", 5, "Seat"), seats, taken: []).ShouldBe(parts);

    [Fact]
    public void A_worse_pair_with_somebody_beside_it_is_better_than_the_best_pair_alone() =>
        // In front A and B are free and nothing near; in row 4 A, B and C are.
        Find(
            BusPlan.Create("Coach", 5, "Seat"), 3,
            taken: [.. Enumerable.Range(3, 10), .. Enumerable.Range(16, 5)]).ShouldBe(["13 14", "15"]);

    [Fact]
    public void Behind_each_other_is_nearer_than_far_apart_in_one_row() =>
        // Of two rows of twenty the pair 1, 2 is free, 20 at the other end, and 22 behind the pair.
        Find(
            BlockPlan.Create("Hall", 4, 20, [], "Stalls"), 3,
            taken: [.. Enumerable.Range(3, 17), 21, .. Enumerable.Range(23, 58)]).ShouldBe(["1 2", "22"]);

    private static string[] Find(SeatingPlan plan, int seats, int[] taken)
    {
        bool IsFree(int number) => !taken.Contains(number);
        var sizes = BestSeats.Parts(seats, BestSeats.Buckets(plan, category: null, IsFree));
        return
        [
            .. new SplitGroup(plan, category: null, IsFree, noOrphans: false)
                .Find(sizes, SeatRanking.Of(plan, sizes[0], category: null)).Select(part => string.Join(' ', part)),
        ];
    }

    private static ImmutableArray<ImmutableArray<int>> Find(
        DrawnHall hall, ImmutableArray<int> sizes, int? category, bool noOrphans) =>
        new SplitGroup(hall.Plan, category, hall.IsFree, noOrphans)
            .Find(sizes, SeatRanking.Of(hall.Plan, sizes[0], category));

    private static bool Suits(DrawnHall hall, int number, int? category)
    {
        var seat = hall.Plan.Seats[number - 1];
        return hall.IsFree(number) && (category is null || seat.Category == category)
            && !seat.Kind.HasFlag(SeatKind.Wheelchair) && !seat.Kind.HasFlag(SeatKind.Companion);
    }

    // Only groups that do not fit together and do fit in parts.
    private static void Check(Action<DrawnHall, ImmutableArray<int>, int?, bool> holds) =>
        Prop.ForAll(DrawnHall.Any, Gen.Choose(0, 1 << 20).ToArbitrary(), (hall, choice) =>
        {
            int? category = (choice / 8 % 3) switch { 0 => null, var i => i - 1 };
            var sizes = BestSeats.Parts(choice % 8 + 2, BestSeats.Buckets(hall.Plan, category, hall.IsFree));
            if (sizes.Length > 1)
            {
                holds(hall, sizes, category, choice / 24 % 2 == 0);
            }

            return true;
        }).Check(Thorough);
}
