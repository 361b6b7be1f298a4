using System.Collections.Immutable;

namespace Usher.Engine.Settings;

/// <summary>How much of the database organisers may take at once. Bound from the configuration section <c>Database</c>.
/// </summary>
public sealed class OrganiserWriteOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Database";

    /// <summary>What each of them may be.</summary>
    public static ImmutableArray<SettingRange> Ranges { get; } = [new(Section, nameof(OrganiserWritesMax), 1, 1_000)];

    /// <summary>The most organisers' writes that have a connection at once; further ones wait without one, so that
    /// those who wait for each other's locks leave connections for buyers: 1..1,000.</summary>
    public int OrganiserWritesMax { get; set; } = 4;
}
