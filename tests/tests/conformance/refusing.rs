//! What is refused: every rule at the last thing it allows and the first it does not. A refusal is typed, writes
//! nothing, and harms nobody else.

use std::time::{Duration, Instant};

use chrono::{NaiveDate, TimeDelta};
use eventstore::canonical::{NotCanonical, Reason};
use eventstore::envelope::NAME_BYTES_MAX;
use eventstore::request::{
    EVENTS_MAX, PAYLOAD_BYTES_MAX, REASON_BYTES_MAX, TEXT_BYTES_MAX, VERSION_MAX,
};
use eventstore::{
    AppendRequest, Erase, Invalid, Lane, Log, NewEvent, Precision, Terms, Verdict, When,
};

use crate::given::{
    EVENT, Logs, appended, at, check, child, conflict, day, everything, head, id, is_appended,
    range, request, request_now, write,
};

conformance!(
    one_invalid_request_fails_only_itself,
    an_instant_is_required_on_a_simulated_log_and_refused_on_any_other,
    an_instant_is_one_that_is_stored_as_it_is,
    a_date_has_a_year_of_one_to_four_digits,
    the_precision_and_the_instant_go_together,
    an_actor_and_a_finalite_have_a_length_and_no_nul,
    a_kind_and_a_type_are_names,
    a_schema_version_is_between_one_and_the_last_stored,
    an_expected_version_is_one_a_stream_can_have,
    a_stream_is_written_once_a_request,
    a_stream_keeps_the_kind_it_was_created_with,
    a_request_has_a_largest_number_of_events,
    a_payload_has_a_largest_size,
    a_payload_is_canonical,
    a_payload_is_an_object_with_nothing_in_clear,
    what_is_erased_is_erased_once_for_a_reason_and_an_event_says_so,
    an_identifier_is_that_of_one_command,
    an_expired_deadline_writes_nothing,
    a_deadline_to_come_changes_nothing,
);

/// A right request, altered.
fn altered(command: u128, change: impl FnOnce(&mut AppendRequest)) -> AppendRequest {
    let mut request = request(command, 0, vec![write(command, 0, 1)]);
    change(&mut request);
    request
}

/// A right request, its event altered.
fn with_event(command: u128, change: impl FnOnce(&mut NewEvent)) -> AppendRequest {
    altered(command, |request| change(&mut request.writes[0].events[0]))
}

/// Appends, and insists on that refusal and on a log that is as before.
async fn refused<L: Log>(log: &L, request: AppendRequest, expected: Invalid) {
    let before = log.head().await.unwrap();
    let (command, streams) = (request.command_id, [request.writes[0].stream.id]);
    let (known, versions) = (log.command(command).await, log.versions(&streams).await.unwrap());
    let verdict = log.append(request).await.unwrap();
    assert_eq!(verdict, Verdict::Invalid(expected));
    assert_eq!(log.head().await.unwrap(), before);
    assert_eq!(log.command(command).await.unwrap(), known.unwrap());
    assert_eq!(log.versions(&streams).await.unwrap(), versions);
}

