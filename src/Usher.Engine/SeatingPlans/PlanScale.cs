namespace Usher.Engine.SeatingPlans;

/// <summary>
/// Brings a plan into its picture: seats a hand's breadth apart on everybody's screen, nothing outside, places in whole
/// tenths. A plan that has been fitted once stays as it is; a stored one has been.
/// </summary>
internal static class PlanScale
{
    /// <summary>How far apart neighbours stand where nothing else is known.</summary>
    public const double SpacingUsual = 25;

    // A plan whose neighbours stand closer or wider than this was drawn in other units.
    private const double SpacingMin = 12;
    private const double SpacingMax = 60;

    private const double Margin = 25;

    // Less than this is no other unit, only what rounding left.
    private const double ScaleDifferenceMin = 0.05;

    public static void Fit(PlanDraft draft)
    {
        var seats = draft.Rows.SelectMany(row => row.Seats).ToArray();
        var scale = draft.IsStored || draft.IsLaidOut ? 1 : Scale(draft, seats);
        var left = seats.Min(seat => seat.X) * scale;
        var top = seats.Min(seat => seat.Y) * scale;
        var dx = Shift(left, draft.Width);
        var dy = Shift(top, draft.Height);
        PlanPoint Move(PlanPoint point) =>
            new(PlanArea.Tenths(point.X * scale + dx), PlanArea.Tenths(point.Y * scale + dy));
        foreach (var row in draft.Rows)
        {
            for (var i = 0; i < row.Seats.Count; i++)
            {
                var (x, y) = Move(new PlanPoint(row.Seats[i].X, row.Seats[i].Y));
                row.Seats[i] = row.Seats[i] with { X = x, Y = y };
            }
        }

        for (var i = 0; i < draft.Areas.Count; i++)
        {
            draft.Areas[i] = draft.Areas[i].Moved(Move, scale);
        }

        draft.FocalPoint = draft.FocalPoint is { } focus ? Move(focus) : null;
        draft.Width = Size(draft.Width * scale, seats.Max(seat => seat.X) * scale + dx);
        draft.Height = Size(draft.Height * scale, seats.Max(seat => seat.Y) * scale + dy);
    }

    // A plan with a size has margins of its own: only what would lie outside it is moved inside. One without gets the
    // same margin on all sides.
    private static double Shift(double nearest, double? given) =>
        nearest < (given is null ? Margin : 0) ? Margin - nearest : 0;

    private static double Size(double? given, double farthest) =>
        given is { } size && size >= farthest ? Math.Ceiling(size) : Math.Ceiling(farthest + Margin);

    /// <summary>From a seat to the next in its row, where rows stand on each other: that is a mistake, and no other
    /// unit. Null where they do not.</summary>
    /// <param name="draft">The plan.</param>
    /// <param name="usual">How far it is to the nearest seat of any row.</param>
    public static double? GapOfCrowdedRows(PlanDraft draft, double usual)
    {
        if (usual >= SpacingMin)
        {
            return null;
        }

        var gaps = draft.Rows.SelectMany(row => RowOrder.Gaps(row.Seats)).ToArray();
        return gaps.Length > 0 && RowOrder.Median(gaps) is >= SpacingMin and var gap ? gap : null;
    }

    private static double Scale(PlanDraft draft, DraftSeat[] seats)
    {
        if (SeatSpacing.Of([.. seats.Select(seat => seat.X)], [.. seats.Select(seat => seat.Y)])
            is not { Usual: > 0 and (< SpacingMin or > SpacingMax) } spacing)
        {
            return 1;
        }

        if (GapOfCrowdedRows(draft, spacing.Usual) is not null)
        {
            return 1;
        }

        // Seats that have room keep it, however far apart most of the others stand.
        var scale = Math.Max(SpacingUsual / spacing.Usual, Math.Min(1, SpacingMin / spacing.Close));
        return Math.Abs(scale - 1) < ScaleDifferenceMin ? 1 : scale;
    }
}
