using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling.BestAvailable;

namespace Usher.Tests.Selling;

/// <summary>The rule against its definition, word by word and without haste.</summary>
public sealed class OrphanRuleProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60);

    [Fact]
    public void A_seat_is_lone_if_nobody_free_is_beside_it_and_more_than_it_remains_of_its_stretch() =>
        Check((hall, wanted) => OrphanRule.LoneSeats(hall.Plan.Runs, wanted, hall.IsFree)
            .ShouldBe(ByDefinition(hall, wanted), $"{hall} wanted {string.Join(',', wanted)}"));

    [Fact]
    public void It_looks_at_no_seat_but_those_that_are_locked() => Check((hall, wanted) =>
    {
        var locked = wanted.Concat(OrphanRule.Neighbours(hall.Plan.Runs, [.. wanted])).ToHashSet();

        OrphanRule.LoneSeats(hall.Plan.Runs, wanted, number =>
        {
            locked.ShouldContain(number);
            return hall.IsFree(number);
        });
    });

    [Fact]
    public void Whoever_takes_the_lone_seats_too_is_not_refused() => Check((hall, wanted) =>
    {
        var lone = OrphanRule.LoneSeats(hall.Plan.Runs, wanted, hall.IsFree);

        OrphanRule.LoneSeats(hall.Plan.Runs, [.. wanted, .. lone], hall.IsFree).ShouldBeEmpty();
    });

    [Fact]
    public void Where_one_is_refused_as_many_side_by_side_in_the_same_stretch_are_not() => Check((hall, wanted) =>
    {
        if (OrphanRule.LoneSeats(hall.Plan.Runs, wanted, hall.IsFree) is { IsEmpty: false } lone)
        {
            var bucket = Bucket(hall, lone[0]).Order().ToArray();
            var others = bucket.Take(bucket.Intersect(wanted).Count()).ToArray();
            OrphanRule.LoneSeats(hall.Plan.Runs, others, hall.IsFree).ShouldBeEmpty();
        }
    });

    [Fact]
    public void The_halls_drawn_here_have_both_allowed_and_refused_choices()
    {
        var verdicts = Gen.Sample(DrawnHall.Any.Generator, 300, 60).Select((hall, i) =>
            OrphanRule.LoneSeats(hall.Plan.Runs, hall.SomeFreeSeats(i), hall.IsFree).IsEmpty).ToArray();

        verdicts.Count(allowed => allowed).ShouldBeGreaterThan(60);
        verdicts.Count(allowed => !allowed).ShouldBeGreaterThan(15);
    }

    private static IEnumerable<int> ByDefinition(DrawnHall hall, int[] wanted)
    {
        var remaining = hall.FreeSeats.Except(wanted).ToHashSet();
        return
            from seat in remaining.Order()
            where (hall.Plan.Seats[seat - 1].Kind & (SeatKind.Wheelchair | SeatKind.Companion)) == SeatKind.Seat
            where Beside(hall, seat).Intersect(wanted).Any() && !Beside(hall, seat).Intersect(remaining).Any()
            where Bucket(hall, seat).Except(wanted).Count() > 1
            select seat;
    }

    private static IEnumerable<int> Beside(DrawnHall hall, int seat) =>
        new[] { (seat - 1, seat), (seat, seat + 1) }
            .Where(pair => pair.Item1 > 0 && hall.AreNeighbours(pair.Item1, pair.Item2))
            .Select(pair => pair.Item1 == seat ? pair.Item2 : pair.Item1);

    private static HashSet<int> Bucket(DrawnHall hall, int seat)
    {
        HashSet<int> bucket = [seat];
        int[] more;
        do
        {
            more = [.. bucket.SelectMany(one => Beside(hall, one)).Where(hall.IsFree).Except(bucket)];
            bucket.UnionWith(more);
        }
        while (more.Length > 0);
        return bucket;
    }

    private static void Check(Action<DrawnHall, int[]> holds) =>
        Prop.ForAll(DrawnHall.Any, Gen.Choose(0, 1 << 20).ToArbitrary(), (hall, choice) =>
        {
            holds(hall, hall.SomeFreeSeats(choice));
            return true;
        }).Check(Thorough);
}
