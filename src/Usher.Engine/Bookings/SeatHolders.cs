using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>How many seats of a show have which status, at one moment.</summary>
/// <param name="Free">Nobody has them, or only a hold that has lapsed.</param>
/// <param name="Held">Held by pending bookings.</param>
/// <param name="Sold">Sold to buyers.</param>
/// <param name="Blocked">Blocked by the organiser.</param>
/// <param name="Amount">The total price of the sold ones, in minor units of the show's currency.</param>
/// <param name="Bookings">Confirmed bookings of buyers.</param>
public sealed record SeatFigures(int Free, int Held, int Sold, int Blocked, long Amount, int Bookings);

/// <summary>Who has which seats of a show, for staff. Reads from the primary.</summary>
public sealed class SeatHolders(DataSources data)
{
    private const string FindHolder = $"""
        select {BookingRow.Columns}
        from seats s join bookings b on b.show_id = s.show_id and b.id = s.booking_id
        where s.show_id = $1 and s.seat_number = $2
        """;

    private const string FindBlocked = """
        select n.seat_number from bookings b cross join lateral unnest(b.seat_numbers) n (seat_number)
        where b.show_id = $1 and b.kind = 'HOUSE' and b.status = 'CONFIRMED'
        order by 1
        """;

    // Blocked seats have an index of their own.
    private const string CountBlocked = """
        select show_id, sum(cardinality(seat_numbers))::int from bookings
        where show_id = any ($1) and kind = 'HOUSE' and status = 'CONFIRMED'
        group by show_id
        """;

    private const string Count = """
        select s.free, s.held, s.taken - b.blocked, b.blocked, b.amount, b.bookings
        from (
            select count(*) filter (where booking_id is null or held_until <= now())::int as free,
                   count(*) filter (where held_until > now())::int as held,
                   count(*) filter (where booking_id is not null and held_until is null)::int as taken
            from seats where show_id = $1
        ) s,
        (
            select coalesce(sum(cardinality(seat_numbers)) filter (where kind = 'HOUSE'), 0)::int as blocked,
                   coalesce(sum(amount), 0)::bigint as amount,
                   count(*) filter (where kind = 'SALE')::int as bookings
            from bookings where show_id = $1 and status = 'CONFIRMED'
        ) b
        """;

    /// <summary>The booking that holds or owns the seat; null if it is free or does not exist.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<Booking?> FindAsync(ShowId showId, int seatNumber, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(FindHolder, showId.Typed(), seatNumber.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? BookingRow.Read(reader, data.Keys) : null;
    }

    /// <summary>The blocked seats, in order of their numbers.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<int>> FindBlockedAsync(ShowId showId, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(FindBlocked, showId.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var blocked = ImmutableArray.CreateBuilder<int>();
        while (await reader.ReadAsync(ct))
        {
            blocked.Add(reader.GetInt32(0));
        }

        return blocked.DrainToImmutable();
    }

    /// <summary>How many seats are blocked in those of these shows that have any.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<IReadOnlyDictionary<ShowId, int>> CountBlockedAsync(
        ImmutableArray<ShowId> showIds, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(CountBlocked, showIds.ArrayOf(id => id.Value));
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<ShowId, int> counts = [];
        while (await reader.ReadAsync(ct))
        {
            counts.Add(new ShowId(reader.GetInt64(0)), reader.GetInt32(1));
        }

        return counts;
    }

    /// <summary>The counts for the show; all zero if there is no such show.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<SeatFigures> CountAsync(ShowId showId, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(Count, showId.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new SeatFigures(
            reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt64(4),
            reader.GetInt32(5));
    }
}
