using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>Requests per second over the measured part, as SVG.</summary>
internal static class ThroughputChart
{
    private const int LabelsMax = 5;

    public static string Svg(ImmutableArray<Second> timeline)
    {
        if (timeline.IsEmpty)
        {
            return "<p class=faint>The run was too short for a sample.</p>";
        }

        var plot = new ChartFrame(0, timeline[^1].At, 0, timeline.Max(second => second.RequestsPerSecond));
        var svg = new StringBuilder("<polyline fill='none' stroke='var(--bar)' stroke-width='2' points='");
        // A sample speaks for the time since the one before.
        var begin = 0.0;
        foreach (var second in timeline)
        {
            var middle = (begin + second.At) / 2;
            svg.Append(string.Create(
                CultureInfo.InvariantCulture, $"{plot.X(middle):F1},{plot.Y(second.RequestsPerSecond):F1} "));
            begin = second.At;
        }

        svg.Append("'/>");
        for (var i = 0; i <= LabelsMax; i++)
        {
            var at = timeline[^1].At * i / LabelsMax;
            svg.Append(plot.LabelBelow(at, string.Create(CultureInfo.InvariantCulture, $"{at:0.#} s")));
        }

        return plot.Wrap("Requests per second over time", "requests/s", svg);
    }
}
