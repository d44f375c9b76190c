-- The échéances of each child: what the law asks next of whom. Whether one is open, late or kept on a day is asked of the
-- row; a setting of the Département is joined when asked, because it is not of the child's history.

create table projections.fait_echeance (
    from_position bigint      not null,
    to_position   bigint,
    declenchee_a  timestamptz,
    stricte_a     timestamptz,
    tenue_a       timestamptz,
    log_id        smallint    not null,
    rang          integer     not null,
    declenchee_le date        not null,
    stricte_le    date,
    legale_le     date,
    tenue_le      date,
    sans_objet_le date,
    enfant        uuid        not null,
    objet         uuid        not null,
    regle         text        not null,
    cloture       text        not null,
    charge        text        not null,
    sans_objet    text,
    agents        text,
    service       text,
    cabinet       text,
    constraint fait_echeance_pkey primary key (log_id, enfant, regle, objet, rang, from_position),
    constraint fait_echeance_validity check (to_position > from_position)
);

create unique index fait_echeance_open_unique
    on projections.fait_echeance (log_id, enfant, regle, objet, rang)
    where to_position is null;

create index fait_echeance_a_tenir
    on projections.fait_echeance (log_id, legale_le)
    where tenue_le is null;

comment on table projections.fait_echeance is
    'One row a deadline of a child, whether it is still to be kept or was.';
comment on column projections.fait_echeance.enfant is 'The child.';
comment on column projections.fait_echeance.regle is 'Identifier of the rule; the version is that of the day of the trigger.';
comment on column projections.fait_echeance.objet is 'What it is about; nil: the child himself.';
comment on column projections.fait_echeance.rang is 'From 1, in the order of the triggers of one rule on one object.';
comment on column projections.fait_echeance.cloture is 'The act that keeps it: rules kept by one act are shown together.';
comment on column projections.fait_echeance.declenchee_le is 'What started it happened that day.';
comment on column projections.fait_echeance.declenchee_a is 'The instant, where the law counts hours.';
comment on column projections.fait_echeance.stricte_le is 'Last day, never rolled; null: no number, or a setting gives it.';
comment on column projections.fait_echeance.stricte_a is 'Last instant, where the law counts hours.';
comment on column projections.fait_echeance.legale_le is 'Last day, rolled to a working day for a rule of procedure.';
comment on column projections.fait_echeance.tenue_le is 'Kept that day.';
comment on column projections.fait_echeance.tenue_a is 'The instant it was kept, when known.';
comment on column projections.fait_echeance.sans_objet_le is 'Without object from that day on.';
comment on column projections.fait_echeance.sans_objet is 'Why it has no object any more.';
comment on column projections.fait_echeance.charge is 'Who owes the act.';
comment on column projections.fait_echeance.agents is 'Professional identifiers in charge of the object, each between two spaces.';
comment on column projections.fait_echeance.service is 'The service in charge of the object.';
comment on column projections.fait_echeance.cabinet is 'Court and chamber of the judicial file in force on the trigger.';

alter table projections.fait_echeance owner to projector;
