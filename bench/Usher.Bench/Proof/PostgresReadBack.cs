using Npgsql;
using Usher.Bench.Settings;

namespace Usher.Bench.Proof;

/// <summary>Reads bookings and owners of seats from the database itself, past every cache.</summary>
internal sealed class PostgresReadBack(string connectionString) : IAsyncDisposable
{
    private const string Bookings = "select id, seat_numbers, status, reason from bookings where show_id = $1";
    private const string Owners =
        "select seat_number, booking_id from seats where show_id = $1 and booking_id is not null";

    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(connectionString);

    /// <exception cref="BenchException">There is no database with Usher's tables.</exception>
    public async Task RequireReadableAsync(CancellationToken ct)
    {
        try
        {
            await ReadBookingsAsync(0, ct);
            await ReadOwnersAsync(0, ct);
            // Nothing is asked of it until the sale is over, and it may have been started anew by then.
            database.Clear();
        }
        catch (NpgsqlException e)
        {
            throw new BenchException(
                $"--postgres: {e.Message.ReplaceLineEndings(" ")}. It must be the server's own database.");
        }
    }

    public async Task<IReadOnlyDictionary<Guid, StoredBooking>> ReadBookingsAsync(long showId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Bookings);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<Guid, StoredBooking>();
        while (await reader.ReadAsync(ct))
        {
            var id = reader.GetGuid(0);
            var reason = await reader.IsDBNullAsync(3, ct) ? null : reader.GetString(3);
            found[id] = new StoredBooking(id, reader.GetFieldValue<int[]>(1), reader.GetString(2), reason);
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<int, Guid>> ReadOwnersAsync(long showId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Owners);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<int, Guid>();
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetInt32(0)] = reader.GetGuid(1);
        }

        return found;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
