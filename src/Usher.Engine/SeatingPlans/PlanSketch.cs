using System.Collections.Immutable;

namespace Usher.Engine.SeatingPlans;

/// <summary>A plan with mistakes in it, as far as it could be read: enough to see where they are.</summary>
/// <param name="Seats">Its seats, in plan units from the upper left corner, neighbours some 25 apart.</param>
/// <param name="Width">How far they reach.</param>
/// <param name="Height">How far they reach.</param>
public sealed record PlanSketch(ImmutableArray<SketchSeat> Seats, double Width, double Height)
{
    private const int SeatsMax = 5_000;
    private const double Spacing = 25;

    // Farther apart than any hall: somebody mistyped a place, and the rest would be a speck.
    private const double SizeMax = 20_000;

    /// <summary>The sketch of a draft; null if none of its mistakes is that of a seat, or there is too much of it.
    /// </summary>
    internal static PlanSketch? Of(PlanDraft draft)
    {
        if (draft.SeatCount is 0 or > SeatsMax)
        {
            return null;
        }

        var seats = draft.Rows.SelectMany(row => row.Seats.Select(seat => (Row: row, Seat: seat))).ToArray();
        if (!seats.Any(one => draft.Problems.IsMarked(one.Row, one.Seat))
            || seats.Any(one => !double.IsFinite(one.Seat.X) || !double.IsFinite(one.Seat.Y)))
        {
            return null;
        }

        var usual = SeatSpacing.Of(
            [.. seats.Select(one => one.Seat.X)], [.. seats.Select(one => one.Seat.Y)])?.Usual ?? 0;
        usual = PlanScale.GapOfCrowdedRows(draft, usual) ?? usual;
        var scale = usual > 0 ? Spacing / usual : 1;
        var (left, top) = (seats.Min(one => one.Seat.X), seats.Min(one => one.Seat.Y));
        var sketched = seats.Select(one => new SketchSeat(
            (one.Seat.X - left) * scale, (one.Seat.Y - top) * scale, one.Row.Tell(one.Seat),
            draft.Problems.IsMarked(one.Row, one.Seat))).ToImmutableArray();
        var (width, height) = (sketched.Max(seat => seat.X), sketched.Max(seat => seat.Y));
        return width <= SizeMax && height <= SizeMax ? new PlanSketch(sketched, width, height) : null;
    }
}

/// <summary>A seat of a sketch.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From above.</param>
/// <param name="Name">What it is called as far as that could be read, "A 7".</param>
/// <param name="IsWrong">Whether there is a mistake in it.</param>
public readonly record struct SketchSeat(double X, double Y, string Name, bool IsWrong);
