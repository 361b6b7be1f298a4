using Npgsql;
using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>A booking as the database has it.</summary>
/// <param name="FailedAt">The time of the event that ended it; null while it holds or owns its seats.</param>
internal sealed record StoredBooking(
    Guid Id, long ShowId, string Email, int[] Seats, string Status, string? Reason, DateTime CreatedAt,
    DateTime ExpiresAt, DateTime? FailedAt)
{
    private const string Select = """
        select b.id, b.show_id, b.email_sealed, b.seat_numbers, b.status, b.reason, b.created_at, b.expires_at,
               (select max(e.at) from booking_events e
                where e.show_id = b.show_id and e.booking_id = b.id and e.to_status = 'FAILED'),
               b.person_key, (select k.sealed_key from personal_keys k where k.id = b.person_key)
        from bookings b
        """;

    public static async Task<List<StoredBooking>> ReadAllAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync();
        var bookings = new List<StoredBooking>();
        while (await reader.ReadAsync())
        {
            bookings.Add(new StoredBooking(
                reader.GetGuid(0), reader.GetInt64(1),
                TestKeys.Ring.Open(
                    new BookingId(reader.GetGuid(0)), reader.GetGuid(9), reader.GetFieldValue<byte[]>(10),
                    reader.GetFieldValue<byte[]>(2)),
                reader.GetFieldValue<int[]>(3),
                reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetDateTime(6),
                reader.GetDateTime(7), reader.IsDBNull(8) ? null : reader.GetDateTime(8)));
        }

        return bookings;
    }
}
