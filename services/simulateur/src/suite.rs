//! What is decided for each child after an évaluation, once it is known which measures followed.
//!
//! # Invariants
//!
//! - An évaluation one of whose informations goes to the parquet says so for one child at least.
//! - An aide administrative that was refused is revised: its suite never stays what did not happen.

use chrono::NaiveDate;

use crate::calendrier::{LIMITE, ouvre, plus};
use crate::mesure::{Origine, Parcours};
use crate::monde::Monde;
use crate::plan::Genre;

/// One suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    Classement,
    Orientation,
    Aide { nature: &'static str },
    Parquet,
    Poursuite,
    Modification { nature: &'static str },
    Transfert,
    SansObjet,
}

/// The suites of a child.
#[derive(Clone, Debug)]
pub(crate) struct Suites {
    pub(crate) enfant: usize,
    pub(crate) suite: Suite,
    /// The holders of authority refused: what was decided instead, and when.
    pub(crate) revision: Option<(NaiveDate, Suite)>,
}

impl Monde {
    /// Decides every évaluation that was handed in.
    pub(crate) fn decider(&mut self) {
        let mut par_enfant: Vec<Vec<usize>> = vec![Vec::new(); self.enfants.len()];
        for (rang, parcours) in self.parcours.iter().enumerate() {
            par_enfant[parcours.enfant].push(rang);
        }
        for rang in 0..self.evaluations.len() {
            let Some(le) = self.evaluations[rang].decidee_le else { continue };
            let enfants = self.evalues(rang);
            let suites = enfants
                .iter()
                .enumerate()
                .map(|(place, &enfant)| {
                    self.suites(rang, enfant, le, place == 0, &par_enfant[enfant])
                })
                .collect();
            self.evaluations[rang].suites = suites;
        }
    }

    fn suites(
        &mut self,
        rang: usize,
        enfant: usize,
        le: NaiveDate,
        premier: bool,
        parcours: &[usize],
    ) -> Suites {
        let suite = self.suite(rang, enfant, le, premier, parcours);
        let refusee = matches!(suite, Suite::Aide { .. })
            && !parcours.iter().any(|&p| self.parcours[p].origine == Origine::Evaluation(rang));
        let revision = if refusee { self.refus(le) } else { None };
        Suites { enfant, suite, revision }
    }

    fn suite(
        &mut self,
        rang: usize,
        enfant: usize,
        le: NaiveDate,
        premier: bool,
        parcours: &[usize],
    ) -> Suite {
        if self.majorite(enfant) <= le {
            return Suite::SansObjet;
        }
        let informations = &self.evaluations[rang].informations;
        let signalee = informations.iter().any(|&i| self.informations[i].signalement.is_some());
        let issue = parcours.iter().map(|&p| &self.parcours[p]);
        let entre = issue.clone().find(|p| p.origine == Origine::Evaluation(rang)).map(nature);
        let suivi = issue.clone().find(|p| p.en_stock(le)).map(nature);
        if signalee {
            let parquet = premier || entre.is_some() || self.hasard.pour_mille(850);
            return if parquet { Suite::Parquet } else { Suite::Classement };
        }
        if let Some(nature) = entre {
            return Suite::Aide { nature };
        }
        if let Some(nature) = suivi {
            let change = self.hasard.pour_mille(200);
            return if change { Suite::Modification { nature } } else { Suite::Poursuite };
        }
        self.hasard.pese(&[
            (Suite::Classement, 46),
            (Suite::Orientation, 44),
            (Suite::Aide { nature: "aed" }, 7),
            (Suite::Transfert, 3),
        ])
    }

    /// What becomes of an aide that the holders of authority refuse.
    fn refus(&mut self, le: NaiveDate) -> Option<(NaiveDate, Suite)> {
        let refusee_le = ouvre(plus(le, self.hasard.entre(14, 28)));
        // Without the information being sent: the parquet of the quota is counted elsewhere.
        (refusee_le <= LIMITE).then_some((refusee_le, Suite::Orientation))
    }
}

fn nature(parcours: &Parcours) -> &'static str {
    match parcours.genre {
        Genre::Aed => "aed",
        Genre::Aemo => "aemo",
        Genre::AemoR => "aemo_renforcee",
        Genre::Confie if parcours.contrat() => "accueil_provisoire",
        Genre::Confie | Genre::Mna => "placement_ase",
        Genre::Adb => "accueil_durable_benevole",
        Genre::Tdc => "tiers_digne_de_confiance",
        Genre::Direct => "placement_direct",
    }
}
