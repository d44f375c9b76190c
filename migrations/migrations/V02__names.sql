-- The dictionary of names. An event row holds two numbers instead of two strings: the kind of its stream and the
-- type of the event. Leaves hash the names and never the numbers, so the numbers may differ from one database
-- to another; but a row may never change, or stored events would change their meaning.

create table journal.name (
    name_id smallint generated always as identity,
    name    text     not null,
    constraint name_pkey primary key (name_id),
    constraint name_unique unique (name),
    constraint name_form check (name ~ '^[A-Za-z][0-9A-Za-z_.]*$' and length(name) <= 100)
);

comment on table journal.name is
    'Names of stream kinds and of event types, each written once.';
