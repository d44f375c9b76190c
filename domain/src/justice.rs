//! What passes between the child and the courts: the judicial file, hearings, requests, appeals.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{DossierJudiciaireId, EnfantId};
use crate::refus::Refus;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Judicial files, oldest first.
    pub dossiers: Vec<Datee<DossierOuvert>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A judicial file is known.
    OuvrirDossier(DossierOuvert),
}

evenements! {
    /// A judge is seized: the file has its juridiction and its numbers.
    DossierOuvert = "dossier_judiciaire_ouvert.v1",
}

/// A judge is seized: the file has its juridiction and its numbers.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DossierOuvert {
    /// Which file.
    pub dossier: DossierJudiciaireId,
    /// E.g. « TJ La Rochelle ».
    pub juridiction: String,
    /// E.g. « cabinet 2 ».
    pub cabinet: Option<String>,
    /// Number of the educative assistance file.
    pub numero_ae: Option<String>,
    /// Number of the parquet.
    pub numero_parquet: Option<String>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::OuvrirDossier(event) => Event::DossierOuvert(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::DossierOuvert(event) => Some(event.dossier.0),
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::DossierOuvert(_) => {}
        }
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// None yet known.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    Ok(command.event())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::DossierOuvert(fait) => etat.dossiers.push(effectif.datee(fait)),
    }
}

/// What cannot be true together.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}
