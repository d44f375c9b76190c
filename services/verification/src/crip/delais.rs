//! How long an évaluation takes, what was due, and what waits on the last day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Comptes, Etape, Evaluation, Ouverte, Temoin, premiere};
use crate::cadre::Cadre;
use crate::nombres::{Dit, Ligne, absente, combien, compte, jours, moyenne, part, rang};

/// How long évaluations take.
pub(crate) fn a13(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let known: Vec<(&Evaluation, NaiveDate)> = comptes
        .evaluations
        .values()
        .filter(|known| cadre.commune_demandee(known.commune.as_deref()))
        .filter_map(|known| Some((known, known.depart?)))
        .collect();
    let handed_in: Vec<(&Evaluation, i64)> = known
        .iter()
        .filter(|(known, _)| cadre.dans_la_periode(known.remise))
        .filter_map(|(known, depart)| Some((*known, (known.remise? - *depart).num_days())))
        .collect();
    let arrived: Vec<(&Evaluation, i64)> = known
        .iter()
        .filter(|(_, depart)| cadre.dans_la_periode(Some(*depart)))
        .map(|(known, depart)| {
            (*known, (known.remise.unwrap_or(cadre.observation) - *depart).num_days())
        })
        .collect();
    Dit::seules([remises(&handed_in), arrivees(&arrived)].concat())
}

fn remises(all: &[(&Evaluation, i64)]) -> Vec<Ligne> {
    let days: Vec<i64> = all.iter().map(|(_, days)| *days).collect();
    let n = combien(days.iter());
    let on_time = |(known, _): &&(&Evaluation, i64)| match (known.remise, known.echeance) {
        (Some(remise), Some(echeance)) => remise <= echeance,
        (Some(_) | None, _) => false,
    };
    let in_time = combien(all.iter().filter(on_time));
    vec![
        moyenne("remises_moyenne", "Remises de la période : délai moyen", days.iter().sum(), n),
        jours("remises_mediane", "Remises de la période : délai médian", rang(&days, 1, 2)),
        jours("remises_p90", "Remises de la période : 9 sur 10 en moins de", rang(&days, 9, 10)),
        part("remises_dans_3_mois", "Remises dans les trois mois", in_time, n),
    ]
}

fn arrivees(all: &[(&Evaluation, i64)]) -> Vec<Ligne> {
    let days: Vec<i64> = all.iter().map(|(_, days)| *days).collect();
    let open = all.iter().filter(|(known, _)| known.remise.is_none());
    let open: Vec<i64> = open.map(|(_, days)| *days).collect();
    let (n, still) = (combien(days.iter()), combien(open.iter()));
    vec![
        moyenne("arrivees_moyenne", "Arrivées de la période : délai moyen", days.iter().sum(), n),
        jours("arrivees_mediane", "Arrivées de la période : délai médian", rang(&days, 1, 2)),
        jours("arrivees_p90", "Arrivées de la période : 9 sur 10 en moins de", rang(&days, 9, 10)),
        compte("arrivees_ouvertes", "Arrivées de la période non remises", still),
        moyenne(
            "arrivees_ouvertes_age_moyen",
            "Arrivées non remises : âge moyen",
            open.iter().sum(),
            still,
        ),
    ]
}

/// An information préoccupante whose évaluation was due in the period.
pub(super) struct Echue {
    pub(super) commune: Option<String>,
    pub(super) in_time: bool,
    stopped: bool,
}

/// Those of the territory asked for.
pub(super) fn echues(cadre: &Cadre, comptes: &Comptes) -> Vec<Echue> {
    let all = comptes.informations.values().filter_map(|temoins| {
        let mut temoins: Vec<&Temoin> = temoins.iter().collect();
        temoins.retain(|temoin| {
            temoin.arrivee.is_some_and(|arrivee| arrivee <= cadre.au) && !temoin.retiree
        });
        let first = |of: fn(&Temoin) -> Option<NaiveDate>| {
            temoins.iter().filter_map(|temoin| of(temoin)).min()
        };
        let commune =
            temoins.iter().fold(None, |kept, temoin| premiere(kept, temoin.commune.as_deref()));
        let principale = temoins.iter().any(|temoin| !temoin.doublon && !temoin.rattachee);
        let echeance = first(|temoin| temoin.echeance)?;
        let of_the_cohort = principale
            && cadre.dans_la_periode(Some(echeance))
            && cadre.commune_demandee(commune.as_deref());
        let in_time = first(|temoin| temoin.rapport).is_some_and(|rapport| rapport <= echeance);
        let seized = first(|temoin| temoin.signalee).is_some_and(|signalee| signalee < echeance);
        of_the_cohort.then_some(Echue { commune, in_time, stopped: !in_time && seized })
    });
    all.collect()
}

/// What was due in the period, and came in time.
pub(crate) fn a14(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let all = echues(cadre, comptes);
    let in_time = combien(all.iter().filter(|due| due.in_time));
    let stopped = combien(all.iter().filter(|due| due.stopped));
    let due = combien(all.iter());
    Dit::seules(vec![
        part("dans_le_delai", "Rapport remis au plus tard à l'échéance", in_time, due),
        compte("interrompues", "Interrompues par la saisine du parquet avant l'échéance", stopped),
    ])
}

pub(super) const ETAPES: [(Etape, &str, &str); 4] = [
    (Etape::Analyse, "a_traiter", "À analyser"),
    (Etape::Mandat, "a_mandater", "Qualifiées, en attente de mandat"),
    (Etape::Rapport, "en_evaluation", "En évaluation"),
    (Etape::Decision, "a_decider", "Rapport remis, en attente de décision"),
];

/// What waits on the last day, as known now and as recorded that evening.
pub(crate) fn a15(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut lignes = stock(cadre, &comptes.ouvertes);
    let evening = stock(cadre, &comptes.ouvertes_le_soir).into_iter().map(|known| {
        let cle = format!("{}_enregistre", known.cle);
        let libelle = format!("{}, tel qu'enregistré ce jour", known.libelle);
        if cadre.soir_couvert { Ligne { cle, libelle, ..known } } else { absente(&cle, &libelle) }
    });
    lignes.extend(evening);
    Dit::seules(lignes)
}

fn stock(cadre: &Cadre, ouvertes: &BTreeMap<Uuid, Ouverte>) -> Vec<Ligne> {
    let mut open: Vec<&Ouverte> = ouvertes.values().collect();
    open.retain(|ouverte| cadre.commune_demandee(ouverte.commune.as_deref()));
    let counted = ETAPES.iter().map(|(etape, cle, libelle)| {
        compte(cle, libelle, combien(open.iter().filter(|ouverte| ouverte.etat == *etape)))
    });
    let ages = open.iter().map(|ouverte| (cadre.au - ouverte.arrivee).num_days());
    let age =
        moyenne("age_moyen_jours", "Âge moyen depuis l'arrivée", ages.sum(), combien(open.iter()));
    counted.chain([age]).collect()
}
