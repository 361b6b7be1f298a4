using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Sealing;

namespace Usher.Engine.Bookings;

/// <summary>
/// Lists the bookings of a show by person: those that it has when it begins to limit what a person may have. From then
/// on each batch lists what it books.
/// </summary>
internal static class BookingsByPerson
{
    // What was listed before the show had no limit for a while may have another address by now.
    private const string Empty = "delete from bookings_by_person where show_id = $1";

    private const string Find = $"""
        select {BookingRow.Columns} from bookings b
        where b.show_id = $1 and b.status in ('PENDING', 'CONFIRMED') and b.kind = 'SALE'
          and (b.email is not null or b.email_sealed is not null)
        """;

    private const string Fill = """
        insert into bookings_by_person (show_id, booking_id, person)
        select $1, w.booking_id, w.person from (select unnest($2) as booking_id, unnest($3) as person) w
        on conflict (show_id, booking_id) do nothing
        """;

    /// <summary>Lists all that hold or have bought seats of the show, as a part of the transaction that limits it.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task FillAsync(
        NpgsqlConnection connection, ShowId showId, KeyRing keys, CancellationToken ct)
    {
        // A tenant has no right to the secret.
        await Tenant.LeaveAsync(connection, ct);
        await using (var empty = new NpgsqlCommand(Empty, connection))
        {
            empty.Parameters.Add(showId.Typed());
            await empty.ExecuteNonQueryAsync(ct);
        }

        var numbers = new PersonNumbers(await SharedSecret.FindOrMakeAsync(
            connection, keys, PersonNumbers.SecretName, PersonNumbers.MakeSecret, ct));
        List<(BookingId Id, long Person)> listed = [];
        await using (var find = new NpgsqlCommand(Find, connection))
        {
            find.Parameters.Add(showId.Typed());
            await using var reader = await find.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                if (BookingRow.Read(reader, keys) is { Email: { } email } booking)
                {
                    listed.Add((booking.Id, numbers.Of(showId, email).Number));
                }
            }
        }

        await using var fill = new NpgsqlCommand(Fill, connection);
        fill.Parameters.Add(showId.Typed());
        fill.Parameters.Add(listed.ArrayOf(one => one.Id.Value));
        fill.Parameters.Add(listed.ArrayOf(one => one.Person));
        await fill.ExecuteNonQueryAsync(ct);
        await Tenant.EnterAsync(connection, ct);
    }
}
