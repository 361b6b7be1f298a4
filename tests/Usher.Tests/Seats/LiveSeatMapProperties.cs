using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.Seats;

namespace Usher.Tests.Seats;

public sealed class LiveSeatMapProperties
{
    private const int Seats = 5;

    private static readonly DateTime Now = new(2030, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Changes_merge_to_the_same_map_in_whatever_order_and_however_often_they_come() =>
        Prop.ForAll(
            Gen.Choose(0, 1 << 20).ArrayOf().ToArbitrary(),
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
            (moves, seed) =>
            {
                var changes = Spell(moves);
                var inOrder = Apply(changes);
                var shuffled = Apply(Shuffle([.. changes, .. changes.Where(change => change.Version % 3 == 0)], seed));

                shuffled.Seats.ShouldBe(inOrder.Seats);
                shuffled.Revision.ShouldBe(inOrder.Revision);
                shuffled.Revision.ShouldBe(inOrder.Seats.Sum(seat => (long)seat.Version));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_snapshot_merged_late_never_undoes_a_newer_change() =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).ArrayOf().ToArbitrary(), Gen.Choose(0, 50).ToArbitrary(), (moves, cut) =>
        {
            var changes = Spell(moves);
            var live = Map(changes);
            live.Merge(Map(changes.Take(cut)));

            live.Snapshot().Seats.ShouldBe(Apply(changes).Seats);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hold_counts_as_taken_until_it_ends_and_a_sale_for_good()
    {
        var map = new LiveSeatMap(new ShowId(1), Seats, Now);
        map.Apply(1, version: 1, isOwned: true, heldUntil: Now.AddSeconds(1));
        map.Apply(2, version: 1, isOwned: true, heldUntil: null);

        map.Taken([1, 2, 3], Now).ShouldBe([1, 2]);
        map.Taken([1, 2, 3], Now.AddSeconds(1)).ShouldBe([2]);
    }

    private static Change[] Spell(int[] moves) =>
        [.. moves.Select((move, i) => new Change(move % Seats + 1, i + 1, move / Seats % 3))];

    private static SeatMap Apply(IEnumerable<Change> changes) => Map(changes).Snapshot();

    private static LiveSeatMap Map(IEnumerable<Change> changes)
    {
        var map = new LiveSeatMap(new ShowId(1), Seats, Now);
        foreach (var change in changes)
        {
            map.Apply(
                change.Seat, change.Version, isOwned: change.Kind > 0, heldUntil: change.Kind == 1 ? Now : null);
        }

        return map;
    }

    private static Change[] Shuffle(Change[] changes, int seed)
    {
        new Random(seed).Shuffle(changes);
        return changes;
    }

    private sealed record Change(int Seat, int Version, int Kind);
}
