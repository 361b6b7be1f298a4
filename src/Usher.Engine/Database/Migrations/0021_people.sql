-- Who may sign in, and as what (ADR 47). Nobody is deleted: what somebody did stays theirs.
create table people (
    id uuid primary key,
    -- As it was typed, and in the one form by which it is found (ADR 37).
    email text not null check (length(email) between 3 and 254),
    email_key text not null unique,
    name text not null check (length(name) between 1 and 100),
    -- PBKDF2, as ASP.NET Core Identity writes it. Null: invited, and has not chosen one yet.
    password_hash text,
    -- Another one with each password; a session is of the one it was opened with.
    security_stamp uuid not null,
    -- May do everything, in every organization.
    is_operator boolean not null default false,
    disabled_at timestamptz,
    -- Of one-time codes (RFC 6238), and the time step whose code was taken last: each is taken once. Null: a password
    -- is enough.
    totp_secret bytea check (length(totp_secret) = 20),
    totp_step bigint not null default 0,
    created_at timestamptz not null default now()
);

-- Codes for the day the second factor is lost; each is good once. Only hashes are stored.
create table recovery_codes (
    person_id uuid not null references people (id),
    code_hash bytea not null check (length(code_hash) = 32),
    used_at timestamptz,
    primary key (person_id, code_hash)
);

-- Read in full by what decides whether somebody is the last one.
create index people_operators on people (id) where is_operator;

create table memberships (
    organization_id bigint not null references organizations (id),
    person_id uuid not null references people (id),
    role text not null check (role in ('ADMIN', 'STAFF', 'SCANNER')),
    created_at timestamptz not null default now(),
    primary key (organization_id, person_id)
);

create index memberships_by_person on memberships (person_id);

-- Who is signed in, at the desk or through the API. A cookie or a token only names a row: what is ended here is over in
-- every process within seconds.
create table sessions (
    id uuid primary key,
    -- Null: whoever brought the server's own key.
    person_id uuid references people (id),
    organization_id bigint not null references organizations (id),
    kind text not null check (kind in ('DESK', 'API')),
    security_stamp uuid not null,
    address text check (length(address) <= 64),
    agent text check (length(agent) <= 200),
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz
);

create index sessions_by_person on sessions (person_id, created_at);
create index sessions_by_expiry on sessions (expires_at);

-- Each refreshes a session of the API once. One that comes a second time was stolen, or its thief was first: the
-- session ends (RFC 9700 §4.14). Only hashes are stored.
create table refresh_tokens (
    token_hash bytea primary key check (length(token_hash) = 32),
    session_id uuid not null references sessions (id) on delete cascade,
    created_at timestamptz not null default now(),
    used_at timestamptz
);

create index refresh_tokens_by_session on refresh_tokens (session_id);

-- Links by which somebody chooses a password: once, for a while. Only hashes are stored.
create table person_links (
    token_hash bytea primary key check (length(token_hash) = 32),
    person_id uuid not null references people (id),
    kind text not null check (kind in ('INVITATION', 'RESET')),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);

create index person_links_by_person on person_links (person_id);
