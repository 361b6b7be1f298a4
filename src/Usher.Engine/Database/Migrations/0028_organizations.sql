-- What an organization says of itself, and whether it may sell (ADR 59). Null everywhere: as the server says, and as
-- everything looked before.
alter table organizations
    -- IANA; what new shows get that say nothing.
    add column time_zone text,
    -- ISO 4217; what forms for new shows begin with.
    add column currency text check (currency ~ '^[A-Z]{3}$'),
    -- The colour of buttons and links on light pages and on dark ones, as #rrggbb.
    add column light_colour text check (light_colour ~ '^#[0-9a-f]{6}$'),
    add column dark_colour text check (dark_colour ~ '^#[0-9a-f]{6}$'),
    -- Under which its buyers find its shows and no others, in small letters.
    add column host text unique check (host = lower(host)),
    -- Since when nothing new of it is sold and nobody of it changes anything.
    add column suspended_at timestamptz;

-- The rights with which pages, the API and the desk read and write for one organization. It signs in nowhere: a
-- transaction takes it on and loses it at its end, whichever connection a pooler gives it.
do $$
begin
    if to_regrole('usher_tenant') is null then
        create role usher_tenant nologin;
    end if;
exception
    -- Another database of this server was first.
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise using message = format(
            'the role usher_tenant is missing, and %1$I may not create it. Have an administrator of the server run '
            'once: create role usher_tenant nologin; grant usher_tenant to %1$I with admin option', current_user);
end $$;

do $$
begin
    if not pg_has_role(current_user, 'usher_tenant', 'member') then
        execute format('grant usher_tenant to %I', current_user);
    end if;
exception
    when unique_violation then null;
    when insufficient_privilege then
        raise using message = format(
            '%1$I may not act as usher_tenant. Have an administrator of the server run once: '
            'grant usher_tenant to %1$I with admin option', current_user);
end $$;

-- Null without a tenant, and nothing belongs to that.
create function current_tenant() returns bigint language sql stable parallel safe
    as $$ select nullif(current_setting('usher.tenant', true), '')::bigint $$;

-- The first statement of a tenant's transaction.
create procedure enter_tenant(organization bigint) language plpgsql
    as $$
begin
    perform set_config('usher.tenant', organization::text, true), set_config('role', 'usher_tenant', true);
end $$;
