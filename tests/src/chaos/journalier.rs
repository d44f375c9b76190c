//! The worker: a process of its own that appends to a log, reads it and follows it, as it is told on its standard input.
//!
//! Demands are worked on all at once; each answer is a line, in the order they come. The process ends with its input,
//! so it never outlives the test that started it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use eventstore::{
    AppendRequest, Check, Database, Failure, Journal, Position, RecordedEvent, Signal,
    StreamConflict, Verdict, Write, request_hash,
};
use futures::StreamExt as _;
use tokio::sync::mpsc;

use super::messages::{
    Answer, How, Portion, Reading, Reply, Request, Task, command, element, event, number, stream,
};
use super::window::Window;

/// How many connections readers share.
const CONNECTIONS: usize = 8;

/// How often a database that is starting again is asked for the log, and how far apart.
const OPENINGS_MAX: u32 = 600;
const BETWEEN_OPENINGS: Duration = Duration::from_millis(50);

/// Opens the log, then works until the input ends. Exits the process.
pub async fn work(url: &str, log: &str) -> ! {
    let window = Window::of_the_environment(announce).map(Arc::new);
    let journal = open(url, log).await;
    let journal = match &window {
        Some(window) => journal.observed_by(window.clone()),
        None => journal,
    };
    let mut lines = demands();
    while let Some(line) = lines.recv().await {
        let request: Request = serde_json::from_str(&line).expect("the driver speaks JSON");
        let worker = Worker { journal: journal.clone(), window: window.clone() };
        tokio::spawn(worker.serve(request));
    }
    std::process::exit(0)
}

/// The lines of the standard input, read on a thread that may block.
fn demands() -> mpsc::UnboundedReceiver<String> {
    let (sender, lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        let lines = std::io::stdin().lines().map_while(Result::ok);
        lines.map(|line| sender.send(line)).take_while(Result::is_ok).for_each(drop);
    });
    lines
}

/// A killed database comes back: the worker waits for it, within reason.
async fn open(url: &str, log: &str) -> Journal {
    let database = Database::at(url, CONNECTIONS).expect("the driver gives an address");
    for _ in 1..OPENINGS_MAX {
        if let Ok(journal) = Journal::open(&database, log).await {
            return journal;
        }
        tokio::time::sleep(BETWEEN_OPENINGS).await;
    }
    Journal::open(&database, log).await.expect("the log can be opened")
}

fn announce(step: &str) {
    say(&Answer { number: 0, reply: Reply::Reached { step: step.to_owned() } });
}

/// Writes a line at once, whole: what follows may be a crash.
fn say(answer: &Answer) {
    let mut line = serde_json::to_vec(answer).expect("an answer is JSON");
    line.push(b'\n');
    let mut output = std::io::stdout().lock();
    let said = output.write_all(&line).and_then(|()| output.flush());
    said.expect("the driver listens");
}

struct Worker {
    journal: Journal,
    window: Option<Arc<Window>>,
}

impl Worker {
    async fn serve(self, request: Request) {
        let Request { number, task } = request;
        let reply = match task {
            Task::Append { command, writes, how } => self.append(command, &writes, how).await,
            Task::Read { streams } => self.read(&streams).await.map_or_else(
                |failure| Reply::NotRead(failure.to_string()),
                |(lists, _)| Reply::Read(lists),
            ),
            Task::Subscribe { after } => self.follow(number, after).await,
            Task::Pulse => self.pulse(),
            Task::Release => {
                self.window.iter().for_each(|window| window.release());
                Reply::Released
            }
        };
        say(&Answer { number, reply });
    }

    async fn append(&self, command: u64, writes: &[Portion], how: How) -> Reply {
        let written: Vec<u64> = writes.iter().map(|write| write.stream).collect();
        match how {
            How::Stubbornly => self.stubbornly(request(command, writes)).await,
            How::Expecting(lengths) => {
                let known = written.into_iter().zip(lengths).collect();
                self.once(on(request(command, writes), &known, &[]), vec![]).await
            }
            How::Deciding(also) => {
                let streams: Vec<u64> = written.iter().chain(&also).copied().collect();
                match self.read(&streams).await {
                    Err(failure) => Reply::NothingWritten(failure.to_string()),
                    Ok((lists, known)) => {
                        self.once(on(request(command, writes), &known, &also), lists).await
                    }
                }
            }
        }
    }

    async fn once(&self, request: AppendRequest, read: Vec<Reading>) -> Reply {
        match self.journal.append(request).await {
            Ok(Verdict::Conflict(_)) => Reply::Conflict,
            other => settled(other, read),
        }
    }

    async fn stubbornly(&self, mut request: AppendRequest) -> Reply {
        loop {
            match self.journal.append(request.clone()).await {
                Ok(Verdict::Conflict(conflicts)) => follow_the_versions(&mut request, &conflicts),
                other => return settled(other, vec![]),
            }
        }
    }

