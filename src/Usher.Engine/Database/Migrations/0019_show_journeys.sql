-- Where a coach goes from and to, for shows whose plan is of that kind. A table of its own: most shows have none.
create table show_journeys (
    show_id bigint primary key references shows (id) on delete cascade,
    origin text not null,
    destination text not null
);
