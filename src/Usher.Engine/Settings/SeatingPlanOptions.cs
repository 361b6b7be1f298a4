using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>The seating plans in memory. Bound from the configuration section <c>Bookings</c>.</summary>
public sealed class SeatingPlanOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
        [new(Section, nameof(PlanSeatsMax), 200_000, 1_000_000_000)];

    /// <summary>How many seats the seating plans in memory may have in all, some 150 bytes each, and 200 more where a
    /// plan is served over HTTP; plans are shared by their shows: 200,000..1,000,000,000.</summary>
    public long PlanSeatsMax { get; set; } = 1_000_000;
}
