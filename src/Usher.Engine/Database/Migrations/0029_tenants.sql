-- evolve-tx-off
-- Row-level security behind every look-up for a tenant (ADR 59): whoever acts as usher_tenant sees and writes rows of
-- current_tenant() only, and whoever does not is not concerned. Each table is a transaction of its own, so that none
-- waits for a booking that waits for it, and what was done before an interruption is skipped.
do $$
declare
    rule record;
begin
    alter table show_drafts add column if not exists organization_id bigint references organizations (id);
    commit;
    -- The program before names none.
    execute format(
        'alter table show_drafts alter column organization_id set default %s',
        (select id from organizations where slug = 'default'));
    update show_drafts set organization_id = default where organization_id is null;
    commit;
    for rule in
        select * from (values
            ('organizations', 'select, update', 'id = current_tenant()'),
            ('shows', 'select, insert, update', 'organization_id = current_tenant()'),
            ('bookings', 'select', 'organization_id = current_tenant()'),
            ('seating_plans', 'select, insert, update', 'organization_id = current_tenant()'),
            ('show_drafts', 'select, insert, update, delete', 'organization_id = current_tenant()'),
            ('memberships', 'select', 'organization_id = current_tenant()'),
            ('sessions', 'select', 'organization_id = current_tenant()'),
            ('api_keys', 'select', 'organization_id = current_tenant()'),
            ('idempotency_keys', 'select, insert, update, delete', 'organization_id = current_tenant()'),
            -- These name a parent that has a rule of its own, which holds inside of this one.
            ('seats', 'select, insert, update, delete', 'exists (select from shows s where s.id = show_id)'),
            ('booking_events', 'select', 'exists (select from shows s where s.id = show_id)'),
            ('booking_minutes', 'select', 'exists (select from shows s where s.id = show_id)'),
            ('show_changes', 'select, insert', 'exists (select from shows s where s.id = show_id)'),
            ('show_journeys', 'select, insert, update, delete', 'exists (select from shows s where s.id = show_id)'),
            ('seating_plan_versions', 'select, insert, update',
             'exists (select from seating_plans p where p.id = plan_id)')
        ) rules (name, rights, condition)
    loop
        if not exists (
            select from pg_policies
            where schemaname = current_schema() and tablename = rule.name and policyname = 'tenant')
        then
            -- For everybody else there is no rule: a constant leaves no trace in a plan. A role that inherits from
            -- this one, which it should not, is let through all the same.
            execute format('create policy everybody on %I using (true)', rule.name);
            execute format(
                'create policy tenant on %I as restrictive to usher_tenant using (current_user <> %L or %s)',
                rule.name, 'usher_tenant', rule.condition);
        end if;
        execute format('alter table %I enable row level security', rule.name);
        -- The other tables are none of a tenant's business.
        execute format('grant %s on %I to usher_tenant', rule.rights, rule.name);
        commit;
    end loop;
    -- Of people a list shows who they are; what opens for them is not read in a tenant's name.
    grant select (id, name) on people to usher_tenant;
    -- A booking is read with what its address is sealed under, which is of no use without the booking. Whose it is
    -- stays hidden.
    grant select (id, sealed_key) on personal_keys to usher_tenant;
    execute format('grant usage on schema %I to usher_tenant', current_schema());
end $$;
