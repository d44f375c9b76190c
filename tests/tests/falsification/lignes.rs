//! Rows changed, the hashes left as they were: the first bad position is named.

use eventstore::verify::{Level, Span, Trust};
use eventstore::{Position, tree};

use crate::atelier::{Atelier, HEADS, SIZE, once, seen};

#[test]
fn an_untouched_journal_holds_and_says_how_much_was_checked() {
    let mut atelier = Atelier::new();
    let report = atelier.verify();
    assert_eq!(seen(&report), []);
    assert!(report.holds() && report.level() == Level::SignedHeads);
    assert_eq!((report.size, report.events, report.streams), (Position::new(SIZE), SIZE, 50));
    assert_eq!((report.subtrees, report.heads, report.unchecked), (2, 3, 0));
    assert_eq!(report.signed_up_to, Some(Position::new(550)));
    let leaves: Vec<_> = atelier.events().iter().map(|event| event.leaf).collect();
    let leaves: Vec<tree::Hash> = leaves.iter().map(|leaf| leaf[1..].try_into().unwrap()).collect();
    assert_eq!(report.root, Some(tree::root(&leaves)));
    let commands = "select count(*) from journal.command";
    let commands: i64 = atelier.forger.query_one(commands, &[]).unwrap().get(0);
    assert_eq!(report.commands, commands.cast_unsigned());

    let outside = vec![atelier.note(300)];
    let report = atelier.verify_with(atelier.trust(outside));
    assert!(report.holds() && report.level() == Level::OutsideAnchors);
    assert_eq!((report.outside, report.anchored_up_to), (1, Some(Position::new(300))));

    let report = atelier.verify_with(Trust::default());
    assert!(report.holds() && report.level() == Level::Hashes);
}

#[test]
fn one_byte_of_a_payload() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "update journal.event set payload = set_byte(payload, 10, get_byte(payload, 10) # 1)
          where position = 123",
    );
    assert_eq!(seen(&atelier.verify()), [once(123, "row changed")]);
}

#[test]
fn after_the_last_signed_head_nothing_tells_whether_the_row_or_its_leaf_was_changed() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.event set payload = '{}' where position = 580");
    assert_eq!(seen(&atelier.verify()), [once(580, "leaf")]);
}

#[test]
fn any_column_of_the_envelope() {
    let mut atelier = Atelier::new();
    let forged = [
        ("schema_version", "schema_version + 1"),
        ("event_id", "gen_random_uuid()"),
        ("survenu_le", "survenu_le + 1"),
        ("survenu_precision", "'mois'"),
        ("connu_le", "connu_le - 1"),
        ("actor", "actor || '0'"),
        ("finalite", "'autre'"),
        ("correlation_id", "null"),
        ("causation_id", "gen_random_uuid()"),
        ("event_type", "stream_type"),
    ];
    atelier.forge(
        "create table public.avant as
         select position, schema_version, event_id, survenu_le, survenu_precision, connu_le, actor,
                finalite, correlation_id, causation_id, event_type
           from journal.event",
    );
    for (column, value) in forged {
        atelier.forge(&format!("update journal.event set {column} = {value} where position = 42"));
        assert_eq!(seen(&atelier.verify()), [once(42, "row changed")], "{column}");
        atelier.forge(&format!(
            "update journal.event as event set {column} = avant.{column}
               from public.avant as avant
              where avant.position = event.position and event.position = 42"
        ));
    }
    assert!(atelier.verify().holds());
}

#[test]
fn an_instant() {
    let mut atelier = Atelier::new();
    // Position 8 is the first event of a command of two.
    atelier.forge(
        "update journal.event set recorded_at = recorded_at - interval '1 hour'
          where position = 8",
    );
    assert_eq!(seen(&atelier.verify()), [once(8, "instant"), once(8, "row changed")]);
}

#[test]
fn a_row_deleted() {
    let mut atelier = Atelier::new();
    atelier.forge("delete from journal.event where position = 200");
    let report = atelier.verify();
    assert_eq!(report.first_bad(), Some(Span::at(200)));
    assert_eq!(seen(&report)[0], once(200, "missing"));
    // Heads beyond the hole have nothing to be compared with, and the one before it holds.
    assert_eq!((report.unchecked, report.signed_up_to), (2, Some(Position::new(HEADS[0]))));
    assert_eq!(report.root, None);
}

#[test]
fn two_rows_in_each_other_s_place() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "update journal.event set position = 1000000 where position = 150;
         update journal.event set position = 150 where position = 160;
         update journal.event set position = 160 where position = 1000000;",
    );
    let report = atelier.verify();
    assert_eq!(report.first_bad(), Some(Span::at(150)));
    assert!(seen(&report).contains(&(Some(Span::at(150)), "leaf", 1)));
}

#[test]
fn a_row_inserted() {
    let mut atelier = Atelier::new();
    // Everything after it moves up, and its own leaf is computed as it should be.
    atelier.forge(
        "update journal.event set position = position + 1000000 where position > 250;
         update journal.event set position = position - 999999 where position > 1000000;
         insert into journal.event (log_id, position, stream_id, stream_type, stream_version,
                event_type, schema_version, event_id, command_id, recorded_at, survenu_le,
                survenu_precision, connu_le, actor, finalite, payload, leaf)
         select log_id, 251, gen_random_uuid(), stream_type, 1, event_type, schema_version,
                gen_random_uuid(), gen_random_uuid(), recorded_at + interval '1 microsecond',
                survenu_le, survenu_precision, connu_le, actor, finalite, payload, leaf
           from journal.event
          where position = 250;",
    );
    let events = atelier.events();
    let leaf = eventstore::leaf::v1(&events[250]);
    let update = "update journal.event set leaf = $1 where position = 251";
    atelier.forger.execute(update, &[&leaf.as_slice()]).unwrap();
    let report = atelier.verify();
    assert_eq!(report.first_bad(), Some(Span::at(251)), "{:?}", seen(&report));
    let leaves = (Some(Span::at(252)), "leaf", SIZE - 251);
    assert!(seen(&report).contains(&leaves), "{:?}", seen(&report));
}

#[test]
fn a_leaf() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "update journal.event set leaf = set_byte(leaf, 20, get_byte(leaf, 20) # 1)
          where position = 321",
    );
    assert_eq!(seen(&atelier.verify()), [once(321, "leaf changed")]);
}

#[test]
fn a_name_of_the_dictionary() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.name set name = 'mesure_refusee' where name = 'mesure_levee'");
    let report = atelier.verify();
    // Every third event bears it, from the second on.
    assert_eq!(seen(&report), [(Some(Span::at(2)), "row changed", SIZE / 3 - 1)]);
    atelier.forge(
        "alter table journal.name drop constraint name_form;
         update journal.name set name = 'mesure_levee' where name = 'mesure_refusee';
         insert into journal.name (name) values ('un nom');",
    );
    assert_eq!(seen(&atelier.verify()), [(None, "name", 0)]);
}

#[test]
fn a_number_no_row_of_the_dictionary_has() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.event set event_type = 999 where position = 60");
    assert_eq!(seen(&atelier.verify())[0], once(60, "event_type"));
}

#[test]
fn an_infinite_date_is_a_finding_and_no_breakdown() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.event set survenu_le = 'infinity' where position = 60");
    assert_eq!(seen(&atelier.verify())[0], once(60, "survenu_le"));
}
