//! What is read: by position, by stream, by command, and as of an instant.

use chrono::{DateTime, TimeDelta, Utc};
use eventstore::{Head, Log, Position};

use crate::given::{Logs, appended, at, everything, id, positions, request, write};

conformance!(
    an_empty_log_has_nothing_and_is_at_its_origin,
    reading_by_position_keeps_to_its_bounds,
    reading_by_stream_is_in_the_order_of_streams_then_versions,
    streams_are_read_up_to_a_position,
    a_stream_asked_for_twice_is_read_once,
    the_head_is_the_last_event,
    versions_are_those_of_the_streams_that_exist,
    commands_are_found_one_by_one_and_together,
    an_instant_is_rounded_down_to_the_end_of_the_request_it_falls_in,
    a_position_is_rounded_down_to_the_end_of_the_request_it_falls_in,
    no_instant_is_too_far_to_be_asked_about,
    what_is_recorded_later_changes_nothing_that_was_read,
);

async fn an_empty_log_has_nothing_and_is_at_its_origin<L: Log>(logs: Logs<L>) {
    for log in [logs.simulated, logs.clocked] {
        assert_eq!(everything(&log).await, []);
        assert_eq!(log.read_streams(&[id(1)], None).await.unwrap(), []);
        assert_eq!(log.head().await.unwrap(), Head::default());
        assert_eq!(log.command(id(1)).await.unwrap(), None);
        assert_eq!(log.commands(&[id(1)]).await.unwrap(), [].into());
        assert_eq!(log.versions(&[id(1)]).await.unwrap(), [].into());
        assert_eq!(log.position_at(at(0)).await.unwrap(), Position::ORIGIN);
        assert_eq!(log.request_end(Position::new(7)).await.unwrap(), Position::ORIGIN);
        assert_eq!(log.first_recorded_at().await.unwrap(), None);
    }
}

async fn reading_by_position_keeps_to_its_bounds<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 6)])).await;
    let far = u64::MAX;
    for (after, up_to, limit, expected) in [
        (0, None, 2, &[1, 2][..]),
        (0, None, usize::MAX, &[1, 2, 3, 4, 5, 6]),
        (2, Some(4), 99, &[3, 4]),
        (2, Some(far), 99, &[3, 4, 5, 6]),
        (4, None, 1, &[5]),
        (5, Some(6), 1, &[6]),
        (6, None, 99, &[]),
        (far, None, 99, &[]),
        (3, Some(3), 99, &[]),
        (4, Some(2), 99, &[]),
        (0, Some(0), 99, &[]),
        (0, None, 0, &[]),
    ] {
        let bound = up_to.map(Position::new);
        let events = log.read_from(Position::new(after), bound, limit).await.unwrap();
        assert_eq!(positions(&events), expected, "after {after} up to {up_to:?} at most {limit}");
    }
}

async fn reading_by_stream_is_in_the_order_of_streams_then_versions<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    // Identifiers whose order as bytes is that of no other reading.
    let (low, high) = (0x00ff << 112, 0xff00 << 112);
    appended(&log, request(1, 0, vec![write(high, 0, 1), write(low, 0, 1), write(3, 0, 1)])).await;
    appended(&log, request(2, 1, vec![write(low, 1, 2)])).await;
    let streams = log.read_streams(&[id(high), id(9), id(low)], None).await.unwrap();
    let seen: Vec<_> = streams.iter().map(|event| (event.stream.id, event.version)).collect();
    assert_eq!(seen, [(id(low), 1), (id(low), 2), (id(low), 3), (id(high), 1)]);
    assert_eq!(positions(&streams), [2, 4, 5, 1]);
    assert_eq!(log.read_streams(&[], None).await.unwrap(), []);
}

async fn streams_are_read_up_to_a_position<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 1), write(2, 0, 3)])).await;
    for (up_to, expected) in [(0, &[][..]), (1, &[1]), (3, &[1, 2, 3]), (99, &[1, 2, 3, 4])] {
        let bound = Some(Position::new(up_to));
        let events = log.read_streams(&[id(2), id(1)], bound).await.unwrap();
        assert_eq!(positions(&events), expected, "{up_to}");
    }
    let bound = Some(Position::new(u64::MAX));
    assert_eq!(log.read_streams(&[id(2)], bound).await.unwrap().len(), 3);
}

async fn a_stream_asked_for_twice_is_read_once<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 2)])).await;
    assert_eq!(log.read_streams(&[id(1), id(1)], None).await.unwrap().len(), 2);
    assert_eq!(log.versions(&[id(1), id(1)]).await.unwrap(), [(id(1), 2)].into());
    assert_eq!(log.commands(&[id(1), id(1)]).await.unwrap().len(), 1);
}

async fn the_head_is_the_last_event<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    for (command, count) in [(1, 2), (2, 3)] {
        appended(&log, request(command, 0, vec![write(command, 0, count)])).await;
        let events = everything(&log).await;
        let last = events.last().unwrap();
        let expected = Head { position: last.position, recorded_at: Some(last.recorded_at) };
        assert_eq!(log.head().await.unwrap(), expected);
    }
    let first = everything(&log).await[0].recorded_at;
    assert_eq!(log.first_recorded_at().await.unwrap(), Some(first));
}

