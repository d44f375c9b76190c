//! How the échéancier of a child is written: a line an act to be done, the nearest limit first.

use chrono_tz::Europe::Paris;
use proto::echeancier::v1::{Echeance, ListerResponse};

use super::Words;
use crate::scenario::noms::Noms;

/// What is to be kept on the day asked.
pub(in crate::scenario) fn lignes(response: &ListerResponse, noms: &Noms) -> Vec<String> {
    if response.echeances.is_empty() {
        return vec!["rien à tenir".to_owned()];
    }
    response.echeances.iter().map(|one| ligne(one, noms)).collect()
}

fn ligne(one: &Echeance, noms: &Noms) -> String {
    let mut said = Words::new(&limit(one));
    said.add("", &left(one));
    said.add("", &format!("{} ({})", one.regle, one.article));
    said.add("", if one.objet.is_empty() { "dossier" } else { noms.name(&one.objet) });
    said.add("", &one.acte);
    said.add("", &one.charge_libelle);
    let others: Vec<&str> = one.aussi.iter().map(|other| other.regle.as_str()).collect();
    said.add("tient aussi ", &others.join(", "));
    said.finish()
}

/// Its day, and its hour where the law counts hours.
fn limit(one: &Echeance) -> String {
    let instant = one.limite_a.and_then(|a| chrono::DateTime::from_timestamp(a.seconds, 0));
    match (instant, one.limite.as_str()) {
        (Some(instant), _) => instant.with_timezone(&Paris).format("%Y-%m-%d à %H:%M").to_string(),
        (None, "") => "sans délai chiffré".to_owned(),
        (None, limite) => limite.to_owned(),
    }
}

fn left(one: &Echeance) -> String {
    match one.jours_restants {
        None => format!("depuis {} j", one.age_jours),
        Some(late) if late < 0 => format!("en retard de {} j", late.unsigned_abs()),
        Some(days) => format!("reste {days} j"),
    }
}
