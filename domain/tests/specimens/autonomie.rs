//! Specimens of the chapter `autonomie`.

use domain::autonomie::{EntretienTenu, Event};
use domain::codes::GenreEntretien;

pub(super) fn specimens() -> Vec<Event> {
    vec![Event::EntretienTenu(EntretienTenu { genre: GenreEntretien::DixSeptAns })]
}
