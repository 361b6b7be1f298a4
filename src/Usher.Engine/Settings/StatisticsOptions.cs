using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How booking events are added up for charts. Bound from the configuration section <c>Desk</c>.</summary>
public sealed class StatisticsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Desk";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(AdditionSeconds), 1, 3600),
        new(Section, nameof(MinutesKeptDays), 8, 3650),
    ];

    /// <summary>How often booking events are added up, in seconds: 1..3,600.</summary>
    public int AdditionSeconds { get; set; } = 10;

    /// <summary>How long what was added up is kept by minute; then by day: 8..3,650. No chart reaches back further
    /// than a week.</summary>
    public int MinutesKeptDays { get; set; } = 14;
}
