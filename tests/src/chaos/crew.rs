//! The workers as a test drives them: asked, killed, stopped, replaced.
//!
//! Invariants: a worker that is dropped is killed, stopped ones included; what a dead worker had said is read to its
//! last whole line before it is replaced, so its subscription is taken up exactly where it was.
//!
//! Deliberately not here: what to ask.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, oneshot, watch};

use super::messages::{Answer, Reply, Request, Task};

/// How long anything may take here before the test is said to hang.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The worker died, and with it every answer it owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

/// What one subscriber saw, over all the workers that followed each other in its place.
#[derive(Debug)]
pub struct Subscriber {
    seen: Mutex<Vec<(u64, u64)>>,
    last: watch::Sender<u64>,
}

/// A worker process.
#[derive(Debug)]
pub struct Worker {
    pid: Pid,
    requests: mpsc::UnboundedSender<String>,
    pending: Arc<Pending>,
    numbers: AtomicU64,
    reached: tokio::sync::Mutex<mpsc::UnboundedReceiver<String>>,
    ended: watch::Receiver<bool>,
}

/// The demands a worker owes an answer to; none once it is dead.
type Pending = Mutex<Option<HashMap<u64, oneshot::Sender<Reply>>>>;

/// Workers on one log, each with a subscriber.
#[derive(Debug)]
pub struct Crew {
    program: PathBuf,
    url: String,
    log: String,
    places: Vec<Place>,
}

#[derive(Debug)]
struct Place {
    worker: Mutex<Arc<Worker>>,
    subscriber: Arc<Subscriber>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value of a future that must come in time.
///
/// # Panics
/// When it does not.
pub async fn in_time<T>(what: &str, future: impl Future<Output = T>) -> T {
    let waited = tokio::time::timeout(PATIENCE, future).await;
    waited.unwrap_or_else(|_| panic!("waited {PATIENCE:?} for {what}"))
}

impl Subscriber {
    fn new() -> Self {
        Self { seen: Mutex::default(), last: watch::Sender::new(0) }
    }

    fn add(&self, events: Vec<(u64, u64)>) {
        let last = events.last().map(|(position, _)| *position);
        locked(&self.seen).extend(events);
        if let Some(last) = last {
            self.last.send_replace(last);
        }
    }

    /// Positions and elements, as they came.
    pub fn seen(&self) -> Vec<(u64, u64)> {
        locked(&self.seen).clone()
    }

    fn last(&self) -> u64 {
        *self.last.borrow()
    }

    /// Waits until that position has been seen.
    pub async fn reaches(&self, position: u64) {
        let mut last = self.last.subscribe();
        let reached = last.wait_for(|last| position <= *last);
        in_time("a subscriber to catch up", reached).await.expect("the subscriber is there");
    }
}

impl Worker {
    /// Starts a worker and its subscription. `window` is a variable and its value.
    fn start(crew: &Crew, subscriber: Arc<Subscriber>, window: Option<(&str, &str)>) -> Self {
        let mut command = Command::new(&crew.program);
        command.arg(&crew.url).arg(&crew.log).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.envs(window);
        let mut child = command.spawn().expect("the worker starts");
        let pid = child.id().and_then(|id| Pid::from_raw(id.cast_signed())).expect("it has a pid");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (requests, to_write) = mpsc::unbounded_channel();
        let (reached_in, reached) = mpsc::unbounded_channel();
        let (ended_in, ended) = watch::channel(false);
        let pending = Arc::new(Mutex::new(Some(HashMap::new())));
        tokio::spawn(write(input.expect("its input is piped"), to_write));
        let ear = Ear { pending: pending.clone(), subscriber: subscriber.clone(), reached_in };
        let lines = BufReader::new(output.expect("its output is piped")).lines();
        tokio::spawn(ear.listen(child, lines, ended_in));
        let (numbers, reached) = (AtomicU64::new(1), tokio::sync::Mutex::new(reached));
        let worker = Self { pid, requests, pending, numbers, reached, ended };
        let _never = worker.demand(Task::Subscribe { after: subscriber.last() });
        worker
    }

    fn demand(&self, task: Task) -> oneshot::Receiver<Reply> {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        if let Some(pending) = locked(&self.pending).as_mut() {
            pending.insert(number, answer);
        }
        let line = serde_json::to_string(&Request { number, task }).expect("a demand is JSON");
        // A dead worker reads nothing: its pending answers say so.
        let _gone = self.requests.send(line);
        answered
    }

    /// Asks, and waits for the answer as long as the worker lives.
    ///
    /// # Errors
    /// [`Lost`] when it died first.
    pub async fn ask(&self, task: Task) -> Result<Reply, Lost> {
        self.demand(task).await.map_err(|_| Lost)
    }

