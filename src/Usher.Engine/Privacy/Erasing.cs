using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Privacy;

/// <summary>Takes from bookings whose they are, in the transaction of the caller, which has locked them (ADR 55).
/// </summary>
internal static class Erasing
{
    // The fingerprints are made of the address.
    private const string EraseBookings = """
        with keys as (
            delete from personal_keys k
            using (select unnest($1) as show_id, unnest($2) as id) w
            join bookings b on b.show_id = w.show_id and b.id = w.id
            where k.id = b.person_key
        )
        update bookings b
        set email = null, email_sealed = null, note = null, note_sealed = null, person_key = null, email_key = $3,
            fingerprint = null, confirm_key = null, erased_at = now()
        from (select unnest($1) as show_id, unnest($2) as id) w
        where b.show_id = w.show_id and b.id = w.id
        """;

    // The same number for all bookings of a person in a show, as before, but one that no address makes.
    private const string RenumberPersons = """
        with known as materialized (
            select p.show_id, p.person,
                   ('x' || left(encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'hex'), 16))::bit(64)
                       ::bigint as other
            from (
                select distinct p.show_id, p.person
                from (select unnest($1) as show_id, unnest($2) as id) w
                join bookings_by_person p on p.show_id = w.show_id and p.booking_id = w.id
            ) p
        )
        update bookings_by_person p set person = k.other
        from known k where p.show_id = k.show_id and p.person = k.person
        """;

    /// <summary>Erases bookings.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="places">Which; locked.</param>
    /// <param name="nobody">What they are found by from now on; null: by nothing.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task EraseAsync(
        NpgsqlConnection connection, IReadOnlyList<BookingPlace> places, string? nobody, CancellationToken ct)
    {
        foreach (var sql in (string[])[EraseBookings, RenumberPersons])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(places.ArrayOf(place => place.ShowId.Value));
            command.Parameters.Add(places.ArrayOf(place => place.Id));
            if (sql == EraseBookings)
            {
                command.Parameters.Add(nobody.Typed());
            }

            await command.ExecuteNonQueryAsync(ct);
        }

        await NoteSealing.EraseAsync(connection, places, ct);
    }
}
