//! Specimens of the chapter `statut`.

use domain::codes::StatutJuridique;
use domain::statut::{Constate, Event};

pub(super) fn specimens() -> Vec<Event> {
    vec![Event::Constate(Constate {
        statut: StatutJuridique::Pupille,
        fondement: Some("CASF, art. L224-4 1°".to_owned()),
    })]
}
