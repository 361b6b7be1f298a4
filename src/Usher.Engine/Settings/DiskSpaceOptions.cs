using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>When a server says that it is not ready for want of disk. Bound from the configuration section
/// <c>Database</c>.</summary>
public sealed class DiskSpaceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Database";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } =
    [
        new(Section, nameof(FreeMebibytesMin), 0, 1_048_576),
        new(Section, nameof(DiskProbeSeconds), 1, 3_600),
    ];

    /// <summary>What must be free where a private PostgreSQL keeps its data, and where its log, in MiB; 0 does not
    /// look: 0..1,048,576. By default two segments of the write-ahead log.</summary>
    public int FreeMebibytesMin { get; set; } = 32;

    /// <summary>After a write failed because the disk was full, how often another is tried, in seconds: 1..3,600.
    /// </summary>
    public int DiskProbeSeconds { get; set; } = 5;
}
