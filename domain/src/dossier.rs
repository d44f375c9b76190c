//! Corrections: it never happened, or it happened otherwise.
//!
//! A correction is an event. It never removes one: the effective history ([`crate::histoire`])
//! applies it. A judge's rectifying order or an appeal is a new act of its chapter, never one of these.
//!
//! # Invariants
//!
//! - A correction names an event recorded on the same stream, before it.
//! - What replaces an event is of the same kind.

use serde::{Deserialize, Serialize};

use crate::evenement::{Evenement, evenements};
use crate::histoire::{Cible, Enregistre};
use crate::ids::EnfantId;
use crate::refus::Refus;
use crate::temps::Survenu;

/// Asks for a correction.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// It never happened.
    Annuler(Annule),
    /// It happened otherwise. `survenu` absent: the date was right.
    Rectifier {
        /// Which event.
        cible: Cible,
        /// Why.
        motif: String,
        /// What should have been recorded.
        remplacement: Box<Evenement>,
        /// When it should have been said to be true.
        survenu: Option<Survenu>,
    },
}

evenements! {
    /// The event named never happened.
    Annule = "evenement_annule.v1",
    /// The event named happened otherwise.
    Rectifie = "evenement_rectifie.v1",
}

/// The event named never happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annule {
    /// Which event.
    pub cible: Cible,
    /// Why: a reason of typing, without personal data.
    pub motif: String,
}

/// The event named happened otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rectifie {
    /// Which event.
    pub cible: Cible,
    /// Why: a reason of typing, without personal data.
    pub motif: String,
    /// What should have been recorded.
    pub remplacement: Box<Evenement>,
    /// When it was true.
    pub survenu: Survenu,
}

impl Event {
    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Annule(_) => {}
            Self::Rectifie(rectifie) => rectifie.remplacement.confie_les_scelles(enfant),
        }
    }
}

/// Decides a correction from what is recorded.
///
/// # Errors
///
/// When the event is unknown, already annulled, or of another kind than its replacement.
pub fn decide(recorded: &[Enregistre], command: Command) -> Result<Event, Refus> {
    match command {
        Command::Annuler(annule) => {
            find(recorded, annule.cible)?;
            Ok(Event::Annule(annule))
        }
        Command::Rectifier { cible, motif, remplacement, survenu } => {
            let cible_acte = &find(recorded, cible)?.acte;
            same_kind(&cible_acte.evenement, &remplacement)?;
            let survenu = survenu.unwrap_or(cible_acte.survenu);
            Ok(Event::Rectifie(Rectifie { cible, motif, remplacement, survenu }))
        }
    }
}

fn find(recorded: &[Enregistre], cible: Cible) -> Result<&Enregistre, Refus> {
    recorded
        .iter()
        .find(|enregistre| enregistre.cible == cible)
        .ok_or(Refus::EvenementInconnu { version: cible.version })
}

fn same_kind(original: &Evenement, remplacement: &Evenement) -> Result<(), Refus> {
    let same = match (original, remplacement) {
        // A rectification is itself rectified by what should have been recorded.
        (Evenement::Dossier(Event::Rectifie(rectifie)), remplacement) => {
            rectifie.remplacement.nom() == remplacement.nom()
                && rectifie.remplacement.objet() == remplacement.objet()
        }
        (original, remplacement) => {
            original.nom() == remplacement.nom() && original.objet() == remplacement.objet()
        }
    };
    if same { Ok(()) } else { Err(Refus::RemplacementDAutreNature) }
}
