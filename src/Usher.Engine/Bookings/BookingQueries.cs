using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>Reads bookings. Always from the primary: a booking just made must be found.</summary>
public sealed class BookingQueries(DataSources data, EngineClock clock)
{
    private const string FindBooking = $"""
        select {BookingRow.Columns} from bookings b
        where b.show_id = $1 and b.id = $2 and ($3 is null or b.organization_id = $3)
        """;

    private const string FindBookings = $"""
        select {BookingRow.Columns}
        from (select unnest($1) as show_id, unnest($2) as id) k
        join bookings b on b.show_id = k.show_id and b.id = k.id
        where $3 is null or b.organization_id = $3
        """;

    private const string FindDue = """
        select id from bookings
        where status = 'PENDING' and expires_at <= coalesce($2, now())
        order by expires_at limit $1
        """;

    // The first entry of the index of pending bookings, after those of holds that have just ended.
    private const string UntilNextDue = """
        select expires_at - coalesce($1, now()) from bookings where status = 'PENDING' order by expires_at limit 1
        """;

    /// <summary>The booking, or null if there is none.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<Booking?> FindAsync(BookingId id, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(
            FindBooking, id.ShowId.Typed(), id.Value.Typed(), Tenant.Parameter());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? BookingRow.Read(reader, data.Keys) : null;
    }

    /// <summary>Those of these bookings that exist, in no order.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<Booking>> FindAsync(ImmutableArray<BookingId> ids, CancellationToken ct)
    {
        if (ids.IsEmpty)
        {
            return [];
        }

        await using var command = data.Primary.Scoped(
            FindBookings, ids.ArrayOf(id => id.ShowId.Value), ids.ArrayOf(id => id.Value), Tenant.Parameter());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = ImmutableArray.CreateBuilder<Booking>(ids.Length);
        while (await reader.ReadAsync(ct))
        {
            found.Add(BookingRow.Read(reader, data.Keys));
        }

        return found.DrainToImmutable();
    }

    /// <summary>Pending bookings whose hold has ended by the engine's clock, the oldest first.</summary>
    /// <param name="limit">The most to return.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<BookingId>> FindDueAsync(int limit, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(FindDue);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(clock.Now.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = ImmutableArray.CreateBuilder<BookingId>();
        while (await reader.ReadAsync(ct))
        {
            due.Add(new BookingId(reader.GetGuid(0)));
        }

        return due.DrainToImmutable();
    }

    /// <summary>The time until the next hold ends, by the engine's clock; zero or less if one has ended, null if
    /// nothing is held.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<TimeSpan?> UntilNextDueAsync(CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(UntilNextDue);
        command.Parameters.Add(clock.Now.Typed());
        return (TimeSpan?)await command.ExecuteScalarAsync(ct);
    }
}