async fn one_invalid_request_fails_only_itself<L: Log>(logs: Logs<L>) {
    let invalid = with_event(2, |event| event.payload = br#"{"nom":{"clair":"X"}}"#.to_vec());
    let mut reused = request(1, 0, vec![write(4, 0, 1)]);
    reused.request_hash = [9; 32];
    let requests = vec![
        request(1, 0, vec![write(1, 0, 1)]),
        invalid,
        request(3, 0, vec![write(3, 0, 1)]),
        reused,
        request(5, 0, vec![write(3, 1, 1)]),
    ];
    let verdicts = logs.simulated.append_all(requests).await.unwrap();
    assert_eq!(verdicts[1], Verdict::Invalid(Invalid::PayloadInClear(id(EVENT))));
    assert_eq!(verdicts[3], Verdict::Invalid(Invalid::CommandReused(id(1))));
    let written = [&verdicts[0], &verdicts[2], &verdicts[4]].map(range);
    assert_eq!(written, [(1, 1), (2, 2), (3, 3)]);
}

async fn an_instant_is_required_on_a_simulated_log_and_refused_on_any_other<L: Log>(logs: Logs<L>) {
    let without = request_now(1, vec![write(1, 0, 1)]);
    refused(&logs.simulated, without.clone(), Invalid::InstantRequired).await;
    let with = request(1, 0, vec![write(1, 0, 1)]);
    refused(&logs.clocked, with, Invalid::InstantRefused).await;
    appended(&logs.clocked, without).await;
}

async fn an_instant_is_one_that_is_stored_as_it_is<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let year = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let beyond = [year(0), year(10_000)].map(|at| at.and_utc());
    for instant in beyond.into_iter().chain([at(0) + TimeDelta::nanoseconds(1)]) {
        let simulated = altered(1, |request| request.simulated_at = Some(instant));
        refused(&log, simulated, Invalid::Date).await;
        let survenu = When::instant(day(), instant);
        refused(&log, with_event(1, |event| event.survenu = survenu), Invalid::Date).await;
    }
    let first = year(1).and_utc() + TimeDelta::microseconds(1);
    let finest = at(0) + TimeDelta::microseconds(999_999);
    let last = year(9_999).and_utc();
    for (command, instant) in [(1, first), (2, finest), (3, last)] {
        let mut right = with_event(command, |event| event.survenu = When::instant(day(), instant));
        right.simulated_at = Some(instant);
        appended(&log, right).await;
    }
    let kept: Vec<_> = everything(&log).await.iter().map(|event| event.recorded_at).collect();
    assert_eq!(kept, [first, finest, last]);
    let kept: Vec<_> = everything(&log).await.iter().map(|event| event.survenu.a).collect();
    assert_eq!(kept, [first, finest, last].map(Some));
}

async fn a_date_has_a_year_of_one_to_four_digits<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let (first, last) = (NaiveDate::from_ymd_opt(1, 1, 1), NaiveDate::from_ymd_opt(9_999, 12, 31));
    let (first, last) = (first.unwrap(), last.unwrap());
    for beyond in [first.pred_opt().unwrap(), last.succ_opt().unwrap(), NaiveDate::MAX] {
        refused(&log, with_event(1, |event| event.connu_le = beyond), Invalid::Date).await;
        let survenu = When::day(beyond);
        refused(&log, with_event(1, |event| event.survenu = survenu), Invalid::Date).await;
    }
    for (command, day) in [(1, first), (2, last)] {
        let right = with_event(command, |event| {
            (event.connu_le, event.survenu) = (day, When::day(day));
        });
        appended(&log, right).await;
    }
    let kept: Vec<_> = everything(&log).await.iter().map(|event| event.connu_le).collect();
    assert_eq!(kept, [first, last]);
}

async fn the_precision_and_the_instant_go_together<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    for (command, precision) in Precision::ALL.into_iter().enumerate() {
        let precise = precision == Precision::Instant;
        let survenu = |a: bool| When { le: day(), a: a.then(|| at(0)), precision };
        let wrong = with_event(command as u128, |event| event.survenu = survenu(!precise));
        refused(&log, wrong, Invalid::Precision).await;
        let right = with_event(command as u128, |event| event.survenu = survenu(precise));
        appended(&log, right).await;
    }
    let kept: Vec<_> = everything(&log).await.iter().map(|event| event.survenu.precision).collect();
    assert_eq!(kept, Precision::ALL);
}

async fn an_actor_and_a_finalite_have_a_length_and_no_nul<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let longest = "é".repeat(TEXT_BYTES_MAX / 2);
    let too_long = format!("{longest}a");
    for wrong in ["", "a\0b", "\0", &too_long] {
        let actor = altered(1, |request| request.actor = wrong.to_owned());
        refused(&log, actor, Invalid::Text).await;
        let finalite = altered(1, |request| request.finalite = wrong.to_owned());
        refused(&log, finalite, Invalid::Text).await;
    }
    let right = altered(1, |request| {
        (request.actor, request.finalite) = (longest.clone(), "\u{1}\u{feff}\\x".to_owned());
    });
    appended(&log, right).await;
    let events = everything(&log).await;
    assert_eq!((&*events[0].actor, &*events[0].finalite), (&*longest, "\u{1}\u{feff}\\x"));
}

