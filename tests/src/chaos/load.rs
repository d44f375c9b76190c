//! Clients: many at once, each doing one thing after another on lists they share, until told to stop.
//!
//! One whose worker dies does what real ones do: it asks another, or the next one at the same place, under the same
//! command; or it gives up not knowing. What nobody knows is asked again at the end, until somebody does.
//!
//! Deliberately not here: what goes wrong, which is the test's to choose.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::crew::{Crew, in_time};
use super::history::{Entry, History, Known, Part};
use super::messages::{How, Portion, Reading, Reply, Task};

/// How many lists are in use at a time.
const LISTS: u64 = 6;

/// After how many elements a list gives its place to a new one.
const ELEMENTS_A_LIST: u64 = 60;

/// Processes of the history are numbered in steps of this: a client that no longer knows goes on under another one.
const CLIENTS_MAX: u64 = 1_000;

/// What a client whose demand failed leaves to the database before the next one.
const BREATH: Duration = Duration::from_millis(5);

/// Clients at work on a crew.
#[derive(Debug)]
pub struct Load {
    crew: Crew,
    history: History,
    commands: AtomicU64,
    elements: AtomicU64,
    acknowledged: watch::Sender<u64>,
    over: AtomicBool,
    in_doubt: Mutex<Vec<Deed>>,
    lost_answers: AtomicU64,
    found_again: AtomicU64,
}

/// An operation a client has decided on.
#[derive(Debug, Clone)]
struct Deed {
    command: Option<u64>,
    writes: Vec<Portion>,
    task: Task,
    parts: Vec<Part>,
}

/// A command whose client had given up not knowing, sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The command.
    pub command: u64,
    /// Where it is now.
    pub range: (u64, u64),
    /// Whether it was there already.
    pub was_there: bool,
}

impl Load {
    /// Nobody works yet.
    pub fn on(crew: Crew) -> Arc<Self> {
        Arc::new(Self {
            crew,
            history: History::default(),
            commands: AtomicU64::new(1),
            elements: AtomicU64::new(1),
            acknowledged: watch::Sender::new(0),
            over: AtomicBool::new(false),
            in_doubt: Mutex::default(),
            lost_answers: AtomicU64::new(0),
            found_again: AtomicU64::new(0),
        })
    }

    /// Sets that many clients to work.
    pub fn set_to_work(self: &Arc<Self>, clients: u64, seed: u64) -> JoinSet<()> {
        assert!(clients < CLIENTS_MAX, "processes are numbered for fewer clients");
        (0..clients).map(|number| Client::new(self.clone(), number, seed).work()).collect()
    }

    /// The workers.
    pub fn crew(&self) -> &Crew {
        &self.crew
    }

