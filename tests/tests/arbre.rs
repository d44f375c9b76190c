//! The tree of a log on a real PostgreSQL: its roots and proofs around the bounds of stored subtrees, servers that grow
//! it together, heads that are signed, keys that rotate, anchors, and a log that was tampered with.
//!
//! The arithmetic alone is tested beside its code; here it is held against a root computed from every leaf, by the
//! definition. Nothing here sleeps.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use eventstore::journal::{Anchor, SignedHead, TreeFailure};
use eventstore::note::{self, NoteFailure, Signers, SignersFailure};
use eventstore::tree::{self, Growing, Hash, check_consistency, check_inclusion};
use eventstore::{AppendRequest, Database, Failure, Journal, NewEvent, Position, StreamId};
use eventstore::{When, Write};
use private_postgres::testing::{self, TestDatabase};
use tokio_postgres::types::Type;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

// ---- set-up ---------------------------------------------------------------------------------------------------------

const LOG: &str = "17/parcours";

/// How many events a request brings at most here; one request is one batch.
const REQUEST_EVENTS: u64 = 2_000;

/// A log as one server sees it: with connections of its own.
async fn server_of(database: &TestDatabase) -> Journal {
    let database = Database::at(&database.url(), 4).unwrap();
    Journal::create(&database, LOG, false).await.unwrap()
}

/// A connection of the owner of every table.
async fn owner(database: &TestDatabase) -> Client {
    let (client, connection) = tokio_postgres::connect(&database.admin_url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

fn place(number: u64) -> Position {
    Position::new(number)
}

fn event(number: u64) -> NewEvent {
    let le = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
    NewEvent {
        event_id: Uuid::from_u128(number.into()),
        event_type: "fait_observe".into(),
        schema_version: 1,
        survenu: When::day(le),
        connu_le: le,
        causation_id: None,
        payload: format!(r#"{{"n":{number}}}"#).into_bytes(),
    }
}

/// A request whose stream and command are named by the position of its first event.
fn request(first: u64, count: u64) -> AppendRequest {
    let id = Uuid::from_u128(u128::from(first) << 64);
    let events = (first..first + count).map(event).collect();
    AppendRequest {
        command_id: id,
        request_hash: [1; 32],
        actor: "agent-0042".into(),
        finalite: "protection".into(),
        correlation_id: None,
        simulated_at: None,
        writes: vec![Write { stream: StreamId::new("enfant", id), expected: 0, events }],
        checks: vec![],
        erases: vec![],
    }
}

/// Appends until the log has that many events.
async fn fill(journal: &Journal, size: u64) {
    let mut head = journal.head().await.unwrap().position.get();
    while head < size {
        let count = REQUEST_EVENTS.min(size - head);
        journal.append_all(vec![request(head + 1, count)]).await.unwrap();
        head += count;
    }
    assert_eq!(journal.head().await.unwrap().position, place(size));
}

/// Every leaf of the log, read by the owner of the tables.
async fn leaves(owner: &Client) -> Vec<Hash> {
    let rows = owner
        .query_typed("select event.leaf from journal.event as event order by event.position", &[])
        .await
        .unwrap();
    rows.iter().map(|row| row.get::<_, &[u8]>(0)[1..].try_into().unwrap()).collect()
}

/// The root by the definition of RFC 6962 §2.1.
fn naive(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => tree::empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            tree::node(&naive(left), &naive(right))
        }
    }
}

fn first(leaves: &[Hash], size: u64) -> &[Hash] {
    &leaves[..usize::try_from(size).unwrap()]
}

async fn tamper(owner: &Client, table: &str, statement: &str) {
    let script = format!(
        "alter table {table} disable trigger user; {statement}; alter table {table} enable trigger user"
    );
    owner.batch_execute(&script).await.unwrap();
}

/// A folder with the signing keys of the log.
struct KeyFolder {
    folder: tempfile::TempDir,
    signers: Signers,
}

impl KeyFolder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signers = Signers::load_or_create(&folder.path().join("signature.cle"), LOG).unwrap();
        Self { folder, signers }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("signature.cle")
    }
}

