//! The sentences of the chapter `situation`.

use domain::situation::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Observee(observee) => format!("Situation observée : {}.", observee.rubrique),
    }
}
