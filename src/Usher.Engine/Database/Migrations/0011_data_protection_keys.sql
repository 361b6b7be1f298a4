-- Keys of ASP.NET Core data protection: they encrypt and sign sessions and the tokens of forms. Every process on this
-- database reads all of them; a key is added a few times a year and never changed (ADR 21).
create table data_protection_keys (
    name text primary key,
    xml text not null,
    created_at timestamptz not null default now()
);
