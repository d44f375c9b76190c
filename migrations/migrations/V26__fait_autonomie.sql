-- The way to adult life: accompaniments asked, granted and refused, interviews, projects, exits.

create table projections.fait_accompagnement (
    from_position  bigint   not null,
    to_position    bigint,
    log_id         smallint not null,
    enfant         uuid     not null,
    accompagnement uuid     not null,
    propose_le     date,
    repondu_le     date,
    accepte        boolean,
    accorde_le     date,
    refuse_le      date,
    arrete_le      date,
    constraint fait_accompagnement_pkey primary key (log_id, enfant, accompagnement, from_position),
    constraint fait_accompagnement_validity check (to_position > from_position)
);

create unique index fait_accompagnement_open_unique
    on projections.fait_accompagnement (log_id, enfant, accompagnement)
    where to_position is null;

comment on table projections.fait_accompagnement is
    'One row an accompaniment of a young adult.';
comment on column projections.fait_accompagnement.enfant is 'The child.';
comment on column projections.fait_accompagnement.accompagnement is 'The accompaniment.';
comment on column projections.fait_accompagnement.propose_le is 'First proposed.';
comment on column projections.fait_accompagnement.repondu_le is 'First answer of the young person.';
comment on column projections.fait_accompagnement.accepte is 'That answer is yes.';
comment on column projections.fait_accompagnement.accorde_le is 'First granted.';
comment on column projections.fait_accompagnement.refuse_le is 'First refused.';
comment on column projections.fait_accompagnement.arrete_le is 'First ended by a decision.';

alter table projections.fait_accompagnement owner to projector;

create table projections.fait_entretien (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    genre         text     not null,
    le            date     not null,
    tenu          boolean  not null,
    constraint fait_entretien_pkey primary key (log_id, enfant, genre, le, from_position),
    constraint fait_entretien_validity check (to_position > from_position)
);

create unique index fait_entretien_open_unique
    on projections.fait_entretien (log_id, enfant, genre, le)
    where to_position is null;

comment on table projections.fait_entretien is
    'One row an interview of the way to adult life, held or declined.';
comment on column projections.fait_entretien.enfant is 'The child.';
comment on column projections.fait_entretien.genre is 'Code GENRE_ENTRETIEN.';
comment on column projections.fait_entretien.le is 'The day.';
comment on column projections.fait_entretien.tenu is 'Held, not declined.';

alter table projections.fait_entretien owner to projector;

create table projections.fait_projet_autonomie (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    le            date     not null,
    non_couverts  text     not null,
    constraint fait_projet_autonomie_pkey primary key (log_id, enfant, le, from_position),
    constraint fait_projet_autonomie_validity check (to_position > from_position)
);

create unique index fait_projet_autonomie_open_unique
    on projections.fait_projet_autonomie (log_id, enfant, le)
    where to_position is null;

comment on table projections.fait_projet_autonomie is
    'One row a project of access to autonomy.';
comment on column projections.fait_projet_autonomie.enfant is 'The child.';
comment on column projections.fait_projet_autonomie.le is 'Made that day.';
comment on column projections.fait_projet_autonomie.non_couverts is 'Needs not covered, code BESOIN_AUTONOMIE, each between two spaces; empty: all are.';

alter table projections.fait_projet_autonomie owner to projector;

create table projections.fait_sortie (
    from_position   bigint   not null,
    to_position     bigint,
    log_id          smallint not null,
    enfant          uuid     not null,
    le              date     not null,
    motif           text     not null,
    situation_apres text,
    retour_le       date,
    constraint fait_sortie_pkey primary key (log_id, enfant, le, from_position),
    constraint fait_sortie_validity check (to_position > from_position)
);

create unique index fait_sortie_open_unique
    on projections.fait_sortie (log_id, enfant, le)
    where to_position is null;

comment on table projections.fait_sortie is
    'One row an exit from the ASE.';
comment on column projections.fait_sortie.enfant is 'The child.';
comment on column projections.fait_sortie.le is 'The day.';
comment on column projections.fait_sortie.motif is 'Code MOTIF_SORTIE_ASE.';
comment on column projections.fait_sortie.situation_apres is 'Code SITUATION_APRES.';
comment on column projections.fait_sortie.retour_le is 'Came back.';

alter table projections.fait_sortie owner to projector;
