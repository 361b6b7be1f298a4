using System.Collections.Concurrent;
using System.Globalization;

namespace Usher.Pages.Kit;

/// <summary>How dates and times are written in a culture: its own order, words and clock.</summary>
internal sealed class DateForms
{
    private static readonly ConcurrentDictionary<string, DateForms> Made = new(StringComparer.Ordinal);

    private readonly CultureInfo _culture;
    private readonly string _full;
    private readonly string _brief;
    private readonly string _moment;
    private readonly string _clock;
    private readonly string _month;

    private DateForms(CultureInfo culture)
    {
        var format = culture.DateTimeFormat;
        _culture = culture;
        _clock = format.ShortTimePattern;
        _moment = format.LongTimePattern;
        _month = format.YearMonthPattern;
        _full = $"{format.LongDatePattern}, {_clock}";
        _brief = $"ddd, {format.MonthDayPattern.Replace("MMMM", "MMM", StringComparison.Ordinal)}, {_clock}";
    }

    // British English without the comma behind the day of the week.
    private DateForms()
    {
        (_culture, _full, _brief, _moment, _clock, _month) = (
            CultureInfo.InvariantCulture, "dddd d MMMM yyyy, HH:mm", "ddd d MMM, HH:mm", "HH:mm:ss", "HH:mm",
            "MMMM yyyy");
    }

    /// <summary>Those of the reader that is being answered.</summary>
    public static DateForms Current => Of(ReaderCulture.Current);

    public static DateForms Of(CultureInfo culture) => Made.GetOrAdd(
        culture.Name,
        static (_, culture) => culture == ReaderCulture.Default ? new DateForms() : new DateForms(culture), culture);

    /// <summary>A time in words, on whatever clock it was read.</summary>
    public string Text(DateTime time, TimeForm form) => time.ToString(
        form switch
        {
            TimeForm.Full => _full,
            TimeForm.Brief => _brief,
            TimeForm.Moment => _moment,
            TimeForm.Clock => _clock,
            TimeForm.Weekday => "ddd",
            TimeForm.Day => "%d",
            _ => _month,
        },
        _culture);
}
