-- The time zone of a show's venue, by its name in the IANA database: its times are told on the clock of that place. The
-- program knows which names there are. Null: the server's Shows:TimeZone.
alter table shows add column time_zone text;
