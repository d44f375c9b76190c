//! The forger computed leaves and roots again: the interval is named between the last signed head that holds and the
//! first that does not. Without any head, nothing is.

use eventstore::Position;
use eventstore::note::{Checkpoint, Signers, sign};
use eventstore::verify::{Level, Span};

use crate::atelier::{Atelier, HEADS, LOG, once, seen};

const FORGE: &str = "update journal.event set payload = '{\"place\":0}' where position >= 350";

#[test]
fn everything_from_a_position_on() {
    let mut atelier = Atelier::new();
    atelier.forge(FORGE);
    atelier.compute_again();
    let report = atelier.verify();
    assert_eq!(seen(&report), [(Some(Span::between(301, 550)), "head differs", 0)]);
    assert_eq!(report.signed_up_to, Some(Position::new(300)));
}

#[test]
fn from_a_position_under_the_first_head() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.event set actor = 'autre' where position = 7");
    atelier.compute_again();
    let report = atelier.verify();
    assert_eq!(seen(&report), [(Some(Span::between(1, 100)), "head differs", 0)]);
    assert_eq!((report.signed_up_to, report.level()), (None, Level::Hashes));
}

#[test]
fn without_the_signed_heads_only_one_kept_outside_tells() {
    let mut atelier = Atelier::new();
    let outside = vec![atelier.note(550), atelier.note(300)];
    atelier.forge(FORGE);
    atelier.compute_again();
    atelier.forge("delete from journal.tree_head");

    let report = atelier.verify();
    assert_eq!((seen(&report), report.level()), (vec![], Level::Hashes));

    let report = atelier.verify_with(atelier.trust(outside));
    assert_eq!(seen(&report), [(Some(Span::between(301, 550)), "head differs", 0)]);
    assert_eq!(report.anchored_up_to, Some(Position::new(300)));
}

#[test]
fn the_tail_cut_off_and_everything_else_repaired() {
    let mut atelier = Atelier::new();
    let outside = vec![atelier.note(550)];
    // 399 is the last position of a command.
    atelier.forge(
        "delete from journal.event where position > 399;
         delete from journal.command where last_position > 399;
         delete from journal.subtree where (index + 1) * 256 > 399;
         delete from journal.stream as stream
          where not exists (select from journal.event where event.stream_id = stream.stream_id);
         update journal.stream as stream
            set (version, last_position) = (
                select max(event.stream_version), max(event.position)
                  from journal.event
                 where event.stream_id = stream.stream_id);",
    );
    let report = atelier.verify();
    assert_eq!(seen(&report), [(Some(Span::between(400, 550)), "head beyond the end", 0)]);
    assert_eq!(report.signed_up_to, Some(Position::new(300)));

    // The heads cut off too: nothing in the database tells, and the one outside does.
    atelier.forge("delete from journal.tree_head where size > 399");
    assert!(atelier.verify().holds());
    let report = atelier.verify_with(atelier.trust(outside));
    assert_eq!(seen(&report), [(Some(Span::between(400, 550)), "head beyond the end", 0)]);
}

#[test]
fn a_head_taken_away_though_it_was_anchored() {
    let mut atelier = Atelier::new();
    let at = crate::atelier::at_second(3_000);
    let anchored = atelier.journal.record_anchor(Position::new(300), "coffre", at);
    atelier.runtime.block_on(anchored).unwrap();
    assert!(atelier.verify().holds());
    atelier.forge("delete from journal.tree_head where size = 300");
    assert_eq!(seen(&atelier.verify()), [(None, "anchored head missing", 0)]);
}

#[test]
fn a_head_the_forger_signs_with_a_key_of_his_own() {
    let mut atelier = Atelier::new();
    atelier.forge(FORGE);
    atelier.compute_again();
    let keys = tempfile::tempdir().unwrap();
    let forger = Signers::load_or_create(&keys.path().join("cle"), LOG).unwrap();
    let root = atelier.runtime.block_on(atelier.journal.root_at(Position::new(550))).unwrap();
    let checkpoint = Checkpoint { origin: LOG.into(), size: 550, root };
    let note = sign(&checkpoint, &[&forger.ring().unwrap().current]).unwrap();
    let update = "update journal.tree_head set root = $1, note = $2 where size = 550";
    atelier.forger.execute(update, &[&root.as_slice(), &note]).unwrap();
    assert_eq!(seen(&atelier.verify()), [(None, "head refused", 0)]);
}

#[test]
fn a_head_whose_row_says_something_else_than_its_note() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.tree_head set size = 299 where size = 300");
    let report = atelier.verify();
    assert_eq!(seen(&report), [(None, "head refused", 0)]);
    assert_eq!((report.heads, report.signed_up_to), (3, Some(Position::new(550))));
}

#[test]
fn two_histories_signed_by_one_key() {
    let atelier = Atelier::new();
    let checkpoint = Checkpoint { origin: LOG.into(), size: 200, root: [7; 32] };
    let note = sign(&checkpoint, &[&atelier.signers.ring().unwrap().current]).unwrap();
    let source = "témoin.note".to_owned();
    let shown = eventstore::verify::OutsideHead { source, note };
    let report = atelier.verify_with(atelier.trust(vec![shown]));
    assert_eq!(seen(&report), [(None, "head of another history", 0)]);
}

#[test]
fn heads_of_every_key_are_opened_from_any_of_them() {
    let atelier = Atelier::new();
    let oldest = atelier.trust(vec![]);
    atelier.signers.rotate().unwrap();
    for size in [560, 570] {
        let at = Some(Position::new(size));
        let signed =
            atelier.journal.sign_head(&atelier.signers, at, crate::atelier::at_second(4_000));
        atelier.runtime.block_on(signed).unwrap();
    }
    let report = atelier.verify_with(oldest);
    assert_eq!(seen(&report), []);
    assert_eq!(report.signed_up_to, Some(Position::new(570)));
    assert_eq!(report.heads, HEADS.len() as u64 + 2);
}

#[test]
fn the_root_of_a_subtree() {
    let mut atelier = Atelier::new();
    atelier.forge(
        "update journal.subtree set root = set_byte(root, 0, get_byte(root, 0) # 1)
          where index = 1",
    );
    let report = atelier.verify();
    assert_eq!(seen(&report), [(Some(Span::between(257, 512)), "subtree", 0)]);
}

#[test]
fn a_payload_that_is_not_canonical_though_its_leaf_is_right() {
    let mut atelier = Atelier::new();
    atelier.forge("update journal.event set payload = '{\"a\": 1}' where position = 590");
    atelier.compute_again();
    assert_eq!(seen(&atelier.verify()), [once(590, "payload")]);
}