async fn versions_are_those_of_the_streams_that_exist<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 2), write(2, 0, 1), write(4, 0, 0)])).await;
    appended(&log, request(2, 1, vec![write(2, 1, 3)])).await;
    let versions = log.versions(&[id(1), id(2), id(3), id(4)]).await.unwrap();
    assert_eq!(versions, [(id(1), 2), (id(2), 4)].into());
    assert_eq!(log.versions(&[]).await.unwrap(), [].into());
}

async fn commands_are_found_one_by_one_and_together<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let mut sent = request(1, 0, vec![write(1, 0, 2)]);
    sent.request_hash = std::array::from_fn(|byte| byte as u8);
    appended(&log, sent.clone()).await;
    appended(&log, request(2, 5, vec![write(2, 0, 1)])).await;

    let found = log.commands(&[id(2), id(3), id(1)]).await.unwrap();
    assert_eq!(found.len(), 2);
    let record = found[&id(1)];
    assert_eq!(record.request_hash, sent.request_hash);
    assert_eq!((record.first.get(), record.last.get()), (1, 2));
    assert_eq!(record.recorded_at, at(0) + TimeDelta::microseconds(1));
    for number in 1..=3 {
        let alone = log.command(id(number)).await.unwrap();
        assert_eq!(alone.as_ref(), found.get(&id(number)));
    }
}

/// Three requests of 3, 1 and 4 events, ten seconds apart, and one that changed nothing between the last two.
async fn given_requests<L: Log>(log: &L) {
    for (command, count, version) in [(1, 3, 0), (2, 1, 3), (4, 4, 4)] {
        let seconds = [0, 10, 20, 25, 30][command as usize];
        appended(log, request(command, seconds, vec![write(1, version, count)])).await;
        if command == 2 {
            appended(log, request(3, 25, vec![])).await;
        }
    }
}

async fn an_instant_is_rounded_down_to_the_end_of_the_request_it_falls_in<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    given_requests(&log).await;
    let micros = TimeDelta::microseconds;
    for (instant, position) in [
        (at(10) - micros(1), 0),
        (at(10), 0),
        (at(10) + micros(1), 0),
        (at(10) + micros(2) - TimeDelta::nanoseconds(1), 0),
        (at(10) + micros(2), 3),
        (at(10) + micros(2) + TimeDelta::nanoseconds(1), 3),
        (at(20) - micros(1), 3),
        (at(20), 4),
        (at(25), 4),
        (at(30) + micros(2), 4),
        (at(30) + micros(3), 8),
        (at(9_999), 8),
    ] {
        let found = log.position_at(instant).await.unwrap();
        assert_eq!(found.get(), position, "{instant}");
    }
    assert_eq!(log.first_recorded_at().await.unwrap(), Some(at(10)));
    let expected = Head { position: Position::new(8), recorded_at: Some(at(30) + micros(3)) };
    assert_eq!(log.head().await.unwrap(), expected);
}

async fn a_position_is_rounded_down_to_the_end_of_the_request_it_falls_in<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    given_requests(&log).await;
    let far = u64::MAX;
    for (position, end) in
        [(0, 0), (1, 0), (2, 0), (3, 3), (4, 4), (5, 4), (7, 4), (8, 8), (99, 8), (far, 8)]
    {
        let found = log.request_end(Position::new(position)).await.unwrap();
        assert_eq!(found.get(), end, "{position}");
    }
}

/// Nor too fine: what is below the microsecond is dropped, on either side of any epoch.
async fn no_instant_is_too_far_to_be_asked_about<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let long_ago: DateTime<Utc> = "1962-01-01T00:00:00.000005Z".parse().unwrap();
    let mut first = request(1, 0, vec![write(1, 0, 1)]);
    first.simulated_at = Some(long_ago);
    appended(&log, first).await;
    appended(&log, request(2, 0, vec![write(1, 1, 1)])).await;
    for (instant, position) in [
        (DateTime::<Utc>::MIN_UTC, 0),
        (long_ago - TimeDelta::nanoseconds(1), 0),
        (long_ago, 1),
        (long_ago + TimeDelta::nanoseconds(1), 1),
        (DateTime::<Utc>::MAX_UTC, 2),
    ] {
        let found = log.position_at(instant).await.unwrap();
        assert_eq!(found.get(), position, "{instant}");
    }
}

async fn what_is_recorded_later_changes_nothing_that_was_read<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 2), write(2, 0, 2)])).await;
    let head = log.head().await.unwrap().position;
    let before = everything(&log).await;
    let streams = log.read_streams(&[id(1), id(2)], Some(head)).await.unwrap();
    appended(&log, request(2, 0, vec![write(1, 2, 2), write(3, 0, 1)])).await;
    let after = log.read_from(Position::ORIGIN, Some(head), usize::MAX).await.unwrap();
    assert_eq!(after, before);
    assert_eq!(log.read_streams(&[id(1), id(2)], Some(head)).await.unwrap(), streams);
}
