-- The search of identities: blind tokens, and nothing else. A token is eight bytes of a keyed hash of one trait of a
-- name, a birth date, a number; the key is in a file and never here, so the table tells who shares a trait with whom
-- and not what it is. Everything here is dropped and built again from the journal by whoever has the keys. What tokens
-- were made of is read in the journal, and opened, for those shown.

create schema recherche;

comment on schema recherche is
    'Blind index of identities: rebuilt at will by whoever has the keys.';

create table recherche.avancement (
    log_id   smallint not null,
    position bigint   not null,
    clef     bigint   not null,
    constraint avancement_pkey primary key (log_id),
    constraint avancement_position_positive check (position >= 0)
);

comment on table recherche.avancement is
    'How far the index has read each log.';
comment on column recherche.avancement.clef is
    'Tells under which key the tokens were made: under another one, the index is built again.';

create table recherche.fiche (
    log_id    smallint not null,
    flux      uuid     not null,
    genre     text     not null,
    positions bigint[] not null,
    constraint fiche_pkey primary key (log_id, flux),
    constraint fiche_genre_known check (genre in ('enfant', 'personne'))
);

comment on table recherche.fiche is
    'One row a child or an adult who can be found, and where in the journal it is said who he is.';

create table recherche.jeton (
    jeton  bigint   not null,
    log_id smallint not null,
    flux   uuid     not null,
    constraint jeton_pkey primary key (log_id, jeton, flux)
);

create index jeton_flux on recherche.jeton (flux);

comment on table recherche.jeton is
    'One row a trait of a child or an adult, blind.';

create table recherche.godet (
    jeton  bigint   not null,
    log_id smallint not null,
    flux   uuid     not null,
    constraint godet_pkey primary key (log_id, jeton, flux)
);

create index godet_flux on recherche.godet (flux);

comment on table recherche.godet is
    'One row a whole identity seen coarsely, blind: two children in one row''s token may be the same.';

create table recherche.lien (
    log_id   smallint not null,
    enfant   uuid     not null,
    personne uuid     not null,
    constraint lien_pkey primary key (log_id, enfant, personne)
);

create index lien_personne on recherche.lien (log_id, personne);

comment on table recherche.lien is
    'One row a child and an adult his file speaks of: an adult''s name finds the child.';

create table recherche.ecartee (
    log_id smallint not null,
    un     uuid     not null,
    autre  uuid     not null,
    constraint ecartee_pkey primary key (log_id, un, autre),
    constraint ecartee_ordered check (un < autre)
);

comment on table recherche.ecartee is
    'One row a pair of children that somebody looked at and said to be two.';

-- Whoever destroys a key removes, in the same transaction, what its owner was found by. The function is of this
-- schema: dropped with it, it holds no erasure back.
create function recherche.oublier() returns trigger
    language plpgsql
as $$
begin
    delete from recherche.jeton as jeton where jeton.flux = new.subject_id;
    delete from recherche.godet as godet where godet.flux = new.subject_id;
    delete from recherche.fiche as fiche where fiche.flux = new.subject_id;
    delete from recherche.lien as lien where new.subject_id in (lien.enfant, lien.personne);
    return null;
end;
$$;

create trigger recherche_oublie after insert or update on cles.key
    for each row when (new.destroyed_at is not null) execute function recherche.oublier();
alter table cles.key enable always trigger recherche_oublie;

create index fiche_flux on recherche.fiche (flux);
create index lien_enfant on recherche.lien (enfant);

grant usage on schema recherche to journal_writer, projector;
grant select, insert, update, delete on all tables in schema recherche to journal_writer, projector;
