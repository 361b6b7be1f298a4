using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace Usher.Engine.Settings;

/// <summary>
/// The clocks of places, by their names in the IANA time zone database. They are those of Noda Time, which knows a
/// place by its former names too, as browsers do (Asia/Calcutta), whatever the system has installed.
/// </summary>
public static class TimeZones
{
    /// <summary>The zone of whoever says nothing.</summary>
    public const string Utc = "UTC";

    /// <summary>The longest name of a zone, in characters.</summary>
    public const int NameCharsMax = 64;

    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;

    // Its provider would also take "UTC+3", which is no name of the database.
    private static readonly HashSet<string> Known = new(Zones.Ids, StringComparer.Ordinal);

    // The names that the systems of browsers have kept since the database gave the places others.
    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["Africa/Asmera"] = "Africa/Asmara",
        ["America/Buenos_Aires"] = "America/Argentina/Buenos_Aires",
        ["America/Catamarca"] = "America/Argentina/Catamarca",
        ["America/Coral_Harbour"] = "America/Atikokan",
        ["America/Cordoba"] = "America/Argentina/Cordoba",
        ["America/Godthab"] = "America/Nuuk",
        ["America/Indianapolis"] = "America/Indiana/Indianapolis",
        ["America/Jujuy"] = "America/Argentina/Jujuy",
        ["America/Louisville"] = "America/Kentucky/Louisville",
        ["America/Mendoza"] = "America/Argentina/Mendoza",
        ["Asia/Calcutta"] = "Asia/Kolkata",
        ["Asia/Katmandu"] = "Asia/Kathmandu",
        ["Asia/Rangoon"] = "Asia/Yangon",
        ["Asia/Saigon"] = "Asia/Ho_Chi_Minh",
        ["Atlantic/Faeroe"] = "Atlantic/Faroe",
        ["Europe/Kiev"] = "Europe/Kyiv",
        ["Pacific/Enderbury"] = "Pacific/Kanton",
        ["Pacific/Ponape"] = "Pacific/Pohnpei",
        ["Pacific/Truk"] = "Pacific/Chuuk",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names that <see cref="Present"/> replaces.</summary>
    internal static IEnumerable<string> FormerNames => Renamed.Keys;

    /// <summary>The name that a place has today: "Asia/Kolkata" of "Asia/Calcutta", as browsers still call it.
    /// </summary>
    [return: NotNullIfNotNull(nameof(zone))]
    public static string? Present(string? zone) => zone is null ? null : Renamed.GetValueOrDefault(zone, zone);

    /// <summary>The same for a browser: the present name by each former one.</summary>
    public static IReadOnlyDictionary<string, string> PresentNames => Renamed;

    /// <summary>The places that people choose from, in order.</summary>
    public static ImmutableArray<string> Places { get; } =
    [
        .. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(place => place.ZoneId).Append(Utc)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether there is a zone of this name.</summary>
    public static bool Exists(string? name) => name is not null && Known.Contains(name);

    /// <summary>What the clocks of the place show at a moment.</summary>
    /// <param name="utc">The moment, UTC.</param>
    /// <param name="zone">The name of the zone; one that nobody knows goes by UTC.</param>
    /// <returns>Of no kind, to the microsecond and less.</returns>
    public static DateTime ToLocal(DateTime utc, string zone) =>
        InstantOf(utc).InZone(Find(zone)).ToDateTimeUnspecified();

    /// <summary>How far the clocks of the place are ahead of UTC at a moment.</summary>
    /// <inheritdoc cref="ToLocal"/>
    public static TimeSpan OffsetAt(DateTime utc, string zone) =>
        Find(zone).GetUtcOffset(InstantOf(utc)).ToTimeSpan();

    /// <summary>When the clocks of the place show a time: at one moment; at none where they are put forward over it;
    /// at two, the earlier first, where they are put back.</summary>
    /// <param name="local">What they show.</param>
    /// <param name="zone">The name of the zone; one that nobody knows goes by UTC.</param>
    /// <returns>UTC.</returns>
    public static ImmutableArray<DateTime> ToUtc(DateTime local, string zone)
    {
        var moments = Find(zone).MapLocal(LocalDateTime.FromDateTime(local));
        return moments.Count switch
        {
            0 => [],
            1 => [moments.Single().ToDateTimeUtc()],
            _ => [moments.First().ToDateTimeUtc(), moments.Last().ToDateTimeUtc()],
        };
    }

    private static DateTimeZone Find(string zone) =>
        Exists(zone) ? Zones[zone] : DateTimeZone.Utc;

    private static Instant InstantOf(DateTime utc) =>
        Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
