-- In whose name personal data were used; null: in no organization's in particular. With the rule of 0029 (ADR 59).
alter table personal_data_events add column organization_id bigint references organizations (id);

create policy everybody on personal_data_events using (true);

create policy tenant on personal_data_events as restrictive to usher_tenant
    using (current_user <> 'usher_tenant' or organization_id = current_tenant());

alter table personal_data_events enable row level security;

grant select on personal_data_events to usher_tenant;
