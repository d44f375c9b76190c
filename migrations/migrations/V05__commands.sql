-- The commands already answered. Looked up under the lock before anything is written: a command sent twice is
-- answered as the first time, and another command under the same identifier is refused. A command that changed
-- nothing is stored at the head, with first_position = last_position + 1. A refused one is not stored.

create table journal.command (
    log_id         smallint    not null,
    command_id     uuid        not null,
    request_hash   bytea       not null,
    first_position bigint      not null,
    last_position  bigint      not null,
    recorded_at    timestamptz not null,
    constraint command_pkey primary key (log_id, command_id),
    constraint command_log_fkey foreign key (log_id) references journal.log (log_id),
    constraint command_hash_length check (octet_length(request_hash) = 32),
    constraint command_range check (first_position > 0 and last_position >= first_position - 1)
);

comment on table journal.command is
    'One row an accepted command: the positions it made and when.';
comment on column journal.command.request_hash is
    'Keyed HMAC of the canonical command as received and of its actor: no generated id, seal or version in it.';
