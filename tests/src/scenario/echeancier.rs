//! The échéancier of one child on the domain alone: the rows the door's list has, without its settings.
//!
//! Invariant: grouped and ordered as the projection does it, so that both engines tell the same lines. Rules
//! that one act keeps on one object are one row, the strictest first.
//!
//! Deliberately absent: the settings of the Département, who is in charge, the sentence that explains.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::echeances::{Echeance, Etat, echeances};
use domain::enfant::Parcours;
use domain::temps::Survenu;
use proto::echeancier::v1 as fil;
use proto::wire::Wire as _;
use uuid::Uuid;

/// What is to be kept on a day.
pub(super) fn lister(parcours: &Parcours, au: NaiveDate) -> fil::ListerResponse {
    let mut acts: BTreeMap<(Uuid, &str), Vec<Echeance>> = BTreeMap::new();
    for one in echeances(parcours) {
        if matches!(one.etat(Survenu::le(au)), Etat::Ouverte | Etat::Depassee) {
            acts.entry((one.objet, one.regle.cloture)).or_default().push(one);
        }
    }
    let mut rows: Vec<Vec<Echeance>> = acts.into_values().collect();
    rows.iter_mut().for_each(|row| row.sort_by_key(|one| (limit(one), one.regle.id)));
    rows.sort_by_key(|row| (limit(&row[0]), row[0].objet, row[0].regle.id));
    let echeances = rows.iter().map(|row| ligne(row, au)).collect();
    fil::ListerResponse { echeances, ..fil::ListerResponse::default() }
}

/// Without a number comes last, and on one day, without an hour.
fn limit(one: &Echeance) -> (NaiveDate, DateTime<Utc>) {
    let instant = one.stricte.and_then(|stricte| stricte.a);
    (one.legale().unwrap_or(NaiveDate::MAX), instant.unwrap_or(DateTime::<Utc>::MAX_UTC))
}

fn ligne(row: &[Echeance], au: NaiveDate) -> fil::Echeance {
    let (first, others) = row.split_first().expect("a row holds what it was made for");
    let objet = first.objet;
    let days = |limite: NaiveDate| i32::try_from((limite - au).num_days()).expect("a few years");
    fil::Echeance {
        objet: if objet.is_nil() { String::new() } else { objet.to_string() },
        regle: first.regle.id.to_owned(),
        article: first.regle.article.to_owned(),
        limite: day(first),
        limite_a: first.stricte.and_then(|stricte| stricte.a).map(|a| a.to_wire()),
        jours_restants: first.legale().map(days),
        age_jours: u32::try_from((au - first.declenchee.le).num_days()).expect("it is open"),
        acte: first.regle.cloture.to_owned(),
        charge_libelle: first.regle.charge.libelle().to_owned(),
        aussi: others.iter().map(other).collect(),
        ..fil::Echeance::default()
    }
}

fn other(one: &Echeance) -> fil::AutreRegle {
    fil::AutreRegle {
        regle: one.regle.id.to_owned(),
        article: one.regle.article.to_owned(),
        limite: day(one),
    }
}

fn day(one: &Echeance) -> String {
    one.legale().map(|limite| limite.to_string()).unwrap_or_default()
}
