using System.Globalization;
using System.Text.RegularExpressions;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>What spreadsheets make of labels, in whatever language they speak.</summary>
internal static partial class SpreadsheetCells
{
    private const int HoursOfHalf = 12;

    // Whose short names of months no label is likely to have; Italian "set" is a word too many.
    private static readonly HashSet<string> Months = new(StringComparer.OrdinalIgnoreCase)
    {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
        "januar", "märz", "mär", "mrz", "mai", "juni", "juli", "okt", "dez",
        "janv", "févr", "fév", "mars", "avr", "juin", "juil", "août", "déc",
        "ene", "abr", "ago", "dic",
    };

    /// <summary>A time of day as spreadsheets write it, "1:20 PM", "13:20:00" or "13h20", as "13:20"; anything else as
    /// it is.</summary>
    public static string EvenTime(string cell)
    {
        if (PlanKinds.TimeOfDay(cell) is not null || Time.Match(cell) is not { Success: true } time)
        {
            return cell;
        }

        var hour = Number("hour");
        if (time.Groups["half"] is { Success: true, Value: var half })
        {
            if (hour is 0 or > HoursOfHalf)
            {
                return cell;
            }

            hour = hour % HoursOfHalf + (half is "P" or "p" ? HoursOfHalf : 0);
        }

        var even = string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{Number("minute"):00}");
        return PlanKinds.TimeOfDay(even) is null ? cell : even;

        int Number(string name) => int.Parse(time.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a spreadsheet seems to have made a date of what was typed, such as 1/5.</summary>
    public static bool IsDate(string cell) =>
        NumericDate.IsMatch(cell)
        || (NamedDate.Match(cell) is { Success: true } named && Months.Contains(named.Groups["month"].Value));

    /// <summary>Whether it is what a spreadsheet shows in place of a value that it cannot work out.</summary>
    public static bool IsError(string cell) => Error.IsMatch(cell);

    [GeneratedRegex(
        @"^(?<hour>[0-9]{1,2})\s?[:：hH]\s?(?<minute>[0-9]{2})(?::00)?\s*(?:(?<half>[AaPp])\.?\s?[Mm]\.?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time { get; }

    [GeneratedRegex(
        @"^([0-9]{1,2}([./-])[0-9]{1,2}[./-][0-9]{4}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2}"
            + @"|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}|[0-9]{1,2}月[0-9]{1,2}日)(\s+[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumericDate { get; }

    [GeneratedRegex(
        @"^([0-9]{1,2}(-|\.\s?|/)(?<month>\p{L}{3,6})\.?|(?<month>\p{L}{3,6})\.?[-/][0-9]{1,2})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedDate { get; }

    [GeneratedRegex(
        @"^#([A-Z/0-9]+[!?]|N/A|NV|#+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Error { get; }
}
