//! The program: what goes in, what comes out, and with which code it exits.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use impression::xlsx;

use crate::rapports::{octets, petit};

fn lance(demandes: &[&str], entree: &[u8]) -> Output {
    let mut programme = Command::new(env!("CARGO_BIN_EXE_parcours-impression"));
    programme.args(demandes).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut lance = programme.spawn().expect("the program starts");
    // A program that refuses its command line does not read: its end may be closed already.
    let _ferme = lance.stdin.take().expect("it was asked for").write_all(entree);
    lance.wait_with_output().expect("the program ends")
}

#[test]
fn le_rapport_entre_et_le_document_sort() {
    let rapport = octets(&petit());
    let sortie = lance(&["rapport-xlsx"], &rapport);
    assert_eq!(sortie.status.code(), Some(0));
    assert!(sortie.stdout == xlsx::rapport(&rapport).unwrap() && sortie.stderr.is_empty());
    let sortie = lance(&["rapport-pdf"], &rapport);
    assert_eq!(sortie.status.code(), Some(0));
    assert!(sortie.stdout.starts_with(b"%PDF-1.7") && sortie.stderr.is_empty());
}

#[test]
fn ce_qui_n_est_pas_un_rapport_se_dit_en_une_ligne_et_ne_sort_rien() {
    let sortie = lance(&["extrait-pdf"], b"{\"contenu\": 2}");
    assert_eq!((sortie.status.code(), sortie.stdout.len()), (Some(2), 0));
    let dit = String::from_utf8(sortie.stderr).unwrap();
    assert!(dit.starts_with("Ce n’est pas un extrait imprimable : "), "{dit}");
    for demande in ["rapport-xlsx", "rapport-pdf"] {
        let sortie = lance(&[demande], b"{\"registre\": 2}");
        assert_eq!((sortie.status.code(), sortie.stdout.len()), (Some(2), 0));
        let dit = String::from_utf8(sortie.stderr).unwrap();
        assert!(dit.starts_with("Ce n’est pas un rapport d’activité imprimable : "), "{dit}");
        assert_eq!(dit.lines().count(), 1);
    }
}

#[test]
fn une_demande_inconnue_montre_l_usage() {
    for demandes in [&[][..], &["rapport-docx"], &["rapport-pdf", "rapport.json"]] {
        let sortie = lance(demandes, b"");
        assert_eq!(sortie.status.code(), Some(2));
        assert!(
            String::from_utf8(sortie.stderr).unwrap().starts_with("Usage : parcours-impression ")
        );
    }
}
