using CsvHelper;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Reads a seating plan from a table with the columns section, row, seat, x, y, category and, if there, kind and guid.
/// Columns may come in any order, parted by commas, semicolons or tabs; other columns do no harm.
/// <see cref="PlanCsvFile"/> writes such tables; what it wrote is read as it was.
/// </summary>
public static class PlanCsv
{
    internal static readonly string[] Required = ["section", "row", "seat", "x", "y", "category"];
    internal static readonly string[] Optional = ["kind", "guid"];

    /// <summary>Reads the table; what is wrong with it is told by line.</summary>
    public static PlanReading Read(ReadOnlyMemory<byte> file, string name)
    {
        var csv = PlanText.ToUtf8(file).ToArray();
        if (PlanText.Problem(csv) is { } unreadable)
        {
            return new PlanReading(null, [unreadable]);
        }

        try
        {
            using var reader = CsvReader.Create(csv, new CsvReaderOptions
            {
                TrimWhitespace = true,
                TrackLineNumbers = true,
            });
            var missing = Required.Where(column => !reader.TryGetFieldIndex(column, out _)).ToArray();
            return missing.Length > 0
                ? Refused("line 1", $"the columns {string.Join(", ", missing)} are missing")
                : ReadSeats(reader, new SeatTable(name));
        }
        catch (Exception e) when (e is CsvFormatException or CsvValidationException)
        {
            return Refused("", $"this is not CSV: {e.Message}");
        }
    }

    private static PlanReading ReadSeats(CsvReader reader, SeatTable table)
    {
        var columns = Required.Concat(Optional)
            .Select(column => reader.TryGetFieldIndex(column, out var index) ? index : -1).ToArray();
        while (reader.Read())
        {
            string[] fields =
            [
                .. columns.Select(column => column < 0 || reader.IsEmpty(column)
                    ? "" : FormulaGuard.Remove(reader.GetString(column))),
            ];
            table.Add(
                (int)reader.LineNumber, section: fields[0], row: fields[1], seat: fields[2], x: fields[3], y: fields[4],
                category: fields[5], kind: fields[6], seatGuid: fields[7]);
        }

        return table.Finish();
    }

    private static PlanReading Refused(string where, string what) => new(null, [new PlanProblem(where, what)]);
}
