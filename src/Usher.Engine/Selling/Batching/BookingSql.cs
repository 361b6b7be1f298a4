using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Sealing;
using Usher.Engine.Seats;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// The statements of a batch: two round trips, whatever the batch's size. One locks and reads, one writes and
/// commits. Statements read arrays as <c>from (select unnest($1) …)</c>, the form that a distributed table takes too.
/// </summary>
internal static class BookingSql
{
    // One order everywhere: two processes locking the same seats must not deadlock.
    private const string LockSeats = """
        select s.show_id, s.seat_number, s.version, s.booking_id, s.held_until
        from (select unnest($1) as show_id, unnest($2) as seat_number) w
        join seats s on s.show_id = w.show_id and s.seat_number = w.seat_number
        order by s.show_id, s.seat_number for update of s
        """;

    // Those who choose seats of a show take turns, or two processes would both plan the same best seats for their
    // buyers, again and again. Before all seats, in order; it is theirs until their transaction ends.
    private const string TakeTurns = "select pg_advisory_xact_lock($1 | unnest($2))";

    // Any constant will do, as long as every version of the program uses the same one; ids of shows have 40 bits.
    private const long TurnLock = 0x55_5348L << 40;

    // Behind the turns: when seats are chosen again, only the rows are unlocked.
    private const string KeepTurns = "savepoint turns";

    private const string LetRowsGo = "rollback to savepoint turns";

    // The same order over both kinds of seats: those named, and those of the bookings named. A booking's seat numbers
    // never change, so they may be read before it is locked.
    private const string LockSeatsAndThoseOfBookings = """
        select s.show_id, s.seat_number, s.version, s.booking_id, s.held_until
        from (select unnest($1) as show_id, unnest($2) as seat_number
              union
              select b.show_id, unnest(b.seat_numbers)
              from (select unnest($3) as show_id, unnest($4) as id) k
              join bookings b on b.show_id = k.show_id and b.id = k.id) w
        join seats s on s.show_id = w.show_id and s.seat_number = w.seat_number
        order by s.show_id, s.seat_number for update of s
        """;

    // Seats are always locked first, so whoever changes a booking holds its seats; this statement begins after that
    // and therefore sees what the one who held them before has committed.
    private const string LockBookings = $"""
        select {BookingRow.Columns}
        from (select unnest($1) as show_id, unnest($2) as id) k
        join bookings b on b.show_id = k.show_id and b.id = k.id
        order by b.show_id, b.id for update of b
        """;

    // After the locks: the time spent waiting for them counts.
    private const string ReadClock = "select coalesce($1, clock_timestamp())";

    // With the currencies that shows have now, in the order of the shows. Whoever changes one locks all seats of the
    // show first; this statement begins after this transaction's seats were locked, so it sees what that one has
    // committed, and the next one waits for what is booked here.
    private const string ReadClockAndCurrencies = """
        select coalesce($1, clock_timestamp()),
               array(select s.currency from (select unnest($2) as id) w left join shows s on s.id = w.id order by w.id)
        """;

    private const string FindMark = """
        select 1 from booking_events
        where show_id = $1 and booking_id = $2 and sequence = $3 and batch_mark = $4
        """;

    private const string InsertBookings = """
        insert into bookings (show_id, id, organization_id, email_sealed, seat_numbers, status, reason, hold_seconds,
                              created_at, expires_at, confirmed_at, sequence, fingerprint, amount,
                              currency, kind, note_sealed, confirm_key, person_key, email_key)
        select w.show_id, w.id, w.organization_id, w.email_sealed, ($5::int[])[w.seats_from:w.seats_to], w.status,
               w.reason, w.hold_seconds, $11, w.expires_at, w.confirmed_at, w.sequence, w.fingerprint, w.amount,
               w.currency, w.kind, w.note_sealed, w.confirm_key, w.person_key, w.email_key
        from (select unnest($1) as show_id, unnest($2) as id, unnest($3) as organization_id,
                     unnest($4) as email_sealed, unnest($6) as seats_from, unnest($7) as seats_to, unnest($8) as status,
                     unnest($9) as reason, unnest($10) as hold_seconds, unnest($12) as expires_at,
                     unnest($13) as confirmed_at, unnest($14) as sequence, unnest($15) as fingerprint,
                     unnest($16) as amount, unnest($17) as currency, unnest($18) as kind,
                     unnest($19) as note_sealed, unnest($20) as confirm_key, unnest($21) as person_key,
                     unnest($22) as email_key) w
        """;

