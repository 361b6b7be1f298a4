using System.Globalization;
using System.Net;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>A comparison of two builds as one page that needs nothing from anywhere else.</summary>
internal static class RevisionHtml
{
    public static string Of(RevisionResult result)
    {
        var page = new StringBuilder();
        page.Append($"<p>{Text(result.Description)}</p><p>{Text(RevisionText.Full(result.Old))} beside ");
        page.Append($"{Text(RevisionText.Full(result.New))}. {Text(RevisionText.Direction)}</p>");
        page.Append(Line($"<p class=faint>{result.StartedAt:u}, pairs of runs in turn: {result.Pairs}. "));
        page.Append($"{Text(result.Machine.ToString())}</p>");
        HtmlReport.AppendVerdict(page, result.Passed, result.Passed
            ? "nothing was found wrong in any run" : string.Join("; ", result.Failures));
        if (result.Figures is [var main, ..])
        {
            AppendPairs(page, result, main);
        }

        if (result.Costs is [var cost, ..])
        {
            AppendPairs(page, result, cost);
        }

        AppendMedians(page, result);
        foreach (var note in result.Notes)
        {
            page.Append($"<p class=faint>{Text(note)}</p>");
        }

        return HtmlReport.Page($"usher-bench {result.Benchmark}: two builds", page);
    }

    private static void AppendPairs(StringBuilder page, RevisionResult result, PairedFigure figure)
    {
        page.Append(HtmlTable.Of(
            $"{figure.Name}, {figure.Unit}", ["", result.Old.Title, result.New.Title, "ratio"],
            figure.Ratios.Select((ratio, i) => (string[])
            [
                RevisionText.Pair(result, i + 1), Line($"{figure.Old[i]:N1}"), Line($"{figure.New[i]:N1}"),
                RevisionText.Ratio(ratio),
            ])));
        page.Append($"<p>{Text(figure.Name)}: {Text(RevisionText.Sentence(figure))}.</p>");
    }

    private static void AppendMedians(StringBuilder page, RevisionResult result) => page.Append(HtmlTable.Of(
        "Medians, and the ratios of the pairs",
        ["", "unit", result.Old.Title, result.New.Title, "ratio", "min", "q1", "median", "q3", "max"],
        result.Figures.Concat(result.Costs).Select(figure => (string[])
        [
            figure.Name, figure.Unit, Line($"{figure.OldMedian:N1}"), Line($"{figure.NewMedian:N1}"),
            RevisionText.Ratio(figure.Ratio), RevisionText.Ratio(figure.Spread?.Min),
            RevisionText.Ratio(figure.Spread?.LowerQuartile), RevisionText.Ratio(figure.Spread?.Median),
            RevisionText.Ratio(figure.Spread?.UpperQuartile), RevisionText.Ratio(figure.Spread?.Max),
        ])));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
