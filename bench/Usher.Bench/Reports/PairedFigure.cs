using System.Collections.Immutable;

namespace Usher.Bench.Reports;

/// <summary>One figure of two builds, taken of both in each pair of runs.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">In what.</param>
/// <param name="LowerIsBetter">Whether less is better.</param>
/// <param name="Old">The other build's figure in each pair.</param>
/// <param name="New">This build's.</param>
internal sealed record PairedFigure(
    string Name, string Unit, bool LowerIsBetter, ImmutableArray<double> Old, ImmutableArray<double> New)
{
    public double OldMedian => Medians.Of(Old);

    public double NewMedian => Medians.Of(New);

    /// <summary>Of the medians; above 1 this build is better. Null where one of them is nothing.</summary>
    public double? Ratio => Better(OldMedian, NewMedian);

    /// <summary>Of each pair, in the order they were taken.</summary>
    public ImmutableArray<double?> Ratios => [.. Old.Zip(New, Better)];

    /// <summary>Of the ratios of the pairs; null if there are none.</summary>
    public RatioSpread? Spread => RatioSpread.Of([.. Ratios.OfType<double>()]);

    /// <summary>The pairs in which this build was better.</summary>
    public int PairsBetter => Ratios.Count(ratio => ratio > 1);

    /// <summary>The pairs in which it was worse.</summary>
    public int PairsWorse => Ratios.Count(ratio => ratio < 1);

    /// <summary>
    /// How many of 100 comparisons of two equal builds come out at least as uneven as this one (a sign test).
    /// </summary>
    public double ChanceIfEqualPercent
    {
        get
        {
            var pairs = PairsBetter + PairsWorse;
            var fewer = Math.Min(PairsBetter, PairsWorse);
            double ways = 1, atMost = 0;
            for (var i = 0; i <= fewer; i++)
            {
                atMost += ways;
                ways = ways * (pairs - i) / (i + 1);
            }

            return Math.Min(100, 100 * 2 * atMost / Math.Pow(2, pairs));
        }
    }

    private double? Better(double old, double @new) =>
        (LowerIsBetter ? old / @new : @new / old) is var ratio && double.IsFinite(ratio) && ratio > 0 ? ratio : null;
}

/// <summary>How far figures lie apart.</summary>
/// <param name="Min">The lowest.</param>
/// <param name="LowerQuartile">What a quarter of them does not exceed.</param>
/// <param name="Median">What half of them does not exceed.</param>
/// <param name="UpperQuartile">What three quarters of them do not exceed.</param>
/// <param name="Max">The highest.</param>
internal sealed record RatioSpread(double Min, double LowerQuartile, double Median, double UpperQuartile, double Max)
{
    /// <summary>Null if there are no figures.</summary>
    public static RatioSpread? Of(IReadOnlyCollection<double> figures) => figures.Count == 0 ? null : new RatioSpread(
        figures.Min(), Medians.Quantile(figures, 0.25), Medians.Of(figures), Medians.Quantile(figures, 0.75),
        figures.Max());
}
