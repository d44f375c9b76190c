//! Family B: AED and AEMO on the last day, and how long the first of a chain waits.
//!
//! Invariant: a measure is one child's, and is counted as soon as he is read; only delays are kept, to be ranked.

mod seconde;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::codes::NatureMesure;
use projections::territoires::Carte;

use crate::cadre::{Cadre, Place};
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::{AED, AEMO};
use crate::nombres::{Coupe, Dit, Ligne, combien, compte, jours, moyenne, par_place, part, rang};

use seconde::Seconde;
pub(crate) use seconde::{b1_v2, b2_v2, b3_v2, b4_v2};

/// Measures of one group, on the last day.
#[derive(Clone, Copy, Debug, Default)]
struct Stock {
    en_vigueur: i64,
    exercees: i64,
    echues: i64,
    differees: i64,
}

/// Days since something, over measures that wait.
#[derive(Clone, Copy, Debug, Default)]
struct Attente {
    jours: i64,
    mesures: i64,
}

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    aed: Stock,
    aemo: Stock,
    renforcees: Stock,
    /// In force under that local name, beside the AED and the AEMO.
    pead: i64,
    /// AED and AEMO in force, by line of the breakdown.
    par_place: BTreeMap<Place, (i64, i64)>,
    depuis_l_effet: Attente,
    depuis_la_reception: Attente,
    depuis_l_attribution: Attente,
    premieres: i64,
    /// Days from effect to first act.
    delais: Vec<i64>,
    jamais: i64,
    seconde: Seconde,
}

impl Stock {
    fn voit(&mut self, mesure: &MesureSuivie<'_>, le: NaiveDate) {
        let exercee = mesure.exercee_le(le);
        let in_force = mesure.en_vigueur(le);
        let running = mesure.non_finie(le);
        self.en_vigueur += i64::from(in_force);
        self.exercees += i64::from(in_force && exercee);
        let past = mesure.terme.is_some_and(|terme| terme < le);
        self.echues += i64::from(past && running && exercee);
        self.differees += i64::from(mesure.prononcee <= le && le < mesure.effet && running);
    }

    fn en_attente(&self) -> i64 {
        self.en_vigueur - self.exercees
    }
}

impl Attente {
    fn voit(&mut self, since: Option<NaiveDate>, le: NaiveDate) {
        if let Some(since) = since.filter(|since| *since <= le) {
            self.jours += (le - since).num_days();
            self.mesures += 1;
        }
    }
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let responsable = enfant.delegation(cadre.au);
        for mesure in enfant.mesures_suivies() {
            let service = responsable.or(mesure.service);
            if cadre.service_demande(service) {
                self.voit(cadre, &mesure, service);
                self.seconde.voit(cadre, enfant, &mesure, service);
            }
        }
    }

    fn voit(&mut self, cadre: &Cadre, mesure: &MesureSuivie<'_>, service: Option<&str>) {
        let le = cadre.au;
        let (aed, aemo) = (AED.contains(&mesure.nature), AEMO.contains(&mesure.nature));
        let in_force = mesure.en_vigueur(le);
        if !aed && !aemo {
            self.pead += i64::from(in_force && dite_pead(mesure));
            return;
        }
        if aed { &mut self.aed } else { &mut self.aemo }.voit(mesure, le);
        if mesure.nature == NatureMesure::AemoRenforcee {
            self.renforcees.voit(mesure, le);
        }
        if let Some(carte) = cadre.carte.filter(|_| in_force) {
            let place = Cadre::place_du_service(carte, service);
            let line = self.par_place.entry(place).or_default();
            *if aed { &mut line.0 } else { &mut line.1 } += 1;
        }
        if in_force && !mesure.exercee_le(le) {
            self.depuis_l_effet.voit(Some(mesure.effet), le);
            self.depuis_la_reception.voit(mesure.recue, le);
            self.depuis_l_attribution.voit(mesure.attribuee, le);
        }
        if mesure.premiere && cadre.dans_la_periode(Some(mesure.effet)) {
            self.commence(cadre, mesure);
        }
    }

    /// The first of a chain, whose effect is in the period.
    fn commence(&mut self, cadre: &Cadre, mesure: &MesureSuivie<'_>) {
        self.premieres += 1;
        let ended = mesure.fin.is_some_and(|fin| fin <= cadre.observation)
            || mesure.terme.is_some_and(|terme| terme < cadre.observation);
        match mesure.exercee {
            Some(exercee) => self.delais.push((exercee - mesure.effet).num_days().max(0)),
            None => self.jamais += i64::from(ended),
        }
    }
}

