//! Family X: what enters and leaves each stock, why, and how long it stayed (X1 to X7); the paths and the decisions
//! have a file each.
//!
//! # Invariants
//!
//! - A measure holds a child from its effect to the eve of its exit; one whose exit is not after its effect never does.
//! - A passage is days on end in a stock; two passages of a child in one stock leave a day at least between them.

mod chemins;
mod decisions;
mod foyer;
mod passages;

use std::collections::BTreeMap;

use domain::codes::{Code as _, MotifFin};

use crate::cadre::Cadre;
use crate::enfant::Enfant;
use crate::nombres::{Coupe, Dit, Ligne, compte};
use crate::repartition::{Groupe, durees};

pub(crate) use chemins::{b10, d14, x8, x9, x12};
pub(crate) use decisions::{x10, x11};
pub(crate) use foyer::d11;
use passages::{Stock, Vu};

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    aed: Mouvements,
    aemo: Mouvements,
    accueil: Mouvements,
    mna: Mouvements,
    jeune_majeur: Mouvements,
    chemins: chemins::Comptes,
    decisions: decisions::Comptes,
    foyer: foyer::Comptes,
}

/// What moves in one stock.
#[derive(Debug, Default)]
struct Mouvements {
    avant: i64,
    entrees: Groupe,
    sorties: Groupe,
    apres: Groupe,
    entres: i64,
    sortis: i64,
    mesures_avant: i64,
    mesures_entrees: i64,
    premieres: i64,
    mesures_sorties: i64,
    mesures_apres: i64,
    motifs: BTreeMap<&'static str, i64>,
    /// Days of the passages that ended, and of those in course.
    finis: Vec<i64>,
    en_cours: Vec<i64>,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mesures = enfant.mesures_suivies();
        let sejours = enfant.sejours();
        let vu = Vu::new(cadre, enfant, &mesures, &sejours);
        self.aed.voit(&vu, Stock::Aed);
        self.aemo.voit(&vu, Stock::Aemo);
        self.accueil.voit(&vu, Stock::Accueil);
        self.mna.voit(&vu, Stock::Mna);
        self.jeune_majeur.voit(&vu, Stock::JeuneMajeur);
        self.chemins.voit(&vu);
        self.decisions.voit(&vu);
        self.foyer.voit(&vu);
    }
}

impl Mouvements {
    fn voit(&mut self, vu: &Vu<'_>, stock: Stock) {
        let cadre = vu.cadre;
        let [mut entered, mut left] = [false, false];
        for passage in vu.passages_demandes(stock) {
            let service = vu.service_du_passage(&passage);
            let jours = passage.jours;
            self.avant += i64::from(jours.tient(vu.veille()));
            if cadre.dans_la_periode(Some(jours.entree)) {
                entered = true;
                self.entrees.ajoute(cadre, vu.enfant, service);
            }
            if cadre.dans_la_periode(jours.sortie) {
                left = true;
                self.sorties.ajoute(cadre, vu.enfant, service);
            }
            if jours.tient(cadre.au) {
                self.apres.ajoute(cadre, vu.enfant, service);
            }
            self.finis.extend(jours.finis(cadre));
            self.en_cours.extend(jours.en_cours(cadre));
        }
        self.entres += i64::from(entered);
        self.sortis += i64::from(left);
        for (mesure, jours) in vu.tenues(stock) {
            if !cadre.service_demande(vu.service(mesure)) {
                continue;
            }
            self.mesures_avant += i64::from(jours.tient(vu.veille()));
            self.mesures_apres += i64::from(jours.tient(cadre.au));
            if cadre.dans_la_periode(Some(jours.entree)) {
                self.mesures_entrees += 1;
                self.premieres += i64::from(mesure.premiere);
            }
            if cadre.dans_la_periode(jours.sortie) {
                self.mesures_sorties += 1;
                let acted = mesure.motif.filter(|_| mesure.fin == jours.sortie);
                *self.motifs.entry(acted.unwrap_or(TERME_SANS_ACTE)).or_default() += 1;
            }
        }
    }

