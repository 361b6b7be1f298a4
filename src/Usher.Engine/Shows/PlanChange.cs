using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>What becomes of the seats of a show that moves from one version of its plan to another. Seats are the same
/// where their <see cref="PlanSeat.SeatGuid"/> is.</summary>
/// <param name="Renumbered">Numbers that would mean another seat in the new version, in order; among them those of
/// seats that it has not got in the middle of others.</param>
/// <param name="Dropped">Numbers above the last one of the new version, in order.</param>
/// <param name="Renamed">Seats that stay and read otherwise in the new version, in order.</param>
/// <param name="Added">How many numbers the new version has above the last one of the old.</param>
internal sealed record PlanChange(
    ImmutableArray<int> Renumbered, ImmutableArray<int> Dropped, ImmutableArray<RenamedSeat> Renamed, int Added)
{
    public static PlanChange Between(SeatingPlan from, SeatingPlan to)
    {
        var common = Math.Min(from.Seats.Length, to.Seats.Length);
        var renumbered = ImmutableArray.CreateBuilder<int>();
        var renamed = ImmutableArray.CreateBuilder<RenamedSeat>();
        for (var number = 1; number <= common; number++)
        {
            if (from.Seats[number - 1].SeatGuid != to.Seats[number - 1].SeatGuid)
            {
                renumbered.Add(number);
            }
            else if (Renaming(number, from, to) is { } seat)
            {
                renamed.Add(seat);
            }
        }

        return new PlanChange(
            renumbered.DrainToImmutable(),
            [.. Enumerable.Range(common + 1, from.Seats.Length - common)],
            renamed.DrainToImmutable(),
            to.Seats.Length - common);
    }

    private static RenamedSeat? Renaming(int number, SeatingPlan from, SeatingPlan to)
    {
        var (before, after) = (from.WholeNameOf(number), to.WholeNameOf(number));
        return before == after || SameNames.Normal(before) == SameNames.Normal(after)
            ? null
            : new RenamedSeat(number, before, after);
    }
}
