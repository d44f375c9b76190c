-- The version of each stream. It could be read from the events (the greatest version by the unique index); this
-- table lets the writer read five hundred of them in one visit and updates them in place.

create table journal.stream (
    log_id        smallint not null,
    stream_id     uuid     not null,
    stream_type   smallint not null,
    version       integer  not null,
    last_position bigint   not null,
    constraint stream_pkey primary key (log_id, stream_id),
    constraint stream_version_positive check (version > 0)
) with (fillfactor = 80);

comment on table journal.stream is
    'One row a stream: its kind and its current version. Rebuilt from the events at will.';
