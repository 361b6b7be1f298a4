-- By what a confirmation is known again that came under an idempotency key: 32 bits of a keyed hash of the key, and 32
-- of the key and what came with it (ADR 29). Null: it came under none, or an earlier program wrote it.
alter table bookings add column confirm_key bigint;
