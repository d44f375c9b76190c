//! The rules of the law as dated data: each beside its article, its dates of validity and how far it
//! was verified.
//!
//! A rule says what starts it, what keeps it, how long it runs and who owes the act. How a parcours
//! gives rise to it stands in [`crate::echeances`], a file a family, each with its rows.
//!
//! # Invariants
//!
//! - No rule of a chapter writes a number of months: it asks this table, on the day that matters.
//! - A flag V26, V, O, S or M says how the source was read (`docs/sources.md`); O, S and M are to be
//!   checked by a jurist, and are shown with the rule.
//! - A rule that changes is a new row with its own dates; the old row stays.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use chrono::{Duration, NaiveDate};

use crate::calendrier::prorogee;
use crate::echeances;
use crate::temps::{Survenu, moins_jours, moins_mois, plus_jours, plus_mois};

/// A length the law gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duree {
    /// Calendar months, by *quantième*.
    Mois(u32),
    /// Calendar days.
    Jours(u32),
    /// Hours, counted on instants.
    Heures(u32),
    /// « Sans délai », « immédiatement »: no number.
    SansDelai,
    /// The act itself fixes it: a judgment, a request, a setting of the Département.
    Fixee,
}

impl Duree {
    /// The day a delay of this length ends, from its trigger day. Without a number, that same day.
    #[must_use]
    pub fn depuis(self, jour: NaiveDate) -> NaiveDate {
        match self {
            Self::Mois(mois) => plus_mois(jour, mois),
            Self::Jours(jours) => plus_jours(jour, jours),
            Self::Heures(heures) => plus_jours(jour, heures.div_ceil(24)),
            Self::SansDelai | Self::Fixee => jour,
        }
    }

    /// The last day to act before another event, a delay of this length before it.
    #[must_use]
    pub fn avant(self, jour: NaiveDate) -> NaiveDate {
        match self {
            Self::Mois(mois) => moins_mois(jour, mois),
            Self::Jours(jours) => moins_jours(jour, jours),
            Self::Heures(heures) => moins_jours(jour, heures.div_ceil(24)),
            Self::SansDelai | Self::Fixee => jour,
        }
    }

    /// The last moment of the delay; none where the law gives no number. Hours count from an instant;
    /// from a day whose hour is unknown, the whole day is given.
    #[must_use]
    pub fn limite(self, declenchee: Survenu) -> Option<Survenu> {
        match (self, declenchee.a) {
            (Self::SansDelai | Self::Fixee, _) => None,
            (Self::Heures(heures), Some(instant)) => {
                let limite = instant + Duration::hours(i64::from(heures));
                Some(Survenu::a(limite, crate::temps::ZONE))
            }
            (Self::Mois(_) | Self::Jours(_) | Self::Heures(_), _) => {
                Some(Survenu::le(self.depuis(declenchee.le)))
            }
        }
    }
}

impl fmt::Display for Duree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mois(mois) => write!(f, "{mois} mois"),
            Self::Jours(jours) => write!(f, "{jours} jours"),
            Self::Heures(heures) => write!(f, "{heures} heures"),
            Self::SansDelai => f.write_str("sans délai"),
            Self::Fixee => f.write_str("fixé par l'acte ou par un réglage"),
        }
    }
}

/// What kind of deadline a rule is: missing one never closes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// An act must be done by a date or an instant.
    Due,
    /// « Sans délai »: the time elapsed is measured.
    Immediate,
    /// The maximum life of a measure: something ends or must be renewed.
    Max,
    /// Recurring, at most every so often.
    Periodic,
    /// At least so long *before* another event.
    Notice,
    /// The clock starts at a request.
    OnRequest,
    /// Missing it opens a right, exercised on request (CPC, art. 1184 and 1185).
    RightToRelease,
}

