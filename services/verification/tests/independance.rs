//! The second path is walked by other hands: its sources name nothing the first path computes.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::fs;
use std::path::{Path, PathBuf};

/// What the first path is made of: its states, its history, its rows, its figures.
const INTERDITS: [&str; 15] = [
    "Parcours",
    "Effectif",
    "Datee",
    "Etat",
    "domain::enfant",
    "histoire::effective",
    "histoire::reunie",
    "histoire::annules",
    "histoire::au",
    "domain::echeances",
    "domain::irregularites",
    "projections::faits",
    "projections::indicateurs",
    "projections::rapport",
    "projections::runner",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn le_second_chemin_ne_nomme_rien_de_ce_que_le_premier_calcule() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 15, "{found:?}");
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        for (numero, line) in (1..).zip(text.lines()) {
            // A code of the annex, not a state of the first path.
            let line = line.replace("SourceNaissance::EtatCivil", "");
            for name in INTERDITS {
                assert!(!line.contains(name), "{}:{numero}: {name}", path.display());
            }
            let table = line.contains("projections.") && !line.trim_start().starts_with("//");
            assert!(!table, "{}:{numero}: a table of the first path", path.display());
        }
    }
}
