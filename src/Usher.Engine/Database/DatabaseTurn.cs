using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// Lets one process at a time do a piece of work that is more than one transaction. The lock belongs to a transaction
/// that writes nothing, so that it works through a connection pooler; it ends with the process that has it.
/// </summary>
public sealed class DatabaseTurn : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private DatabaseTurn(NpgsqlConnection connection, DateTime begunAt) =>
        (_connection, BegunAt) = (connection, begunAt);

    /// <summary>When this process was let in, UTC, by the database's clock.</summary>
    public DateTime BegunAt { get; }

    /// <summary>Waits until no other process has it.</summary>
    /// <param name="data">The database.</param>
    /// <param name="key">Names the work; the same in every version of the program.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<DatabaseTurn> TakeAsync(DataSources data, long key, CancellationToken ct)
    {
        var connection = await data.Primary.OpenConnectionAsync(ct);
        try
        {
            // Ends with the connection.
            await connection.BeginTransactionAsync(ct);
            await using var wait = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection);
            wait.Parameters.Add(key.Typed());
            await wait.ExecuteNonQueryAsync(ct);
            await using var clock = new NpgsqlCommand("select clock_timestamp()", connection);
            return new DatabaseTurn(connection, (DateTime)(await clock.ExecuteScalarAsync(ct))!);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next one may begin.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
