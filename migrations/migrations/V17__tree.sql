-- The tree of each log (RFC 6962) where it is stored, and what was said of it outside. Roots of complete subtrees are a
-- copy of what the leaves say, written after them and never in the way of an append; heads and anchors are not a copy
-- of anything: they are what a forger of the leaves would have to answer to.

create table journal.subtree (
    log_id smallint not null,
    level  smallint not null,
    index  bigint   not null,
    root   bytea    not null,
    constraint subtree_pkey primary key (log_id, level, index),
    constraint subtree_log_fkey foreign key (log_id) references journal.log (log_id),
    constraint subtree_level_stored check (level in (8, 16, 24)),
    constraint subtree_index_positive check (index >= 0),
    constraint subtree_root_length check (octet_length(root) = 32)
);

comment on table journal.subtree is
    'One row a complete subtree of 2^level leaves: the events from index * 2^level + 1 to (index + 1) * 2^level.';

create table journal.tree_head (
    log_id    smallint    not null,
    size      bigint      not null,
    key_id    bytea       not null,
    number    bigint      generated always as identity,
    root      bytea       not null,
    note      text        not null,
    signed_at timestamptz not null,
    constraint tree_head_pkey primary key (log_id, size, key_id),
    constraint tree_head_log_fkey foreign key (log_id) references journal.log (log_id),
    constraint tree_head_size_positive check (size >= 0),
    constraint tree_head_key_id_length check (octet_length(key_id) = 4),
    constraint tree_head_root_length check (octet_length(root) = 32)
);

comment on table journal.tree_head is
    'One row a head and a key that signed it: the note is a C2SP checkpoint. The keys are not in this database.';
comment on column journal.tree_head.key_id is
    'C2SP identifier of the key that was current. The note of a rotation is signed by the one before it too.';
comment on column journal.tree_head.number is
    'The order in which heads were signed, whatever their size.';

create table journal.anchor (
    log_id      smallint    not null,
    size        bigint      not null,
    destination text        not null,
    number      bigint      generated always as identity,
    anchored_at timestamptz not null,
    constraint anchor_pkey primary key (log_id, size, destination),
    constraint anchor_log_fkey foreign key (log_id) references journal.log (log_id),
    constraint anchor_destination_form
        check (destination ~ '[^[:space:]]' and destination !~ '[[:cntrl:]]' and length(destination) <= 200)
);

comment on table journal.anchor is
    'One row a signed head that was put out of our reach, as told by who put it there.';

create trigger subtree_append_only before update or delete or truncate on journal.subtree
    for each statement execute function journal.refuse_change();
create trigger tree_head_append_only before update or delete or truncate on journal.tree_head
    for each statement execute function journal.refuse_change();
create trigger anchor_append_only before update or delete or truncate on journal.anchor
    for each statement execute function journal.refuse_change();

alter table journal.subtree enable always trigger subtree_append_only;
alter table journal.tree_head enable always trigger tree_head_append_only;
alter table journal.anchor enable always trigger anchor_append_only;

grant select on journal.subtree, journal.tree_head, journal.anchor to journal_writer, journal_reader, projector;
grant insert on journal.subtree, journal.tree_head, journal.anchor to journal_writer;
