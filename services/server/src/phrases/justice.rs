//! The sentences of the chapter `justice`.

use domain::justice::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::DossierOuvert(ouvert) => {
            format!("Dossier judiciaire ouvert : {}.", ouvert.juridiction)
        }
    }
}
