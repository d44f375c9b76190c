//! What a simulated Département aims at: the published figures, read from a target file and checked
//! to be feasible together.
//!
//! # Invariants
//!
//! - A [`Cibles`] that exists can be met exactly: the plan of quotas is built while reading it, and
//!   every published rate has a whole-number count that rounds to it.
//!
//! Deliberately absent: figures of the file that no row of the table uses (capacities, CESSEC…).

use serde::{Deserialize, Deserializer, de};
use serde_json::Number;

use crate::plan::Plan;

/// Why a target file cannot be aimed at.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Incoherence {
    /// Not the expected JSON.
    #[error("le fichier de cibles n'est pas lisible : {cause}")]
    Illisible {
        /// What the reader says.
        cause: String,
    },
    /// A rate that its own numerator and denominator do not give.
    #[error("{intitule} : {num} sur {den} ne s'arrondit pas à {publie} %")]
    Taux {
        /// Which figure.
        intitule: &'static str,
        /// The rate published.
        publie: Taux,
        /// Numerator.
        num: u64,
        /// Denominator.
        den: u64,
    },
    /// Parts that are not their whole.
    #[error("{intitule} : {attendu} attendus, mais les parties font {obtenu}")]
    Somme {
        /// Which figure.
        intitule: &'static str,
        /// The whole.
        attendu: u64,
        /// The sum of the parts.
        obtenu: u64,
    },
    /// More than there can be.
    #[error("{intitule} : {valeur} dépasse {maximum}")]
    Depasse {
        /// Which figure.
        intitule: &'static str,
        /// The figure.
        valeur: u64,
        /// What it cannot exceed.
        maximum: u64,
    },
    /// No whole numbers meet these rates together.
    #[error("{intitule} : aucun effectif entier ne donne ces taux ensemble")]
    SansSolution {
        /// Which figures.
        intitule: &'static str,
    },
}

/// A percentage as printed: its digits and its number of decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taux {
    chiffres: u64,
    decimales: u32,
}

impl Taux {
    /// The percentage of `num` in `den`, rounded half up to this number of decimals.
    #[must_use]
    pub fn de(num: u64, den: u64, decimales: u32) -> Option<Self> {
        let echelle = 100 * 10_u64.pow(decimales);
        (den > 0).then(|| Self { chiffres: (2 * num * echelle + den) / (2 * den), decimales })
    }

    /// Is this what `num` in `den` prints?
    #[must_use]
    pub fn convient(self, num: u64, den: u64) -> bool {
        Self::de(num, den, self.decimales) == Some(self)
    }

    /// The count nearest to this share of a whole.
    #[must_use]
    pub fn part(self, tout: u64) -> u64 {
        let echelle = 100 * 10_u64.pow(self.decimales);
        (2 * self.chiffres * tout + echelle) / (2 * echelle)
    }

    /// How many decimals are printed.
    #[must_use]
    pub fn decimales(self) -> u32 {
        self.decimales
    }

    /// Is `num` in `den` at least this?
    #[must_use]
    pub fn atteint_par(self, num: u64, den: u64) -> bool {
        den > 0 && self.chiffres * den <= num * 100 * 10_u64.pow(self.decimales)
    }

    /// Is `num` in `den` more than this?
    #[must_use]
    pub fn depasse_par(self, num: u64, den: u64) -> bool {
        self.chiffres * den < num * 100 * 10_u64.pow(self.decimales)
    }
}

