using Usher.Bench.Comparisons;

namespace Usher.Bench.Reports;

internal static class HtmlReport
{
    public static string Of(RunResult run) => run.ToText();

    public static string Of(ComparisonResult result) => result.ToText();
}
