//! The forger's workshop: a journal with signed heads, the rights of a superuser, and the verification.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use eventstore::note::Signers;
use eventstore::tree::Hash;
use eventstore::verify::{
    Changed, CommandFault, Finding, HeadFault, Kind, OutsideHead, Report, Span, Trust, verify,
};
use eventstore::{
    AppendRequest, Database, Journal, NewEvent, Position, RecordedEvent, StreamId, When, Write,
    leaf, tree,
};
use postgres::{Client, NoTls};
use private_postgres::testing::{self, TestDatabase};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

pub(crate) const LOG: &str = "17/parcours";

/// How many events the journal has.
pub(crate) const SIZE: u64 = 600;

/// Sizes of its signed heads.
pub(crate) const HEADS: [u64; 3] = [100, 300, 550];

/// How many streams share the events.
const STREAMS: u64 = 50;

pub(crate) struct Atelier {
    pub(crate) journal: Journal,
    pub(crate) forger: Client,
    pub(crate) signers: Signers,
    pub(crate) runtime: Runtime,
    database: TestDatabase,
    _keys: TempDir,
}

impl Atelier {
    /// 600 events on 50 streams, by commands of one, two and three, and three signed heads.
    pub(crate) fn new() -> Self {
        let (runtime, database) = (Runtime::new().unwrap(), testing::database());
        let keys = tempfile::tempdir().unwrap();
        let file: PathBuf = keys.path().join("17-parcours");
        let signers = Signers::load_or_create(&file, LOG).unwrap();
        let journal = runtime.block_on(async {
            let database = Database::at(&database.url(), 4).unwrap();
            let journal = Journal::create(&database, LOG, true).await.unwrap();
            journal.append_all(requests()).await.unwrap();
            journal.grow_tree().await.unwrap();
            for size in HEADS {
                let at = Some(Position::new(size));
                journal.sign_head(&signers, at, at_second(2_000)).await.unwrap();
            }
            journal
        });
        let mut forger = Client::connect(&database.admin_url(), NoTls).unwrap();
        forger.batch_execute(DISARM).unwrap();
        Self { journal, forger, signers, runtime, database, _keys: keys }
    }

    /// Executes the forger's statements.
    pub(crate) fn forge(&mut self, statements: &str) {
        self.forger.batch_execute(statements).unwrap();
    }

    /// Verifies, with the public keys and nothing else.
    pub(crate) fn verify(&self) -> Report {
        self.verify_with(self.trust(vec![]))
    }

    /// Verifies as the reader of the journal, which is all it takes.
    pub(crate) fn verify_with(&self, trust: Trust) -> Report {
        let mut client = Client::connect(&self.database.url(), NoTls).unwrap();
        client.batch_execute("set role journal_reader").unwrap();
        verify(&mut client, LOG, &trust, |_| {}).unwrap()
    }

    pub(crate) fn trust(&self, heads: Vec<OutsideHead>) -> Trust {
        Trust { keys: self.signers.verifier_keys().unwrap(), heads }
    }

    /// The stored note of a head, as somebody outside would have kept it.
    pub(crate) fn note(&mut self, size: u64) -> OutsideHead {
        let query = "select tree_head.note from journal.tree_head where tree_head.size = $1";
        let row = self.forger.query_one(query, &[&size.cast_signed()]).unwrap();
        OutsideHead { source: format!("coffre-{size}.note"), note: row.get(0) }
    }

    /// Every event, as the journal reads it.
    pub(crate) fn events(&self) -> Vec<RecordedEvent> {
        self.runtime.block_on(self.journal.read_from(Position::ORIGIN, None, usize::MAX)).unwrap()
    }

    /// Computes leaves and roots again, from the rows as they are now, as a forger who knows the format would.
    pub(crate) fn compute_again(&mut self) {
        let events = self.events();
        for event in &events {
            let leaf = leaf::v1(event);
            if leaf != event.leaf {
                let position = event.position.get().cast_signed();
                let update = "update journal.event set leaf = $1 where position = $2";
                self.forger.execute(update, &[&leaf.as_slice(), &position]).unwrap();
            }
        }
        let leaves: Vec<Hash> = events.iter().map(|event| hash(&leaf::v1(event))).collect();
        for (index, leaves) in (0_i64..).zip(leaves.chunks_exact(256)) {
            let root = tree::root(leaves);
            let update = "update journal.subtree set root = $1 where level = 8 and index = $2";
            assert_eq!(self.forger.execute(update, &[&root.as_slice(), &index]).unwrap(), 1);
        }
    }
}

fn hash(leaf: &[u8; 33]) -> Hash {
    leaf[1..].try_into().unwrap()
}

