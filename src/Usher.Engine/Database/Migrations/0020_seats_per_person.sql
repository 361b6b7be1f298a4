-- How many seats of a show one person may hold or have bought, in all bookings together; null: as many as it likes.
alter table shows add column seats_per_person_max int check (seats_per_person_max between 1 and 100);

-- Whose the bookings are of shows that limit what a person may have (ADR 44). Other shows have no rows here, so that
-- their bookings write nothing more. Whether a booking still has its seats it says itself; the row of one that has
-- failed may go at any time.
create table bookings_by_person (
    show_id bigint not null,
    booking_id uuid not null,
    -- 64 bits of a keyed hash of the show and the one form of the e-mail address: it is no address, and another show
    -- has another number for the same person.
    person bigint not null,
    -- The limit that its seats were counted against. Null: against none, for staff sold them, or they are older than
    -- the limit.
    seats_max int check (seats_max between 1 and 100),
    primary key (show_id, booking_id)
);

create index bookings_by_person_of_show on bookings_by_person (show_id, person);
