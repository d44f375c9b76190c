//! The sentences of the chapter `statut`.

use domain::codes::Code;
use domain::statut::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Constate(constate) => format!("Statut constaté : {}.", constate.statut.libelle()),
    }
}
