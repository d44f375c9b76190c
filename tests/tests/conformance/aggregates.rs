//! The face for cqrs-es: what its `EventStore` promises to an aggregate, on any log.
//!
//! The aggregate is the smallest that shows an event applied twice or not at all: a total.

use std::collections::HashMap;
use std::fmt;

use cqrs_es::event_sink::EventSink;
use cqrs_es::{
    Aggregate, AggregateContext as _, AggregateError, CqrsFramework, DomainEvent, EventEnvelope,
    EventStore,
};
use eventstore::cqrs::{Codec, CqrsStore};
use eventstore::{
    AppendRequest, Log, NewEvent, Position, RecordedEvent, StreamId, Write, canonical,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::given::{Logs, appended, at, child, event, everything, head, id, request, write};

conformance!(
    an_unknown_aggregate_is_the_default_and_has_no_events,
    what_is_committed_is_loaded_in_order_with_sequences_from_one,
    an_aggregate_is_its_events_applied_once,
    a_stale_context_is_a_conflict_and_writes_nothing,
    two_contexts_of_an_aggregate_that_does_not_exist_cannot_both_create_it,
    the_same_command_sent_twice_is_answered_with_the_first_events,
    a_commit_of_nothing_is_known_and_changes_nothing,
    metadata_comes_back_with_each_event,
    aggregates_do_not_see_each_other,
    a_framework_drives_an_aggregate_from_end_to_end,
    a_command_the_aggregate_refuses_writes_nothing,
    events_that_cannot_be_read_are_a_deserialization_error,
    what_the_codec_cannot_name_is_an_unexpected_error,
    what_the_log_refuses_is_an_unexpected_error,
);

/// A total of what was added.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Total(i64);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Added(i64);

/// The aggregate says no.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("a total is never negative")]
struct Negative;

impl DomainEvent for Added {
    fn event_type(&self) -> String {
        "added".into()
    }

    fn event_version(&self) -> String {
        "1".into()
    }
}

impl Aggregate for Total {
    const TYPE: &'static str = "total";
    type Command = Vec<i64>;
    type Event = Added;
    type Error = Negative;
    type Services = ();

    async fn handle(
        &mut self,
        amounts: Vec<i64>,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Negative> {
        for amount in amounts {
            if self.0 + amount < 0 {
                return Err(Negative);
            }
            sink.write(Added(amount), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, Added(amount): Added) {
        self.0 += amount;
    }
}

/// The command's number and its actor come in the metadata, as whoever is at the door puts them there.
#[derive(Debug, Clone, Copy)]
struct TotalCodec;

#[derive(Debug, thiserror::Error)]
#[error("not a total")]
struct NotATotal;

impl Codec<Total> for TotalCodec {
    type Error = NotATotal;

    fn stream(&self, aggregate_id: &str) -> Result<StreamId, NotATotal> {
        aggregate_id.parse().map_err(|_| NotATotal)
    }

    async fn decode(&self, recorded: &[RecordedEvent]) -> Result<Vec<Added>, NotATotal> {
        let added = |event: &RecordedEvent| {
            let value = canonical::parse(&event.payload).map_err(|_| NotATotal)?;
            value["amount"].as_i64().map(Added).ok_or(NotATotal)
        };
        recorded.iter().map(added).collect()
    }

    async fn request(
        &self,
        stream: &StreamId,
        expected: u32,
        events: &[Added],
        metadata: &HashMap<String, String>,
    ) -> Result<AppendRequest, NotATotal> {
        let command = metadata.get("command").and_then(|text| text.parse().ok());
        let events = events.iter().map(to_write).collect();
        let write = Write { stream: stream.clone(), expected, events };
        let mut request = request(command.ok_or(NotATotal)?, 0, vec![write]);
        request.actor = metadata.get("actor").cloned().unwrap_or(request.actor);
        Ok(request)
    }
}

fn to_write(Added(amount): &Added) -> NewEvent {
    event(json!({ "amount": amount }).to_string().as_bytes())
}

fn metadata(command: u128) -> HashMap<String, String> {
    HashMap::from([("command".into(), command.to_string())])
}

type Store<L> = CqrsStore<TotalCodec, L>;

fn store<L: Log>(log: &L) -> Store<L> {
    CqrsStore::new(log.clone(), TotalCodec)
}

fn framework<L: Log>(log: &L) -> CqrsFramework<Total, Store<L>> {
    CqrsFramework::new(store(log), vec![], ())
}

async fn load<L: Log>(log: &L, name: &str) -> Vec<(usize, i64)> {
    let loaded: Vec<EventEnvelope<Total>> = store(log).load_events(name).await.unwrap();
    loaded.iter().map(|envelope| (envelope.sequence, envelope.payload.0)).collect()
}

async fn total<L: Log>(log: &L, name: &str) -> i64 {
    let mut context = store(log).load_aggregate(name).await.unwrap();
    context.aggregate().0
}

/// Loads, and commits on what was loaded.
async fn commit<L: Log>(
    log: &L,
    name: &str,
    command: u128,
    amounts: &[i64],
) -> Result<Vec<EventEnvelope<Total>>, AggregateError<Negative>> {
    let store = store(log);
    let context = store.load_aggregate(name).await?;
    let events = amounts.iter().copied().map(Added).collect();
    store.commit(events, context, metadata(command)).await
}

fn seen(envelopes: &[EventEnvelope<Total>]) -> Vec<(usize, i64)> {
    envelopes.iter().map(|envelope| (envelope.sequence, envelope.payload.0)).collect()
}

async fn an_unknown_aggregate_is_the_default_and_has_no_events<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    assert_eq!((load(&log, &name).await, total(&log, &name).await), (vec![], 0));
    // Its context is of version 0: what is committed on it is the beginning of a stream.
    let committed = commit(&log, &name, 1, &[5]).await.unwrap();
    assert_eq!(seen(&committed), [(1, 5)]);
    assert_eq!(everything(&log).await[0].version, 1);
}

async fn what_is_committed_is_loaded_in_order_with_sequences_from_one<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    let first = commit(&log, &name, 1, &[3, 1, 2]).await.unwrap();
    let second = commit(&log, &name, 2, &[9, 8]).await.unwrap();
    assert_eq!(seen(&first), [(1, 3), (2, 1), (3, 2)]);
    assert_eq!(seen(&second), [(4, 9), (5, 8)]);
    assert_eq!(load(&log, &name).await, [seen(&first), seen(&second)].concat());
    assert!(first.iter().chain(&second).all(|envelope| envelope.aggregate_id == name));
}

/// The library's own stores apply events twice once a snapshot is in play; four times one more is then not four.
async fn an_aggregate_is_its_events_applied_once<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    let framework = framework(&log);
    for command in 1..=4 {
        framework.execute_with_metadata(&name, vec![1], metadata(command)).await.unwrap();
        assert_eq!(total(&log, &name).await, i64::try_from(command).unwrap());
    }
    assert_eq!(load(&log, &name).await, [(1, 1), (2, 1), (3, 1), (4, 1)]);
}

async fn a_stale_context_is_a_conflict_and_writes_nothing<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    commit(&log, &name, 1, &[5]).await.unwrap();
    let stale = store(&log).load_aggregate(&name).await.unwrap();
    commit(&log, &name, 2, &[7]).await.unwrap();
    let refused = store(&log).commit(vec![Added(1)], stale, metadata(3)).await.unwrap_err();
    assert!(matches!(refused, AggregateError::AggregateConflict), "{refused}");
    assert_eq!(load(&log, &name).await, [(1, 5), (2, 7)]);
    // The same command, decided again, is free to be written.
    assert_eq!(seen(&commit(&log, &name, 3, &[1]).await.unwrap()), [(3, 1)]);
}