    /// What was done and told.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Every client stops after what it is doing.
    pub fn stop(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// How many appends were acknowledged.
    pub fn acknowledged(&self) -> u64 {
        *self.acknowledged.borrow()
    }

    /// How many answers to appends never came, and how many of those commands were found written when asked again.
    pub fn losses(&self) -> (u64, u64) {
        let [lost, found] = [&self.lost_answers, &self.found_again];
        (lost.load(Ordering::Relaxed), found.load(Ordering::Relaxed))
    }

    /// Waits until that many more appends are acknowledged.
    pub async fn goes_on(&self, more: u64) {
        let mut acknowledged = self.acknowledged.subscribe();
        let wanted = *acknowledged.borrow() + more;
        let reached = acknowledged.wait_for(|count| wanted <= *count);
        in_time("appends to be acknowledged", reached).await.expect("the load is there");
    }

    /// The numbers of every list used.
    pub fn streams(&self) -> Vec<u64> {
        (1..=self.first_list() + LISTS).collect()
    }

    fn first_list(&self) -> u64 {
        self.elements.load(Ordering::Relaxed) / ELEMENTS_A_LIST
    }

    /// Sends every command nobody knows the end of again, until it is known, and then once more, which must find it
    /// at the same place.
    ///
    /// # Panics
    /// When it does not.
    pub async fn resolve(&self) -> Vec<Resolved> {
        let in_doubt =
            std::mem::take(&mut *self.in_doubt.lock().unwrap_or_else(PoisonError::into_inner));
        let mut resolved = Vec::with_capacity(in_doubt.len());
        for deed in in_doubt {
            let command = deed.command.expect("only an append is in doubt");
            let (range, was_there) = self.send_again(command, &deed.writes).await;
            let once_more = self.send_again(command, &deed.writes).await;
            assert_eq!(once_more, (range, true), "command {command}, sent again");
            resolved.push(Resolved { command, range, was_there });
        }
        resolved
    }

    async fn send_again(&self, command: u64, writes: &[Portion]) -> ((u64, u64), bool) {
        let settled = async {
            for place in (0..self.crew.size()).cycle() {
                let (writes, how) = (writes.to_vec(), How::Stubbornly);
                match self.crew.worker(place).ask(Task::Append { command, writes, how }).await {
                    Ok(Reply::Appended { first, last, read: _ }) => return ((first, last), false),
                    Ok(Reply::Duplicate { first, last }) => return ((first, last), true),
                    Ok(_) | Err(_) => tokio::time::sleep(BREATH).await,
                }
            }
            unreachable!("there is at least one place")
        };
        in_time("a command sent again to be settled", settled).await
    }

    /// One append by one worker, asked until it is acknowledged: to know whether a place is alive.
    pub async fn probe(self: &Arc<Self>, place: usize) {
        let mut client = Client::new(self.clone(), CLIENTS_MAX - 2, 0);
        let deed = client.append(vec![self.first_list() + 1], How::Stubbornly);
        client.note(&deed, Known::Invoked, deed.parts.clone());
        let acknowledged = async {
            loop {
                let reply = self.crew.worker(place).ask(deed.task.clone()).await;
                if let Some((known @ Known::Done(_), parts)) = client.heard(&deed, reply.ok(), true)
                {
                    return client.note(&deed, known, parts);
                }
                tokio::time::sleep(BREATH).await;
            }
        };
        in_time("a probe to be acknowledged", acknowledged).await;
        self.acknowledged.send_modify(|count| *count += 1);
    }

    /// Reads every list once more, at rest: what the history ends with.
    pub async fn read_everything(&self) {
        let process = CLIENTS_MAX - 1;
        for streams in self.streams().chunks(LISTS as usize) {
            let parts = |lists: Vec<Reading>| reads(lists.into_iter().map(|(s, e)| (s, Some(e))));
            let asked = reads(streams.iter().map(|stream| (*stream, None)));
            let entry = |known, parts| Entry { process, command: None, known, parts };
            self.history.add(entry(Known::Invoked, asked));
            let lists = self.crew.read(streams).await;
            self.history.add(entry(Known::Done(None), parts(lists)));
        }
    }
}

fn reads(lists: impl Iterator<Item = (u64, Option<Vec<u64>>)>) -> Vec<Part> {
    lists.map(|(stream, elements)| Part::Read { stream, elements }).collect()
}

fn appends(writes: &[Portion]) -> Vec<Part> {
    let each = |Portion { stream, elements }: &Portion| {
        let stream = *stream;
        elements
            .iter()
            .map(move |element| Part::Append { stream, element: *element })
            .collect::<Vec<_>>()
    };
    writes.iter().flat_map(each).collect()
}

/// One client.
struct Client {
    load: Arc<Load>,
    process: u64,
    random: StdRng,
    lengths: HashMap<u64, u32>,
}

impl Client {
    fn new(load: Arc<Load>, number: u64, seed: u64) -> Self {
        let random = StdRng::seed_from_u64(seed ^ (number << 32));
        Self { load, process: number, random, lengths: HashMap::new() }
    }

    async fn work(mut self) {
        while !self.load.over.load(Ordering::Relaxed) {
            let deed = self.decide();
            self.note(&deed, Known::Invoked, deed.parts.clone());
            let (known, parts) = self.carry_out(&deed).await;
            self.note(&deed, known, parts);
            self.conclude(deed, known).await;
        }
    }

    fn note(&self, deed: &Deed, known: Known, parts: Vec<Part>) {
        let (process, command) = (self.process, deed.command);
        self.load.history.add(Entry { process, command, known, parts });
    }

    async fn conclude(&mut self, deed: Deed, known: Known) {
        match known {
            Known::Done(Some(_)) => self.load.acknowledged.send_modify(|count| *count += 1),
            Known::Done(None) | Known::Invoked => {}
            Known::Failed => tokio::time::sleep(BREATH).await,
            Known::Unknown => {
                self.load.in_doubt.lock().unwrap_or_else(PoisonError::into_inner).push(deed);
                self.process += CLIENTS_MAX;
            }
        }
    }

