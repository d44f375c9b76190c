//! The PDF: typeset by typst from the templates of `modeles/`, tagged, in the form accessible documents must have.
//!
//! # Invariants
//!
//! - PDF/UA-1 is asked of typst, which refuses to write a document without a title, a language, a hierarchy of
//!   headings or an alternative text. Only what a human must judge remains.
//! - Fonts are in this program, and so are the templates; a report is data to them, never code.
//! - The document is dated from its data and identified by their digest: the same report gives the same bytes.
//!
//! Deliberately absent: what is printed ([`crate::feuillets`]).

mod monde;

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use self::monde::Monde;
use crate::extrait::Extrait;
use crate::extrait::pages::Pages;
use crate::feuillets::Feuillets;
use crate::rapport::Rapport;
use crate::{Erreur, empreinte};

/// The activity report as a PDF.
///
/// # Errors
///
/// [`Erreur::Illisible`] when this is not the JSON of a report, [`Erreur::Composition`] when typst refuses.
pub fn rapport(json: &[u8]) -> Result<Vec<u8>, Erreur> {
    let empreinte = empreinte(json);
    let feuillets = Feuillets::du(&Rapport::lu(json)?, &empreinte);
    let donnees = serde_json::to_vec(&feuillets).expect("texts and integers make a JSON");
    let monde = Monde::new(include_str!("../modeles/rapport.typ"), "/rapport.json", donnees);
    composer(&monde, &empreinte)
}

/// The extract for a judge as a PDF.
///
/// # Errors
///
/// [`Erreur::ExtraitIllisible`] when this is not the data file of an extract, or no longer the one that was attested;
/// [`Erreur::Composition`] when typst refuses.
pub fn extrait(json: &[u8]) -> Result<Vec<u8>, Erreur> {
    let extrait = Extrait::lu(json)?;
    let donnees = serde_json::to_vec(&Pages::de(&extrait)).expect("texts and integers make a JSON");
    let monde = Monde::new(include_str!("../modeles/extrait.typ"), "/extrait.json", donnees);
    composer(&monde, &extrait.empreinte)
}

fn composer(monde: &Monde, identifiant: &str) -> Result<Vec<u8>, Erreur> {
    let document = typst::compile::<PagedDocument>(monde).output.map_err(|dits| refus(&dits))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard agrees with itself");
    let options = PdfOptions {
        ident: Smart::Custom(identifiant),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
    };
    typst_pdf::pdf(&document, &options).map_err(|dits| refus(&dits))
}

fn refus(dits: &[SourceDiagnostic]) -> Erreur {
    let messages: Vec<&str> = dits.iter().map(|dit| dit.message.as_str()).collect();
    Erreur::Composition(messages.join(" ; "))
}
