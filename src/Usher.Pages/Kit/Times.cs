using System.Globalization;

namespace Usher.Pages.Kit;

/// <summary>How times are written without a script, in UTC; scripts write them anew in the reader's own zone.</summary>
internal static class Times
{
    public static string Text(DateTime utc, TimeForm form) => form switch
    {
        TimeForm.Full => Format(utc, "dddd d MMMM yyyy, HH:mm 'UTC'"),
        TimeForm.Brief => Format(utc, "ddd d MMM, HH:mm 'UTC'"),
        TimeForm.Moment => Format(utc, "HH:mm:ss 'UTC'"),
        TimeForm.Clock => Format(utc, "HH:mm 'UTC'"),
        TimeForm.Weekday => Format(utc, "ddd"),
        TimeForm.Day => Format(utc, "%d"),
        _ => Format(utc, "MMMM yyyy"),
    };

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
