//! Interdiction de sortie du territoire and psychiatric placement (UR-11 to UR-13).

use chrono::NaiveDate;

use super::super::Echeance;
use super::{juge_saisi, lendemain};
use crate::codes::Autorite;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::justice::{Decision, DecisionRendue, Saisie};
use crate::temps::Survenu;

pub(super) fn echeances(parcours: &Parcours, found: &mut Vec<Echeance>) {
    for known in parcours.justice.decisions.values() {
        let Some(rendue) = known.rendue().filter(|rendue| rendue.fait.interdiction_sortie) else {
            continue;
        };
        match rendue.fait.autorite {
            Autorite::Procureur => du_parquet(parcours, known, rendue, found),
            Autorite::JugeDesEnfants | Autorite::CourDAppel => {
                found.extend(maximum("UR-12", known, rendue));
            }
            Autorite::President | Autorite::JugeAuxAffairesFamiliales => {}
        }
    }
    hospitalisations(parcours, found);
}

/// UR-11: the judge is seized, and the interdiction does not outlive its two months.
fn du_parquet(
    parcours: &Parcours,
    known: &Decision,
    rendue: &Datee<DecisionRendue>,
    found: &mut Vec<Echeance>,
) {
    let id = rendue.fait.decision;
    let about = |saisie: &Saisie| saisie.decision.is_none_or(|named| named == id);
    let seized = juge_saisi(parcours, rendue.le(), about);
    let opened = Echeance::ouvrir("UR-11", id.0, rendue.survenu);
    found.extend(opened.map(|echeance| echeance.tenue_par(seized)));
    found.extend(maximum("UR-11-M", known, rendue));
}

/// The interdiction ends at the day it fixes, at the latest at the maximum: then nothing is due any more.
fn maximum(regle: &str, known: &Decision, rendue: &Datee<DecisionRendue>) -> Option<Echeance> {
    let opened = Echeance::ouvrir(regle, rendue.fait.decision.0, rendue.survenu)?;
    let most = opened.stricte.map(|limite| limite.le);
    let fixed: Option<NaiveDate> = rendue.fait.interdiction_sortie_jusqu_au;
    let echeance = opened.limitee_au([most, fixed].into_iter().flatten().min());
    let lifted = known.interdictions_levees.first().map(|levee| levee.survenu);
    let past = lendemain(&echeance);
    Some(echeance.tenue_par(lifted).sans_objet_depuis(past, "venue à son terme"))
}

/// UR-13: fifteen days, then a month each time; each closed by the next decision or by the way out.
fn hospitalisations(parcours: &Parcours, found: &mut Vec<Echeance>) {
    let decisions = parcours.justice.decisions.values();
    let mut stays: Vec<(&Datee<DecisionRendue>, &Decision)> = decisions
        .filter_map(|known| known.rendue().map(|rendue| (rendue, known)))
        .filter(|(rendue, _)| rendue.fait.hospitalisation_psychiatrique)
        .collect();
    stays.sort_by_key(|(rendue, _)| (rendue.survenu, rendue.fait.decision));
    let mut renews = false;
    for (rank, (rendue, known)) in stays.iter().enumerate() {
        let out = known.hospitalisations_finies.first().map(|fin| fin.survenu);
        let next: Option<Survenu> = stays.get(rank + 1).map(|(next, _)| next.survenu);
        let regle = if renews { "UR-13-R" } else { "UR-13" };
        let closed = [out, next].into_iter().flatten().min();
        let opened = Echeance::ouvrir(regle, rendue.fait.decision.0, rendue.survenu);
        found.extend(opened.map(|echeance| echeance.tenue_par(closed)));
        renews = out.is_none();
    }
}
