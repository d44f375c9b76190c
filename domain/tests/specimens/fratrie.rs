//! Specimens of the chapter `fratrie`.

use domain::codes::GenreObjet;
use domain::fratrie::{Event, Partage};
use uuid::Uuid;

pub(super) fn specimens() -> Vec<Event> {
    vec![Event::Partage(Partage {
        objet: Uuid::from_u128(0x21),
        genre: GenreObjet::Information,
        enfants: vec![super::ENFANT, super::AUTRE_ENFANT],
    })]
}
