using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Sealing;

namespace Usher.Engine.Bookings;

/// <summary>One change of a booking.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Sequence">Its number within the booking, from 1.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who did it: one of <see cref="Actors"/>, or the name of somebody who signed in.</param>
/// <param name="From">Its status before; null for its first step.</param>
/// <param name="To">Its status afterwards.</param>
/// <param name="Detail">Why, for colleagues, or other details; null: none.</param>
/// <param name="PublicReason">What the buyer is told of it; null: nothing.</param>
public sealed record BookingStep(
    BookingId Id, int Sequence, DateTime At, string Actor, BookingStatus? From, BookingStatus To, string? Detail,
    string? PublicReason)
{
    /// <summary>Whether it had a reason of staff that nobody can read any more: the person was erased.</summary>
    public bool IsNoteErased { get; init; }

    /// <summary>Whether it is the one extension of a hold.</summary>
    public bool IsExtension => To == BookingStatus.Pending && Detail == BookingEvent.Extended;
}

/// <summary>One page of steps, the newest first; <paramref name="Next"/> is where the next page begins, or null.
/// </summary>
public sealed record StepPage(ImmutableArray<BookingStep> Steps, StepCursor? Next);

/// <summary>The last step of a page.</summary>
public sealed record StepCursor(DateTime At, Guid BookingId, int Sequence);

/// <summary>Reads what has been done to bookings, and by whom: the audit log.</summary>
public sealed class BookingHistory(DataSources data)
{
    /// <summary>The most steps of one page.</summary>
    public const int PageMax = 1_000;

    /// <summary>What <see cref="ReadAsync"/> reads, of the table alias <c>e</c>.</summary>
    internal const string Columns =
        $"e.booking_id, e.sequence, e.at, e.actor, e.from_status, e.to_status, {EventNote.Columns}";

    private const string OfBooking = $"""
        select {Columns} from booking_events e where e.show_id = $1 and e.booking_id = $2 order by e.sequence
        """;

    private const string Newest = $"""
        select {Columns} from booking_events e
        where {AfterCursor}
        order by e.at desc, e.booking_id desc, e.sequence desc limit $4
        """;

    // Within a show the steps are few enough to be sorted.
    private const string NewestInShow = $"""
        with e as materialized (select * from booking_events where show_id = $6)
        select {Columns} from e
        where {AfterCursor}
        order by e.at desc, e.booking_id desc, e.sequence desc limit $4
        """;

    private const string AfterCursor = """
        e.at <= $1 and (e.at < $1 or (e.booking_id, e.sequence) < ($2, $3))
            and ($5 is null or e.show_id in (select id from shows where organization_id = $5))
        """;

    // Later than anything, and a date that PostgreSQL and .NET both know.
    private static readonly StepCursor Top = new(
        new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc), Guid.AllBitsSet, int.MaxValue);

    /// <summary>All steps of one booking, the first one first; none if there is no such booking.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<BookingStep>> FindAsync(BookingId id, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(OfBooking, id.ShowId.Typed(), id.Value.Typed());
        return await ReadAsync(command, data.Keys, ct);
    }

    /// <summary>One page of the steps of all bookings, or of those of one show, the newest first.</summary>
    /// <param name="showId">Null: all shows.</param>
    /// <param name="limit">1..<see cref="PageMax"/>.</param>
    /// <param name="after">The <see cref="StepPage.Next"/> of the page before; null for the first page.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<StepPage> ListAsync(ShowId? showId, int limit, StepCursor? after, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageMax);
        var (at, booking, sequence) = after ?? Top;
        // One more than requested shows whether there is a next page.
        NpgsqlParameter[] parameters =
        [
            ((DateTime?)at).Typed(), booking.Typed(), sequence.Typed(), (limit + 1).Typed(), Tenant.Parameter(),
        ];
        await using var command = showId is { } id
            ? data.Replica.Scoped(NewestInShow, [.. parameters, id.Typed()])
            : data.Replica.Scoped(Newest, parameters);

        var steps = await ReadAsync(command, data.Keys, ct);
        if (steps.Length <= limit)
        {
            return new StepPage(steps, Next: null);
        }

        var last = steps[limit - 1];
        return new StepPage(steps[..limit], new StepCursor(last.At, last.Id.Value, last.Sequence));
    }

    /// <summary>Reads the rows of a batch that selects <see cref="Columns"/>.</summary>
    internal static async Task<ImmutableArray<BookingStep>> ReadAsync(
        NpgsqlBatch command, KeyRing keys, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var steps = ImmutableArray.CreateBuilder<BookingStep>();
        while (await reader.ReadAsync(ct))
        {
            var id = new BookingId(reader.GetGuid(0));
            var note = EventNote.Read(reader, 6, id, keys);
            steps.Add(new BookingStep(
                id,
                reader.GetInt32(1),
                reader.GetDateTime(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : BookingNames.ParseStatus(reader.GetString(4)),
                BookingNames.ParseStatus(reader.GetString(5)),
                note.Detail,
                note.PublicReason)
            {
                IsNoteErased = note.IsErased,
            });
        }

        return steps.DrainToImmutable();
    }
}
