-- What the figures of the CRIP count beside the days: the hours of an arrival and of its first signalement, the fiches
-- navettes and the complements asked of a report. Rows made without them are dropped, and made again from the first event.

do $$
declare
    facts text;
begin
    for facts in
        select relation.relname::text
          from pg_catalog.pg_class as relation
         where relation.relnamespace = 'projections'::regnamespace and relation.relkind = 'r'
           and relation.relname like 'fait\_%'
    loop
        execute format('truncate projections.%I', facts);
    end loop;
end;
$$;
delete from projections.quarantaine;
delete from projections.checkpoint where vue = 'faits';

alter table projections.fait_information
    add column arrivee_a           timestamptz,
    add column signalee_a          timestamptz,
    add column signalee_en_urgence boolean not null;

comment on column projections.fait_information.arrivee_a is 'The instant of the arrival, when its hour is known.';
comment on column projections.fait_information.signalee_a is 'The first instant told of the first signalement of the Département, oral or written.';
comment on column projections.fait_information.signalee_en_urgence is 'That first signalement did not wait for the évaluation.';

create table projections.fait_navette (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    information   uuid     not null,
    rang          integer  not null,
    envoyee_le    date     not null,
    retournee_le  date,
    service       text     not null,
    constraint fait_navette_pkey primary key (log_id, enfant, information, rang, from_position),
    constraint fait_navette_validity check (to_position > from_position)
);

create unique index fait_navette_open_unique on projections.fait_navette (log_id, enfant, information, rang)
    where to_position is null;

comment on table projections.fait_navette is
    'One row a fiche navette and child: a délégation was asked what it knows of the family.';
comment on column projections.fait_navette.enfant is 'The child.';
comment on column projections.fait_navette.information is 'The information.';
comment on column projections.fait_navette.rang is 'From 1, in the order of facts.';
comment on column projections.fait_navette.envoyee_le is 'Asked.';
comment on column projections.fait_navette.retournee_le is 'First answered by that service, that day or later.';
comment on column projections.fait_navette.service is 'The délégation or service asked.';

alter table projections.fait_navette owner to projector;

create table projections.fait_complement (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    enfant        uuid     not null,
    evaluation    uuid     not null,
    rang          integer  not null,
    demande_le    date     not null,
    recu_le       date,
    constraint fait_complement_pkey primary key (log_id, enfant, evaluation, rang, from_position),
    constraint fait_complement_validity check (to_position > from_position)
);

create unique index fait_complement_open_unique on projections.fait_complement (log_id, enfant, evaluation, rang)
    where to_position is null;

comment on table projections.fait_complement is
    'One row a complement asked of an évaluation and child: the report did not suffice to decide.';
comment on column projections.fait_complement.enfant is 'The child.';
comment on column projections.fait_complement.evaluation is 'The évaluation.';
comment on column projections.fait_complement.rang is 'From 1, in the order of facts.';
comment on column projections.fait_complement.demande_le is 'Asked.';
comment on column projections.fait_complement.recu_le is 'First handed in that day or later, or reported again after it.';

alter table projections.fait_complement owner to projector;