/// Triggers and foreign keys no longer fire.
const DISARM: &str = "
    alter table journal.log       disable trigger all;
    alter table journal.name      disable trigger all;
    alter table journal.event     disable trigger all;
    alter table journal.stream    disable trigger all;
    alter table journal.command   disable trigger all;
    alter table journal.subtree   disable trigger all;
    alter table journal.tree_head disable trigger all;
    alter table journal.anchor    disable trigger all;";

pub(crate) fn at_second(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_640_000_000 + second, 0).unwrap()
}

/// Commands of one, two and three events; every tenth is followed by one that changed nothing.
fn requests() -> Vec<AppendRequest> {
    let mut versions = vec![0; usize::try_from(STREAMS).unwrap()];
    let (mut requests, mut position, mut number) = (Vec::new(), 1, 0);
    while position <= SIZE {
        number += 1;
        let count = (1 + (number - 1) % 3).min(SIZE + 1 - position);
        let stream = usize::try_from(number % STREAMS).unwrap();
        let events = (position..position + count).map(event).collect();
        let expected = versions[stream];
        versions[stream] += u32::try_from(count).unwrap();
        let id = Uuid::from_u128(0x5000 + u128::from(number % STREAMS));
        let write = Write { stream: StreamId::new("enfant", id), expected, events };
        requests.push(request(number, vec![write]));
        if number.is_multiple_of(10) {
            requests.push(request(number + 10_000, vec![]));
        }
        position += count;
    }
    requests
}

fn request(number: u64, writes: Vec<Write>) -> AppendRequest {
    AppendRequest {
        command_id: Uuid::from_u128(number.into()),
        request_hash: [1; 32],
        actor: "agent-0042".into(),
        finalite: "protection".into(),
        correlation_id: Some(Uuid::from_u128(0xc0)),
        simulated_at: Some(at_second((number % 10_000).cast_signed())),
        writes,
        checks: vec![],
        erases: vec![],
    }
}

fn event(position: u64) -> NewEvent {
    let le = NaiveDate::from_ymd_opt(2022, 3, 4).unwrap();
    let names = ["information_recue", "mesure_ordonnee", "mesure_levee"];
    NewEvent {
        event_id: Uuid::from_u128(u128::from(position) << 64),
        event_type: names[usize::try_from(position % 3).unwrap()].into(),
        schema_version: 1,
        survenu: When::day(le),
        connu_le: le,
        causation_id: None,
        payload: format!(r#"{{"place":{position}}}"#).into_bytes(),
    }
}

/// The findings without their details: first and last position, kind, how many more.
pub(crate) fn seen(report: &Report) -> Vec<(Option<Span>, &'static str, u64)> {
    report.findings.iter().map(|found| (found.span, name(found), found.more)).collect()
}

/// What stands at one position, once.
pub(crate) fn once(position: u64, name: &'static str) -> (Option<Span>, &'static str, u64) {
    (Some(Span::at(position)), name, 0)
}

fn name(finding: &Finding) -> &'static str {
    match finding.kind {
        Kind::Missing => "missing",
        Kind::Repeated => "repeated",
        Kind::Unreadable(column) => column,
        Kind::Leaf { changed, .. } => match changed {
            Changed::Unknown => "leaf",
            Changed::Row => "row changed",
            Changed::Leaf => "leaf changed",
        },
        Kind::LeafVersion(_) => "leaf version",
        Kind::Payload(_) => "payload",
        Kind::PayloadNotAnObject => "payload not an object",
        Kind::Instant { .. } => "instant",
        Kind::InTheFuture { .. } => "in the future",
        Kind::Version { .. } => "version",
        Kind::StreamOrder(_) => "stream order",
        Kind::StreamKind(_) => "stream kind",
        Kind::Stream { .. } => "stream",
        Kind::Command { command: _, fault } => match fault {
            CommandFault::Missing => "command missing",
            CommandFault::OfAnother(_) => "command of another",
            CommandFault::Overlap => "command overlap",
            CommandFault::Instant => "command instant",
            CommandFault::BeyondEnd => "command beyond the end",
        },
        Kind::Name(_) => "name",
        Kind::NoSuchLog(_) => "no such log",
        Kind::Subtree { .. } => "subtree",
        Kind::SubtreeBeyondEnd { .. } => "subtree beyond the end",
        Kind::Head { head: _, ref fault } => match fault {
            HeadFault::Refused(_) => "head refused",
            HeadFault::Differs { .. } => "head differs",
            HeadFault::OtherHistory => "head of another history",
            HeadFault::BeyondEnd => "head beyond the end",
            HeadFault::Gone => "anchored head missing",
        },
    }
}
