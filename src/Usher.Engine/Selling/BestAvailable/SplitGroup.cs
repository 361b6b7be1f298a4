using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// Where the parts of a group sit that no longer fits together: the largest part as well as possible, the others near
/// it, in the same row across an aisle rather than in the row behind. Pure: whoever calls says which seats are free and
/// how large the parts are (<see cref="BestSeats.Parts"/>).
/// </summary>
/// <param name="plan">Where the seats are.</param>
/// <param name="category">The index of the category all seats must have; null: any.</param>
/// <param name="isFree">Whether a seat is free.</param>
/// <param name="noOrphans">Whether <see cref="OrphanRule"/> holds, for all parts together.</param>
internal sealed class SplitGroup(SeatingPlan plan, int? category, Func<int, bool> isFree, bool noOrphans)
{
    /// <summary>So many places are tried for the largest part, the best first.</summary>
    public const int StartsMax = 8;

    // Across the aisle one talks to each other; over the back of a seat hardly.
    private const double OtherRowFactor = 3;

    // Parts as near as this need no better place; in distances between neighbours.
    private const double NearSpacings = 4;

    // The lowest seats of all free groups of a size: each size is looked for once.
    private readonly Dictionary<int, int[]> _groups = [];

    /// <summary>The parts, the largest first, each in order of its seats; empty if there are none.</summary>
    /// <param name="sizes">The sizes of the parts, the largest first.</param>
    /// <param name="largest">The ranking of groups of the largest part's size.</param>
    public ImmutableArray<ImmutableArray<int>> Find(ImmutableArray<int> sizes, SeatRanking largest)
    {
        ImmutableArray<ImmutableArray<int>> nearest = [];
        var least = double.MaxValue;
        var starts = largest.FirstSeats.Where(first => BestSeats.AreFree(first, largest.SeatCount, isFree));
        foreach (var first in starts.Take(StartsMax))
        {
            var (parts, spread) = Around(BestSeats.Group(first, largest.SeatCount), sizes);
            // Of equals the first has the better seats.
            if (spread < least && IsAllowed(parts.SelectMany(part => part)))
            {
                (nearest, least) = (parts, spread);
            }

            if (least <= (sizes.Length - 1) * NearSpacings * SpacingAt(first))
            {
                break;
            }
        }

        return nearest;
    }

    /// <summary>How far a part is from the largest one, as the choice counts it.</summary>
    internal double DistanceOf(ImmutableArray<int> start, int first, int size)
    {
        var (x, y) = Middle(start[0], start.Length);
        var (otherX, otherY) = Middle(first, size);
        return double.Hypot(otherX - x, otherY - y)
            * (plan.Seats[first - 1].Row == plan.Seats[start[0] - 1].Row ? 1 : OtherRowFactor);
    }

    private (ImmutableArray<ImmutableArray<int>> Parts, double Spread) Around(
        ImmutableArray<int> start, ImmutableArray<int> sizes)
    {
        List<ImmutableArray<int>> parts = [start];
        HashSet<int> taken = [.. start];
        var spread = 0.0;
        foreach (var size in sizes.Skip(1))
        {
            var (first, distance) = Nearest(start, size, taken);
            if (first == 0)
            {
                return ([], double.MaxValue);
            }

            var part = BestSeats.Group(first, size);
            parts.Add(part);
            taken.UnionWith(part);
            spread += distance;
        }

        return ([.. parts], spread);
    }

    // The lowest seat of the nearest group of this size; 0: there is none.
    private (int First, double Distance) Nearest(ImmutableArray<int> start, int size, HashSet<int> taken)
    {
        var (nearest, least) = (0, double.MaxValue);
        foreach (var first in GroupsOf(size))
        {
            var distance = DistanceOf(start, first, size);
            if (distance < least && !BestSeats.Group(first, size).Any(taken.Contains)
                && IsAllowed(taken.Concat(BestSeats.Group(first, size))))
            {
                (nearest, least) = (first, distance);
            }
        }

        return (nearest, least);
    }

    private int[] GroupsOf(int size)
    {
        if (_groups.TryGetValue(size, out var known))
        {
            return known;
        }

        List<int> groups = [];
        var suitable = 0;
        for (var number = 1; number <= plan.Seats.Length; number++)
        {
            suitable = !Suits(number) ? 0 : plan.Runs.Before(number) == 0 ? 1 : suitable + 1;
            if (suitable >= size)
            {
                groups.Add(number - size + 1);
            }
        }

        return _groups[size] = [.. groups];
    }

    // Seats of a group follow each other in their row, so those at both ends tell its middle.
    private (double X, double Y) Middle(int first, int size)
    {
        var (one, other) = (plan.Seats[first - 1], plan.Seats[first + size - 2]);
        return ((one.X + other.X) / 2, (one.Y + other.Y) / 2);
    }

    // The distance to a neighbour; of a seat without one none is known, and nothing is near.
    private double SpacingAt(int seatNumber)
    {
        var beside = plan.Runs.After(seatNumber) is var after and not 0 ? after : plan.Runs.Before(seatNumber);
        return beside == 0 ? 0 : double.Hypot(
            plan.Seats[beside - 1].X - plan.Seats[seatNumber - 1].X,
            plan.Seats[beside - 1].Y - plan.Seats[seatNumber - 1].Y);
    }

    private bool Suits(int number) => isFree(number) && !plan.Runs.IsReserved(number)
        && (category is null || plan.Seats[number - 1].Category == category);

    private bool IsAllowed(IEnumerable<int> seats) =>
        !noOrphans || OrphanRule.LoneSeats(plan.Runs, seats.ToArray(), isFree).IsEmpty;
}
