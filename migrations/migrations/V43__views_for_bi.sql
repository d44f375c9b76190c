-- What a tool that draws tables may read: a view a table of facts, without the child. The rows are those that hold
-- now, or those that held at a position of the journal when the session says one:
--
--     set chiffres.position = '120000';
--
-- Every identifier, the child's first, is replaced by the same pseudonym wherever it stands, so that views join. It is
-- a digest keyed by a secret drawn here, which only the owner of this schema reads: views read their tables with their
-- owner's rights. Identifiers of agents are left out. A pseudonym is not anonymity: birth dates and communes are there.
--
-- A table of facts that is created, or changes its columns, after this file opens its view in its own:
--
--     select chiffres.ouvrir('fait_enfant');

create schema chiffres;

comment on schema chiffres is
    'Views of the facts for tools: pseudonyms, no name, nothing of the journal. Not to be published without masking.';

create table chiffres.secret (
    une_seule boolean not null default true,
    secret    bytea   not null,
    constraint secret_pkey primary key (une_seule),
    constraint secret_alone check (une_seule),
    constraint secret_length check (octet_length(secret) = 32)
);

comment on table chiffres.secret is
    'What pseudonyms are keyed by: one row, read by the owner alone. Another one gives other pseudonyms everywhere.';
comment on column chiffres.secret.une_seule is 'There is one secret.';
comment on column chiffres.secret.secret is 'Drawn by the database, 244 random bits in 32 bytes.';

insert into chiffres.secret (secret)
select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- How a column is shown. Casts and comments stand here once, for the tables of today and of tomorrow.
create function chiffres.expression(nom name, genre text) returns text
    language sql immutable
    as $$
        select case genre
            when 'uuid'
            then format('encode(substr(sha256(secret.secret || uuid_send(fait.%I)), 1, 16), ''hex'') as %I', nom, nom)
            else format('fait.%I', nom)
        end
    $$;

comment on function chiffres.expression(name, text) is
    'The expression of a column of a view: a pseudonym for an identifier, the column itself otherwise.';

-- Opens the view of a table of facts, named after it without fait_, and drops the one it had.
create function chiffres.ouvrir(fait text) returns void
    language plpgsql
    as $$
    declare
        vue      constant text := substr(fait, length('fait_') + 1);
        cible    constant regclass := format('projections.%I', fait)::regclass;
        colonnes text;
        colonne  record;
    begin
        execute format('grant select on %s to %I', cible, current_user);
        select string_agg(chiffres.expression(attribut.attname, attribut.atttypid::regtype::text), ', '
                          order by attribut.attname <> 'enfant', attribut.attnum)
          into colonnes
          from pg_catalog.pg_attribute as attribut
         where attribut.attrelid = cible and attribut.attnum > 0 and not attribut.attisdropped
           and attribut.attname not in ('from_position', 'to_position', 'log_id', 'agents');
        execute format('drop view if exists chiffres.%I', vue);
        execute format(
            'create view chiffres.%I with (security_barrier) as
             select log.name as journal, %s
               from projections.%I as fait
               join journal.log as log on log.log_id = fait.log_id
              cross join chiffres.secret as secret
              cross join (
                    select coalesce(nullif(current_setting(''chiffres.position'', true), '''')::bigint,
                                    9223372036854775807) as position) as moment
              where fait.from_position <= moment.position
                and (fait.to_position is null or moment.position < fait.to_position)',
            vue, colonnes, fait);
        execute format('comment on view chiffres.%I is %L', vue, obj_description(cible, 'pg_class'));
        execute format('comment on column chiffres.%I.journal is %L', vue, 'The journal the fact comes from.');
        for colonne in
            select attribut.attname as nom,
                   col_description(cible, attribut.attnum)
                   || case when attribut.atttypid = 'uuid'::regtype then ' A pseudonym, the same in every view.'
                           else '' end as dit
              from pg_catalog.pg_attribute as attribut
             where attribut.attrelid = cible and attribut.attnum > 0 and not attribut.attisdropped
               and attribut.attname not in ('from_position', 'to_position', 'log_id', 'agents')
        loop
            execute format('comment on column chiffres.%I.%I is %L', vue, colonne.nom, colonne.dit);
        end loop;
        execute format('grant select on chiffres.%I to bi_reader', vue);
    end
    $$;

comment on function chiffres.ouvrir(text) is
    'Creates the view of a table of facts, its comments and its grant, in place of the one it had.';

revoke execute on function chiffres.expression(name, text), chiffres.ouvrir(text) from public;

do $$
    begin
        execute format('grant usage on schema projections to %I', current_user);
        execute format('grant select on projections.checkpoint, projections.quarantaine to %I', current_user);
    end
$$;

select chiffres.ouvrir(fait.relname)
  from pg_catalog.pg_class as fait
 where fait.relnamespace = 'projections'::regnamespace and fait.relkind = 'r' and fait.relname like 'fait\_%'
 order by fait.relname;

create view chiffres.etat with (security_barrier) as
select log.name as journal,
       checkpoint.position as atteint,
       (select min(quarantaine.position)
          from projections.quarantaine as quarantaine
         where quarantaine.log_id = checkpoint.log_id) as arret
  from projections.checkpoint as checkpoint
  join journal.log as log on log.log_id = checkpoint.log_id
 where checkpoint.vue = 'faits';

comment on view chiffres.etat is
    'How far the facts go. Read it with what is drawn: nothing from « arret » on is to be counted.';
comment on column chiffres.etat.journal is 'The journal.';
comment on column chiffres.etat.atteint is 'The facts are computed up to this position.';
comment on column chiffres.etat.arret is 'The first event that cannot be read; none: the figures go on.';

grant usage on schema chiffres to bi_reader;
grant select on chiffres.etat to bi_reader;
