-- What the organiser's people look for among millions of bookings. Everything within one show is found by the primary
-- keys; these are for what goes across shows.
create index bookings_by_email on bookings (lower(email) collate "C", created_at desc, id desc)
    where email is not null;

create index bookings_by_status on bookings (status, created_at) where kind = 'SALE';

-- Short, and touched by nothing that a buyer does on the way to a ticket.
create index bookings_cancelled on bookings (created_at) where kind = 'SALE' and reason = 'CANCELLED';
create index bookings_of_house on bookings (show_id, created_at) where kind = 'HOUSE';
