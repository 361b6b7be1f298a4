-- What classic.sql runs on: 2,000 shows of 1,000 seats in a schema of its own, beside anything else in the database.
--   psql "$DATABASE" -f bench/classic-setup.sql
-- It has the columns that Usher's own tables have, the same primary key on seats and the same room on its pages, so
-- that a comparison is about the transaction and not about the tables. It writes no events, which Usher does.
set client_min_messages = warning;
drop schema if exists classic cascade;
create schema classic;

create table classic.seats (
    show_id bigint not null,
    seat_number int not null,
    version int not null default 0,
    booking_id uuid,
    held_until timestamptz,
    primary key (show_id, seat_number)
) with (fillfactor = 50);

create table classic.bookings (
    id uuid primary key default gen_random_uuid(),
    show_id bigint not null,
    email text,
    seat_numbers int[] not null,
    status text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);

create index bookings_pending_by_expiry on classic.bookings (expires_at) where status = 'PENDING';

insert into classic.seats (show_id, seat_number)
select show_id, seat_number
from generate_series(1, 2000) show_id, generate_series(1, 1000) seat_number;

vacuum analyze classic.seats;
checkpoint;
