using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Sealing;

namespace Usher.Engine.Privacy;

/// <summary>A place among all bookings, in order of their keys.</summary>
public sealed record BookingPlace(ShowId ShowId, Guid Id)
{
    /// <summary>Before the first booking.</summary>
    public static BookingPlace Start { get; } = new(new ShowId(0), Guid.Empty);
}

/// <summary>
/// Seals the addresses and notes that an earlier program wrote as they were typed, and gives back what it took from
/// those that are sealed (ADR 54). Any number of processes may do this at once, and repeating it is harmless.
/// </summary>
public sealed class BookingSealing(DataSources data)
{
    // The last row tells where to go on.
    private const string FindUnsealed = $"""
        select p.show_id, p.id, p.lacks
        from (
            select b.show_id, b.id, ({Lacks} or {NoteSealing.Lacks}) as lacks,
                   row_number() over (order by b.show_id desc, b.id desc) as from_end
            from (select * from bookings where (show_id, id) > ($1, $2) order by show_id, id limit $3) b
        ) p
        where p.lacks or p.from_end = 1
        order by p.show_id, p.id
        """;

    // An earlier program that changes a booking drops the value that its address is found by.
    private const string Lacks = "(b.email is not null or (b.email_sealed is not null and b.email_key is null))";

    // In the order in which everybody locks bookings. What was changed meanwhile is read as it is now.
    private const string Lock = $"""
        select {BookingRow.Columns}, {Lacks}
        from (select unnest($1) as show_id, unnest($2) as id) k
        join bookings b on b.show_id = k.show_id and b.id = k.id
        where {Lacks} or {NoteSealing.Lacks}
        order by b.show_id, b.id for update of b
        """;

    private const string Write = """
        with keys as (
            insert into personal_keys (id, sealed_key)
            select w.id, w.sealed_key from (select unnest($3) as id, unnest($5) as sealed_key) w
        ),
        replaced as (
            delete from personal_keys k
            using (select unnest($1) as show_id, unnest($2) as id) w
            join bookings b on b.show_id = w.show_id and b.id = w.id
            where k.id = b.person_key
        )
        update bookings b
        set email = null, email_sealed = w.email_sealed, person_key = w.person_key, email_key = w.person
        from (select unnest($1) as show_id, unnest($2) as id, unnest($3) as person_key, unnest($4) as person,
                     unnest($6) as email_sealed) w
        where b.show_id = w.show_id and b.id = w.id
        """;

    /// <summary>Looks at some bookings, and seals what is not sealed, in one transaction.</summary>
    /// <param name="from">Where the portion before ended.</param>
    /// <param name="bookingsMax">The most bookings to look at.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were sealed, and where this portion ended; null: there are no more bookings.</returns>
    /// <exception cref="NpgsqlException">The database is away; nothing of this portion was sealed.</exception>
    public async Task<(int Sealed, BookingPlace? Next)> SealAsync(
        BookingPlace from, int bookingsMax, CancellationToken ct)
    {
        List<BookingPlace> lacking = [];
        BookingPlace? last = null;
        await using (var find = data.Primary.Command(
            FindUnsealed, from.ShowId.Typed(), from.Id.Typed(), bookingsMax.Typed()))
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                last = new BookingPlace(new ShowId(reader.GetInt64(0)), reader.GetGuid(1));
                if (reader.GetBoolean(2))
                {
                    lacking.Add(last);
                }
            }
        }

        return (lacking.Count == 0 ? 0 : await SealAsync(lacking, ct), last);
    }

    /// <summary>Seals all bookings, in portions.</summary>
    /// <param name="portion">The most bookings to look at in one transaction.</param>
    /// <param name="ct">Ends it; what was sealed stays.</param>
    /// <returns>How many were sealed.</returns>
    /// <exception cref="NpgsqlException">The database is away; what was sealed stays.</exception>
    public async Task<int> SealAllAsync(int portion, CancellationToken ct)
    {
        var count = 0;
        for (var place = BookingPlace.Start; place is not null;)
        {
            (var portionSealed, place) = await SealAsync(place, portion, ct);
            count += portionSealed;
        }

        return count;
    }

    private async Task<int> SealAsync(List<BookingPlace> places, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        List<Booking> locked = [];
        List<(BookingId Id, SealedEmail Email)> now = [];
        await using (var locking = new NpgsqlCommand(Lock, connection))
        {
            locking.Parameters.Add(places.ArrayOf(place => place.ShowId.Value));
            locking.Parameters.Add(places.ArrayOf(place => place.Id));
            await using var reader = await locking.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var booking = BookingRow.Read(reader, data.Keys);
                locked.Add(booking);
                if (reader.GetBoolean(BookingRow.ColumnCount) && booking.Email is { } email)
                {
                    now.Add((booking.Id, data.Keys.Seal(booking.Id, email, EmailKey.Normal(email))));
                }
            }
        }

        if (now.Count > 0)
        {
            await using var write = new NpgsqlCommand(Write, connection);
            write.Parameters.Add(now.ArrayOf(one => one.Id.ShowId.Value));
            write.Parameters.Add(now.ArrayOf(one => one.Id.Value));
            write.Parameters.Add(now.ArrayOf(one => one.Email.KeyId));
            write.Parameters.Add(now.ArrayOf(one => one.Email.Person));
            write.Parameters.Add(now.ArrayOf(one => one.Email.SealedKey));
            write.Parameters.Add(now.ArrayOf(one => one.Email.Ciphertext));
            await write.ExecuteNonQueryAsync(ct);
        }

        var sealedNow = await NoteSealing.SealAsync(connection, locked, data.Keys, ct);
        sealedNow.UnionWith(now.Select(one => one.Id));
        await transaction.CommitAsync(ct);
        return sealedNow.Count;
    }
}
