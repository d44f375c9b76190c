//! Who follows a log: every event once and in order from any position, what follows live, and a sign of life.

use std::time::Duration;

use eventstore::{Failure, Log, Pace, Position, RecordedEvent, Signal, Signals};
use futures::StreamExt as _;

use crate::given::{Logs, appended, everything, head, id, positions, request, write};

conformance!(
    a_subscriber_sees_every_event_once_in_order_then_is_told_it_caught_up,
    a_subscriber_starts_from_any_position,
    a_subscriber_of_an_empty_log_has_caught_up_at_once,
    what_comes_after_is_seen_live,
    what_comes_while_catching_up_is_neither_lost_nor_doubled,
    pages_are_no_larger_than_asked_for,
    a_quiet_log_gives_a_sign_of_life_with_its_head,
    nothing_is_told_of_what_was_refused,
    a_position_beyond_the_head_is_a_gap,
    subscribers_do_not_share_their_place,
);

/// Far above what anything here takes: a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// No heartbeat in the way of a test, and no poll to help it: what is told live is told by the log.
const SILENT: Pace = Pace { poll: PATIENCE, heartbeat: PATIENCE, page: 1_000 };

async fn next(signals: &mut Signals) -> Result<Signal, Failure> {
    let signal = tokio::time::timeout(PATIENCE, signals.next()).await;
    signal.expect("a signal in time").expect("a subscription has no end")
}

/// Adds a page to what was seen: it is never empty, and begins where the last one ended.
fn turn(seen: &mut Vec<RecordedEvent>, mut page: Vec<RecordedEvent>) {
    let expected = seen.last().map_or(page[0].position, |last| last.position.next());
    assert_eq!(page[0].position, expected);
    seen.append(&mut page);
}

/// What is told until the subscriber has caught up, and where it then stands.
async fn caught_up(signals: &mut Signals) -> (Vec<RecordedEvent>, u64) {
    let mut seen = Vec::new();
    loop {
        match next(signals).await.unwrap() {
            Signal::Events(events) => turn(&mut seen, events),
            Signal::CaughtUp(position) => return (seen, position.get()),
            Signal::Heartbeat(_) => {}
        }
    }
}

/// That many live events at least.
async fn live(signals: &mut Signals, count: usize) -> Vec<RecordedEvent> {
    let mut seen = Vec::new();
    while seen.len() < count {
        match next(signals).await.unwrap() {
            Signal::Events(events) => turn(&mut seen, events),
            Signal::CaughtUp(position) => panic!("caught up twice, at {position}"),
            Signal::Heartbeat(_) => {}
        }
    }
    seen
}

async fn given_events<L: Log>(log: &L, requests: u128) {
    for command in 0..requests {
        appended(log, request(command, 0, vec![write(command, 0, 3)])).await;
    }
}

async fn a_subscriber_sees_every_event_once_in_order_then_is_told_it_caught_up<L: Log>(
    logs: Logs<L>,
) {
    let log = logs.simulated;
    given_events(&log, 7).await;
    let (seen, at) = caught_up(&mut log.subscribe(Position::ORIGIN)).await;
    assert_eq!((seen, at), (everything(&log).await, 21));
}

async fn a_subscriber_starts_from_any_position<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    given_events(&log, 3).await;
    for after in 0..=9 {
        let (seen, at) = caught_up(&mut log.subscribe(Position::new(after))).await;
        assert_eq!((positions(&seen), at), ((after + 1..=9).collect(), 9));
    }
}

async fn a_subscriber_of_an_empty_log_has_caught_up_at_once<L: Log>(logs: Logs<L>) {
    let mut signals = logs.simulated.subscribe(Position::ORIGIN);
    assert_eq!(next(&mut signals).await.unwrap(), Signal::CaughtUp(Position::ORIGIN));
}

async fn what_comes_after_is_seen_live<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let mut signals = log.subscribe_at(SILENT, Position::ORIGIN);
    caught_up(&mut signals).await;
    for command in 0..4 {
        let (first, last) = appended(&log, request(command, 0, vec![write(command, 0, 2)])).await;
        let seen = live(&mut signals, 2).await;
        assert_eq!(positions(&seen), [first, last]);
    }
}

