using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Sealing;

namespace Usher.Engine.Bookings;

/// <summary>How a booking came to hold nothing any more.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who did it; see <see cref="Actors"/>.</param>
/// <param name="Note">Why, for colleagues only; null: nobody said.</param>
/// <param name="PublicReason">What its buyer is told; null: nothing.</param>
public sealed record BookingEnd(DateTime At, string Actor, string? Note, string? PublicReason)
{
    /// <summary>The version of the show's plan at that moment, by which its seats go on being called; null: the one
    /// that the show has now.</summary>
    public int? PlanVersion { get; init; }

    /// <summary>Whether one of the organiser's own people did it.</summary>
    public bool IsByOrganiser => Actors.IsStaff(Actor);
}

/// <summary>Reads how bookings ended: the last event of those that have failed. From the primary, by keys.</summary>
public sealed class BookingEnds(DataSources data)
{
    // The version before the first move since. Moves are few; what each has renamed may be a whole stadium, so it is
    // opened once for all bookings of its show.
    private const string Find = $"""
        with moves as materialized (
            select show_id, at, id, (before ->> 'plan_version')::int as version from show_changes
            where show_id = any ($1) and kind = 'PLAN_VERSION')
        select e.booking_id, e.at, e.actor, {EventNote.Columns},
               (select m.version from moves m where m.show_id = e.show_id and m.at > e.at order by m.at, m.id limit 1)
        from (select unnest($1) as show_id, unnest($2) as id, unnest($3) as sequence) k
        join booking_events e on e.show_id = k.show_id and e.booking_id = k.id and e.sequence = k.sequence
        """;

    private const int NoteAt = 3;

    private const int VersionAt = NoteAt + EventNote.ColumnCount;

    /// <summary>How this booking ended; null while it has not.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<BookingEnd?> FindAsync(Booking booking, CancellationToken ct) =>
        booking.Status == BookingStatus.Failed
            ? (await FindAsync([booking], ct)).GetValueOrDefault(booking.Id)
            : null;

    /// <summary>The same for a piece of work that has a connection: a second one is never asked for.</summary>
    internal static async Task<BookingEnd?> FindAsync(
        NpgsqlConnection connection, KeyRing keys, Booking booking, CancellationToken ct) =>
        (await ReadAsync(new NpgsqlBatch(connection), keys, [booking], ct)).GetValueOrDefault(booking.Id);

    /// <summary>How those of these bookings ended that have.</summary>
    /// <param name="bookings">A page of them, or as many as a device remembers.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<IReadOnlyDictionary<BookingId, BookingEnd>> FindAsync(
        IReadOnlyCollection<Booking> bookings, CancellationToken ct)
    {
        Booking[] ended = [.. bookings.Where(booking => booking.Status == BookingStatus.Failed)];
        return ended.Length == 0
            ? new Dictionary<BookingId, BookingEnd>()
            : await ReadAsync(data.Primary.Scoped(), data.Keys, ended, ct);
    }

    private static async Task<Dictionary<BookingId, BookingEnd>> ReadAsync(
        NpgsqlBatch query, KeyRing keys, Booking[] ended, CancellationToken ct)
    {
        Dictionary<BookingId, BookingEnd> ends = [];
        await using var batch = query;
        batch.Add(
            Find, ended.ArrayOf(booking => booking.ShowId.Value), ended.ArrayOf(booking => booking.Id.Value),
            ended.ArrayOf(booking => booking.Sequence));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var id = new BookingId(reader.GetGuid(0));
            var note = EventNote.Read(reader, NoteAt, id, keys);
            ends.Add(id, new BookingEnd(reader.GetDateTime(1), reader.GetString(2), note.Detail, note.PublicReason)
            {
                PlanVersion = reader.IsDBNull(VersionAt) ? null : reader.GetInt32(VersionAt),
            });
        }

        return ends;
    }
}
