using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>The seat maps in memory. Bound from the configuration section <c>Bookings</c>.</summary>
public sealed class SeatMapOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(SeatMapSecondsMax), 0, 60),
        new(Section, nameof(SeatMapSeatsMax), 200_000, 1_000_000_000),
        new(Section, nameof(SeatMapsMax), 1, 10_000_000),
    ];

    /// <summary>How old a seat map in memory may be before it is read again, in seconds: 0..60. A seat freed by another
    /// process is refused for no longer than this.</summary>
    public int SeatMapSecondsMax { get; set; } = 10;

    /// <summary>How many seats the maps in memory may have in all, some 24 bytes each, and 150 more where a map
    /// is served over HTTP: 200,000..1,000,000,000.</summary>
    public long SeatMapSeatsMax { get; set; } = 2_500_000;

    /// <summary>How many shows' maps are remembered: 1..10,000,000.</summary>
    public int SeatMapsMax { get; set; } = 100_000;
}
