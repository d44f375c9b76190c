//! Notes against the published form, and against whoever changes them; the file of signing keys.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

const ORIGIN: &str = "17/parcours";

fn specimen() -> Value {
    serde_json::from_str(include_str!("../../specimens/note_v1.json")).unwrap()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn bytes(value: &Value) -> [u8; 32] {
    hex::decode(value.as_str().unwrap()).unwrap().try_into().unwrap()
}

fn signer(value: &Value) -> Signer {
    Signer::new(ORIGIN, bytes(&value["seed_hex"])).unwrap()
}

fn seeded(seed: u8) -> Signer {
    Signer::new(ORIGIN, [seed; 32]).unwrap()
}

fn checkpoint() -> Checkpoint {
    let specimen = &specimen()["checkpoint"];
    let size = specimen["size"].as_u64().unwrap();
    Checkpoint { origin: string(&specimen["origin"]), size, root: bytes(&specimen["root_hex"]) }
}

// ---- the form -------------------------------------------------------------------------------------------------------

#[test]
fn the_published_note_is_signed_to_its_bytes_and_verifies() {
    let published = &specimen()["published"];
    let signer = Signer::from_secret(published["private_key"].as_str().unwrap()).unwrap();
    let key: VerifierKey = published["verifier_key"].as_str().unwrap().parse().unwrap();
    let (text, note) = (string(&published["text"]), string(&published["note"]));

    assert_eq!(signer.verifier(), key);
    assert_eq!(signer.secret(), published["private_key"].as_str().unwrap());
    assert_eq!(key.to_string(), published["verifier_key"].as_str().unwrap());
    assert_eq!(sign_text("PeterNeumann", &text, &[&signer]).unwrap(), note);
    let (read, lines) = parts(&note).unwrap();
    assert_eq!(read, text);
    assert_eq!(
        verify(read, &lines, std::slice::from_ref(&key)).unwrap(),
        std::slice::from_ref(&key)
    );
    assert!(matches!(open(&note, &[key]), Err(NoteFailure::Form(_))), "it holds no checkpoint");
}

#[test]
fn a_checkpoint_and_a_rotation_are_signed_to_their_frozen_bytes() {
    let specimen = specimen();
    let (old, new) = (signer(&specimen["checkpoint"]), signer(&specimen["rotation"]));
    let checkpoint = checkpoint();
    assert_eq!(checkpoint.text(), specimen["checkpoint"]["text"].as_str().unwrap());
    assert_eq!(Checkpoint::from_text(&checkpoint.text()).unwrap(), checkpoint);
    assert_eq!(sign(&checkpoint, &[&old]).unwrap(), string(&specimen["checkpoint"]["note"]));
    let rotation = sign_rotation(&checkpoint, &new, &old).unwrap();
    assert_eq!(rotation, string(&specimen["rotation"]["note"]));
    assert_eq!(old.verifier().to_string(), string(&specimen["checkpoint"]["verifier_key"]));
    assert_eq!(new.verifier().to_string(), string(&specimen["rotation"]["verifier_key"]));
}

#[test]
fn signatures_of_unknown_keys_are_ignored_whatever_their_type() {
    let specimen = specimen();
    let key = signer(&specimen["checkpoint"]).verifier();
    let note = string(&specimen["witnessed"]["note"]);
    let opened = read(&note, std::slice::from_ref(&key)).unwrap();
    let expected = Opened { checkpoint: checkpoint(), signed_by: vec![key], successor: None };
    assert_eq!(opened, expected);
    assert_eq!(open(&note, &[seeded(9).verifier()]), Err(NoteFailure::NoKnownKey));
    assert_eq!(open(&note, &[]), Err(NoteFailure::NoKnownKey));
}

#[test]
fn a_note_is_refused_whole_when_a_known_key_did_not_sign_it() {
    let (one, other) = (seeded(1), seeded(2));
    let elsewhere = Checkpoint { size: 1, ..checkpoint() };
    let note = sign(&checkpoint(), &[&one]).unwrap() + &other.line(&elsewhere.text());
    assert!(open(&note, &[one.verifier()]).is_ok());
    let refused = open(&note, &[one.verifier(), other.verifier()]);
    assert_eq!(refused, Err(NoteFailure::Signature(other.verifier().to_string())));
}

#[test]
fn only_the_log_s_own_keys_make_a_checkpoint() {
    let witness = Signer::new("temoin.exemple", [3; 32]).unwrap();
    let own = seeded(1);
    let refused = Err(NoteFailure::OtherOrigin(ORIGIN.to_owned()));
    assert_eq!(sign(&checkpoint(), &[&witness]), refused);
    assert_eq!(sign(&checkpoint(), &[]), refused);
    let note = sign(&checkpoint(), &[&own]).unwrap() + &witness.line(&checkpoint().text());
    assert_eq!(open(&note, &[witness.verifier()]).map(|_| String::new()), refused);
    let both = read(&note, &[own.verifier(), witness.verifier()]).unwrap();
    assert_eq!(both.signed_by, [own.verifier(), witness.verifier()]);
}

#[test]
fn what_is_not_of_the_form_is_refused() {
    let key = seeded(1);
    let note = sign(&checkpoint(), &[&key]).unwrap();
    let (text, line) = note.split_once("\n\n").unwrap();
    let signed = |text: &str| format!("{text}\n{}", key.line(text));
    let root = STANDARD.encode(checkpoint().root);
    let malformed = [
        String::new(),
        "\n\n".to_owned(),
        text.to_owned(),
        format!("{text}\n\n"),
        note.trim_end().to_owned(),
        format!("{note}\n"),
        format!("{note}— {ORIGIN}\n"),
        format!("{note}- {ORIGIN} AAAAAAAA\n"),
        format!("{note}— {ORIGIN} AAAA\n"),
        format!("{note}— {ORIGIN} AAAAAAA\n"),
        format!("{note}—  AAAAAAAA\n"),
        format!("{text}\n\n{line}\r\n"),
        note.replace("65536", "65536\t"),
        signed(&format!("{ORIGIN}\n065536\n{root}\n")),
        signed(&format!("{ORIGIN}\n+65536\n{root}\n")),
        signed(&format!("{ORIGIN}\n18446744073709551616\n{root}\n")),
        signed(&format!("{ORIGIN}\n65536\n{}\n", root.trim_end_matches('='))),
        signed(&format!("{ORIGIN}\n65536\nAAAA\n")),
        signed(&format!("{ORIGIN}\n65536\n")),
        signed(&format!("{ORIGIN}\n65536\n{root}\nune ligne\n")),
        signed(&format!("{ORIGIN}\n65536\n{root}\n{}\n{}\n", key.verifier(), key.verifier())),
        signed(&format!("17 parcours\n65536\n{root}\n")),
        "a".repeat(NOTE_BYTES_MAX) + &note,
    ];
    for note in malformed {
        let refused = open(&note, &[key.verifier()]);
        let by_form = matches!(refused, Err(NoteFailure::Form(_) | NoteFailure::Key(_)));
        assert!(by_form, "{note:?} gave {refused:?}");
    }
}

#[test]
fn keys_have_one_text_form() {
    let key = seeded(1).verifier();
    let text = key.to_string();
    assert_eq!(text.parse(), Ok(key.clone()));
    let (id, base64) = text.strip_prefix("17/parcours+").unwrap().split_once('+').unwrap();
    let wrong = [
        String::new(),
        ORIGIN.to_owned(),
        format!("{ORIGIN}+{id}"),
        format!("17/acces+{id}+{base64}"),
        format!("+{id}+{base64}"),
        format!("17 parcours+{id}+{base64}"),
        format!("{ORIGIN}+{}+{base64}", id.to_uppercase() + "0"),
        format!("{ORIGIN}+00000000+{base64}"),
        format!(
            "{ORIGIN}+{id}+{}",
            STANDARD.encode([&[2], key.key.as_bytes().as_slice()].concat())
        ),
        format!("{ORIGIN}+{id}+{}", STANDARD.encode([1; 32])),
        format!("{ORIGIN}+{id}+{base64}="),
        format!(" {text}"),
        seeded(1).secret(),
    ];
    for wrong in wrong {
        let read: Result<VerifierKey, _> = wrong.parse();
        assert!(matches!(read, Err(NoteFailure::Key(_))), "{wrong:?} gave {read:?}");
    }
    assert!(Signer::new("a+b", [0; 32]).is_err() && Signer::new("a\nb", [0; 32]).is_err());
    assert_eq!(format!("{:?}", seeded(0xab)), "Signer(17/parcours, ‹clé›)");
}

proptest! {
    #[test]
    fn what_is_signed_opens(size: u64, root: Hash, seed: [u8; 32]) {
        let signer = Signer::new(ORIGIN, seed).unwrap();
        let signed = Checkpoint { origin: ORIGIN.to_owned(), size, root };
        let note = sign(&signed, &[&signer]).unwrap();
        prop_assert_eq!(open(&note, &[signer.verifier()]), Ok(signed));
    }

    /// One byte changed to any other, anywhere: not one is believed.
    #[test]
    fn a_note_changed_in_any_byte_is_refused(at: proptest::sample::Index, flip in 1..=255_u8) {
        let key = seeded(1);
        let mut note = sign(&checkpoint(), &[&key]).unwrap().into_bytes();
        let at = at.index(note.len());
        note[at] ^= flip;
        if let Ok(note) = String::from_utf8(note) {
            prop_assert!(open(&note, &[key.verifier()]).is_err(), "{note:?}");
        }
    }

    #[test]
    fn nothing_read_makes_it_panic(note: String, lines in "(— [a-z/ +]{0,9} [A-Za-z0-9+/=]{0,16}\n){0,3}") {
        let keys = [seeded(1).verifier()];
        prop_assert!(open(&note, &keys).is_err());
        let with_lines = format!("{note}\n\n{lines}");
        prop_assert!(open(&with_lines, &keys).is_err());
        let key: Result<VerifierKey, _> = note.parse();
        prop_assert!(key.is_err());
    }
}

#[test]
fn every_byte_of_a_note_counts() {
    let key = seeded(1);
    let note = sign(&checkpoint(), &[&key]).unwrap();
    for at in 0..note.len() {
        for flip in [1, 0x20, 0x80] {
            let mut changed = note.clone().into_bytes();
            changed[at] ^= flip;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(open(&changed, &[key.verifier()]).is_err(), "{changed:?}");
        }
    }
}

// ---- rotation -------------------------------------------------------------------------------------------------------

#[test]
fn whoever_trusts_the_old_key_learns_the_new_one_from_a_text_the_old_one_signed() {
    let (old, new) = (seeded(1), seeded(2));
    let note = sign_rotation(&checkpoint(), &new, &old).unwrap();
    let mut trusted = vec![old.verifier()];
    assert_eq!(learn(&mut trusted, &note), Ok(checkpoint()));
    assert_eq!(learn(&mut trusted, &note), Ok(checkpoint()));
    assert_eq!(trusted, [old.verifier(), new.verifier()]);
    assert_eq!(open(&note, &[new.verifier()]), Ok(checkpoint()));
}

/// Anyone can add the line of a key of theirs below a note; it teaches nobody.
#[test]
fn a_signature_added_below_teaches_nothing() {
    let (own, foreign) = (seeded(1), seeded(2));
    let note = sign(&checkpoint(), &[&own]).unwrap() + &foreign.line(&checkpoint().text());
    let mut trusted = vec![own.verifier()];
    assert_eq!(learn(&mut trusted, &note), Ok(checkpoint()));
    assert_eq!(trusted, [own.verifier()]);
}

#[test]
fn a_new_key_that_did_not_sign_or_is_another_log_s_is_refused() {
    let (old, new) = (seeded(1), seeded(2));
    let text = format!("{}{}\n", checkpoint().text(), new.verifier());
    let unsigned = sign_text(ORIGIN, &text, &[&old]).unwrap();
    let refused = Err(NoteFailure::Signature(new.verifier().to_string()));
    assert_eq!(open(&unsigned, &[old.verifier()]), refused);
    let elsewhere = Signer::new("17/acces", [2; 32]).unwrap();
    let text = format!("{}{}\n", checkpoint().text(), elsewhere.verifier());
    let foreign = sign_text(ORIGIN, &text, &[&old]).unwrap() + &elsewhere.line(&text);
    assert!(matches!(open(&foreign, &[old.verifier()]), Err(NoteFailure::OtherOrigin(_))));
}

// ---- the file -------------------------------------------------------------------------------------------------------

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn signing_keys_are_created_once_for_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("17-parcours.signature");
    let created = Signers::load_or_create(&path, ORIGIN).unwrap();
    assert_eq!((created.origin(), mode(&path)), (ORIGIN, 0o600));
    let keys = created.verifier_keys().unwrap();
    let loaded = Signers::load_or_create(&path, ORIGIN).unwrap();
    assert_eq!((loaded.verifier_keys().unwrap(), keys.len()), (keys, 1));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_rotation_goes_through_both_keys_and_forgets_the_old_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("17-parcours.signature");
    let signers = Signers::load_or_create(&path, ORIGIN).unwrap();
    let other_process = Signers::load_or_create(&path, ORIGIN).unwrap();
    let first = signers.ring().unwrap().current;

    let second = signers.rotate().unwrap();
    let ring = other_process.ring().unwrap();
    assert_eq!(ring.current.verifier(), second);
    assert_eq!(ring.outgoing.map(|key| key.verifier()), Some(first.verifier()));
    assert!(matches!(other_process.rotate(), Err(SignersFailure::Rotating)));

    signers.settle(&first.verifier()).unwrap();
    assert!(signers.ring().unwrap().outgoing.is_some(), "that key is not the one rotated to");
    other_process.settle(&second).unwrap();
    signers.settle(&second).unwrap();
    assert!(signers.ring().unwrap().outgoing.is_none());
    assert!(!fs::read_to_string(&path).unwrap().contains(&first.secret()));
    assert_eq!(mode(&path), 0o600);

    let third = signers.rotate().unwrap();
    signers.settle(&third).unwrap();
    assert_eq!(signers.verifier_keys().unwrap(), [third, second, first.verifier()]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_others_read_or_of_another_log_or_without_a_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("17-parcours.signature");
    let signers = Signers::load_or_create(&path, ORIGIN).unwrap();
    let refused = |text: &str| {
        fs::write(&path, text).unwrap();
        matches!(signers.ring(), Err(SignersFailure::Form { path: _, source: _ }))
    };
    let secret = |seed| seeded(seed).secret();
    assert!(refused("") && refused("rien\n") && refused(&seeded(1).verifier().to_string()));
    assert!(refused(&format!("{}\n{}\n{}\n", secret(1), secret(2), secret(3))));
    assert!(refused(&Signer::new("17/acces", [1; 32]).unwrap().secret()));
    assert!(!refused(&format!("{}\n{}\n", secret(1), seeded(2).verifier())));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(signers.ring(), Err(SignersFailure::Readable(_))));
    fs::remove_file(&path).unwrap();
    assert!(matches!(signers.ring(), Err(SignersFailure::File { path: _, source: _ })));
}

#[test]
fn of_many_that_rotate_at_once_one_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("17-parcours.signature");
    let signers = Signers::load_or_create(&path, ORIGIN).unwrap();
    let rotated = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| signers.rotate())).collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap().ok()).collect::<Vec<_>>()
    });
    assert_eq!(rotated, [signers.ring().unwrap().current.verifier()]);
}
