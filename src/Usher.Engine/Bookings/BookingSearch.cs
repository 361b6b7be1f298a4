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

    // By what an address is found (EmailKey). The first is of all bookings, the others of those with and without a key,
    // which have an index each.
    private const string AnyEmail = "coalesce(b.email_key, lower(b.email)) collate \"C\"";
    private const string PlainEmail = "lower(b.email) collate \"C\"";
    private const string KeyedEmail = "b.email_key collate \"C\"";

    // The highest character of Unicode: nothing with the same beginning sorts after it.
    private const string Last = "\U0010FFFF";

    // Settled bookings are found by indexes in the right order, one for each of these; pending ones by a short one of
    // their own (ADR 19). {0} is the condition, {1} the order and the limit, {2} the show.
    private const string Pending = "select * from bookings b where b.status = 'PENDING' and {0} {1}";
    private const string Settled = "select * from bookings b where b.status <> 'PENDING' and {0} {1}";

    private const string SettledPlain =
        "select * from bookings b where b.status <> 'PENDING' and b.email_key is null and {0} {1}";

    private const string SettledKeyed =
        "select * from bookings b where b.status <> 'PENDING' and b.email_key is not null and {0} {1}";

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

    private const string NewestFirst = "order by b.created_at desc, b.id desc";

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
        // One more than requested shows whether there is a next page.
        var command = new NpgsqlBatchCommand();
        command.CommandText = Sql(filter, limit + 1, after, command.Parameters);
        await using var batch = BatchFor(filter);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var found = ImmutableArray.CreateBuilder<Booking>(limit);
        while (found.Count < limit && await reader.ReadAsync(ct))
        {
            found.Add(OfTenant(BookingRow.Read(reader)));
        }

        var last = found.Count == limit && await reader.ReadAsync(ct) ? found[^1] : null;
        return new BookingPage(found.DrainToImmutable(), last is null ? null : Cursor(filter, last));
    }

    // Under row-level security an index is used only with operators that cannot leak what they see, and to lower a text
    // is none of them: a search by address would read all bookings. What it finds is looked at below.
    private NpgsqlBatch BatchFor(BookingFilter filter)
    {
        var batch = data.Replica.CreateBatch();
        if (!IsByAddress(filter) && Tenant.Current is { } tenant)
        {
            batch.Add(Tenant.EnterSql, tenant.Typed());
        }

        return batch;
    }

    private static Booking OfTenant(Booking booking) => Tenant.MaySee(booking.OrganizationId)
        ? booking
        : throw new InvalidOperationException("A search has found a booking of another organization.");

    private static bool IsByAddress(BookingFilter filter) => filter is { EmailStart: not null, ShowId: null };

    private static BookingCursor Cursor(BookingFilter filter, Booking last) => new(
        last.CreatedAt, last.Id.Value, IsByAddress(filter) && last.Email is { } email ? EmailKey.Normal(email) : null);

    private static string Sql(
        BookingFilter filter, int limit, BookingCursor? after, NpgsqlParameterCollection parameters)
    {
        var count = Bind(parameters, limit);
        var show = filter.ShowId is { } id ? Bind(parameters, id.Value) : "";
        var matches = Matches(filter, show, parameters);
        var follows = after is null ? null : Follows(filter, after, parameters);
        var parts = Parts(filter).Select(part => "(" + string.Format(
            null, CompositeFormat.Parse(part.Sql),
            matches(part.Email) + (follows is null ? "" : " and " + follows(part.Email)),
            $"{Order(filter, part.Email)} limit {count}",
            show) + ")");
        return $"select {BookingRow.Columns} from ({string.Join(" union all ", parts)}) b "
            + $"{Order(filter, AnyEmail)} limit {count}";
    }

    private static string Order(BookingFilter filter, string email) => IsByAddress(filter)
        ? $"order by {email}, b.created_at desc, b.id desc"
        : NewestFirst;

    private static IEnumerable<(string Sql, string Email)> Parts(BookingFilter filter)
    {
        if (filter.State is null or BookingState.Held)
        {
            yield return (Pending, AnyEmail);
        }

        if (filter.State is BookingState.Held)
        {
            yield break;
        }

        if (IsByAddress(filter))
        {
            yield return (SettledPlain, PlainEmail);
            yield return (SettledKeyed, KeyedEmail);
        }
        else
        {
            yield return filter switch
            {
                { ShowId: not null, SeatNumber: not null } or { ShowId: not null, EmailStart: not null } =>
                    (InShow, AnyEmail),
                { ShowId: null, EmailStart: null, State: null } => (OfEachStatus, AnyEmail),
                _ => (Settled, AnyEmail),
            };
        }
    }

    // What a booking must be, given by what its address is found.
    private static Func<string, string> Matches(
        BookingFilter filter, string show, NpgsqlParameterCollection parameters)
    {
        var where = filter.State switch
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
        };
        if (Tenant.Current is { } tenant)
        {
            where += $" and b.organization_id = {Bind(parameters, tenant.Value)}";
        }

        if (filter.ShowId is not null)
        {
            where += $" and b.show_id = {show}";
            where += filter.SeatNumber is { } seat ? $" and b.seat_numbers @> array[{Bind(parameters, seat)}]" : "";
        }

        if (filter.EmailStart is not { } typed)
        {
            return _ => where;
        }

        var start = EmailKey.Normal(typed);
        var (from, to) = (Bind(parameters, start), Bind(parameters, start + Last));
        return email => $"{where} and {email} >= {from} and {email} < {to}";
    }

    private static Func<string, string> Follows(
        BookingFilter filter, BookingCursor after, NpgsqlParameterCollection parameters)
    {
        var time = Bind(parameters, after.CreatedAt);
        var later = $"b.created_at <= {time} and (b.created_at < {time} or b.id < {Bind(parameters, after.Id)})";
        if (!IsByAddress(filter))
        {
            return _ => later;
        }

        var last = Bind(parameters, after.Email ?? "");
        return email => $"{email} >= {last} and ({email} > {last} or ({later}))";
    }

    private static string Bind<T>(NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }
}