    fn dit(&self, cadre: &Cadre, presents: bool) -> Dit {
        let Self { avant, entrees, sorties, apres, .. } = self;
        let suivantes = self.mesures_entrees - self.premieres;
        let lignes = vec![
            compte("enfants_avant", "Enfants la veille de la période", *avant),
            compte("entrees", "Entrées", entrees.total),
            compte("sorties", "Sorties", sorties.total),
            compte("enfants_apres", "Enfants le dernier jour", apres.total),
            compte("sejours", "Séjours de la période", avant + entrees.total),
            compte("entres_distincts", "Enfants distincts entrés", self.entres),
            compte("sortis_distincts", "Enfants distincts sortis", self.sortis),
            compte("mesures_avant", "Mesures la veille de la période", self.mesures_avant),
            compte("mesures_entrees", "Mesures qui prennent effet", self.mesures_entrees),
            compte("dont_premieres", "dont premières de leur chaîne", self.premieres),
            compte("dont_suivantes", "dont suivantes, par renouvellement", suivantes),
            compte("mesures_sorties", "Mesures qui finissent", self.mesures_sorties),
            compte("mesures_apres", "Mesures le dernier jour", self.mesures_apres),
            compte("mesures", "Mesures de la période", self.mesures_avant + self.mesures_entrees),
        ];
        let cut = |axe, total, lignes| Coupe { axe, total, lignes };
        let mut coupes = vec![
            cut("age_des_entrees", "entrees", entrees.ages()),
            cut("age_des_sorties", "sorties", sorties.ages()),
            cut("territoire_des_entrees", "entrees", entrees.territoires(cadre)),
            cut("territoire_des_sorties", "sorties", sorties.territoires(cadre)),
        ];
        if presents {
            coupes.push(cut("age", "enfants_apres", apres.ages()));
            coupes.push(cut("sexe", "enfants_apres", apres.sexes()));
        }
        Dit { lignes, coupes }
    }

    fn par_motif(&self) -> Vec<Ligne> {
        let acts = MotifFin::TOUS.iter().map(|motif| (motif.cle(), motif.libelle()));
        let others = [
            ("renouvellement", "renouvellement"),
            ("infirmation", "infirmation par un arrêt"),
            (TERME_SANS_ACTE, "terme passé sans acte"),
        ];
        let line = |(cle, libelle)| {
            compte(cle, libelle, self.motifs.get(cle).copied().unwrap_or_default())
        };
        acts.chain(others).map(line).collect()
    }
}

/// A measure whose term came, and nobody ended it before.
const TERME_SANS_ACTE: &str = "terme_sans_acte";

/// AED.
pub(crate) fn x1(cadre: &Cadre, comptes: &Comptes) -> Dit {
    comptes.aed.dit(cadre, false)
}

/// AEMO.
pub(crate) fn x2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    comptes.aemo.dit(cadre, false)
}

/// Placed.
pub(crate) fn x3(cadre: &Cadre, comptes: &Comptes) -> Dit {
    comptes.accueil.dit(cadre, false)
}

/// Unaccompanied minors placed.
pub(crate) fn x4(cadre: &Cadre, comptes: &Comptes) -> Dit {
    comptes.mna.dit(cadre, true)
}

/// Contracts of young adults.
pub(crate) fn x5(cadre: &Cadre, comptes: &Comptes) -> Dit {
    comptes.jeune_majeur.dit(cadre, true)
}

/// Why measures ended.
pub(crate) fn x6(_: &Cadre, comptes: &Comptes) -> Dit {
    let mut dit = Dit::default();
    for (cle, axe, libelle, moved) in [
        ("aed", "motif_aed", "AED finies", &comptes.aed),
        ("aemo", "motif_aemo", "AEMO finies", &comptes.aemo),
        ("accueils", "motif_accueil", "Mesures d'accueil finies", &comptes.accueil),
        (
            "jeunes_majeurs",
            "motif_jeune_majeur",
            "Contrats jeune majeur finis",
            &comptes.jeune_majeur,
        ),
    ] {
        dit.lignes.push(compte(cle, libelle, moved.mesures_sorties));
        dit.coupes.push(Coupe { axe, total: cle, lignes: moved.par_motif() });
    }
    dit
}

/// How long.
pub(crate) fn x7(_: &Cadre, comptes: &Comptes) -> Dit {
    let mut lignes = Vec::new();
    for (cle, libelle, moved) in [
        ("aed", "AED", &comptes.aed),
        ("aemo", "AEMO", &comptes.aemo),
        ("accueil", "Accueil", &comptes.accueil),
        ("mna", "Mineurs non accompagnés", &comptes.mna),
        ("jeune_majeur", "Jeunes majeurs", &comptes.jeune_majeur),
    ] {
        let (left, present) = (format!("{cle}_sortis"), format!("{cle}_presents"));
        lignes.extend(durees(&left, &format!("{libelle}, sortis"), &moved.finis));
        lignes.extend(durees(&present, &format!("{libelle}, présents"), &moved.en_cours));
    }
    Dit::seules(lignes)
}
