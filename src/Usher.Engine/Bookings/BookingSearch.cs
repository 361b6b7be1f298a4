using System.Collections.Immutable;
using System.Text;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>
/// Finds bookings for staff among millions. A page continues after the last booking of the one before, so that each
/// page costs the same. Reads from a replica where one is configured.
/// </summary>
public sealed class BookingSearch(DataSources data)
{
    /// <summary>The most bookings of one page.</summary>
    public const int PageMax = 1_000;

    private const string Email = "lower(b.email) collate \"C\"";

    // The highest character of Unicode: nothing with the same beginning sorts after it.
    private const string Last = "\U0010FFFF";

    // Settled bookings are found by indexes in the right order, one for each of these; pending ones by a short one of
    // their own (ADR 19). {0} is the condition, {1} the order and the limit, {2} the show.
    private const string Pending = "select * from bookings b where b.status = 'PENDING' and {0} {1}";
    private const string Settled = "select * from bookings b where b.status <> 'PENDING' and {0} {1}";

    // Found by reading all bookings of the show. The offset keeps the planner from choosing a wrong index: it cannot
    // look behind one.
    private const string InShow = """
        select * from (select * from bookings b where b.status <> 'PENDING' and b.show_id = {2} offset 0) b
        where {0} {1}
        """;

    private const string OfEachStatus = """
        select b.* from (values ('QUEUED'), ('CONFIRMED'), ('FAILED')) s (status)
        cross join lateral (
            select * from bookings b where b.status = s.status and b.status <> 'PENDING' and {0} {1}) b
        """;

    private const string NewestFirst = "order by b.created_at desc, b.id desc limit {0}";
    private const string ByAddress = $"order by {Email}, b.created_at desc, b.id desc limit {{0}}";

    /// <summary>One page of what matches the filter: the newest first, or, for a search by address across shows, in
    /// order of addresses and the newest of each first.</summary>
    /// <param name="filter">What to find.</param>
    /// <param name="limit">1..<see cref="PageMax"/>.</param>
    /// <param name="after">The <see cref="BookingPage.Next"/> of the page before; null for the first page.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<BookingPage> FindAsync(
        BookingFilter filter, int limit, BookingCursor? after, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageMax);
        await using var command = data.Replica.CreateCommand();
        // One more than requested shows whether there is a next page.
        command.CommandText = Sql(filter, limit + 1, after, command.Parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = ImmutableArray.CreateBuilder<Booking>(limit);
        while (found.Count < limit && await reader.ReadAsync(ct))
        {
            found.Add(BookingRow.Read(reader));
        }

        var last = found.Count == limit && await reader.ReadAsync(ct) ? found[^1] : null;
        return new BookingPage(found.DrainToImmutable(), last is null ? null : Cursor(filter, last));
    }

    private static bool IsByAddress(BookingFilter filter) => filter is { EmailStart: not null, ShowId: null };

    private static BookingCursor Cursor(BookingFilter filter, Booking last) =>
        new(last.CreatedAt, last.Id.Value, IsByAddress(filter) ? last.Email : null);

    private static string Sql(
        BookingFilter filter, int limit, BookingCursor? after, NpgsqlParameterCollection parameters)
    {
        var where = Where(filter, parameters);
        if (after is not null)
        {
            where += " and " + After(filter, after, parameters);
        }

        var count = Bind(parameters, limit);
        var order = string.Format(null, Compose(IsByAddress(filter) ? ByAddress : NewestFirst), count);
        var show = filter.ShowId is { } id ? Bind(parameters, id.Value) : "";
        var parts = Parts(filter).Select(part => $"({string.Format(null, Compose(part), where, order, show)})");
        return $"select {BookingRow.Columns} from ({string.Join(" union all ", parts)}) b {order}";
    }

    private static IEnumerable<string> Parts(BookingFilter filter)
    {
        if (filter.State is null or BookingState.Held)
        {
            yield return Pending;
        }

        if (filter.State is not BookingState.Held)
        {
            yield return filter switch
            {
                { ShowId: not null, SeatNumber: not null } or { ShowId: not null, EmailStart: not null } => InShow,
                { ShowId: null, EmailStart: null, State: null } => OfEachStatus,
                _ => Settled,
            };
        }
    }

    private static string Where(BookingFilter filter, NpgsqlParameterCollection parameters)
    {
        var where = new StringBuilder(filter.State switch
        {
            BookingState.Queued => "b.kind = 'SALE' and b.status = 'QUEUED'",
            BookingState.Held => "b.kind = 'SALE' and b.status = 'PENDING'",
            BookingState.Confirmed => "b.kind = 'SALE' and b.status = 'CONFIRMED'",
            BookingState.Expired => "b.kind = 'SALE' and b.status = 'FAILED' and b.reason = 'EXPIRED'",
            BookingState.Cancelled => "b.kind = 'SALE' and b.reason = 'CANCELLED'",
            BookingState.Failed =>
                "b.kind = 'SALE' and b.status = 'FAILED' and b.reason in ('SEATS_TAKEN', 'PAYMENT_FAILED')",
            BookingState.Blocked => "b.kind = 'HOUSE' and b.status = 'CONFIRMED'",
            _ => "b.kind = 'SALE'",
        });
        if (filter.ShowId is { } show)
        {
            where.Append(null, $" and b.show_id = {Bind(parameters, show.Value)}");
            if (filter.SeatNumber is { } seat)
            {
                where.Append(null, $" and b.seat_numbers @> array[{Bind(parameters, seat)}]");
            }
        }

        // Lower-cased by the database, as in the index: this program may know other letters.
        if (filter.EmailStart is { } start)
        {
            where.Append(null, $" and {Email} >= lower({Bind(parameters, start)})");
            where.Append(null, $" and {Email} < lower({Bind(parameters, start + Last)})");
        }

        return where.ToString();
    }

    private static string After(BookingFilter filter, BookingCursor after, NpgsqlParameterCollection parameters)
    {
        var time = Bind(parameters, after.CreatedAt);
        var later = $"b.created_at <= {time} and (b.created_at < {time} or b.id < {Bind(parameters, after.Id)})";
        if (!IsByAddress(filter))
        {
            return later;
        }

        var email = $"lower({Bind(parameters, after.Email ?? "")})";
        return $"{Email} >= {email} and ({Email} > {email} or ({later}))";
    }

    private static string Bind<T>(NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }

    private static CompositeFormat Compose(string format) => CompositeFormat.Parse(format);
}
