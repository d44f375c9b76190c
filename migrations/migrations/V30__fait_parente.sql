-- Who a child's father and mother are, as identifiers: two children with one in common are siblings. No name.

create table projections.fait_parente (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    personne      uuid     not null,
    nature        text     not null,
    depuis        date     not null,
    constraint fait_parente_pkey primary key (log_id, enfant, personne, from_position),
    constraint fait_parente_validity check (to_position > from_position)
);

create unique index fait_parente_open_unique
    on projections.fait_parente (log_id, enfant, personne)
    where to_position is null;

comment on table projections.fait_parente is
    'One row a father or a mother of the child: two children with one in common are siblings.';
comment on column projections.fait_parente.enfant is 'The child.';
comment on column projections.fait_parente.personne is 'The parent.';
comment on column projections.fait_parente.nature is 'Code LIEN.';
comment on column projections.fait_parente.depuis is 'Declared from that day.';

alter table projections.fait_parente owner to projector;
