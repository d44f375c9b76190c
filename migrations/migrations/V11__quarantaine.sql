-- A child whose history holds an event that cannot be read is set apart, in sight: his rows stay as they were before
-- it, the other children's go on, and no figure is given at that position or after it until he can be read again.

create table projections.quarantaine (
    log_id   smallint not null,
    enfant   uuid     not null,
    position bigint   not null,
    cause    text     not null,
    constraint quarantaine_pkey primary key (log_id, enfant)
);

comment on table projections.quarantaine is
    'One row a child set apart: figures stop before the first of these positions.';
comment on column projections.quarantaine.cause is
    'What is wrong with the event and where, never what it says.';

alter table projections.quarantaine owner to projector;
