using System.Text;
using CsvHelper;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Reads a seating plan from a table with the columns row, seat, category and, if there, section, x, y, kind and guid,
/// as spreadsheets write it: parted by semicolons, tabs, commas or bars, with decimal comma or point, with empty
/// columns and lines at the end. Columns may come in any order and under their usual other names
/// (<see cref="TableColumns"/>); others do no harm. A table without x and y is laid out. <see cref="PlanCsvFile"/>
/// writes such tables; what it wrote is read as it was.
/// </summary>
public static class PlanCsv
{
    // Eight columns of the longest names, and others that do no harm.
    private const int LineBytesMax = 64 * 1024;

    // A title, an empty line, and what else stands above the names of columns.
    private const int LinesBeforeMax = 10;

    // So many names of columns are told of a table that lacks some.
    private const int ColumnsToldMax = 12;
    private const int ColumnCharsMax = 30;

    private static readonly char[] Separators = [';', '\t', ',', '|'];

    /// <summary>Reads the table; what is wrong with it is told by line.</summary>
    /// <param name="file">What is in the file.</param>
    /// <param name="name">What to call the hall.</param>
    /// <param name="letters">How its letters are written if it is not in Unicode; null: as in the west.</param>
    public static PlanReading Read(ReadOnlyMemory<byte> file, string name, TableLetters? letters = null)
    {
        if (file.Span is [0x50, 0x4b, 0x03, 0x04, ..] or [0xd0, 0xcf, 0x11, 0xe0, ..])
        {
            return Refused("", "this is a spreadsheet's own file (xlsx, xls, ods or numbers); save it as CSV");
        }

        letters ??= TableLetters.Western;
        var csv = PlanText.TableToUtf8(file, letters, out var isInLetters);
        var reading = ReadText(csv, name);
        return isInLetters ? reading with { Letters = letters } : reading;
    }

    private static PlanReading ReadText(ReadOnlyMemory<byte> csv, string name)
    {
        if ((PlanText.Problem(csv.Span) ?? TooMuch(csv.Span)) is { } unreadable)
        {
            return new PlanReading(null, [unreadable]);
        }

        try
        {
            var (line, separator, columns) = FindHead(csv.Span);
            if (columns.Missing is { Length: > 0 } missing)
            {
                return Refused($"line {line}", Lacks(missing, columns));
            }

            if (Unclosed(csv.Span, separator) is var (opened, column))
            {
                return Refused(
                    $"line {opened}{(column < columns.Head.Count ? $", column {columns.Head[column]}" : "")}",
                    "the quotation mark at the beginning of this field has none at its end; add it, or remove the "
                        + "first one");
            }

            var form = new CsvReaderOptions
            {
                Separator = separator,
                HasHeader = false,
                TrimWhitespace = true,
                TrackLineNumbers = true,
            };
            var numbers = new TableNumbers(isPartedByCommas: separator == ',');
            if (columns.HasPlaces)
            {
                LookAtNumbers(csv, form, line, columns, numbers);
            }

            using var reader = CsvReader.Create(csv, form);
            return ReadSeats(
                reader, line, columns, new SeatTable(name) { Numbers = numbers, HasPlaces = columns.HasPlaces });
        }
        catch (Exception e) when (e is CsvFormatException or CsvValidationException)
        {
            return Refused("", $"this is not CSV: {e.Message}");
        }
    }

    private static PlanReading ReadSeats(CsvReader reader, int headLine, TableColumns columns, SeatTable table)
    {
        while (!table.IsOver && reader.Read())
        {
            if (reader.LineNumber <= headLine)
            {
                continue;
            }

            string Cell(string name) =>
                columns[name] is >= 0 and var index && !reader.IsEmpty(index) ? reader.GetString(index) : "";
            string Field(string name) => Plain(Cell(name));
            var (rowCell, seatCell) = (Cell("row"), Cell("seat"));
            var (section, category) = (Field("section"), Field("category"));
            var (row, seat) = (SpreadsheetCells.EvenTime(Plain(rowCell)), SpreadsheetCells.EvenTime(Plain(seatCell)));
            var (x, y) = (Field("x"), Field("y"));
            // Spreadsheets write lines that once had something in them, and totals below.
            if (section.Length + row.Length + seat.Length + category.Length + x.Length + y.Length > 0)
            {
                table.Add(
                    (int)reader.LineNumber, section, row, seat, x, y, category, kind: Field("kind"),
                    seatGuid: Field("guid"),
                    madeDate: SpreadsheetCells.IsDate(rowCell) && PlanKinds.TimeOfDay(seat) is null ? "row"
                        : SpreadsheetCells.IsDate(seatCell) ? "seat"
                        : null);
            }
        }

        return table.Finish();
    }

