//! Family A: informations préoccupantes and the CRIP, counted from what each child's events say.
//!
//! # Invariants
//!
//! - An information is one unit whatever the number of its children: what each child says of it is kept, a few
//!   days and codes, until all were read.
//! - What one child alone settles (a decision, a suite) is counted at once.

mod delais;
mod file_d_attente;
mod informations;
mod repetees;
mod reponses;
mod retours;
mod segments;
mod urgences;
mod ventilees;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::codes::{Code as _, EmetteurSignalement};
use uuid::Uuid;

use crate::cadre::Cadre;
use crate::enfant::{Appel, Enfant};
use crate::nombres::{Dit, Ligne, compte, part};

pub(crate) use delais::{a13, a14, a15};
pub(crate) use file_d_attente::a15_par_attente;
pub(crate) use informations::{a1, a2, a3, a4, a5, a6, a8, a9, a11};
pub(crate) use repetees::{a16, a19};
pub(crate) use reponses::{a20, a21};
pub(crate) use retours::{a17, a22};
pub(crate) use segments::a13_par_segment;
pub(crate) use urgences::a18;
pub(crate) use ventilees::{a1_ventilee, a2_ventilee, a4_ventilee, a7, a8_ventilee, a14_ventilee};

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    /// What each child of an information says of it.
    informations: BTreeMap<Uuid, Vec<Temoin>>,
    evaluations: BTreeMap<Uuid, Evaluation>,
    /// Informations open on the last day, as known at the report's position.
    ouvertes: BTreeMap<Uuid, Ouverte>,
    /// The same, as recorded that evening.
    ouvertes_le_soir: BTreeMap<Uuid, Ouverte>,
    /// Children for whom it was decided after an évaluation; those closed.
    decides: i64,
    classes: i64,
    /// Pairs child × principal information, by suite.
    suites: BTreeMap<&'static str, i64>,
    aed_refusees: i64,
    /// Fiches navettes of the period, by information, day and service: the day of the first answer.
    navettes: BTreeMap<(Uuid, NaiveDate, String), Option<NaiveDate>>,
    /// Children of whom one hears again.
    repetees: repetees::Comptes,
    /// What is owed to senders, and advice.
    retours: retours::Comptes,
    /// How many children were read: each is a number here.
    enfants: u32,
}

/// What one child says of an information.
#[derive(Debug)]
struct Temoin {
    enfant: u32,
    /// He has a file, and somebody can name him.
    ouvert: bool,
    nomme: bool,
    mineur_a_l_arrivee: bool,
    arrivee: Option<NaiveDate>,
    arrivee_a: Option<DateTime<Utc>>,
    urgence: bool,
    /// On arrival: whole years, when his birth is known.
    ans: Option<i64>,
    sexe: &'static str,
    porte: Option<&'static str>,
    transmetteur: Option<&'static str>,
    service: Option<String>,
    commune: Option<String>,
    doublon: bool,
    rattachee: bool,
    retiree: bool,
    transferee: bool,
    qualifiee: bool,
    non_qualifiee: bool,
    echeance: Option<NaiveDate>,
    signalee: Option<NaiveDate>,
    mandatee: Option<NaiveDate>,
    rapport: Option<NaiveDate>,
    decidee: Option<NaiveDate>,
    signalements: Vec<(NaiveDate, EmetteurSignalement)>,
    /// Those of the Département: the day, the first instant told, whether they did not wait.
    saisines: Vec<(NaiveDate, Option<DateTime<Utc>>, bool)>,
}

/// An évaluation, over its children.
#[derive(Debug, Default)]
struct Evaluation {
    depart: Option<NaiveDate>,
    echeance: Option<NaiveDate>,
    commune: Option<String>,
    remise: Option<NaiveDate>,
    mandatee: Option<NaiveDate>,
    decidee: Option<NaiveDate>,
    /// A complement was asked.
    completee: bool,
    /// Complements asked for the children of the territory: siblings share those of a day.
    complements: BTreeMap<NaiveDate, Option<NaiveDate>>,
}

