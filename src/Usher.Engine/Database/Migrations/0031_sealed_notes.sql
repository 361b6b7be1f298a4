-- What staff wrote, sealed under a key of personal_keys (ADR 54): detail has only codes of ours from now on, and
-- public_reason nothing. The key is not there any more: nobody can read it.
alter table booking_events
    add column note_key uuid,
    add column note_sealed bytea,
    add column public_reason_sealed bytea;

-- Seals what an earlier program wrote in the clear; with a key that is nowhere it is erased. Events are never changed
-- or removed by the application's role (ADR 52). It may do this, by this function alone and once for each event: what
-- is sealed stays as it is, and so does all else about an event.
create function seal_notes(
    show_ids bigint[], booking_ids uuid[], event_sequences int[], key_ids uuid[], notes bytea[],
    public_reasons bytea[])
returns int
language sql security definer
as $$
    with written as (
        update booking_events e
        set detail = case when e.to_status = 'PENDING' then e.detail end, public_reason = null, note_key = w.key_id,
            note_sealed = w.note, public_reason_sealed = w.public_reason
        from (select unnest(show_ids) as show_id, unnest(booking_ids) as booking_id,
                     unnest(event_sequences) as sequence, unnest(key_ids) as key_id, unnest(notes) as note,
                     unnest(public_reasons) as public_reason) w
        where e.show_id = w.show_id and e.booking_id = w.booking_id and e.sequence = w.sequence
          and w.key_id is not null and e.note_key is null
          and ((e.detail is not null and e.to_status <> 'PENDING') or e.public_reason is not null)
        returning e.sequence
    )
    select count(*)::int from written
$$;

revoke all on function seal_notes(bigint[], uuid[], int[], uuid[], bytea[], bytea[]) from public;

-- As before (0024), and with the events of a hold go the keys of what staff wrote.
create or replace function remove_failed_holds(kept_days int, bookings_max int) returns int
language sql security definer
as $$
    -- Charts have counted what is before their position, and will read what is after it. Seats need no lock: a booking
    -- that has failed has none. Rows of shows are written in one order, so that two processes wait for each other but
    -- never in a circle.
    with old as materialized (
        select b.show_id, b.id, cardinality(b.seat_numbers) as seats, b.person_key
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
        returning e.show_id, e.note_key,
                  case when e.to_status in ('PENDING', 'CONFIRMED')
                         or (e.to_status = 'FAILED' and e.from_status in ('PENDING', 'CONFIRMED'))
                       then old.seats else 0 end as seat_changes
    ),
    unlisted as (
        delete from bookings_by_person p using old where p.show_id = old.show_id and p.booking_id = old.id
    ),
    keys as (
        delete from personal_keys k using old where k.id = old.person_key
    ),
    note_keys as (
        delete from personal_keys k using told where k.id = told.note_key
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

-- Nobody's temporary table may stand in for one of ours.
do $$
begin
    execute format(
        'alter function remove_failed_holds(int, int) set search_path = pg_catalog, %I, pg_temp', current_schema());
    execute format(
        'alter function seal_notes(bigint[], uuid[], int[], uuid[], bytea[], bytea[]) '
            'set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$$;
