-- The CRIP's facts, one row for each child an information, a signalement, an évaluation or a decision is about.
-- Siblings share the identifiers: indicators count distinct ones. Dates are as told: whether something has
-- happened on a day is asked of the row.

create table projections.fait_information (
    from_position      bigint   not null,
    to_position        bigint,
    log_id             smallint not null,
    enfant             uuid     not null,
    information        uuid     not null,
    arrivee            date,
    retiree_le         date,
    doublon_le         date,
    rattachee_le       date,
    transferee_le      date,
    decidee_le         date,
    rapport_le         date,
    mandatee_le        date,
    non_qualifiee_le   date,
    signalee_le        date,
    qualifiee_le       date,
    echeance           date,
    arrivee_crip       date,
    porte              text,
    service_entree     text,
    transmetteur       text,
    origine            text,
    commune            text,
    urgence            boolean  not null,
    principale         uuid,
    delai_reduit_jours integer,
    evaluation         uuid,
    suite              text     not null,
    aed_refusee        boolean  not null,
    constraint fait_information_pkey primary key (log_id, enfant, information, from_position),
    constraint fait_information_validity check (to_position > from_position)
);

create unique index fait_information_open_unique on projections.fait_information (log_id, enfant, information)
    where to_position is null;
create index fait_information_arrivee on projections.fait_information (log_id, arrivee);

comment on table projections.fait_information is
    'One row an information and child it names: arrival, first analysis, what was done about it.';
comment on column projections.fait_information.enfant is 'The child.';
comment on column projections.fait_information.information is 'The information.';
comment on column projections.fait_information.arrivee is 'Arrival at the Département: the clock.';
comment on column projections.fait_information.retiree_le is 'Entered on the wrong child; withdrawn that day.';
comment on column projections.fait_information.doublon_le is 'The same message as another, from that day.';
comment on column projections.fait_information.rattachee_le is 'Attached, from that day.';
comment on column projections.fait_information.transferee_le is 'Gone to another Département.';
comment on column projections.fait_information.decidee_le is 'First decision that answers it.';
comment on column projections.fait_information.rapport_le is 'First report of that évaluation.';
comment on column projections.fait_information.mandatee_le is 'Mandate of that évaluation.';
comment on column projections.fait_information.non_qualifiee_le is 'Explicitly not qualified.';
comment on column projections.fait_information.signalee_le is 'First signalement of the Département.';
comment on column projections.fait_information.qualifiee_le is 'Qualified as an IP.';
comment on column projections.fait_information.echeance is 'The évaluation is due that day.';
comment on column projections.fait_information.arrivee_crip is 'Arrival at the CRIP.';
comment on column projections.fait_information.porte is 'Code PORTE_D_ENTREE.';
comment on column projections.fait_information.service_entree is 'The délégation or service through which it came.';
comment on column projections.fait_information.transmetteur is 'Code TRANSIP.';
comment on column projections.fait_information.origine is 'Code ORIGIP.';
comment on column projections.fait_information.commune is 'INSEE, where the child lived on arrival: as told with it, else his residence of that day.';
comment on column projections.fait_information.urgence is 'Said to be urgent.';
comment on column projections.fait_information.principale is 'To which.';
comment on column projections.fait_information.delai_reduit_jours is 'Shortened deadline, in days.';
comment on column projections.fait_information.evaluation is 'The first évaluation it feeds.';
comment on column projections.fait_information.suite is 'What became of it for this child, by the precedence of A12.';
comment on column projections.fait_information.aed_refusee is 'An AED was decided, and the holders refused it.';

alter table projections.fait_information owner to projector;

create table projections.fait_signalement (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    information   uuid     not null,
    rang          integer  not null,
    signale_le    date     not null,
    emetteur      text     not null,
    motif         text     not null,
    urgence       boolean  not null,
    constraint fait_signalement_pkey primary key (log_id, enfant, information, rang, from_position),
    constraint fait_signalement_validity check (to_position > from_position)
);

