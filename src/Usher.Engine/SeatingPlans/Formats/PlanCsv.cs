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

    // Eight columns of the longest names, and others that do no harm.
    private const int LineBytesMax = 64 * 1024;

    /// <summary>Reads the table; what is wrong with it is told by line.</summary>
    public static PlanReading Read(ReadOnlyMemory<byte> file, string name)
    {
        var csv = PlanText.ToUtf8(file);
        if ((PlanText.Problem(csv.Span) ?? TooMuch(csv.Span)) is { } unreadable)
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
        while (!table.IsOver && reader.Read())
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

    // Before anything is built of it. A line may be part of a text in quotation marks; then it is short as well.
    private static PlanProblem? TooMuch(ReadOnlySpan<byte> csv)
    {
        var line = 1;
        for (var rest = csv; !rest.IsEmpty; line++)
        {
            var end = rest.IndexOf((byte)'\n');
            if ((end < 0 ? rest.Length : end) > LineBytesMax)
            {
                return new PlanProblem($"line {line}", $"it is longer than {LineBytesMax / 1024} KiB");
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return null;
    }

    private static PlanReading Refused(string where, string what) => new(null, [new PlanProblem(where, what)]);
}
