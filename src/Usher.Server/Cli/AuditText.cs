using System.Globalization;
using System.Text;
using Usher.Engine.Audit;
using Usher.Engine.SeatingPlans;
using Usher.Http.Wording;

namespace Usher.Server.Cli;

/// <summary>
/// An audit's report as text: a line for each invariant, and under it a line for each violation.
/// </summary>
internal static class AuditText
{
    public static string Of(AuditReport report)
    {
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        text.AppendLine(
            culture,
            $"{report.AsOf:yyyy-MM-dd HH:mm:ss} UTC: {CountTexts.Shows(report.Shows, culture)}, "
            + $"{CountTexts.Seats(report.Seats, culture)}, {CountTexts.Bookings(report.Bookings, culture)}, "
            + $"in one snapshot.");
        foreach (var finding in report.Findings)
        {
            var mark = finding.ViolationCount == 0 ? "ok   " : "WRONG";
            text.AppendLine(
                CultureInfo.InvariantCulture, $"{mark}  {finding.Invariant.Number,-2}  {finding.Invariant.Name}");
            foreach (var violation in finding.Violations)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"           {Where(violation)}: {violation.Problem}");
            }

            if (finding.ViolationCount > finding.Violations.Length)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"           … and {finding.ViolationCount - finding.Violations.Length:N0} more");
            }
        }

        foreach (var renaming in report.Renamings)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"note       show {renaming.ShowId}: the change from version {renaming.FromVersion} to version "
                + $"{renaming.ToVersion} of its plan renamed {SeatNames.Count(renaming.Seats)} that were sold, held or "
                + $"blocked; accepted on {renaming.At:yyyy-MM-dd HH:mm} UTC ({ActorTexts.Who(renaming.Actor)})");
        }

        if (report.UnsealedBookings > 0)
        {
            text.AppendLine(
                culture,
                $"note       {CountTexts.Bookings(report.UnsealedBookings, culture)} with an e-mail address or a note "
                + $"that is not encrypted yet; a server does that from a minute after its start");
        }

        var violations = report.Findings.Sum(finding => finding.ViolationCount);
        var verdict = report.IsClean ? "Clean." : $"{violations:N0} violation{(violations == 1 ? "" : "s")}.";
        return text.Append(verdict).ToString();
    }

    private static string Where(Violation violation)
    {
        var parts = new List<string>();
        if (violation.ShowId is { } show)
        {
            parts.Add($"show {show}");
        }

        if (violation.SeatNumber is { } seat)
        {
            parts.Add($"seat {seat}");
        }

        if (violation.BookingId is { } booking)
        {
            parts.Add($"booking {booking}");
        }

        return string.Join(", ", parts);
    }
}
