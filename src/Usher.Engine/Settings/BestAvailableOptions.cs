using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How the best available seats are chosen. Bound from the configuration section <c>Bookings</c>.</summary>
public sealed class BestAvailableOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(BestSeatsMillisecondsMax), 0, 60_000),
        new(Section, nameof(RankedGroupsMax), 200_000, 1_000_000_000),
    ];

    /// <summary>How old a seat map in memory may be, in milliseconds, for a request for the best seats to be refused by
    /// it; else it is read again first: 0..60,000.</summary>
    public int BestSeatsMillisecondsMax { get; set; } = 1_000;

    /// <summary>How many groups of seats the rankings in memory may have in all, 4 bytes each; a plan has about as many
    /// groups of one size as seats: 200,000..1,000,000,000.</summary>
    public long RankedGroupsMax { get; set; } = 4_000_000;
}
