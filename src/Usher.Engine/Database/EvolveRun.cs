using System.Collections.Immutable;
using System.Data;
using System.Runtime.ExceptionServices;
using EvolveDb;
using EvolveDb.Dialect;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>Runs Evolve on one session, a file at a time. The caller holds the lock.</summary>
internal sealed class EvolveRun(
    NpgsqlDataSource database, NpgsqlConnection session, ImmutableArray<Migration> known, ILogger logger)
{
    // A migration of a large table takes as long as it takes; the caller's token ends it.
    public const int NoTimeout = 0;

    private static readonly TimeSpan CancelInterval = TimeSpan.FromMilliseconds(100);

    private readonly EvolveScripts scripts = new(known);

    /// <summary>Records in Evolve's table what another runner has applied, without running it again.</summary>
    public async Task TakeOverAsync(Migration last, CancellationToken ct)
    {
        var evolve = await CreateAsync(last, ct);
        evolve.SkipNextMigrations = true;
        await MigrateAsync(evolve, last, ct);
    }

    /// <summary>Applies the next file.</summary>
    /// <exception cref="MigrationException">It failed.</exception>
    public async Task ApplyAsync(Migration next, CancellationToken ct)
    {
        await UnfinishedIndex.DropAsync(session, next, logger, ct);
        await MigrateAsync(await CreateAsync(next, ct), next, ct);
        MigrationLog.Applied(logger, next.Name);
    }

    private async Task<Evolve> CreateAsync(Migration last, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select current_schema()", session);
        // There is one: the table of the runner before Evolve was created in it.
        var schema = (string)(await command.ExecuteScalarAsync(ct))!;
        // The database system is given, because Evolve would find it out by provoking errors.
        return new Evolve(session, message => MigrationLog.Evolve(logger, message), DBMS.PostgreSQL)
        {
            Schemas = [schema],
            MetadataTableName = MigrationRecord.VersionsTable,
            MigrationLoader = scripts,
            TargetVersion = EvolveScripts.Version(last),
            CommandTimeout = NoTimeout,
            // The caller has a lock already, and waited for it in a way that can be interrupted.
            EnableClusterMode = false,
            IsEraseDisabled = true,
        };
    }

    private async Task MigrateAsync(Evolve evolve, Migration file, CancellationToken ct)
    {
        var isLost = false;
        void Note(object sender, StateChangeEventArgs change) => isLost |= change.CurrentState != ConnectionState.Open;
        session.StateChange += Note;
        try
        {
            await EndAsync(Task.Run(evolve.Migrate, CancellationToken.None), ct);
        }
        // Evolve then opens a new connection to record the failure, and fails there with another error.
        catch (Exception failure) when (isLost)
        {
            throw new MigrationException(
                $"The connection to the database was lost at {file.Name}. "
                + "Run the migration again; it continues from there.", failure);
        }
        catch (EvolveException failure)
        {
            // None of the subtypes is about the file: they are failures in Evolve's own table, or before.
            var isOfFile = failure.GetType() == typeof(EvolveException);
            if (isOfFile)
            {
                await ForgetFailureAsync();
            }

            ct.ThrowIfCancellationRequested();
            throw Explain(failure, isOfFile ? file : null);
        }
        finally
        {
            session.StateChange -= Note;
        }
    }

    // Evolve has no cancellation, so each statement that it starts is cancelled from outside.
    private async Task EndAsync(Task migrating, CancellationToken ct)
    {
        var process = session.ProcessID;
        await migrating.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!migrating.IsCompleted)
        {
            await CancelAsync(process);
            await Task.WhenAny(migrating, Task.Delay(CancelInterval, CancellationToken.None));
        }

        await migrating;
    }

    private async Task CancelAsync(int process)
    {
        await using var cancel = database.CreateCommand(
            "select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and usename = current_user");
        cancel.Parameters.Add(new NpgsqlParameter<int> { TypedValue = process });
        try
        {
            await cancel.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The database is away, and the migration will notice; or it is busy, and the next attempt is soon.
        }
    }

    // Evolve keeps a row of each failure; a server that retries would leave many.
    private async Task ForgetFailureAsync()
    {
        if (session.State is ConnectionState.Open)
        {
            await using var forget = new NpgsqlCommand(
                $"delete from {MigrationRecord.VersionsTable} where not success", session);
            await forget.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private Exception Explain(EvolveException failure, Migration? file)
    {
        Exception? cause = failure;
        while (cause is not null and not NpgsqlException and not TimeoutException)
        {
            cause = cause.InnerException;
        }

        if (file is not null && cause is PostgresException refusal)
        {
            var rest = scripts.IsTransactional(file)
                ? "left nothing behind"
                : "may have left something behind, because it runs outside a transaction";
            return new MigrationException(
                $"{file.Name} failed and {rest}: {refusal.MessageText} ({refusal.SqlState}). "
                + "Fix the cause and run the migration again.", refusal);
        }

        if (cause is not null)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        return new MigrationException(failure.Message, failure);
    }
}
