//! The judge: what the log, its subscribers and its clients must agree on once everything is quiet.
//!
//! It says every fault, and never why: a journal that loses nothing, doubles nothing and orders everything has none.
//! `tests/histoire.rs` shows it each fault once, for a judge that cannot condemn proves nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use eventstore::{RecordedEvent, leaf};

use super::history::{Entry, Known, Part};
use super::load::Resolved;
use super::{isolation, messages};

/// An event of the log, as the judge needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its place in the log.
    pub position: u64,
    /// Its list.
    pub stream: u64,
    /// Its place in the list.
    pub version: u64,
    /// The command that appended it.
    pub command: u64,
    /// What was appended.
    pub element: u64,
    /// Whether its stored leaf is the one its content gives.
    pub leaf_holds: bool,
}

impl From<&RecordedEvent> for Recorded {
    fn from(event: &RecordedEvent) -> Self {
        Self {
            position: event.position.get(),
            stream: messages::number(event.stream.id),
            version: event.version.into(),
            command: messages::number(event.command_id),
            element: messages::element(event),
            leaf_holds: leaf::v1(event) == event.leaf,
        }
    }
}

/// All there is to judge on.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// What clients did and were told, in real-time order.
    pub history: Vec<Entry>,
    /// The log, in the order it is read.
    pub log: Vec<Recorded>,
    /// The commands nobody knew the end of, sent again once everything was quiet.
    pub resolved: Vec<Resolved>,
    /// How many answers never came: their worker died, or did not know.
    pub lost_answers: u64,
    /// How many commands, asked again, turned out to have been written the first time.
    pub found_again: u64,
    /// What each subscriber saw: positions and elements, in order of arrival.
    pub subscribers: Vec<Vec<(u64, u64)>>,
}

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A position is not the one after the position before.
    Gap {
        /// What should have come.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// The same, of a version in a list.
    VersionGap {
        /// The list.
        stream: u64,
        /// What should have come.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// A client was told that a command is in the log, there, and it is not, or not there.
    Lost {
        /// The command.
        command: u64,
    },
    /// An element, or a command, is in the log twice.
    Doubled {
        /// The command.
        command: u64,
    },
    /// A client was told that a command is not in the log, and it is.
    Undead {
        /// The command.
        command: u64,
    },
    /// Something in the log that no client asked for.
    Invented {
        /// The command.
        command: u64,
    },
    /// An operation was acknowledged before another began, and comes after it in the log.
    Order {
        /// The command that began later.
        later: u64,
        /// Its position.
        position: u64,
        /// A position acknowledged before it began.
        acknowledged: u64,
    },
    /// A subscriber missed a position, or saw one twice, or saw something else there.
    Misled {
        /// Which subscriber.
        subscriber: usize,
        /// What it should have seen.
        expected: u64,
        /// What it saw; none when it saw nothing more.
        found: Option<u64>,
    },
    /// A leaf is not that of its event.
    Leaf {
        /// The position.
        position: u64,
    },
    /// No order of the operations explains what they saw.
    Anomaly(String),
}

/// Every fault of the evidence.
pub fn faults(evidence: &Evidence) -> Vec<Fault> {
    let Evidence { history, log, resolved, lost_answers: _, found_again: _, subscribers } =
        evidence;
    let mut faults = positions(log);
    faults.extend(versions(log));
    faults.extend(commands(history, log));
    faults.extend(sent_again(resolved, log));
    faults.extend(real_time(history));
    let each = subscribers.iter().enumerate();
    faults.extend(each.flat_map(|(number, seen)| subscriber(number, seen, log)));
    let bad_leaves = log.iter().filter(|event| !event.leaf_holds);
    faults.extend(bad_leaves.map(|event| Fault::Leaf { position: event.position }));
    faults.extend(isolation::anomalies(history).into_iter().map(Fault::Anomaly));
    faults
}

/// Panics with the first faults, if there is one.
///
/// # Panics
/// That is what it is for.
pub fn must_be_faultless(what: &str, evidence: &Evidence) {
    const SHOWN_MAX: usize = 10;
    let faults = faults(evidence);
    let shown: Vec<String> =
        faults.iter().take(SHOWN_MAX).map(|fault| format!("{fault:?}")).collect();
    assert!(faults.is_empty(), "{what}: {} faults\n{}", faults.len(), shown.join("\n"));
}

fn positions(log: &[Recorded]) -> Vec<Fault> {
    (1..)
        .zip(log)
        .filter(|(expected, event)| event.position != *expected)
        .map(|(expected, event)| Fault::Gap { expected, found: event.position })
        .collect()
}

fn versions(log: &[Recorded]) -> Vec<Fault> {
    let mut known: HashMap<u64, u64> = HashMap::new();
    let mut faults = Vec::new();
    for Recorded { stream, version, .. } in log {
        let expected = known.get(stream).map_or(1, |last| last + 1);
        if *version != expected {
            faults.push(Fault::VersionGap { stream: *stream, expected, found: *version });
        }
        known.insert(*stream, *version);
    }
    faults
}

/// What each command left in the log, in its order.
fn by_command(log: &[Recorded]) -> BTreeMap<u64, Vec<&Recorded>> {
    let mut left: BTreeMap<u64, Vec<&Recorded>> = BTreeMap::new();
    for event in log {
        left.entry(event.command).or_default().push(event);
    }
    left
}

fn commands(history: &[Entry], log: &[Recorded]) -> Vec<Fault> {
    let left = by_command(log);
    let asked: BTreeSet<u64> = history.iter().filter_map(|entry| entry.command).collect();
    let invented = left.keys().filter(|command| !asked.contains(command));
    let mut faults: Vec<Fault> =
        invented.map(|command| Fault::Invented { command: *command }).collect();
    faults.extend(doubled(log).into_iter().map(|command| Fault::Doubled { command }));
    for entry in history {
        let Some(command) = entry.command else { continue };
        let there = left.get(&command).map(Vec::as_slice).unwrap_or_default();
        faults.extend(told(command, entry, there));
    }
    faults
}

fn sent_again(resolved: &[Resolved], log: &[Recorded]) -> Vec<Fault> {
    let left = by_command(log);
    let is_elsewhere = |Resolved { command, range: (first, last), .. }: &&Resolved| {
        let there = left.get(command).map(Vec::as_slice).unwrap_or_default();
        !there.iter().map(|event| event.position).eq(*first..=*last)
    };
    let lost = resolved.iter().filter(is_elsewhere);
    lost.map(|Resolved { command, .. }| Fault::Lost { command: *command }).collect()
}

/// Whether what a client was told of a command is what the log says of it.
fn told(command: u64, entry: &Entry, there: &[&Recorded]) -> Option<Fault> {
    match entry.known {
        Known::Done(range) => (!is_at(range, entry, there)).then_some(Fault::Lost { command }),
        Known::Failed => (!there.is_empty()).then_some(Fault::Undead { command }),
        // All or nothing, even where nobody knows which.
        Known::Unknown => (!there.is_empty() && appended(there) != wanted(entry))
            .then_some(Fault::Lost { command }),
        Known::Invoked => None,
    }
}

fn is_at(range: Option<(u64, u64)>, entry: &Entry, there: &[&Recorded]) -> bool {
    let Some((first, last)) = range else { return false };
    let positions: Vec<u64> = there.iter().map(|event| event.position).collect();
    positions == (first..=last).collect::<Vec<_>>() && appended(there) == wanted(entry)
}

fn appended(there: &[&Recorded]) -> Vec<(u64, u64)> {
    there.iter().map(|event| (event.stream, event.element)).collect()
}

fn wanted(entry: &Entry) -> Vec<(u64, u64)> {
    let wanted = entry.parts.iter().filter_map(|part| match part {
        Part::Append { stream, element } => Some((*stream, *element)),
        Part::Read { stream: _, elements: _ } => None,
    });
    wanted.collect()
}

/// The commands whose elements are there more than once, or that come back after another command.
fn doubled(log: &[Recorded]) -> BTreeSet<u64> {
    let (mut elements, mut over) = (BTreeSet::new(), BTreeSet::new());
    let mut doubled = BTreeSet::new();
    let mut current = None;
    for event in log {
        if current != Some(event.command) {
            over.extend(current);
            current = Some(event.command);
        }
        if !elements.insert(event.element) || over.contains(&event.command) {
            doubled.insert(event.command);
        }
    }
    doubled
}

/// If an operation was acknowledged before another began, it stands before it in the log.
fn real_time(history: &[Entry]) -> Vec<Fault> {
    let (mut acknowledged, mut at_invocation) = (0, HashMap::new());
    let mut faults = Vec::new();
    for entry in history {
        match entry.known {
            Known::Invoked => {
                at_invocation.insert(entry.process, acknowledged);
            }
            Known::Done(Some((first, last))) => {
                let before = at_invocation.get(&entry.process).copied().unwrap_or_default();
                if first <= before {
                    let later = entry.command.unwrap_or_default();
                    faults.push(Fault::Order { later, position: first, acknowledged: before });
                }
                acknowledged = last.max(acknowledged);
            }
            Known::Done(None) | Known::Failed | Known::Unknown => {}
        }
    }
    faults
}

/// A subscriber saw 1, 2, 3…, each once, to the end of the log, and each event that is there.
fn subscriber(subscriber: usize, seen: &[(u64, u64)], log: &[Recorded]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (expected, event) in (1..).zip(log) {
        let index = usize::try_from(expected - 1).expect("a log of a test is short");
        let found = seen.get(index).copied();
        if found != Some((expected, event.element)) {
            let found = found.map(|(position, _)| position);
            faults.push(Fault::Misled { subscriber, expected, found });
        }
    }
    let beyond = seen.iter().skip(log.len()).map(|(position, _)| *position);
    let end = log.len() as u64 + 1;
    faults.extend(beyond.map(|found| Fault::Misled {
        subscriber,
        expected: end,
        found: Some(found),
    }));
    faults
}
