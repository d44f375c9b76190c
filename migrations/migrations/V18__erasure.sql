-- Erasure and the rotation of the master key. The servers destroy a key in the transaction of the event that says so,
-- and wrap a key again under a new master key; no other change of a key's row is possible, whoever connects. A
-- subject has one key for ever: what was destroyed never comes back, and is never replaced.

create table cles.master (
    master_id    bytea       not null,
    installed_at timestamptz not null default clock_timestamp(),
    retired_at   timestamptz,
    constraint master_pkey primary key (master_id),
    constraint master_id_length check (octet_length(master_id) = 8)
);

create unique index master_current_unique on cles.master ((true)) where retired_at is null;

comment on table cles.master is
    'One row a master key this database was ever under, by a name derived from it. The key itself is in a file.';
comment on column cles.master.retired_at is
    'Null for the one keys are wrapped under now. A server that does not hold it makes no key.';

drop index cles.key_live_subject_unique;
drop index cles.key_subject;
create unique index key_subject_unique on cles.key (subject_id);

comment on table cles.key is
    'One row a subject that was ever sealed for or erased. A destroyed key keeps its row, its date and its reason.';
comment on column cles.key.wrapped is
    'Version byte, from version 2 the name of the master key, nonce, then AES-256-GCM of the key under the master '
    'key, bound to key_id and subject_id. Null once destroyed.';

create function cles.refuse_revival() returns trigger
    language plpgsql
as $$
begin
    if (new.key_id, new.subject_id, new.created_at) is distinct from (old.key_id, old.subject_id, old.created_at)
    then
        raise exception 'key %: whose it is and since when never change', old.key_id
            using errcode = 'restrict_violation';
    end if;
    if old.destroyed_at is not null then
        raise exception 'key %: it was destroyed and never comes back', old.key_id
            using errcode = 'restrict_violation';
    end if;
    return new;
end;
$$;

create function cles.refuse_removal() returns trigger
    language plpgsql
as $$
begin
    raise exception '% on %.%: a key is destroyed, its row stays', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end;
$$;

create trigger key_no_revival before update on cles.key
    for each row execute function cles.refuse_revival();
create trigger key_no_removal before delete or truncate on cles.key
    for each statement execute function cles.refuse_removal();
create trigger master_no_removal before delete or truncate on cles.master
    for each statement execute function cles.refuse_removal();

alter table cles.key enable always trigger key_no_revival;
alter table cles.key enable always trigger key_no_removal;
alter table cles.master enable always trigger master_no_removal;

grant update (wrapped, destroyed_at, efface_le, reason) on cles.key to journal_writer;
grant select, insert, update (retired_at) on cles.master to journal_writer;
