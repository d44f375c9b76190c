//! The sentences of the chapter `sante`.

use domain::codes::Code;
use domain::sante::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::ActeRealise(realise) => format!("Santé : {}.", realise.acte.libelle()),
    }
}
