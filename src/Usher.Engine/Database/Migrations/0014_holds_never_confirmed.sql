-- evolve-tx-off
create index concurrently if not exists bookings_never_confirmed on bookings (expires_at)
    where status = 'FAILED' and confirmed_at is null and kind = 'SALE';
