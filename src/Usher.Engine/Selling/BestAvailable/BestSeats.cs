using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// The best available seats, as <see cref="SeatRanking"/> understands the word. Pure: whoever calls says which seats
/// are free, so the same choice is made on a seat map in memory and on locked rows.
/// </summary>
internal static class BestSeats
{
    /// <summary>The best of the groups that is free and, where the rule holds, leaves no seat alone; empty if there is
    /// none.</summary>
    /// <param name="firstSeats">The lowest seat number of each group, the best group first.</param>
    public static ImmutableArray<int> Choose(
        IEnumerable<int> firstSeats, int seatCount, SeatRuns runs, Func<int, bool> isFree, bool noOrphans)
    {
        foreach (var first in firstSeats)
        {
            if (AreFree(first, seatCount, isFree) && IsAllowed(first, seatCount, runs, isFree, noOrphans))
            {
                return Group(first, seatCount);
            }
        }

        return [];
    }

    /// <summary>
    /// How large the parts of a group are that no longer fits together: as few as possible, and as even as possible, so
    /// that nobody sits alone who need not. The largest first; empty if even single seats are too few.
    /// </summary>
    /// <param name="seatCount">The size of the group.</param>
    /// <param name="stretches">The lengths of the stretches of free neighbours.</param>
    public static ImmutableArray<int> Parts(int seatCount, IEnumerable<int> stretches)
    {
        List<int> longest = [];
        var room = 0;
        foreach (var bucket in stretches.OrderDescending())
        {
            longest.Add(bucket);
            room += bucket;
            if (room >= seatCount)
            {
                break;
            }
        }

        if (room < seatCount)
        {
            return [];
        }

        // From the shortest stretch on, each takes its fair share of what is left, or all it has.
        var parts = new int[longest.Count];
        for (var (i, left) = (longest.Count - 1, seatCount); i >= 0; i--)
        {
            parts[i] = Math.Min(longest[i], left / (i + 1));
            left -= parts[i];
        }

        return [.. parts.OrderDescending()];
    }

    /// <summary>The lengths of the stretches of free neighbours of a category (null: any), those left out that are for
    /// wheelchairs and their companions.</summary>
    public static IEnumerable<int> Buckets(SeatingPlan plan, int? category, Func<int, bool> isFree)
    {
        var length = 0;
        for (var number = 1; number <= plan.Seats.Length; number++)
        {
            if (length > 0 && plan.Runs.Before(number) == 0)
            {
                yield return length;
                length = 0;
            }

            if (isFree(number) && !plan.Runs.IsReserved(number)
                && (category is null || plan.Seats[number - 1].Category == category))
            {
                length++;
            }
            else if (length > 0)
            {
                yield return length;
                length = 0;
            }
        }

        if (length > 0)
        {
            yield return length;
        }
    }

    public static bool AreFree(int first, int seatCount, Func<int, bool> isFree)
    {
        for (var number = first; number < first + seatCount; number++)
        {
            if (!isFree(number))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsAllowed(int first, int seatCount, SeatRuns runs, Func<int, bool> isFree, bool noOrphans) =>
        !noOrphans || OrphanRule.LoneSeats(runs, Group(first, seatCount).AsSpan(), isFree).IsEmpty;

    public static ImmutableArray<int> Group(int first, int seatCount) => [.. Enumerable.Range(first, seatCount)];
}
