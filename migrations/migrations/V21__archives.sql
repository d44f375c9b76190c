-- Contents too large for an event, encrypted, beside the journal that cites them. A content is addressed by the digest
-- of its ciphertext, which tells nothing of it; its key is sealed under each subject that holds it, so that it ends
-- with the last of them. One of the schemas that no rebuild can make again.

create schema archives;

comment on schema archives is
    'Contents the journal cites by their digest. Never rebuilt: kept in every backup, verified with the journal.';

create table archives.content (
    log_id       smallint    not null,
    content_id   uuid        not null,
    address      bytea       not null,
    ciphertext   bytea       not null,
    deposited_at timestamptz not null default clock_timestamp(),
    constraint content_pkey primary key (log_id, content_id),
    constraint content_address_length check (octet_length(address) = 32)
);

comment on table archives.content is
    'One row a content. Its identifier is chosen by whoever deposits it, and the journal cites both.';
comment on column archives.content.address is
    'SHA-256 of ciphertext, which is the nonce, then AES-256-GCM of the content under its own key.';

create table archives.holder (
    log_id     smallint not null,
    content_id uuid     not null,
    subject_id uuid     not null,
    sealed_key bytea    not null,
    constraint holder_pkey primary key (log_id, content_id, subject_id),
    constraint holder_content foreign key (log_id, content_id) references archives.content (log_id, content_id)
);

comment on table archives.holder is
    'One row a subject who holds a content: the key of the content, sealed under the subject''s key.';

create function archives.refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception '% on %.%: what is archived stays as it came', tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end;
$$;

create trigger content_as_it_came before update or delete or truncate on archives.content
    for each statement execute function archives.refuse_change();
create trigger holder_as_it_came before update or delete or truncate on archives.holder
    for each statement execute function archives.refuse_change();

alter table archives.content enable always trigger content_as_it_came;
alter table archives.holder enable always trigger holder_as_it_came;

grant usage on schema archives to journal_writer, journal_reader;
grant select, insert on archives.content, archives.holder to journal_writer;
grant select on archives.content to journal_reader;
