-- What an organiser's write was answered with, by the Idempotency-Key it came under: who repeats the request gets that
-- answer, and nothing is done again. Written in the transaction of the write itself. Nothing refers to it, so old rows
-- may go at any time; what they told of stays.
create table idempotency_keys (
    organization_id bigint not null references organizations (id),
    key text not null check (length(key) between 1 and 255),
    -- HMAC-SHA256 of the request under a secret of this database: another payload under the same key has another one.
    fingerprint bytea not null check (length(fingerprint) = 32),
    -- Of the answer. Null only inside the transaction that is still to give it.
    status int check (status between 200 and 299),
    location text,
    body bytea,
    created_at timestamptz not null default now(),
    primary key (organization_id, key)
);

-- What the tidy-up reads.
create index idempotency_keys_by_age on idempotency_keys (created_at);
