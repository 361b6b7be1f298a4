-- Keys by which programs act for an organization (ADR 49). The secret is shown once; its hash is enough to know it by,
-- since nobody can guess 256 random bits.
create table api_keys (
    id uuid primary key,
    organization_id bigint not null references organizations (id),
    name text not null check (length(name) between 1 and 100),
    -- How the key begins, for people to tell keys apart.
    prefix text not null,
    secret_hash bytea not null unique check (length(secret_hash) = 32),
    role text not null check (role in ('ADMIN', 'STAFF', 'SCANNER')),
    -- Null: made with the server's own key.
    created_by uuid references people (id),
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    -- Written at most once a minute.
    last_used_at timestamptz
);

create index api_keys_of_organization on api_keys (organization_id, created_at, id);
