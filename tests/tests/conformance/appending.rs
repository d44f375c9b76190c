//! What is appended: order, wholeness, versions, and a command that is answered once whatever happens.

use chrono::TimeDelta;
use eventstore::{Invalid, Log, Position, RecordedEvent, Verdict, When, leaf};

use crate::given::{
    Logs, appended, at, check, child, conflict, day, everything, head, id, positions, range,
    request, write,
};

conformance!(
    positions_and_versions_follow_each_other_from_one,
    a_request_over_several_streams_is_appended_whole_or_not_at_all,
    a_later_request_of_a_submission_sees_the_earlier_ones,
    a_submission_of_nothing_is_answered_with_nothing,
    every_stream_in_conflict_is_listed_in_the_order_of_the_request,
    a_check_is_of_a_stream_that_must_not_have_moved,
    a_write_without_events_is_a_check,
    a_command_sent_twice_is_answered_twice_and_recorded_once,
    a_command_sent_twice_in_one_submission_is_recorded_once,
    a_duplicate_wins_over_a_conflict,
    a_refused_command_may_be_sent_again_under_its_identifier,
    a_command_that_changed_nothing_is_known_at_the_head,
    a_command_that_changed_nothing_is_known_in_an_empty_log,
    an_event_comes_back_with_its_whole_envelope,
    leaves_are_those_anyone_computes_again,
    a_log_knows_nothing_of_another,
    clones_are_the_same_log,
);

async fn positions_and_versions_follow_each_other_from_one<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    assert_eq!(appended(&log, request(1, 0, vec![write(1, 0, 2)])).await, (1, 2));
    assert_eq!(appended(&log, request(2, 1, vec![write(2, 0, 1), write(1, 2, 3)])).await, (3, 6));
    assert_eq!(appended(&log, request(3, 2, vec![write(2, 1, 1)])).await, (7, 7));

    let events = everything(&log).await;
    assert_eq!(positions(&events), (1..=7).collect::<Vec<_>>());
    let places: Vec<_> = events.iter().map(|event| (event.stream.id, event.version)).collect();
    let (one, two) = (id(1), id(2));
    assert_eq!(places, [(one, 1), (one, 2), (two, 1), (one, 3), (one, 4), (one, 5), (two, 2)]);
    assert!(events.windows(2).all(|pair| pair[0].recorded_at < pair[1].recorded_at));
}

async fn a_request_over_several_streams_is_appended_whole_or_not_at_all<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let first = request(1, 0, vec![write(1, 0, 1), write(2, 0, 3)]);
    let mut stale = request(2, 1, vec![write(1, 1, 1), write(2, 2, 1), write(3, 0, 1)]);
    stale.checks = vec![check(4, 7)];
    let verdicts = log.append_all(vec![first, stale]).await.unwrap();

    let (first, last) = (Position::new(1), Position::new(4));
    let recorded_at = at(0) + TimeDelta::microseconds(3);
    let versions = vec![(child(1), 1), (child(2), 3)];
    assert_eq!(verdicts[0], Verdict::Appended { first, last, recorded_at, versions });
    assert_eq!(verdicts[1], Verdict::Conflict(vec![conflict(2, 2, 3), conflict(4, 7, 0)]));
    assert_eq!(everything(&log).await.len(), 4);
    assert_eq!(log.command(id(2)).await.unwrap(), None);
    assert_eq!(log.versions(&[id(1), id(3)]).await.unwrap(), [(id(1), 1)].into());
}

async fn a_later_request_of_a_submission_sees_the_earlier_ones<L: Log>(logs: Logs<L>) {
    let requests = vec![
        request(1, 0, vec![write(1, 0, 2)]),
        request(2, 0, vec![write(1, 2, 1)]),
        request(3, 0, vec![write(1, 2, 1)]),
        request(4, 0, vec![write(1, 3, 1)]),
    ];
    let verdicts = logs.simulated.append_all(requests).await.unwrap();
    assert_eq!((range(&verdicts[0]), range(&verdicts[1])), ((1, 2), (3, 3)));
    assert_eq!(verdicts[2], Verdict::Conflict(vec![conflict(1, 2, 3)]));
    assert_eq!(range(&verdicts[3]), (4, 4));
}

async fn a_submission_of_nothing_is_answered_with_nothing<L: Log>(logs: Logs<L>) {
    assert_eq!(logs.simulated.append_all(vec![]).await.unwrap(), []);
    assert_eq!(head(&logs.simulated).await, 0);
}

