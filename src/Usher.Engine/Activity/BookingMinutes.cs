using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Activity;

/// <summary>What happened to bookings within one stretch of time.</summary>
/// <param name="At">Its beginning, UTC.</param>
/// <param name="Held">Bookings that were made.</param>
/// <param name="Confirmed">Those that were confirmed.</param>
/// <param name="Expired">Those whose hold ended.</param>
/// <param name="Cancelled">Those that were given up or taken back.</param>
/// <param name="Seats">Seats that were taken, house seats among them, less those that were given back.</param>
public sealed record ActivityStretch(DateTime At, int Held, int Confirmed, int Expired, int Cancelled, int Seats);

/// <summary>What was confirmed, less what was taken back.</summary>
/// <param name="Currency">ISO 4217; null for free shows.</param>
/// <param name="Bookings">How many bookings were confirmed.</param>
/// <param name="Amount">In minor units.</param>
public sealed record Takings(string? Currency, int Bookings, long Amount);

/// <summary>
/// Booking events added up by minute, for charts: those that are long enough ago in <c>booking_minutes</c>, the few
/// that came since read one by one. House seats count as seats, not as bookings.
/// </summary>
public sealed class BookingMinutes(DataSources data)
{
    // An event carries the moment its batch was decided, and is seen after the commit, which a statement's time limit
    // follows soon. What comes later than this is missing in charts, and only there.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    // The first time, all events there are.
    private const int AddSecondsMax = 1_800;

    // Show 0 is all shows together.
    private const string Add = """
        with span as (
            select at as since, clock_timestamp() - $1 as until
            from booking_minutes_until for update skip locked
        ),
        moved as (
            update booking_minutes_until u set at = span.until from span where u.at < span.until
        ),
        told as (
            select e.show_id, date_trunc('minute', e.at) as at, b.currency, b.kind = 'SALE' as is_sale,
                   e.from_status, e.to_status, b.reason, cardinality(b.seat_numbers) as seats, b.amount
            from span
            join booking_events e on e.at >= span.since and e.at < span.until
            join bookings b on b.show_id = e.show_id and b.id = e.booking_id
        )
        insert into booking_minutes as m
            (show_id, at, currency, held, confirmed, expired, cancelled, seats, amount)
        select coalesce(show_id, 0), at, coalesce(currency, ''),
        """ + Sums + """
        from told group by grouping sets ((show_id, at, coalesce(currency, '')), (at, coalesce(currency, '')))
        on conflict (show_id, at, currency) do update set
            held = m.held + excluded.held, confirmed = m.confirmed + excluded.confirmed,
            expired = m.expired + excluded.expired, cancelled = m.cancelled + excluded.cancelled,
            seats = m.seats + excluded.seats, amount = m.amount + excluded.amount
        """;

    private const string Sums = """

            count(*) filter (where is_sale and from_status is null),
            count(*) filter (where is_sale and to_status = 'CONFIRMED'),
            count(*) filter (where is_sale and to_status = 'FAILED' and reason = 'EXPIRED'),
            count(*) filter (where is_sale and to_status = 'FAILED' and reason = 'CANCELLED'),
            coalesce(sum(case when from_status is null then seats when to_status = 'FAILED' then -seats end), 0),
            coalesce(sum(case when not is_sale then 0 when to_status = 'CONFIRMED' then amount
                              when to_status = 'FAILED' and from_status = 'CONFIRMED' then -amount end), 0)

        """;

    // $1 the show or 0, $2 from when.
    private const string Minutes = """
        with minutes as (
            select at, currency, held, confirmed, expired, cancelled, seats, amount
            from booking_minutes where show_id = $1 and at >= $2
            union all
            select at, coalesce(currency, ''),
        """ + Sums + """
            from (
                select e.at, b.currency, b.kind = 'SALE' as is_sale, e.from_status, e.to_status, b.reason,
                       cardinality(b.seat_numbers) as seats, b.amount
                from booking_events e join bookings b on b.show_id = e.show_id and b.id = e.booking_id
                where e.at >= greatest($2, (select at from booking_minutes_until)) and ($1 = 0 or e.show_id = $1)
            ) fresh
            group by at, coalesce(currency, '')
        )

        """;

    private const string Stretches = Minutes + """
        select date_bin($3, at, '2000-01-01T00:00:00Z'), sum(held)::int, sum(confirmed)::int, sum(expired)::int,
               sum(cancelled)::int, sum(seats)::int
        from minutes group by 1 order by 1
        """;

    private const string Sum = Minutes + """
        select currency, sum(confirmed)::int, sum(amount)::bigint
        from minutes group by currency having sum(confirmed) > 0 or sum(amount) <> 0 order by 2 desc, 1
        """;

    /// <summary>Adds up what has settled since the last time, once whichever process does it.</summary>
    /// <exception cref="NpgsqlException">The database is away; nothing was added.</exception>
    public Task AddUpAsync(CancellationToken ct) => AddUpAsync(Settled, ct);

    internal async Task AddUpAsync(TimeSpan settled, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(Add);
        command.CommandTimeout = AddSecondsMax;
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = settled });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What happened from a moment on, in stretches of equal length; those in which nothing did are left out.
    /// </summary>
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="from">UTC; the beginning of a stretch.</param>
    /// <param name="stretch">Whole minutes.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<ActivityStretch>> FromAsync(
        long? showId, DateTime from, TimeSpan stretch, CancellationToken ct)
    {
        await using var command = Command(Stretches, showId, from);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = stretch });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = ImmutableArray.CreateBuilder<ActivityStretch>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(new ActivityStretch(
                reader.GetDateTime(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4),
                reader.GetInt32(5)));
        }

        return found.DrainToImmutable();
    }

    /// <summary>What was taken from a moment on, by currency.</summary>
    /// <param name="showId">The show; null: all shows.</param>
    /// <param name="from">UTC.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<Takings>> TakingsAsync(long? showId, DateTime from, CancellationToken ct)
    {
        await using var command = Command(Sum, showId, from);
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

    private NpgsqlCommand Command(string sql, long? showId, DateTime from)
    {
        var command = data.Primary.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId ?? 0 });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from });
        return command;
    }
}
