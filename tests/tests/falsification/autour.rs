//! The tables around the events: commands, streams, and what no leaf holds.

use eventstore::verify::Span;
use parcours_tests::requests::{is_appended, request, write};
use uuid::Uuid;

use crate::atelier::{Atelier, once, seen};

#[test]
fn a_command_deleted() {
    let mut atelier = Atelier::new();
    // The sixth command made positions 10 to 12.
    let sixth = Uuid::from_u128(6);
    let delete = "delete from journal.command where command_id = $1";
    assert_eq!(atelier.forger.execute(delete, &[&sixth]).unwrap(), 1);
    assert_eq!(seen(&atelier.verify()), [(Some(Span::at(10)), "command missing", 2)]);
}

#[test]
fn the_range_of_a_command() {
    let mut atelier = Atelier::new();
    let sixth = Uuid::from_u128(6);
    let update = "update journal.command set first_position = 9 where command_id = $1";
    atelier.forger.execute(update, &[&sixth]).unwrap();
    assert_eq!(seen(&atelier.verify()), [once(9, "command overlap")]);
    let update = "update journal.command set first_position = 11 where command_id = $1";
    atelier.forger.execute(update, &[&sixth]).unwrap();
    assert_eq!(seen(&atelier.verify()), [once(10, "command missing")]);
}

#[test]
fn the_instant_of_a_command() {
    let mut atelier = Atelier::new();
    let sixth = Uuid::from_u128(6);
    let update = "update journal.command set recorded_at = recorded_at + interval '1 s'
                   where command_id = $1";
    atelier.forger.execute(update, &[&sixth]).unwrap();
    assert_eq!(seen(&atelier.verify()), [once(12, "command instant")]);
}

#[test]
fn a_command_of_positions_that_do_not_exist() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "insert into journal.command (log_id, command_id, request_hash, first_position,
                last_position, recorded_at)
         select log_id, gen_random_uuid(), request_hash, 601, 603, recorded_at
           from journal.command
          where last_position = 600 and first_position <= 600",
    );
    let report = atelier.verify();
    assert_eq!(seen(&report), [(Some(Span::between(601, 603)), "command beyond the end", 0)]);
}

#[test]
fn the_row_of_a_stream() {
    let forged = [
        "update journal.stream set version = version + 1 where stream_id = $1",
        "update journal.stream set last_position = last_position - 1 where stream_id = $1",
        "delete from journal.stream where stream_id = $1",
    ];
    for statement in forged {
        let mut atelier = Atelier::new();
        let events = atelier.events();
        let stream = events[599].stream.id;
        assert_eq!(atelier.forger.execute(statement, &[&stream]).unwrap(), 1);
        assert_eq!(seen(&atelier.verify()), [once(600, "stream")], "{statement}");
    }
}

/// A fratrie: the request ends after the last event of its first streams.
#[test]
fn a_request_over_several_streams_leaves_each_at_its_own_last_position() {
    let atelier = Atelier::new();
    let fratrie = vec![write(901, 0, 2), write(902, 0, 1), write(903, 0, 3)];
    let appended = atelier.journal.append(request(900, 9_000, fratrie));
    assert!(is_appended(&atelier.runtime.block_on(appended).unwrap()));
    assert!(atelier.verify().holds());
}

#[test]
fn a_stream_without_events() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "insert into journal.stream (log_id, stream_id, stream_type, version, last_position)
         select log_id, gen_random_uuid(), stream_type, 1, 44
           from journal.stream
          limit 1",
    );
    assert_eq!(seen(&atelier.verify()), [once(44, "stream")]);
}

#[test]
fn a_version_computed_again() {
    let mut atelier = Atelier::new();
    let events = atelier.events();
    let last = events.last().unwrap();
    let update =
        "update journal.event set stream_version = stream_version + 3 where position = 600";
    atelier.forge(update);
    let update = "update journal.stream set version = version + 3 where stream_id = $1";
    atelier.forger.execute(update, &[&last.stream.id]).unwrap();
    atelier.compute_again();
    assert_eq!(seen(&atelier.verify()), [once(600, "version")]);
}

#[test]
fn a_log_that_says_it_kept_real_time_is_not_ahead_of_the_clock() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "update journal.event set recorded_at = clock_timestamp() + interval '10 days'
          where position = 600;
         update journal.command set recorded_at = (
                select event.recorded_at from journal.event where event.position = 600)
          where last_position = 600 and first_position <= 600;",
    );
    atelier.compute_again();
    assert!(atelier.verify().holds());
    atelier.forge("update journal.log set simulated = false");
    assert_eq!(seen(&atelier.verify()), [once(600, "in the future")]);
}

#[test]
fn events_moved_under_another_number_leave_their_commands_behind() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "update journal.log set name = '33/parcours';
         insert into journal.log (name, simulated) values ('17/parcours', true);
         update journal.event set log_id = 2;
         delete from journal.log where log_id = 1;",
    );
    let report = atelier.verify();
    // Leaves hold the name of the log and not its number; commands and streams stayed under the old one.
    assert!(!seen(&report).iter().any(|(_, name, _)| name.contains("leaf")), "{report:?}");
    assert_eq!(seen(&report)[0].1, "command missing");
}

#[test]
fn events_of_a_log_that_has_no_row() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.event set log_id = 9 where position > 599");
    assert!(seen(&atelier.verify()).contains(&(None, "no such log", 0)));
}
