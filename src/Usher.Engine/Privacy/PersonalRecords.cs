using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.Sealing;

namespace Usher.Engine.Privacy;

/// <summary>A booking with all that was done to it.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="ShowName">What its show is called; null: the show is gone.</param>
/// <param name="ShowStartsAt">When its show begins, UTC.</param>
/// <param name="Steps">In order.</param>
public sealed record RecordedBooking(
    Booking Booking, string? ShowName, DateTime? ShowStartsAt, ImmutableArray<BookingStep> Steps);

/// <summary>What is known under one address.</summary>
/// <param name="Bookings">The newest first; at most <see cref="PersonalRecords.BookingsMax"/>.</param>
/// <param name="IsWhole">Whether that is all.</param>
public sealed record PersonalRecord(ImmutableArray<RecordedBooking> Bookings, bool IsWhole);

/// <summary>Everything that is known of a buyer by an address, to be given out or erased. From the primary.</summary>
public sealed class PersonalRecords(DataSources data)
{
    /// <summary>The most bookings that are given out at once.</summary>
    public const int BookingsMax = 10_000;

    private const int ErasePortion = 1_000;

    // By the value that a person is found by, and by the form of the address where it is not sealed yet.
    private const string OfPerson = """
        select show_id, id from bookings
        where status <> 'PENDING' and email_key is not null and email_key collate "C" = $1
        union
        select show_id, id from bookings
        where status <> 'PENDING' and email_key is not null and email_key collate "C" = $2 and email is not null
        union
        select show_id, id from bookings
        where status <> 'PENDING' and email is not null and lower(email) collate "C" = $2 and email_key is null
        union
        select show_id, id from bookings
        where status = 'PENDING'
          and (email_key = $1 or (email is not null and coalesce(email_key, lower(email)) = $2))
        """;

    private const string Find = $"""
        select {BookingRow.Columns}, s.name, s.starts_at
        from ({OfPerson}) k
        join bookings b on b.show_id = k.show_id and b.id = k.id
        left join shows s on s.id = b.show_id
        where $4 is null or b.organization_id = $4
        order by b.created_at desc, b.id desc limit $3
        """;

    private const string FindSteps = $"""
        select {BookingHistory.Columns}
        from (select unnest($1) as show_id, unnest($2) as id) w
        join booking_events e on e.show_id = w.show_id and e.booking_id = w.id
        order by e.show_id, e.booking_id, e.sequence
        """;

    // In the order in which everybody locks bookings. One that was somebody else's meanwhile is left alone.
    private const string Lock = $"""
        select b.show_id, b.id
        from ({OfPerson}) k
        join bookings b on b.show_id = k.show_id and b.id = k.id
        where (b.email_key = $1 or (b.email is not null and coalesce(b.email_key, lower(b.email)) = $2))
            and ($3 is null or b.organization_id = $3)
        order by b.show_id, b.id for update of b
        """;

    /// <summary>What a person is found by.</summary>
    public string PersonOf(string email) => data.Keys.PersonOf(EmailKey.Normal(email));

    /// <summary>Everything under an address, whatever spelling it has. Row-level security would keep its index from
    /// being used (ADR 59), so the statement alone says whose it must be, and what it finds is looked at.</summary>
    /// <param name="email">The address.</param>
    /// <param name="organization">Whose bookings; null: those of all organizations.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<PersonalRecord> FindAsync(string email, OrganizationId? organization, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        List<RecordedBooking> found = [];
        await using (var command = new NpgsqlCommand(Find, connection))
        {
            command.Parameters.Add(PersonOf(email).Typed());
            command.Parameters.Add(EmailKey.Normal(email).Typed());
            command.Parameters.Add((BookingsMax + 1).Typed());
            command.Parameters.Add(organization.Typed());
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                found.Add(new RecordedBooking(
                    BookingSearch.OfTenant(BookingRow.Read(reader, data.Keys)),
                    reader.IsDBNull(BookingRow.ColumnCount) ? null : reader.GetString(BookingRow.ColumnCount),
                    reader.IsDBNull(BookingRow.ColumnCount + 1) ? null
                        : reader.GetDateTime(BookingRow.ColumnCount + 1),
                    Steps: []));
            }
        }

        var isWhole = found.Count <= BookingsMax;
        var bookings = isWhole ? found : found[..BookingsMax];
        await using var steps = new NpgsqlBatch(connection);
        steps.Add(
            FindSteps, bookings.ArrayOf(one => one.Booking.ShowId.Value),
            bookings.ArrayOf(one => one.Booking.Id.Value));
        var known = (await BookingHistory.ReadAsync(steps, data.Keys, ct)).ToLookup(step => step.Id);
        return new PersonalRecord(
            [.. bookings.Select(one => one with { Steps = [.. known[one.Booking.Id]] })], isWhole);
    }

    /// <summary>Erases a person by an address, whether or not it is sealed.</summary>
    /// <param name="write">What it is a part of.</param>
    /// <param name="email">The address.</param>
    /// <param name="organization">From whose bookings; null: from those of all organizations.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many bookings are nobody's now; 0: nothing was known.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public Task<int> EraseAsync(
        OrganiserWrite write, string email, OrganizationId? organization, CancellationToken ct) =>
        EraseAsync(write, PersonOf(email), EmailKey.Normal(email), organization, ct);

    /// <summary>Erases a person by what the person is found by. Addresses must be sealed for that.</summary>
    /// <inheritdoc cref="EraseAsync(OrganiserWrite, string, OrganizationId?, CancellationToken)"/>
    public static Task<int> EraseFoundAsync(
        OrganiserWrite write, string person, OrganizationId? organization, CancellationToken ct) =>
        EraseAsync(write, person, normal: null, organization, ct);

    private static async Task<int> EraseAsync(
        OrganiserWrite write, string person, string? normal, OrganizationId? organization, CancellationToken ct)
    {
        await write.LeaveTenantAsync(ct);
        var connection = write.Connection;
        List<BookingPlace> places = [];
        await using (var command = new NpgsqlCommand(Lock, connection))
        {
            command.Parameters.Add(person.Typed());
            command.Parameters.Add(normal.Typed());
            command.Parameters.Add(organization.Typed());
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                places.Add(new BookingPlace(new ShowId(reader.GetInt64(0)), reader.GetGuid(1)));
            }
        }

        var nobody = KeyRing.Nobody();
        foreach (var portion in places.Chunk(ErasePortion))
        {
            await Erasing.EraseAsync(connection, portion, nobody, ct);
        }

        if (places.Count > 0)
        {
            write.Done();
        }

        return places.Count;
    }
}