    private const string UpdateBookings = """
        update bookings b
        set email = case when w.person_key is null then b.email end,
            email_sealed = coalesce(w.email_sealed, b.email_sealed),
            person_key = coalesce(w.person_key, b.person_key), email_key = coalesce(w.email_key, b.email_key),
            erased_at = case when w.person_key is null then b.erased_at end,
            status = w.status, reason = w.reason, expires_at = w.expires_at,
            confirmed_at = w.confirmed_at, sequence = w.sequence, confirm_key = w.confirm_key
        from (select unnest($1) as show_id, unnest($2) as id, unnest($3) as email_sealed, unnest($4) as status,
                     unnest($5) as reason, unnest($6) as expires_at, unnest($7) as confirmed_at,
                     unnest($8) as sequence, unnest($9) as confirm_key, unnest($10) as person_key,
                     unnest($11) as email_key) w
        where b.show_id = w.show_id and b.id = w.id
        """;

    // Nobody else has these ids: there is nothing to wait for.
    public const string InsertKeys = """
        insert into personal_keys (id, sealed_key)
        select w.id, w.sealed_key from (select unnest($1) as id, unnest($2) as sealed_key) w
        """;

    // Of addresses that were replaced: nobody is to open them again.
    private const string DropKeys = "delete from personal_keys where id = any ($1)";

    private const string UpdateSeats = """
        update seats s
        set version = w.version, booking_id = w.booking_id, held_until = w.held_until
        from (select unnest($1) as show_id, unnest($2) as seat_number, unnest($3) as version,
                     unnest($4) as booking_id, unnest($5) as held_until) w
        where s.show_id = w.show_id and s.seat_number = w.seat_number
        """;

    private const string InsertEvents = """
        insert into booking_events (show_id, booking_id, sequence, at, actor, from_status, to_status, detail,
                                    batch_mark)
        select w.show_id, w.booking_id, w.sequence, $8, w.actor, w.from_status, w.to_status, w.detail, w.batch_mark
        from (select unnest($1) as show_id, unnest($2) as booking_id, unnest($3) as sequence, unnest($4) as actor,
                     unnest($5) as from_status, unnest($6) as to_status, unnest($7) as detail,
                     unnest($9) as batch_mark) w
        """;