async fn what_comes_while_catching_up_is_neither_lost_nor_doubled<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    given_events(&log, 4).await;
    let mut signals = log.subscribe_at(Pace { page: 2, ..SILENT }, Position::ORIGIN);
    let Signal::Events(mut seen) = next(&mut signals).await.unwrap() else {
        panic!("events were expected first")
    };
    for command in 100..103 {
        appended(&log, request(command, 0, vec![write(command, 0, 3)])).await;
    }
    let (mut more, at) = caught_up(&mut signals).await;
    seen.append(&mut more);
    // Live or not, as it comes; but not before what was there at the beginning.
    assert!(12 <= at);
    seen.append(&mut live(&mut signals, 21 - seen.len()).await);
    assert_eq!(seen, everything(&log).await);
}

async fn pages_are_no_larger_than_asked_for<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    given_events(&log, 3).await;
    for (asked, largest) in [(0, 1), (1, 1), (4, 4), (99, 9)] {
        let mut signals = log.subscribe_at(Pace { page: asked, ..SILENT }, Position::ORIGIN);
        let (mut seen, mut sizes) = (Vec::new(), Vec::new());
        while let Signal::Events(events) = next(&mut signals).await.unwrap() {
            sizes.push(events.len());
            turn(&mut seen, events);
        }
        assert_eq!((sizes.iter().max(), sizes.iter().sum()), (Some(&largest), 9), "{asked}");
    }
}

async fn a_quiet_log_gives_a_sign_of_life_with_its_head<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let pace = Pace { heartbeat: Duration::from_millis(20), ..Pace::default() };
    let mut signals = log.subscribe_at(pace, Position::ORIGIN);
    assert_eq!(next(&mut signals).await.unwrap(), Signal::CaughtUp(Position::ORIGIN));
    assert_eq!(next(&mut signals).await.unwrap(), Signal::Heartbeat(Position::ORIGIN));
    given_events(&log, 2).await;
    let seen = live(&mut signals, 6).await;
    assert_eq!(positions(&seen), [1, 2, 3, 4, 5, 6]);
    for _ in 0..2 {
        assert_eq!(next(&mut signals).await.unwrap(), Signal::Heartbeat(Position::new(6)));
    }
}

async fn nothing_is_told_of_what_was_refused<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let mut signals = log.subscribe_at(SILENT, Position::ORIGIN);
    caught_up(&mut signals).await;
    let stale = request(1, 0, vec![write(1, 5, 2)]);
    let mut invalid = request(2, 0, vec![write(1, 0, 2)]);
    invalid.actor = String::new();
    let nothing = request(3, 0, vec![]);
    log.append_all(vec![stale, invalid, nothing]).await.unwrap();
    appended(&log, request(4, 0, vec![write(2, 0, 1)])).await;
    let seen = live(&mut signals, 1).await;
    assert_eq!((positions(&seen), seen[0].stream.id), (vec![1], id(2)));
}

async fn a_position_beyond_the_head_is_a_gap<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    given_events(&log, 1).await;
    let mut signals = log.subscribe(Position::new(head(&log).await + 2));
    let gap = next(&mut signals).await.unwrap_err();
    let Failure::Gap { place, expected, found } = gap else { panic!("{gap}") };
    assert_eq!((&*place, expected, found), (log.name(), 5, 3));
    let end = tokio::time::timeout(PATIENCE, signals.next()).await.unwrap();
    assert!(end.is_none());
}

async fn subscribers_do_not_share_their_place<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    given_events(&log, 2).await;
    let mut all = log.subscribe_at(SILENT, Position::ORIGIN);
    let mut some = log.subscribe_at(SILENT, Position::new(4));
    assert_eq!(positions(&caught_up(&mut all).await.0), [1, 2, 3, 4, 5, 6]);
    drop(all);
    assert_eq!(positions(&caught_up(&mut some).await.0), [5, 6]);
    appended(&log, request(50, 0, vec![write(50, 0, 1)])).await;
    assert_eq!(positions(&live(&mut some, 1).await), [7]);
    let mut other = logs.other.subscribe(Position::ORIGIN);
    assert_eq!(caught_up(&mut other).await, (vec![], 0));
}
