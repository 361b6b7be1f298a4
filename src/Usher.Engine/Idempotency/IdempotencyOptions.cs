using System.Collections.Immutable;

namespace Usher.Engine.Idempotency;

/// <summary>How long organisers' writes can be repeated. Bound from the configuration section <c>Idempotency</c>.
/// </summary>
public sealed class IdempotencyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Idempotency";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(KeyDays), 1, 3_650),
        new(Section, nameof(TidyKeysMax), 1, 10_000),
    ];

    /// <summary>How long a key and its answer are kept, in days: 1..3,650.</summary>
    public int KeyDays { get; set; } = 90;

    /// <summary>How many older keys one write under a new key removes at most: 1..10,000.</summary>
    public int TidyKeysMax { get; set; } = 100;
}