async fn every_stream_in_conflict_is_listed_in_the_order_of_the_request<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 2), write(2, 0, 1)])).await;
    let mut stale = request(2, 1, vec![write(2, 0, 1), write(3, 5, 1), write(1, 2, 1)]);
    stale.checks = vec![check(1, 9), check(4, 1), check(2, 1)];
    let verdict = log.append(stale).await.unwrap();
    let listed = vec![conflict(2, 0, 1), conflict(3, 5, 0), conflict(1, 9, 2), conflict(4, 1, 0)];
    assert_eq!(verdict, Verdict::Conflict(listed));
}

async fn a_check_is_of_a_stream_that_must_not_have_moved<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 2)])).await;
    let mut checked = request(2, 1, vec![write(2, 0, 1)]);
    checked.checks = vec![check(1, 2), check(3, 0)];
    assert_eq!(appended(&log, checked).await, (3, 3));

    let mut moved = request(3, 2, vec![write(2, 1, 1)]);
    moved.checks = vec![check(1, 1), check(3, 0)];
    let verdict = log.append(moved).await.unwrap();
    assert_eq!(verdict, Verdict::Conflict(vec![conflict(1, 1, 2)]));
    let versions = log.versions(&[id(1), id(2), id(3)]).await.unwrap();
    assert_eq!(versions, [(id(1), 2), (id(2), 1)].into());
}

async fn a_write_without_events_is_a_check<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 1)])).await;
    let kept = request(2, 1, vec![write(1, 1, 0), write(2, 0, 1)]);
    let verdict = log.append(kept).await.unwrap();
    let Verdict::Appended { first: _, last: _, recorded_at: _, versions } = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(versions, [(child(2), 1)]);
    let stale = request(3, 2, vec![write(1, 0, 0), write(2, 1, 1)]);
    let verdict = log.append(stale).await.unwrap();
    assert_eq!(verdict, Verdict::Conflict(vec![conflict(1, 0, 1)]));
}

async fn a_command_sent_twice_is_answered_twice_and_recorded_once<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let (first, last) = appended(&log, request(1, 0, vec![write(1, 0, 2)])).await;
    appended(&log, request(2, 1, vec![write(1, 2, 1)])).await;
    let again = log.append(request(1, 9, vec![write(1, 0, 2)])).await.unwrap();

    let (first, last) = (Position::new(first), Position::new(last));
    let recorded_at = at(0) + TimeDelta::microseconds(1);
    assert_eq!(again, Verdict::Duplicate { first, last, recorded_at });
    assert_eq!(everything(&log).await.len(), 3);

    let mut other = request(1, 9, vec![write(1, 3, 1)]);
    other.request_hash = [2; 32];
    let verdict = log.append(other).await.unwrap();
    assert_eq!(verdict, Verdict::Invalid(Invalid::CommandReused(id(1))));
    assert_eq!(everything(&log).await.len(), 3);
}

async fn a_command_sent_twice_in_one_submission_is_recorded_once<L: Log>(logs: Logs<L>) {
    let sent = request(1, 0, vec![write(1, 0, 2)]);
    let mut other = sent.clone();
    other.request_hash = [2; 32];
    let verdicts = logs.simulated.append_all(vec![sent.clone(), sent, other]).await.unwrap();
    let (first, last) = (Position::new(1), Position::new(2));
    let recorded_at = at(0) + TimeDelta::microseconds(1);
    assert_eq!(verdicts[1], Verdict::Duplicate { first, last, recorded_at });
    assert_eq!(verdicts[2], Verdict::Invalid(Invalid::CommandReused(id(1))));
    assert_eq!(head(&logs.simulated).await, 2);
}

/// Of its version and of the kind of its stream: what was answered is not judged again.
async fn a_duplicate_wins_over_a_conflict<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 1)])).await;
    let mut again = request(1, 0, vec![write(1, 7, 1)]);
    again.checks = vec![check(2, 9)];
    let verdict = log.append(again.clone()).await.unwrap();
    assert_eq!(range(&verdict), (1, 1));
    again.writes[0].stream.kind = "lieu".into();
    assert_eq!(log.append(again).await.unwrap(), verdict);
    assert_eq!(head(&log).await, 1);
}

async fn a_refused_command_may_be_sent_again_under_its_identifier<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let stale = log.append(request(1, 0, vec![write(1, 3, 1)])).await.unwrap();
    assert_eq!(stale, Verdict::Conflict(vec![conflict(1, 3, 0)]));
    let mut invalid = request(1, 0, vec![write(1, 0, 1)]);
    invalid.actor = String::new();
    let refused = log.append(invalid).await.unwrap();
    assert_eq!(refused, Verdict::Invalid(Invalid::Text));
    assert_eq!(appended(&log, request(1, 0, vec![write(1, 0, 1)])).await, (1, 1));
}

