using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>
/// Lists the bookings of a show by person: those that it has when it begins to limit what a person may have. From then
/// on each batch lists what it books.
/// </summary>
internal static class BookingsByPerson
{
    // What was listed before the show had no limit for a while may have another address by now.
    private const string Empty = "delete from bookings_by_person where show_id = $1";

    // As PersonNumbers says it. Addresses without a key are of plain ASCII.
    private const string Fill = $"""
        insert into bookings_by_person (show_id, booking_id, person)
        select b.show_id, b.id,
               ('x' || left(encode(sha256(s.value || convert_to(
                   '{PersonNumbers.Domain}' || b.show_id || ':' || coalesce(b.email_key, lower(b.email collate "C")),
                   'UTF8')), 'hex'), 16))::bit(64)::bigint
        from bookings b cross join secrets s
        where b.show_id = $1 and b.status in ('PENDING', 'CONFIRMED') and b.kind = 'SALE' and b.email is not null
          and s.name = '{PersonNumbers.SecretName}'
        on conflict (show_id, booking_id) do nothing
        """;

    /// <summary>Lists all that hold or have bought seats of the show, as a part of the transaction that limits it.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task FillAsync(NpgsqlConnection connection, ShowId showId, CancellationToken ct)
    {
        // A tenant has no right to the secret.
        await Tenant.LeaveAsync(connection, ct);
        foreach (var sql in (string[])[Empty, Fill])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(showId.Typed());
            await command.ExecuteNonQueryAsync(ct);
        }

        await Tenant.EnterAsync(connection, ct);
    }
}
