using System.Data;
using System.Net.Sockets;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Selling.Batching;

/// <summary>The one connection of a batch worker: opened when first needed and kept until it breaks.</summary>
internal sealed class WorkerConnection(DataSources data, int statementSecondsMax) : IAsyncDisposable
{
    // Every hot statement joins a few array elements to a table by its primary key. The planner cannot know how few,
    // and on small or never analysed tables it likes to read them whole; these settings leave it the plan that stays
    // good on ten million seats. The time-outs free the rows if this process is gone without a word.
    private const string Settings = """
        set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off;
        set enable_mergejoin = off; set enable_bitmapscan = off; set jit = off;
        """;

    private NpgsqlConnection? _connection;

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        if (_connection is { State: ConnectionState.Open } open)
        {
            return open;
        }

        await DropAsync();
        var connection = await data.Primary.OpenConnectionAsync(ct);
        _connection = connection;
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            {Settings} set statement_timeout = '{statementSecondsMax}s'; set lock_timeout = '{statementSecondsMax}s';
            set idle_in_transaction_session_timeout = '{statementSecondsMax}s'
            """;
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    /// <summary>
    /// Closes the connection; if a transaction is under way on it, that is undone. Never throws: a worker that has lost
    /// its connection must live on.
    /// </summary>
    public async Task DropAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or SocketException or TimeoutException)
        {
            // The rollback found the connection broken; the server undoes the transaction when it notices.
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync();
}
