using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Usher.Engine.Database;

/// <summary>Where a PostgreSQL on this machine keeps its files.</summary>
/// <param name="Paths">Its data and its write-ahead log, which may be on different disks.</param>
public sealed record DataFolders(params string[] Paths);

/// <summary>
/// Whether the database has room to write. Reads go on without it, so nothing else shows. Of a PostgreSQL on this
/// machine the free space is looked at; of any, a write that failed for want of room is remembered until one succeeds.
/// </summary>
public sealed class DiskSpace(
    DataSources data, IOptions<DiskSpaceOptions> options, TimeProvider time, DataFolders? folders = null)
{
    private const int MebibyteBytes = 1024 * 1024;

    // Random, so that it is stored at its full size: more than the free part of a page or two.
    private const int ProbeBytes = 64 * 1024;

    private const string ProbeName = "disk_probe";
    private const string Probe = "insert into secrets (name, value) values ($1, $2)";

    private readonly Lock _lock = new();
    private string? _failure;
    private long _probedAt;

    /// <summary>Remembers a failure if it was for want of room; lets any other be.</summary>
    public void Note(Exception failure)
    {
        if (failure is PostgresException { SqlState: PostgresErrorCodes.DiskFull } full)
        {
            lock (_lock)
            {
                _failure = full.MessageText;
                _probedAt = time.GetTimestamp();
            }
        }
    }

    /// <summary>Why a write would fail, in words for an operator; null: it would not, as far as is known. Costs a look
    /// at the file system; only after a failed write it tries one, now and then, and takes it back.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        if (folders?.Paths.Select(LackOfRoom).OfType<string>().FirstOrDefault() is { } lack)
        {
            return lack;
        }

        if (IsProbeDue())
        {
            await ProbeAsync(ct);
        }

        lock (_lock)
        {
            return _failure is { } failure
                ? $"The database's disk is full: {failure}. Free up space; the server retries every "
                    + string.Create(CultureInfo.InvariantCulture, $"{options.Value.DiskProbeSeconds} s.")
                : null;
        }
    }

    private string? LackOfRoom(string path)
    {
        var min = options.Value.FreeMebibytesMin;
        try
        {
            var free = min == 0 ? long.MaxValue : new DriveInfo(path).AvailableFreeSpace / MebibyteBytes;
            return free >= min
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database's disk is full: {free} MiB are free at {path}, and {min} are needed "
                    + $"({DiskSpaceOptions.Section}:{nameof(DiskSpaceOptions.FreeMebibytesMin)}). Free up space.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It cannot be seen from here; a write that fails is still noticed.
            return null;
        }
    }

    // One of all who ask at once tries.
    private bool IsProbeDue()
    {
        lock (_lock)
        {
            var isDue = _failure is not null
                && time.GetElapsedTime(_probedAt) >= TimeSpan.FromSeconds(options.Value.DiskProbeSeconds);
            _probedAt = isDue ? time.GetTimestamp() : _probedAt;
            return isDue;
        }
    }

    private async Task ProbeAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await data.Primary.OpenConnectionAsync(ct);
            await using var undone = await connection.BeginTransactionAsync(ct);
            await using var insert = new NpgsqlCommand(Probe, connection);
            insert.Parameters.Add(new NpgsqlParameter { Value = $"{ProbeName} {Guid.NewGuid():N}" });
            insert.Parameters.Add(new NpgsqlParameter
            {
                Value = RandomNumberGenerator.GetBytes(ProbeBytes),
                NpgsqlDbType = NpgsqlDbType.Bytea,
            });
            await insert.ExecuteNonQueryAsync(ct);
            await undone.RollbackAsync(ct);
            lock (_lock)
            {
                _failure = null;
            }
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.DiskFull)
        {
            Note(full);
        }
    }
}
