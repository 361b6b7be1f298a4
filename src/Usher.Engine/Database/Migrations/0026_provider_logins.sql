-- Accounts at a provider (OpenID Connect) by which the organisers' people sign in (ADR 57). A provider's address of
-- somebody may become another one's; its issuer and subject never do.
create table provider_logins (
    issuer text not null check (length(issuer) between 1 and 500),
    subject text not null check (length(subject) between 1 and 255),
    person_id uuid not null references people (id),
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    primary key (issuer, subject)
);

-- One account a person and provider: whoever gets the address of a person later does not become that person.
create unique index provider_logins_by_person on provider_logins (person_id, issuer);
