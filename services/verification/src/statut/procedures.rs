//! The procedures by which a child becomes a pupille, and ceases to be one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::codes::{CasPupille, FinPupille};
use domain::evenement::Evenement;
use domain::mesure::Event as Mesure;
use domain::statut::Event as Statut;
use uuid::Uuid;

use super::actes;
use crate::enfant::Enfant;

/// How the status of an admitted pupille ends.
pub(super) const FINS: [(&str, &str); 5] = [
    ("adoption", "adoption"),
    ("tutelle", "tutelle de droit commun"),
    ("reprise", "reprise par un parent"),
    ("annulation", "annulation de l'admission"),
    ("restitution", "restitution à un parent"),
];

/// One procedure.
#[derive(Default)]
pub(super) struct Procedure {
    /// From when he is a pupille provisionally.
    pub(super) pv: Vec<NaiveDate>,
    /// From when each arrêté admits him.
    pub(super) admissions: Vec<NaiveDate>,
    /// The first arrêté: its effect, and the case of the law.
    pub(super) admise: Option<(NaiveDate, CasPupille)>,
    /// The day of that arrêté.
    signee: Option<NaiveDate>,
    /// Ends told of the procedure itself; of one day, the first of this list says how.
    fins: Vec<(NaiveDate, u8, &'static str)>,
    /// The day the status ended, and how.
    pub(super) finie: Option<(NaiveDate, &'static str)>,
}

/// Every procedure of a child.
pub(super) fn procedures(enfant: &Enfant) -> Vec<Procedure> {
    let mut known: BTreeMap<Uuid, Procedure> = BTreeMap::new();
    for (le, event) in actes(enfant) {
        if let Statut::PvDresse(pv) = event {
            known.entry(pv.recueil.0).or_default().pv.push(le);
        }
        if let Statut::PupilleAdmis(admis) = event {
            let one = known.entry(admis.recueil.0).or_default();
            let effet = admis.effet_le.unwrap_or(le);
            one.admissions.push(effet);
            one.admise.get_or_insert((effet, admis.cas));
            one.signee.get_or_insert(le);
        }
        if let Statut::PupilleFini(fini) = event {
            let how = match fini.fin {
                FinPupille::Adoption => "adoption",
                FinPupille::Tutelle => "tutelle",
            };
            known.entry(fini.recueil.0).or_default().fins.push((le, 0, how));
        }
        if let Statut::EnfantRepris(repris) = event {
            known.entry(repris.recueil.0).or_default().fins.push((le, 1, "reprise"));
        }
        if let Statut::RecoursJuge(juge) = event
            && juge.admission_annulee
        {
            known.entry(juge.recueil.0).or_default().fins.push((le, 2, "annulation"));
        }
    }
    let restitutions = restitutions(enfant);
    let mut all: Vec<Procedure> = known.into_values().collect();
    for one in &mut all {
        one.finit(&restitutions);
    }
    all
}

impl Procedure {
    /// The first of its ends, or of the restitutions that follow the arrêté.
    fn finit(&mut self, restitutions: &[NaiveDate]) {
        if let Some(signee) = self.signee {
            let after = restitutions.iter().filter(|le| signee <= **le);
            self.fins.extend(after.map(|le| (*le, 3, "restitution")));
        }
        let first = self.fins.iter().min_by_key(|(le, rang, _)| (*le, *rang));
        self.finie = first.map(|(le, _, how)| (*le, *how));
    }
}

/// The days on which a pupille was given back to a parent: of one measure, the last one told.
fn restitutions(enfant: &Enfant) -> Vec<NaiveDate> {
    let told = enfant.faits.iter().filter_map(|fait| {
        let Evenement::Mesure(Mesure::Restitue(restitue)) = &fait.evenement else { return None };
        Some((restitue.mesure.0, fait.le()))
    });
    let last: BTreeMap<Uuid, NaiveDate> = told.collect();
    last.into_values().collect()
}
