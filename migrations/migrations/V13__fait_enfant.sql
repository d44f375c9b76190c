-- Who each child is and where he lived, without a name or an address: those stay sealed. A row of a fact is valid
-- for positions [from_position, to_position): what was true as recorded at any position stays readable. Facts
-- depend on one child's history alone; ages and territories are joined when asked.
--
-- The positions stand first, and what most readings filter on right after them: PostgreSQL reads a row from its
-- beginning up to the last column a filter needs.

create table projections.fait_enfant (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    naissance     date,
    precision     text,
    sexe          text     not null,
    identifie     boolean  not null,
    mna_le        date,
    emancipe_le   date,
    decede_le     date,
    majorite_le   date,
    constraint fait_enfant_pkey primary key (log_id, enfant, from_position),
    constraint fait_enfant_validity check (to_position > from_position)
);

create unique index fait_enfant_open_unique on projections.fait_enfant (log_id, enfant)
    where to_position is null;

comment on table projections.fait_enfant is
    'One row a child and version: birth, sex, status. No name.';
comment on column projections.fait_enfant.enfant is 'The child.';
comment on column projections.fait_enfant.naissance is 'Birth, as last fixed.';
comment on column projections.fait_enfant.precision is 'How precisely it is known.';
comment on column projections.fait_enfant.sexe is 'Code SEXE.';
comment on column projections.fait_enfant.identifie is 'Somebody can name him.';
comment on column projections.fait_enfant.mna_le is 'Recognised as an unaccompanied minor.';
comment on column projections.fait_enfant.emancipe_le is 'Emancipated.';
comment on column projections.fait_enfant.decede_le is 'Died.';
comment on column projections.fait_enfant.majorite_le is 'Eighteenth birthday, past or to come.';

alter table projections.fait_enfant owner to projector;

create table projections.fait_residence (
    from_position       bigint   not null,
    to_position         bigint,
    log_id              smallint not null,
    enfant              uuid     not null,
    depuis              date     not null,
    jusqu_a             date,
    commune             text,
    service_responsable text,
    constraint fait_residence_pkey primary key (log_id, enfant, depuis, from_position),
    constraint fait_residence_validity check (to_position > from_position)
);

create unique index fait_residence_open_unique on projections.fait_residence (log_id, enfant, depuis)
    where to_position is null;

comment on table projections.fait_residence is
    'One row a stay of a child in a commune, and the délégation in charge; stays do not overlap.';
comment on column projections.fait_residence.enfant is 'The child.';
comment on column projections.fait_residence.depuis is 'First day.';
comment on column projections.fait_residence.jusqu_a is 'First day elsewhere.';
comment on column projections.fait_residence.commune is 'INSEE; none: unknown or abroad.';
comment on column projections.fait_residence.service_responsable is 'The délégation in charge.';

alter table projections.fait_residence owner to projector;
