using System.Globalization;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>The closing table of a comparison.</summary>
internal static class ComparisonText
{
    private const int NameWidth = 40;
    private const int NumberWidth = 12;
    private const int UnitWidth = 14;

    public static string Render(ComparisonResult result)
    {
        var text = new StringBuilder();
        text.AppendLine($"{result.Benchmark}: {result.Description}");
        text.AppendLine(result.Machine.ToString());
        text.AppendLine();
        text.Append(Line($"  {"",-NameWidth}{"median",NumberWidth}  {"",-UnitWidth}{"generator",NumberWidth}"));
        text.AppendLine("   rounds");
        foreach (var series in result.Series)
        {
            var share = series.GeneratorCores / result.Machine.Cores;
            var cpu = share is { } part ? Line($"{100 * part:F0} % CPU") : "";
            text.Append(Line($"  {series.Name,-NameWidth}{series.Median,NumberWidth:N1}  {series.Unit,-UnitWidth}"));
            text.AppendLine(Line($"{cpu,NumberWidth}   ")
                + string.Join("  ", series.Rounds.Select(figure => Line($"{figure:N1}"))));
        }

        AppendCosts(text, result);
        text.AppendLine();
        foreach (var ratio in result.Ratios)
        {
            text.AppendLine(Line($"  {ratio.Name,-NameWidth}{ratio.Value,NumberWidth:F2}  {Goal(ratio)}").TrimEnd());
        }

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

    private static void AppendCosts(StringBuilder text, ComparisonResult result)
    {
        if (result.Costs.IsEmpty)
        {
            return;
        }

        string[] columns = ["generator", "server", "PostgreSQL", "together"];
        text.AppendLine();
        text.Append(Line($"  {"processor time, medians, in µs",-NameWidth}"));
        text.AppendLine(string.Concat(columns.Select(column => column.PadLeft(NumberWidth))));
        foreach (var (name, cost) in result.Costs.Select(series => (series.Name, series.Median)))
        {
            double?[] parts = [cost.GeneratorUs, cost.ServerUs, cost.PostgresUs, cost.TotalUs];
            text.Append(Line($"  {name,-NameWidth}"));
            text.Append(string.Concat(parts.Select(part => Line($"{part:N1}").PadLeft(NumberWidth))));
            text.AppendLine(Line($"  a {cost.Per}"));
        }
    }

    private static string Goal(Ratio ratio) => ratio.Goal is { } goal
        ? Line($"goal {goal:F2}: {(ratio.IsReached == true ? "reached" : "not reached")}") : "";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
