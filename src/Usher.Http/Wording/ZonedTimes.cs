using System.Globalization;

namespace Usher.Http.Wording;

/// <summary>Times of a show in words, on the clock of its place, which is named.</summary>
public static class ZonedTimes
{
    /// <summary>"Sunday 14 March 2027, 19:30 Europe/Berlin".</summary>
    public static string Full(DateTime utc, string zone) => Text(utc, zone, "dddd d MMMM yyyy, HH:mm");

    /// <summary>"19:30:00 Europe/Berlin".</summary>
    public static string Moment(DateTime utc, string zone) => Text(utc, zone, "HH:mm:ss");

    /// <summary>"2027-03-14 19:30 Europe/Berlin".</summary>
    public static string Brief(DateTime utc, string zone) => Text(utc, zone, "yyyy-MM-dd HH:mm");

    /// <summary>What stands behind a time: the zone, and how far it is ahead of UTC where its clocks show the same time
    /// twice that night.</summary>
    /// <returns>"Europe/Berlin", "America/New York", "Europe/Berlin (UTC+2)".</returns>
    public static string Place(DateTime utc, string zone)
    {
        var name = zone.Replace('_', ' ');
        return IsDoubled(utc, zone) ? $"{name} ({Offset(utc, zone)})" : name;
    }

    /// <summary>Whether the clocks of the place show this time twice.</summary>
    public static bool IsDoubled(DateTime utc, string zone) =>
        TimeZones.ToUtc(TimeZones.ToLocal(utc, zone), zone).Length > 1;

    /// <summary>"UTC+2", "UTC-3:30".</summary>
    public static string Offset(DateTime utc, string zone)
    {
        var offset = TimeZones.OffsetAt(utc, zone);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours)}")
            + (offset.Minutes == 0 ? "" : offset.ToString("\\:mm", CultureInfo.InvariantCulture));
    }

    private static string Text(DateTime utc, string zone, string format) =>
        TimeZones.ToLocal(utc, zone).ToString(format, CultureInfo.InvariantCulture) + " " + Place(utc, zone);
}
