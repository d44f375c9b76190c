//! Home measures and placements together: the part of justice, rates, children followed (D4, D16, M1 to M3).
//!
//! Invariant: a measure counts as many times as it is in force, a child once; each line says which.

use domain::codes::NatureMesure::{
    Accueil72h, AccueilDurableBenevole, AccueilProvisoire, ContratJeuneMajeur, Pupille,
    Recueil5Jours,
};
use projections::territoires::Millesime;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie, principale};
use crate::natures::{AED, AEMO, CONFIE, rang, suivie};
use crate::nombres::{Dit, compte, part, pour_mille};
use crate::repartition::{Taux, age_revolu};

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    /// Children placed, those by a judge above the line.
    accueillis: Taux,
    confies: i64,
    confies_judiciaires: i64,
    /// Under a contract of young adult, and not placed.
    majeurs_non_accueillis: i64,
    aed: i64,
    aemo: i64,
    accueils: i64,
    accueils_judiciaires: i64,
    contrats: i64,
    /// Measures of any of these kinds but the contracts.
    mesures: Taux,
    /// Children who have one of them; one by a judge.
    enfants: i64,
    enfants_judiciaires: i64,
    suivis: i64,
    mineurs: i64,
    jeunes: i64,
    plus_ages: i64,
    sans_age: i64,
    mineurs_judiciaires: i64,
    mineurs_accueillis: i64,
}

fn accueil(mesure: &MesureSuivie<'_>) -> bool {
    rang(mesure.nature).is_some()
}

fn contrat(mesure: &MesureSuivie<'_>) -> bool {
    mesure.nature == ContratJeuneMajeur
}

/// Decided by a judge or the parquet.
fn judiciaire(mesure: &MesureSuivie<'_>) -> bool {
    let agreed = [AccueilProvisoire, Accueil72h, Recueil5Jours, AccueilDurableBenevole, Pupille];
    AEMO.contains(&mesure.nature) || (accueil(mesure) && !agreed.contains(&mesure.nature))
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mut mesures = enfant.mesures_suivies();
        mesures.retain(|mesure| mesure.en_vigueur(cadre.au));
        let delegation = enfant.delegation(cadre.au);
        let asked =
            |mesure: &&MesureSuivie<'_>| cadre.service_demande(delegation.or(mesure.service));
        let principal = principale(&mesures);
        if let Some(principal) = principal.filter(asked) {
            let judicial = judiciaire(principal);
            self.accueillis.ajoute(cadre, delegation.or(principal.service), judicial);
            let confie = CONFIE.contains(&principal.nature);
            self.confies += i64::from(confie);
            self.confies_judiciaires += i64::from(confie && judicial);
        }
        let held: Vec<&MesureSuivie<'_>> = mesures.iter().filter(asked).collect();
        for mesure in &held {
            self.mesure(cadre, mesure, delegation.or(mesure.service));
        }
        let young = held.iter().any(|mesure| contrat(mesure));
        let other = held.iter().any(|mesure| suivie(mesure.nature));
        self.majeurs_non_accueillis += i64::from(young && principal.is_none());
        self.enfants += i64::from(other);
        self.enfants_judiciaires += i64::from(held.iter().any(|mesure| judiciaire(mesure)));
        if young || other {
            let by_a_judge = mesures.iter().any(judiciaire);
            self.suivi(age_revolu(cadre, enfant), by_a_judge, principal.is_some());
        }
    }

    /// One measure in force of the territory.
    fn mesure(&mut self, cadre: &Cadre, mesure: &MesureSuivie<'_>, service: Option<&str>) {
        self.aed += i64::from(AED.contains(&mesure.nature));
        self.aemo += i64::from(AEMO.contains(&mesure.nature));
        self.accueils += i64::from(accueil(mesure));
        self.accueils_judiciaires += i64::from(accueil(mesure) && judiciaire(mesure));
        self.contrats += i64::from(contrat(mesure));
        if suivie(mesure.nature) {
            self.mesures.ajoute(cadre, service, judiciaire(mesure));
        }
    }

    /// One child followed, once.
    fn suivi(&mut self, age: Option<i64>, judicial: bool, placed: bool) {
        self.suivis += 1;
        match age {
            None => self.sans_age += 1,
            Some(years) if years <= 17 => {
                self.mineurs += 1;
                self.mineurs_judiciaires += i64::from(judicial);
                self.mineurs_accueillis += i64::from(placed);
            }
            Some(years) if years <= 20 => self.jeunes += 1,
            Some(_) => self.plus_ages += 1,
        }
    }
}

