using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How long unfinished shows are kept. Bound from the configuration section <c>Desk</c>.</summary>
public sealed class ShowDraftOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Desk";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(DraftsMax), 1, 100_000),
        new(Section, nameof(DraftDays), 1, 3650),
    ];

    /// <summary>How many shows may be unfinished at once; the oldest are dropped: 1..100,000.</summary>
    public int DraftsMax { get; set; } = 500;

    /// <summary>How long one that nobody goes on with is kept, in days: 1..3,650.</summary>
    public int DraftDays { get; set; } = 30;
}
