//! The sentences of the chapter `situation`: which questions were answered, never how.

use domain::codes::{Code, Connaissance};
use domain::situation::{Event, Observee, de_cle};

use super::{some, with};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Observee(observee) => format!(
            "Situation observée (source : {}){}{}{}.",
            observee.source.libelle(),
            with(" ; connu : ", asked(observee, Connaissance::Connue).as_deref()),
            with(" ; ne sait pas : ", asked(observee, Connaissance::NeSaitPas).as_deref()),
            with(" ; sans objet : ", asked(observee, Connaissance::SansObjet).as_deref()),
        ),
    }
}

fn asked(observee: &Observee, connaissance: Connaissance) -> Option<String> {
    let answered = observee.reponses.iter().filter(|one| one.connaissance == connaissance);
    let labels = answered.filter_map(|one| de_cle(&one.rubrique)).map(|rubrique| rubrique.libelle);
    some(labels.collect::<Vec<_>>().join(", "))
}
