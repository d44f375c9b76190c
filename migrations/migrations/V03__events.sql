-- The events. Positions are contiguous from 1 within a log, versions contiguous from 1 within a stream; both are
-- assigned under the log's lock, and the constraints here are only a net under it. The head of a log is its last
-- row by primary key: no row anywhere counts.
--
-- No index on recorded_at: instants grow strictly with positions, so a bisection on the primary key finds one.
-- No index on event_id: idempotency is per command, and one index less is a tenth of the cost of a write.

create table journal.event (
    log_id           smallint    not null,
    position         bigint      not null,
    stream_id        uuid        not null,
    stream_type      smallint    not null,
    stream_version   integer     not null,
    event_type       smallint    not null,
    schema_version   smallint    not null,
    event_id         uuid        not null,
    command_id       uuid        not null,
    recorded_at      timestamptz not null,
    survenu_le       date        not null,
    survenu_a        timestamptz,
    survenu_precision text       not null,
    connu_le         date        not null,
    actor            text        not null,
    finalite         text        not null,
    correlation_id   uuid,
    causation_id     uuid,
    payload          bytea       not null,
    leaf             bytea       not null,
    constraint event_pkey primary key (log_id, position),
    constraint event_stream_version_unique unique (log_id, stream_id, stream_version),
    constraint event_log_fkey foreign key (log_id) references journal.log (log_id),
    constraint event_position_positive check (position > 0),
    constraint event_stream_version_positive check (stream_version > 0),
    constraint event_schema_version_positive check (schema_version > 0),
    constraint event_precision_known
        check (survenu_precision in ('instant', 'jour', 'mois', 'annee', 'inconnue')),
    constraint event_instant_has_its_hour
        check ((survenu_precision = 'instant') = (survenu_a is not null)),
    constraint event_leaf_length check (octet_length(leaf) = 33)
);

comment on table journal.event is
    'One row an event, for ever. The payload is canonical JSON; what is personal in it is sealed.';
comment on column journal.event.survenu_le is
    'When it was true. Its precision says how much of the date is known.';
comment on column journal.event.connu_le is
    'When the Département received or observed it: declared. Only recorded_at and the position are proved.';
comment on column journal.event.actor is
    'Who typed, by their identifier. Who decided is data of the event.';
comment on column journal.event.payload is
    'Bytes, not jsonb: these very bytes are hashed, and jsonb would rewrite them.';
comment on column journal.event.leaf is
    'Version byte, then SHA-256 of the envelope by name and of the payload''s own SHA-256.';
