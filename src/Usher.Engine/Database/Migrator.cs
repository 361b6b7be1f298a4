using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// Brings a database to this program's schema, by Evolve. Files are applied in the order of their numbers, each in a
/// transaction of its own together with its record, under an advisory lock: any number of processes may do this at
/// once, and one that is killed leaves complete migrations only. The lock belongs to a session, so the connection must
/// be direct, not through a pooler that shares sessions. A database that is newer than the program is not changed.
/// </summary>
public sealed class Migrator
{
    private readonly NpgsqlDataSource database;
    private readonly ILogger logger;
    private readonly ImmutableArray<Migration> known;

    // Whoever may migrate makes tables, and owns those that are there or acts as their owner. Without a schema that it
    // may use, current_schema() is null.
    private const string MayMigrate = """
        select coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) and not exists (
            select from pg_class
            where relnamespace = to_regnamespace(quote_ident(current_schema()))
              and relname = 'schema_versions' and not pg_has_role(relowner, 'USAGE'))
        """;

    /// <summary>A migrator with the files built into this program, or with <paramref name="migrations"/>.</summary>
    /// <exception cref="MigrationException">Two files have the same number.</exception>
    public Migrator(NpgsqlDataSource database, IEnumerable<Migration>? migrations = null, ILogger? logger = null)
    {
        this.database = database;
        this.logger = logger ?? NullLogger.Instance;
        known = [.. (migrations ?? Migration.Embedded).OrderBy(migration => migration.Number)];
        foreach (var (one, next) in known.Zip(known.Skip(1)))
        {
            if (one.Number == next.Number)
            {
                throw new MigrationException($"{one.Name} and {next.Name} have the same number: renumber one of them.");
            }
        }
    }

    /// <summary>Applies what is missing.</summary>
    /// <returns>The names of the files that this call applied, in order; empty if the schema was up to date.</returns>
    /// <exception cref="MigrationException">A recorded file was changed, removed or renamed, a new one comes before a
    /// recorded one, or one fails. Those before it stay applied; of the failed one nothing stays, unless it runs
    /// outside of a transaction. Or something is missing, and the connection's role may not apply it.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<ImmutableArray<string>> ApplyAsync(CancellationToken ct = default)
    {
        // Mostly there is nothing to do. A role that only serves may have no right to more, and should not wait for one
        // that has.
        var missing = await CheckAsync(ct);
        if (missing.IsEmpty)
        {
            return [];
        }

        await using var session = await database.OpenConnectionAsync(ct);
        await RequireRightsAsync(session, missing, ct);
        // The runner before Evolve waits for its lock inside a statement, so `create index concurrently` must not run
        // under that lock: each would wait for the other. That runner waits for nothing once its files are applied.
        var first = await ApplyAsync(session, MigrationLock.FirstFiles, MigrationRecord.FirstRunnerLast, ct);
        return [.. first, .. await ApplyAsync(session, MigrationLock.AllFiles, int.MaxValue, ct)];
    }

    /// <summary>
    /// Returns what <see cref="ApplyAsync(CancellationToken)"/> would apply; writes nothing and waits for no lock.
    /// </summary>
    /// <returns>The names of the pending files, in order.</returns>
    /// <exception cref="MigrationException">A recorded file was changed, removed or renamed, or a new one comes before
    /// a recorded one.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<ImmutableArray<string>> CheckAsync(CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var record = await MigrationRecord.ReadAsync(connection, ct);
        return [.. record.Pending(known).Select(migration => migration.Name)];
    }

    /// <summary>Whether a later program has migrated the database.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<bool> IsBehindAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await MigrationRecord.ReadAsync(connection, ct)).IsNewerThan(known);
    }

    private static async Task RequireRightsAsync(
        NpgsqlConnection session, ImmutableArray<string> missing, CancellationToken ct)
    {
        await using var may = new NpgsqlCommand(MayMigrate, session);
        if (await may.ExecuteScalarAsync(ct) is not true)
        {
            throw new MigrationException(
                $"the database is missing the migrations {string.Join(", ", missing)}, which this role may not apply; "
                + "run 'usher migrate' with ConnectionStrings__PostgresMigrations set to the connection of the tables' "
                + "owner.");
        }
    }

    private async Task<List<string>> ApplyAsync(
        NpgsqlConnection session, long key, int numberMax, CancellationToken ct)
    {
        await using var turn = await MigrationLock.TakeAsync(session, key, logger, ct);
        // Others may have applied some while this one waited.
        var record = await MigrationRecord.ReadAsync(session, ct);
        var pending = record.Pending(known).TakeWhile(migration => migration.Number <= numberMax).ToList();
        if (pending.Count == 0)
        {
            return [];
        }

        await MigrationRecord.CreateAsync(session, ct);
        var evolve = new EvolveRun(database, session, known, logger);
        if (record.IsAheadOfEvolve)
        {
            await evolve.TakeOverAsync(known.Last(migration => migration.Number < pending[0].Number), ct);
        }

        foreach (var migration in pending)
        {
            ct.ThrowIfCancellationRequested();
            await evolve.ApplyAsync(migration, ct);
        }

        return pending.ConvertAll(migration => migration.Name);
    }
}