async fn two_contexts_of_an_aggregate_that_does_not_exist_cannot_both_create_it<L: Log>(
    logs: Logs<L>,
) {
    let (store, name) = (store(&logs.simulated), child(1).to_string());
    let one = store.load_aggregate(&name).await.unwrap();
    let other = store.load_aggregate(&name).await.unwrap();
    store.commit(vec![Added(1)], one, metadata(1)).await.unwrap();
    let refused = store.commit(vec![Added(1)], other, metadata(2)).await.unwrap_err();
    assert!(matches!(refused, AggregateError::AggregateConflict), "{refused}");
    assert_eq!(load(&logs.simulated, &name).await, [(1, 1)]);
}

async fn the_same_command_sent_twice_is_answered_with_the_first_events<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    let first = commit(&log, &name, 1, &[5, 6]).await.unwrap();
    commit(&log, &name, 2, &[7]).await.unwrap();
    // Decided again, on what the log has become, the events differ: those of the first time are the answer.
    let again = commit(&log, &name, 1, &[50]).await.unwrap();
    assert_eq!(seen(&again), seen(&first));
    let metadata = |envelopes: &[EventEnvelope<Total>]| {
        envelopes.iter().map(|envelope| envelope.metadata.clone()).collect::<Vec<_>>()
    };
    assert_eq!(metadata(&again), metadata(&first));
    assert_eq!(load(&log, &name).await, [(1, 5), (2, 6), (3, 7)]);
}

async fn a_commit_of_nothing_is_known_and_changes_nothing<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    commit(&log, &name, 1, &[5]).await.unwrap();
    assert_eq!(seen(&commit(&log, &name, 2, &[]).await.unwrap()), []);
    assert!(log.command(id(2)).await.unwrap().is_some());
    assert_eq!(seen(&commit(&log, &name, 2, &[9]).await.unwrap()), []);
    assert_eq!(load(&log, &name).await, [(1, 5)]);
}