/// The last population known on the last day; none for a territory.
fn habitants(cadre: &Cadre) -> Option<&'static Millesime> {
    let known = cadre.population.filter(|_| cadre.territoire.is_none())?;
    known.millesimes.iter().filter(|known| known.au <= cadre.au).max_by_key(|known| known.au)
}

/// Placed, for a thousand.
pub(crate) fn d4(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let den = habitants(cadre).and_then(|known| known.de_0_a_20);
    let placed = comptes.accueillis.den;
    let both = placed + comptes.majeurs_non_accueillis;
    Dit::seules(vec![
        pour_mille("accueillis_pour_mille", "Accueillis pour mille", placed, den),
        pour_mille("avec_jeunes_majeurs", "Avec les jeunes majeurs", both, den),
    ])
}

/// By a judge, among the placed.
pub(crate) fn d16(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { accueillis, confies, confies_judiciaires, accueils, contrats, .. } = comptes;
    let (judicial, all) = (comptes.accueils_judiciaires, accueils + contrats);
    let lignes = vec![
        part("enfants", "Enfants accueillis (D1)", accueillis.num, accueillis.den),
        part("enfants_confies", "Enfants confiés (D2)", *confies_judiciaires, *confies),
        part("mesures", "Mesures (unité de la DREES)", judicial, *accueils),
        part("mesures_avec_cjm", "Mesures, jeunes majeurs compris", judicial, all),
    ];
    Dit { lignes, coupes: accueillis.coupes(cadre, "enfants") }
}

/// By a judge, among all.
pub(crate) fn m1(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { mesures, contrats, enfants, enfants_judiciaires, .. } = comptes;
    let (judicial, all) = (mesures.num, mesures.den + contrats);
    let lignes = vec![
        part("mesures", "Mesures (unité de la DREES)", judicial, mesures.den),
        part("mesures_avec_cjm", "Mesures, jeunes majeurs compris", judicial, all),
        part("enfants", "Enfants distincts", *enfants_judiciaires, *enfants),
    ];
    Dit { lignes, coupes: mesures.coupes(cadre, "mesures") }
}

/// Measures, for a thousand.
pub(crate) fn m2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { aed, aemo, accueils, contrats, .. } = comptes;
    let all = aed + aemo + accueils + contrats;
    let den = habitants(cadre).and_then(|known| known.de_0_a_20);
    Dit::seules(vec![
        compte("mesures", "Mesures en vigueur", all),
        compte("aed", "dont AED", *aed),
        compte("aemo", "dont AEMO", *aemo),
        compte("accueils", "dont mesures d'accueil", *accueils),
        compte("jeunes_majeurs", "dont contrats jeune majeur", *contrats),
        pour_mille("mesures_pour_mille", "Mesures pour mille habitants de 0 à 20 ans", all, den),
    ])
}

/// Children followed.
pub(crate) fn m3(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { suivis, mineurs, jeunes, plus_ages, sans_age, .. } = comptes;
    let Comptes { mineurs_judiciaires, mineurs_accueillis, .. } = comptes;
    let minors = habitants(cadre).map(|known| known.de_0_a_17);
    let young = habitants(cadre).and_then(|known| known.de_18_a_20);
    Dit::seules(vec![
        compte("enfants", "Enfants suivis", *suivis),
        compte("de_0_a_17", "de 0 à 17 ans", *mineurs),
        compte("de_18_a_20", "de 18 à 20 ans", *jeunes),
        compte("de_21_et_plus", "de 21 ans et plus", *plus_ages),
        compte("age_non_renseigne", "d'âge non renseigné", *sans_age),
        pour_mille("mineurs_pour_mille", "Pour mille habitants de 0 à 17 ans", *mineurs, minors),
        pour_mille("jeunes_pour_mille", "Pour mille habitants de 18 à 20 ans", *jeunes, young),
        part(
            "mineurs_judiciaires",
            "Mineurs suivis par décision judiciaire",
            *mineurs_judiciaires,
            *mineurs,
        ),
        part("mineurs_accueillis", "Mineurs accueillis", *mineurs_accueillis, *mineurs),
    ])
}
