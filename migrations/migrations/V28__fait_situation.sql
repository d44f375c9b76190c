-- Observations of the situation, as the national observatory asks for them: what holds on a day is the last of that
-- day or before.

create table projections.fait_situation (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    rubrique      text     not null,
    le            date     not null,
    connaissance  text     not null,
    valeur        text,
    source        text     not null,
    constraint fait_situation_pkey primary key (log_id, enfant, rubrique, le, from_position),
    constraint fait_situation_validity check (to_position > from_position)
);

create unique index fait_situation_open_unique
    on projections.fait_situation (log_id, enfant, rubrique, le)
    where to_position is null;

comment on table projections.fait_situation is
    'One row an answer to one question of the situation, on the day it was observed.';
comment on column projections.fait_situation.enfant is 'The child.';
comment on column projections.fait_situation.rubrique is 'The question.';
comment on column projections.fait_situation.le is 'The day.';
comment on column projections.fait_situation.connaissance is 'Code CONNAISSANCE.';
comment on column projections.fait_situation.valeur is 'The answer, when it is known.';
comment on column projections.fait_situation.source is 'Code SOURCE_OBSERVATION.';

alter table projections.fait_situation owner to projector;
