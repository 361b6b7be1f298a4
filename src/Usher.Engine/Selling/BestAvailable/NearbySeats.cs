using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// Seats for somebody whose own choice would leave a seat alone: as many, side by side, of the same categories, near
/// those that were chosen, and allowed by <see cref="OrphanRule"/>. Pure.
/// </summary>
internal static class NearbySeats
{
    /// <summary>The most choices that are offered.</summary>
    public const int ChoicesMax = 3;

    /// <summary>The nearest choices, the nearest first.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="wanted">The seats that were chosen, at least one.</param>
    /// <param name="isFree">Whether a seat is free.</param>
    public static ImmutableArray<ImmutableArray<int>> Find(
        SeatingPlan plan, ImmutableArray<int> wanted, Func<int, bool> isFree)
    {
        var middle = new PlanPoint(
            wanted.Average(number => plan.Seats[number - 1].X), wanted.Average(number => plan.Seats[number - 1].Y));
        var categories = wanted.Select(number => plan.Seats[number - 1].Category).ToHashSet();
        var wantsReserved = wanted.Any(plan.Runs.IsReserved);
        var suitable = 0;
        List<(double Distance, int First)> groups = [];
        for (var number = 1; number <= plan.Seats.Length; number++)
        {
            var suits = isFree(number) && categories.Contains(plan.Seats[number - 1].Category)
                && (wantsReserved || !plan.Runs.IsReserved(number));
            suitable = !suits ? 0 : plan.Runs.Before(number) == 0 ? 1 : suitable + 1;
            if (suitable >= wanted.Length)
            {
                var first = number - wanted.Length + 1;
                groups.Add((DistanceOf(plan, first, number, middle), first));
            }
        }

        return
        [
            .. groups.Order()
                .Where(group => BestSeats.IsAllowed(
                    group.First, wanted.Length, plan.Runs, isFree, noOrphans: true))
                .Take(ChoicesMax)
                .Select(group => BestSeats.Group(group.First, wanted.Length)),
        ];
    }

    private static double DistanceOf(SeatingPlan plan, int first, int last, PlanPoint from) => double.Hypot(
        (plan.Seats[first - 1].X + plan.Seats[last - 1].X) / 2 - from.X,
        (plan.Seats[first - 1].Y + plan.Seats[last - 1].Y) / 2 - from.Y);
}
