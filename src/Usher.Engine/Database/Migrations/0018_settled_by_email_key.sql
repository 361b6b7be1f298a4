-- evolve-tx-off
create index concurrently if not exists bookings_settled_by_email_key
    on bookings (email_key collate "C", created_at desc, id desc)
    where status <> 'PENDING' and email_key is not null;
