//! Specimens of the chapter `situation`.

use domain::codes::Connaissance;
use domain::situation::{Event, Observee};

pub(super) fn specimens() -> Vec<Event> {
    vec![Event::Observee(Observee {
        rubrique: "scolarite".to_owned(),
        connaissance: Connaissance::Connue,
        valeur: Some("college".to_owned()),
    })]
}