create unique index fait_signalement_open_unique on projections.fait_signalement (log_id, enfant, information, rang)
    where to_position is null;

comment on table projections.fait_signalement is
    'One row a signalement to the parquet and child: of the Département, or a copy from a third party.';
comment on column projections.fait_signalement.enfant is 'The child.';
comment on column projections.fait_signalement.information is 'The information.';
comment on column projections.fait_signalement.rang is 'From 1, in the order of facts.';
comment on column projections.fait_signalement.signale_le is 'When.';
comment on column projections.fait_signalement.emetteur is 'Code EMETTEUR_SIGNALEMENT.';
comment on column projections.fait_signalement.motif is 'Code MOTIFSIG.';
comment on column projections.fait_signalement.urgence is 'Without waiting for the évaluation.';

alter table projections.fait_signalement owner to projector;

create table projections.fait_evaluation (
    from_position      bigint   not null,
    to_position        bigint,
    log_id             smallint not null,
    enfant             uuid     not null,
    evaluation         uuid     not null,
    mandatee_le        date,
    service            text,
    joint              boolean  not null,
    depart_le          date,
    echeance_le        date,
    commune            text,
    premier_rapport_le date,
    dernier_rapport_le date,
    decidee_le         date,
    constraint fait_evaluation_pkey primary key (log_id, enfant, evaluation, from_position),
    constraint fait_evaluation_validity check (to_position > from_position)
);

create unique index fait_evaluation_open_unique on projections.fait_evaluation (log_id, enfant, evaluation)
    where to_position is null;

comment on table projections.fait_evaluation is
    'One row an évaluation and child: mandate, start of the clock, first and last report.';
comment on column projections.fait_evaluation.enfant is 'The child.';
comment on column projections.fait_evaluation.evaluation is 'The évaluation.';
comment on column projections.fait_evaluation.mandatee_le is 'Mandated.';
comment on column projections.fait_evaluation.service is 'The service mandated.';
comment on column projections.fait_evaluation.joint is 'He joined it, in no information of his own.';
comment on column projections.fait_evaluation.depart_le is 'Arrival of the earliest principal information of this child that feeds it.';
comment on column projections.fait_evaluation.echeance_le is 'Three months after it.';
comment on column projections.fait_evaluation.commune is 'INSEE, where the child lived on that arrival.';
comment on column projections.fait_evaluation.premier_rapport_le is 'The first report: it stops the clock.';
comment on column projections.fait_evaluation.dernier_rapport_le is 'The last one.';
comment on column projections.fait_evaluation.decidee_le is 'First decision that follows it.';

alter table projections.fait_evaluation owner to projector;

create table projections.fait_decision (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    decision      uuid     not null,
    prise_le      date     not null,
    evaluation    uuid,
    classement    boolean  not null,
    suites        text     not null,
    revisee_le    date,
    commune       text,
    constraint fait_decision_pkey primary key (log_id, enfant, decision, from_position),
    constraint fait_decision_validity check (to_position > from_position)
);

create unique index fait_decision_open_unique on projections.fait_decision (log_id, enfant, decision)
    where to_position is null;
create index fait_decision_prise on projections.fait_decision (log_id, prise_le);

comment on table projections.fait_decision is
    'One row a decision and child, with the suites that hold after revisions.';
comment on column projections.fait_decision.enfant is 'The child.';
comment on column projections.fait_decision.decision is 'The decision, shared by siblings.';
comment on column projections.fait_decision.prise_le is 'When.';
comment on column projections.fait_decision.evaluation is 'The évaluation it follows.';
comment on column projections.fait_decision.classement is 'Nothing more is done: every suite that holds is *sans suite*.';
comment on column projections.fait_decision.suites is 'The suites that hold, code SUITE, in the order decided.';
comment on column projections.fait_decision.revisee_le is 'Revised by new facts.';
comment on column projections.fait_decision.commune is 'INSEE, where the child lived that day.';

alter table projections.fait_decision owner to projector;