fn tree_failure<T>(result: Result<T, Failure>) -> TreeFailure {
    match result.map(|_| ()) {
        Err(Failure::Tree(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

// ---- roots and proofs -----------------------------------------------------------------------------------------------

/// Sizes on both sides of each bound of stored subtrees, and some in the middle of them.
const SIZES: [u64; 16] = [
    1, 2, 255, 256, 257, 511, 512, 513, 4_095, 40_000, 65_535, 65_536, 65_537, 65_792, 65_793,
    66_000,
];

async fn check_roots(journal: &Journal, leaves: &[Hash]) {
    for size in SIZES {
        let root = journal.root_at(place(size)).await.unwrap();
        assert_eq!(root, naive(first(leaves, size)), "{size} events");
    }
    assert_eq!(journal.root_at(Position::ORIGIN).await.unwrap(), tree::empty_root());
}

async fn check_inclusions(journal: &Journal, leaves: &[Hash]) {
    for size in SIZES {
        let root = naive(first(leaves, size));
        let positions = SIZES.into_iter().chain([3, 300, 33_333]).filter(|place| *place <= size);
        for position in positions {
            let path = journal.inclusion(place(position), place(size)).await.unwrap();
            let leaf = &leaves[usize::try_from(position - 1).unwrap()];
            let holds = check_inclusion(leaf, position - 1, size, &path, &root);
            assert!(holds, "event {position} of {size}");
        }
    }
}

async fn check_consistencies(journal: &Journal, leaves: &[Hash]) {
    for newer in SIZES {
        let newer_root = naive(first(leaves, newer));
        for older in [0].into_iter().chain(SIZES).filter(|older| *older <= newer) {
            let older_root = naive(first(leaves, older));
            let path = journal.consistency(place(older), place(newer)).await.unwrap();
            let holds = check_consistency(older, newer, &path, &older_root, &newer_root);
            assert!(holds, "{older} to {newer}");
        }
    }
}

/// What is stored: levels, and how many roots each has.
async fn stored(owner: &Client) -> Vec<(i16, i64, i64)> {
    let rows = owner
        .query_typed(
            "select subtree.level, count(*), max(subtree.index) + 1
               from journal.subtree as subtree
              group by subtree.level
              order by subtree.level",
            &[],
        )
        .await
        .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roots_and_proofs_around_every_bound_are_those_of_all_the_leaves() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    fill(&journal, 66_000).await;
    let leaves = leaves(&owner).await;
    let mut growing = Growing::new();
    leaves.iter().for_each(|leaf| growing.push(*leaf));
    assert_eq!(growing.root(), naive(&leaves));

    // Nothing is stored yet: slower, and the same.
    check_roots(&journal, &leaves).await;
    let path = journal.inclusion(place(65_000), place(66_000)).await.unwrap();
    assert!(check_inclusion(&leaves[64_999], 64_999, 66_000, &path, &naive(&leaves)));

    assert_eq!(journal.grow_tree().await.unwrap(), place(65_792));
    assert_eq!(journal.grow_tree().await.unwrap(), place(65_792));
    assert_eq!(stored(&owner).await, [(8, 257, 257), (16, 1, 1)]);
    check_roots(&journal, &leaves).await;
    check_inclusions(&journal, &leaves).await;
    check_consistencies(&journal, &leaves).await;

    // What is under a stored subtree is not read: it may as well not be there.
    let far = "delete from journal.event where position between 257 and 65536";
    tamper(&owner, "journal.event", far).await;
    let root = naive(&leaves);
    assert_eq!(journal.root_at(place(66_000)).await.unwrap(), root);
    for position in [1, 256, 65_537, 66_000] {
        let path = journal.inclusion(place(position), place(66_000)).await.unwrap();
        let leaf = &leaves[usize::try_from(position - 1).unwrap()];
        assert!(check_inclusion(leaf, position - 1, 66_000, &path, &root), "event {position}");
    }
    let path = journal.consistency(place(256), place(66_000)).await.unwrap();
    assert!(check_consistency(256, 66_000, &path, &naive(&leaves[..256]), &root));
    let gap = journal.inclusion(place(300), place(66_000)).await;
    assert!(matches!(gap, Err(Failure::Gap { place: _, expected: 257, found: 258 })), "{gap:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_grow_the_tree_at_once_while_it_is_written_leave_one_tree() {
    let database = testing::database();
    let servers = [server_of(&database).await, server_of(&database).await];
    let owner = owner(&database).await;
    fill(&servers[0], 3_000).await;
    let (writer, other) = (servers[0].clone(), servers[1].clone());
    let growing = |journal: Journal| async move {
        while journal.grow_tree().await.unwrap() < place(23_808) {
            tokio::task::yield_now().await;
        }
    };
    tokio::join!(
        fill(&writer, 24_000),
        growing(writer.clone()),
        growing(other.clone()),
        growing(other.clone()),
    );
    assert_eq!(stored(&owner).await, [(8, 93, 93)]);
    let leaves = leaves(&owner).await;
    let rows = owner
        .query_typed("select subtree.index, subtree.root from journal.subtree as subtree", &[])
        .await
        .unwrap();
    for row in rows {
        let start = usize::try_from(row.get::<_, i64>(0)).unwrap() * 256;
        assert_eq!(row.get::<_, &[u8]>(1), naive(&leaves[start..start + 256]));
    }
    assert_eq!(other.root_at(place(24_000)).await.unwrap(), naive(&leaves));
}

#[tokio::test]
async fn what_is_no_tree_of_the_log_is_refused_by_its_name() {
    let database = testing::database();
    let journal = server_of(&database).await;
    fill(&journal, 10).await;
    let (ten, eleven) = (place(10), place(11));
    for beyond in [
        tree_failure(journal.root_at(eleven).await),
        tree_failure(journal.inclusion(ten, eleven).await),
        tree_failure(journal.consistency(ten, eleven).await),
        tree_failure(journal.sign_head(&KeyFolder::new().signers, Some(eleven), at(0)).await),
    ] {
        let named = matches!(&beyond, TreeFailure::BeyondHead { size, head } if (*size, *head) == (eleven, ten));
        assert!(named, "{beyond:?}");
    }
    for position in [Position::ORIGIN, ten] {
        let outside = tree_failure(journal.inclusion(position, place(9)).await);
        assert!(matches!(outside, TreeFailure::Outside { .. }), "{outside:?}");
    }
    let backwards = tree_failure(journal.consistency(ten, place(9)).await);
    assert!(matches!(backwards, TreeFailure::Backwards { .. }), "{backwards:?}");
}

#[tokio::test]
async fn nobody_changes_a_subtree_a_head_or_an_anchor() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    fill(&journal, 256).await;
    journal.grow_tree().await.unwrap();
    let head = journal.sign_head(&KeyFolder::new().signers, None, at(0)).await.unwrap();
    journal.record_anchor(head.size, "coffre du greffe", at(1)).await.unwrap();
    for table in ["journal.subtree", "journal.tree_head", "journal.anchor"] {
        for statement in [
            format!("update {table} set log_id = log_id"),
            format!("delete from {table}"),
            format!("truncate {table}"),
        ] {
            let refused = owner.batch_execute(&statement).await.unwrap_err();
            let refused = refused.as_db_error().unwrap().message().to_owned();
            assert!(refused.contains("append-only"), "{statement}: {refused}");
        }
    }
}

// ---- heads ----------------------------------------------------------------------------------------------------------

async fn heads(owner: &Client) -> i64 {
    let row = owner.query_typed_one("select count(*) from journal.tree_head", &[]).await.unwrap();
    row.get(0)
}

#[tokio::test]
async fn a_head_is_signed_once_a_key_and_opens_as_the_tree_it_is_of() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    let keys = KeyFolder::new();
    assert_eq!(journal.last_signed_head().await.unwrap(), None);
    let empty = journal.sign_head(&keys.signers, None, at(0)).await.unwrap();
    assert_eq!((empty.size, empty.root), (Position::ORIGIN, tree::empty_root()));

    fill(&journal, 300).await;
    let head = journal.sign_head(&keys.signers, None, at(1)).await.unwrap();
    let again = journal.sign_head(&keys.signers, None, at(2)).await.unwrap();
    assert_eq!((&head, head.signed_at), (&again, at(1)));
    let opened = note::open(&head.note, &keys.signers.verifier_keys().unwrap()).unwrap();
    assert_eq!((opened.origin.as_str(), opened.size, opened.root), (LOG, 300, head.root));
    assert_eq!(head.root, naive(&leaves(&owner).await));

    let past = journal.sign_head(&keys.signers, Some(place(257)), at(3)).await.unwrap();
    assert_eq!(past.size, place(257));
    assert_eq!(journal.last_signed_head().await.unwrap(), Some(head));
    assert_eq!(journal.signed_head(place(257)).await.unwrap(), Some(past));
    assert_eq!(journal.signed_head(place(258)).await.unwrap(), None);
    assert_eq!(heads(&owner).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_sign_at_once_give_one_head() {
    let database = testing::database();
    let servers = [server_of(&database).await, server_of(&database).await];
    let keys = KeyFolder::new();
    fill(&servers[0], 20).await;
    let sign = |server: usize, seconds| {
        let (journal, signers) = (servers[server].clone(), keys.signers.clone());
        async move { journal.sign_head(&signers, None, at(seconds)).await.unwrap() }
    };
    let signed: [SignedHead; 4] =
        tokio::join!(sign(0, 1), sign(1, 2), sign(0, 3), sign(1, 4)).into();
    assert!(signed.iter().all(|head| *head == signed[0]), "{signed:?}");
    assert_eq!(heads(&owner(&database).await).await, 1);
}

#[tokio::test]
async fn a_rotation_is_one_head_by_both_keys_then_the_new_one_alone() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    let keys = KeyFolder::new();
    fill(&journal, 5).await;
    let before = journal.sign_head(&keys.signers, None, at(0)).await.unwrap();
    let old = keys.signers.verifier_keys().unwrap();

    // Another process rotates: the server reads the file again by itself.
    let new = Signers::load_or_create(&keys.file(), LOG).unwrap().rotate().unwrap();
    assert!(matches!(keys.signers.rotate(), Err(SignersFailure::Rotating)));
    let both = journal.sign_head(&keys.signers, None, at(1)).await.unwrap();
    assert_eq!((both.size, both.root), (before.size, before.root));
    let opened = note::read(&both.note, &[old[0].clone(), new.clone()]).unwrap();
    assert_eq!(opened.signed_by, [new.clone(), old[0].clone()]);
    assert_eq!(journal.signed_head(both.size).await.unwrap().as_ref(), Some(&both));
    assert_eq!(journal.last_signed_head().await.unwrap().as_ref(), Some(&both));
    assert!(keys.signers.ring().unwrap().outgoing.is_none(), "its secret is forgotten");

    fill(&journal, 6).await;
    let after = journal.sign_head(&keys.signers, None, at(2)).await.unwrap();
    assert_eq!(note::open(&after.note, &old), Err(NoteFailure::NoKnownKey));
    assert_eq!(note::open(&after.note, std::slice::from_ref(&new)).unwrap().size, 6);
    assert_eq!(heads(&owner).await, 3);

    // Whoever trusted the first key alone follows the heads up to the last.
    let mut trusted = old;
    for head in [&before, &both, &after] {
        assert_eq!(note::learn(&mut trusted, &head.note).unwrap().root, head.root);
    }
    assert_eq!(trusted.last(), Some(&new));
}

#[tokio::test]
async fn keys_of_another_log_or_that_cannot_be_read_sign_nothing() {
    let database = testing::database();
    let journal = server_of(&database).await;
    let keys = KeyFolder::new();
    let other = keys.folder.path().join("acces.cle");
    let other = Signers::load_or_create(&other, "17/acces").unwrap();
    let refused = tree_failure(journal.sign_head(&other, None, at(0)).await);
    assert!(matches!(refused, TreeFailure::OtherOrigin(_)), "{refused:?}");
    std::fs::remove_file(keys.file()).unwrap();
    let refused = tree_failure(journal.sign_head(&keys.signers, None, at(0)).await);
    assert!(matches!(refused, TreeFailure::Signers(_)), "{refused:?}");
    assert_eq!(journal.last_signed_head().await.unwrap(), None);
}

// ---- a log that was tampered with -----------------------------------------------------------------------------------

#[tokio::test]
async fn nothing_is_signed_on_top_of_another_past() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    let keys = KeyFolder::new();
    fill(&journal, 300).await;
    let head = journal.sign_head(&keys.signers, None, at(0)).await.unwrap();
    let forged = "update journal.event set leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1) where position = 290";
    tamper(&owner, "journal.event", forged).await;
    fill(&journal, 310).await;
    let refused = tree_failure(journal.sign_head(&keys.signers, None, at(1)).await);
    assert!(matches!(refused, TreeFailure::Forked(size) if size == head.size), "{refused:?}");

    // Not either when the forger has put his root in the place of the signed one.
    let root = journal.root_at(head.size).await.unwrap();
    let script = "update journal.tree_head set root = decode('ROOT', 'hex')";
    let hex: String = root.iter().map(|byte| format!("{byte:02x}")).collect();
    tamper(&owner, "journal.tree_head", &script.replace("ROOT", &hex)).await;
    let refused = tree_failure(journal.sign_head(&keys.signers, None, at(1)).await);
    assert!(matches!(refused, TreeFailure::Forked(_)), "{refused:?}");

    // Nor when he has changed the note: no key of ours signed that.
    let changed = "update journal.tree_head set note = replace(note, E'\\n300\\n', E'\\n299\\n')";
    tamper(&owner, "journal.tree_head", changed).await;
    let refused = tree_failure(journal.sign_head(&keys.signers, None, at(1)).await);
    assert!(matches!(refused, TreeFailure::Head { size: _, source: NoteFailure::Signature(_) }));
    assert_eq!(heads(&owner).await, 1);
}

#[tokio::test]
async fn nothing_is_signed_of_a_log_whose_tail_was_cut() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    let keys = KeyFolder::new();
    fill(&journal, 300).await;
    journal.sign_head(&keys.signers, None, at(0)).await.unwrap();
    tamper(&owner, "journal.event", "delete from journal.event where position > 280").await;
    let refused = tree_failure(journal.sign_head(&keys.signers, None, at(1)).await);
    assert!(matches!(refused, TreeFailure::Forked(size) if size == place(300)), "{refused:?}");
}

#[tokio::test]
async fn a_leaf_of_another_length_or_version_is_damage() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    fill(&journal, 3).await;
    let other_version = "update journal.event set leaf = set_byte(leaf, 0, 2) where position = 2";
    tamper(&owner, "journal.event", other_version).await;
    let damaged = journal.root_at(place(3)).await;
    assert!(matches!(damaged, Err(Failure::Damaged("event.leaf"))), "{damaged:?}");
}

// ---- anchors --------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn an_anchor_is_of_a_signed_head_and_the_greatest_is_the_last() {
    let database = testing::database();
    let (journal, owner) = (server_of(&database).await, owner(&database).await);
    let keys = KeyFolder::new();
    assert_eq!(journal.last_anchor().await.unwrap(), None);
    fill(&journal, 4).await;
    let unsigned = tree_failure(journal.record_anchor(place(4), "coffre", at(0)).await);
    assert!(matches!(unsigned, TreeFailure::Unsigned(size) if size == place(4)), "{unsigned:?}");

    journal.sign_head(&keys.signers, Some(place(3)), at(0)).await.unwrap();
    journal.sign_head(&keys.signers, None, at(0)).await.unwrap();
    let four =
        journal.record_anchor(place(4), "coffre du greffe, registre 2026", at(1)).await.unwrap();
    let expected = Anchor {
        size: place(4),
        destination: "coffre du greffe, registre 2026".to_owned(),
        anchored_at: at(1),
    };
    assert_eq!(four, expected);
    let again = journal.record_anchor(place(4), &four.destination, at(9)).await.unwrap();
    assert_eq!(again, four);
    journal.record_anchor(place(3), "témoin", at(2)).await.unwrap();
    assert_eq!(journal.last_anchor().await.unwrap(), Some(four));
    let elsewhere = journal.record_anchor(place(4), "témoin", at(3)).await.unwrap();
    assert_eq!(journal.last_anchor().await.unwrap(), Some(elsewhere));

    for wrong in ["", "  ", "deux\nlignes", &"a".repeat(201)] {
        let refused = tree_failure(journal.record_anchor(place(4), wrong, at(4)).await);
        assert!(matches!(refused, TreeFailure::Destination), "{wrong:?} gave {refused:?}");
    }
    let longest = "é".repeat(200);
    journal.record_anchor(place(4), &longest, at(5)).await.unwrap();
    let anchors = "select count(*) from journal.anchor as anchor where anchor.log_id = $1";
    let anchors = owner.query_typed_one(anchors, &[(&journal.log_id(), Type::INT2)]).await.unwrap();
    assert_eq!(anchors.get::<_, i64>(0), 4);
}
