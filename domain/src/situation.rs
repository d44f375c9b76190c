//! Dated, sourced observations of the child's situation, as the national observatory asks for them.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::Connaissance;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::EnfantId;
use crate::refus::Refus;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Observations, oldest first.
    pub observations: Vec<Datee<Observee>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Something was observed.
    Observer(Observee),
}

evenements! {
    /// Something was observed.
    Observee = "situation_observee.v1",
}

/// Something was observed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observee {
    /// Which question.
    pub rubrique: String,
    /// Known, unknown, or without object.
    pub connaissance: Connaissance,
    /// The key of the answer, when it is known.
    pub valeur: Option<String>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Observer(event) => Event::Observee(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Observee(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::Observee(_) => {}
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
        Event::Observee(fait) => etat.observations.push(effectif.datee(fait)),
    }
}

/// What cannot be true together.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}
