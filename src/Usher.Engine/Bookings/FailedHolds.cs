using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>
/// Removes holds that nobody ever confirmed, with their events, some time after they have ended: most of what a show
/// leaves behind, and of no use to anybody. What was sold stays. Any number of processes may do this at once: each
/// takes bookings that no other one has.
/// </summary>
public sealed class FailedHolds(DataSources data)
{
    // Charts have counted what is before their position, and will read what is after it. Seats need no lock: a booking
    // that has failed has none. Rows of shows are written in one order, so that two processes wait for each other but
    // never in a circle.
    private const string Remove = """
        with old as materialized (
            select b.show_id, b.id, cardinality(b.seat_numbers) as seats
            from bookings b
            where b.status = 'FAILED' and b.confirmed_at is null and b.kind = 'SALE'
              and b.expires_at < now() - make_interval(days => $1)
              and not exists (
                  select from booking_events e
                  where e.show_id = b.show_id and e.booking_id = b.id
                    and e.at >= (select at from booking_minutes_until))
            order by b.expires_at limit $2 for update of b skip locked
        ),
        told as (
            delete from booking_events e using old
            where e.show_id = old.show_id and e.booking_id = old.id
            returning e.show_id, case when e.to_status in ('PENDING', 'CONFIRMED')
                                        or (e.to_status = 'FAILED' and e.from_status in ('PENDING', 'CONFIRMED'))
                                      then old.seats else 0 end as seat_changes
        ),
        unlisted as (
            delete from bookings_by_person p using old where p.show_id = old.show_id and p.booking_id = old.id
        ),
        gone as (
            delete from bookings b using old where b.show_id = old.show_id and b.id = old.id returning b.show_id
        ),
        noted as (
            insert into tidied_holds as t (show_id, bookings, seat_changes)
            select g.show_id, g.bookings, coalesce(c.seat_changes, 0)
            from (select show_id, count(*) as bookings from gone group by show_id) g
            left join (select show_id, sum(seat_changes) as seat_changes from told group by show_id) c
                on c.show_id = g.show_id
            order by g.show_id
            on conflict (show_id) do update set
                bookings = t.bookings + excluded.bookings, seat_changes = t.seat_changes + excluded.seat_changes
        )
        select count(*)::int from gone
        """;

    /// <summary>Removes some of those that ended longest ago, in one transaction.</summary>
    /// <param name="keptDays">How long they are kept after their end, in days.</param>
    /// <param name="bookingsMax">The most to remove.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were removed; fewer than the most: no more are old enough.</returns>
    /// <exception cref="NpgsqlException">The database is away; nothing was removed.</exception>
    public async Task<int> RemoveAsync(int keptDays, int bookingsMax, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(Remove);
        command.Parameters.Add(keptDays.Typed());
        command.Parameters.Add(bookingsMax.Typed());
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
