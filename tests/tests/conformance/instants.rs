//! When things were recorded: an instant of its own for each event, growing with positions whatever clocks do.

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use eventstore::{Log, Verdict};

use crate::given::{Logs, appended, at, everything, request, request_now, write};

conformance!(
    events_of_a_request_are_a_microsecond_apart,
    a_simulated_instant_is_taken_as_it_is,
    a_clock_that_goes_back_never_takes_the_log_with_it,
    a_clock_that_stands_still_gives_instants_that_grow,
    a_log_that_is_not_simulated_takes_instants_from_its_clock,
    an_instant_at_the_end_of_the_calendar_still_grows,
);

async fn instants<L: Log>(log: &L) -> Vec<DateTime<Utc>> {
    everything(log).await.iter().map(|event| event.recorded_at).collect()
}

fn micros(instant: DateTime<Utc>, count: i64) -> Vec<DateTime<Utc>> {
    (0..count).map(|more| instant + TimeDelta::microseconds(more)).collect()
}

async fn events_of_a_request_are_a_microsecond_apart<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let sent = request(1, 5, vec![write(1, 0, 2), write(2, 0, 3)]);
    let verdict = log.append(sent).await.unwrap();
    assert_eq!(instants(&log).await, micros(at(5), 5));
    let (_, _, recorded_at) = verdict.written().unwrap();
    assert_eq!(recorded_at, at(5) + TimeDelta::microseconds(4));
}

async fn a_simulated_instant_is_taken_as_it_is<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let odd = at(1) + TimeDelta::microseconds(123_457);
    let mut sent = request(1, 0, vec![write(1, 0, 1)]);
    sent.simulated_at = Some(odd);
    appended(&log, sent).await;
    appended(&log, request(2, 1_000_000_000, vec![write(1, 1, 1)])).await;
    assert_eq!(instants(&log).await, [odd, at(1_000_000_000)]);
}

async fn a_clock_that_goes_back_never_takes_the_log_with_it<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    appended(&log, request(1, 100, vec![write(1, 0, 2)])).await;
    appended(&log, request(2, 50, vec![write(1, 2, 2)])).await;
    assert_eq!(instants(&log).await, micros(at(100), 4));

    // A command that changed nothing needs no instant after the last, but none before it either.
    let nothing = log.append(request(3, 50, vec![])).await.unwrap();
    let Verdict::Appended { first: _, last: _, recorded_at, versions: _ } = nothing else {
        panic!("{nothing:?}")
    };
    assert_eq!(recorded_at, at(100) + TimeDelta::microseconds(3));
    appended(&log, request(4, 200, vec![write(1, 4, 1)])).await;
    assert_eq!(instants(&log).await[4], at(200));
}

async fn a_clock_that_stands_still_gives_instants_that_grow<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let requests = (0..5).map(|command| request(command, 7, vec![write(command, 0, 2)]));
    log.append_all(requests.collect()).await.unwrap();
    appended(&log, request(9, 7, vec![write(9, 0, 1)])).await;
    assert_eq!(instants(&log).await, micros(at(7), 11));
}

async fn a_log_that_is_not_simulated_takes_instants_from_its_clock<L: Log>(logs: Logs<L>) {
    let log = logs.clocked;
    assert!(!log.is_simulated() && logs.simulated.is_simulated());
    for command in 0..3 {
        appended(&log, request_now(command, vec![write(command, 0, 2)])).await;
    }
    let instants = instants(&log).await;
    assert!(at(0) < instants[0]);
    assert!(instants.windows(2).all(|pair| pair[0] < pair[1]), "{instants:?}");
    assert!(instants.iter().all(|instant| instant.nanosecond().is_multiple_of(1_000)));
    let head = log.head().await.unwrap();
    assert_eq!(head.recorded_at, instants.last().copied());
    assert_eq!(log.position_at(instants[3]).await.unwrap().get(), 4);
}

async fn an_instant_at_the_end_of_the_calendar_still_grows<L: Log>(logs: Logs<L>) {
    let log = logs.simulated;
    let last: DateTime<Utc> = "9999-12-31T23:59:59.999999Z".parse().unwrap();
    let mut sent = request(1, 0, vec![write(1, 0, 3)]);
    sent.simulated_at = Some(last);
    appended(&log, sent).await;
    assert_eq!(instants(&log).await, micros(last, 3));
    assert_eq!(log.position_at(last).await.unwrap().get(), 0);
    assert_eq!(log.position_at(last + TimeDelta::microseconds(2)).await.unwrap().get(), 3);
}
