-- A rebuild fills tables of its own beside those that are read, then writes there only what differs. The generation of
-- a checkpoint says that rows were replaced under it: whoever remembers rows of another generation forgets them.

alter table projections.checkpoint
    add column generation bigint not null default 0,
    add constraint checkpoint_generation_positive check (generation >= 0);

comment on column projections.checkpoint.generation is
    'How many times a rebuild replaced rows; part of the compare-and-set that moves the position.';

create schema reconstruction;

comment on schema reconstruction is
    'The tables of a rebuild under way, like those of projections. Whatever is found here between two is dropped.';

alter schema reconstruction owner to projector;