impl std::fmt::Display for Taux {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let echelle = 10_u64.pow(self.decimales);
        match self.decimales {
            0 => write!(f, "{}", self.chiffres),
            _ => write!(
                f,
                "{},{:0width$}",
                self.chiffres / echelle,
                self.chiffres % echelle,
                width = self.decimales as usize
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Taux {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texte = Number::deserialize(deserializer)?.to_string();
        let (entiers, decimales) = texte.split_once('.').unwrap_or((&texte, ""));
        let chiffres = format!("{entiers}{decimales}").parse().map_err(de::Error::custom)?;
        let decimales = u32::try_from(decimales.len()).map_err(de::Error::custom)?;
        Ok(Self { chiffres, decimales })
    }
}

/// The targets, read and found feasible.
#[derive(Clone, Debug)]
pub struct Cibles {
    pub(crate) publie: Publie,
    pub(crate) plan: Plan,
}

impl Cibles {
    /// Reads a target file.
    ///
    /// # Errors
    ///
    /// When it is not the expected JSON, or when no Département could have these figures together.
    pub fn lire(json: &str) -> Result<Self, Incoherence> {
        let publie: Publie = serde_json::from_str(json)
            .map_err(|erreur| Incoherence::Illisible { cause: erreur.to_string() })?;
        verifier(&publie)?;
        let plan = Plan::tirer(&publie)?;
        Ok(Self { publie, plan })
    }
}

/// The figures, as the file has them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Publie {
    pub(crate) informations_recues_par_annee: ParAnnee,
    pub(crate) informations_qualifiees_et_evaluees_2022: Evaluees,
    pub(crate) classees_niveau_1_2022: Niveau1,
    pub(crate) transmises_parquet_2022: Parquet,
    pub(crate) recues_directement_par_la_crip_2022: Portes,
    pub(crate) delai_moyen_evaluation_jours_2022: Delai,
    pub(crate) mesures_en_cours_31_12_2018: Mesures2018,
    pub(crate) mesures_en_cours_31_12_2022: Mesures2022,
    pub(crate) taux_judiciarisation_par_territoire_2022: Judiciarisation,
    pub(crate) accueillis_31_12_2022: Accueillis2022,
    pub(crate) accueillis_31_12_2023: Accueillis2023,
    pub(crate) confies_par_mode_2022_percent: Modes,
    pub(crate) tiers_2023_12: Tiers,
    pub(crate) mesures_en_attente_31_12_2023: Attente,
    pub(crate) part_enfants_avec_ppe_percent: PartPpe,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ParAnnee {
    #[serde(rename = "2018")]
    a2018: u64,
    #[serde(rename = "2019")]
    a2019: u64,
    #[serde(rename = "2020")]
    a2020: u64,
    #[serde(rename = "2021")]
    a2021: u64,
    #[serde(rename = "2022")]
    a2022: u64,
    #[serde(rename = "2023")]
    a2023: u64,
}

impl ParAnnee {
    /// From 2018 to 2023.
    pub(crate) fn toutes(&self) -> [u64; 6] {
        [self.a2018, self.a2019, self.a2020, self.a2021, self.a2022, self.a2023]
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Evaluees {
    pub(crate) value: u64,
    pub(crate) of: u64,
    pub(crate) rate_percent: Taux,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Niveau1 {
    pub(crate) value: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Parquet {
    pub(crate) rate_percent: Taux,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Portes {
    pub(crate) rate_percent: Taux,
    pub(crate) implied: u64,
    pub(crate) par_les_delegations: u64,
    pub(crate) dont_la_rochelle_re_aunis_atlantique: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Delai {
    pub(crate) value: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Mesures2018 {
    pub(crate) aed: u64,
    pub(crate) aemo_dont_renforcees: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Mesures2022 {
    pub(crate) aed: u64,
    pub(crate) aemo_dont_renforcees: u64,
    pub(crate) taux_judiciarisation_percent: Taux,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Judiciarisation {
    pub(crate) haute_saintonge: Taux,
    pub(crate) saintonge_romane: Taux,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Accueillis2022 {
    pub(crate) value: u64,
    pub(crate) dont_mna: u64,
    pub(crate) confies_ase: u64,
    pub(crate) placements_directs: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Accueillis2023 {
    pub(crate) value: u64,
    pub(crate) dont_mna: u64,
    pub(crate) la_rochelle_re_aunis_atlantique_hors_mna: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Modes {
    pub(crate) famille_accueil: Taux,
    pub(crate) etablissement: Taux,
    pub(crate) autonomes: Taux,
    pub(crate) autres: Taux,
    pub(crate) base: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Tiers {
    pub(crate) tdc: u64,
    pub(crate) adb: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Attente {
    pub(crate) aemo_r: u64,
    pub(crate) aemo: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PartPpe {
    pub(crate) low: Taux,
    pub(crate) high: Taux,
}

/// A mean shorter than this leaves no room for a mandate and a visit.
const DELAI_MIN_JOURS: u64 = 50;
/// A mean longer than this hands in reports of 2022 after the end of 2023.
const DELAI_MAX_JOURS: u64 = 220;

fn verifier(publie: &Publie) -> Result<(), Incoherence> {
    informations(publie)?;
    milieu_ouvert(publie)?;
    accueils(publie)
}

fn informations(publie: &Publie) -> Result<(), Incoherence> {
    let recues = publie.informations_recues_par_annee.toutes()[4];
    let evaluees = &publie.informations_qualifiees_et_evaluees_2022;
    somme("informations reçues en 2022", evaluees.of, recues)?;
    au_plus("informations évaluées en 2022", evaluees.value, recues)?;
    taux("informations évaluées en 2022", evaluees.rate_percent, evaluees.value, recues)?;
    let niveau1 = publie.classees_niveau_1_2022.value;
    au_plus("informations classées au niveau 1 en 2022", niveau1, recues)?;
    let portes = &publie.recues_directement_par_la_crip_2022;
    taux("informations reçues par la CRIP en 2022", portes.rate_percent, portes.implied, recues)?;
    let delegations = portes.par_les_delegations;
    au_plus("informations reçues par les délégations", portes.implied + delegations, recues)?;
    let la_rochelle = portes.dont_la_rochelle_re_aunis_atlantique;
    au_plus("informations reçues par la délégation de La Rochelle", la_rochelle, delegations)?;
    let delai = publie.delai_moyen_evaluation_jours_2022.value;
    au_plus("délai moyen d'évaluation, en jours", delai, DELAI_MAX_JOURS)?;
    au_plus("délai moyen d'évaluation le plus court possible", DELAI_MIN_JOURS, delai)
}

fn milieu_ouvert(publie: &Publie) -> Result<(), Incoherence> {
    let mesures = &publie.mesures_en_cours_31_12_2022;
    let (aed, aemo) = (mesures.aed, mesures.aemo_dont_renforcees);
    taux("judiciarisation en 2022", mesures.taux_judiciarisation_percent, aemo, aed + aemo)?;
    let attente = &publie.mesures_en_attente_31_12_2023;
    au_plus("mesures d'AEMO en attente", 2 * (attente.aemo + attente.aemo_r), aemo)
}

fn accueils(publie: &Publie) -> Result<(), Incoherence> {
    let (fin_2022, fin_2023) = (&publie.accueillis_31_12_2022, &publie.accueillis_31_12_2023);
    let parties = fin_2022.confies_ase + fin_2022.placements_directs;
    somme("enfants accueillis fin 2022", fin_2022.value, parties)?;
    somme(
        "enfants confiés fin 2022",
        fin_2022.confies_ase,
        publie.confies_par_mode_2022_percent.base,
    )?;
    au_plus("MNA fin 2022", fin_2022.dont_mna, fin_2022.confies_ase)?;
    let tiers = publie.tiers_2023_12.tdc + publie.tiers_2023_12.adb;
    let la_rochelle = fin_2023.la_rochelle_re_aunis_atlantique_hors_mna;
    au_plus(
        "enfants de La Rochelle et MNA fin 2023",
        la_rochelle + fin_2023.dont_mna,
        fin_2023.value,
    )?;
    au_plus("tiers, bénévoles et MNA fin 2023", tiers + fin_2023.dont_mna, fin_2023.value)
}

pub(crate) fn taux(
    intitule: &'static str,
    publie: Taux,
    num: u64,
    den: u64,
) -> Result<(), Incoherence> {
    if publie.convient(num, den) {
        Ok(())
    } else {
        Err(Incoherence::Taux { intitule, publie, num, den })
    }
}

fn somme(intitule: &'static str, attendu: u64, obtenu: u64) -> Result<(), Incoherence> {
    if attendu == obtenu { Ok(()) } else { Err(Incoherence::Somme { intitule, attendu, obtenu }) }
}

pub(crate) fn au_plus(
    intitule: &'static str,
    valeur: u64,
    maximum: u64,
) -> Result<(), Incoherence> {
    if valeur <= maximum { Ok(()) } else { Err(Incoherence::Depasse { intitule, valeur, maximum }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHARENTE_MARITIME: &str = include_str!("../donnees/charente_maritime.json");

    #[test]
    fn un_taux_s_arrondit_a_sa_decimale_publiee() {
        let taux: Taux = serde_json::from_str("46.4").unwrap();
        assert!(taux.convient(1557, 3355));
        assert!(!taux.convient(1570, 3355));
        assert_eq!(taux.to_string(), "46,4");
        assert_eq!(Taux::de(1, 8, 0).unwrap().to_string(), "13", "half goes up");
    }

    #[test]
    fn les_cibles_publiees_sont_faisables() {
        assert!(Cibles::lire(CHARENTE_MARITIME).is_ok());
    }

    #[test]
    fn des_aemo_incompatibles_avec_le_taux_sont_refusees() {
        let json = CHARENTE_MARITIME.replace("1242", "1300");
        let refus = Cibles::lire(&json).unwrap_err();
        assert_eq!(
            refus.to_string(),
            "judiciarisation en 2022 : 1300 sur 1614 ne s'arrondit pas à 79,8 %"
        );
    }

    #[test]
    fn des_parties_qui_ne_font_pas_le_tout_sont_refusees() {
        let json =
            CHARENTE_MARITIME.replace("\"placements_directs\": 119", "\"placements_directs\": 120");
        let refus = Cibles::lire(&json).unwrap_err();
        assert!(matches!(refus, Incoherence::Somme { .. }), "{refus}");
    }

    #[test]
    fn un_champ_absent_est_nomme() {
        let json = CHARENTE_MARITIME.replace("\"aed\": 348,", "");
        let refus = Cibles::lire(&json).unwrap_err().to_string();
        assert!(refus.contains("aed"), "{refus}");
    }
}
