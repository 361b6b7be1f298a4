using System.Collections.Immutable;

namespace Usher.Engine.Audit;

/// <summary>The audit's limits. Bound from the configuration section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Audit";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(ViolationsMax), 1, 10_000),
        new(Section, nameof(SweepGraceSeconds), 0, 3_600),
        new(Section, nameof(CheckSecondsMax), 1, 86_400),
        new(Section, nameof(WorkMemoryMegabytes), 1, 4_096),
    ];

    /// <summary>The most violations listed for one invariant; all are counted: 1..10,000.</summary>
    public int ViolationsMax { get; set; } = 20;

    /// <summary>How much later than the sweep interval a hold may end before that is a violation: 0..3,600 s.</summary>
    public int SweepGraceSeconds { get; set; } = 30;

    /// <summary>How long one check may take, in seconds: 1..86,400.</summary>
    public int CheckSecondsMax { get; set; } = 3_600;

    /// <summary>Memory the database may use for one sort or hash of a check, in MiB: 1..4,096.</summary>
    public int WorkMemoryMegabytes { get; set; } = 64;
}
