-- Links of one ticket that staff have ended before their time (ADR 51): how often, when and who. Append-only.
create table ticket_link_ends (
    show_id bigint not null,
    booking_id uuid not null,
    -- From 1; links that are made from then on are signed with it.
    number int not null check (number > 0),
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    address text check (length(address) <= 64),
    primary key (show_id, booking_id, number)
);

-- With the rule of 0029 (ADR 59).
create policy everybody on ticket_link_ends using (true);

create policy tenant on ticket_link_ends as restrictive to usher_tenant
    using (current_user <> 'usher_tenant' or exists (select from shows s where s.id = show_id));

alter table ticket_link_ends enable row level security;

grant select, insert on ticket_link_ends to usher_tenant;
