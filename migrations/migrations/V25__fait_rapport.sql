-- Reports on a child's situation, and the days on which one is due to the judge: whether it is late is asked of the row.

create table projections.fait_rapport (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    ecrit         uuid     not null,
    genre         text     not null,
    objet         uuid,
    recu_le       date,
    valide_le     date,
    emis_le       date,
    destinataire  text,
    accuse_le     date,
    communique_le date,
    constraint fait_rapport_pkey primary key (log_id, enfant, ecrit, from_position),
    constraint fait_rapport_validity check (to_position > from_position)
);

create unique index fait_rapport_open_unique
    on projections.fait_rapport (log_id, enfant, ecrit)
    where to_position is null;

comment on table projections.fait_rapport is
    'One row a report on the child''s situation: a writing of these kinds, received, sent, or both.';
comment on column projections.fait_rapport.enfant is 'The child.';
comment on column projections.fait_rapport.ecrit is 'The writing.';
comment on column projections.fait_rapport.genre is 'Code GENRE_ECRIT.';
comment on column projections.fait_rapport.objet is 'What it is about: a measure, as a rule.';
comment on column projections.fait_rapport.recu_le is 'Received from the service.';
comment on column projections.fait_rapport.valide_le is 'Approved.';
comment on column projections.fait_rapport.emis_le is 'Sent.';
comment on column projections.fait_rapport.destinataire is 'To whom: code CORRESPONDANT.';
comment on column projections.fait_rapport.accuse_le is 'The receiver acknowledged it: the greffe, for the judge.';
comment on column projections.fait_rapport.communique_le is 'Made known to a holder of authority or to the child.';

alter table projections.fait_rapport owner to projector;

create table projections.fait_rapport_du (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    mesure        uuid     not null,
    du_le         date     not null,
    legal_le      date     not null,
    depuis        date     not null,
    remis_le      date,
    constraint fait_rapport_du_pkey primary key (log_id, enfant, mesure, du_le, from_position),
    constraint fait_rapport_du_validity check (to_position > from_position)
);

create unique index fait_rapport_du_open_unique
    on projections.fait_rapport_du (log_id, enfant, mesure, du_le)
    where to_position is null;

comment on table projections.fait_rapport_du is
    'One row a report a service owes the judge about a measure, for one day.';
comment on column projections.fait_rapport_du.enfant is 'The child.';
comment on column projections.fait_rapport_du.mesure is 'The measure.';
comment on column projections.fait_rapport_du.du_le is 'Last day, as the decision or the law fixes it.';
comment on column projections.fait_rapport_du.legal_le is 'The same day, put off to a working day.';
comment on column projections.fait_rapport_du.depuis is 'The day before it for the same measure, else its effect: no report before it counts.';
comment on column projections.fait_rapport_du.remis_le is 'The report that counts was sent, else received.';

alter table projections.fait_rapport_du owner to projector;
