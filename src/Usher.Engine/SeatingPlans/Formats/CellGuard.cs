using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Keeps spreadsheets from taking a text of ours for something else: one that begins like a formula, and one that they
/// would turn into a date, a time or another number ("5/12", "1-2", "007", "3E5"), is written behind an apostrophe, and
/// loses it when it is read. What begins with apostrophes before such a text gets one more, so that every text comes
/// back as it was. Quotation marks would not help: spreadsheets look at what is between them.
/// </summary>
public static class CellGuard
{
    private const char Guard = '\'';
    // The wide ones too: spreadsheets in East Asia take them for the others.
    private const string FormulaSigns = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";
    // More digits than a spreadsheet keeps of a number.
    private const int DigitsMax = 15;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    // What numbers, dates and times are written with, letters apart.
    private static readonly SearchValues<char> NumberSigns =
        SearchValues.Create("0123456789 \u00a0\u202f.,:/-+%$\u20ac\u00a3\u00a5()");

    // Words beside digits that make a date: 5 Mar, May 2027.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Months =
        FindMonths().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text as it is written into a cell.</summary>
    public static string Add(string text) => IsInDanger(text) ? Guard + text : text;

    /// <summary>The text of a cell as it was.</summary>
    public static string Remove(string text) =>
        text is [Guard, ..] && IsInDanger(text.AsSpan(1)) ? text[1..] : text;

    private static bool IsInDanger(ReadOnlySpan<char> text)
    {
        var bare = text.TrimStart(Guard);
        return (bare is [var first, ..] && FormulaSigns.Contains(first, StringComparison.Ordinal))
            || IsLikeValue(bare.Trim());
    }

    // Rather one too many than one too few.
    private static bool IsLikeValue(ReadOnlySpan<char> text)
    {
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase)
            || text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!text.ContainsAny(Digits))
        {
            return false;
        }

        if (!text.ContainsAnyExcept(Digits))
        {
            // A number that is written again as it is.
            return text.Length > DigitsMax || (text[0] == '0' && text.Length > 1);
        }

        Span<char> letters = stackalloc char[16];
        var count = 0;
        foreach (var sign in text)
        {
            if (NumberSigns.Contains(sign))
            {
                continue;
            }

            if (count == letters.Length)
            {
                return false;
            }

            letters[count++] = char.ToLowerInvariant(sign);
        }

        return count == 0 || Months.Contains(letters[..count]) || letters[..count] switch
        {
            // 3E5, but not E5.
            "e" => !char.IsLetter(text[0]),
            // 3 p, but not 3p.
            "a" or "p" or "am" or "pm" => !char.IsLetter(text[0]) && text.Contains(' '),
            _ => false,
        };
    }

    private static FrozenSet<string> FindMonths()
    {
        string[] languages = ["", "en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "nb", "fi", "cs"];
        var months = languages
            .Select(FormatOf)
            .SelectMany(format => format.MonthNames.Concat(format.AbbreviatedMonthNames)
                .Concat(format.MonthGenitiveNames).Concat(format.AbbreviatedMonthGenitiveNames))
            .Select(month => month.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal));
        return months
            .Where(word => word.Length > 0)
            .ToFrozenSet(StringComparer.Ordinal);
    }

    // Without ICU there is only one.
    private static DateTimeFormatInfo FormatOf(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language).DateTimeFormat;
        }
        catch (CultureNotFoundException)
        {
            return DateTimeFormatInfo.InvariantInfo;
        }
    }
}
