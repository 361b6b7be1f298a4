using System.Globalization;

namespace Usher.Pages.Kit;

/// <summary>How times are written without a script, in UTC; scripts write them anew in the reader's own zone.</summary>
internal static class Times
{
    public static string Text(DateTime utc, TimeForm form) => DateForms.Current.Text(utc, form)
        + (form is TimeForm.Full or TimeForm.Brief or TimeForm.Moment or TimeForm.Clock ? " UTC" : "");

    /// <summary>As the attribute of a time element has it.</summary>
    public static string Machine(DateTime utc) => Format(utc, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>"2 more minutes", "30 more seconds".</summary>
    public static string More(int seconds) => seconds % 60 == 0
        ? seconds == 60 ? "1 more minute" : $"{seconds / 60} more minutes"
        : $"{seconds} more seconds";

    /// <summary>"2 minutes", "90 seconds".</summary>
    public static string Span(int seconds) => More(seconds).Replace(" more", "", StringComparison.Ordinal);

    private static string Format(DateTime utc, string format) => utc.ToString(format, CultureInfo.InvariantCulture);
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
