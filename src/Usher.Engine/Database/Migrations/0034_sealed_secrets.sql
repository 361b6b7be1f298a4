-- Secrets are stored sealed under the key ring from now on (ADR 62); a row has the one or the other. The program before
-- reads the value of a row that is there, and finds none where it is sealed: it fails, and makes no other secret.
alter table secrets
    add column sealed bytea,
    alter column value drop not null,
    add constraint secrets_in_one_form check (num_nonnulls(value, sealed) = 1);

-- Made in the clear by 0001. Without shows nothing was derived from it; the first booking makes one that is sealed.
delete from secrets where name = 'booking_id' and not exists (select from shows);

-- The role that serves can only add to the two tables (ADR 52). What is there it may seal, or seal anew, by these
-- functions alone, and only if it is what the caller has read.
create function seal_secret(secret_name text, was bytea, is_now bytea) returns int
language sql security definer
as $$
    with changed as (
        update secrets set value = null, sealed = is_now
        where name = secret_name and coalesce(value, sealed) = was and is_now is not null
        returning name
    )
    select count(*)::int from changed
$$;

create function seal_data_protection_key(key_name text, was text, is_now text) returns int
language sql security definer
as $$
    with changed as (
        update data_protection_keys set xml = is_now
        where name = key_name and xml = was and is_now is not null
        returning name
    )
    select count(*)::int from changed
$$;

revoke all on function seal_secret(text, bytea, bytea) from public;
revoke all on function seal_data_protection_key(text, text, text) from public;

-- Nobody's temporary table may stand in for one of ours.
do $$
begin
    execute format(
        'alter function seal_secret(text, bytea, bytea) set search_path = pg_catalog, %I, pg_temp', current_schema());
    execute format(
        'alter function seal_data_protection_key(text, text, text) set search_path = pg_catalog, %I, pg_temp',
        current_schema());
end
$$;
