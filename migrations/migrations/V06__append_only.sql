-- Append-only by the database itself: whoever connects, the owner included, cannot change, delete or truncate what
-- is recorded. The triggers fire once a statement, so a change that matches no row is refused too; `enable always`
-- keeps them firing when session_replication_role says otherwise. What a superuser can still do (drop a trigger)
-- is what the tree and its signed heads are for.

create function journal.refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception '% on %.%: the journal is append-only', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end;
$$;

create trigger log_append_only before update or delete or truncate on journal.log
    for each statement execute function journal.refuse_change();
create trigger name_append_only before update or delete or truncate on journal.name
    for each statement execute function journal.refuse_change();
create trigger event_append_only before update or delete or truncate on journal.event
    for each statement execute function journal.refuse_change();
create trigger command_append_only before update or delete or truncate on journal.command
    for each statement execute function journal.refuse_change();

alter table journal.log enable always trigger log_append_only;
alter table journal.name enable always trigger name_append_only;
alter table journal.event enable always trigger event_append_only;
alter table journal.command enable always trigger command_append_only;