async fn metadata_comes_back_with_each_event<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    appended(&log, request(9, 0, vec![write(9, 0, 2)])).await;
    let context = store(&log).load_aggregate(&name).await.unwrap();
    let mut sent = metadata(1);
    sent.insert("actor".into(), "agent-0007".into());
    let events = vec![Added(1), Added(2)];
    let committed = store(&log).commit(events, context, sent).await.unwrap();
    let loaded: Vec<EventEnvelope<Total>> = store(&log).load_events(&name).await.unwrap();
    let recorded = log.read_from(Position::new(2), None, 9).await.unwrap();
    assert_eq!(recorded.len(), 2);
    assert_eq!((committed.len(), loaded.len()), (2, 2));
    for ((committed, loaded), recorded) in committed.iter().zip(&loaded).zip(&recorded) {
        assert_eq!(recorded.actor, "agent-0007");
        let expected = HashMap::from([
            ("position".to_owned(), recorded.position.to_string()),
            ("recorded_at".to_owned(), canonical::instant(recorded.recorded_at)),
            ("command_id".to_owned(), id(1).to_string()),
        ]);
        assert_eq!((&committed.metadata, &loaded.metadata), (&expected, &expected));
        assert!(at(0) < recorded.recorded_at);
    }
}

async fn aggregates_do_not_see_each_other<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let (one, other) = (child(1).to_string(), child(2).to_string());
    commit(&log, &one, 1, &[1]).await.unwrap();
    commit(&log, &other, 2, &[10]).await.unwrap();
    commit(&log, &one, 3, &[2]).await.unwrap();
    assert_eq!(load(&log, &one).await, [(1, 1), (2, 2)]);
    assert_eq!(load(&log, &other).await, [(1, 10)]);
    assert_eq!((total(&log, &one).await, total(&log, &other).await), (3, 10));
    assert_eq!(load(&logs.other, &one).await, []);
}

async fn a_framework_drives_an_aggregate_from_end_to_end<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    let framework = framework(&log);
    for (command, amounts) in [(1, vec![5]), (2, vec![7, -2]), (2, vec![7, -2]), (3, vec![])] {
        framework.execute_with_metadata(&name, amounts, metadata(command)).await.unwrap();
    }
    assert_eq!(load(&log, &name).await, [(1, 5), (2, 7), (3, -2)]);
    assert_eq!((total(&log, &name).await, head(&log).await), (10, 3));
}

async fn a_command_the_aggregate_refuses_writes_nothing<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    let framework = framework(&log);
    framework.execute_with_metadata(&name, vec![5], metadata(1)).await.unwrap();
    // Its first event was right: it goes with the others.
    let refused = framework.execute_with_metadata(&name, vec![1, -9], metadata(2)).await;
    assert!(matches!(refused, Err(AggregateError::UserError(Negative))), "{refused:?}");
    assert_eq!(load(&log, &name).await, [(1, 5)]);
    assert_eq!(log.command(id(2)).await.unwrap(), None);
}

async fn events_that_cannot_be_read_are_a_deserialization_error<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let name = child(1).to_string();
    appended(&log, request(9, 0, vec![write(1, 0, 1)])).await;
    let store: Store<L> = store(&log);
    let loaded = EventStore::<Total>::load_events(&store, &name).await.map(|_| ());
    let aggregate = EventStore::<Total>::load_aggregate(&store, &name).await.map(|_| ());
    for refused in [loaded, aggregate] {
        assert!(matches!(refused, Err(AggregateError::DeserializationError(_))), "{refused:?}");
    }
    let executed = framework(&log).execute_with_metadata(&name, vec![1], metadata(1)).await;
    assert!(matches!(executed, Err(AggregateError::DeserializationError(_))), "{executed:?}");
    assert_eq!(head(&log).await, 1);
}

async fn what_the_codec_cannot_name_is_an_unexpected_error<L: Log>(logs: Logs<L>) {
    let framework = framework(&logs.simulated);
    let name = child(1).to_string();
    let unnamed = framework.execute_with_metadata("nobody", vec![1], metadata(1)).await;
    unexpected(&unnamed);
    let without_a_command = framework.execute(&name, vec![1]).await;
    unexpected(&without_a_command);
    assert_eq!(head(&logs.simulated).await, 0);
}

async fn what_the_log_refuses_is_an_unexpected_error<L: Log>(logs: Logs<L>) {
    let name = child(1).to_string();
    let mut wrong = metadata(1);
    wrong.insert("actor".into(), String::new());
    let framework = framework(&logs.simulated);
    unexpected(&framework.execute_with_metadata(&name, vec![1], wrong).await);
    assert_eq!(head(&logs.simulated).await, 0);
}

fn unexpected<T: fmt::Debug>(outcome: &Result<T, AggregateError<Negative>>) {
    assert!(matches!(outcome, Err(AggregateError::UnexpectedError(_))), "{outcome:?}");
}
