using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>What becomes of the seats of a show that moves from one version of its plan to another. Seats are the same
/// where their <see cref="PlanSeat.SeatGuid"/> is.</summary>
/// <param name="Renumbered">Numbers that would mean another seat in the new version, in order; among them those of
/// seats that it has not got in the middle of others.</param>
/// <param name="Dropped">Numbers above the last one of the new version, in order.</param>
/// <param name="Added">How many numbers the new version has above the last one of the old.</param>
internal sealed record PlanChange(ImmutableArray<int> Renumbered, ImmutableArray<int> Dropped, int Added)
{
    public static PlanChange Between(SeatingPlan from, SeatingPlan to)
    {
        var common = Math.Min(from.Seats.Length, to.Seats.Length);
        return new PlanChange(
            [
                .. Enumerable.Range(1, common)
                    .Where(number => from.Seats[number - 1].SeatGuid != to.Seats[number - 1].SeatGuid),
            ],
            [.. Enumerable.Range(common + 1, from.Seats.Length - common)],
            to.Seats.Length - common);
    }
}
