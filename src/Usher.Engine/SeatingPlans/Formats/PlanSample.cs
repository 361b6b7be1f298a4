using CsvHelper;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// A small table to begin with: a list of seats without places, as most houses have one. Usher lays such a list out by
/// itself.
/// </summary>
public static class PlanSample
{
    private static readonly (string Section, string Row, int Seats, string Category)[] Rows =
    [
        ("Stalls", "A", 8, "Front"), ("Stalls", "B", 8, "Front"), ("Stalls", "C", 10, "Rear"),
        ("Balcony", "A", 6, "Balcony"), ("Balcony", "B", 6, "Balcony"),
    ];

    /// <summary>The table as UTF-8 text with a byte order mark.</summary>
    /// <param name="form">For which spreadsheets; null: as programs expect.</param>
    public static byte[] Write(TableForm? form = null)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, (form ?? TableForm.Comma).Options, leaveOpen: true))
        {
            csv.WriteHeader(["section", "row", "seat", "category", "kind"]);
            foreach (var (section, row, seats, category) in Rows)
            {
                for (var seat = 1; seat <= seats; seat++)
                {
                    TableForm.Write(csv, section);
                    TableForm.Write(csv, row);
                    csv.WriteField(seat);
                    TableForm.Write(csv, category);
                    // One of each row may be something else.
                    TableForm.Write(csv, seat == seats && category == "Rear" ? "WHEELCHAIR" : "");
                    csv.EndRecord();
                }
            }
        }

        return file.ToArray();
    }
}
