//! The verdict: what becomes of each request of a batch, decided in memory while the log's lock is held.
//!
//! ```text
//! command known, same hash ───────▶ Duplicate   answered as the first time, writes nothing
//! command known, another hash ────▶ Invalid     writes nothing
//! its deadline has passed ────────▶ Expired     nobody waits for it: writes nothing
//! a stream is not at its version ─▶ Conflict    every such stream is listed, writes nothing
//! otherwise ──────────────────────▶ Appended    versions and positions assigned; the next request sees them
//! ```
//!
//! Invariants: pure; requests are judged in order of arrival and cutting a batch in two changes no verdict;
//! positions are contiguous; instants grow strictly with positions, one microsecond apart at least.
//!
//! A command that changed nothing (no event) is `Appended` at the head, with `first` = head + 1 and `last` = head: an
//! empty range. Its identifier is stored, so it too is answered once.
//!
//! Deliberately not here: SQL, and the rules that need no lock ([`crate::request`]).

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::envelope::{Position, StreamId};
pub use crate::request::{AppendRequest, Check, Invalid, Write};

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Its events are in the log.
    Appended {
        /// The position of its first event; just after `last` when it had none.
        first: Position,
        /// The position of its last event; the head when it had none.
        last: Position,
        /// When its last event was recorded.
        recorded_at: DateTime<Utc>,
        /// The version each written stream has now, in the request's order.
        versions: Vec<(StreamId, u32)>,
    },
    /// The same command was answered before: this is where its events are.
    Duplicate {
        /// As it was answered.
        first: Position,
        /// As it was answered.
        last: Position,
        /// As it was answered.
        recorded_at: DateTime<Utc>,
    },
    /// Streams have moved since the request was decided: it must be decided again.
    Conflict(Vec<StreamConflict>),
    /// The request can never be appended.
    Invalid(Invalid),
    /// Its deadline had passed when its turn came: nothing was written.
    Expired,
}

impl Verdict {
    /// The positions of the request's events and when the last was recorded, if they are in the log.
    pub fn written(&self) -> Option<(Position, Position, DateTime<Utc>)> {
        match self {
            Self::Appended { first, last, recorded_at, versions: _ }
            | Self::Duplicate { first, last, recorded_at } => Some((*first, *last, *recorded_at)),
            Self::Conflict(_) | Self::Invalid(_) | Self::Expired => None,
        }
    }
}

/// A request at its turn.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The request.
    pub request: &'a AppendRequest,
    /// Whether its deadline has passed. A late request that was written before is still answered as then.
    pub late: bool,
}

impl<'a> From<&'a AppendRequest> for Asked<'a> {
    fn from(request: &'a AppendRequest) -> Self {
        Self { request, late: false }
    }
}

/// A stream that is not at the version a request expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamConflict {
    /// The stream.
    pub stream: StreamId,
    /// The version the request was decided on.
    pub expected: u32,
    /// The version it has; 0 when it does not exist.
    pub actual: u32,
}

/// The last place of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The position of the last event; the origin when there is none.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Option<DateTime<Utc>>,
}

/// A stream as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamState {
    /// The kind it was created with.
    pub kind: String,
    /// Its version.
    pub version: u32,
}

/// A command as it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandRecord {
    /// The hash of the request.
    pub request_hash: [u8; 32],
    /// The position of its first event; just after `last` when it had none.
    pub first: Position,
    /// The position of its last event; the head of then when it had none.
    pub last: Position,
    /// When its last event was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What the lock's holder has read: enough to judge a batch, and updated by each verdict.
#[derive(Debug, Clone)]
pub struct LogState {
    /// The last place of the log.
    pub head: Head,
    /// The streams the batch names; an absent one does not exist.
    pub streams: HashMap<Uuid, StreamState>,
    /// The commands of the batch that were answered before.
    pub commands: HashMap<Uuid, CommandRecord>,
    /// The database's clock, read under the lock. Not used when a request gives its own instant.
    pub now: DateTime<Utc>,
}