async fn a_kind_and_a_type_are_names<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let longest = "a".repeat(NAME_BYTES_MAX);
    let too_long = "a".repeat(NAME_BYTES_MAX + 1);
    for wrong in ["", "né", "2a", "a-b", "a b", "a\0", &too_long] {
        let kind = altered(1, |request| request.writes[0].stream.kind = wrong.to_owned());
        refused(&log, kind, Invalid::Name).await;
        let kind_read = altered(1, |request| {
            request.checks = vec![check(9, 0)];
            request.checks[0].stream.kind = wrong.to_owned();
        });
        refused(&log, kind_read, Invalid::Name).await;
        let event_type = with_event(1, |event| event.event_type = wrong.to_owned());
        refused(&log, event_type, Invalid::Name).await;
    }
    let right = altered(1, |request| {
        request.writes[0].stream.kind = longest.clone();
        request.writes[0].events[0].event_type = "Mesure_ordonnee.v2".to_owned();
    });
    appended(&log, right).await;
    let events = everything(&log).await;
    assert_eq!(
        (&*events[0].stream.kind, &*events[0].event_type),
        (&*longest, "Mesure_ordonnee.v2")
    );
}

async fn a_schema_version_is_between_one_and_the_last_stored<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let last = i16::MAX.unsigned_abs();
    for wrong in [0, last + 1, u16::MAX] {
        let event = with_event(1, |event| event.schema_version = wrong);
        refused(&log, event, Invalid::SchemaVersion).await;
    }
    appended(&log, with_event(1, |event| event.schema_version = last)).await;
    assert_eq!(everything(&log).await[0].schema_version, last);
}

async fn an_expected_version_is_one_a_stream_can_have<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    for wrong in [VERSION_MAX + 1, u32::MAX] {
        let written = altered(1, |request| request.writes[0].expected = wrong);
        refused(&log, written, Invalid::Version(wrong)).await;
        let read = altered(1, |request| request.checks = vec![check(2, wrong)]);
        refused(&log, read, Invalid::Version(wrong)).await;
    }
    let far = altered(1, |request| request.writes[0].expected = VERSION_MAX);
    let verdict = log.append(far).await.unwrap();
    assert_eq!(verdict, Verdict::Conflict(vec![conflict(1, VERSION_MAX, 0)]));
}

async fn a_stream_is_written_once_a_request<L: Log>(logs: Logs<L>) {
    let mut twice = request(1, 0, vec![write(1, 0, 1), write(2, 0, 1), write(1, 1, 1)]);
    refused(&logs.simulated, twice.clone(), Invalid::StreamTwice(child(1))).await;
    twice.writes.pop();
    // Checked as well as written: the version it is decided on, told twice.
    twice.checks = vec![check(1, 0)];
    appended(&logs.simulated, twice).await;
}

/// Whether it is written or checked; and a name that nobody wrote under keeps no kind.
async fn a_stream_keeps_the_kind_it_was_created_with<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let mut created = request(1, 0, vec![write(1, 0, 1), write(3, 0, 0)]);
    created.checks = vec![check(2, 0)];
    appended(&log, created).await;

    let other = |number: u128| eventstore::StreamId::new("lieu", id(number));
    let stream = other(1);
    let mut written = request(2, 0, vec![write(1, 1, 1)]);
    written.writes[0].stream = stream.clone();
    let recorded = "enfant".to_owned();
    let invalid = Invalid::StreamKind { stream, recorded };
    refused(&log, written, invalid.clone()).await;
    let mut checked = request(2, 0, vec![write(4, 0, 1)]);
    checked.checks = vec![check(1, 1)];
    checked.checks[0].stream = other(1);
    refused(&log, checked, invalid).await;
    let mut free = request(2, 0, vec![write(2, 0, 1), write(3, 0, 1)]);
    free.writes.iter_mut().for_each(|write| write.stream.kind = "lieu".to_owned());
    appended(&log, free).await;
    assert_eq!(everything(&log).await[1].stream, other(2));
}

