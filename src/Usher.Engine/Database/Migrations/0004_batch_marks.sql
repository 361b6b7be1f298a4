-- On the first event of each batch: a random number of the one who wrote it. When the answer to a commit is lost, the
-- engine looks for its number and knows whether all of the batch is there (ADR 14). Null on all other events.
alter table booking_events add column batch_mark bigint;
