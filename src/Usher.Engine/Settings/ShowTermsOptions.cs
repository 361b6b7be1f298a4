using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>The terms of shows: what a show that says nothing has, and how long they are remembered. Bound from the
/// configuration section <c>Bookings</c>.</summary>
public sealed class ShowTermsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bookings";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(HoldSeconds), 1, 86_400),
        new(Section, nameof(ShowTermsSeconds), 0, 3_600),
        new(Section, nameof(ShowTermsMax), 1, 10_000_000),
    ];

    /// <summary>How long seats are held where the show says nothing: 1..86,400 s.</summary>
    public int HoldSeconds { get; set; } = 120;

    /// <summary>How long the terms of a show (seats, hold, opening) are remembered, in seconds: 0..3,600.</summary>
    public int ShowTermsSeconds { get; set; } = 10;

    /// <summary>In seconds: a sale that opens later than this has begun in no process, whatever each remembers of the
    /// show; what may not change under a buyer's hands may change until then.</summary>
    internal int OpeningSecondsMin => Math.Max(60, 2 * ShowTermsSeconds);

    /// <summary>How many shows' terms are remembered: 1..10,000,000.</summary>
    public int ShowTermsMax { get; set; } = 100_000;
}
