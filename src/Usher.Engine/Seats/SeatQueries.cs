using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Seats;

/// <summary>Reads the seats of a show, from a replica where one is configured: what it tells may lag by a moment.</summary>
public sealed class SeatQueries(DataSources data)
{
    // Asked first, in the same round trip: the clock is read before the snapshot, so the map is at least that fresh,
    // and the size lets the seats go straight into an array of their number.
    private const string FindShow = "select total_seats, clock_timestamp() from shows where id = $1";

    private const string FindSeats = """
        select seat_number, version,
               case when booking_id is null then 0 when held_until is not null then 1 else 2 end as status
        from seats
        where show_id = $1
        order by seat_number
        """;

    /// <summary>All seats of the show in one snapshot; null if there is no such show.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SeatMap?> FindAsync(long showId, CancellationToken ct)
    {
        await using var batch = data.Replica.CreateBatch();
        batch.BatchCommands.Add(Command(FindShow, showId));
        batch.BatchCommands.Add(Command(FindSeats, showId));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var seats = ImmutableArray.CreateBuilder<SeatView>(reader.GetInt32(0));
        var asOf = reader.GetDateTime(1);
        var revision = 0L;
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var version = reader.GetInt32(1);
            revision += version;
            seats.Add(new SeatView(reader.GetInt32(0), (SeatStatus)reader.GetInt32(2), version));
        }

        return new SeatMap(showId, asOf, revision, seats.DrainToImmutable());
    }

    private static NpgsqlBatchCommand Command(string sql, long showId)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId });
        return command;
    }
}
