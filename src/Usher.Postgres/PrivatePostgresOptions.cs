using System.ComponentModel.DataAnnotations;
using System.Reflection;
using static Usher.Postgres.PrivatePostgresException;

namespace Usher.Postgres;

/// <summary>
/// The private PostgreSQL's place and limits. Bound from the configuration section <c>PrivatePostgres</c>, except for
/// the two directories, which come from <c>Data:Directory</c> and <c>Data:PostgresBinaries</c>.
/// </summary>
public sealed class PrivatePostgresOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "PrivatePostgres";

    /// <summary>Where the cluster, its log and its socket are. Created if missing.</summary>
    public required string Directory { get; set; }

    /// <summary>The directory of pg_ctl, initdb and postgres; null: found where systems usually keep them.</summary>
    public string? BinariesDirectory { get; set; }

    /// <summary>How long the first start with its initdb, crash recovery, or waiting for another process's start may
    /// take, in seconds: 1..3,600.</summary>
    [Range(1, 3600)]
    public int StartSecondsMax { get; set; } = 120;

    /// <summary>How long the server may take to end its sessions and write a checkpoint before it is stopped
    /// immediately (its next start then recovers from the log), in seconds: 1..600.</summary>
    [Range(1, 600)]
    public int StopSecondsMax { get; set; } = 20;

    /// <summary>Memory of PostgreSQL's own for pages, in MiB: 1..65,536. By default an eighth of what this machine has,
    /// at least 64 and at most 1,024, so that the seats of a busy day stay in it.</summary>
    [Range(1, 65_536)]
    public int SharedBuffersMebibytes { get; set; } =
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (8 * 1024 * 1024), 64, 1024);

    /// <summary>Write-ahead log between two checkpoints, in MiB: 64..65,536.</summary>
    [Range(64, 65_536)]
    public int WalMebibytesMax { get; set; } = 2048;

    /// <summary>The time between two checkpoints at most, in seconds: 30..86,400.</summary>
    [Range(30, 86_400)]
    public int CheckpointSecondsMax { get; set; } = 900;

    /// <summary>Connections of all processes together: 10..1,000.</summary>
    [Range(10, 1000)]
    public int ConnectionsMax { get; set; } = 100;

    /// <summary>How long the server's log files are kept, in days: 1..7.</summary>
    [Range(1, 7)]
    public int LogDaysMax { get; set; } = 7;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="PrivatePostgresException">It names the setting.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Directory))
        {
            throw new PrivatePostgresException("Data:Directory is empty; set it to a folder. Default: .usher.");
        }

        foreach (var setting in typeof(PrivatePostgresOptions).GetProperties())
        {
            if (setting.GetCustomAttribute<RangeAttribute>() is { } range)
            {
                RequireRange(
                    $"{Section}:{setting.Name}", (int)setting.GetValue(this)!, (int)range.Minimum, (int)range.Maximum);
            }
        }
    }
}
