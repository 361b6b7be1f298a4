using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// A batch's statements about persons, in shows that limit how many seats each may have. They travel with the others,
/// in the same two round trips; a batch without such a show has none of them.
/// </summary>
internal static class PersonSql
{
    // Before all seats, in order: whoever may give a person more seats is alone with that person until the end of its
    // transaction, in whichever process. Locks of two numbers and those of one, as others take, never meet. Who only
    // takes seats away locks nobody: what is counted may then be too much, which refuses a moment too long.
    private const string LockPersons = "select pg_advisory_xact_lock(unnest($1), unnest($2))";

    // Begins after all locks are held, so it sees what the one who held a person before has committed.
    private const string FindBookings = """
        select p.show_id, p.person, b.id, cardinality(b.seat_numbers), b.status = 'PENDING', b.expires_at,
               b.status = 'FAILED'
        from (select unnest($1) as show_id, unnest($2) as person) w
        join bookings_by_person p on p.show_id = w.show_id and p.person = w.person
        join bookings b on b.show_id = p.show_id and b.id = p.booking_id
        """;

    // A booking that is listed for the same person stays as it is, with what it was counted against.
    private const string ListBookings = """
        insert into bookings_by_person as p (show_id, booking_id, person, seats_max)
        select w.show_id, w.booking_id, w.person, w.seats_max
        from (select unnest($1) as show_id, unnest($2) as booking_id, unnest($3) as person,
                     unnest($4) as seats_max) w
        on conflict (show_id, booking_id) do update set person = excluded.person, seats_max = excluded.seats_max
        where p.person <> excluded.person
        """;

    // Whoever holds seats and gives them up again, all day long, would have a long list to be read each time.
    private const string DropFailed = """
        delete from bookings_by_person p
        using (select unnest($1) as show_id, unnest($2) as booking_id) w
        where p.show_id = w.show_id and p.booking_id = w.booking_id
        """;

    /// <summary>Locks persons, given in order, until the transaction ends. Has a result of its own.</summary>
    public static void AddLocks(NpgsqlBatch batch, Person[] persons) => batch.Add(
        LockPersons, persons.ArrayOf(person => (int)(person.Number >> 32)),
        persons.ArrayOf(person => (int)person.Number));

    /// <summary>Reads what they have; <see cref="ReadNextAsync"/> takes the result.</summary>
    public static void AddRead(NpgsqlBatch batch, Person[] persons) => batch.Add(
        FindBookings, persons.ArrayOf(person => person.ShowId.Value), persons.ArrayOf(person => person.Number));

    /// <summary>Takes the next result, that of <see cref="AddRead"/>.</summary>
    public static async Task<PersonBookings> ReadNextAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var bookings = new PersonBookings();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var id = new BookingId(reader.GetGuid(2));
            if (reader.GetBoolean(6))
            {
                bookings.LoadFailed(id);
            }
            else
            {
                bookings.Load(
                    new Person(new ShowId(reader.GetInt64(0)), reader.GetInt64(1)),
                    new PersonBooking(id, reader.GetInt32(3), reader.GetBoolean(4) ? reader.GetDateTime(5) : null));
            }
        }

        return bookings;
    }

    /// <summary>Writes whose the batch's bookings are, and forgets those that have failed.</summary>
    public static void AddWrites(NpgsqlBatch batch, PersonBookings bookings)
    {
        ListedBooking[] listed = [.. bookings.Listed];
        if (listed.Length > 0)
        {
            batch.Add(
                ListBookings,
                listed.ArrayOf(one => one.Id.ShowId.Value),
                listed.ArrayOf(one => one.Id.Value),
                listed.ArrayOf(one => one.Person.Number),
                listed.ArrayOf(one => one.SeatsMax));
        }

        if (bookings.Failed.Count > 0)
        {
            batch.Add(
                DropFailed,
                bookings.Failed.ArrayOf(id => id.ShowId.Value),
                bookings.Failed.ArrayOf(id => id.Value));
        }
    }
}
