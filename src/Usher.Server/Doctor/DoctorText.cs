using System.Globalization;
using System.Text;

namespace Usher.Server.Doctor;

/// <summary>A report as text: a line for each check, and under it what to do.</summary>
internal static class DoctorText
{
    private const int NameColumns = 21;

    public static string Of(DoctorReport report)
    {
        var text = new StringBuilder();
        foreach (var check in report.Checks)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Mark(check.State)}  {check.Name.PadRight(NameColumns)}{OneLine(check.Message)}");
            if (check.Remedy is { } remedy)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"         {new string(' ', NameColumns)}{remedy}");
            }
        }

        var (failed, warned) = (Count(report, FindingState.Failed), Count(report, FindingState.Warning));
        return text.Append(CultureInfo.InvariantCulture, $"{failed} failed, {Words(warned)}.").ToString();
    }

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Ok => "ok     ",
        FindingState.Warning => "warning",
        _ => "FAILED ",
    };

    private static int Count(DoctorReport report, FindingState state) =>
        report.Checks.Count(check => check.State == state);

    private static string Words(int warnings) => warnings == 1 ? "1 warning" : $"{warnings} warnings";

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
