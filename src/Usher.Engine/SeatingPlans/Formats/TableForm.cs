using System.Globalization;
using CsvHelper;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// How a table for a spreadsheet is written. Where numbers have a decimal comma, spreadsheets part columns by
/// semicolons; elsewhere by commas, but for Switzerland. All begin with a byte order mark, by which they know UTF-8.
/// </summary>
public sealed class TableForm
{
    private const string Separators = ",;\t|";

    /// <summary>Commas between columns, a point in numbers: what programs expect.</summary>
    public static readonly TableForm Comma = new(',', CultureInfo.InvariantCulture);

    /// <summary>Semicolons between columns, a comma in numbers.</summary>
    public static readonly TableForm Semicolon = new(';', new NumberFormatInfo { NumberDecimalSeparator = "," });

    /// <summary>Semicolons between columns, a point in numbers.</summary>
    public static readonly TableForm Swiss = new(';', CultureInfo.InvariantCulture);

    private TableForm(char separator, IFormatProvider numbers)
    {
        Numbers = numbers;
        Options = new CsvWriterOptions { Separator = separator, WriteByteOrderMark = true };
        Quoted = new CsvWriterOptions
        {
            Separator = separator,
            WriteByteOrderMark = true,
            Quoting = CsvQuoting.Always,
        };
    }

    /// <summary>How numbers are formatted, without signs between thousands.</summary>
    public IFormatProvider Numbers { get; }

    /// <summary>For a writer whose texts go through <see cref="Write"/>.</summary>
    public CsvWriterOptions Options { get; }

    /// <summary>For a writer of whole lines, with quotation marks around each field: some spreadsheets part them at
    /// other signs as well.</summary>
    public CsvWriterOptions Quoted { get; }

    /// <summary>What the spreadsheet of such a reader opens.</summary>
    public static TableForm Of(CultureInfo reader) =>
        reader.NumberFormat.NumberDecimalSeparator == "," ? Semicolon
        : reader.Name.EndsWith("-CH", StringComparison.Ordinal) ? Swiss
        : Comma;

    /// <summary>Writes a text that no spreadsheet takes for anything else.</summary>
    public static void Write(CsvWriter csv, string text) => csv.WriteField(
        CellGuard.Add(text),
        text.AsSpan().ContainsAny(Separators) ? CsvQuoting.Always : CsvQuoting.WhenNeededOrWhitespace);
}
