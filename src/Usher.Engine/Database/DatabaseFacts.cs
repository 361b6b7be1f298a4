using Npgsql;

namespace Usher.Engine.Database;

/// <summary>What the primary says of itself.</summary>
/// <param name="Major">PostgreSQL's major version.</param>
/// <param name="Version">The version as it is told, such as "17.2".</param>
/// <param name="Now">Its clock.</param>
public sealed record DatabaseFacts(int Major, string Version, DateTimeOffset Now)
{
    private const string Read = """
        select current_setting('server_version_num')::int / 10000, current_setting('server_version'), clock_timestamp()
        """;

    /// <summary>Asks it, in one round trip.</summary>
    /// <exception cref="NpgsqlException">It is away.</exception>
    public static async Task<DatabaseFacts> ReadAsync(DataSources data, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        // The clock is read after the connection is there, so that opening it is no difference.
        await using var command = new NpgsqlCommand(Read, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new DatabaseFacts(reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2));
    }
}
