//! The table counted from the truth alone: slow, plain, and without any engine, to compare with.
//!
//! # Invariants
//!
//! - Nothing here knows a command, an event or a journal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use uuid::Uuid;

use crate::calendrier::{cloture, jours_entre, majorite};
use crate::tableau::{LigneCible, Valeur};
use crate::verite::{InformationVraie, LigneEnfant, MesureVraie, Verite};

/// A counted value: a count is `num` (with `den` 1), a share or a mean is `num / den`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compte {
    /// Count, or numerator, or sum of days.
    pub num: u64,
    /// 1, or denominator, or how many are averaged.
    pub den: u64,
}

/// The computed value of each row, in order; none for a row that this does not know how to count.
#[must_use]
pub fn compter(verite: &Verite, lignes: &[LigneCible]) -> Vec<Option<Compte>> {
    let vue = Vue::de(verite);
    lignes.iter().map(|ligne| vue.compter(ligne)).collect()
}

/// An information as its siblings see it together.
struct InformationVue<'a> {
    vue: &'a InformationVraie,
    /// Was it qualified for one of its children?
    qualifiee: bool,
    /// Was it refused for all of them?
    non_qualifiee: bool,
}

struct Vue<'a> {
    verite: &'a Verite,
    informations: BTreeMap<Uuid, InformationVue<'a>>,
    /// First report, and the informations that feed it.
    evaluations: BTreeMap<Uuid, (Option<NaiveDate>, &'a [Uuid])>,
}

impl<'a> Vue<'a> {
    fn de(verite: &'a Verite) -> Self {
        let mut informations: BTreeMap<Uuid, InformationVue<'a>> = BTreeMap::new();
        let mut evaluations = BTreeMap::new();
        for enfant in &verite.enfants {
            for vue in &enfant.informations {
                let entree = informations.entry(vue.id).or_insert(InformationVue {
                    vue,
                    qualifiee: false,
                    non_qualifiee: true,
                });
                entree.qualifiee |= vue.issue == "qualifiee";
                entree.non_qualifiee &= vue.issue == "non_qualifiee";
            }
            for evaluation in &enfant.evaluations {
                let fait = (evaluation.remise_le, evaluation.informations.as_slice());
                evaluations.insert(evaluation.id, fait);
            }
        }
        Self { verite, informations, evaluations }
    }

    fn compter(&self, ligne: &LigneCible) -> Option<Compte> {
        let annee: i32 = ligne.periode.parse().ok()?;
        let part = match ligne.indicateur {
            "A1" | "A5" | "A6" | "A8" | "A9" | "A11" => self.informations(ligne, annee)?,
            "A13" => self.delai(annee),
            "B1" | "B2" | "B3" | "B4" => self.mesures(ligne, annee)?,
            "D1" | "D2" | "D6" => self.accueils(ligne, annee)?,
            "F1" => self.projets(annee),
            _ => return None,
        };
        // A share whose published value is a count is read by its numerator.
        let compte = matches!(ligne.publie, Valeur::Compte(_));
        Some(if compte { Compte { den: 1, ..part } } else { part })
    }

