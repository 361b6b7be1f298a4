namespace Usher.Engine.Audit;

/// <summary>What holds between events and the bookings they describe.</summary>
internal static class EventInvariants
{
    public static readonly Invariant NumberedWithoutGaps = new(
        "6a", "A booking's events are numbered from 1 without gaps, and its sequence is the last number",
        """
        select b.show_id, null::int as seat_number, b.id as booking_id,
               case when e.events is null then format('the booking has sequence %s and no event', b.sequence)
                    else format('the booking has sequence %s and %s events, numbered %s to %s',
                                b.sequence, e.events, e.first, e.last) end as problem
        from bookings b
        left join (
            select show_id, booking_id, count(*) as events, min(sequence) as first, max(sequence) as last
            from booking_events group by show_id, booking_id
        ) e on e.show_id = b.show_id and e.booking_id = b.id
        where (e.events, e.first, e.last) is distinct from (b.sequence, 1, b.sequence)
        """);

    public static readonly Invariant OnlyForward = new(
        "6b", "Events follow on from each other, bookings only move forward, and only staff change sold ones",
        """
        select e.show_id, null::int as seat_number, e.booking_id,
               case when e.from_status is distinct from p.to_status
                        then format('event %s begins at %s where the one before ended at %s', e.sequence,
                                    coalesce(e.from_status, 'nothing'), coalesce(p.to_status, 'nothing'))
                    else format('event %s goes from %s to %s, by %s', e.sequence,
                                coalesce(e.from_status, 'nothing'), e.to_status, e.actor) end as problem
        from booking_events e
        left join booking_events p
            on p.show_id = e.show_id and p.booking_id = e.booking_id and p.sequence = e.sequence - 1
        where e.from_status is distinct from p.to_status
           or not ((coalesce(e.from_status, 'NOTHING'), e.to_status) in (
                       ('NOTHING', 'QUEUED'), ('NOTHING', 'PENDING'),
                       ('QUEUED', 'PENDING'), ('QUEUED', 'FAILED'),
                       -- An extension.
                       ('PENDING', 'PENDING'),
                       ('PENDING', 'CONFIRMED'), ('PENDING', 'FAILED'))
                   -- Cancelled by the organiser's people.
                   or (e.from_status = 'CONFIRMED' and e.to_status = 'FAILED'
                       and e.actor not in ('buyer', 'sweep', 'takeover'))
                   -- Blocked.
                   or (e.from_status is null and e.to_status = 'CONFIRMED'
                       and exists (select from bookings b
                                   where b.show_id = e.show_id and b.id = e.booking_id and b.kind = 'HOUSE')))
        """);

    public static readonly Invariant LatestTellsTheStatus = new(
        "6c", "A booking has the status of its latest event",
        """
        select b.show_id, null::int as seat_number, b.id as booking_id,
               format('the booking is %s, its latest event says %s', b.status, e.to_status) as problem
        from bookings b
        join booking_events e on e.show_id = b.show_id and e.booking_id = b.id and e.sequence = b.sequence
        where e.to_status <> b.status
        """);

    public static readonly Invariant VersionsCountChanges = new(
        "8", "A seat's version counts its changes, without gaps",
        """
        with changes as (
            -- Events that touched the seats of their booking: held, extended, sold, or given back.
            select show_id, booking_id, count(*) as changes
            from booking_events
            where to_status in ('PENDING', 'CONFIRMED')
               or (to_status = 'FAILED' and from_status in ('PENDING', 'CONFIRMED'))
            group by show_id, booking_id
        ),
        expected as (
            select b.show_id, n.seat_number, sum(c.changes)::bigint as version
            from bookings b
            join changes c on c.show_id = b.show_id and c.booking_id = b.id
            cross join lateral unnest(b.seat_numbers) n (seat_number)
            group by b.show_id, n.seat_number
        )
        select s.show_id, s.seat_number, s.booking_id,
               format('the seat has version %s after %s changes', s.version, coalesce(x.version, 0)) as problem
        from seats s
        left join expected x on x.show_id = s.show_id and x.seat_number = s.seat_number
        left join tidied_holds t on t.show_id = s.show_id
        -- Where old holds are gone their changes are known of all seats together. None of these has gone: a seat that
        -- ever changed stays with its show.
        where s.version < coalesce(x.version, 0) or (t.show_id is null and s.version > coalesce(x.version, 0))
        union all
        select t.show_id, null, null,
               format('the seats have versions of %s in all after %s changes and %s of holds that were tidied away',
                      s.versions, s.changes, t.seat_changes)
        from tidied_holds t
        join (
            select s.show_id, sum(s.version) as versions, sum(coalesce(x.version, 0)) as changes
            from seats s left join expected x on x.show_id = s.show_id and x.seat_number = s.seat_number
            group by s.show_id
        ) s on s.show_id = t.show_id
        where s.versions <> s.changes + t.seat_changes
        """);
}
