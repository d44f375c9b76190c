-- What the law finds wrong in the record of a child, from the day it could be found to the day it no longer could.

create table projections.fait_irregularite (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    code          text     not null,
    objet         uuid     not null,
    ouverte_le    date     not null,
    fermee_le     date,
    depuis        date     not null,
    article       text     not null,
    charge        text     not null,
    constraint fait_irregularite_pkey primary key (log_id, enfant, code, objet, ouverte_le, from_position),
    constraint fait_irregularite_validity check (to_position > from_position)
);

create unique index fait_irregularite_open_unique
    on projections.fait_irregularite (log_id, enfant, code, objet, ouverte_le)
    where to_position is null;

comment on table projections.fait_irregularite is
    'One row a finding about the record, for as long as it could be made.';
comment on column projections.fait_irregularite.enfant is 'The child.';
comment on column projections.fait_irregularite.code is 'Its code.';
comment on column projections.fait_irregularite.objet is 'What it is about; nil: the child himself.';
comment on column projections.fait_irregularite.ouverte_le is 'First day on which it is found.';
comment on column projections.fait_irregularite.fermee_le is 'First day on which it no longer is, past or to come.';
comment on column projections.fait_irregularite.depuis is 'Since when the record is wrong.';
comment on column projections.fait_irregularite.article is 'The article.';
comment on column projections.fait_irregularite.charge is 'Who owes the missing fact.';

alter table projections.fait_irregularite owner to projector;
