//! Sentences of the chapter `situation`.

use domain::codes::{Code as _, Connaissance, SourceObservation};
use domain::situation::{RUBRIQUES, Rubrique};
use serde_json::{Value, json};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[Ligne {
    mots: "observer la situation de",
    rpc: "situation.SituationService/Observer",
    charge: "observation",
    tete: Tete::Enfants,
    champs: &[
        (":", "source", Lire::Code(code::<SourceObservation>)),
        ("* ", "reponses", Lire::Tous(answer)),
    ],
}];

/// « handicap = oui », « minima_sociaux ne sait pas », « orientation_effective sans objet ».
fn answer(said: &str) -> Value {
    if let Some((rubrique, valeur)) = said.split_once(" = ") {
        let connaissance = Connaissance::Connue.cle();
        return json!({ "rubrique": rubrique, "connaissance": connaissance, "valeur": valeur });
    }
    let asked = |rubrique: &&Rubrique| said.starts_with(&format!("{} ", rubrique.cle));
    let rubrique = RUBRIQUES.iter().find(asked).unwrap_or_else(|| panic!("no question in: {said}"));
    let connaissance = code::<Connaissance>(&said[rubrique.cle.len() + 1..]);
    json!({ "rubrique": rubrique.cle, "connaissance": connaissance })
}