/// Judges requests in order of arrival. Each must have passed [`crate::request::validate`].
pub fn judge(state: &mut LogState, requests: &[Asked<'_>]) -> Vec<Verdict> {
    requests.iter().map(|asked| judge_one(state, asked)).collect()
}

fn judge_one(state: &mut LogState, asked: &Asked<'_>) -> Verdict {
    let Asked { request, late } = *asked;
    if let Some(known) = state.commands.get(&request.command_id) {
        return judge_known(known, request);
    }
    if late {
        return Verdict::Expired;
    }
    if let Some(invalid) = known_under_another_kind(state, request) {
        return Verdict::Invalid(invalid);
    }
    let conflicts = conflicts(state, request);
    if conflicts.is_empty() { append(state, request) } else { Verdict::Conflict(conflicts) }
}

fn judge_known(known: &CommandRecord, request: &AppendRequest) -> Verdict {
    let CommandRecord { request_hash, first, last, recorded_at } = *known;
    if request_hash == request.request_hash {
        Verdict::Duplicate { first, last, recorded_at }
    } else {
        Verdict::Invalid(Invalid::CommandReused(request.command_id))
    }
}

fn known_under_another_kind(state: &LogState, request: &AppendRequest) -> Option<Invalid> {
    request.expectations().find_map(|(stream, _)| {
        let known = state.streams.get(&stream.id)?;
        (known.kind != stream.kind)
            .then(|| Invalid::StreamKind { stream: stream.clone(), recorded: known.kind.clone() })
    })
}

fn conflicts(state: &LogState, request: &AppendRequest) -> Vec<StreamConflict> {
    request
        .expectations()
        .filter_map(|(stream, expected)| {
            let actual = state.streams.get(&stream.id).map_or(0, |known| known.version);
            let conflict = || StreamConflict { stream: stream.clone(), expected, actual };
            (actual != expected).then(conflict)
        })
        .collect()
}

fn append(state: &mut LogState, request: &AppendRequest) -> Verdict {
    let count = request.events().count() as u64;
    let first = state.head.position.next();
    let last = Position::new(state.head.position.get() + count);
    let recorded_at = last_instant(state, request, count);
    let versions = advance_streams(state, request);
    if count > 0 {
        state.head = Head { position: last, recorded_at: Some(recorded_at) };
    }
    let request_hash = request.request_hash;
    let record = CommandRecord { request_hash, first, last, recorded_at };
    state.commands.insert(request.command_id, record);
    Verdict::Appended { first, last, recorded_at, versions }
}

/// The instant of the last of `count` events: the clock's (or the simulated one) for the first, but never before the
/// microsecond that follows the event before; then a microsecond each. With no event, nothing has to follow.
fn last_instant(state: &LogState, request: &AppendRequest, count: u64) -> DateTime<Utc> {
    let wanted = request.simulated_at.unwrap_or(state.now);
    let Some(previous) = state.head.recorded_at else { return wanted + after(count) };
    if count == 0 {
        return wanted.max(previous);
    }
    wanted.max(previous + TimeDelta::microseconds(1)) + after(count)
}

fn after(count: u64) -> TimeDelta {
    TimeDelta::microseconds(count.saturating_sub(1).cast_signed())
}

/// The instant of the event at `position`, in a request whose last event is at `last`.
pub(crate) fn instant_at(
    position: Position,
    last: Position,
    recorded_at: DateTime<Utc>,
) -> DateTime<Utc> {
    recorded_at - TimeDelta::microseconds((last.get() - position.get()).cast_signed())
}

fn advance_streams(state: &mut LogState, request: &AppendRequest) -> Vec<(StreamId, u32)> {
    let mut versions = Vec::with_capacity(request.writes.len());
    for write in request.writes.iter().filter(|write| !write.events.is_empty()) {
        let added = u32::try_from(write.events.len()).expect("a request's events are bounded");
        let version = write.expected + added;
        let kind = write.stream.kind.clone();
        state.streams.insert(write.stream.id, StreamState { kind, version });
        versions.push((write.stream.clone(), version));
    }
    versions
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::envelope::{NewEvent, When};

    fn event() -> NewEvent {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        NewEvent {
            event_id: Uuid::nil(),
            event_type: "fait".into(),
            schema_version: 1,
            survenu: When::day(day),
            connu_le: day,
            causation_id: None,
            payload: b"{}".to_vec(),
        }
    }

    fn stream(number: u8) -> StreamId {
        StreamId::new("enfant", Uuid::from_u128(number.into()))
    }

    fn at(micros: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(micros).unwrap()
    }

    fn request(command: u8, writes: &[(u8, u32, usize)], checks: &[(u8, u32)]) -> AppendRequest {
        AppendRequest {
            command_id: Uuid::from_u128(command.into()),
            request_hash: [0; 32],
            actor: "agent".into(),
            finalite: "protection".into(),
            correlation_id: None,
            simulated_at: None,
            writes: writes
                .iter()
                .map(|&(number, expected, count)| Write {
                    stream: stream(number),
                    expected,
                    events: vec![event(); count],
                })
                .collect(),
            checks: checks
                .iter()
                .map(|&(number, expected)| Check { stream: stream(number), expected })
                .collect(),
            erases: vec![],
        }
    }

    fn empty(now: i64) -> LogState {
        let (streams, commands) = Default::default();
        LogState { head: Head::default(), streams, commands, now: at(now) }
    }

    fn judge_all(state: &mut LogState, requests: &[AppendRequest]) -> Vec<Verdict> {
        judge(state, &requests.iter().map(Asked::from).collect::<Vec<_>>())
    }

    fn conflict(number: u8, expected: u32, actual: u32) -> StreamConflict {
        StreamConflict { stream: stream(number), expected, actual }
    }

    fn appended(first: u64, last: u64, micros: i64, versions: &[(u8, u32)]) -> Verdict {
        Verdict::Appended {
            first: Position::new(first),
            last: Position::new(last),
            recorded_at: at(micros),
            versions: versions.iter().map(|&(number, version)| (stream(number), version)).collect(),
        }
    }

    #[test]
    fn a_later_request_of_the_batch_sees_the_earlier_ones() {
        let verdicts = judge_all(
            &mut empty(100),
            &[
                request(1, &[(1, 0, 2), (2, 0, 1)], &[]),
                request(2, &[(1, 2, 1)], &[(2, 1)]),
                request(3, &[(1, 2, 1)], &[(2, 1)]),
            ],
        );
        let expected = [
            appended(1, 3, 102, &[(1, 2), (2, 1)]),
            appended(4, 4, 103, &[(1, 3)]),
            Verdict::Conflict(vec![conflict(1, 2, 3)]),
        ];
        assert_eq!(verdicts, expected);
    }

    #[test]
    fn every_stream_in_conflict_is_listed_and_none_is_written() {
        let mut state = empty(0);
        let verdicts =
            judge_all(&mut state, &[request(1, &[(1, 0, 1), (2, 1, 1)], &[(3, 4), (4, 0)])]);
        let listed = vec![conflict(2, 1, 0), conflict(3, 4, 0)];
        assert_eq!(verdicts, [Verdict::Conflict(listed)]);
        assert!(state.streams.is_empty() && state.commands.is_empty());
        assert_eq!(state.head, Head::default());
    }

    #[test]
    fn a_duplicate_wins_over_a_conflict_and_is_answered_as_the_first_time() {
        let again = request(1, &[(1, 0, 2)], &[]);
        let verdicts = judge_all(&mut empty(100), &[again.clone(), again]);
        let (first, last) = (Position::new(1), Position::new(2));
        assert_eq!(verdicts[1], Verdict::Duplicate { first, last, recorded_at: at(101) });
    }

    #[test]
    fn a_late_request_writes_nothing_unless_it_was_written_before() {
        let (written, late) = (request(1, &[(1, 0, 1)], &[]), request(2, &[(1, 1, 1)], &[]));
        let mut state = empty(100);
        let asked = [(&written, false), (&late, true), (&written, true)];
        let asked = asked.map(|(request, late)| Asked { request, late });
        let verdicts = judge(&mut state, &asked);
        assert_eq!(verdicts[1], Verdict::Expired);
        assert_eq!(verdicts[2].written(), verdicts[0].written());
        assert_eq!(state.streams[&stream(1).id].version, 1);
    }

    #[test]
    fn another_command_under_the_same_identifier_is_refused() {
        let mut other = request(1, &[(2, 0, 1)], &[]);
        other.request_hash = [1; 32];
        let verdicts = judge_all(&mut empty(0), &[request(1, &[(1, 0, 1)], &[]), other]);
        assert_eq!(verdicts[1], Verdict::Invalid(Invalid::CommandReused(Uuid::from_u128(1))));
    }

    #[test]
    fn a_command_that_changes_nothing_is_stored_at_the_head() {
        let nothing = request(2, &[(1, 1, 0)], &[]);
        let verdicts = judge_all(
            &mut empty(100),
            &[
                request(1, &[(1, 0, 1)], &[]),
                nothing.clone(),
                nothing,
                request(3, &[(1, 1, 1)], &[]),
            ],
        );
        let (first, last) = (Position::new(2), Position::new(1));
        assert_eq!(verdicts[1], appended(2, 1, 100, &[]));
        assert_eq!(verdicts[2], Verdict::Duplicate { first, last, recorded_at: at(100) });
        assert_eq!(verdicts[3], appended(2, 2, 101, &[(1, 2)]));
    }

    #[test]
    fn a_stream_keeps_the_kind_it_was_created_with() {
        let mut other = request(2, &[(1, 1, 1)], &[]);
        other.writes[0].stream.kind = "lieu".into();
        let named = other.writes[0].stream.clone();
        let verdicts = judge_all(&mut empty(0), &[request(1, &[(1, 0, 1)], &[]), other]);
        let invalid = Invalid::StreamKind { stream: named, recorded: "enfant".into() };
        assert_eq!(verdicts[1], Verdict::Invalid(invalid));
    }

    #[test]
    fn a_clock_that_goes_back_never_takes_the_log_with_it() {
        let mut state = empty(100);
        judge_all(&mut state, &[request(1, &[(1, 0, 1)], &[])]);
        state.now = at(50);
        let verdicts = judge_all(&mut state, &[request(2, &[(1, 1, 2)], &[])]);
        assert_eq!(verdicts, [appended(2, 3, 102, &[(1, 3)])]);
    }

    #[test]
    fn a_simulated_instant_is_taken_unless_the_log_is_already_past_it() {
        let mut requests = [request(1, &[(1, 0, 1)], &[]), request(2, &[(1, 1, 1)], &[])];
        for (request, micros) in requests.iter_mut().zip([500, 200]) {
            request.simulated_at = Some(at(micros));
        }
        let verdicts = judge_all(&mut empty(9_999), &requests);
        let expected = [appended(1, 1, 500, &[(1, 1)]), appended(2, 2, 501, &[(1, 2)])];
        assert_eq!(verdicts, expected);
    }

    /// The oracle: a log kept as a plain list, read from its beginning for every question, one request at a time.
    #[derive(Default)]
    struct Oracle {
        events: Vec<(StreamId, DateTime<Utc>)>,
        commands: Vec<(Uuid, CommandRecord)>,
    }

    impl Oracle {
        fn version(&self, stream: &StreamId) -> u32 {
            self.events.iter().filter(|(known, _)| known == stream).count() as u32
        }

        fn submit(&mut self, request: &AppendRequest, late: bool) -> Verdict {
            let known = self.commands.iter().find(|command| command.0 == request.command_id);
            if let Some(&(id, CommandRecord { request_hash, first, last, recorded_at })) = known {
                if request_hash != request.request_hash {
                    return Verdict::Invalid(Invalid::CommandReused(id));
                }
                return Verdict::Duplicate { first, last, recorded_at };
            }
            if late {
                return Verdict::Expired;
            }
            let mut conflicts = Vec::new();
            for (stream, expected) in request.expectations() {
                let actual = self.version(stream);
                if actual != expected {
                    conflicts.push(StreamConflict { stream: stream.clone(), expected, actual });
                }
            }
            if !conflicts.is_empty() {
                return Verdict::Conflict(conflicts);
            }
            let wanted = request.simulated_at.unwrap();
            let before = self.events.len() as u64;
            let mut versions = Vec::new();
            for write in &request.writes {
                for _ in &write.events {
                    let previous = self.events.last().map(|(_, at)| *at);
                    let floor = previous.map_or(wanted, |at| at + TimeDelta::microseconds(1));
                    self.events.push((write.stream.clone(), wanted.max(floor)));
                }
                if !write.events.is_empty() {
                    versions.push((write.stream.clone(), self.version(&write.stream)));
                }
            }
            let last_at = self.events.last().map_or(wanted, |(_, at)| *at);
            let nothing = self.events.len() as u64 == before;
            let recorded_at = if nothing { last_at.max(wanted) } else { last_at };
            let (first, last) =
                (Position::new(before + 1), Position::new(self.events.len() as u64));
            let request_hash = request.request_hash;
            let record = CommandRecord { request_hash, first, last, recorded_at };
            self.commands.push((request.command_id, record));
            Verdict::Appended { first, last, recorded_at, versions }
        }

        /// What a lock's holder would read.
        fn state(&self) -> LogState {
            let mut state = empty(0);
            state.head.position = Position::new(self.events.len() as u64);
            state.head.recorded_at = self.events.last().map(|(_, at)| *at);
            for (stream, _) in &self.events {
                let version = self.version(stream);
                let kind = stream.kind.clone();
                state.streams.insert(stream.id, StreamState { kind, version });
            }
            state.commands.extend(self.commands.iter().copied());
            state
        }
    }

    /// Few streams, small versions and few commands, so that conflicts, successes and duplicates all happen.
    fn any_request() -> impl Strategy<Value = AppendRequest> {
        let writes = prop::collection::btree_map(0_u8..3, (0_u32..4, 0_usize..3), 0..3);
        let checks = prop::collection::vec((0_u8..3, 0_u32..3), 0..2);
        (0_u8..24, 0_u8..2, writes, checks, 0_i64..60).prop_map(
            |(command, hash, writes, checks, micros)| {
                let writes: Vec<_> = writes
                    .into_iter()
                    .map(|(stream, (expected, count))| (stream, expected, count))
                    .collect();
                let mut request = request(command, &writes, &checks);
                request.request_hash = [hash; 32];
                request.simulated_at = Some(at(micros));
                request
            },
        )
    }

    /// Follows the versions more often than chance would, as real callers do.
    fn aim(oracle: &Oracle, request: &mut AppendRequest, hit: bool) {
        if hit {
            request
                .writes
                .iter_mut()
                .for_each(|write| write.expected = oracle.version(&write.stream));
            request
                .checks
                .iter_mut()
                .for_each(|check| check.expected = oracle.version(&check.stream));
        }
    }

    fn judge_asked(state: &mut LogState, requests: &[(AppendRequest, bool)]) -> Vec<Verdict> {
        let asked: Vec<Asked<'_>> =
            requests.iter().map(|(request, late)| Asked { request, late: *late }).collect();
        judge(state, &asked)
    }

    /// Every command was written at most once, every later answer to it is the first one, and what was written
    /// follows without a gap, up to the head.
    fn each_written_once(
        requests: &[(AppendRequest, bool)],
        verdicts: &[Verdict],
        head: Position,
    ) -> Result<(), TestCaseError> {
        let mut written = HashMap::new();
        let mut next = Position::ORIGIN.next();
        for ((request, _), verdict) in requests.iter().zip(verdicts) {
            match verdict {
                Verdict::Appended { first, last, recorded_at: _, versions: _ } => {
                    prop_assert_eq!((*first, last.next()), (next, next.max(last.next())));
                    next = last.next();
                    let before = written.insert(request.command_id, verdict.written());
                    prop_assert_eq!(before, None, "written twice");
                }
                Verdict::Duplicate { first: _, last: _, recorded_at: _ } => {
                    prop_assert_eq!(written.get(&request.command_id), Some(&verdict.written()));
                }
                Verdict::Conflict(_) | Verdict::Invalid(_) | Verdict::Expired => {}
            }
        }
        prop_assert_eq!(next, head.next());
        Ok(())
    }

    proptest! {
        #[test]
        fn a_batch_is_judged_as_its_requests_one_by_one_however_it_is_cut(
            requests in prop::collection::vec(
                (any_request(), any::<bool>(), any::<bool>(), prop::bool::weighted(0.15)),
                1..40,
            )
        ) {
            let mut oracle = Oracle::default();
            let mut state = oracle.state();
            let mut batch: Vec<(AppendRequest, bool)> = Vec::new();
            let mut expected = Vec::new();
            for (mut request, hit, cut, late) in requests {
                aim(&oracle, &mut request, hit);
                expected.push(oracle.submit(&request, late));
                batch.push((request, late));
                if cut {
                    prop_assert_eq!(&judge_asked(&mut state, &batch), &expected);
                    batch.clear();
                    expected.clear();
                    state = oracle.state();
                }
            }
            prop_assert_eq!(judge_asked(&mut state, &batch), expected);
            prop_assert_eq!(state.head, oracle.state().head);
            prop_assert_eq!(state.streams, oracle.state().streams);
            prop_assert!(oracle.events.windows(2).all(|pair| pair[0].1 < pair[1].1));
        }

        /// Clients each in their own order, interleaved at random; one whose answer was lost, or came too late, sends
        /// the same again. Whether the writer took it all as one batch or in pieces, the verdicts are the same.
        #[test]
        fn however_clients_interleave_and_repeat_themselves_each_command_is_written_once(
            clients in prop::collection::vec(prop::collection::vec(any_request(), 1..10), 2..6),
            turns in prop::collection::vec(
                (any::<prop::sample::Index>(), any::<[bool; 3]>(), prop::bool::weighted(0.2)),
                1..60,
            )
        ) {
            let mut oracle = Oracle::default();
            let mut to_send: Vec<_> = clients.into_iter().map(Vec::into_iter).collect();
            let mut last_sent: Vec<Option<AppendRequest>> = vec![None; to_send.len()];
            let (mut sent, mut expected, mut cuts) = (Vec::new(), Vec::new(), vec![0]);
            for (client, [again, hit, cut], late) in turns {
                let client = client.index(to_send.len());
                let repeated = last_sent[client].clone().filter(|_| again);
                let Some(request) = repeated.or_else(|| {
                    let mut request = to_send[client].next()?;
                    aim(&oracle, &mut request, hit);
                    Some(request)
                }) else { continue };
                last_sent[client] = Some(request.clone());
                expected.push(oracle.submit(&request, late));
                sent.push((request, late));
                if cut {
                    cuts.push(sent.len());
                }
            }
            cuts.push(sent.len());
            let mut merged = empty(0);
            prop_assert_eq!(&judge_asked(&mut merged, &sent), &expected);
            let mut in_pieces = empty(0);
            for piece in cuts.windows(2) {
                let verdicts = judge_asked(&mut in_pieces, &sent[piece[0]..piece[1]]);
                prop_assert_eq!(verdicts, &expected[piece[0]..piece[1]]);
            }
            prop_assert_eq!((merged.head, &merged.streams), (in_pieces.head, &in_pieces.streams));
            each_written_once(&sent, &expected, merged.head.position)?;
        }
    }
}
