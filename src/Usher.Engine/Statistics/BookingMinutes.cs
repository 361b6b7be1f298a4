using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Statistics;

/// <summary>What happened to bookings within one bucket of time.</summary>
/// <param name="At">Its beginning, UTC.</param>
/// <param name="Held">Bookings that were made.</param>
/// <param name="Confirmed">Those that were confirmed.</param>
/// <param name="Expired">Those whose hold ended.</param>
/// <param name="Cancelled">Those that were cancelled.</param>
/// <param name="Seats">Seats that were taken, blocked ones included, less those that were released.</param>
public sealed record ActivityBucket(DateTime At, int Held, int Confirmed, int Expired, int Cancelled, int Seats);

/// <summary>What was confirmed, less what was cancelled.</summary>
/// <param name="Currency">ISO 4217; null for free shows.</param>
/// <param name="Bookings">How many bookings were confirmed.</param>
/// <param name="Amount">In minor units.</param>
public sealed record Takings(string? Currency, int Bookings, long Amount);

/// <summary>
/// Booking events added up by minute, for charts: settled ones in <c>booking_minutes</c>, the few later ones read one
/// by one. Blocked seats count as seats, not as bookings. Old minutes are kept by day.
/// </summary>
public sealed class BookingMinutes(DataSources data)
{
    // An event has the time at which its batch was decided, and is visible after the commit, which the statement
    // time-out bounds. An event that becomes visible later than this is missing in charts, and only there.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    // The first time, all events.
    private const int AddSecondsMax = 1_800;

    private const string LockMark =
        "select at, clock_timestamp() - $1 from booking_minutes_until for update skip locked";

    private const string MoveMark = "update booking_minutes_until set at = $1";

    private const string FindMark = """
        select at, (select count(*) > 1 from (select from organizations limit 2) o) from booking_minutes_until
        """;

    // Show 0 is all shows together. The span is given as parameters: from a subquery the planner would not know how
    // short it is, and would read everything.
    private const string Add = """
        with told as (
            select e.show_id, date_trunc('minute', e.at) as at, b.currency, b.kind = 'SALE' as is_sale,
                   e.from_status, e.to_status, b.reason, cardinality(b.seat_numbers) as seats, b.amount
            from booking_events e join bookings b on b.show_id = e.show_id and b.id = e.booking_id
            where e.at >= $1 and e.at < $2
        )
        insert into booking_minutes as m
            (show_id, at, currency, held, confirmed, expired, cancelled, seats, amount)
        select coalesce(show_id, 0), at, coalesce(currency, ''),
        """ + Sums + """
        from told group by grouping sets ((show_id, at, coalesce(currency, '')), (at, coalesce(currency, '')))

        """ + IntoRows;

    private const string IntoRows = """
        on conflict (show_id, at, currency) do update set
            held = m.held + excluded.held, confirmed = m.confirmed + excluded.confirmed,
            expired = m.expired + excluded.expired, cancelled = m.cancelled + excluded.cancelled,
            seats = m.seats + excluded.seats, amount = m.amount + excluded.amount
        """;

    // Rows at the beginning of a day stay, so that repeating this does nothing.
    private const string RollUp = """
        with minutes as (
            delete from booking_minutes
            where at < date_trunc('day', now() - $1, 'UTC') and at <> date_trunc('day', at, 'UTC')
            returning show_id, at, currency, held, confirmed, expired, cancelled, seats, amount
        )
        insert into booking_minutes as m
            (show_id, at, currency, held, confirmed, expired, cancelled, seats, amount)
        select show_id, date_trunc('day', at, 'UTC'), currency, sum(held), sum(confirmed), sum(expired),
               sum(cancelled), sum(seats), sum(amount)
        from minutes group by 1, 2, 3

        """ + IntoRows;

    private const string Sums = """

            count(*) filter (where is_sale and from_status is null),
            count(*) filter (where is_sale and to_status = 'CONFIRMED'),
            count(*) filter (where is_sale and to_status = 'FAILED' and reason = 'EXPIRED'),
            count(*) filter (where is_sale and to_status = 'FAILED' and reason = 'CANCELLED'),
            coalesce(sum(case when from_status is null then seats when to_status = 'FAILED' then -seats end), 0),
            coalesce(sum(case when not is_sale then 0 when to_status = 'CONFIRMED' then amount
                              when to_status = 'FAILED' and from_status = 'CONFIRMED' then -amount end), 0)

        """;

    // $1 the show or 0, $2 from when, $3 where the position was a moment ago: it shows the planner how few events
    // follow. What counts is the position in this statement's own snapshot. $4 is the tenant whose shows count, where
    // there is more than one; an organization alone has the sums of all shows. They are read with the engine's rights,
    // for no tenant may see those.
    private const string MinutesOfShow = """
        with minutes as (
            select at, currency, held, confirmed, expired, cancelled, seats, amount
            from booking_minutes where show_id = $1 and at >= $2
        """ + Fresh;

    private const string MinutesOfTenant = """
        with minutes as (
            select at, currency, held, confirmed, expired, cancelled, seats, amount
            from booking_minutes where show_id in (select id from shows where organization_id = $4) and at >= $2
        """ + Fresh;

