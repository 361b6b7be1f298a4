using System.Globalization;
using CsvHelper;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>A seating plan as a table (RFC 4180), in the columns that <see cref="PlanCsv"/> reads.</summary>
public static class PlanCsvFile
{
    // A reader may take any of these for what parts the fields.
    private const string OtherSeparators = ";\t|";

    /// <summary>The plan as UTF-8 text.</summary>
    public static byte[] Write(SeatingPlan plan)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, CsvWriterOptions.Default, leaveOpen: true))
        {
            csv.WriteHeader([.. PlanCsv.Required, .. PlanCsv.Optional]);
            foreach (var seat in plan.Seats)
            {
                var row = plan.Rows[seat.Row];
                Write(csv, plan.Sections[row.Section]);
                Write(csv, row.Label);
                Write(csv, seat.Number);
                csv.WriteField(seat.X, "0.#", CultureInfo.InvariantCulture);
                csv.WriteField(seat.Y, "0.#", CultureInfo.InvariantCulture);
                Write(csv, plan.Categories[seat.Category].Name);
                Write(csv, seat.Kind == SeatKind.Seat ? "" : seat.Kind.ToText());
                Write(csv, seat.SeatGuid);
                csv.EndRecord();
            }
        }

        return file.ToArray();
    }

    private static void Write(CsvWriter csv, string text) => csv.WriteField(
        FormulaGuard.Add(text),
        text.AsSpan().ContainsAny(OtherSeparators) ? CsvQuoting.Always : CsvQuoting.WhenNeededOrWhitespace);
}