/// Who owes the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// The CRIP, or the delegate of the president of the conseil départemental.
    Crip,
    /// The team that evaluates.
    Evaluateur,
    /// The aide sociale à l'enfance.
    Ase,
    /// The service or establishment that carries out the measure.
    Service,
    /// The juge des enfants and his greffe.
    Juge,
    /// The procureur.
    Procureur,
    /// The cour d'appel.
    CourDAppel,
    /// Anybody else: bâtonnier, CPAM, another Département, the holders of authority.
    Tiers,
}

impl Charge {
    /// All of them.
    pub const TOUS: [Self; 8] = [
        Self::Crip,
        Self::Evaluateur,
        Self::Ase,
        Self::Service,
        Self::Juge,
        Self::Procureur,
        Self::CourDAppel,
        Self::Tiers,
    ];

    /// Stable key, stored and sent.
    #[must_use]
    pub fn cle(self) -> &'static str {
        match self {
            Self::Crip => "crip",
            Self::Evaluateur => "evaluateur",
            Self::Ase => "ase",
            Self::Service => "service",
            Self::Juge => "juge",
            Self::Procureur => "procureur",
            Self::CourDAppel => "cour_d_appel",
            Self::Tiers => "tiers",
        }
    }

    /// In French.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Crip => "CRIP",
            Self::Evaluateur => "équipe d'évaluation",
            Self::Ase => "aide sociale à l'enfance",
            Self::Service => "service en charge de la mesure",
            Self::Juge => "juge des enfants",
            Self::Procureur => "procureur de la République",
            Self::CourDAppel => "cour d'appel",
            Self::Tiers => "tiers",
        }
    }

    /// Whether the Département itself owes it: otherwise it waits on someone else.
    #[must_use]
    pub fn du_departement(self) -> bool {
        match self {
            Self::Crip | Self::Evaluateur | Self::Ase => true,
            Self::Service | Self::Juge | Self::Procureur | Self::CourDAppel | Self::Tiers => false,
        }
    }
}

/// One dated rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regle {
    /// Identifier of the rule, e.g. `IP-04`.
    pub id: &'static str,
    /// The article, as a professional would cite it.
    pub article: &'static str,
    /// Its kind.
    pub genre: Genre,
    /// The length.
    pub duree: Duree,
    /// A deadline of the *Code de procédure civile*, which rolls to the next working day.
    pub procedure: bool,
    /// A rule of the Département itself, stricter than the law or where the law gives no number.
    pub locale: bool,
    /// The setting of the Département that gives its length, or shortens it.
    pub reglage: Option<&'static str>,
    /// First day the rule applies; none: before any file of ours.
    pub du: Option<NaiveDate>,
    /// Last day the rule applies; none: still in force when it was read.
    pub au: Option<NaiveDate>,
    /// V26, V, O, S or M.
    pub verification: &'static str,
    /// What starts it, in French.
    pub declencheur: &'static str,
    /// When it applies, in French; empty: always.
    pub condition: &'static str,
    /// The act that keeps it, in French: two rules kept by one act on one object are shown together.
    pub cloture: &'static str,
    /// Who owes the act.
    pub charge: Charge,
    /// The rule in one French sentence.
    pub explication: &'static str,
}

/// What most rows share; each row says what it has of its own.
pub(crate) const LOI: Regle = Regle {
    id: "",
    article: "",
    genre: Genre::Due,
    duree: Duree::SansDelai,
    procedure: false,
    locale: false,
    reglage: None,
    du: None,
    au: None,
    verification: "",
    declencheur: "",
    condition: "",
    cloture: "",
    charge: Charge::Ase,
    explication: "",
};

impl Regle {
    /// Whether the rule applies on a day.
    #[must_use]
    pub fn vaut(&self, le: NaiveDate) -> bool {
        self.du.is_none_or(|du| du <= le) && self.au.is_none_or(|au| le <= au)
    }

    /// The legal day of a strict one: put off to a working day, for a rule of procedure.
    #[must_use]
    pub fn legale(&self, stricte: NaiveDate) -> NaiveDate {
        if self.procedure { prorogee(stricte) } else { stricte }
    }
}

