//! What the judge is told while a measure runs: hearings and reports (JU-08, JU-09, JU-10).
//!
//! One échéance a period, each closed by its own report, the last one open. Periods are counted from the
//! origin: a late report does not put the next one off.

use chrono::NaiveDate;

use super::super::Echeance;
use super::{est_un_placement, preavis};
use crate::codes::{Autorite, GenreEcrit, NatureMesure};
use crate::droit::{Duree, regle};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::justice::DecisionRendue;
use crate::mesure::{Mesure, Termes};
use crate::temps::{Survenu, majorite, plus_jours, plus_mois};

/// More periods than any childhood has: a rule of few days would never end otherwise.
const PERIODES_MAX: u32 = 240;

/// What tells the judge how the child is.
const RAPPORTS: [GenreEcrit; 3] =
    [GenreEcrit::RapportEcheance, GenreEcrit::RapportAnnuel, GenreEcrit::RapportSituation];

pub(super) fn echeances(parcours: &Parcours, found: &mut Vec<Echeance>) {
    for (&id, mesure) in &parcours.mesure.mesures {
        let Some(ordered) = Ordonnee::de(parcours, id, mesure) else { continue };
        ordered.audiences(found);
        if d_assistance_educative(ordered.termes.nature) {
            ordered.rapports(found);
            found.extend(ordered.rapport_d_echeance());
        }
    }
}

/// The days of its own life on which a report on a measure is due to the judge (JU-09), whether one came or not.
/// A measure without an end has them for the whole of a childhood.
#[must_use]
pub fn jours_de_rapport(parcours: &Parcours, mesure: MesureId) -> Vec<NaiveDate> {
    let ordered = parcours.mesure.mesures.get(&mesure).and_then(|known| {
        let ordered = Ordonnee::de(parcours, mesure, known)?;
        d_assistance_educative(ordered.termes.nature).then_some(ordered)
    });
    let Some(ordered) = ordered else { return Vec::new() };
    let mut days = ordered.limites();
    let runs = |limite: &NaiveDate| ordered.apres.is_none_or(|apres| *limite < apres);
    days.retain(|limite| ordered.effet <= *limite && runs(limite));
    days.dedup();
    days
}

/// The reports on a measure that tell the judge how the child is, oldest first: the day each was sent, else the day it
/// was received.
#[must_use]
pub fn rapports_au_juge(parcours: &Parcours, mesure: MesureId) -> Vec<Survenu> {
    reports(parcours, mesure, &RAPPORTS)
}

/// Measures of C. civ., art. 375-2 and 375-3.
fn d_assistance_educative(nature: NatureMesure) -> bool {
    use NatureMesure as N;
    match nature {
        N::Aemo
        | N::AemoRenforcee
        | N::AemoHebergement
        | N::PlacementAse
        | N::PlacementDirect
        | N::TiersDigneDeConfiance
        | N::AutreParent => true,
        N::Aed
        | N::AedRenforcee
        | N::Tisf
        | N::Aesf
        | N::AccueilDeJour
        | N::Accueil72h
        | N::Recueil5Jours
        | N::AccueilProvisoire
        | N::Pupille
        | N::AccueilParentEnfant
        | N::AccueilDurableBenevole
        | N::ContratJeuneMajeur
        | N::Mjie
        | N::Mjagbf
        | N::OppParquet
        | N::OppJuge
        | N::DelegationAutoriteParentale
        | N::Tutelle => false,
    }
}

/// The reports of these kinds on a measure, oldest first: the day each was sent, else the day it was received.
fn reports(parcours: &Parcours, mesure: MesureId, genres: &[GenreEcrit]) -> Vec<Survenu> {
    let about = |genre, objet| genres.contains(&genre) && objet == Some(mesure.0);
    let ecrits = parcours.ecrit.ecrits.values();
    let mut days: Vec<Survenu> = ecrits
        .filter_map(|ecrit| {
            let sent = ecrit.emis.iter().find(|emis| about(emis.fait.genre, emis.fait.objet));
            let received = ecrit.recus.iter().find(|recu| about(recu.fait.genre, recu.fait.objet));
            sent.map(|emis| emis.survenu).or(received.map(|recu| recu.survenu))
        })
        .collect();
    days.sort_unstable();
    days
}

/// A measure a judge ordered, and what bounds it.
struct Ordonnee<'a> {
    parcours: &'a Parcours,
    id: MesureId,
    termes: &'a Termes,
    effet: NaiveDate,
    terme: Option<NaiveDate>,
    /// The first day on which it no longer runs, the term included.
    apres: Option<NaiveDate>,
}

impl<'a> Ordonnee<'a> {
    fn de(parcours: &'a Parcours, id: MesureId, mesure: &'a Mesure) -> Option<Self> {
        let termes = &mesure.decidee()?.fait.termes;
        let judicial = matches!(termes.autorite, Autorite::JugeDesEnfants | Autorite::CourDAppel);
        let terme = mesure.terme();
        let after_term = terme.map(|terme| plus_jours(terme, 1));
        let ended = mesure.fin(&parcours.identite);
        let apres = [after_term, ended].into_iter().flatten().min();
        let effet = mesure.effet()?;
        judicial.then_some(Self { parcours, id, termes, effet, terme, apres })
    }

