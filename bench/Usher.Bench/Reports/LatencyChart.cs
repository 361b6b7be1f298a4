using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>A histogram of latencies on a logarithmic scale, as SVG.</summary>
internal static class LatencyChart
{
    private const int BarsPerDecade = 16;
    private const int LabelsMax = 4;
    private const double MillisecondsMin = 0.01;

    /// <summary>Counts by bar: bar n holds latencies up to <see cref="UpperMs"/> of n.</summary>
    public static SortedDictionary<int, long> Bars(IEnumerable<LatencyBucket> histogram)
    {
        var bars = new SortedDictionary<int, long>();
        foreach (var bucket in histogram)
        {
            var bar = (int)Math.Ceiling(
                BarsPerDecade * Math.Log10(Math.Max(bucket.UpToMs, MillisecondsMin) / MillisecondsMin));
            bars[bar] = bars.GetValueOrDefault(bar) + bucket.Count;
        }

        return bars;
    }

    public static double UpperMs(int bar) => MillisecondsMin * Math.Pow(10, (double)bar / BarsPerDecade);

    public static string Svg(ImmutableArray<LatencyBucket> histogram)
    {
        var bars = Bars(histogram);
        if (bars.Count == 0)
        {
            return "<p class=faint>Nothing was served.</p>";
        }

        var (first, last) = (bars.Keys.First(), bars.Keys.Last());
        var plot = new ChartFrame(first - 1, last, 0, bars.Values.Max());
        var svg = new StringBuilder();
        foreach (var (bar, count) in bars)
        {
            var (left, right, top) = (plot.X(bar - 1), plot.X(bar), plot.Y(count));
            svg.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"<rect x='{left + 0.5:F1}' y='{top:F1}' width='{Math.Max(1, right - left - 1):F1}' "))
                .Append(string.Create(
                    CultureInfo.InvariantCulture,
                    $"height='{ChartFrame.Bottom - top:F1}' fill='var(--bar)'><title>up to {UpperMs(bar):G3} ms: "))
                .Append(string.Create(CultureInfo.InvariantCulture, $"{count:N0}</title></rect>"));
        }

        var step = Math.Max(1, (last - first + 1) / LabelsMax);
        for (var bar = first - 1; bar <= last; bar += step)
        {
            svg.Append(plot.LabelBelow(bar, Label(UpperMs(bar))));
        }

        return plot.Wrap("Histogram of latencies, logarithmic", "replies", svg);
    }

    private static string Label(double milliseconds) => milliseconds >= 10
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.##} ms");
}
