//! The second path: every figure of an activity report, counted again from the raw events by other hands.
//!
//! ```text
//!  report ──▶ period, territory, position ─┐
//!                                          ▼
//!  journal ──▶ one child's events ──▶ what is held to have happened ──▶ plain lists ──▶ counts ──▶ écarts
//! ```
//!
//! It shares with the first path the shapes of events and the codec that reads them, the lists of codes, the
//! calendar and the delays of the law, the words of the registry, and the files of reference (map, population). The
//! history, its fold, the counts and the ranks are its own; no row computed by the first path is read.
//!
//! # Invariants
//!
//! - A disagreement is an [`Ecart`], never a breakdown; a [`Panne`] means that nothing could be verified.
//! - Child after child: a history is forgotten once folded. What children share is kept as a few days and codes.
//! - Only the schema `journal` is read, in one read-only snapshot.
//!
//! Deliberately absent: whether the journal is whole, and whether a report was signed; of a report for publication, which
//! numbers it hides lest they give back a small one; what a report says of the figures of others (`chiffres_publies`,
//! `lectures`, `rapprochements`).

mod accueil;
mod autonomie;
mod cadre;
mod comparaison;
mod constat;
mod crip;
mod departs;
mod ecrits;
pub mod enfant;
mod flux;
pub mod histoire;
mod justice;
mod lecture;
mod milieu_ouvert;
mod natures;
mod nombres;
mod placements;
mod projet;
mod protection;
mod qualite;
mod rapport;
mod repartition;
mod sante;
mod statut;
mod stocks;
mod table;
mod traversee;

pub use constat::{Constat, Ecart, Objet, Panne, Reference};

use domain::codes::{Code as _, Diffusion};
use postgres::{Client, IsolationLevel};

use comparaison::{Ecarts, REGISTRE_DES_SECTIONS, nombres_dits, registre_a, sections};
use constat::Objet::{Entete, Forme};
use lecture::Journal;
use rapport::Dit;
use traversee::Lecture;

/// Verifies a report against the journal it says it comes from: of these indicators, when it was asked for some only; of
/// the whole registry otherwise.
///
/// The client needs what `journal_reader` may read, and nothing more.
///
/// # Errors
///
/// When what is given is no report, its journal is not there, or an event before its position cannot be read.
pub fn verifier(
    client: &mut Client,
    rapport_json: &[u8],
    choisis: &[String],
) -> Result<Constat, Panne> {
    let told = Dit::lire(rapport_json)?;
    let transaction = client.build_transaction().read_only(true);
    let transaction = transaction.isolation_level(IsolationLevel::RepeatableRead).start()?;
    let mut journal = Journal::ouvrir(transaction, &told.journal)?;
    let mut ecarts = Ecarts::default();
    entete(&told, rapport_json, &mut journal, &mut ecarts)?;
    let lecture = Lecture::faire(&mut journal, &told)?;

    let listed: Vec<Reference> = told.indicateurs.iter().map(|(one, _)| one.clone()).collect();
    ecarts.liste(told.registre, choisis, &listed);
    if REGISTRE_DES_SECTIONS <= told.registre {
        let (observation, references) = lecture.se_fonde_sur();
        for (member, said, expected) in [
            ("donnees_au", &told.donnees_au, observation),
            ("references", &told.references, references),
            ("sections", &told.sections, sections(told.registre, &listed)),
        ] {
            if *said != expected {
                ecarts.du_rapport(Entete, member, &said.to_string(), &expected.to_string());
            }
        }
    }
    let mut constat = Constat {
        departement: told.departement.clone(),
        journal: told.journal.clone(),
        position: told.position,
        evenements_lus: lecture.evenements,
        enfants_lus: lecture.enfants,
        ..Constat::default()
    };
    let numbers = nombres_dits(&told.indicateurs);
    for (reference, value) in &told.indicateurs {
        let Some(definition) = registre_a(told.registre, reference) else { continue };
        ecarts.mots(told.registre, definition, value);
        ecarts.additions(definition, &numbers);
        match lecture.recompte(reference) {
            Some(counted) => {
                ecarts.nombres(told.registre, &reference.id, value, &counted);
                constat.verifies.push(reference.clone());
            }
            None => constat.non_couverts.push(reference.clone()),
        }
    }
    (constat.ecarts, constat.masquees) = (ecarts.trouves, ecarts.masquees);
    Ok(constat)
}

/// What the report says of itself: its form, its members, a position that exists and cuts no request.
fn entete(
    told: &Dit,
    bytes: &[u8],
    journal: &mut Journal<'_>,
    ecarts: &mut Ecarts,
) -> Result<(), Panne> {
    if let Err(fault) = eventstore::canonical::parse(bytes) {
        ecarts.du_rapport(Forme, "", &fault.to_string(), "la forme canonique");
    }
    ecarts.publie = told.diffusion.as_deref() == Some(Diffusion::Publication.cle());
    let known = told.diffusion.as_deref().and_then(Diffusion::de_cle);
    if REGISTRE_DES_SECTIONS <= told.registre && known.is_none() {
        let said = told.diffusion.as_deref().unwrap_or_default();
        ecarts.du_rapport(Entete, "diffusion", said, "interne ou publication");
    }
    for member in &told.en_trop {
        ecarts.du_rapport(Entete, member, member, "");
    }
    let position = told.position.to_string();
    if 0 < told.position && journal.a(told.position)?.is_none() {
        ecarts.du_rapport(Entete, "position", &position, "un événement du journal");
    }
    let end = journal.fin_de_requete(told.position)?;
    if end != told.position {
        ecarts.du_rapport(Entete, "position", &position, &end.to_string());
    }
    Ok(())
}
