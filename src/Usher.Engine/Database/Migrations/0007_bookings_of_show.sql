-- The latest bookings of one show, without going through all of them.
create index bookings_of_show on bookings (show_id, created_at);
