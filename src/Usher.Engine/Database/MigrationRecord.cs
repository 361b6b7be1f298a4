using System.Collections.Immutable;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// Which migrations are recorded as applied to a database. Evolve's table <c>schema_versions</c> has every file.
/// <c>schema_migrations</c> has the first nine and nothing else: the program before Evolve reads that table and refuses
/// an unknown number, so it can still run on a database that a later one has upgraded.
/// </summary>
internal sealed class MigrationRecord
{
    /// <summary>Evolve's table.</summary>
    public const string VersionsTable = "schema_versions";

    /// <summary>The last file that the runner before Evolve applied.</summary>
    public const int FirstRunnerLast = 9;

    private const string CreateFirstRunnersTable = """
        create table if not exists schema_migrations (
            number int primary key,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default now()
        )
        """;

    private readonly List<Entry> entries = [];
    private int versionsLast;

    /// <summary>Whether the newest file that is applied is missing in Evolve's table.</summary>
    public bool IsAheadOfEvolve => entries.Exists(entry => entry.Number > versionsLast);

    /// <summary>The file's statements, and for one of the first nine its entry in <c>schema_migrations</c>, so that
    /// both are in one transaction.</summary>
    public static string Recording(Migration migration) => migration.Number > FirstRunnerLast
        ? migration.Sql
        : $"""
            {migration.Sql}
            ;insert into schema_migrations (number, name, checksum)
            values ({migration.Number}, '{migration.Name}', '{migration.Checksum}')
            """;

    /// <summary>Creates the table of the runner before Evolve. It is there before Evolve runs, which would record an
    /// empty schema as one that it may erase.</summary>
    public static async Task CreateAsync(NpgsqlConnection session, CancellationToken ct)
    {
        await using var create = new NpgsqlCommand(CreateFirstRunnersTable, session);
        await create.ExecuteNonQueryAsync(ct);
    }

    public static async Task<MigrationRecord> ReadAsync(NpgsqlConnection session, CancellationToken ct)
    {
        var record = new MigrationRecord();
        if (await ExistsAsync(session, "schema_migrations", ct))
        {
            await record.AddAsync(session, "select number, name, checksum from schema_migrations", ct);
        }

        if (await ExistsAsync(session, VersionsTable, ct))
        {
            // Type 0 is a versioned file; Evolve has rows of other types in this table.
            record.versionsLast = await record.AddAsync(
                session, $"select version::int, name, checksum from {VersionsTable} where type = 0 and success", ct);
        }

        record.entries.Sort((one, other) => one.Number.CompareTo(other.Number));
        return record;
    }

    /// <summary>Whether a file is applied that comes after all of <paramref name="known"/>.</summary>
    public bool IsNewerThan(ImmutableArray<Migration> known) =>
        entries is [.., var newest] && known is [.., var last] && newest.Number > last.Number;

    /// <summary>The files among <paramref name="known"/> that are not applied, in order.</summary>
    /// <exception cref="MigrationException">A recorded file was changed, removed or renamed, or a new one comes before
    /// a recorded one.</exception>
    public List<Migration> Pending(ImmutableArray<Migration> known)
    {
        var byNumber = known.ToDictionary(migration => migration.Number);
        foreach (var entry in entries)
        {
            RequireSame(entry, byNumber.GetValueOrDefault(entry.Number), known);
        }

        var pending = known.Where(migration => !entries.Exists(entry => entry.Number == migration.Number)).ToList();
        if (pending is [var first, ..] && entries is [.., var newest] && first.Number < newest.Number)
        {
            throw new MigrationException(
                $"{first.Name} comes before {newest.Name}, which is already applied to this database. "
                + "Give the new file a number after it.");
        }

        return pending;
    }

    private static void RequireSame(Entry entry, Migration? file, ImmutableArray<Migration> known)
    {
        // A newer database is not refused: a later program only expands it (see CONTRIBUTING.md).
        if (file is null && known is [.., var newest] && entry.Number > newest.Number)
        {
            return;
        }

        if (file?.Name != entry.Name)
        {
            throw new MigrationException(
                $"{entry.Name} is applied to this database but is not part of this program: the file was removed or "
                + "renamed. Restore it, or run a version of usher that includes it.");
        }

        if (entry.Checksum != file.Checksum && entry.Checksum != file.ShortChecksum)
        {
            throw new MigrationException(
                $"{entry.Name} has changed since it was applied to this database. "
                + "Restore the file as it was and put the change into a new migration.");
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection session, string table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select to_regclass('{table}') is not null", session);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task<int> AddAsync(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var last = 0;
        while (await reader.ReadAsync(ct))
        {
            var entry = new Entry(reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
            entries.Add(entry);
            last = Math.Max(last, entry.Number);
        }

        return last;
    }

    private sealed record Entry(int Number, string Name, string Checksum);
}
