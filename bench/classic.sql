-- The classic booking transaction, as most systems write it: one transaction per buyer, who takes two random seats of
-- one of 2,000 shows of 1,000 seats. To be run by pgbench after classic-setup.sql, at several client counts:
--   pgbench -n -M prepared -c 64 -j 2 -T 20 -f bench/classic.sql "$DATABASE"
-- pgbench counts refused bookings too. What counts is the successes, by the measured seconds:
--   select count(*) from classic.bookings;
\set show random(1, 2000)
\set first random(1, 1000)
-- Another seat than the first, each as likely as any other.
\set second 1 + (:first + random(0, 998)) % 1000
begin;
-- In order of their numbers, so that two buyers of the same seats cannot deadlock.
select count(*) as free
from (
    select 1 from classic.seats
    where show_id = :show and seat_number in (:first, :second) and (booking_id is null or held_until < now())
    order by seat_number
    for update
) seats \gset
\if :free = 2
insert into classic.bookings (show_id, email, seat_numbers, status, expires_at)
values (:show, 'buyer@example.com', array[:first, :second]::int[], 'PENDING', now() + interval '2 minutes')
returning id \gset
update classic.seats
set booking_id = :id::uuid, held_until = now() + interval '2 minutes', version = version + 1
where show_id = :show and seat_number in (:first, :second);
commit;
\else
rollback;
\endif