    private const string Fresh = """

            union all
            select at, coalesce(currency, ''),
        """ + Sums + """
            from (
                select e.at, b.currency, b.kind = 'SALE' as is_sale, e.from_status, e.to_status, b.reason,
                       cardinality(b.seat_numbers) as seats, b.amount
                from booking_events e join bookings b on b.show_id = e.show_id and b.id = e.booking_id
                where e.at >= $2 and e.at >= $3 and e.at >= (select at from booking_minutes_until)
                  and ($1 = 0 or e.show_id = $1) and ($4 is null or b.organization_id = $4)
            ) fresh
            group by at, coalesce(currency, '')
        )

        """;

    private const string Buckets = """
        select date_bin($5, at, '2000-01-01T00:00:00Z'), sum(held)::int, sum(confirmed)::int, sum(expired)::int,
               sum(cancelled)::int, sum(seats)::int
        from minutes group by 1 order by 1
        """;

    private const string Sum = """
        select currency, sum(confirmed)::int, sum(amount)::bigint
        from minutes group by currency having sum(confirmed) > 0 or sum(amount) <> 0 order by 2 desc, 1
        """;

    /// <summary>Adds up what has settled since the last time, once for all processes.</summary>
    /// <exception cref="NpgsqlException">The database is away; nothing was added.</exception>
    public Task AddUpAsync(CancellationToken ct) => AddUpAsync(Settled, ct);

    internal async Task AddUpAsync(TimeSpan settled, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockMarkAsync(connection, settled, ct) is not (var since, var until) || until <= since)
        {
            return;
        }

        await using var add = new NpgsqlCommand(Add, connection) { CommandTimeout = AddSecondsMax };
        add.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since });
        add.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until });
        await add.ExecuteNonQueryAsync(ct);
        await using var move = new NpgsqlCommand(MoveMark, connection);
        move.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until });
        await move.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Merges the minutes of days older than this into one row a day (UTC), show and currency, so that the table grows
    /// by days. All sums from the beginning of such a day on stay the same; repeating it is harmless.
    /// </summary>
    /// <returns>False if another process was doing it and this one did nothing.</returns>
    /// <exception cref="NpgsqlException">The database is away; nothing was changed.</exception>
    public async Task<bool> RollUpAsync(TimeSpan keep, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockMarkAsync(connection, Settled, ct) is null)
        {
            return false;
        }

        await using var rollUp = new NpgsqlCommand(RollUp, connection) { CommandTimeout = AddSecondsMax };
        rollUp.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = keep });
        await rollUp.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>What happened from a moment on, in buckets of equal length; empty ones are left out. What was rolled up
    /// (<see cref="RollUpAsync"/>) counts at the beginning of its day.</summary>
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="from">UTC; the beginning of a bucket.</param>
    /// <param name="bucket">Whole minutes.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<ActivityBucket>> FromAsync(
        ShowId? showId, DateTime from, TimeSpan bucket, CancellationToken ct)
    {
        await using var command = await CommandAsync(Buckets, showId, from, ct);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = bucket });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = ImmutableArray.CreateBuilder<ActivityBucket>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(new ActivityBucket(
                reader.GetDateTime(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4),
                reader.GetInt32(5)));
        }

        return found.DrainToImmutable();
    }

    /// <summary>The takings from a moment on, by currency.</summary>
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="from">UTC.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<Takings>> TakingsAsync(ShowId? showId, DateTime from, CancellationToken ct)
    {
        await using var command = await CommandAsync(Sum, showId, from, ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = ImmutableArray.CreateBuilder<Takings>();
        while (await reader.ReadAsync(ct))
        {
            var currency = reader.GetString(0);
            found.Add(new Takings(
                currency.Length > 0 ? currency : null, reader.GetInt32(1), reader.GetInt64(2)));
        }

        return found.DrainToImmutable();
    }

    // Another process has the lock on the position and adds up just now; there is nothing left to do.
    private static async Task<(DateTime Since, DateTime Until)?> LockMarkAsync(
        NpgsqlConnection connection, TimeSpan settled, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LockMark, connection);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = settled });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (Mark(reader.GetDateTime(0)), reader.GetDateTime(1)) : null;
    }

    // Before the first time it is minus infinity, which is read as the smallest DateTime, of no kind.
    private static DateTime Mark(DateTime at) => DateTime.SpecifyKind(at, DateTimeKind.Utc);

    private async Task<NpgsqlCommand> CommandAsync(string sql, ShowId? showId, DateTime from, CancellationToken ct)
    {
        await using var find = data.Primary.CreateCommand(FindMark);
        await using var reader = await find.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (mark, areMany) = (Mark(reader.GetDateTime(0)), reader.GetBoolean(1));
        var tenant = areMany ? Tenant.Current : null;
        return data.Primary.Command(
            (showId is null && tenant is not null ? MinutesOfTenant : MinutesOfShow) + sql,
            (showId?.Value ?? 0).Typed(), ((DateTime?)from).Typed(), ((DateTime?)mark).Typed(), tenant.Typed());
    }
}
