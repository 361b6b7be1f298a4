-- A buyer on the way to a ticket writes no entry into an index that only organisers read (ADR 19): these hold a booking
-- from the moment it is settled. Those that are pending are few at a time and have an index of their own.
drop index bookings_by_email;
drop index bookings_by_status;
drop index bookings_of_show;

create index bookings_settled_by_email on bookings (lower(email) collate "C", created_at desc, id desc)
    where status <> 'PENDING' and email is not null;

create index bookings_settled_by_status on bookings (status, created_at) where status <> 'PENDING' and kind = 'SALE';

create index bookings_settled_of_show on bookings (show_id, created_at) where status <> 'PENDING';