    fn decide(&mut self) -> Deed {
        let first = self.load.first_list();
        let mut lists: Vec<u64> = (first + 1..=first + LISTS).collect();
        lists.shuffle(&mut self.random);
        match self.random.random_range(0..100) {
            0..30 => {
                let also = lists.split_off(3)[..self.random.random_range(0..3)].to_vec();
                lists.truncate(self.random.random_range(1..3));
                self.append(lists, How::Deciding(also))
            }
            30..65 => {
                lists.truncate(self.random.random_range(1..4));
                self.append(lists, How::Stubbornly)
            }
            65..75 => {
                lists.truncate(1);
                let length = self.lengths.get(&lists[0]).copied().unwrap_or_default();
                self.append(lists, How::Expecting(vec![length]))
            }
            _ => {
                lists.truncate(self.random.random_range(1..5));
                let parts = reads(lists.iter().map(|stream| (*stream, None)));
                Deed { command: None, writes: vec![], task: Task::Read { streams: lists }, parts }
            }
        }
    }

    fn append(&mut self, lists: Vec<u64>, how: How) -> Deed {
        let command = self.load.commands.fetch_add(1, Ordering::Relaxed);
        let portion = |stream| {
            let count = self.random.random_range(1..3);
            let first = self.load.elements.fetch_add(count, Ordering::Relaxed);
            Portion { stream, elements: (first..first + count).collect() }
        };
        let writes: Vec<Portion> = lists.into_iter().map(portion).collect();
        let parts = appends(&writes);
        let task = Task::Append { command, writes: writes.clone(), how };
        Deed { command: Some(command), writes, task, parts }
    }

    /// Asks until something is known, or until the client gives up.
    async fn carry_out(&mut self, deed: &Deed) -> (Known, Vec<Part>) {
        let mut place = self.random.random_range(0..self.load.crew.size());
        let mut in_doubt = false;
        loop {
            let reply = self.load.crew.worker(place).ask(deed.task.clone()).await;
            if let Some(known) = self.heard(deed, reply.ok(), in_doubt) {
                return known;
            }
            in_doubt = true;
            self.load.lost_answers.fetch_add(1, Ordering::Relaxed);
            match self.random.random_range(0..4) {
                0 | 1 => return (Known::Unknown, deed.parts.clone()),
                2 => {}
                _ => place = (place + 1) % self.load.crew.size(),
            }
            tokio::time::sleep(BREATH).await;
        }
    }

    /// What an answer, or a death, makes known; none when it leaves the client in doubt. An attempt whose answer was
    /// lost is over, one way or the other, before a later attempt is judged: both need the log's lock.
    fn heard(
        &mut self,
        deed: &Deed,
        reply: Option<Reply>,
        in_doubt: bool,
    ) -> Option<(Known, Vec<Part>)> {
        let failed = Some((Known::Failed, deed.parts.clone()));
        match reply {
            Some(Reply::Appended { first, last, read }) => {
                let read = reads(read.into_iter().map(|(stream, list)| (stream, Some(list))));
                let parts = read.into_iter().chain(appends(&deed.writes)).collect();
                Some((Known::Done(Some((first, last))), parts))
            }
            Some(Reply::Duplicate { first, last }) => {
                self.load.found_again.fetch_add(1, Ordering::Relaxed);
                Some((Known::Done(Some((first, last))), appends(&deed.writes)))
            }
            Some(Reply::Read(lists)) => Some((Known::Done(None), self.learn(lists))),
            Some(Reply::Conflict) => failed,
            Some(Reply::NothingWritten(_)) if !in_doubt => failed,
            Some(
                Reply::NothingWritten(_)
                | Reply::Unknown(_)
                | Reply::NotRead(_)
                | Reply::Seen(_)
                | Reply::Pulse { .. }
                | Reply::Reached { .. }
                | Reply::Released,
            )
            | None => {
                // A read that was not answered did nothing.
                failed.filter(|_| deed.command.is_none())
            }
        }
    }

    fn learn(&mut self, lists: Vec<Reading>) -> Vec<Part> {
        for (stream, list) in &lists {
            let length = u32::try_from(list.len()).expect("a list is short");
            self.lengths.insert(*stream, length);
        }
        reads(lists.into_iter().map(|(stream, list)| (stream, Some(list))))
    }
}
