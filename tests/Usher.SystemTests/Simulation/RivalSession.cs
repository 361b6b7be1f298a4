using Npgsql;

namespace Usher.SystemTests.Simulation;

/// <summary>
/// Another session on the database, whose locks are in the engine's way: an operator at a console, a dump, a bug.
/// </summary>
internal sealed class RivalSession(SimulatedServer server, ShowId show, int lastSeat, Fault fault) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>Takes its first lock, before the engine begins.</summary>
    public async Task BeginAsync()
    {
        _connection = await server.Direct.OpenConnectionAsync();
        // In a deadlock the engine is to be the one that is sent away.
        await DoAsync("begin; set local deadlock_timeout = '2s'");
        await LockAsync(fault.Kind == FaultKind.Deadlock ? lastSeat : 1 + fault.Amount % lastSeat);
    }

    /// <summary>Waits, or wants one seat more, and lets go.</summary>
    public async Task EndAsync()
    {
        try
        {
            if (fault.Kind == FaultKind.Deadlock)
            {
                await Task.Delay(3);
                await LockAsync(1);
            }
            else
            {
                await Task.Delay(fault.Amount);
            }

            await DoAsync("rollback");
        }
        catch (NpgsqlException)
        {
            // The server was restarted, or this session lost the deadlock after all.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private Task LockAsync(int seat) =>
        DoAsync($"select 1 from seats where show_id = {show} and seat_number = {seat} for update");

    private async Task DoAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
