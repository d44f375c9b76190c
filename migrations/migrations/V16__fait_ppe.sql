-- The editions of the projets pour l'enfant. One row an edition, so that the last one made on any day is found.

create table projections.fait_ppe (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    projet        uuid     not null,
    edition       integer  not null,
    etabli_le     date     not null,
    edite_le      date     not null,
    constraint fait_ppe_pkey primary key (log_id, enfant, projet, edition, from_position),
    constraint fait_ppe_validity check (to_position > from_position)
);

create unique index fait_ppe_open_unique on projections.fait_ppe (log_id, enfant, projet, edition)
    where to_position is null;

comment on table projections.fait_ppe is
    'One row an edition of a child''s PPE.';
comment on column projections.fait_ppe.enfant is 'The child.';
comment on column projections.fait_ppe.projet is 'The PPE.';
comment on column projections.fait_ppe.edition is 'From 1.';
comment on column projections.fait_ppe.etabli_le is 'The PPE was established.';
comment on column projections.fait_ppe.edite_le is 'This edition was made.';

alter table projections.fait_ppe owner to projector;
