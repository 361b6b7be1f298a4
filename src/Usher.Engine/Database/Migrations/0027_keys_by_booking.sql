-- A data key is reached by the booking that names it, and goes with the booking or when another one takes its place. To
-- find it by its person too cost each booking an entry in a random place of an index. The column is filled no more; it
-- stays while programs of before may be running.
-- contract: the program before finds keys by their bookings as well; without the index an erasure takes it longer.
drop index if exists personal_keys_by_person;
