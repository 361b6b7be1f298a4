using System.Buffers;
using System.Globalization;
using System.Text;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>A seating plan as a table (RFC 4180), in the columns that the import reads.</summary>
public static class PlanCsvFile
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",;\t\r\n");

    /// <summary>The plan as UTF-8 text.</summary>
    public static byte[] Write(SeatingPlan plan)
    {
        var text = new StringBuilder("section,row,seat,x,y,category,kind,guid\r\n");
        foreach (var seat in plan.Seats)
        {
            var row = plan.Rows[seat.Row];
            string[] fields =
            [
                plan.Sections[row.Section], row.Label, seat.Number, Number(seat.X), Number(seat.Y),
                plan.Categories[seat.Category].Name, seat.Kind == SeatKind.Seat ? "" : seat.Kind.ToText(),
                seat.SeatGuid,
            ];
            text.AppendJoin(',', fields.Select(Quoted)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Number(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Quoted(string field) => field.AsSpan().ContainsAny(Special) || field != field.Trim()
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
