-- The child's status: where he stands on the legal track, procedures of pupille, requests to declare délaissement.
-- A status may begin or end on a day to come.

create table projections.fait_statut (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    depuis        date     not null,
    jusqu_a       date,
    voie          text     not null,
    constraint fait_statut_pkey primary key (log_id, enfant, depuis, from_position),
    constraint fait_statut_validity check (to_position > from_position)
);

create unique index fait_statut_open_unique
    on projections.fait_statut (log_id, enfant, depuis)
    where to_position is null;

comment on table projections.fait_statut is
    'One row a spell on the legal track. No row: a minor without a measure, or an adult nobody accompanies.';
comment on column projections.fait_statut.enfant is 'The child.';
comment on column projections.fait_statut.depuis is 'First day.';
comment on column projections.fait_statut.jusqu_a is 'First day of another status, past or to come.';
comment on column projections.fait_statut.voie is 'Code VOIE_JURIDIQUE.';

alter table projections.fait_statut owner to projector;

create table projections.fait_pupille (
    from_position       bigint   not null,
    to_position         bigint,
    log_id              smallint not null,
    enfant              uuid     not null,
    recueil             uuid     not null,
    cas                 text     not null,
    pv_le               date,
    provisoire_jusqu_au date,
    admis_le            date,
    fini_le             date,
    fin                 text,
    constraint fait_pupille_pkey primary key (log_id, enfant, recueil, from_position),
    constraint fait_pupille_validity check (to_position > from_position)
);

create unique index fait_pupille_open_unique
    on projections.fait_pupille (log_id, enfant, recueil)
    where to_position is null;

comment on table projections.fait_pupille is
    'One row a procedure of pupille.';
comment on column projections.fait_pupille.enfant is 'The child.';
comment on column projections.fait_pupille.recueil is 'The procedure.';
comment on column projections.fait_pupille.cas is 'Code CAS_PUPILLE.';
comment on column projections.fait_pupille.pv_le is 'The procès-verbal.';
comment on column projections.fait_pupille.provisoire_jusqu_au is 'Last day on which he is so only provisionally.';
comment on column projections.fait_pupille.admis_le is 'The admission takes effect.';
comment on column projections.fait_pupille.fini_le is 'First day he no longer is.';
comment on column projections.fait_pupille.fin is 'How it ended: `adoption`, `tutelle`, `reprise`, `annulation`, `restitution`.';

alter table projections.fait_pupille owner to projector;

create table projections.fait_delaissement (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    requete       uuid     not null,
    demande_le    date,
    juge_le       date,
    declare       boolean,
    constraint fait_delaissement_pkey primary key (log_id, enfant, requete, from_position),
    constraint fait_delaissement_validity check (to_position > from_position)
);

create unique index fait_delaissement_open_unique
    on projections.fait_delaissement (log_id, enfant, requete)
    where to_position is null;

comment on table projections.fait_delaissement is
    'One row a request to declare délaissement.';
comment on column projections.fait_delaissement.enfant is 'The child.';
comment on column projections.fait_delaissement.requete is 'The request.';
comment on column projections.fait_delaissement.demande_le is 'Asked by the Département.';
comment on column projections.fait_delaissement.juge_le is 'Judged.';
comment on column projections.fait_delaissement.declare is 'Declared, not rejected.';

alter table projections.fait_delaissement owner to projector;
