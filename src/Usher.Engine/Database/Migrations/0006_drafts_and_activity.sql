-- Shows that somebody is about to put on sale, step by step at the desk.
create table show_drafts (
    id uuid primary key default gen_random_uuid(),
    body jsonb not null,
    -- What came of it. The draft stays for a while, so that a form sent twice leads to the same show.
    show_id bigint,
    changed_at timestamptz not null default now()
);

create index show_drafts_by_change on show_drafts (changed_at);

-- What happened when, for charts: read from its end, so entries of one batch share a place in it.
create index booking_events_by_time on booking_events (at);

-- Booking events added up by minute, so that a chart of years costs no more than one of an hour. Each event before
-- booking_minutes_until.at is in here once; those after it are few and read from booking_events.
create table booking_minutes (
    show_id bigint not null,
    at timestamptz not null,
    -- Empty: the show was free then.
    currency text not null,
    held int not null default 0,
    confirmed int not null default 0,
    expired int not null default 0,
    cancelled int not null default 0,
    -- Seats that were taken, less those that were given back.
    seats int not null default 0,
    -- What was confirmed, less what was taken back, in minor units.
    amount bigint not null default 0,
    primary key (show_id, at, currency)
);

create index booking_minutes_by_time on booking_minutes (at);

create table booking_minutes_until (
    at timestamptz not null
);

insert into booking_minutes_until values ('-infinity');
