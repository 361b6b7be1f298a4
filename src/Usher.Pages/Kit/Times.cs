using System.Globalization;
using Usher.Http.Wording;

namespace Usher.Pages.Kit;

/// <summary>
/// How times are written: those of a show on the clock of its venue, which is named; a script takes the name away where
/// the reader's clock shows the same. All others in UTC; a script writes them anew on the reader's own clock.
/// </summary>
internal static class Times
{
    /// <summary>A time in words, on whatever clock it was read; the clock is not named.</summary>
    public static string Words(DateTime time, TimeForm form) => DateForms.Current.Text(time, form);

    /// <summary>What names the clock: "Europe/Berlin"; null where so little of a time is told that none is needed.
    /// </summary>
    public static string? Place(DateTime utc, string zone, TimeForm form) =>
        form is TimeForm.Weekday or TimeForm.Day or TimeForm.Month ? null : ZonedTimes.Place(utc, zone);

    /// <summary>As the attribute of a time element has it.</summary>
    public static string Machine(DateTime utc) => Format(utc, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>What the clock of a place shows, for a script to compare with the reader's.</summary>
    public static string Wall(DateTime utc, string zone) =>
        Format(TimeZones.ToLocal(utc, zone), "yyyy-MM-dd'T'HH:mm");

    /// <summary>"2 more minutes", "30 more seconds", "1 minute 30 seconds more".</summary>
    public static string More(int seconds) => (seconds / 60, seconds % 60) switch
    {
        (0, var rest) => CountTexts.Word(rest, $"{rest} more second"),
        (var minutes, 0) => CountTexts.Word(minutes, $"{minutes} more minute"),
        _ => $"{Span(seconds)} more",
    };

    /// <summary>"2 minutes", "30 seconds", "1 minute 30 seconds".</summary>
    public static string Span(int seconds) => (seconds / 60, seconds % 60) switch
    {
        (0, var rest) => CountTexts.Word(rest, $"{rest} second"),
        (var minutes, 0) => CountTexts.Word(minutes, $"{minutes} minute"),
        (var minutes, var rest) =>
            $"{CountTexts.Word(minutes, $"{minutes} minute")} {CountTexts.Word(rest, $"{rest} second")}",
    };

    private static string Format(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}

/// <summary>How much of a time is told.</summary>
public enum TimeForm
{
    Full,
    Brief,
    Moment,
    Clock,
    Weekday,
    Day,
    Month,
}
