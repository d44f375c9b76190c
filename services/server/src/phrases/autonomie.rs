//! The sentences of the chapter `autonomie`.

use domain::autonomie::Event;
use domain::codes::Code;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::EntretienTenu(tenu) => format!("Tenu : {}.", tenu.genre.libelle()),
    }
}