/// An information open on a day: its least advanced child.
#[derive(Debug)]
struct Ouverte {
    etat: Etape,
    arrivee: NaiveDate,
    commune: Option<String>,
    /// The délégation in charge of the child on the last day.
    delegation: Option<String>,
}

/// What an open information waits for, the least advanced first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Etape {
    Analyse,
    Mandat,
    Rapport,
    Decision,
}

impl Comptes {
    /// Takes a child into account, as known at the report's position.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        self.enfants += 1;
        let appels = enfant.appels();
        for appel in &appels {
            self.suite(cadre, appel);
            ouvre(&mut self.ouvertes, cadre.au, enfant, appel);
            let temoin = temoin(self.enfants, enfant, appel);
            self.informations.entry(appel.information).or_default().push(temoin);
        }
        for suivie in enfant.evaluations_suivies() {
            let known = self.evaluations.entry(suivie.evaluation).or_default();
            known.depart = plus_tot(known.depart, suivie.depart);
            known.echeance = plus_tot(known.echeance, suivie.echeance);
            known.remise = plus_tot(known.remise, suivie.rapports.first().copied());
            known.commune = premiere(known.commune.take(), suivie.commune);
            known.mandatee = plus_tot(known.mandatee, suivie.mandatee);
            known.decidee = plus_tot(known.decidee, suivie.decidee);
            known.complete(cadre, &suivie);
        }
        self.navettes(cadre, &appels);
        self.repetees.voir(cadre, enfant, &appels);
        self.retours.voir(cadre, enfant, &appels);
        self.decisions(cadre, enfant);
    }

    /// Takes a child into account, as recorded on the evening of the last day.
    pub(crate) fn voir_le_soir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        for appel in &enfant.appels() {
            ouvre(&mut self.ouvertes_le_soir, cadre.au, enfant, appel);
        }
    }

    fn suite(&mut self, cadre: &Cadre, appel: &Appel<'_>) {
        let principale =
            appel.doublon.is_none() && appel.rattachee.is_none() && appel.retiree.is_none();
        let of_the_cohort = principale
            && cadre.dans_la_periode(appel.arrivee)
            && cadre.commune_demandee(appel.commune);
        if of_the_cohort {
            *self.suites.entry(appel.suite).or_default() += 1;
            self.aed_refusees += i64::from(appel.aed_refusee);
        }
    }

    fn decisions(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mut taken = enfant.decisions_apres_evaluation();
        taken.retain(|(le, commune, _)| {
            cadre.dans_la_periode(Some(*le)) && cadre.commune_demandee(*commune)
        });
        self.decides += i64::from(!taken.is_empty());
        self.classes += i64::from(taken.iter().any(|(_, _, closed)| *closed));
    }
}

fn temoin(numero: u32, enfant: &Enfant, appel: &Appel<'_>) -> Temoin {
    Temoin {
        enfant: numero,
        ouvert: enfant.ouvert,
        nomme: enfant.nomme,
        mineur_a_l_arrivee: appel.arrivee.is_some_and(|arrivee| enfant.mineur(arrivee)),
        arrivee: appel.arrivee,
        arrivee_a: appel.arrivee_a,
        urgence: appel.urgence,
        ans: appel.arrivee.and_then(|arrivee| enfant.ans(arrivee)),
        sexe: enfant.sexe().cle(),
        porte: appel.porte,
        transmetteur: appel.transmetteur,
        service: appel.service.map(str::to_owned),
        commune: appel.commune.map(str::to_owned),
        doublon: appel.doublon.is_some(),
        rattachee: appel.rattachee.is_some(),
        retiree: appel.retiree.is_some(),
        transferee: appel.transferee.is_some(),
        qualifiee: appel.qualifiee.is_some(),
        non_qualifiee: appel.non_qualifiee.is_some(),
        echeance: appel.echeance.filter(|_| appel.qualifiee.is_some()),
        signalee: appel.signalee(),
        mandatee: appel.mandatee,
        rapport: appel.rapport,
        decidee: appel.decidee,
        signalements: appel.signalements.clone(),
        saisines: appel.saisines.clone(),
    }
}

