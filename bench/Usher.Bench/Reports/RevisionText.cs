using System.Globalization;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>The closing tables of a comparison of two builds.</summary>
internal static class RevisionText
{
    public const string Direction =
        "A ratio above 1 is better for this build: of rates new / old, of times and sizes old / new.";

    private const int NumberWidth = 12;
    private const int RatioWidth = 8;

    public static string Render(RevisionResult result)
    {
        var text = new StringBuilder();
        text.AppendLine($"{result.Benchmark}: {result.Description}");
        text.AppendLine(Line($"{Full(result.Old)} beside {Full(result.New)}: {result.Pairs} ")
            + (result.Pairs == 1 ? "pair of runs" : "pairs of runs, in turn"));
        text.AppendLine(result.Machine.ToString());
        text.AppendLine(Direction);
        var table = new Table(text, result);
        foreach (var main in result.Figures.Take(1).Concat(result.Costs.Take(1)))
        {
            table.AppendPairs(main);
        }

        table.AppendMedians();
        text.AppendLine();
        foreach (var note in result.Notes)
        {
            text.AppendLine($"  {note}");
        }

        text.AppendLine(result.Passed ? "  PASSED: no problem was found in any run" : "  FAILED:");
        foreach (var failure in result.Failures)
        {
            text.AppendLine($"    {failure}");
        }

        return text.ToString();
    }

    /// <summary>A pair with the build that ran first.</summary>
    public static string Pair(RevisionResult result, int pair) =>
        Line($"pair {pair}, {(Turns.BeginsWithNew(pair) ? result.New.Title : result.Old.Title)} first");

    /// <summary>What the pairs say, and how much that is worth.</summary>
    public static string Sentence(PairedFigure figure) => Line(
        $"this build is better in {figure.PairsBetter} of {figure.Ratios.Length} pairs and worse in ")
        + Line($"{figure.PairsWorse}; {figure.ChanceIfEqualPercent:F0} of 100 comparisons of equal builds are as ")
        + "uneven";

    /// <summary>A build with its commit.</summary>
    public static string Full(BuildName build) => $"{build.Title} ({build.Name})";

    public static string Ratio(double? ratio) => Line($"{ratio:F2}");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Rows of both builds' figures, one below the other throughout.</summary>
    private sealed class Table(StringBuilder text, RevisionResult result)
    {
        private const string MediansHead = "medians, and the ratios of the pairs";

        private readonly int nameWidth =
            result.Figures.Concat(result.Costs).Select(figure => Label(figure).Length).Append(MediansHead.Length).Max();

        public void AppendPairs(PairedFigure figure)
        {
            text.AppendLine();
            text.AppendLine(Head(Label(figure)));
            for (var i = 0; i < figure.Ratios.Length; i++)
            {
                text.AppendLine(Row(Pair(result, i + 1), figure.Old[i], figure.New[i], figure.Ratios[i]).TrimEnd());
            }

            text.AppendLine(Row("medians", figure.OldMedian, figure.NewMedian, figure.Ratio).TrimEnd());
            text.AppendLine($"  {Sentence(figure)}");
        }

        public void AppendMedians()
        {
            string[] columns = ["min", "q1", "median", "q3", "max"];
            text.AppendLine();
            text.AppendLine(Head(MediansHead) + string.Concat(columns.Select(column => column.PadLeft(RatioWidth))));
            foreach (var figure in result.Figures.Concat(result.Costs))
            {
                double?[] spread = figure.Spread is { } of
                    ? [of.Min, of.LowerQuartile, of.Median, of.UpperQuartile, of.Max] : [];
                var row = Row(Label(figure), figure.OldMedian, figure.NewMedian, figure.Ratio)
                    + string.Concat(spread.Select(part => Ratio(part).PadLeft(RatioWidth)));
                text.AppendLine(row.TrimEnd());
            }
        }

        private static string Label(PairedFigure figure) => $"{figure.Name}, {figure.Unit}";

        private string Head(string name) => $"  {name.PadRight(nameWidth)}{result.Old.Title,NumberWidth}"
            + $"{result.New.Title,NumberWidth}{"ratio",RatioWidth}";

        private string Row(string name, double old, double @new, double? ratio) =>
            $"  {name.PadRight(nameWidth)}" + Line($"{old,NumberWidth:N1}{@new,NumberWidth:N1}{ratio,RatioWidth:F2}");
    }
}
