//! The child's legal status: who holds authority over him, on which ground, since when.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::StatutJuridique;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::EnfantId;
use crate::refus::Refus;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Statuses, oldest first.
    pub constats: Vec<Datee<Constate>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A status is known.
    Constater(Constate),
}

evenements! {
    /// A status is known from a day on.
    Constate = "statut_constate.v1",
}

/// A status is known from a day on.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constate {
    /// Which.
    pub statut: StatutJuridique,
    /// The article, as the act writes it.
    pub fondement: Option<String>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Constater(event) => Event::Constate(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Constate(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::Constate(_) => {}
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
        Event::Constate(fait) => etat.constats.push(effectif.datee(fait)),
    }
}

/// What cannot be true together.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}
