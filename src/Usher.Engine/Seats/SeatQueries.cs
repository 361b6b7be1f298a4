using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Seats;

/// <summary>
/// Reads the seats of a show from the primary: what is refused from a map must not be older than the map says.
/// </summary>
public sealed class SeatQueries(DataSources data)
{
    // Asked first, in the same round trip: the clock is read before the snapshot, so the map is at least that fresh.
    private const string FindShow = "select total_seats, clock_timestamp() from shows where id = $1";

    private const string FindSeats = """
        select seat_number, version, booking_id is not null, held_until from seats where show_id = $1
        """;

    /// <summary>All seats of the show in one snapshot; null if there is no such show.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SeatMap?> FindAsync(ShowId showId, CancellationToken ct) =>
        await LoadAsync(showId, ct) is { } map ? map.Snapshot() : null;

    internal async Task<LiveSeatMap?> LoadAsync(ShowId showId, CancellationToken ct)
    {
        await using var batch = data.Primary.CreateBatch();
        batch.BatchCommands.Add(Command(FindShow, showId));
        batch.BatchCommands.Add(Command(FindSeats, showId));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var map = new LiveSeatMap(showId, totalSeats: reader.GetInt32(0), asOf: reader.GetDateTime(1));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            map.Apply(
                reader.GetInt32(0),
                reader.GetInt32(1),
                isOwned: reader.GetBoolean(2),
                heldUntil: reader.IsDBNull(3) ? null : reader.GetDateTime(3));
        }

        return map;
    }

    private static NpgsqlBatchCommand Command(string sql, ShowId showId)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
        return command;
    }
}
