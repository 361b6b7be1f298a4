using System.Globalization;
using NodaTime;
using Usher.Http.Fields;

namespace Usher.Pages.Desk.Forms;

/// <summary>
/// Moments as a date and time field writes them: on the clock of a place. A script tells the browser's time zone;
/// without one it is UTC. Zones are those of the tz database in Noda Time, which knows a place by its former names too,
/// as browsers do (Asia/Calcutta), whatever the system has installed.
/// </summary>
internal static class LocalTime
{
    public const string Utc = "UTC";

    private const string Format = "yyyy-MM-dd'T'HH:mm";
    private const int ZoneCharsMax = 64;

    private static readonly string[] Formats = [Format, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"];

    // Years that people sell seats for, and that every database on the way can tell.
    private static readonly DateTime Earliest = new(1970, 1, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Latest = new(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string ReadZone(string? text) =>
        text is { Length: > 0 and <= ZoneCharsMax } && DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null
            ? text : Utc;

    public static string Write(DateTime? utc, string zone) => utc is { } moment
        ? Instant.FromDateTimeUtc(DateTime.SpecifyKind(moment, DateTimeKind.Utc))
            .InZone(DateTimeZoneProviders.Tzdb[zone])
            .ToDateTimeUnspecified().ToString(Format, CultureInfo.InvariantCulture)
        : "";

    /// <summary>The moment in UTC, the later one of two; null with an error if it is none.</summary>
    public static DateTime? Read(string text, string zone, string field, FieldErrors errors)
    {
        if (!DateTime.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local < Earliest || local > Latest)
        {
            errors.Add(field, "must be a date and time such as 2027-03-14 19:30");
            return null;
        }

        var moments = DateTimeZoneProviders.Tzdb[zone].MapLocal(LocalDateTime.FromDateTime(local));
        if (moments.Count == 0)
        {
            errors.Add(field, "does not exist: clocks go forward over it that night");
            return null;
        }

        return moments.Last().ToDateTimeUtc();
    }
}
