using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// No orphans: a booking must not leave a single free seat between taken ones, which hardly anybody would buy. The end
/// of a row and an aisle count as taken. It is allowed where it cannot be helped: where of the stretch of free
/// neighbours that the booking takes from just that one seat remains, for then any choice of as many leaves one. Spaces
/// for wheelchairs and their companions are no orphans. Pure: whoever calls says which seats are free.
/// </summary>
public static class OrphanRule
{
    /// <summary>How many neighbours on either side of a wanted seat the rule looks at, at most.</summary>
    public const int NeighboursMax = 2;

    /// <summary>The seats that a booking of these would leave alone against the rule, in order; empty if it is
    /// allowed.</summary>
    /// <param name="plan">Where the seats are.</param>
    /// <param name="wanted">The booking's seats, all of them free.</param>
    /// <param name="isFree">Whether a seat is free before the booking.</param>
    public static ImmutableArray<int> LoneSeats(
        SeatingPlan plan, ReadOnlySpan<int> wanted, Func<int, bool> isFree) => LoneSeats(plan.Runs, wanted, isFree);

    /// <summary>The seats that the booking would leave alone against the rule, in order; empty if it is allowed.
    /// </summary>
    /// <param name="runs">Which seats are neighbours.</param>
    /// <param name="wanted">The booking's seats, all of them free.</param>
    /// <param name="isFree">Whether a seat is free before the booking. Asked of the wanted seats and of
    /// <see cref="Neighbours"/>, of no others.</param>
    internal static ImmutableArray<int> LoneSeats(
        SeatRuns runs, ReadOnlySpan<int> wanted, Func<int, bool> isFree)
    {
        SortedSet<int>? lone = null;
        foreach (var seat in wanted)
        {
            foreach (var beside in (ReadOnlySpan<int>)[runs.Before(seat), runs.After(seat)])
            {
                if (beside != 0 && !wanted.Contains(beside) && isFree(beside) && IsLone(runs, beside, wanted, isFree))
                {
                    (lone ??= []).Add(beside);
                }
            }
        }

        return lone is null ? [] : [.. lone];
    }

    /// <summary>The seats beside the wanted ones that the rule may ask about, each once, without the wanted.</summary>
    internal static IEnumerable<int> Neighbours(SeatRuns runs, ImmutableArray<int> wanted)
    {
        HashSet<int> seen = [.. wanted];
        foreach (var seat in wanted)
        {
            var (before, after) = (seat, seat);
            for (var i = 0; i < NeighboursMax; i++)
            {
                before = before == 0 ? 0 : runs.Before(before);
                after = after == 0 ? 0 : runs.After(after);
                if (before != 0 && seen.Add(before))
                {
                    yield return before;
                }

                if (after != 0 && seen.Add(after))
                {
                    yield return after;
                }
            }
        }
    }

    private static bool IsLone(SeatRuns runs, int seat, ReadOnlySpan<int> wanted, Func<int, bool> isFree) =>
        !runs.IsReserved(seat)
        && !Remains(runs.Before(seat), wanted, isFree)
        && !Remains(runs.After(seat), wanted, isFree)
        && !(NothingRemains(seat, runs.Before, wanted, isFree) && NothingRemains(seat, runs.After, wanted, isFree));

    private static bool Remains(int seat, ReadOnlySpan<int> wanted, Func<int, bool> isFree) =>
        seat != 0 && !wanted.Contains(seat) && isFree(seat);

    // From the seat to the end of its stretch of free neighbours.
    private static bool NothingRemains(
        int seat, Func<int, int> next, ReadOnlySpan<int> wanted, Func<int, bool> isFree)
    {
        for (var beside = next(seat); beside != 0 && isFree(beside); beside = next(beside))
        {
            if (!wanted.Contains(beside))
            {
                return false;
            }
        }

        return true;
    }
}
