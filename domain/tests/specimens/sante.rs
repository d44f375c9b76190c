//! Specimens of the chapter `sante`.

use domain::codes::ActeSante;
use domain::sante::{ActeRealise, Event};

pub(super) fn specimens() -> Vec<Event> {
    vec![Event::ActeRealise(ActeRealise { acte: ActeSante::BilanEntree })]
}
