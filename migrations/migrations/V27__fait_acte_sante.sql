-- Health acts: what was done and when. Nothing here names an illness.

create table projections.fait_acte_sante (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    acte          text     not null,
    le            date     not null,
    prochain_le   date,
    constraint fait_acte_sante_pkey primary key (log_id, enfant, acte, le, from_position),
    constraint fait_acte_sante_validity check (to_position > from_position)
);

create unique index fait_acte_sante_open_unique
    on projections.fait_acte_sante (log_id, enfant, acte, le)
    where to_position is null;

comment on table projections.fait_acte_sante is
    'One row a health act.';
comment on column projections.fait_acte_sante.enfant is 'The child.';
comment on column projections.fait_acte_sante.acte is 'Code ACTE_SANTE.';
comment on column projections.fait_acte_sante.le is 'The day.';
comment on column projections.fait_acte_sante.prochain_le is 'The next one is due.';

alter table projections.fait_acte_sante owner to projector;
