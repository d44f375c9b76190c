-- What is computed from the journal: everything in this schema can be dropped and rebuilt to the same rows. Rows and
-- the checkpoint that says how far they go are written in one transaction, so a row is never ahead or behind it.

create schema projections;

comment on schema projections is
    'Views of the journal: dropped and rebuilt at will.';

create table projections.checkpoint (
    log_id   smallint not null,
    vue      text     not null,
    position bigint   not null,
    constraint checkpoint_pkey primary key (log_id, vue),
    constraint checkpoint_position_positive check (position >= 0)
);

comment on table projections.checkpoint is
    'How far each view has read each log. Always the end of a request.';

alter schema projections owner to projector;
alter table projections.checkpoint owner to projector;