    /// Its process.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Sends its process a signal, if it still lives.
    pub fn signal(&self, signal: Signal) {
        if !*self.ended.borrow() {
            // It may die in between: that is as good.
            let _gone = kill_process(self.pid, signal);
        }
    }

    /// Waits until its writer reaches the step of its window, and tells which.
    pub async fn reaches_its_window(&self) -> String {
        let mut reached = self.reached.lock().await;
        in_time("a writer to reach its window", reached.recv()).await.expect("it was not killed")
    }

    /// Waits until it is dead and all it said was read.
    pub async fn ends(&self) {
        let mut ended = self.ended.clone();
        let end = ended.wait_for(|ended| *ended);
        in_time("a worker to end", end).await.expect("whoever listens to it lives longer");
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
    }
}

async fn write(mut input: ChildStdin, mut lines: mpsc::UnboundedReceiver<String>) {
    while let Some(line) = lines.recv().await {
        if input.write_all(format!("{line}\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Listens to a worker until it dies.
struct Ear {
    pending: Arc<Pending>,
    subscriber: Arc<Subscriber>,
    reached_in: mpsc::UnboundedSender<String>,
}

impl Ear {
    async fn listen(
        self,
        mut child: Child,
        mut lines: Lines<BufReader<ChildStdout>>,
        ended: watch::Sender<bool>,
    ) {
        while let Ok(Some(line)) = lines.next_line().await {
            // The last line of a killed process may be cut: what it said is then not known.
            if let Ok(answer) = serde_json::from_str(&line) {
                self.hear(answer);
            }
        }
        let _status = child.wait().await;
        drop(locked(&self.pending).take());
        ended.send_replace(true);
    }

    fn hear(&self, Answer { number, reply }: Answer) {
        match reply {
            Reply::Seen(events) => self.subscriber.add(events),
            // Nobody may be waiting for the window.
            Reply::Reached { step } => drop(self.reached_in.send(step)),
            Reply::Appended { .. }
            | Reply::Duplicate { .. }
            | Reply::Conflict
            | Reply::NothingWritten(_)
            | Reply::Unknown(_)
            | Reply::Read(_)
            | Reply::NotRead(_)
            | Reply::Pulse { .. }
            | Reply::Released => self.answer(number, reply),
        }
    }

    fn answer(&self, number: u64, reply: Reply) {
        let asked = locked(&self.pending).as_mut().and_then(|pending| pending.remove(&number));
        if let Some(asked) = asked {
            // Whoever asked may have given up.
            let _gone = asked.send(reply);
        }
    }
}

impl Crew {
    /// Starts that many workers on a log, the first with that window.
    pub fn hire(
        program: &Path,
        url: &str,
        log: &str,
        count: usize,
        window: Option<(&str, &str)>,
    ) -> Self {
        let (program, url, log) = (program.to_owned(), url.to_owned(), log.to_owned());
        let mut crew = Self { program, url, log, places: vec![] };
        for place in 0..count {
            let subscriber = Arc::new(Subscriber::new());
            let window = window.filter(|_| place == 0);
            let worker = Arc::new(Worker::start(&crew, subscriber.clone(), window));
            crew.places.push(Place { worker: Mutex::new(worker), subscriber });
        }
        crew
    }

    /// How many places there are.
    pub fn size(&self) -> usize {
        self.places.len()
    }

    /// Who works at a place now.
    pub fn worker(&self, place: usize) -> Arc<Worker> {
        locked(&self.places[place].worker).clone()
    }

    /// The subscriber of a place.
    pub fn subscriber(&self, place: usize) -> &Subscriber {
        &self.places[place].subscriber
    }

    /// Kills whoever works at a place, as the system would: no farewell.
    pub fn kill(&self, place: usize) {
        self.worker(place).signal(Signal::KILL);
    }

    /// Puts a new worker in the place of one that is dead or dying.
    pub async fn replace(&self, place: usize) {
        self.worker(place).ends().await;
        let worker = Worker::start(self, self.places[place].subscriber.clone(), None);
        *locked(&self.places[place].worker) = Arc::new(worker);
    }

    /// The elements of lists, by any worker that can read them.
    pub async fn read(&self, streams: &[u64]) -> Vec<(u64, Vec<u64>)> {
        let read = async {
            for place in (0..self.size()).cycle() {
                let streams = streams.to_vec();
                if let Ok(Reply::Read(lists)) = self.worker(place).ask(Task::Read { streams }).await
                {
                    return lists;
                }
                tokio::task::yield_now().await;
            }
            unreachable!("there is at least one place")
        };
        in_time("lists to be read", read).await
    }
}
