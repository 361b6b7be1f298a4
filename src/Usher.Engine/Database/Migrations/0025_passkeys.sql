-- Passkeys of the organisers' people (ADR 56). Each is the public half of a key that never leaves its device.
create table passkeys (
    id uuid primary key,
    person_id uuid not null references people (id),
    -- What its owner calls it.
    name text not null check (length(name) between 1 and 100),
    credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
    -- As the device wrote it (COSE_Key, RFC 9052).
    public_key bytea not null check (length(public_key) between 1 and 4096),
    -- What the device counted at the last sign-in; 0 with every one: it does not count.
    sign_count bigint not null check (sign_count >= 0),
    transports text[] not null default '{}',
    is_backup_eligible boolean not null,
    is_backed_up boolean not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz
);

create index passkeys_by_person on passkeys (person_id, created_at);

-- Challenges that were answered: each opens once, in whichever process. A row is of use until its challenge expires.
create table spent_challenges (
    challenge_hash bytea primary key check (length(challenge_hash) = 32),
    expires_at timestamptz not null
);

create index spent_challenges_by_expiry on spent_challenges (expires_at);
