-- Whether a booking is refused that leaves a single free seat between taken ones. A column with a constant default is
-- added without writing the table anew.
alter table shows add column no_orphans boolean not null default false;
