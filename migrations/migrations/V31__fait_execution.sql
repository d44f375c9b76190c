-- What was recommended, decided and carried out, and the place of an episode, which says who lives together.

alter table projections.fait_accueil add column place uuid;
comment on column projections.fait_accueil.place is 'Which place, when it is known: two children in one place have the same.';

create table projections.fait_execution (
    from_position      bigint   not null,
    to_position        bigint,
    log_id             smallint not null,
    enfant             uuid     not null,
    mesure             uuid     not null,
    preconisee_le      date,
    preconisee         text,
    decidee            text,
    effet_a_fixer      boolean  not null,
    ecart_decision     text,
    ecart_decision_le  date,
    ecart_execution    text,
    ecart_execution_le date,
    executee           text,
    solution           text,
    contact_le         date,
    refus              integer  not null,
    issue              text,
    constraint fait_execution_pkey primary key (log_id, enfant, mesure, from_position),
    constraint fait_execution_validity check (to_position > from_position)
);

create unique index fait_execution_open_unique
    on projections.fait_execution (log_id, enfant, mesure)
    where to_position is null;

comment on table projections.fait_execution is
    'One row a measure recommended, decided or carried out otherwise than the measure itself says.';
comment on column projections.fait_execution.enfant is 'The child.';
comment on column projections.fait_execution.mesure is 'The measure, decided or not.';
comment on column projections.fait_execution.preconisee_le is 'First recommended.';
comment on column projections.fait_execution.preconisee is 'Code NATURE_MESURE last recommended.';
comment on column projections.fait_execution.decidee is 'Code NATURE_MESURE decided; none: it was not.';
comment on column projections.fait_execution.effet_a_fixer is 'Decided, and its day of effect is still to be fixed.';
comment on column projections.fait_execution.ecart_decision is 'Last gap between recommended and decided: code MOTIF_ECART.';
comment on column projections.fait_execution.ecart_decision_le is 'Its day.';
comment on column projections.fait_execution.ecart_execution is 'Last gap between decided and carried out: code MOTIF_ECART.';
comment on column projections.fait_execution.ecart_execution_le is 'Its day.';
comment on column projections.fait_execution.executee is 'Code NATURE_MESURE carried out instead.';
comment on column projections.fait_execution.solution is 'Last place for want of another: code SOLUTION_PROVISOIRE.';
comment on column projections.fait_execution.contact_le is 'The child was last seen or called while he waited.';
comment on column projections.fait_execution.refus is 'How many operators refused.';
comment on column projections.fait_execution.issue is 'Ended by an act before anyone carried it out: code ISSUE_SANS_EXECUTION.';

alter table projections.fait_execution owner to projector;
