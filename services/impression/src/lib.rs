//! Documents to print: the activity report as a workbook (XLSX) and as an accessible PDF, the extract for a judge as a PDF.
//!
//! What comes in is canonical JSON, what goes out is the bytes of a document. In reading order: how a JSON is read
//! strictly, what a report is, numbers as a French reader expects them, what is printed of a report (the same words for
//! both documents), what an extract is and what is printed of it, the workbook, the PDF.
//!
//! # Invariants
//!
//! - A figure is printed as the JSON has it: counts, exact fractions, half rounded up. Nothing is computed here
//!   but a rounding and the length of a bar.
//! - The same JSON gives the same bytes: no clock, no system font, no network; dates are those of the data.
//! - A JSON that is not a report is refused with a French sentence that names the place.
//!
//! Deliberately absent: where reports come from, who may read them, signatures, seals and the archive of what was issued.
//! No crate of ours is used (`docs/decisions/022-printing-is-another-program.md`).

mod extrait;
mod feuillets;
mod lecture;
mod nombres;
pub mod pdf;
mod rapport;
pub mod xlsx;

use sha2::{Digest as _, Sha256};

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum Erreur {
    /// What was given is not a report; the sentence says where and what was expected.
    #[error("Ce n’est pas un rapport d’activité imprimable : {0}.")]
    Illisible(String),
    /// What was given is not an extract; the sentence says where and what was expected.
    #[error("Ce n’est pas un extrait imprimable : {0}.")]
    ExtraitIllisible(String),
    /// It is one, and the document could not be made of it.
    #[error("Le document n’a pas pu être composé : {0}")]
    Composition(String),
}

impl Erreur {
    /// What was given is at fault, rather than this program.
    #[must_use]
    pub fn vient_de_l_entree(&self) -> bool {
        match self {
            Self::Illisible(_) | Self::ExtraitIllisible(_) => true,
            Self::Composition(_) => false,
        }
    }
}

/// The SHA-256 of what was given, in hexadecimal: what a document cites of the report it was made from.
fn empreinte(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect()
}