    // The line and the column of a text in quotation marks that is not closed where its field ends, so that whatever
    // follows would belong to it; null: there is none. A text of one line is for the reader to judge.
    private static (int Line, int Column)? Unclosed(ReadOnlySpan<byte> csv, char separator)
    {
        var (line, column, opened) = (1, 0, 0);
        var isAtStart = true;
        for (var i = 0; i < csv.Length; i++)
        {
            var letter = csv[i];
            var isLineEnd = letter == '\n' || (letter == '\r' && !(i + 1 < csv.Length && csv[i + 1] == '\n'));
            line += isLineEnd ? 1 : 0;
            if (opened > 0)
            {
                if (letter != '"')
                {
                    continue;
                }

                if (i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    i++;
                    continue;
                }

                var isFieldEnd = i + 1 == csv.Length || csv[i + 1] is (byte)'\r' or (byte)'\n' or (byte)' '
                    || csv[i + 1] == separator;
                if (!isFieldEnd && opened < line)
                {
                    return (opened, column);
                }

                opened = 0;
            }
            else if (letter == '"' && isAtStart)
            {
                (opened, isAtStart) = (line, false);
            }
            else if (letter == separator || isLineEnd)
            {
                (column, isAtStart) = (isLineEnd ? 0 : column + 1, true);
            }
            else if (letter is not ((byte)' ' or (byte)'\r'))
            {
                isAtStart = false;
            }
        }

        return opened > 0 ? (opened, column) : null;
    }

    // Numbers can be read only once it is known how the table writes them.
    private static void LookAtNumbers(
        ReadOnlyMemory<byte> csv, CsvReaderOptions form, int headLine, TableColumns columns, TableNumbers numbers)
    {
        using var reader = CsvReader.Create(csv, form);
        for (var lines = 0; lines <= PlanLimits.SeatsMax && reader.Read(); lines++)
        {
            if (reader.LineNumber > headLine)
            {
                Look(columns["x"]);
                Look(columns["y"]);
            }
        }

        // A whole number says nothing.
        void Look(int index)
        {
            if (!reader.IsEmpty(index) && reader.GetSpan(index).ContainsAny(".,"u8))
            {
                numbers.Look(CellGuard.Remove(reader.GetString(index)));
            }
        }
    }

    // The line that names most columns, and what parts it. Nothing is known of either before.
    private static (int Line, char Separator, TableColumns Columns) FindHead(ReadOnlySpan<byte> csv)
    {
        (int Line, char Separator, TableColumns Columns)? best = null;
        var line = 1;
        for (var rest = csv; !rest.IsEmpty && line <= LinesBeforeMax; line++)
        {
            var text = Encoding.UTF8.GetString(TakeLine(ref rest));
            foreach (var separator in Separators)
            {
                var columns = new TableColumns([.. text.Split(separator).Select(head => head.Trim(' ', '\t', '"'))]);
                if (best is null ? text.Trim().Length > 0 : columns.Count > best.Value.Columns.Count)
                {
                    best = (line, separator, columns);
                }
            }
        }

        return best ?? (1, ',', new TableColumns([]));
    }

    private static string Lacks(string[] missing, TableColumns columns)
    {
        var names = columns.Head.Where(head => head.Length > 0 && !head.Any(char.IsControl)).ToArray();
        var told = string.Join(", ", names.Take(ColumnsToldMax).Select(head =>
            head.Length <= ColumnCharsMax ? $"'{head}'" : $"'{head[..ColumnCharsMax]}…'"));
        return (missing is [var only]
                ? $"the column {only} is missing"
                : $"the columns {string.Join(", ", missing)} are missing")
            + (names.Length == 0 ? "" : $"; there are {told}{(names.Length > ColumnsToldMax ? " and others" : "")}");
    }

    // A cell that was made a text by ="5/12", or by an apostrophe as our own tables have it.
    private static string Plain(string cell) => cell is ['=', '"', .. var inside, '"']
        ? inside.Replace("\"\"", "\"", StringComparison.Ordinal)
        : CellGuard.Remove(cell);

    // Before anything is built of it. A line may be part of a text in quotation marks; then it is short as well.
    private static PlanProblem? TooMuch(ReadOnlySpan<byte> csv)
    {
        var line = 1;
        for (var rest = csv; !rest.IsEmpty; line++)
        {
            if (TakeLine(ref rest).Length > LineBytesMax)
            {
                return new PlanProblem($"line {line}", $"it is longer than {LineBytesMax / 1024} KiB");
            }
        }

        return null;
    }

    // Lines end with CR, LF or both.
    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0)
        {
            var last = rest;
            rest = [];
            return last;
        }

        var line = rest[..end];
        rest = rest[(end + (rest[end..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1))..];
        return line;
    }

    private static PlanReading Refused(string where, string what) => new(null, [new PlanProblem(where, what)]);
}
