-- Changes of place and separations of brothers and sisters, with their ground. The notices they call for are
-- échéances.

create table projections.fait_deplacement (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    accueil       uuid     not null,
    le            date     not null,
    motif         text     not null,
    principal     boolean  not null,
    decide_le     date,
    urgence       boolean  not null,
    constraint fait_deplacement_pkey primary key (log_id, enfant, accueil, from_position),
    constraint fait_deplacement_validity check (to_position > from_position)
);

create unique index fait_deplacement_open_unique
    on projections.fait_deplacement (log_id, enfant, accueil)
    where to_position is null;

comment on table projections.fait_deplacement is
    'One row a change of place: an episode ended by it.';
comment on column projections.fait_deplacement.enfant is 'The child.';
comment on column projections.fait_deplacement.accueil is 'The episode that ended.';
comment on column projections.fait_deplacement.le is 'The day.';
comment on column projections.fait_deplacement.motif is 'Code MOTIF_CHANGEMENT_LIEU.';
comment on column projections.fait_deplacement.principal is 'The episode was principal.';
comment on column projections.fait_deplacement.decide_le is 'Decided, when the decision was recorded.';
comment on column projections.fait_deplacement.urgence is 'Decided in emergency.';

alter table projections.fait_deplacement owner to projector;

create table projections.fait_separation (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    accueil       uuid     not null,
    le            date     not null,
    motif         text     not null,
    reunie_le     date,
    constraint fait_separation_pkey primary key (log_id, enfant, accueil, le, from_position),
    constraint fait_separation_validity check (to_position > from_position)
);

create unique index fait_separation_open_unique
    on projections.fait_separation (log_id, enfant, accueil, le)
    where to_position is null;

comment on table projections.fait_separation is
    'One row a separation of brothers and sisters.';
comment on column projections.fait_separation.enfant is 'The child.';
comment on column projections.fait_separation.accueil is 'The episode from which he no longer lives with them.';
comment on column projections.fait_separation.le is 'The day.';
comment on column projections.fait_separation.motif is 'Code MOTIF_SEPARATION.';
comment on column projections.fait_separation.reunie_le is 'Together again.';

alter table projections.fait_separation owner to projector;

-- What the judge is owed about a move, a separation or a term, found by its day: few of the deadlines.
create index fait_echeance_au_juge
    on projections.fait_echeance (log_id, legale_le)
    where regle in ('JU-10', 'ME-13', 'ME-14', 'ME-15');
