-- The one form of an address that may be spelt in several ways: composed letters (NFC) in lower case, the domain in its
-- own script. Null where lower(email) is that form, which is so for all addresses of plain ASCII. The program fills it
-- in; for bookings of before a worker does, in portions.
alter table bookings add column email_key text;