async fn a_request_has_a_largest_number_of_events<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let half = EVENTS_MAX / 2;
    let many = |more| request(1, 0, vec![write(1, 0, half), write(2, 0, half + more)]);
    refused(&log, many(1), Invalid::TooManyEvents(EVENTS_MAX + 1)).await;
    assert_eq!(appended(&log, many(0)).await, (1, EVENTS_MAX as u64));
}

async fn a_payload_has_a_largest_size<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let of_size = |bytes| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - 8)).into_bytes();
    let bytes = PAYLOAD_BYTES_MAX + 1;
    let too_large = with_event(1, |event| event.payload = of_size(bytes));
    refused(&log, too_large, Invalid::PayloadTooLarge { event_id: id(EVENT), bytes }).await;
    let largest = with_event(1, |event| event.payload = of_size(PAYLOAD_BYTES_MAX));
    appended(&log, largest).await;
    assert_eq!(everything(&log).await[0].payload, of_size(PAYLOAD_BYTES_MAX));
}

async fn a_payload_is_canonical<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let wrong: [(&[u8], &str, Reason); 12] = [
        (b"", "", Reason::NotJson),
        (b"\xff", "", Reason::NotJson),
        (b"{\"a\":\"\xc3\"}", "", Reason::NotJson),
        (b"{\"a\":1}{}", "", Reason::NotJson),
        (br#"{"a": 1}"#, "", Reason::OtherForm),
        (br#"{"b":1,"a":1}"#, "", Reason::OtherForm),
        (br#"{"a":1,"a":1}"#, "", Reason::OtherForm),
        (br#"{"a":"\u00e9"}"#, "", Reason::OtherForm),
        (br#"{"a":[1,null]}"#, "/a/1", Reason::Null),
        (br#"{"a":{"b":1.5}}"#, "/a/b", Reason::FloatingPoint),
        (br#"{"a":9007199254740992}"#, "/a", Reason::IntegerTooLarge),
        (br#"{"a":"\u0000"}"#, "/a", Reason::Nul),
    ];
    for (payload, path, reason) in wrong {
        let reason = NotCanonical { path: path.to_owned(), reason };
        let invalid = Invalid::PayloadNotCanonical { event_id: id(EVENT), reason };
        refused(&log, with_event(1, |event| event.payload = payload.to_vec()), invalid).await;
    }
    // What JSON allows and databases are known to stumble on.
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(120), "]".repeat(120));
    let right = [deep.as_str(), r#"{"":"\u001f\\u0000"}"#, r#"{"a":-9007199254740991}"#, "{}"];
    for (command, payload) in right.into_iter().enumerate() {
        let payload = payload.as_bytes().to_vec();
        appended(&log, with_event(command as u128, |event| event.payload = payload)).await;
    }
    let kept: Vec<_> = everything(&log).await.into_iter().map(|event| event.payload).collect();
    assert_eq!(kept, right.map(|payload| payload.as_bytes().to_vec()));
}

async fn a_payload_is_an_object_with_nothing_in_clear<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    for payload in ["[]", "1", "true", r#""a""#] {
        let event = with_event(1, |event| event.payload = payload.into());
        refused(&log, event, Invalid::PayloadNotAnObject(id(EVENT))).await;
    }
    for payload in [r#"{"clair":1}"#, r#"{"a":[{"b":{"clair":"X","sujet":"Y"}}]}"#] {
        let event = with_event(1, |event| event.payload = payload.into());
        refused(&log, event, Invalid::PayloadInClear(id(EVENT))).await;
    }
    appended(&log, with_event(1, |event| event.payload = br#"{"a":"clair"}"#.to_vec())).await;
}

/// Which keys it ends is a matter of where keys are kept; what a request may ask is not.
async fn what_is_erased_is_erased_once_for_a_reason_and_an_event_says_so<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let erase =
        |subject, reason: &str| Erase { subject: id(subject), le: day(), reason: reason.into() };
    let erasing = |command, erases| altered(command, |request| request.erases = erases);
    let twice = vec![erase(5, "décision"), erase(6, "décision"), erase(5, "décision")];
    refused(&log, erasing(1, twice), Invalid::SubjectTwice(id(5))).await;
    let longest = "a".repeat(REASON_BYTES_MAX);
    for wrong in ["", "a\0", &format!("{longest}a")] {
        refused(&log, erasing(1, vec![erase(5, wrong)]), Invalid::Reason(id(5))).await;
    }
    let never = Erase { le: NaiveDate::MAX, ..erase(5, "décision") };
    refused(&log, erasing(1, vec![never]), Invalid::Date).await;
    let mut untold = request(1, 0, vec![write(1, 0, 0)]);
    untold.erases = vec![erase(5, "décision")];
    refused(&log, untold, Invalid::ErasureUntold).await;

    // The same subject again, by another command of the same submission: there is nothing left to end.
    let (one, other) = (vec![erase(5, &longest), erase(6, "é")], vec![erase(5, "encore")]);
    let verdicts = log.append_all(vec![erasing(1, one), erasing(2, other)]).await.unwrap();
    assert_eq!((range(&verdicts[0]), range(&verdicts[1])), ((1, 1), (2, 2)));
}

async fn an_identifier_is_that_of_one_command<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 1)])).await;
    let mut other = request(1, 0, vec![write(1, 1, 1)]);
    other.request_hash[31] = 0;
    refused(&log, other, Invalid::CommandReused(id(1))).await;
}

async fn an_expired_deadline_writes_nothing<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 0, vec![write(1, 0, 1)])).await;
    let passed = Instant::now();
    for lane in [Lane::Interactive, Lane::Bulk] {
        let mut reused = request(1, 0, vec![write(1, 0, 1)]);
        reused.request_hash = [9; 32];
        let requests = vec![
            request(2, 0, vec![write(1, 1, 1)]),
            request(3, 0, vec![write(1, 7, 1)]),
            request(1, 0, vec![write(1, 0, 1)]),
            reused,
            altered(4, |request| request.actor = String::new()),
        ];
        let terms = Terms { lane, deadline: Some(passed) };
        let verdicts = log.submit(requests, terms).await.unwrap();
        // What was answered before is answered again, and what can never be right is told.
        assert_eq!(verdicts[0], Verdict::Expired);
        assert_eq!(verdicts[1], Verdict::Expired);
        assert_eq!(range(&verdicts[2]), (1, 1));
        assert_eq!(verdicts[3], Verdict::Invalid(Invalid::CommandReused(id(1))));
        assert_eq!(verdicts[4], Verdict::Invalid(Invalid::Text));
    }
    assert_eq!(head(&log).await, 1);
    assert_eq!(log.command(id(2)).await.unwrap(), None);
    assert_eq!(appended(&log, request(2, 0, vec![write(1, 1, 1)])).await, (2, 2));
}

async fn a_deadline_to_come_changes_nothing<L: Log>(logs: Logs<L>) {
    let deadline = Some(Instant::now() + Duration::from_secs(3_600));
    for (command, lane) in [(1, Lane::Interactive), (2, Lane::Bulk)] {
        let requests = vec![request(command, 0, vec![write(command, 0, 1)])];
        let verdicts = logs.simulated.submit(requests, Terms { lane, deadline }).await.unwrap();
        assert!(is_appended(&verdicts[0]), "{verdicts:?}");
    }
    assert_eq!(head(&logs.simulated).await, 2);
}
