-- The logs. A log is an independent sequence of events with its own order, its own lock and its own tree:
-- a Département has two, "17/parcours" (cases) and "17/acces" (read receipts). A log is the unit of sharding,
-- which is why its number opens every key of this schema.

create schema journal;

comment on schema journal is
    'The journal: the only tables that cannot be rebuilt. Append-only, by roles and by triggers.';

create table journal.log (
    log_id    smallint generated always as identity,
    name      text     not null,
    simulated boolean  not null,
    constraint log_pkey primary key (log_id),
    constraint log_name_unique unique (name),
    constraint log_name_form check (name ~ '^[0-9A-Za-z_.-]+(/[0-9A-Za-z_.-]+)*$' and length(name) <= 100)
);

comment on table journal.log is
    'One row a log. Neither the name (every leaf holds it) nor the mark ever changes.';
comment on column journal.log.simulated is
    'Marked for life: a simulated log takes its instants from the commands, any other takes them from the clock.';