    fn informations(&self, ligne: &LigneCible, annee: i32) -> Option<Compte> {
        let recues: Vec<&InformationVue<'_>> = self
            .informations
            .values()
            .filter(|i| i.vue.arrivee.year() == annee && i.vue.role != "doublon")
            .collect();
        let principales = || recues.iter().filter(|i| i.vue.role == "principale");
        let parmi = |num: usize, den: usize| Some(compte(num, den));
        let service = ligne.ventilation.map(|(_, slug)| format!("dt_{slug}"));
        match (ligne.indicateur, ligne.cle) {
            ("A1", "recues") => parmi(recues.len(), 1),
            ("A5", "par_la_crip") => {
                parmi(recues.iter().filter(|i| i.vue.porte == "crip").count(), recues.len())
            }
            ("A6", "par_delegation") => {
                let entrees = recues.iter().filter(|i| i.vue.porte == "delegation_territoriale");
                let ici = |i: &&&InformationVue<'_>| {
                    service.as_ref().is_none_or(|service| *service == i.vue.service)
                };
                parmi(entrees.filter(ici).count(), 1)
            }
            ("A8", "evaluees_sur_recues") => {
                let rendues = self.rendues();
                parmi(principales().filter(|i| rendues.contains(&i.vue.id)).count(), recues.len())
            }
            ("A9", "non_qualifiees") => {
                parmi(principales().filter(|i| i.non_qualifiee).count(), principales().count())
            }
            ("A11", "sur_qualifiees" | "sur_principales") => {
                let signalees = principales().filter(|i| i.vue.signalee_le.is_some()).count();
                let base = if ligne.cle == "sur_qualifiees" {
                    principales().filter(|i| i.qualifiee).count()
                } else {
                    principales().count()
                };
                parmi(signalees, base)
            }
            _ => None,
        }
    }

    /// The informations whose évaluation has a report.
    fn rendues(&self) -> BTreeSet<Uuid> {
        let remises = self.evaluations.values().filter(|(remise, _)| remise.is_some());
        remises.flat_map(|(_, informations)| informations.iter().copied()).collect()
    }

    fn delai(&self, annee: i32) -> Compte {
        let mut delais = Vec::new();
        for (remise, informations) in self.evaluations.values() {
            let arrivees = informations.iter().filter_map(|id| self.informations.get(id));
            let arrivees = arrivees.filter(|i| i.vue.role == "principale").map(|i| i.vue.arrivee);
            if let (Some(remise), Some(depart)) = (remise, arrivees.min())
                && remise.year() == annee
            {
                delais.push(jours_entre(depart, *remise).unsigned_abs());
            }
        }
        Compte { num: delais.iter().sum(), den: delais.len() as u64 }
    }

    fn en_vigueur(&self, annee: i32) -> impl Iterator<Item = (&'a LigneEnfant, &'a MesureVraie)> {
        let le = cloture(annee);
        let enfants = self.verite.enfants.iter();
        enfants
            .flat_map(|enfant| enfant.mesures.iter().map(move |mesure| (enfant, mesure)))
            .filter(move |(enfant, mesure)| en_vigueur(enfant, mesure, le))
    }

    fn mesures(&self, ligne: &LigneCible, annee: i32) -> Option<Compte> {
        let ici = |mesure: &MesureVraie| {
            ligne.ventilation.is_none_or(|(_, slug)| slug == mesure.territoire)
        };
        let le = cloture(annee);
        let (mut aed, mut aemo, mut attente, mut attente_r) = (0, 0, 0, 0);
        for (_, mesure) in self.en_vigueur(annee).filter(|(_, mesure)| ici(mesure)) {
            let attend = usize::from(mesure.demarree.is_none_or(|demarree| demarree > le));
            match mesure.nature.as_str() {
                "aed" | "aed_renforcee" => aed += 1,
                "aemo" | "aemo_hebergement" => (aemo, attente) = (aemo + 1, attente + attend),
                "aemo_renforcee" => (aemo, attente_r) = (aemo + 1, attente_r + attend),
                _ => {}
            }
        }
        match (ligne.indicateur, ligne.cle) {
            ("B1", "en_vigueur") => Some(compte(aed, 1)),
            ("B2", "en_vigueur") => Some(compte(aemo, 1)),
            ("B3", "taux") => Some(compte(aemo, aed + aemo)),
            ("B4", "aemo_r") => Some(compte(attente_r, 1)),
            ("B4", "aemo") => Some(compte(attente, 1)),
            _ => None,
        }
    }

    fn accueils(&self, ligne: &LigneCible, annee: i32) -> Option<Compte> {
        let le = cloture(annee);
        let (mut confies, mut directs) = (BTreeMap::new(), BTreeMap::new());
        for (enfant, mesure) in self.en_vigueur(annee) {
            if ligne.territoire.is_some_and(|slug| slug != mesure.territoire) {
                continue;
            }
            match mesure.nature.as_str() {
                "placement_direct" | "tiers_digne_de_confiance" => {
                    directs.insert(enfant.enfant, enfant);
                }
                "aed" | "aed_renforcee" | "aemo" | "aemo_hebergement" | "aemo_renforcee" => {}
                _ => {
                    confies.insert(enfant.enfant, enfant);
                }
            }
        }
        directs.retain(|enfant, _| !confies.contains_key(enfant));
        let tous = || confies.values().chain(directs.values());
        let mna = |enfant: &&&LigneEnfant| enfant.mna_le.is_some_and(|mna_le| mna_le <= le);
        let en_mode = |mode: &str| {
            confies.values().filter(|enfant| groupe_de_lieux(enfant, le) == mode).count()
        };
        match (ligne.indicateur, ligne.cle) {
            ("D1", "droit") => Some(compte(tous().count(), 1)),
            ("D1", "dont_mna") => Some(compte(tous().filter(mna).count(), 1)),
            ("D1", "hors_mna") => Some(compte(tous().count() - tous().filter(mna).count(), 1)),
            ("D2", "confies") => Some(compte(confies.len(), 1)),
            ("D2", "directs") => Some(compte(directs.len(), 1)),
            ("D6", mode) => Some(compte(en_mode(mode), confies.len())),
            _ => None,
        }
    }

    fn projets(&self, annee: i32) -> Compte {
        let le = cloture(annee);
        let ancien = le - Months::new(3);
        let suivis: BTreeMap<Uuid, &LigneEnfant> = self
            .en_vigueur(annee)
            .filter(|(enfant, mesure)| debut_de_chaine(enfant, mesure.chaine) <= ancien)
            .map(|(enfant, _)| (enfant.enfant, enfant))
            .collect();
        let pourvu =
            |enfant: &&&LigneEnfant| enfant.projets.iter().any(|&etabli_le| etabli_le <= le);
        compte(suivis.values().filter(pourvu).count(), suivis.len())
    }
}

fn compte(num: usize, den: usize) -> Compte {
    Compte { num: num as u64, den: den as u64 }
}

fn en_vigueur(enfant: &LigneEnfant, mesure: &MesureVraie, le: NaiveDate) -> bool {
    mesure.effet <= le
        && le <= mesure.terme
        && mesure.fin.is_none_or(|fin| fin > le)
        && enfant.naissance.is_none_or(|naissance| majorite(naissance) > le)
}

/// The effect of the first measure of a chain.
fn debut_de_chaine(enfant: &LigneEnfant, chaine: Uuid) -> NaiveDate {
    let chaine = enfant.mesures.iter().filter(|mesure| mesure.chaine == chaine);
    chaine.map(|mesure| mesure.effet).min().unwrap_or(NaiveDate::MAX)
}

fn groupe_de_lieux(enfant: &LigneEnfant, le: NaiveDate) -> &'static str {
    let present = |du: NaiveDate, au: Option<NaiveDate>| du <= le && au.is_none_or(|au| au > le);
    let Some(accueil) = enfant.accueils.iter().find(|accueil| present(accueil.du, accueil.au))
    else {
        return "autres";
    };
    match accueil.genre.as_str() {
        "assistant_familial" => "famille_accueil",
        "mecs"
        | "foyer_de_l_enfance"
        | "pouponniere"
        | "parent_enfant"
        | "village_d_enfants"
        | "lieu_de_vie"
        | "etablissement_medico_social" => "etablissement",
        "hebergement_autonome" => "autonomes",
        _ => "autres",
    }
}
