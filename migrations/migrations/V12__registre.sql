-- The register of informations: the number a person reads on the telephone, AAAA-NNNNN. The year is that of the
-- arrival as it was first recorded; numbers follow the order of the journal and are never used again, so a rebuild
-- gives the same ones. Whatever becomes of an information (rectified, withdrawn, moved to another child), it keeps it.

create table projections.registre (
    log_id      smallint not null,
    information uuid     not null,
    annee       integer  not null,
    numero      integer  not null,
    position    bigint   not null,
    constraint registre_pkey primary key (log_id, information),
    constraint registre_numero_unique unique (log_id, annee, numero),
    constraint registre_numero_positive check (numero > 0)
);

comment on table projections.registre is
    'One row an information: its number in the register, and the position of its first reception.';

alter table projections.registre owner to projector;