/// Every row of the table, family after family.
pub fn regles() -> impl Iterator<Item = &'static Regle> {
    echeances::FAMILLES.iter().flat_map(|famille| famille.regles)
}

/// The rows of each rule: a parcours asks for them hundreds of times.
static PAR_ID: LazyLock<HashMap<&'static str, Vec<&'static Regle>>> = LazyLock::new(|| {
    let mut rows: HashMap<_, Vec<_>> = HashMap::new();
    regles().for_each(|regle| rows.entry(regle.id).or_default().push(regle));
    rows
});

/// The rule in force on a day.
#[must_use]
pub fn regle(id: &str, le: NaiveDate) -> Option<&'static Regle> {
    PAR_ID.get(id)?.iter().copied().find(|regle| regle.vaut(le))
}

/// The échéance of an évaluation (IP-04, or the shortened delay of IP-05 when one was set).
#[must_use]
pub fn echeance_evaluation(arrivee: NaiveDate, reduit_jours: Option<u32>) -> NaiveDate {
    let legal = regle("IP-04", arrivee).expect("IP-04 is in the table without bounds");
    let normale = legal.duree.depuis(arrivee);
    reduit_jours.map_or(normale, |jours| Duree::Jours(jours).depuis(arrivee).min(normale))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().expect("a date")
    }

    #[test]
    fn une_regle_ne_vaut_que_dans_ses_dates() {
        assert!(regle("ME-03", jour("2022-02-08")).is_none());
        assert!(regle("ME-03", jour("2022-02-09")).is_some());
    }

    #[test]
    fn chaque_ligne_dit_tout_d_elle_meme() {
        for regle in regles() {
            for (name, said) in [
                ("article", regle.article),
                ("declencheur", regle.declencheur),
                ("cloture", regle.cloture),
                ("explication", regle.explication),
            ] {
                assert!(!said.is_empty(), "{}: {name}", regle.id);
            }
            assert!(["V26", "V", "O", "S", "M"].contains(&regle.verification), "{}", regle.id);
            assert!(regle.explication.ends_with('.'), "{}: a sentence", regle.id);
        }
    }

    #[test]
    fn deux_lignes_d_une_regle_ne_valent_pas_le_meme_jour() {
        let versions: BTreeSet<_> = regles().map(|regle| (regle.id, regle.du)).collect();
        assert_eq!(versions.len(), regles().count());
        let first = |regle: &Regle| regle.du.unwrap_or(NaiveDate::MIN);
        let last = |regle: &Regle| regle.au.unwrap_or(NaiveDate::MAX);
        for one in regles() {
            let others = regles().filter(|autre| autre.id == one.id && autre.du != one.du);
            for autre in others {
                let together = first(one).max(first(autre)) <= last(one).min(last(autre));
                assert!(!together, "{}: one row a day", one.id);
            }
        }
    }

    #[test]
    fn le_delai_reduit_ne_rallonge_jamais() {
        let arrivee = jour("2026-11-30");
        assert_eq!(echeance_evaluation(arrivee, None), jour("2027-02-28"));
        assert_eq!(echeance_evaluation(arrivee, Some(400)), jour("2027-02-28"));
        assert_eq!(echeance_evaluation(arrivee, Some(30)), jour("2026-12-30"));
    }

    #[test]
    fn les_heures_se_comptent_sur_des_instants() {
        let limite = |instant: &str| {
            let declenchee = Survenu::a(instant.parse().expect("an instant"), crate::temps::ZONE);
            Duree::Heures(72).limite(declenchee).and_then(|limite| limite.a)
        };
        let expected = |instant: &str| Some(instant.parse().expect("an instant"));
        assert_eq!(limite("2026-10-24T20:00:00+02:00"), expected("2026-10-27T19:00:00+01:00"));
        assert_eq!(limite("2027-03-27T20:00:00+01:00"), expected("2027-03-30T21:00:00+02:00"));
    }
}
