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

    // Settled bookings are found by indexes in the right order, one for each of these; pending ones by a short one of
    // their own (ADR 19). {0} is the condition, {1} the order and the limit, {2} the show, {3} the person, {4} the form
    // of the address.
    private const string Pending = "select * from bookings b where b.status = 'PENDING' and {0} {1}";
    private const string Settled = "select * from bookings b where b.status <> 'PENDING' and {0} {1}";

    // Addresses that are sealed; and those that are not yet, by the form that the database can tell itself, and by the
    // other one (ADR 37). Each has its index.
    private const string OfPerson = """
        select * from bookings b
        where b.status <> 'PENDING' and b.email_key is not null and b.email_key collate "C" = {3} and {0} {1}
        """;

    private const string OfPlainEmail = """
        select * from bookings b
        where b.status <> 'PENDING' and b.email is not null and lower(b.email) collate "C" = {4}
              and b.email_key is null and {0} {1}
        """;

    private const string OfKeyedEmail = """
        select * from bookings b
        where b.status <> 'PENDING' and b.email_key is not null and b.email_key collate "C" = {4} and {0} {1}
        """;

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

    /// <summary>One page of what matches the filter, the newest first.</summary>
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
            found.Add(OfTenant(BookingRow.Read(reader, data.Keys)));
        }

        var last = found.Count == limit && await reader.ReadAsync(ct) ? found[^1] : null;
        return new BookingPage(
            found.DrainToImmutable(), last is null ? null : new BookingCursor(last.CreatedAt, last.Id.Value));
    }

    // Under row-level security an index is used only with operators that cannot leak what they see, and to lower a text
    // is none of them: a search by address would read all bookings. What it finds is looked at below.
    private NpgsqlBatch BatchFor(BookingFilter filter) =>
        IsByAddress(filter) ? data.Replica.CreateBatch() : data.Replica.Scoped();

    /// <summary>A booking that was looked for by address: the tenant's, or the statement has a mistake.</summary>
    internal static Booking OfTenant(Booking booking) => Tenant.MaySee(booking.OrganizationId)
        ? booking
        : throw new InvalidOperationException("A search has found a booking of another organization.");

    private static bool IsByAddress(BookingFilter filter) => filter is { Email: not null, ShowId: null };

    private string Sql(
        BookingFilter filter, int limit, BookingCursor? after, NpgsqlParameterCollection parameters)
    {
        var count = Bind(parameters, limit);
        var show = filter.ShowId is { } id ? Bind(parameters, id.Value) : "";
        var (person, normal) = ("", "");
        if (filter.Email is { } email)
        {
            var form = EmailKey.Normal(email);
            (person, normal) = (Bind(parameters, data.Keys.PersonOf(form)), Bind(parameters, form));
        }

        var matches = Matches(filter, show, parameters) + (after is null ? "" : " and " + Follows(after, parameters));
        var isOfPerson = person.Length == 0 ? ""
            : $" and (b.email_key = {person} or coalesce(b.email_key, lower(b.email)) = {normal})";
        var parts = Parts(filter).Select(part => "(" + string.Format(
            null, CompositeFormat.Parse(part.Sql),
            matches + (part.IsByPerson ? "" : isOfPerson), $"{NewestFirst} limit {count}", show, person, normal) + ")");
        return $"select {BookingRow.Columns} from ({string.Join(" union all ", parts)}) b "
            + $"{NewestFirst} limit {count}";
    }

    private static IEnumerable<(string Sql, bool IsByPerson)> Parts(BookingFilter filter)
    {
        if (filter.State is null or BookingState.Held)
        {
            yield return (Pending, false);
        }

        if (filter.State is BookingState.Held)
        {
            yield break;
        }

        if (IsByAddress(filter))
        {
            yield return (OfPerson, true);
            yield return (OfPlainEmail, true);
            yield return (OfKeyedEmail, true);
        }
        else
        {
            yield return filter switch
            {
                { ShowId: not null, SeatNumber: not null } or { ShowId: not null, Email: not null } => (InShow, false),
                { ShowId: null, Email: null, State: null } => (OfEachStatus, false),
                _ => (Settled, false),
            };
        }
    }

    private static string Matches(BookingFilter filter, string show, NpgsqlParameterCollection parameters)
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

        return where;
    }

    private static string Follows(BookingCursor after, NpgsqlParameterCollection parameters)
    {
        var time = Bind(parameters, after.CreatedAt);
        return $"b.created_at <= {time} and (b.created_at < {time} or b.id < {Bind(parameters, after.Id)})";
    }

    private static string Bind<T>(NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }
}
