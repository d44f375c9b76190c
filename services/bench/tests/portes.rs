//! The gates can fail: our store passes them, and three stores that lie about it do not.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bench::Failure;
use bench::draw::{Draw, SEED};
use bench::drive;
use bench::ours::Ours;
use bench::sample::Bench;
use bench::store::{Command, Outcome, Promises, Store, Watch};
use bench::workloads::{Work, typists};
use private_postgres::testing::database;
use uuid::Uuid;

/// What a liar does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lie {
    None,
    /// Acknowledges one command in twenty without writing it.
    Forgets,
    /// Writes one command in twenty twice, under another identifier and on another stream.
    Doubles,
    /// Shows its readers all but one position.
    Hides,
}

struct Liar {
    ours: Ours,
    lie: Lie,
    asked: AtomicU64,
}

#[async_trait]
impl Store for Liar {
    fn name(&self) -> &'static str {
        "menteur"
    }

    fn promises(&self) -> Promises {
        self.ours.promises()
    }

    fn log(&self) -> String {
        self.ours.log()
    }

    fn watch(&self) -> Option<Watch> {
        let watch = self.ours.watch();
        match (self.lie, watch) {
            (Lie::Hides, Some(Watch::Contiguous(sql))) => {
                let hidden = sql.replace("> $1", "> $1 and event.position <> 10");
                assert_ne!(hidden, sql);
                Some(Watch::Contiguous(hidden))
            }
            (_, watch) => watch,
        }
    }

    async fn append(&self, command: Command) -> Result<Outcome, Failure> {
        let turn = self.asked.fetch_add(1, Ordering::Relaxed) % 20 == 7;
        if turn && self.lie == Lie::Forgets {
            return Ok(Outcome::Accepted);
        }
        if turn && self.lie == Lie::Doubles {
            let mut again = command.clone();
            again.id = Uuid::from_u128(again.id.as_u128() ^ 1);
            again.writes[0].stream = Uuid::from_u128(again.writes[0].stream.as_u128() ^ 1);
            self.ours.append(again).await?;
        }
        self.ours.append(command).await
    }

    async fn read_stream(&self, stream: Uuid) -> Result<u32, Failure> {
        self.ours.read_stream(stream).await
    }

    async fn commands_kept(&self, commands: &[Uuid]) -> Result<Option<String>, Failure> {
        self.ours.commands_kept(commands).await
    }
}

/// What the gates say of a liar, after a short drive.
async fn said(lie: Lie, work: Work) -> Result<usize, String> {
    let database = database();
    let ours = Ours::create(&database.admin_url()).await.unwrap();
    let store: Arc<dyn Store> = Arc::new(Liar { ours, lie, asked: AtomicU64::default() });
    let bench = Bench::new(database.admin_url(), store).await.unwrap();
    let clients = typists(&bench.store, &Draw::new(SEED), &work, 8);
    match bench.sample("W", drive::closed(clients, 0.4)).await {
        Ok(sample) => Ok(sample.run.tally.commands.len()),
        Err(Failure::Gate { what, .. }) => Err(what),
        Err(failure) => panic!("{failure}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn our_store_passes_every_gate() {
    for work in [Work::ONE, Work::FIVE, Work::SIBLINGS, Work::Stale] {
        let commands = said(Lie::None, work).await.unwrap();
        assert!(commands > 20, "{commands} commands are enough to reach a liar's turn");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_forgets_is_caught() {
    let what = said(Lie::Forgets, Work::ONE).await.unwrap_err();
    assert!(what.contains("un lecteur a vu") || what.contains("événements confirmés"), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_doubles_is_caught() {
    let what = said(Lie::Doubles, Work::ONE).await.unwrap_err();
    assert!(what.contains("un lecteur a vu") || what.contains("événements confirmés"), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_hidden_from_a_reader_is_missed() {
    let what = said(Lie::Hides, Work::ONE).await.unwrap_err();
    assert_eq!(what, "un lecteur a vu 11 après 9");
}