    /// The lists as one statement shows them, and their lengths.
    async fn read(&self, streams: &[u64]) -> Result<(Vec<Reading>, BTreeMap<u64, u32>), Failure> {
        let ids: Vec<_> = streams.iter().map(|number| stream(*number).id).collect();
        let mut lists: BTreeMap<u64, Vec<u64>> =
            streams.iter().map(|stream| (*stream, vec![])).collect();
        for event in &self.journal.read_streams(&ids, None).await? {
            lists.entry(number(event.stream.id)).or_default().push(element(event));
        }
        let length = |list: &Vec<u64>| u32::try_from(list.len()).expect("a list is short");
        let lengths = lists.iter().map(|(stream, list)| (*stream, length(list))).collect();
        Ok((lists.into_iter().collect(), lengths))
    }

    /// Follows the log for ever. A subscription that breaks is taken up where it was.
    async fn follow(&self, demand: u64, after: u64) -> ! {
        let mut after = Position::new(after);
        loop {
            let mut signals = self.journal.subscribe(after);
            while let Some(Ok(signal)) = signals.next().await {
                match signal {
                    Signal::Events(events) => {
                        after = events.last().map_or(after, |event| event.position);
                        say(&Answer { number: demand, reply: Reply::Seen(seen(&events)) });
                    }
                    Signal::CaughtUp(_) | Signal::Heartbeat(_) => {}
                }
            }
            tokio::time::sleep(BETWEEN_OPENINGS).await;
        }
    }

    fn pulse(&self) -> Reply {
        let pulse = self.journal.pulse();
        let millis = |busy: Duration| u64::try_from(busy.as_millis()).unwrap_or(u64::MAX);
        Reply::Pulse { waiting: pulse.waiting as u64, busy_ms: pulse.busy_for.map(millis) }
    }
}

fn seen(events: &[RecordedEvent]) -> Vec<(u64, u64)> {
    events.iter().map(|event| (event.position.get(), element(event))).collect()
}

/// What a verdict other than a conflict, or its absence, tells the client.
fn settled(outcome: Result<Verdict, Failure>, read: Vec<Reading>) -> Reply {
    match outcome {
        Ok(Verdict::Appended { first, last, recorded_at: _, versions: _ }) => {
            Reply::Appended { first: first.get(), last: last.get(), read }
        }
        Ok(Verdict::Duplicate { first, last, recorded_at: _ }) => {
            Reply::Duplicate { first: first.get(), last: last.get() }
        }
        Ok(Verdict::Conflict(_)) => Reply::Conflict,
        Ok(Verdict::Expired) => Reply::NothingWritten("expired".into()),
        Ok(Verdict::Invalid(invalid)) => Reply::NothingWritten(invalid.to_string()),
        Err(failure) if is_in_doubt(&failure) => Reply::Unknown(failure.to_string()),
        Err(failure) => Reply::NothingWritten(failure.to_string()),
    }
}

/// Whether a failure leaves the outcome unknown. Of all others the journal says that nothing was written, and the
/// judge holds it to its word.
fn is_in_doubt(failure: &Failure) -> bool {
    matches!(failure.cause(), Failure::Ambiguous(_) | Failure::Stopped)
}

/// The request of a command, on empty lists.
fn request(number: u64, writes: &[Portion]) -> AppendRequest {
    let canonical = serde_json::to_vec(writes).expect("portions are JSON");
    let write = |portion: &Portion| Write {
        stream: stream(portion.stream),
        expected: 0,
        events: portion.elements.iter().map(|element| event(*element)).collect(),
    };
    AppendRequest {
        command_id: command(number),
        request_hash: request_hash(b"journalier", &canonical, "journalier"),
        actor: "journalier".into(),
        finalite: "epreuve".into(),
        correlation_id: None,
        simulated_at: None,
        writes: writes.iter().map(write).collect(),
        checks: vec![],
        erases: vec![],
    }
}

/// The same request on lists of known lengths, and on others that must not move either.
fn on(mut request: AppendRequest, known: &BTreeMap<u64, u32>, also: &[u64]) -> AppendRequest {
    let length = |number: u64| known.get(&number).copied().unwrap_or_default();
    for write in &mut request.writes {
        write.expected = length(number(write.stream.id));
    }
    request.checks = also
        .iter()
        .map(|number| Check { stream: stream(*number), expected: length(*number) })
        .collect();
    request
}

fn follow_the_versions(request: &mut AppendRequest, conflicts: &[StreamConflict]) {
    for conflict in conflicts {
        let written = request.writes.iter_mut().filter(|write| write.stream == conflict.stream);
        written.for_each(|write| write.expected = conflict.actual);
    }
}
