//! Specimens of the chapter `situation`.

use domain::codes::{Connaissance, SourceObservation};
use domain::situation::{Event, Observee, Reponse};

pub(super) fn specimens() -> Vec<Event> {
    let reponse = |rubrique: &str, connaissance, valeur: Option<&str>| Reponse {
        rubrique: rubrique.to_owned(),
        connaissance,
        valeur: valeur.map(str::to_owned),
    };
    vec![Event::Observee(Observee {
        source: SourceObservation::Famille,
        reponses: vec![
            reponse("niveau_scolaire", Connaissance::Connue, Some("cm2")),
            reponse("minima_sociaux", Connaissance::NeSaitPas, None),
            reponse("orientation_effective", Connaissance::SansObjet, None),
        ],
    })]
}
