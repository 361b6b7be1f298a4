using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How holds whose time is over are found. Bound from the configuration section <c>Bookings</c>.</summary>
public sealed class SweepOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(SweepSeconds), 1, 3_600),
        new(Section, nameof(SweepBookingsMax), 1, 10_000),
    ];

    /// <summary>The longest time between two sweeps for expired holds, which otherwise follow when the next hold ends:
    /// 1..3,600 s.</summary>
    public int SweepSeconds { get; set; } = 30;

    /// <summary>
    /// The most bookings one round of a sweep expires; rounds follow each other until none is due: 1..10,000.
    /// </summary>
    public int SweepBookingsMax { get; set; } = 500;
}