/// A placement at home, by the name the Département gives it.
pub(crate) fn dite_pead(mesure: &MesureSuivie<'_>) -> bool {
    mesure.libelle_local.is_some_and(|said| said.to_lowercase().starts_with("pead"))
}

fn lignes_du_stock(stock: &Stock, en_vigueur: &str) -> Vec<Ligne> {
    vec![
        compte("en_vigueur", en_vigueur, stock.en_vigueur),
        compte("dont_non_executees", "dont non exercées", stock.en_attente()),
        compte("echues_encore_exercees", "À côté : échues, encore exercées", stock.echues),
        compte("a_effet_differe", "À côté : à effet différé", stock.differees),
    ]
}

/// AED.
pub(crate) fn b1(_: &Cadre, comptes: &Comptes) -> Dit {
    Dit::seules(lignes_du_stock(&comptes.aed, "AED en vigueur"))
}

/// AEMO.
pub(crate) fn b2(_: &Cadre, comptes: &Comptes) -> Dit {
    let mut lignes = lignes_du_stock(&comptes.aemo, "AEMO en vigueur");
    lignes.push(compte("dont_renforcees", "dont renforcées", comptes.renforcees.en_vigueur));
    Dit::seules(lignes)
}

/// AEMO among both.
pub(crate) fn b3(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { aed, aemo, pead, .. } = comptes;
    let taux = |cle: &str, libelle: &str, aemo: i64, aed: i64| part(cle, libelle, aemo, aemo + aed);
    let lignes = vec![
        taux("taux", "Taux de judiciarisation", aemo.en_vigueur, aed.en_vigueur),
        taux("taux_executees", "Mesures exercées seulement", aemo.exercees, aed.exercees),
        taux("taux_avec_pead", "Avec les PEAD", aemo.en_vigueur + pead, aed.en_vigueur),
    ];
    let cut = |carte: &Carte| {
        par_place(&Cadre::places(carte), |place, cle, libelle| {
            let (aed, aemo) = comptes.par_place.get(&place).copied().unwrap_or_default();
            taux(cle, libelle, aemo, aed)
        })
    };
    let cut = cadre.carte.map(cut).unwrap_or_default();
    Dit { lignes, coupes: vec![Coupe { axe: "territoire", total: "taux", lignes: cut }] }
}

/// Those that wait.
pub(crate) fn b4(_: &Cadre, comptes: &Comptes) -> Dit {
    let attente = |cle: &str, libelle: &str, attente: &Attente| {
        moyenne(cle, libelle, attente.jours, attente.mesures)
    };
    let plain = comptes.aemo.en_attente() - comptes.renforcees.en_attente();
    Dit::seules(vec![
        compte("aed", "AED en attente", comptes.aed.en_attente()),
        compte("aemo", "AEMO non renforcées en attente", plain),
        compte("aemo_r", "AEMO renforcées en attente", comptes.renforcees.en_attente()),
        attente("age_depuis_effet", "Attente moyenne depuis l'effet", &comptes.depuis_l_effet),
        attente(
            "age_depuis_reception",
            "Attente moyenne depuis la réception",
            &comptes.depuis_la_reception,
        ),
        attente(
            "age_depuis_attribution",
            "Attente moyenne depuis l'attribution",
            &comptes.depuis_l_attribution,
        ),
    ])
}

/// How long the first of a chain waits.
pub(crate) fn b5(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { premieres, delais, jamais, .. } = comptes;
    let within = |days: i64| combien(delais.iter().filter(|delai| **delai <= days));
    let sum = delais.iter().sum();
    Dit::seules(vec![
        part("a_30_jours", "Exercées à 30 jours", within(30), *premieres),
        part("a_90_jours", "Exercées à 90 jours", within(90), *premieres),
        part("a_180_jours", "Exercées à 180 jours", within(180), *premieres),
        part("a_365_jours", "Exercées à 365 jours", within(365), *premieres),
        moyenne("moyenne", "Délai moyen des exercées", sum, combien(delais.iter())),
        jours("mediane", "Délai médian des exercées", rang(delais, 1, 2)),
        jours("p90", "9 exercées sur 10 en moins de", rang(delais, 9, 10)),
        part("jamais_executees", "Finies ou échues sans exercice", *jamais, *premieres),
    ])
}
