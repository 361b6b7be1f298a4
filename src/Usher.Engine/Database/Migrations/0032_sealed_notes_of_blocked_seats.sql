-- Why seats are blocked, sealed under the key that person_key names (ADR 54); note is null then.
alter table bookings add column note_sealed bytea;
