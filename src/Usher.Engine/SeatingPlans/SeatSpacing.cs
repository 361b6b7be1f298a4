namespace Usher.Engine.SeatingPlans;

/// <summary>
/// How far apart the seats of a plan stand: from each to the nearest one of any row. Those of a row may stand on two
/// sides of a table, farther from each other than from the next table.
/// </summary>
/// <param name="Usual">Half of the seats have a nearer neighbour.</param>
/// <param name="Close">Hardly a seat has a nearer one: so much room there is for each.</param>
internal readonly record struct SeatSpacing(double Usual, double Close)
{
    // So many seats tell enough.
    private const int SampleMax = 1_000;

    private const int CloseOneIn = 20;

    /// <summary>The spacing; null where fewer than two seats are.</summary>
    public static SeatSpacing? Of(double[] x, double[] y)
    {
        if (x.Length < 2)
        {
            return null;
        }

        // In order of x only few are looked at for each.
        var byX = Enumerable.Range(0, x.Length).ToArray();
        Array.Sort((double[])x.Clone(), byX);
        var places = new int[x.Length];
        for (var place = 0; place < byX.Length; place++)
        {
            places[byX[place]] = place;
        }

        var count = Math.Min(x.Length, SampleMax);
        var nearest = new double[count];
        for (var i = 0; i < count; i++)
        {
            nearest[i] = Nearest(x, y, byX, places[(int)((long)i * x.Length / count)]);
        }

        Array.Sort(nearest);
        return new SeatSpacing(nearest[count / 2], nearest[count / CloseOneIn]);
    }

    private static double Nearest(double[] x, double[] y, int[] byX, int place)
    {
        var seat = byX[place];
        var least = double.PositiveInfinity;
        var left = place - 1;
        while (left >= 0 && MayBeNearer(byX[left]))
        {
            left--;
        }

        var right = place + 1;
        while (right < byX.Length && MayBeNearer(byX[right]))
        {
            right++;
        }

        return Math.Sqrt(least);

        // Whether those beyond this one may be.
        bool MayBeNearer(int other)
        {
            var (dx, dy) = (x[other] - x[seat], y[other] - y[seat]);
            least = Math.Min(least, dx * dx + dy * dy);
            return dx * dx < least;
        }
    }
}
