using System.Collections.Immutable;
using System.Globalization;
using Usher.Http.Fields;
using Usher.Http.Wording;
using Usher.Pages.Desk.NewShows;

namespace Usher.Pages.Desk.Forms;

/// <summary>
/// Moments as date and time fields write them: on the clock of a venue. In the night in which clocks are put back a
/// field of its own says which of two equal times is meant.
/// </summary>
internal static class LocalTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";
    private const string WithSeconds = Format + "':'ss";
    private const int GapMinutesMax = 24 * 60;

    private static readonly string[] Formats = [Format, WithSeconds, WithSeconds + ".FFF", "yyyy-MM-dd HH:mm"];

    // Years that people sell seats for, and that every database on the way can tell.
    private static readonly DateTime Earliest = new(1970, 1, 2);
    private static readonly DateTime Latest = new(9000, 1, 1);

    /// <summary>The field that says which of two equal times is meant: how far the clock is ahead of UTC.</summary>
    public static string WhichOf(string name) => $"{name}_offset";

    /// <summary>The fields of a moment.</summary>
    /// <param name="name">The field.</param>
    /// <param name="utc">Null: it is empty.</param>
    /// <param name="zone">Whose clock it is written by.</param>
    public static Fields Write(string name, DateTime? utc, string zone) => new(
    [
        new(name, Text(utc, zone)),
        new(WhichOf(name), utc is { } moment && ZonedTimes.IsDoubled(moment, zone) ? OffsetOf(moment, zone) : ""),
    ]);

    /// <summary>The time zone that was entered; null with an error if there is none of the name.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="zoneDefault">Of a form without the field.</param>
    /// <param name="errors">Collects what is wrong.</param>
    public static string? ReadZone(Fields fields, string zoneDefault, FieldErrors errors)
    {
        var zone = fields["zone"] is { Length: > 0 } entered ? entered : zoneDefault;
        if (TimeZones.Exists(zone))
        {
            return TimeZones.Present(zone);
        }

        errors.Add("zone", "must be one from the list, such as Europe/Berlin");
        return null;
    }

    /// <summary>The moment in UTC; null with an error if it is none, or could be two. What nobody has changed in the
    /// form stays to the microsecond.</summary>
    /// <param name="fields">The form.</param>
    /// <param name="name">Its field.</param>
    /// <param name="zone">On whose clock it was entered.</param>
    /// <param name="known">What the form has shown, if anything, and on whose clock. On another clock it keeps its
    /// time of day.</param>
    /// <param name="errors">Collects what is wrong.</param>
    public static DateTime? Read(
        Fields fields, string name, string zone, (DateTime? Utc, string Zone) known, FieldErrors errors)
    {
        var isUntouched = known.Utc is not null && fields[name] == Text(known.Utc, known.Zone);
        if (isUntouched && zone == known.Zone
            && (fields[WhichOf(name)].Length == 0 || fields[WhichOf(name)] == OffsetOf(known.Utc!.Value, zone)))
        {
            return known.Utc;
        }

        if ((isUntouched ? TimeZones.ToLocal(known.Utc!.Value, known.Zone) : Parse(fields[name])) is not { } local)
        {
            errors.Add(name, "must be a date and time such as 2027-03-14 19:30");
            return null;
        }

        switch (TimeZones.ToUtc(local, zone))
        {
            case [var only]:
                return only;
            case [var first, var second]:
                if (new[] { first, second }.Cast<DateTime?>().FirstOrDefault(moment =>
                    OffsetOf(moment!.Value, zone) == fields[WhichOf(name)]) is { } meant)
                {
                    return meant;
                }

                errors.Add(name, "happens twice that night, because the clocks go back; choose which one you mean");
                return null;
            default:
                errors.Add(name, "does not exist that night, because the clocks go forward; the next possible time is "
                    + Next(local, zone));
                return null;
        }
    }

    /// <summary>The two moments that a field may mean; none where it is clear which one.</summary>
    /// <returns>What the field that says which has, and words for it, the earlier moment first.</returns>
    public static ImmutableArray<(string Value, string Words)> Choices(string text, string zone) =>
        TimeZones.Exists(zone) && Parse(text) is { } local && TimeZones.ToUtc(local, zone) is [var first, var second]
            ? [Choice(first, zone, "the first time"), Choice(second, zone, "the second time")]
            : [];

    private static (string, string) Choice(DateTime moment, string zone, string words) => (
        OffsetOf(moment, zone),
        string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeZones.ToLocal(moment, zone):HH:mm}, {words} ({ZonedTimes.Offset(moment, zone)})"));

    private static string Text(DateTime? utc, string zone) => utc is not { } moment ? ""
        : TimeZones.ToLocal(moment, zone) is var local && local.Second == 0
            ? local.ToString(Format, CultureInfo.InvariantCulture)
            : local.ToString(WithSeconds, CultureInfo.InvariantCulture);

    private static DateTime? Parse(string text) => DateTime.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        && local >= Earliest && local <= Latest ? local : null;

    private static string OffsetOf(DateTime moment, string zone)
    {
        var offset = TimeZones.OffsetAt(moment, zone);
        return (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
    }

    private static string Next(DateTime local, string zone)
    {
        var minute = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0);
        var next = Enumerable.Range(1, GapMinutesMax).Select(minutes => minute.AddMinutes(minutes))
            .FirstOrDefault(later => !TimeZones.ToUtc(later, zone).IsEmpty);
        return next.ToString("HH:mm", CultureInfo.InvariantCulture);
    }
}
