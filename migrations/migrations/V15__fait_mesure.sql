-- Measures and episodes of accueil. One measure is one child's: siblings share the decision. fin_le may lie ahead
-- (a majority is known from birth): a measure is in force on D when effet_le <= D <= terme_le and D < fin_le.

create table projections.fait_mesure (
    from_position       bigint   not null,
    to_position         bigint,
    log_id              smallint not null,
    enfant              uuid     not null,
    mesure              uuid     not null,
    famille             text     not null,
    effet_le            date     not null,
    terme_le            date,
    fin_le              date,
    nature              text     not null,
    libelle_local       text,
    prononcee_le        date     not null,
    demarree_le         date,
    chaine              uuid     not null,
    premiere_de_chaine  boolean  not null,
    debut_de_chaine     date     not null,
    ppe_du_le           date,
    recue_le            date,
    attribuee_le        date,
    operateur           text,
    missionnee_le       date,
    motif_fin           text,
    service_responsable text,
    decision            uuid     not null,
    administrative      boolean  not null,
    precedente          uuid,
    constraint fait_mesure_pkey primary key (log_id, enfant, mesure, from_position),
    constraint fait_mesure_validity check (to_position > from_position)
);

create unique index fait_mesure_open_unique on projections.fait_mesure (log_id, enfant, mesure)
    where to_position is null;
create index fait_mesure_effet on projections.fait_mesure (log_id, effet_le);

comment on table projections.fait_mesure is
    'One row a legal measure on one child, from its order to its end, executed or not.';
comment on column projections.fait_mesure.enfant is 'The child.';
comment on column projections.fait_mesure.mesure is 'The measure.';
comment on column projections.fait_mesure.famille is 'The family of the nature.';
comment on column projections.fait_mesure.effet_le is 'Takes effect.';
comment on column projections.fait_mesure.terme_le is 'Last day, included.';
comment on column projections.fait_mesure.fin_le is 'First day it no longer runs, by an act, a renewal, majority, emancipation or death: past or to come. The term is not one of these.';
comment on column projections.fait_mesure.nature is 'Code NATURE_MESURE.';
comment on column projections.fait_mesure.libelle_local is 'What the Département calls it.';
comment on column projections.fait_mesure.prononcee_le is 'Pronounced or signed.';
comment on column projections.fait_mesure.demarree_le is 'Executed from that day: first act, first accueil for it, or the execution of what it renews.';
comment on column projections.fait_mesure.chaine is 'Links the renewals.';
comment on column projections.fait_mesure.premiere_de_chaine is 'No measure of its chain came before.';
comment on column projections.fait_mesure.debut_de_chaine is 'Effect of the first measure of its chain.';
comment on column projections.fait_mesure.ppe_du_le is 'The PPE is due that day.';
comment on column projections.fait_mesure.recue_le is 'Received by the ASE.';
comment on column projections.fait_mesure.attribuee_le is 'First given to a service.';
comment on column projections.fait_mesure.operateur is 'The service it was last given to.';
comment on column projections.fait_mesure.missionnee_le is 'A professional was charged with it.';
comment on column projections.fait_mesure.motif_fin is 'Why it ends.';
comment on column projections.fait_mesure.service_responsable is 'The délégation in charge, as the order told.';
comment on column projections.fait_mesure.decision is 'The jugement, arrêté or contrat.';
comment on column projections.fait_mesure.administrative is 'By contract or arrêté.';
comment on column projections.fait_mesure.precedente is 'The measure it renews.';

alter table projections.fait_mesure owner to projector;

create table projections.fait_accueil (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    accueil       uuid     not null,
    mesure        uuid,
    chaine        uuid,
    lieu          text     not null,
    commune       text,
    principal     boolean  not null,
    depuis        date     not null,
    jusqu_a       date,
    motif         text,
    constraint fait_accueil_pkey primary key (log_id, enfant, accueil, from_position),
    constraint fait_accueil_validity check (to_position > from_position)
);

create unique index fait_accueil_open_unique on projections.fait_accueil (log_id, enfant, accueil)
    where to_position is null;

comment on table projections.fait_accueil is
    'One row a spell of a child in a place.';
comment on column projections.fait_accueil.enfant is 'The child.';
comment on column projections.fait_accueil.accueil is 'The episode.';
comment on column projections.fait_accueil.mesure is 'The measure it executes, its own or that of the episode it follows.';
comment on column projections.fait_accueil.chaine is 'The chain of that measure.';
comment on column projections.fait_accueil.lieu is 'Code LIEU_ACCUEIL.';
comment on column projections.fait_accueil.commune is 'INSEE of the place.';
comment on column projections.fait_accueil.principal is 'Not a relay, a holiday or a hospital.';
comment on column projections.fait_accueil.depuis is 'First day.';
comment on column projections.fait_accueil.jusqu_a is 'First day elsewhere.';
comment on column projections.fait_accueil.motif is 'Why it ended: code MOTIF_SORTIE or MOTIF_CHANGEMENT_LIEU.';

alter table projections.fait_accueil owner to projector;
