//! What waits on the last day, state by state, by how long it has waited and where: as known now, and as recorded that
//! evening.

use std::collections::BTreeMap;

use projections::territoires::Carte;
use projections::tranches;
use uuid::Uuid;

use super::delais::ETAPES;
use super::ventilees::par_territoire;
use super::{Comptes, Etape, Ouverte};
use crate::cadre::{Cadre, Place};
use crate::nombres::{Coupe, Dit, Ligne, Nombre, combien, compte, jours, moyenne, par_place, rang};

/// The states as recorded that evening.
const DU_SOIR: [&str; 4] = [
    "a_traiter_enregistre",
    "a_mandater_enregistre",
    "en_evaluation_enregistre",
    "a_decider_enregistre",
];

/// The queue, cut by waiting and by place.
pub(crate) fn a15_par_attente(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let known = ouvertes(cadre, &comptes.ouvertes);
    let evening = ouvertes(cadre, &comptes.ouvertes_le_soir);
    let mut lignes = valeurs(cadre, &known);
    lignes.extend(valeurs(cadre, &evening).into_iter().map(|line| Ligne {
        cle: format!("{}_enregistre", line.cle),
        libelle: format!("{}, tel qu'enregistré ce jour", line.libelle),
        nombre: if cadre.soir_couvert { line.nombre } else { Nombre::Absente },
    }));
    let mut coupes = Vec::new();
    for ((etape, total, _), du_soir) in ETAPES.into_iter().zip(DU_SOIR) {
        coupes.push(par_attente(cadre, total, &known, etape));
        if cadre.soir_couvert {
            coupes.push(par_attente(cadre, du_soir, &evening, etape));
        }
    }
    coupes.extend(par_lieu(cadre, &known));
    Dit { lignes, coupes }
}

fn ouvertes<'a>(cadre: &Cadre, all: &'a BTreeMap<Uuid, Ouverte>) -> Vec<&'a Ouverte> {
    let here = |open: &&Ouverte| cadre.commune_demandee(open.commune.as_deref());
    all.values().filter(here).collect()
}

fn age(cadre: &Cadre, open: &Ouverte) -> i64 {
    (cadre.au - open.arrivee).num_days()
}

fn valeurs(cadre: &Cadre, open: &[&Ouverte]) -> Vec<Ligne> {
    let counted = ETAPES.iter().map(|(etape, cle, libelle)| {
        compte(cle, libelle, combien(open.iter().filter(|open| open.etat == *etape)))
    });
    let ages: Vec<i64> = open.iter().map(|open| age(cadre, open)).collect();
    let n = combien(open.iter());
    let whole = [
        compte("ouvertes", "En cours, tous états", n),
        moyenne("age_moyen_jours", "Âge moyen depuis l'arrivée", ages.iter().sum(), n),
        jours("age_median_jours", "Âge médian", rang(&ages, 1, 2)),
        jours("age_p90_jours", "9 sur 10 ont moins de", rang(&ages, 9, 10)),
    ];
    counted.chain(whole).collect()
}

fn par_attente(cadre: &Cadre, total: &'static str, open: &[&Ouverte], etape: Etape) -> Coupe {
    let of_it = open.iter().filter(|open| open.etat == etape);
    let ages: Vec<i64> = of_it.map(|open| age(cadre, open)).collect();
    let bands = tranches::attentes().tranches.iter();
    let lignes = bands.map(|band| {
        let holds = |age: &&i64| band.de <= **age && band.a.is_none_or(|last| **age <= last);
        compte(&band.cle, &band.libelle, combien(ages.iter().filter(holds)))
    });
    Coupe { axe: "attente", total, lignes: lignes.collect() }
}

/// Where the child lived on arrival; the délégation in charge of him on the last day.
fn par_lieu(cadre: &Cadre, open: &[&Ouverte]) -> Vec<Coupe> {
    let line =
        |cle: &str, libelle: &str, here: &[&&Ouverte]| compte(cle, libelle, combien(here.iter()));
    let commune = |open: &&Ouverte| open.commune.clone();
    let territoire = par_territoire(cadre, "ouvertes", open, commune, line);
    let whole = cadre.carte.filter(|_| cadre.territoire.is_none());
    let delegation = whole.map(|carte| {
        let lignes = par_place(&Cadre::places(carte), |place, cle, libelle| {
            compte(cle, libelle, combien(open.iter().filter(|open| confiee(carte, open, place))))
        });
        Coupe { axe: "delegation", total: "ouvertes", lignes }
    });
    territoire.into_iter().chain(delegation).collect()
}

fn confiee(carte: &Carte, open: &Ouverte, place: Place) -> bool {
    Cadre::place_du_service(carte, open.delegation.as_deref()) == place
}