/// What an information waits for on a day, for one child; none when it waits for nothing, or is not his.
fn etape(appel: &Appel<'_>, le: NaiveDate) -> Option<Etape> {
    let by = |day: Option<NaiveDate>| day.is_some_and(|day| day <= le);
    let left = [appel.retiree, appel.doublon, appel.rattachee, appel.transferee, appel.decidee];
    if left.into_iter().any(by) {
        None
    } else if by(appel.rapport) {
        Some(Etape::Decision)
    } else if by(appel.mandatee) {
        Some(Etape::Rapport)
    } else if by(appel.non_qualifiee) || by(appel.signalee()) {
        None
    } else if by(appel.qualifiee) {
        Some(Etape::Mandat)
    } else {
        Some(Etape::Analyse)
    }
}

fn ouvre(
    ouvertes: &mut BTreeMap<Uuid, Ouverte>,
    le: NaiveDate,
    enfant: &Enfant,
    appel: &Appel<'_>,
) {
    let Some(arrivee) = appel.arrivee.filter(|arrivee| *arrivee <= le) else { return };
    let Some(etat) = etape(appel, le) else { return };
    let seen = ouvertes.entry(appel.information).or_insert(Ouverte {
        etat,
        arrivee,
        commune: None,
        delegation: None,
    });
    seen.etat = seen.etat.min(etat);
    seen.arrivee = seen.arrivee.min(arrivee);
    seen.commune = premiere(seen.commune.take(), appel.commune);
    seen.delegation = premiere(seen.delegation.take(), enfant.delegation(le));
}

/// The earlier of two days, when there is one.
fn plus_tot(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    one.into_iter().chain(other).min()
}

/// Of siblings who live in several communes, the first in the order of codes.
fn premiere(kept: Option<String>, told: Option<&str>) -> Option<String> {
    match (kept, told) {
        (Some(kept), Some(told)) if told < kept.as_str() => Some(told.to_owned()),
        (None, Some(told)) => Some(told.to_owned()),
        (kept, _) => kept,
    }
}

/// Classed after évaluation.
pub(crate) fn a10(_: &Cadre, comptes: &Comptes) -> Dit {
    let libelle = "Enfants classés sans suite après évaluation";
    Dit::seules(vec![part("classes_apres_evaluation", libelle, comptes.classes, comptes.decides)])
}

const SUITES: [(&str, &str); 10] = [
    ("parquet", "Transmission au parquet"),
    ("prestation_ase", "Prestation de l'ASE"),
    ("modification", "Modification de la mesure en cours"),
    ("poursuite", "Poursuite de la mesure en cours"),
    ("orientation", "Orientation"),
    ("classement_2", "Classement après évaluation (niveau 2)"),
    ("transfert", "Transfert à un autre Département"),
    ("sans_objet", "Sans objet"),
    ("niveau_1", "Non qualifiée (niveau 1)"),
    ("en_cours", "En cours"),
];

/// What became of each pair child × principal information.
pub(crate) fn a12(_: &Cadre, comptes: &Comptes) -> Dit {
    let total = comptes.suites.values().sum();
    let of = |suite: &str| comptes.suites.get(suite).copied().unwrap_or(0);
    let classes = SUITES.iter().map(|(cle, libelle)| part(cle, libelle, of(cle), total));
    let mut lignes: Vec<Ligne> = classes.collect();
    let refused =
        compte("aed_decidee_puis_refusee", "AED décidée puis refusée", comptes.aed_refusees);
    lignes.push(refused);
    Dit::seules(lignes)
}
