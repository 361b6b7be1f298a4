using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// What a failed or interrupted <c>create index concurrently</c> leaves: an index of that name that no query uses and
/// every write maintains. The next attempt would fail on it, or with <c>if not exists</c> skip it.
/// </summary>
internal static partial class UnfinishedIndex
{
    /// <summary>Drops the unfinished index that <paramref name="migration"/> is about to create, if there is one.
    /// </summary>
    public static async Task DropAsync(
        NpgsqlConnection session, Migration migration, ILogger logger, CancellationToken ct)
    {
        if (CreateConcurrently().Match(migration.Sql) is not { Success: true } create)
        {
            return;
        }

        await using var find = new NpgsqlCommand(
            """
            select indexrelid::regclass::text from pg_index
            where indexrelid = to_regclass($1) and not indisvalid
            """, session);
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = create.Groups["name"].Value });
        if (await find.ExecuteScalarAsync(ct) is string index)
        {
            await using var drop = new NpgsqlCommand($"drop index concurrently {index}", session);
            drop.CommandTimeout = EvolveRun.NoTimeout;
            await drop.ExecuteNonQueryAsync(ct);
            MigrationLog.DroppedUnfinished(logger, index, migration.Name);
        }
    }

    [GeneratedRegex(
        @"\bcreate\s+(unique\s+)?index\s+concurrently\s+(if\s+not\s+exists\s+)?(?<name>[a-z0-9_]+)\s+on\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CreateConcurrently();
}
