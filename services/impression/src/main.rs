//! The binary `parcours-impression`: the JSON of a report or of an extract on standard input, a document on standard output.
//!
//! # Invariants
//!
//! - Nothing reaches standard output before the document is whole.
//! - It exits with 2 when what was asked or given is at fault, with 1 when this program or its output is, and says
//!   why in one French line on standard error.
//! - What is read is bounded.
//!
//! Deliberately absent: files, servers and databases.

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use impression::{Erreur, pdf, xlsx};

/// No report and no extract comes near: beyond, it is something else.
const OCTETS_MAX: u64 = 64 << 20;

const USAGE: &str = "Usage : parcours-impression rapport-xlsx|rapport-pdf|extrait-pdf (le JSON sur l’entrée standard, le document sur la sortie)";

/// Makes a document of a JSON.
type Imprimeur = fn(&[u8]) -> Result<Vec<u8>, Erreur>;

/// What can be printed.
fn imprimeur(document: &str) -> Option<Imprimeur> {
    match document {
        "rapport-xlsx" => Some(xlsx::rapport),
        "rapport-pdf" => Some(pdf::rapport),
        "extrait-pdf" => Some(pdf::extrait),
        _ => None,
    }
}

fn main() -> ExitCode {
    let demandes: Vec<String> = std::env::args().skip(1).collect();
    let [demande] = demandes.as_slice() else { return echec(2, USAGE) };
    let Some(imprimer) = imprimeur(demande) else { return echec(2, USAGE) };
    let mut json = Vec::new();
    if io::stdin().lock().take(OCTETS_MAX + 1).read_to_end(&mut json).is_err() {
        return echec(1, "L’entrée standard n’a pas pu être lue.");
    }
    if json.len() as u64 > OCTETS_MAX {
        return echec(2, "Ce qui est donné à imprimer dépasse 64 Mio.");
    }
    let document = match imprimer(&json) {
        Ok(document) => document,
        Err(erreur) => {
            let code = if erreur.vient_de_l_entree() { 2 } else { 1 };
            return echec(code, &erreur.to_string());
        }
    };
    let mut sortie = io::stdout().lock();
    match sortie.write_all(&document).and_then(|()| sortie.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => echec(1, "Le document n’a pas pu être écrit sur la sortie standard."),
    }
}

fn echec(code: u8, message: &str) -> ExitCode {
    eprintln!("{}", message.replace('\n', " "));
    ExitCode::from(code)
}
