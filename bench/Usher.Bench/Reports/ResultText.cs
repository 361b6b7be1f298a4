using System.Globalization;
using System.Text;
using Usher.Bench.Machine;

namespace Usher.Bench.Reports;

/// <summary>The closing table: plain, aligned, the same on a terminal and in a file.</summary>
internal static class ResultText
{
    private const int DiscrepanciesShown = 20;
    private const int LabelWidth = 20;
    private const int NumberWidth = 13;
    private const int LatencyWidth = 10;

    public static string Render(RunResult run)
    {
        var text = new StringBuilder();
        text.AppendLine(Line($"{run.Scenario}: {run.Description}"));
        text.AppendLine(Line(
            $"{run.Url}, {run.MeasuredSeconds:F1} s measured after {run.WarmupSeconds:F0} s of warm-up, ")
            + Line($"rng seed {run.RngSeed}"));
        text.AppendLine(run.Machine.ToString());
        if (run.EndedBecause is not null)
        {
            text.AppendLine($"ended early: {run.EndedBecause}");
        }

        text.AppendLine();
        AppendCounts(text, run);
        text.AppendLine();
        AppendLatencies(text, run);
        text.AppendLine();
        AppendVerdicts(text, run);
        return text.ToString();
    }

    private static void AppendCounts(StringBuilder text, RunResult run)
    {
        Append(text, "requests", run.Requests, Line($"{run.RequestsPerSecond:N1} /s"));
        Append(text, "bookings made", run.BookingsMade, Line($"{run.BookingsPerSecond:N1} /s"));
        Append(text, "conflicts", run.Conflicts, run.Conflicts > 0 ? Line($"{run.RefusalsPerSecond:N1} /s") : null);
        Append(text, "confirmed", run.Confirmed);
        if (run.ConfirmsRefused > 0)
        {
            Append(text, "confirms refused", run.ConfirmsRefused);
        }

        Append(text, "overloaded (503)", run.Overloaded);
        Append(text, "errors", run.Errors, Errors(run));
        var fill = run.SeatsForSale == 0 ? 0 : 100.0 * run.Verdict.SeatsTaken / run.SeatsForSale;
        var note = run.WarmupSeconds > 0 ? ", warm-up included" : "";
        if (run.Verdict.NotProven is null)
        {
            Append(text, "seats taken", run.Verdict.SeatsTaken, Line($"of {run.SeatsForSale:N0} ({fill:F1} %){note}"));
        }

        Append(text, "reconnects", run.Reconnects);
        AppendCores(text, "generator CPU", run.GeneratorCores, run.Machine);
        if (run.ServerCores is { } server)
        {
            AppendCores(text, "server CPU", server, run.Machine);
        }

        if (run.PostgresCores is { } postgres)
        {
            AppendCores(text, "PostgreSQL CPU", postgres, run.Machine);
        }

        AppendCost(text, run.ProcessorCost);

        foreach (var figure in run.Figures)
        {
            text.AppendLine(Line($"  {figure.Name,-LabelWidth}{figure.Value,NumberWidth:N1}  {figure.Unit}"));
        }
    }

    private static void AppendCores(StringBuilder text, string label, double cores, MachineState machine) =>
        text.AppendLine(Line($"  {label,-LabelWidth}{cores,NumberWidth:F2}  of {machine.Cores} cores ")
            + Line($"({100 * cores / machine.Cores:F0} %)"));

    private static void AppendCost(StringBuilder text, ProcessorCost? cost)
    {
        if (cost is null)
        {
            return;
        }

        var all = cost.TotalUs is { } total ? Line($"{total:N1}") : "";
        (string Name, double? Us)[] parts =
            [("generator", cost.GeneratorUs), ("server", cost.ServerUs), ("PostgreSQL", cost.PostgresUs)];
        var each = parts.Where(part => part.Us is not null).Select(part => Line($"{part.Name} {part.Us:N1}"));
        text.AppendLine(Line($"  {"processor time",-LabelWidth}{all,NumberWidth}  µs a {cost.Per}: ")
            + string.Join(", ", each));
    }

    private static void AppendLatencies(StringBuilder text, RunResult run)
    {
        string[] columns = ["mean", "p50", "p90", "p95", "p99", "p99.9", "max"];
        text.Append(Line($"  {"latency, ms",-LabelWidth}{"count",NumberWidth}"));
        text.AppendLine(string.Concat(columns.Select(column => column.PadLeft(LatencyWidth))));
        foreach (var row in run.Latency.Where(row => row.Count > 0))
        {
            double[] latencies = [row.MeanMs, row.P50Ms, row.P90Ms, row.P95Ms, row.P99Ms, row.P999Ms, row.MaxMs];
            text.Append(Line($"  {row.Replies,-LabelWidth}{row.Count,NumberWidth:N0}"));
            text.AppendLine(string.Concat(latencies.Select(latency => Line($"{latency,LatencyWidth:F2}"))));
        }
    }

    private static void AppendVerdicts(StringBuilder text, RunResult run)
    {
        foreach (var claim in run.Claims)
        {
            text.AppendLine($"  {(claim.Holds ? "PASSED" : "FAILED")}: {claim.Text}");
        }

        var verdict = run.Verdict;
        if (verdict.NotProven is { } why)
        {
            text.AppendLine($"  {"replies and seats",-LabelWidth}  not read back: {why}");
            return;
        }

        var compared = Line($"{verdict.BookingsCompared:N0} bookings and {verdict.SeatsCompared:N0} seats read back");
        text.AppendLine(Line($"  {"replies and seats",-LabelWidth}  ") + (verdict.Passed
            ? $"PASSED: {compared}, no seat sold twice"
            : Line($"FAILED: {verdict.DiscrepancyCount:N0} discrepancies, {compared}")));
        foreach (var discrepancy in verdict.Discrepancies.Take(DiscrepanciesShown))
        {
            text.AppendLine($"    {discrepancy}");
        }

        if (verdict.DiscrepancyCount > DiscrepanciesShown)
        {
            text.AppendLine(Line($"    … and {verdict.DiscrepancyCount - DiscrepanciesShown:N0} more"));
        }

        if (verdict.Unanswered > 0)
        {
            text.AppendLine(Line($"  {"",-LabelWidth}  {verdict.Unanswered:N0} requests had no clear reply; ")
                + "seats that only they explain are allowed");
        }

        var remedy = run.Audit.Passed ? "" : ": ./usher audit names them";
        text.AppendLine($"  {"usher audit",-LabelWidth}  {run.Audit.Text}{remedy}");
    }

    private static void Append(StringBuilder text, string label, long number, string? note = null) =>
        text.AppendLine(Line($"  {label,-LabelWidth}{number,NumberWidth:N0}  {note}").TrimEnd());

    private static string? Errors(RunResult run) => run.Errors == 0 ? null
        : string.Join(", ", run.ErrorsByStatus.OrderByDescending(error => error.Value)
            .Select(error => Line($"{error.Key}: {error.Value:N0}{Remedy(error.Key)}")));

    private static string Remedy(string error) =>
        error == "429" ? " (start the server with RateLimits__Enabled=false)" : "";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
