using System.Collections.Immutable;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>Whether the database answers and has this program's schema, for repeated checks.</summary>
public sealed class SchemaCheck(DataSources data)
{
    private readonly Migrator _migrator = new(data.Primary);

    // Migrations are not undone while the process runs, so they are checked until they are complete.
    private volatile bool _isMigrated;

    /// <summary>The names of the files that are still to be applied; empty: none. One short round trip once that is so.
    /// </summary>
    /// <exception cref="MigrationException">An applied file was changed.</exception>
    /// <exception cref="NpgsqlException">The database is away or refuses.</exception>
    public async Task<ImmutableArray<string>> PendingAsync(CancellationToken ct)
    {
        if (_isMigrated)
        {
            await using var command = data.Primary.CreateCommand("select 1");
            await command.ExecuteScalarAsync(ct);
            return [];
        }

        var pending = await _migrator.CheckAsync(ct);
        _isMigrated = pending.IsEmpty;
        return pending;
    }
}