    /// JU-08: from the effect, then from each hearing.
    fn audiences(&self, found: &mut Vec<Echeance>) {
        let of_two_years =
            regle("ME-01", self.effet).map(|maximum| maximum.duree.depuis(self.effet));
        let long = self.terme.zip(of_two_years).is_some_and(|(terme, two)| two < terme);
        if !long || !est_un_placement(self.termes.nature) {
            return;
        }
        let audiences = &self.parcours.justice.audiences;
        let mut held: Vec<Survenu> = audiences
            .values()
            .filter_map(|known| known.tenue())
            .map(|tenue| tenue.survenu)
            .collect();
        held.retain(|tenue| self.effet < tenue.le && self.apres.is_none_or(|end| tenue.le < end));
        held.sort_unstable();
        let starts = std::iter::once(Survenu::le(self.effet)).chain(held.iter().copied());
        let kept = held.iter().copied().map(Some).chain(std::iter::once(None));
        for (start, kept) in starts.zip(kept) {
            let opened = Echeance::ouvrir("JU-08", self.id.0, start);
            found.extend(opened.map(|echeance| self.bounded(echeance.tenue_par(kept))));
        }
    }

    fn bounded(&self, echeance: Echeance) -> Echeance {
        echeance.sans_objet_depuis(self.apres, "fin de la mesure")
    }

    fn reports(&self, genres: &[GenreEcrit]) -> Vec<Survenu> {
        reports(self.parcours, self.id, genres)
    }

    /// JU-09: each period closed by the first report after its beginning that closed none before it.
    fn rapports(&self, found: &mut Vec<Echeance>) {
        let mut reports = self.reports(&RAPPORTS);
        let mut start = self.effet;
        for limite in self.limites() {
            let ended = self.apres.is_some_and(|apres| apres <= start);
            let Some(echeance) = Echeance::ouvrir("JU-09", self.id.0, Survenu::le(start)) else {
                return;
            };
            if ended {
                return;
            }
            let at = reports.iter().position(|report| start <= report.le);
            let kept = at.map(|at| reports.remove(at));
            let echeance = echeance.limitee_au(Some(limite)).tenue_par(kept);
            found.push(self.bounded(echeance));
            if kept.is_none() {
                return;
            }
            start = limite;
        }
    }

    /// The days by which reports are due: those the decision fixes, else its period, else each year.
    fn limites(&self) -> Vec<NaiveDate> {
        let fixed = self.dispositif(|dit| !dit.rapports_le.is_empty());
        if let Some(dispositif) = fixed {
            let mut days = dispositif.rapports_le.clone();
            days.sort_unstable();
            return days;
        }
        let told = self.dispositif(|dit| dit.rapport_tous_les_mois.is_some());
        let told = told.and_then(|dispositif| dispositif.rapport_tous_les_mois);
        let usual = match regle("JU-09", self.effet).map(|regle| regle.duree) {
            Some(Duree::Mois(mois)) => Some(mois),
            Some(Duree::Jours(_) | Duree::Heures(_) | Duree::SansDelai | Duree::Fixee) | None => {
                None
            }
        };
        let Some(mois) = told.or(usual).filter(|mois| *mois > 0) else { return Vec::new() };
        let childhood = majorite(self.effet);
        let periods = (1..=PERIODES_MAX).map(|rank| plus_mois(self.effet, mois * rank));
        periods.take_while(|limite| *limite < childhood).collect()
    }

    /// The last act that says something: the decision, or an order that rectified it.
    fn dispositif(&self, says: impl Fn(&DecisionRendue) -> bool) -> Option<&'a DecisionRendue> {
        let decision = self.termes.decision;
        let decisions = self.parcours.justice.decisions.values();
        let about = decisions.filter_map(|known| known.rendue()).filter(|rendue| {
            let rendue = &rendue.fait;
            rendue.decision == decision || rendue.precedente == Some(decision)
        });
        let mut saying: Vec<&Datee<DecisionRendue>> =
            about.filter(|rendue| says(&rendue.fait)).collect();
        saying.sort_by_key(|rendue| rendue.survenu);
        saying.last().map(|rendue| &rendue.fait)
    }

    /// JU-10: early enough for the summons of a hearing held on the last day (JU-01); the Département's own
    /// lead comes off that day when it is known.
    fn rapport_d_echeance(&self) -> Option<Echeance> {
        let terme = self.terme?;
        let since = self.limites().into_iter().filter(|limite| *limite < terme).max();
        let since = since.unwrap_or(self.effet);
        let reports = self.reports(&[GenreEcrit::RapportEcheance]);
        let kept = reports.into_iter().find(|report| since <= report.le);
        let echeance = Echeance::ouvrir("JU-10", self.id.0, Survenu::le(self.effet))?
            .limitee_au(preavis("JU-01", terme))
            .tenue_par(kept);
        Some(self.bounded(echeance))
    }
}
