-- Events are never changed or removed by the application's role (ADR 52). Holds that nobody ever confirmed still go
-- with their events some time after they have ended, by this function alone: it runs with its owner's rights and can do
-- nothing else. What a hold is, it reads from the events, which that role cannot change: one that was ever confirmed,
-- or that something happened to within the days it is kept, stays, whatever the row of the booking says.
create function remove_failed_holds(kept_days int, bookings_max int) returns int
language sql security definer
as $$
    -- Charts have counted what is before their position, and will read what is after it. Seats need no lock: a booking
    -- that has failed has none. Rows of shows are written in one order, so that two processes wait for each other but
    -- never in a circle.
    with old as materialized (
        select b.show_id, b.id, cardinality(b.seat_numbers) as seats
        from bookings b
        where b.status = 'FAILED' and b.confirmed_at is null and b.kind = 'SALE'
          and b.expires_at < now() - make_interval(days => greatest(kept_days, 1))
          and not exists (
              select from booking_events e
              where e.show_id = b.show_id and e.booking_id = b.id
                and (e.at >= (select at from booking_minutes_until)
                     or e.at >= now() - make_interval(days => greatest(kept_days, 1))
                     or e.to_status = 'CONFIRMED'))
        order by b.expires_at limit greatest(bookings_max, 0) for update of b skip locked
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
$$;

revoke all on function remove_failed_holds(int, int) from public;

-- Nobody's temporary table may stand in for one of ours.
do $$
begin
    execute format(
        'alter function remove_failed_holds(int, int) set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$$;
