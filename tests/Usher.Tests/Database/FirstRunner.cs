using Npgsql;
using Usher.Engine.Database;

namespace Usher.Tests.Database;

/// <summary>
/// The migration runner of the program before Evolve: what it checked, wrote and refused. It stands in for that
/// program, which must run on every database that this one has made or upgraded.
/// </summary>
internal sealed class FirstRunner(NpgsqlDataSource database, IEnumerable<Migration> known)
{
    public const long Lock = 0x5553_4845_524d_4947;

    /// <summary>The names and checksums of the files that it was built with.</summary>
    public static readonly IReadOnlyList<(string Name, string Checksum)> Files =
    [
        ("0001_bookings.sql", "feeae3d0cb9ce4b7e73853e3f26ac409057ad5569c29c2f3a24751e1de9f6a7e"),
        ("0002_seating_plans.sql", "b2a63902dd99d84d2cade948a9a13e25cc353fae1fdd914b369e78a6aed66d9d"),
        ("0003_house_seats.sql", "47dca91ca0eaba329bd0c19beb6a50684a582d75dd97430659ab07c28a7c6e02"),
        ("0004_batch_marks.sql", "2abd48f805911cbd7c1682072a5e42a975f1ce97a3f72842f172ec995c9ba31c"),
        ("0005_desk_search.sql", "8ad29f6257be53d68f0e008c52f0ae4496e591f3e00e7b9f113e3b4ef8661fc5"),
        ("0006_drafts_and_activity.sql", "71549ee1b76feaf1e4f561d3117d63dcdb42a8e8a501cf9fec1077987e3f6fb9"),
        ("0007_bookings_of_show.sql", "bdf525a806203b1f8451a45c73fb092ee7a76455d762f505d0153a9139b23a31"),
        ("0008_no_orphans.sql", "9b972be4eeb3cac1ae2de51f82d580f7b0623ab63e0ccbfb404f3d7b69afb560"),
        ("0009_settled_bookings.sql", "9eb4bfaea9465428722b855cf9a270e03db9e1e3ebababf1da330c5b1831ec9c"),
    ];

    /// <summary>With its own files, or the first of them, as an older release of it has.</summary>
    public static FirstRunner OfRelease(NpgsqlDataSource database, int files = 9) =>
        new(database, Migration.Embedded.Take(files));

    /// <summary>Applies what is missing and tells its names.</summary>
    /// <exception cref="MigrationException">It would not run on this database.</exception>
    public async Task<List<string>> ApplyAsync()
    {
        var applied = new List<string>();
        await using var connection = await database.OpenConnectionAsync();
        while (await ApplyNextAsync(connection) is { } name)
        {
            applied.Add(name);
        }

        return applied;
    }

    private async Task<string?> ApplyNextAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, $"select pg_advisory_xact_lock({Lock})");
        await RunAsync(connection, """
            create table if not exists schema_migrations (
                number int primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default now()
            )
            """);
        var next = Pending(await ReadAsync(connection)).FirstOrDefault();
        if (next is not null)
        {
            await RunAsync(connection, next.Sql);
            await RunAsync(connection, $"""
                insert into schema_migrations (number, name, checksum)
                values ({next.Number}, '{next.Name}', '{next.Checksum}')
                """);
        }

        await transaction.CommitAsync();
        return next?.Name;
    }

    private List<Migration> Pending(List<(int Number, string Name, string Checksum)> recorded)
    {
        var byNumber = known.ToDictionary(migration => migration.Number);
        foreach (var (number, name, checksum) in recorded)
        {
            if (!byNumber.Remove(number, out var file) || file.Name != name)
            {
                throw new MigrationException($"{name} is applied to this database but is not part of this program");
            }

            if (file.Checksum != checksum)
            {
                throw new MigrationException($"{name} has changed since it was applied to this database.");
            }
        }

        var pending = known.Where(migration => byNumber.ContainsKey(migration.Number)).ToList();
        return pending is [var first, ..] && recorded is [.., var newest] && first.Number < newest.Number
            ? throw new MigrationException($"{first.Name} comes before {newest.Name}.")
            : pending;
    }

    private static async Task<List<(int Number, string Name, string Checksum)>> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select number, name, checksum from schema_migrations order by number", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var recorded = new List<(int, string, string)>();
        while (await reader.ReadAsync())
        {
            recorded.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        }

        return recorded;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
