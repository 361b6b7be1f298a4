using System.Collections.Immutable;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// Brings a database to this program's schema. Files are applied in the order of their numbers, each in a transaction
/// of its own together with its record in <c>schema_migrations</c>, under an advisory lock: any number of processes may
/// do this at once, and one that dies half-way leaves whole migrations only.
/// </summary>
public sealed class Migrator
{
    // Any constant will do, as long as every version of the program uses the same one.
    private const long AdvisoryLock = 0x5553_4845_524d_4947;

    // A migration of a large table takes as long as it takes; the caller's token ends it.
    private const int NoTimeout = 0;

    private const string CreateRecord = """
        create table if not exists schema_migrations (
            number int primary key,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default now()
        )
        """;

    private readonly NpgsqlDataSource database;
    private readonly ImmutableArray<Migration> known;

    /// <summary>A migrator with the files built into this program, or with <paramref name="migrations"/>.</summary>
    /// <exception cref="MigrationException">Two files have the same number.</exception>
    public Migrator(NpgsqlDataSource database, IEnumerable<Migration>? migrations = null)
    {
        this.database = database;
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
    /// <exception cref="MigrationException">A recorded file was changed or is unknown to this program, a new one comes
    /// before a recorded one, or one fails. Those before it stay applied; of the failed one nothing stays.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<ImmutableArray<string>> ApplyAsync(CancellationToken ct = default)
    {
        // Mostly there is nothing to do, and who only sells may have no right to more, nor time to wait for who does.
        if ((await CheckAsync(ct)).IsEmpty)
        {
            return [];
        }

        var applied = ImmutableArray.CreateBuilder<string>();
        await using var connection = await database.OpenConnectionAsync(ct);
        while (await ApplyNextAsync(connection, ct) is { } name)
        {
            applied.Add(name);
        }

        return applied.ToImmutable();
    }

    /// <summary>Tells what <see cref="ApplyAsync"/> would apply; writes nothing and waits for nobody.</summary>
    /// <returns>The names of the pending files, in order.</returns>
    /// <exception cref="MigrationException">A recorded file was changed or is unknown to this program, or a new one
    /// comes before a recorded one.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<ImmutableArray<string>> CheckAsync(CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var exists = new NpgsqlCommand("select to_regclass('schema_migrations') is not null", connection);
        var recorded = await exists.ExecuteScalarAsync(ct) is true ? await ReadRecordAsync(connection, ct) : [];
        return [.. Pending(recorded).Select(migration => migration.Name)];
    }

    private async Task<string?> ApplyNextAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // The lock belongs to the transaction, not to the session, so it works through a pooler and dies with us.
        // What others applied while we waited is seen by the statements after it.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, $"select pg_advisory_xact_lock({AdvisoryLock})", ct);
        await RunAsync(connection, CreateRecord, ct);
        var next = Pending(await ReadRecordAsync(connection, ct)).FirstOrDefault();
        if (next is not null)
        {
            await RunFileAsync(connection, next, ct);
            await using var record = new NpgsqlCommand(
                "insert into schema_migrations (number, name, checksum) values ($1, $2, $3)", connection)
            {
                Parameters =
                {
                    new() { Value = next.Number }, new() { Value = next.Name }, new() { Value = next.Checksum },
                },
            };
            await record.ExecuteNonQueryAsync(ct);
        }
        await transaction.CommitAsync(ct);
        return next?.Name;
    }

    private static async Task RunFileAsync(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        try
        {
            await RunAsync(connection, migration.Sql, ct);
        }
        catch (PostgresException e)
        {
            throw new MigrationException(
                $"{migration.Name} failed and left nothing behind: {e.MessageText} ({e.SqlState}). "
                + "Correct the cause and run the migration again.", e);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = NoTimeout };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<Recorded>> ReadRecordAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select number, name, checksum from schema_migrations order by number", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var recorded = new List<Recorded>();
        while (await reader.ReadAsync(ct))
        {
            recorded.Add(new Recorded(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        }

        return recorded;
    }

    private List<Migration> Pending(List<Recorded> recorded)
    {
        var byNumber = known.ToDictionary(migration => migration.Number);
        foreach (var old in recorded)
        {
            if (!byNumber.Remove(old.Number, out var file) || file.Name != old.Name)
            {
                throw new MigrationException(
                    $"{old.Name} is applied to this database but is not part of this program: the database is newer, "
                    + "or the file was removed or renamed. Run the version of usher that brought it, or a newer one.");
            }

            if (file.Checksum != old.Checksum)
            {
                throw new MigrationException(
                    $"{old.Name} has changed since it was applied to this database. "
                    + "Restore the file as it was and put the change into a new migration.");
            }
        }
        var pending = known.Where(migration => byNumber.ContainsKey(migration.Number)).ToList();
        var newest = recorded.LastOrDefault();
        if (pending.FirstOrDefault() is { } first && first.Number < newest?.Number)
        {
            throw new MigrationException(
                $"{first.Name} comes before {newest.Name}, which is already applied to this database. "
                + "Give the new file a number after it.");
        }

        return pending;
    }

    private sealed record Recorded(int Number, string Name, string Checksum);
}
