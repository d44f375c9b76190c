//! The extract for a judge: what is shown of a child, limited to the referral, and what is left out and why.
//!
//! ```text
//!  effective history ──au──▶ events ──perimeter of the judicial file──▶ profile ──▶ lines, each citing its events
//!                              └── outside: counted                        └── left out: counted by ground
//! ```
//!
//! # Invariants
//!
//! - Pure: the history as recorded at a position, a day, a judicial file and a profile give one section.
//! - Each event true by that day is shown once or more, or left out and counted; what the engine keeps for itself
//!   (who shares what, extracts) is neither.
//! - A line cites the events it stands on, in the form that counted.
//! - The *contradictoire* is read by the parties (CPC, art. 1187): no sender, no secret place, no address, nothing of
//!   a brother or sister, no narrative. A field that no rule names stays closed.
//! - A sender's name is in no profile.
//!
//! Deliberately absent: names (they are behind seals, which whoever hands the extract over opens one by one), the
//! proofs, and the sentence of each event, which the door writes.

mod a_rectifier;
mod choix;
mod mesures;
mod perimetre;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::codes::{MotifRetrait, ProfilExtrait};
use crate::ecrit::LigneMontree;
use crate::enfant::Parcours;
use crate::histoire::{self, Effectif};
use crate::ids::DossierJudiciaireId;

pub use a_rectifier::{ARectifier, extraits_a_rectifier, irregularites_d_extraits};
pub use choix::scelle_retire;

use choix::{Choix, choisir};
use perimetre::Perimetre;

/// What an extract is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portee {
    /// The judicial file it is limited to.
    pub dossier: DossierJudiciaireId,
    /// What was true on that day.
    pub au: NaiveDate,
    /// For whom.
    pub profil: ProfilExtrait,
}

/// The part of an extract about one child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// In the order in which a judge reads; none is empty.
    pub rubriques: Vec<Rubrique>,
    /// The events shown, each once, in the order of the history.
    pub montrees: Vec<LigneMontree>,
    /// How many events were left out, by ground.
    pub retraits: BTreeMap<MotifRetrait, u32>,
    /// A place of accueil is kept secret from the parties.
    pub lieu_secret: bool,
}

/// Lines under one title.
#[derive(Clone, Debug, PartialEq)]
pub struct Rubrique {
    /// What they are about, in French.
    pub titre: &'static str,
    /// Oldest first.
    pub lignes: Vec<Ligne>,
}

/// One line of an extract.
#[derive(Clone, Debug, PartialEq)]
pub struct Ligne {
    /// The day it was true, or is due.
    pub le: NaiveDate,
    /// What it says, in French; none: the sentence of the one event it cites.
    pub texte: Option<String>,
    /// The events it stands on.
    pub cites: Vec<LigneMontree>,
}

/// The titles, in the order in which a judge reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Titre {
    Identite,
    Origine,
    Dossier,
    Mesures,
    SansExecution,
    Execution,
    Lieux,
    Ecrits,
    Audiences,
    Projet,
    Echeances,
    Pieces,
}

impl Titre {
    fn texte(self) -> &'static str {
        match self {
            Self::Identite => "L'enfant",
            Self::Origine => "Ce qui a conduit à la saisine",
            Self::Dossier => "Le dossier judiciaire et les décisions",
            Self::Mesures => "Les mesures ordonnées",
            Self::SansExecution => "Mesures ordonnées et non exécutées",
            Self::Execution => "L'exécution des mesures, jour par jour",
            Self::Lieux => "Les lieux d'accueil",
            Self::Ecrits => "Rapports et écrits",
            Self::Audiences => "Audiences et demandes de la justice",
            Self::Projet => "Le projet pour l'enfant",
            Self::Echeances => "Prochaines échéances",
            Self::Pieces => "Bordereau des pièces",
        }
    }
}

/// The section of a child, from his effective history as it was recorded.
#[must_use]
pub fn section(histoire: &[Effectif], portee: &Portee) -> Section {
    let parcours = Parcours::au(histoire, portee.au);
    let perimetre = Perimetre::de(&parcours, portee);
    let mut section =
        Section { lieu_secret: perimetre.lieu_secret(&parcours), ..Section::default() };
    let mut lignes: BTreeMap<Titre, Vec<Ligne>> = BTreeMap::new();
    let mut shown: Vec<&Effectif> = Vec::new();
    for effectif in histoire::au(histoire, portee.au) {
        match choisir(&perimetre, portee.profil, section.lieu_secret, effectif) {
            Choix::Montrer(titre) => {
                shown.push(effectif);
                lignes.entry(titre).or_default().push(dite_par(effectif));
            }
            Choix::Retirer(motif) => *section.retraits.entry(motif).or_default() += 1,
            Choix::Taire => {}
        }
    }
    section.montrees = shown.iter().map(|effectif| montree(effectif)).collect();
    lignes.extend(mesures::lignes(&parcours, &perimetre, &shown, portee.au));
    section.rubriques = lignes
        .into_iter()
        .filter(|(_, lignes)| !lignes.is_empty())
        .map(|(titre, lignes)| Rubrique { titre: titre.texte(), lignes })
        .collect();
    section
}

/// An event, in the form its corrections gave it.
fn montree(effectif: &Effectif) -> LigneMontree {
    LigneMontree { cible: effectif.cible, rectifie_par: effectif.rectifie_par }
}

fn dite_par(effectif: &Effectif) -> Ligne {
    Ligne { le: effectif.survenu.le, texte: None, cites: vec![montree(effectif)] }
}
