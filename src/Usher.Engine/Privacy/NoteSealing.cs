using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Sealing;

namespace Usher.Engine.Privacy;

/// <summary>Seals and erases what staff wrote about bookings, in the transaction of the caller, which has locked them
/// (ADR 54). Events are changed by a function of the tables' owner only (migration 0031).</summary>
internal static class NoteSealing
{
    /// <summary>What holds for a booking, of the table alias <c>b</c>, that has something in the clear.</summary>
    public const string Lacks = $"""
        (b.note is not null or exists (
            select from booking_events e
            where e.show_id = b.show_id and e.booking_id = b.id and {EventNote.IsClear}))
        """;

    private const string OfPlaces = """
        from (select unnest($1) as show_id, unnest($2) as id) w
        join booking_events e on e.show_id = w.show_id and e.booking_id = w.id
        """;

    private const string FindClear = $"""
        select e.booking_id, e.sequence, case when e.to_status <> 'PENDING' then e.detail end, e.public_reason
        {OfPlaces}
        where {EventNote.IsClear}
        order by e.show_id, e.booking_id, e.sequence
        """;

    private const string SealEvents = "select seal_notes($1, $2, $3, $4, $5, $6)";

    private const string SealBlocked = """
        update bookings b set note = null, note_sealed = w.note_sealed, person_key = w.person_key
        from (select unnest($1) as show_id, unnest($2) as id, unnest($3) as note_sealed, unnest($4) as person_key) w
        where b.show_id = w.show_id and b.id = w.id
        """;

    private const string InsertKeys = """
        insert into personal_keys (id, sealed_key)
        select w.id, w.sealed_key from (select unnest($1) as id, unnest($2) as sealed_key) w
        """;

    private const string DropKeys = $"""
        with keys as (select e.note_key {OfPlaces} where e.note_key is not null)
        delete from personal_keys k using keys where k.id = keys.note_key
        """;

    // What is still in the clear goes under a key that nobody has ever had.
    private const string DropClear = $"""
        select seal_notes(
            array_agg(e.show_id), array_agg(e.booking_id), array_agg(e.sequence), array_agg(gen_random_uuid()),
            array_agg(null::bytea), array_agg(null::bytea))
        {OfPlaces}
        where {EventNote.IsClear}
        """;

    private const string DropKeysOfShow = """
        delete from personal_keys k using booking_events e where e.show_id = $1 and k.id = e.note_key
        """;

    private const string DropClearOfShow = $"""
        select seal_notes(
            array_agg(e.show_id), array_agg(e.booking_id), array_agg(e.sequence), array_agg(gen_random_uuid()),
            array_agg(null::bytea), array_agg(null::bytea))
        from booking_events e where e.show_id = $1 and {EventNote.IsClear}
        """;

    // Of blocked seats, and of bookings that never had an address: all others are erased already.
    private const string EraseOthersOfShow = """
        with keys as (
            delete from personal_keys k using bookings b
            where b.show_id = $1 and b.note_sealed is not null and k.id = b.person_key
        )
        update bookings b set note = null, note_sealed = null, person_key = null, erased_at = now()
        where b.show_id = $1 and b.erased_at is null
          and (b.note is not null or b.note_sealed is not null
               or exists (
                   select from booking_events e
                   where e.show_id = b.show_id and e.booking_id = b.id and e.note_key is not null))
        """;

    /// <summary>Seals what an earlier program wrote in the clear.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="bookings">Which; locked.</param>
    /// <param name="keys">Under what.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The bookings of which something was sealed.</returns>
    public static async Task<HashSet<BookingId>> SealAsync(
        NpgsqlConnection connection, IReadOnlyList<Booking> bookings, KeyRing keys, CancellationToken ct)
    {
        List<(BookingId Id, int Sequence, SealedNote Note)> events = [];
        await using (var find = connection.Command(
            FindClear, bookings.ArrayOf(one => one.ShowId.Value), bookings.ArrayOf(one => one.Id.Value)))
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var id = new BookingId(reader.GetGuid(0));
                events.Add((id, reader.GetInt32(1), keys.SealNote(
                    id, reader.IsDBNull(2) ? null : reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3))));
            }
        }

        (BookingId Id, SealedNote Note)[] blocked =
        [
            .. bookings.Where(one => one is { Unopened: null, Note: not null })
                .Select(one => (one.Id, keys.SealNote(one.Id, one.Note, publicReason: null))),
        ];
        if (events.Count + blocked.Length > 0)
        {
            SealedNote[] all = [.. events.Select(one => one.Note), .. blocked.Select(one => one.Note)];
            await using var write = new NpgsqlBatch(connection);
            write.Add(InsertKeys, all.ArrayOf(note => note.KeyId), all.ArrayOf(note => note.SealedKey));
            write.Add(
                SealEvents, events.ArrayOf(one => one.Id.ShowId.Value), events.ArrayOf(one => one.Id.Value),
                events.ArrayOf(one => one.Sequence), events.ArrayOf(one => one.Note.KeyId),
                events.ArrayOf(one => one.Note.Text), events.ArrayOf(one => one.Note.PublicReason));
            write.Add(
                SealBlocked, blocked.ArrayOf(one => one.Id.ShowId.Value), blocked.ArrayOf(one => one.Id.Value),
                blocked.ArrayOf(one => one.Note.Text), blocked.ArrayOf(one => one.Note.KeyId));
            await write.ExecuteNonQueryAsync(ct);
        }

        return [.. events.Select(one => one.Id), .. blocked.Select(one => one.Id)];
    }

    /// <summary>Makes what was written about bookings unreadable for everybody.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="places">Which; locked.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task EraseAsync(
        NpgsqlConnection connection, IReadOnlyList<BookingPlace> places, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])[DropKeys, DropClear])
        {
            batch.Add(sql, places.ArrayOf(place => place.ShowId.Value), places.ArrayOf(place => place.Id));
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The same about all bookings of a show, also those that are nobody's, and about its blocked seats.
    /// </summary>
    public static async Task EraseAsync(NpgsqlConnection connection, ShowId show, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])[DropKeysOfShow, DropClearOfShow, EraseOthersOfShow])
        {
            batch.Add(sql, show.Typed());
        }

        await batch.ExecuteNonQueryAsync(ct);
    }
}
