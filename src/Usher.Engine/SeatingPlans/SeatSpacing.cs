namespace Usher.Engine.SeatingPlans;

/// <summary>
/// How far apart the seats of a plan stand: from each to the nearest one of any row. Those of a row may stand on two
/// sides of a table, farther from each other than from the next table.
/// </summary>
/// <param name="Usual">Half of the seats have a nearer neighbour.</param>
/// <param name="Close">Hardly a seat has a nearer one: so much room there is for each.</param>
internal readonly record struct SeatSpacing(double Usual, double Close)
{
    // So many seats tell enough, and a large plan costs a fraction of a second.
    private const int SampleMax = 1_000;

    private const int CloseOneIn = 20;

    /// <summary>The spacing; null where fewer than two seats are.</summary>
    public static SeatSpacing? Of(double[] x, double[] y)
    {
        if (x.Length < 2)
        {
            return null;
        }

        var count = Math.Min(x.Length, SampleMax);
        var nearest = new double[count];
        for (var i = 0; i < count; i++)
        {
            nearest[i] = Nearest(x, y, (int)((long)i * x.Length / count));
        }

        Array.Sort(nearest);
        return new SeatSpacing(nearest[count / 2], nearest[count / CloseOneIn]);
    }

    private static double Nearest(double[] x, double[] y, int seat)
    {
        var (fromX, fromY) = (x[seat], y[seat]);
        var least = double.PositiveInfinity;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - fromX, y[i] - fromY);
            var square = dx * dx + dy * dy;
            if (square < least && i != seat)
            {
                least = square;
            }
        }

        return Math.Sqrt(least);
    }
}
