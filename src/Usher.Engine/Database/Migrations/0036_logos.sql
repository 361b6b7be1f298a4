-- What buyers see in place of an organization's name (ADR 60): a PNG that was made here, what it is called by its
-- bytes, and its size in pixels. The bytes are stored apart from the row and read only by whoever asks for them.
alter table organizations
    add column logo bytea check (length(logo) between 1 and 2097152),
    add column logo_hash text check (logo_hash ~ '^[0-9a-f]{32}$'),
    add column logo_width integer check (logo_width between 1 and 512),
    add column logo_height integer check (logo_height between 1 and 512),
    add check (num_nulls(logo, logo_hash, logo_width, logo_height) in (0, 4));
