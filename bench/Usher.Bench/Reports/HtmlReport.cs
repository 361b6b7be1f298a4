using System.Globalization;
using System.Net;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>A result as one page that needs nothing from anywhere else.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1c1f24; --paper: #fff; --faint: #6a7280; --line: #d9dde3;
          --bar: #2463c5; --good: #16703c; --bad: #b3261e }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --paper: #15181d; --faint: #9aa3b0;
          --line: #343a44; --bar: #78a9ff; --good: #62c98d; --bad: #ff8a80 } }
        body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, sans-serif }
        h1 { font-size: 1.5rem; margin: .5rem 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
        p { margin: .25rem 0 } .faint { color: var(--faint) } .good { color: var(--good) } .bad { color: var(--bad) }
        .wide { overflow-x: auto } table { border-collapse: collapse; width: 100% }
        th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: right }
        th:first-child, td:first-child { text-align: left } thead th { color: var(--faint); font-weight: normal }
        tbody th { font-weight: normal } td { font-variant-numeric: tabular-nums; white-space: nowrap }
        svg { display: block; width: 100%; max-width: 42rem; height: auto }
        svg text { fill: var(--faint); font: 13px system-ui, sans-serif }
        """;

    public static string Of(RunResult run)
    {
        var page = new StringBuilder();
        page.Append(Line($"<p>{Text(run.Description)}</p>"));
        page.Append(Line($"<p class=faint>{run.StartedAt:u}, {run.MeasuredSeconds:F1} s measured after "));
        page.Append(Line($"{run.WarmupSeconds:F0} s of warm-up. {Text(run.Machine.ToString())}</p>"));
        AppendVerdict(page, run.Passed, run.Verdict.NotProven is { } why ? $"not read back: {why}"
            : Line($"{run.Verdict.BookingsCompared:N0} bookings and {run.Verdict.SeatsCompared:N0} seats read back, ")
                + Line($"{run.Verdict.DiscrepancyCount:N0} discrepancies; usher audit: {run.Audit.Text}"));
        AppendRun(page, run);
        return Page($"usher-bench {run.Scenario}", page);
    }

    public static string Of(ComparisonResult result)
    {
        var page = new StringBuilder();
        page.Append($"<p>{Text(result.Description)}</p>");
        page.Append(Line($"<p class=faint>{result.StartedAt:u}, {result.Rounds} rounds in turn, medians. "));
        page.Append($"{Text(result.Machine.ToString())}</p>");
        AppendVerdict(page, result.Passed, result.Passed
            ? "nothing was found wrong in any run" : string.Join("; ", result.Failures));
        page.Append(HtmlTable.Of(
            "Medians", ["", "median", "unit", "generator, cores", "rounds"], result.Series.Select(series => (string[])
            [
                series.Name, Line($"{series.Median:N1}"), series.Unit,
                series.GeneratorCores is { } cores ? Line($"{cores:F2}") : "",
                string.Join("  ", series.Rounds.Select(figure => Line($"{figure:N1}"))),
            ])));
        AppendCosts(page, result.Costs.Select(series => (series.Name, series.Median)));
        page.Append(HtmlTable.Of("Ratios", ["", "ratio", "goal", ""], result.Ratios.Select(ratio => (string[])
        [
            ratio.Name, Line($"{ratio.Value:F2}"), ratio.Goal is { } goal ? Line($"{goal:F2}") : "",
            ratio.IsReached switch { true => "reached", false => "not reached", null => "" },
        ])));
        foreach (var note in result.Notes)
        {
            page.Append($"<p class=faint>{Text(note)}</p>");
        }

        if (result.Latest is { } run)
        {
            page.Append($"<h2>The latest run: {Text(run.Description)}</h2>");
            AppendRun(page, run);
        }

        return Page($"usher-bench {result.Benchmark}", page);
    }

    private static void AppendRun(StringBuilder page, RunResult run)
    {
        List<string[]> figures =
        [
            ["requests", Line($"{run.Requests:N0}"), Line($"{run.RequestsPerSecond:N1} /s")],
            ["bookings made", Line($"{run.BookingsMade:N0}"), Line($"{run.BookingsPerSecond:N1} /s")],
            ["refused", Line($"{run.Conflicts:N0}"), Line($"{run.RefusalsPerSecond:N1} /s")],
            ["confirmed", Line($"{run.Confirmed:N0}"), ""],
            ["overloaded (503)", Line($"{run.Overloaded:N0}"), ""],
            ["errors", Line($"{run.Errors:N0}"), ""],
            ["generator CPU", Line($"{run.GeneratorCores:F2}"), Line($"of {run.Machine.Cores} cores")],
            .. run.ServerCores is { } cores
                ? (string[][])[["server CPU", Line($"{cores:F2}"), ""]] : [],
            .. run.PostgresCores is { } postgres
                ? (string[][])[["PostgreSQL CPU", Line($"{postgres:F2}"), ""]] : [],
            .. run.Figures.Select(figure => (string[])[figure.Name, Line($"{figure.Value:N1}"), figure.Unit]),
            .. run.Claims.Select(claim => (string[])[claim.Text, claim.Holds ? "yes" : "no", ""]),
        ];
        page.Append(HtmlTable.Of("Figures", ["", "", ""], figures));
        AppendCosts(page, run.ProcessorCost is { } cost ? [(run.Scenario, cost)] : []);
        page.Append(HtmlTable.Of(
            "Latency, ms", ["", "count", "mean", "p50", "p90", "p99", "p99.9", "max"],
            run.Latency.Where(row => row.Count > 0).Select(row => (string[])
            [
                row.Replies, Line($"{row.Count:N0}"), Line($"{row.MeanMs:F2}"), Line($"{row.P50Ms:F2}"),
                Line($"{row.P90Ms:F2}"), Line($"{row.P99Ms:F2}"), Line($"{row.P999Ms:F2}"), Line($"{row.MaxMs:F2}"),
            ])));
        page.Append("<h2>Latency of what was served</h2>").Append(LatencyChart.Svg(run.Histogram));
        page.Append("<h2>Throughput</h2>").Append(ThroughputChart.Svg(run.Timeline));
    }

    private static void AppendCosts(StringBuilder page, IEnumerable<(string Name, ProcessorCost Cost)> costs) =>
        page.Append(HtmlTable.Of(
            "Processor time, µs", ["", "generator", "server", "PostgreSQL", "together", ""],
            costs.Select(one => (string[])
            [
                one.Name, Line($"{one.Cost.GeneratorUs:N1}"), Line($"{one.Cost.ServerUs:N1}"),
                Line($"{one.Cost.PostgresUs:N1}"), Line($"{one.Cost.TotalUs:N1}"), $"a {one.Cost.Per}",
            ])));

    public static void AppendVerdict(StringBuilder page, bool passed, string detail) =>
        page.Append($"<p class={(passed ? "good" : "bad")}><strong>{(passed ? "PASSED" : "FAILED")}</strong>: ")
            .Append($"{Text(detail)}</p>");

    public static string Page(string title, StringBuilder content) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <h1>{Text(title)}</h1>
        {content}
        </body>
        </html>

        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
