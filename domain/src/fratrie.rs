//! What siblings share: which children an information, an évaluation or a decision is about.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::GenreObjet;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::EnfantId;
use crate::refus::Refus;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Shared objects, as they were said.
    pub partages: Vec<Datee<Partage>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// These children share this object.
    Partager(Partage),
}

evenements! {
    /// These children share this object.
    Partage = "objet_partage.v1",
}

/// These children share this object.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partage {
    /// Which object.
    pub objet: Uuid,
    /// What it is.
    pub genre: GenreObjet,
    /// All the children it is about, this one included, in the order of their identifiers.
    pub enfants: Vec<EnfantId>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Partager(event) => Event::Partage(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Partage(event) => Some(event.objet),
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::Partage(_) => {}
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
        Event::Partage(fait) => etat.partages.push(effectif.datee(fait)),
    }
}

/// What cannot be true together.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}