async fn a_command_that_changed_nothing_is_known_at_the_head<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 2)])).await;
    assert_eq!(appended(&log, request(2, 5, vec![write(1, 2, 0)])).await, (3, 2));
    let record = log.command(id(2)).await.unwrap().unwrap();
    assert_eq!((record.first.get(), record.last.get(), record.recorded_at), (3, 2, at(5)));
    let again = log.append(request(2, 5, vec![write(1, 2, 0)])).await.unwrap();
    let (first, last) = (Position::new(3), Position::new(2));
    assert_eq!(again, Verdict::Duplicate { first, last, recorded_at: at(5) });
    assert_eq!(log.head().await.unwrap().recorded_at, Some(at(0) + TimeDelta::microseconds(1)));
    assert_eq!(appended(&log, request(3, 6, vec![write(1, 2, 1)])).await, (3, 3));
}

async fn a_command_that_changed_nothing_is_known_in_an_empty_log<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    assert_eq!(appended(&log, request(1, 5, vec![])).await, (1, 0));
    let record = log.command(id(1)).await.unwrap().unwrap();
    assert_eq!((record.first.get(), record.last.get(), record.recorded_at), (1, 0, at(5)));
    assert_eq!(log.head().await.unwrap(), eventstore::Head::default());
    assert_eq!(log.first_recorded_at().await.unwrap(), None);
}

async fn an_event_comes_back_with_its_whole_envelope<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let mut sent = request(1, 7, vec![write(1, 0, 1)]);
    sent.correlation_id = Some(id(0xc0));
    (sent.actor, sent.finalite) = ("agent « é » 🜂".into(), "mission\u{1}".into());
    let mut event = sent.writes[0].events[0].clone();
    event.causation_id = Some(id(0xca));
    event.schema_version = 3;
    event.payload = r#"{"a":"é\u0001🜂","b":[1,{"c":true}]}"#.into();
    let a = at(3) + TimeDelta::microseconds(123_456);
    event.survenu = When::instant(day(), a);
    event.connu_le = day().succ_opt().unwrap();
    sent.writes[0].events = vec![event.clone()];
    appended(&log, sent.clone()).await;

    let mut expected = RecordedEvent {
        log: log.name().into(),
        position: Position::new(1),
        stream: child(1),
        version: 1,
        event_type: event.event_type,
        schema_version: 3,
        event_id: event.event_id,
        command_id: id(1),
        recorded_at: at(7),
        survenu: event.survenu,
        connu_le: event.connu_le,
        actor: sent.actor,
        finalite: sent.finalite,
        correlation_id: Some(id(0xc0)),
        causation_id: Some(id(0xca)),
        payload: event.payload,
        leaf: [0; 33],
    };
    expected.leaf = leaf::v1(&expected);
    assert_eq!(everything(&log).await, [expected.clone()]);
    assert_eq!(log.read_streams(&[id(1)], None).await.unwrap(), [expected]);
}

async fn leaves_are_those_anyone_computes_again<L: Log>(logs: Logs<L>) {
    for command in 0..4 {
        let written = vec![write(command, 0, 2), write(100 + command, 0, 3)];
        appended(&logs.simulated, request(command, 0, written.clone())).await;
    }
    let events = everything(&logs.simulated).await;
    assert_eq!(events.len(), 20);
    assert!(events.iter().all(|event| leaf::v1(event) == event.leaf));
}

async fn a_log_knows_nothing_of_another<L: Log>(logs: Logs<L>) {
    let (one, other) = (&logs.simulated, &logs.other);
    assert_ne!(one.name(), other.name());
    for log in [one, other] {
        assert_eq!(appended(log, request(1, 0, vec![write(1, 0, 2)])).await, (1, 2));
    }
    let (ours, theirs) = (everything(one).await, everything(other).await);
    assert_eq!((&*ours[0].log, &*theirs[0].log), (one.name(), other.name()));
    assert_ne!(ours[0].leaf, theirs[0].leaf);
    assert_eq!(head(&logs.clocked).await, 0);
}

async fn clones_are_the_same_log<L: Log>(logs: Logs<L>) {
    let clone = logs.simulated.clone();
    appended(&clone, request(1, 0, vec![write(1, 0, 1)])).await;
    assert_eq!(head(&logs.simulated).await, 1);
    assert_eq!(clone.name(), logs.simulated.name());
}