    /// <summary>Begins the transaction, locks, and reads what is locked and the time.</summary>
    /// <param name="mode">How it will end; it may have something to make first.</param>
    /// <param name="turns">The shows that seats are chosen from, in order. They stay this transaction's when it locks
    /// again, and so do the persons.</param>
    /// <param name="isAgain">Whether the transaction has locked before and kept its turns and persons.</param>
    public static async Task<BatchState> LockAsync(
        NpgsqlConnection connection, LockSet locks, BatchMode mode, ShowId[] turns, bool isAgain, DateTime? now,
        KeyRing keys, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var takesTurns = turns.Length > 0 && !isAgain;
        var persons = locks.PersonsInOrder();
        var takesPersons = persons.Length > 0 && !isAgain;
        batch.Add(isAgain ? LetRowsGo : "begin");
        if (takesPersons)
        {
            PersonSql.AddLocks(batch, persons);
        }

        if (takesTurns)
        {
            batch.Add(TakeTurns, TurnLock.Typed(), turns.ArrayOf(id => id.Value));
            batch.Add(KeepTurns);
        }

        mode.Stage(batch);
        AddLocks(batch, locks);
        if (persons.Length > 0)
        {
            PersonSql.AddRead(batch, persons);
        }

        var priced = locks.PricedShowsInOrder();
        if (priced.Length == 0)
        {
            batch.Add(ReadClock, now.Typed());
        }
        else
        {
            batch.Add(ReadClockAndCurrencies, now.Typed(), priced.ArrayOf(id => id.Value));
        }

        if (locks.Lost is { } lost)
        {
            batch.Add(
                FindMark,
                lost.BookingId.ShowId.Typed(), lost.BookingId.Value.Typed(), lost.Sequence.Typed(), lost.Value.Typed());
        }

        await batch.PrepareAsync(ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        for (var taken = (takesPersons ? 1 : 0) + (takesTurns ? 1 : 0); taken > 0; taken--)
        {
            await reader.NextResultAsync(ct);
        }

        return await ReadAsync(reader, locks, hasPersons: persons.Length > 0, priced, keys, ct);
    }

    private static void AddLocks(NpgsqlBatch batch, LockSet locks)
    {
        var seats = locks.SeatsInOrder();
        long[] showIds = [.. seats.Select(seat => seat.ShowId.Value)];
        int[] seatNumbers = [.. seats.Select(seat => seat.SeatNumber)];
        if (locks.Bookings.Count == 0)
        {
            batch.Add(LockSeats, showIds.Typed(), seatNumbers.Typed());
        }
        else
        {
            long[] bookingShows = [.. locks.Bookings.Select(id => id.ShowId.Value)];
            Guid[] bookingIds = [.. locks.Bookings.Select(id => id.Value)];
            batch.Add(
                LockSeatsAndThoseOfBookings,
                showIds.Typed(), seatNumbers.Typed(), bookingShows.Typed(), bookingIds.Typed());
            batch.Add(LockBookings, bookingShows.Typed(), bookingIds.Typed());
        }
    }

    /// <summary>Writes what the batch has changed, with its events, and commits: durable when this returns.</summary>
    public static Task WriteAndCommitAsync(NpgsqlConnection connection, BatchState state, CancellationToken ct) =>
        WriteAsync(connection, state, "commit", ct);

    /// <summary>Writes all the same, and undoes it.</summary>
    public static Task WriteAndRollbackAsync(NpgsqlConnection connection, BatchState state, CancellationToken ct) =>
        WriteAsync(connection, state, "rollback", ct);

    private static async Task WriteAsync(
        NpgsqlConnection connection, BatchState state, string end, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        Booking[] inserted = [.. state.Inserted];
        Booking[] updated = [.. state.Updated];
        var notes = BatchNotes.Seal(state);
        AddInserts(batch, inserted, state.Now, notes);
        AddUpdates(batch, updated);
        AddKeys(batch, inserted, updated);
        if (state.HasPersons)
        {
            PersonSql.AddWrites(batch, state.Persons);
        }

        AddSeats(batch, [.. state.ChangedSeats]);
        AddEvents(batch, state, notes);
        batch.Add(end);
        await batch.PrepareAsync(ct);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends a transaction that has nothing to write. Unlike an empty commit it waits for no disk.</summary>
    public static async Task RollbackAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("rollback", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<BatchState> ReadAsync(
        NpgsqlDataReader reader, LockSet locks, bool hasPersons, ShowId[] priced, KeyRing keys,
        CancellationToken ct)
    {
        List<SeatRow> seats = [];
        while (await reader.ReadAsync(ct))
        {
            seats.Add(new SeatRow(
                new SeatKey(new ShowId(reader.GetInt64(0)), reader.GetInt32(1)),
                version: reader.GetInt32(2),
                owner: reader.IsDBNull(3) ? null : new BookingId(reader.GetGuid(3)),
                heldUntil: reader.IsDBNull(4) ? null : reader.GetDateTime(4)));
        }

        List<Booking> bookings = [];
        if (locks.Bookings.Count > 0)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                bookings.Add(BookingRow.Read(reader, keys));
            }
        }

        var persons = hasPersons ? await PersonSql.ReadNextAsync(reader, ct) : null;
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var now = reader.GetDateTime(0);
        string?[] currencies = priced.Length == 0 ? [] : await reader.GetFieldValueAsync<string?[]>(1, ct);
        var state = new BatchState(now, persons)
        {
            Keys = keys,
            IsLostFound = locks.Lost is not null && await reader.NextResultAsync(ct) && await reader.ReadAsync(ct),
        };
        foreach (var (show, currency) in priced.Zip(currencies))
        {
            state.Load(show, currency);
        }

        seats.ForEach(state.Load);
        bookings.ForEach(state.Load);
        return state;
    }

    private static void AddInserts(NpgsqlBatch batch, Booking[] bookings, DateTime now, BatchNotes? notes)
    {
        if (bookings.Length == 0)
        {
            return;
        }

        // PostgreSQL has no arrays of arrays of different lengths: the seats of all bookings go as one array, and each
        // booking says which slice of it is its own (counting from 1).
        var slicesTo = new int[bookings.Length];
        var slicesFrom = new int[bookings.Length];
        var to = 0;
        for (var i = 0; i < bookings.Length; i++)
        {
            slicesFrom[i] = to + 1;
            slicesTo[i] = to += bookings[i].SeatNumbers.Length;
        }

        batch.Add(
            InsertBookings,
            bookings.ArrayOf(b => b.ShowId.Value),
            bookings.ArrayOf(b => b.Id.Value),
            bookings.ArrayOf(b => b.OrganizationId.Value),
            bookings.ArrayOf(b => b.Sealed?.Ciphertext),
            bookings.SelectMany(b => b.SeatNumbers).ToArray().Typed(),
            slicesFrom.Typed(),
            slicesTo.Typed(),
            bookings.ArrayOf(b => b.Status.ToText()),
            bookings.ArrayOf(b => b.Reason.ToText()),
            bookings.ArrayOf(b => b.HoldSeconds),
            ((DateTime?)now).Typed(),
            bookings.ArrayOf(b => b.ExpiresAt),
            bookings.ArrayOf(b => b.ConfirmedAt),
            bookings.ArrayOf(b => b.Sequence),
            bookings.ArrayOf(b => b.RequestFingerprint),
            bookings.ArrayOf(b => b.Amount),
            bookings.ArrayOf(b => b.Currency),
            bookings.ArrayOf(b => b.Kind.ToText()),
            notes is null ? new byte[]?[bookings.Length].Typed() : bookings.ArrayOf(b => notes.OfNew(b)?.Text),
            bookings.ArrayOf(b => b.ConfirmKey?.Value),
            notes is null ? bookings.ArrayOf(b => b.Sealed?.KeyId)
                : bookings.ArrayOf(b => b.Sealed?.KeyId ?? notes.OfNew(b)?.KeyId),
            bookings.ArrayOf(b => b.Sealed?.Person));
    }

    private static void AddUpdates(NpgsqlBatch batch, Booking[] bookings)
    {
        if (bookings.Length > 0)
        {
            batch.Add(
                UpdateBookings,
                bookings.ArrayOf(b => b.ShowId.Value),
                bookings.ArrayOf(b => b.Id.Value),
                bookings.ArrayOf(b => b.Sealed?.Ciphertext),
                bookings.ArrayOf(b => b.Status.ToText()),
                bookings.ArrayOf(b => b.Reason.ToText()),
                bookings.ArrayOf(b => b.ExpiresAt),
                bookings.ArrayOf(b => b.ConfirmedAt),
                bookings.ArrayOf(b => b.Sequence),
                bookings.ArrayOf(b => b.ConfirmKey?.Value),
                bookings.ArrayOf(b => b.Sealed?.KeyId),
                bookings.ArrayOf(b => b.Sealed?.Person));
        }
    }

    private static void AddKeys(NpgsqlBatch batch, Booking[] inserted, Booking[] updated)
    {
        List<SealedEmail>? added = null;
        List<Guid>? replaced = null;
        foreach (var booking in inserted)
        {
            if (booking.Sealed is { } email)
            {
                (added ??= []).Add(email);
            }
        }

        foreach (var booking in updated)
        {
            if (booking.Sealed is { } email)
            {
                (added ??= []).Add(email);
                if (booking.Unopened is { KeyId: var before })
                {
                    (replaced ??= []).Add(before);
                }
            }
        }

        if (added is not null)
        {
            batch.Add(
                InsertKeys, added.ArrayOf(email => email.KeyId), added.ArrayOf(email => email.SealedKey));
        }

        if (replaced is not null)
        {
            batch.Add(DropKeys, replaced.ArrayOf(id => id));
        }
    }

    private static void AddSeats(NpgsqlBatch batch, SeatRow[] seats)
    {
        if (seats.Length > 0)
        {
            batch.Add(
                UpdateSeats,
                seats.ArrayOf(s => s.Key.ShowId.Value),
                seats.ArrayOf(s => s.Key.SeatNumber),
                seats.ArrayOf(s => s.Version),
                seats.ArrayOf(s => s.Owner?.Value),
                seats.ArrayOf(s => s.HeldUntil));
        }
    }

    private static void AddEvents(NpgsqlBatch batch, BatchState state, BatchNotes? notes)
    {
        if (notes is not null)
        {
            notes.AddEvents(batch, state);
            return;
        }

        var events = state.Events;
        batch.Add(
            InsertEvents,
            events.ArrayOf(e => e.BookingId.ShowId.Value),
            events.ArrayOf(e => e.BookingId.Value),
            events.ArrayOf(e => e.Sequence),
            events.ArrayOf(e => e.Actor),
            events.ArrayOf(e => e.From.ToText()),
            events.ArrayOf(e => e.To.ToText()),
            events.ArrayOf(e => e.Detail),
            ((DateTime?)state.Now).Typed(),
            MarksOf(state).Typed());
    }

    /// <summary>The batch's mark, for its first event.</summary>
    public static long?[] MarksOf(BatchState state)
    {
        var marks = new long?[state.Events.Count];
        marks[0] = state.Mark.Value;
        return marks;
    }
}
