using CsvHelper;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// A seating plan as a table for a spreadsheet, in the columns that <see cref="PlanCsv"/> reads, and each seat in
/// words.
/// </summary>
public static class PlanCsvFile
{
    private static readonly string[] Head =
        ["section", "row", "seat", "x", "y", "category", "kind", "guid", "label"];

    /// <summary>The plan as UTF-8 text with a byte order mark.</summary>
    /// <param name="plan">What to write.</param>
    /// <param name="form">For which spreadsheets; null: as programs expect.</param>
    public static byte[] Write(SeatingPlan plan, TableForm? form = null)
    {
        form ??= TableForm.Comma;
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, form.Options, leaveOpen: true))
        {
            csv.WriteHeader([.. Head]);
            foreach (var (index, seat) in plan.Seats.Index())
            {
                var row = plan.Rows[seat.Row];
                TableForm.Write(csv, plan.Sections[row.Section]);
                TableForm.Write(csv, row.Label);
                TableForm.Write(csv, seat.Number);
                csv.WriteField(seat.X, "0.#", form.Numbers);
                csv.WriteField(seat.Y, "0.#", form.Numbers);
                TableForm.Write(csv, plan.Categories[seat.Category].Name);
                TableForm.Write(csv, seat.Kind == SeatKind.Seat ? "" : seat.Kind.ToText());
                TableForm.Write(csv, seat.SeatGuid);
                TableForm.Write(csv, SeatNames.Whole(plan, [index + 1]));
                csv.EndRecord();
            }
        }

        return file.ToArray();
    }
}
