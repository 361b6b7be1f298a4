using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Selling.BestAvailable;

/// <summary>
/// All groups of so many neighbours in a plan, the best first. The nearer a group's seats are to the plan's
/// <see cref="SeatingPlan.Focus"/> on average, the better; of equals the row in front wins, then the lower seat number.
/// Groups with a seat of restricted view come after all others. Spaces for wheelchairs and their companions are in no
/// group: they are given to those who name them. In a plan that was made from a number of seats the lowest numbers come
/// first. Immutable.
/// </summary>
internal sealed class SeatRanking
{
    // Mirror images are equally far but for the last bits of their distances.
    private const int DistanceDecimals = 3;

    private SeatRanking(int seatCount, ImmutableArray<int> firstSeats) =>
        (SeatCount, FirstSeats) = (seatCount, firstSeats);

    /// <summary>How many seats each group has; their numbers follow each other.</summary>
    public int SeatCount { get; }

    /// <summary>The lowest seat number of each group, the best group first.</summary>
    public ImmutableArray<int> FirstSeats { get; }

    /// <param name="plan">The plan.</param>
    /// <param name="seatCount">At least one.</param>
    /// <param name="category">The index of the category all seats must have; null: any.</param>
    public static SeatRanking Of(SeatingPlan plan, int seatCount, int? category)
    {
        List<Group> groups = [];
        var (suitable, restricted, distance) = (0, 0, 0.0);
        for (var number = 1; number <= plan.Seats.Length; number++)
        {
            if (plan.Runs.Before(number) == 0 || !Suits(plan, number, category))
            {
                (suitable, restricted, distance) = (0, 0, 0.0);
            }

            if (!Suits(plan, number, category))
            {
                continue;
            }

            (suitable, restricted, distance) =
                (suitable + 1, restricted + RestrictedAt(plan, number), distance + DistanceOf(plan, number));
            if (suitable > seatCount)
            {
                var left = number - seatCount;
                (restricted, distance) =
                    (restricted - RestrictedAt(plan, left), distance - DistanceOf(plan, left));
            }

            if (suitable >= seatCount)
            {
                groups.Add(new Group(
                    restricted > 0, Math.Round(distance / seatCount, DistanceDecimals),
                    plan.Seats[number - 1].Row, number - seatCount + 1));
            }
        }

        groups.Sort(InOrder);
        return new SeatRanking(seatCount, [.. groups.Select(group => group.FirstSeat)]);
    }

    private static bool Suits(SeatingPlan plan, int number, int? category) =>
        !plan.Runs.IsReserved(number) && (category is null || plan.Seats[number - 1].Category == category);

    private static int RestrictedAt(SeatingPlan plan, int number) =>
        plan.Seats[number - 1].Kind.HasFlag(SeatKind.RestrictedView) ? 1 : 0;

    private static double DistanceOf(SeatingPlan plan, int number) => plan.IsPlain
        ? 0
        : double.Hypot(plan.Seats[number - 1].X - plan.Focus.X, plan.Seats[number - 1].Y - plan.Focus.Y);

    private static int InOrder(Group one, Group other) =>
        one.IsRestricted != other.IsRestricted ? one.IsRestricted.CompareTo(other.IsRestricted)
        : one.Distance != other.Distance ? one.Distance.CompareTo(other.Distance)
        : one.Row != other.Row ? one.Row.CompareTo(other.Row)
        : one.FirstSeat.CompareTo(other.FirstSeat);

    private readonly record struct Group(bool IsRestricted, double Distance, int Row, int FirstSeat);
}
