-- The keys of subjects, wrapped by a master key that is not in this database. A subject is whatever must be
-- erasable alone: a child, a shared narrative, a third person, a month of receipts. Destroying its key makes
-- every field sealed for it unreadable, without touching one event. In production this schema is a database of
-- its own, whose backups are short-lived.

create schema cles;

comment on schema cles is
    'Keys of subjects: the only erasable tables.';

create table cles.key (
    key_id       uuid        not null,
    subject_id   uuid        not null,
    wrapped      bytea,
    created_at   timestamptz not null default clock_timestamp(),
    destroyed_at timestamptz,
    efface_le    date,
    reason       text,
    constraint key_pkey primary key (key_id),
    constraint key_destroyed_is_empty check ((wrapped is null) = (destroyed_at is not null)),
    constraint key_destroyed_has_day check ((efface_le is null) = (destroyed_at is null)),
    constraint key_destroyed_has_reason check ((reason is null) = (destroyed_at is null))
);

create unique index key_live_subject_unique on cles.key (subject_id) where destroyed_at is null;
create index key_subject on cles.key (subject_id);

comment on table cles.key is
    'One row a key. At most one live key a subject; a destroyed key keeps its row, its date and its reason.';
comment on column cles.key.efface_le is
    'The day of destroyed_at in the Département''s legal time zone: what erased fields read as.';
comment on column cles.key.wrapped is
    'Version byte, nonce, then AES-256-GCM of the key under the master key, bound to key_id and subject_id.';
