//! How long an évaluation takes, in three segments; and how a delay is told.
//!
//! Invariant: what is not closed stays in the delay, at its age on the day of observation, and is counted beside.

use chrono::NaiveDate;

use super::informations::Arrivee;
use super::ventilees::par_territoire;
use super::{Comptes, Evaluation};
use crate::cadre::Cadre;
use crate::nombres::{Dit, Ligne, combien, compte, jours, moyenne, part, rang};

/// From a day to another, or to none yet.
pub(super) type Acte = (NaiveDate, Option<NaiveDate>);

/// A delay: each key under a prefix, each label under what is measured.
pub(super) fn delais(cadre: &Cadre, prefixe: &str, quoi: &str, actes: &[Acte]) -> Vec<Ligne> {
    let lasted = |(debut, fin): &Acte| (fin.unwrap_or(cadre.observation) - *debut).num_days();
    let days: Vec<i64> = actes.iter().map(lasted).collect();
    let open = actes.iter().filter(|(_, fin)| fin.is_none());
    let open: Vec<i64> = open.map(lasted).collect();
    let (n, still) = (combien(days.iter()), combien(open.iter()));
    let lines = [
        moyenne("moyenne", "délai moyen", days.iter().sum(), n),
        jours("mediane", "délai médian", rang(&days, 1, 2)),
        jours("p90", "9 sur 10 en moins de", rang(&days, 9, 10)),
        compte("closes", "achevées", n - still),
        compte("ouvertes", "encore ouvertes, comptées à leur âge", still),
        moyenne("ouvertes_age_moyen", "âge moyen des ouvertes", open.iter().sum(), still),
        jours("ouvertes_age_max", "âge de la plus ancienne ouverte", open.iter().max().copied()),
    ];
    let named = lines.into_iter().map(|line| Ligne {
        cle: format!("{prefixe}{}", line.cle),
        libelle: format!("{quoi} : {}", line.libelle),
        nombre: line.nombre,
    });
    named.collect()
}

/// The same of what is closed by definition: nothing is open.
fn delais_clos(cadre: &Cadre, prefixe: &str, quoi: &str, actes: &[Acte]) -> Vec<Ligne> {
    delais(cadre, prefixe, quoi, actes).into_iter().take(4).collect()
}

/// One segment of an évaluation, when it began.
type Segment = fn(&Evaluation) -> Option<Acte>;

/// Key prefix, label, segment, and whether a report closes it.
const SEGMENTS: [(&str, &str, Segment, bool); 3] = [
    ("", "de l'arrivée au rapport", |known| Some((known.depart?, known.remise)), true),
    ("mandat_", "du mandat au rapport", |known| Some((known.mandatee?, known.remise)), true),
    ("decision_", "du rapport à la décision", |known| Some((known.remise?, known.decidee)), false),
];

/// How long each segment takes, of the reports of the period and of its arrivals.
pub(crate) fn a13_par_segment(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let here = |known: &&Evaluation| {
        known.depart.is_some() && cadre.commune_demandee(known.commune.as_deref())
    };
    let all: Vec<&Evaluation> = comptes.evaluations.values().filter(here).collect();
    let of = |day: fn(&Evaluation) -> Option<NaiveDate>| {
        let kept = all.iter().filter(|known| cadre.dans_la_periode(day(known)));
        kept.copied().collect::<Vec<&Evaluation>>()
    };
    let (remises, arrivees) = (of(|known| known.remise), of(|known| known.depart));
    let mut lignes = Vec::new();
    for (prefixe, quoi, segment, closed) in SEGMENTS {
        let actes = |all: &[&Evaluation]| -> Vec<Acte> {
            all.iter().filter_map(|known| segment(known)).collect()
        };
        let told = if closed { delais_clos } else { delais };
        let (cle, libelle) =
            (format!("{prefixe}remises_"), format!("Remises de la période, {quoi}"));
        lignes.extend(told(cadre, &cle, &libelle, &actes(&remises)));
        let (cle, libelle) =
            (format!("{prefixe}arrivees_"), format!("Arrivées de la période, {quoi}"));
        lignes.extend(delais(cadre, &cle, &libelle, &actes(&arrivees)));
    }
    lignes.extend(jamais_mandatees(cadre, comptes));
    let in_time = |known: &&&Evaluation| {
        known.remise.zip(known.echeance).is_some_and(|(remise, echeance)| remise <= echeance)
    };
    lignes.push(part(
        "remises_dans_3_mois",
        "Remises dans les trois mois",
        combien(remises.iter().filter(in_time)),
        combien(remises.iter()),
    ));
    let line = |cle: &str, libelle: &str, here: &[&&Evaluation]| {
        let days = here.iter().filter_map(|known| Some((known.remise? - known.depart?).num_days()));
        moyenne(cle, libelle, days.sum(), combien(here.iter()))
    };
    let commune = |known: &&Evaluation| known.commune.clone();
    let cut = par_territoire(cadre, "remises_moyenne", &remises, commune, line);
    Dit { lignes, coupes: cut.into_iter().collect() }
}

/// Informations préoccupantes of the period that nothing answered: no évaluation, decision, signalement or transfer.
fn jamais_mandatees(cadre: &Cadre, comptes: &Comptes) -> [Ligne; 2] {
    let mut all = comptes.principales(cadre);
    all.retain(|arrivee| arrivee.qualifiee() && !repondue(arrivee));
    let arrived = all.iter().filter_map(|arrivee| arrivee.premier_jour(|temoin| temoin.arrivee));
    let ages = arrived.map(|arrivee| (cadre.observation - arrivee).num_days());
    let n = combien(all.iter());
    let libelle = "Arrivées de la période qualifiées, sans mandat ni autre suite";
    let age = "Qualifiées sans mandat ni autre suite : âge moyen";
    [
        compte("jamais_mandatees", libelle, n),
        moyenne("jamais_mandatees_age_moyen", age, ages.sum(), n),
    ]
}

fn repondue(arrivee: &Arrivee<'_>) -> bool {
    arrivee.une(|temoin| {
        let days = [temoin.mandatee, temoin.decidee, temoin.signalee];
        temoin.transferee || days.iter().any(Option::is_some)
    })
}
