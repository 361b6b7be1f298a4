using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Tests.Selling;

/// <summary>The choice against its definition: all groups are looked at, and the best of them is taken.</summary>
public sealed class BestSeatsProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60);

    [Fact]
    public void The_best_group_is_chosen() => Check((hall, count, category, noOrphans) =>
        BestSeats.Choose(
            SeatRanking.Of(hall.Plan, count, category).FirstSeats, count, hall.Plan.Runs, hall.IsFree, noOrphans)
            .ShouldBe(ByDefinition(hall, count, category, noOrphans), $"{hall}"));

    [Fact]
    public void A_crowd_gets_one_by_one_what_each_would_have_got_alone() =>
        Check((hall, count, category, noOrphans) =>
        {
            var ranking = SeatRanking.Of(hall.Plan, count, category);
            var shortlist = new Shortlist(ranking, hall.Plan.Runs, hall.IsFree, noOrphans);
            var random = new Random(hall.Moves[0]);
            IEnumerable<int> expected;
            do
            {
                expected = ByDefinition(hall, count, category, noOrphans);
                shortlist.Best().ShouldBe(expected, $"{hall}");
                // Somebody else may take seats meanwhile.
                hall.Take(random.Next(3) == 0 ? hall.SomeFreeSeats(random.Next()) : []);
                hall.Take(random.Next(5) == 0 ? [] : expected);
            }
            while (expected.Any());
        });

    [Fact]
    public void A_group_is_split_into_as_few_and_as_even_parts_as_possible() =>
        Prop.ForAll(
            Gen.Choose(1, 9).ListOf().ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (stretches, count) =>
            {
                var parts = BestSeats.Parts(count, stretches);
                var longest = stretches.OrderDescending().ToArray();
                var fewest = Enumerable.Range(1, longest.Length).FirstOrDefault(n => longest.Take(n).Sum() >= count);

                parts.Length.ShouldBe(fewest);
                if (fewest > 0)
                {
                    parts.Sum().ShouldBe(count);
                    parts.ShouldBe(parts.OrderDescending());
                    parts.Zip(longest).ShouldAllBe(pair => pair.First <= pair.Second);
                    parts[^1].ShouldBe(Math.Min(longest[fewest - 1], count / fewest));
                }

                return true;
            }).Check(Thorough);

    [Fact]
    public void Stretches_are_free_neighbours_for_everybody() => Check((hall, _, category, _) =>
    {
        List<int> lengths = [];
        for (var number = 1; number <= hall.Plan.Seats.Length; number++)
        {
            var goesOn = number > 1 && hall.AreNeighbours(number - 1, number) && Suits(hall, number - 1, category);
            if (Suits(hall, number, category))
            {
                lengths.Add(goesOn ? lengths[^1] + 1 : 1);
                if (goesOn)
                {
                    lengths.RemoveAt(lengths.Count - 2);
                }
            }
        }

        BestSeats.Buckets(hall.Plan, category, hall.IsFree).ShouldBe(lengths, $"{hall}");
    });

    private static IEnumerable<int> ByDefinition(DrawnHall hall, int count, int? category, bool noOrphans) => (
        from first in Enumerable.Range(1, Math.Max(0, hall.Plan.Seats.Length - count + 1))
        let together = Enumerable.Range(first, count).ToArray()
        where together.All(number => Suits(hall, number, category))
            && together.Skip(1).All(number => hall.AreNeighbours(number - 1, number))
            && (!noOrphans || OrphanRule.LoneSeats(hall.Plan.Runs, together, hall.IsFree).IsEmpty)
        let seats = together.Select(number => hall.Plan.Seats[number - 1]).ToArray()
        orderby seats.Any(seat => seat.Kind.HasFlag(SeatKind.RestrictedView)),
            Math.Round(
                seats.Average(seat => double.Hypot(seat.X - hall.Plan.Focus.X, seat.Y - hall.Plan.Focus.Y)), 3),
            seats[0].Row, first
        select together).FirstOrDefault() ?? [];

    private static bool Suits(DrawnHall hall, int number, int? category)
    {
        var seat = hall.Plan.Seats[number - 1];
        return hall.IsFree(number) && (category is null || seat.Category == category)
            && !seat.Kind.HasFlag(SeatKind.Wheelchair) && !seat.Kind.HasFlag(SeatKind.Companion);
    }

    private static void Check(Action<DrawnHall, int, int?, bool> holds) =>
        Prop.ForAll(DrawnHall.Any, Gen.Choose(0, 1 << 20).ToArbitrary(), (hall, choice) =>
        {
            holds(hall, choice % 4 + 1, (choice / 4 % 3) switch { 0 => null, var i => i - 1 }, choice / 12 % 2 == 0);
            return true;
        }).Check(Thorough);
}
