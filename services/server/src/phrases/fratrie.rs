//! The sentences of the chapter `fratrie`.

use domain::codes::Code;
use domain::fratrie::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Partage(partage) => format!(
            "Objet partagé ({}) : {} enfants.",
            partage.genre.libelle(),
            partage.enfants.len()
        ),
    }
}
