-- The examinations of a child's status by the commission (CESSEC).

create table projections.fait_examen (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    examen        uuid     not null,
    saisie_le     date,
    motif         text,
    avis_le       date,
    avis          text,
    constraint fait_examen_pkey primary key (log_id, enfant, examen, from_position),
    constraint fait_examen_validity check (to_position > from_position)
);

create unique index fait_examen_open_unique
    on projections.fait_examen (log_id, enfant, examen)
    where to_position is null;

comment on table projections.fait_examen is
    'One row an examination of the status by the commission (CESSEC).';
comment on column projections.fait_examen.enfant is 'The child.';
comment on column projections.fait_examen.examen is 'The examination.';
comment on column projections.fait_examen.saisie_le is 'The commission was asked.';
comment on column projections.fait_examen.motif is 'Code MOTIF_CESSEC.';
comment on column projections.fait_examen.avis_le is 'First avis.';
comment on column projections.fait_examen.avis is 'Code EVOLUTION_STATUT of that avis.';

alter table projections.fait_examen owner to projector;
