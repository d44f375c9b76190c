-- What is on the Département's own stream and is printed beside the figures: the figures somebody published, and the
-- advice given without an information. The view that fills these starts from the first event since the file before.

create table projections.chiffre_publie (
    from_position bigint   not null,
    to_position   bigint,
    log_id        smallint not null,
    cle           text     not null,
    du            date     not null,
    au            date     not null,
    auteur        text     not null,
    edition       text     not null,
    publie_le     date     not null,
    indicateur    text,
    libelle       text     not null,
    valeur        text     not null,
    unite         text     not null,
    source        text     not null,
    constraint chiffre_publie_pkey primary key (log_id, cle, du, au, auteur, edition, from_position),
    constraint chiffre_publie_validity check (to_position > from_position)
);

create unique index chiffre_publie_open_unique
    on projections.chiffre_publie (log_id, cle, du, au, auteur, edition)
    where to_position is null;

comment on table projections.chiffre_publie is
    'One row a figure published, its days, author and edition: a correction of what was typed closes the row before.';
comment on column projections.chiffre_publie.du is 'First day of its period; that of a single day is the day.';
comment on column projections.chiffre_publie.au is 'Its day, or the last of its period.';
comment on column projections.chiffre_publie.publie_le is 'Published.';
comment on column projections.chiffre_publie.indicateur is 'Indicator and key of the value it is compared with.';
comment on column projections.chiffre_publie.valeur is 'Exact, as published.';

alter table projections.chiffre_publie owner to projector;

create table projections.conseil (
    from_position bigint   not null,
    log_id        smallint not null,
    conseil       uuid     not null,
    donne_le      date     not null,
    porte         text     not null,
    demandeur     text     not null,
    constraint conseil_pkey primary key (log_id, conseil)
);

comment on table projections.conseil is
    'One row an advice given without an information: it names no child.';
comment on column projections.conseil.donne_le is 'Given.';
comment on column projections.conseil.porte is 'Code PORTE_D_ENTREE.';
comment on column projections.conseil.demandeur is 'Code TRANSIP.';

alter table projections.conseil owner to projector;
