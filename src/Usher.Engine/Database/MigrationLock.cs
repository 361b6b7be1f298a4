using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// Lets one process migrate at a time: an advisory lock of its session. It lasts as long as the session, also when the
/// process is gone and the server still runs its last statement.
/// </summary>
internal sealed class MigrationLock : IAsyncDisposable
{
    /// <summary>For the files that the runner before Evolve applies too; it takes the same lock.</summary>
    public const long FirstFiles = 0x5553_4845_524d_4947;

    /// <summary>For all files.</summary>
    public const long AllFiles = FirstFiles + 1;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlConnection session;
    private readonly long key;

    private MigrationLock(NpgsqlConnection session, long key)
    {
        this.session = session;
        this.key = key;
    }

    public static async Task<MigrationLock> TakeAsync(
        NpgsqlConnection session, long key, ILogger logger, CancellationToken ct)
    {
        // Polled rather than waited for: a statement that waits keeps a snapshot, and
        // `create index concurrently`, run by the holder of the lock, would wait for that snapshot: a deadlock.
        for (var tries = 0; !await AskAsync(session, $"select pg_try_advisory_lock({key})", ct); tries++)
        {
            if (tries == 0)
            {
                MigrationLog.Waiting(logger);
            }

            await Task.Delay(RetryInterval, ct);
        }

        return new MigrationLock(session, key);
    }

    public async ValueTask DisposeAsync()
    {
        // A session that is gone has released its locks, and an earlier failure must not be hidden by one here.
        if (session.State is ConnectionState.Open)
        {
            try
            {
                await AskAsync(session, $"select pg_advisory_unlock({key})", CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                await session.CloseAsync();
            }
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
