using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How personal data is kept. Bound from the configuration section <c>Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Privacy";

    /// <summary>What each number of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(AnonymisedAfterDays), 0, 36_500),
    ];

    /// <summary>The file with the keys that seal personal data. Null: development makes one below
    /// <c>Data:Directory</c>; elsewhere it must be set, and lie outside of that.</summary>
    public string? KeyRing { get; set; }

    /// <summary>How long after the start of a show its bookings are somebody's, in days: 0..36,500; 0: for good.
    /// </summary>
    public int AnonymisedAfterDays { get; set; }
}
