using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>Reads bookings. Always from the primary: a booking just made must be found.</summary>
public sealed class BookingQueries(DataSources data)
{
    private const string FindBooking = """
        select id, organization_id, email, seat_numbers, status, reason, hold_seconds, created_at, expires_at,
               confirmed_at, sequence, fingerprint
        from bookings
        where show_id = $1 and id = $2
        """;

    private const string FindDue = """
        select id from bookings where status = 'PENDING' and expires_at <= now() order by expires_at limit $1
        """;

    /// <summary>The booking, or null if there is none.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<Booking?> FindAsync(BookingId id, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(FindBooking);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.ShowId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? ReadBooking(reader) : null;
    }

    /// <summary>Pending bookings whose hold has ended by the database's clock, the longest overdue first.</summary>
    /// <param name="limit">The most to return.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<BookingId>> FindDueAsync(int limit, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(FindDue);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = ImmutableArray.CreateBuilder<BookingId>();
        while (await reader.ReadAsync(ct))
        {
            due.Add(new BookingId(reader.GetGuid(0)));
        }

        return due.DrainToImmutable();
    }

    private static Booking ReadBooking(NpgsqlDataReader row) => new()
    {
        Id = new BookingId(row.GetGuid(0)),
        OrganizationId = row.GetInt64(1),
        Email = row.IsDBNull(2) ? null : row.GetString(2),
        SeatNumbers = [.. row.GetFieldValue<int[]>(3)],
        Status = Enum.Parse<BookingStatus>(row.GetString(4), ignoreCase: true),
        Reason = row.IsDBNull(5) ? null : ReadReason(row.GetString(5)),
        HoldSeconds = row.GetInt32(6),
        CreatedAt = row.GetDateTime(7),
        ExpiresAt = row.GetDateTime(8),
        ConfirmedAt = row.IsDBNull(9) ? null : row.GetDateTime(9),
        Sequence = row.GetInt32(10),
        RequestFingerprint = row.IsDBNull(11) ? null : row.GetInt64(11),
    };

    private static FailureReason ReadReason(string reason) =>
        Enum.Parse<FailureReason>(reason.Replace("_", ""), ignoreCase: true);
}
