using System.ComponentModel.DataAnnotations;
using System.Reflection;
using static Usher.Engine.Database.DatabaseConfigurationException;

namespace Usher.Engine.Database;

/// <summary>
/// Limits of the connection pools. Bound from the configuration section <c>Database</c>; a setting in the connection
/// string wins over these.
/// </summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Database";

    /// <summary>The most connections to the primary: 1..1,000. One more request waits.</summary>
    [Range(1, 1000)]
    public int PrimaryConnectionsMax { get; set; } = 32;

    /// <summary>The most connections to the replicas: 1..1,000.</summary>
    [Range(1, 1000)]
    public int ReplicaConnectionsMax { get; set; } = 32;

    /// <summary>How long to wait for a connection, from the pool or the network, in seconds: 1..300.</summary>
    [Range(1, 300)]
    public int ConnectSecondsMax { get; set; } = 10;

    /// <summary>How long one statement may take unless it says otherwise, in seconds: 1..3,600.</summary>
    [Range(1, 3600)]
    public int CommandSecondsMax { get; set; } = 30;

    /// <summary>After how long an idle connection is closed, in seconds: 1..3,600.</summary>
    [Range(1, 3600)]
    public int IdleSecondsMax { get; set; } = 300;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="DatabaseConfigurationException">It names the setting.</exception>
    public void Validate()
    {
        foreach (var setting in typeof(DatabaseOptions).GetProperties())
        {
            var range = setting.GetCustomAttribute<RangeAttribute>()!;
            RequireRange(
                $"{Section}:{setting.Name}", (int)setting.GetValue(this)!, (int)range.Minimum, (int)range.Maximum);
        }
    }
}
