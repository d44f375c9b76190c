//! Health: what the law asks for, never a diagnosis.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::ActeSante;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::EnfantId;
use crate::refus::Refus;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Health acts, oldest first.
    pub actes: Vec<Datee<ActeRealise>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A health act was done.
    NoterActe(ActeRealise),
}

evenements! {
    /// A health act was done.
    ActeRealise = "acte_sante_realise.v1",
}

/// A health act was done.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActeRealise {
    /// Which act.
    pub acte: ActeSante,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::NoterActe(event) => Event::ActeRealise(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::ActeRealise(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::ActeRealise(_) => {}
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
        Event::ActeRealise(fait) => etat.actes.push(effectif.datee(fait)),
    }
}

/// What cannot be true together.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}
