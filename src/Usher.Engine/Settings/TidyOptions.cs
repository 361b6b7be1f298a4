using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How long holds are kept that came to nothing. Bound from the configuration section <c>Bookings</c>.
/// </summary>
public sealed class TidyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(FailedKeptDays), 1, 3_650),
        new(Section, nameof(TidySeconds), 1, 86_400),
        new(Section, nameof(TidyBookingsMax), 1, 10_000),
    ];

    /// <summary>How long a hold that nobody ever confirmed is kept after its end, with its events, in days: 1..3,650.
    /// What was sold is kept, cancelled or not.</summary>
    public int FailedKeptDays { get; set; } = 30;

    /// <summary>How often older ones are looked for, in seconds: 1..86,400.</summary>
    public int TidySeconds { get; set; } = 60;

    /// <summary>The most bookings that one transaction removes; more follow in the next until none is left:
    /// 1..10,000.</summary>
    public int TidyBookingsMax { get; set; } = 500;
}
