//! What is known of a measure, and what follows from it on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Attribuee, Contractee, Demarree, Event, MiseEnAttente, Missionnee, Ordonnee, Recue, Reprise,
    Suspendue, Termes, survit_a_la_majorite,
};
use crate::codes::{EtatMesure, MotifFin, SituationApres};
use crate::histoire::{Datee, Effectif};
use crate::identite;
use crate::ids::MesureId;

/// Every measure of the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub mesures: BTreeMap<MesureId, Mesure>,
}

/// What is known of one measure. Facts may be known before the order itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesure {
    /// The order or contract: one in a sound history.
    pub decidees: Vec<Datee<Decidee>>,
    /// Received by the ASE.
    pub recue: Option<Datee<Recue>>,
    /// Allocations, oldest first.
    pub attributions: Vec<Datee<Attribuee>>,
    /// Waits noted, oldest first.
    pub attentes: Vec<Datee<MiseEnAttente>>,
    /// A professional was charged with it.
    pub missionnee: Option<NaiveDate>,
    /// First act of execution.
    pub demarree: Option<NaiveDate>,
    /// The last act of execution said to be the first: it contradicts an end before it.
    pub(super) dernier_demarrage: Option<NaiveDate>,
    /// Suspensions, oldest first.
    pub suspensions: Vec<Datee<Suspendue>>,
    /// Resumptions, oldest first.
    pub reprises: Vec<NaiveDate>,
    /// Ends: one in a sound history.
    pub fins: Vec<Datee<Fin>>,
    /// The measure that renews it, and its day of effect.
    pub renouvelee: Option<(MesureId, NaiveDate)>,
}

/// How the measure was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decidee {
    /// The legal facts.
    pub termes: Termes,
    /// The measure it renews.
    pub precedente: Option<MesureId>,
    /// By contract or arrêté, not by a judge.
    pub administrative: bool,
}

/// How the measure ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Fin {
    /// By a judge's mainlevée.
    pub mainlevee: bool,
    /// Why.
    pub motif: MotifFin,
    /// Where the child is after.
    pub situation_apres: Option<SituationApres>,
}

impl Mesure {
    /// The order or contract, when it is known.
    #[must_use]
    pub fn decidee(&self) -> Option<&Datee<Decidee>> {
        self.decidees.first()
    }

    /// The day of effect.
    #[must_use]
    pub fn effet(&self) -> Option<NaiveDate> {
        self.decidee().map(|decidee| decidee.fait.termes.effet(decidee.le()))
    }

    /// The last day, included.
    #[must_use]
    pub fn terme(&self) -> Option<NaiveDate> {
        self.decidee().and_then(|decidee| decidee.fait.termes.terme_le)
    }

    /// When the ASE received it: as told apart, else as told with the order.
    #[must_use]
    pub fn recue_le(&self) -> Option<NaiveDate> {
        let told = self.decidee().and_then(|decidee| decidee.fait.termes.recue_le);
        self.recue.as_ref().map(Datee::le).or(told)
    }

    /// The first day on which it no longer runs, by an act, a renewal or the child's own state;
    /// the term is not one of these.
    #[must_use]
    pub fn fin(&self, enfant: &identite::Etat) -> Option<NaiveDate> {
        let ended = self.fins.iter().map(Datee::le).min();
        let renewed = self.renouvelee.map(|(_, effet)| effet);
        let survives =
            self.decidee().is_some_and(|decidee| survit_a_la_majorite(decidee.fait.termes.nature));
        let of_age = if survives { None } else { enfant.majorite() };
        let emancipated = if survives { None } else { enfant.emancipe };
        [ended, renewed, of_age, emancipated, enfant.decede].into_iter().flatten().min()
    }

    /// In force on a day, executed or not.
    #[must_use]
    pub fn en_vigueur(&self, enfant: &identite::Etat, le: NaiveDate) -> bool {
        self.effet().is_some_and(|effet| effet <= le)
            && self.terme().is_none_or(|terme| le <= terme)
            && self.fin(enfant).is_none_or(|fin| le < fin)
    }

    /// Where it stands on a day, given when its execution began ([`Parcours::executee_le`]).
    #[must_use]
    pub fn etat(
        &self,
        enfant: &identite::Etat,
        executee_le: Option<NaiveDate>,
        le: NaiveDate,
    ) -> EtatMesure {
        let Some(effet) = self.effet() else { return EtatMesure::Inconnue };
        let by = |date: Option<NaiveDate>| date.is_some_and(|date| date <= le);
        if by(self.fin(enfant)) {
            let mainlevee = self.fins.iter().any(|fin| fin.fait.mainlevee);
            return if mainlevee { EtatMesure::Levee } else { EtatMesure::Terminee };
        }
        if self.terme().is_some_and(|terme| terme < le) {
            return EtatMesure::Echue;
        }
        if le < effet {
            return EtatMesure::EffetDiffere;
        }
        if self.suspendue(le) {
            return EtatMesure::Suspendue;
        }
        if by(executee_le) {
            return EtatMesure::Effective;
        }
        self.etat_avant_execution(le)
    }

    /// Suspended by that day and not resumed since, whatever came later.
    fn suspendue(&self, le: NaiveDate) -> bool {
        let suspended = self.suspensions.iter().map(Datee::le).filter(|&day| day <= le).max();
        let resumed = self.reprises.iter().copied().filter(|&day| day <= le).max();
        suspended.is_some() && resumed < suspended
    }

    fn etat_avant_execution(&self, le: NaiveDate) -> EtatMesure {
        let by = |date: Option<NaiveDate>| date.is_some_and(|date| date <= le);
        if by(self.attentes.first().map(Datee::le)) {
            EtatMesure::EnAttente
        } else if by(self.attributions.first().map(Datee::le)) {
            EtatMesure::Attribuee
        } else if by(self.recue_le()) {
            EtatMesure::Recue
        } else {
            EtatMesure::Ordonnee
        }
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let le = effectif.survenu.le;
    if let Event::Renouvelee(renouvelee) = event {
        let previous = etat.mesures.entry(renouvelee.precedente).or_default();
        previous.renouvelee = Some((renouvelee.mesure.mesure, renouvelee.mesure.effet(le)));
    }
    let administrative = administrative(etat, event);
    let entry = etat.mesures.entry(event.mesure()).or_default();
    let mut decided = |termes: &Termes, precedente| {
        let termes = termes.clone();
        entry.decidees.push(effectif.datee(&Decidee { termes, precedente, administrative }));
    };
    match event {
        Event::Ordonnee(Ordonnee { mesure }) | Event::Contractee(Contractee { mesure }) => {
            decided(mesure, None);
        }
        Event::Renouvelee(renouvelee) => decided(&renouvelee.mesure, Some(renouvelee.precedente)),
        Event::Recue(recue) => entry.recue = Some(effectif.datee(recue)),
        Event::Attribuee(attribuee) => entry.attributions.push(effectif.datee(attribuee)),
        Event::MiseEnAttente(attente) => entry.attentes.push(effectif.datee(attente)),
        Event::Missionnee(Missionnee { mesure: _ }) => entry.missionnee = Some(le),
        Event::Demarree(Demarree { mesure: _ }) => {
            entry.demarree.get_or_insert(le);
            entry.dernier_demarrage = Some(le);
        }
        Event::Suspendue(suspendue) => entry.suspensions.push(effectif.datee(suspendue)),
        Event::Reprise(Reprise { mesure: _ }) => entry.reprises.push(le),
        Event::Levee(levee) => entry.fins.push(effectif.datee(&Fin {
            mainlevee: true,
            motif: levee.motif,
            situation_apres: levee.situation_apres,
        })),
        Event::Terminee(terminee) => entry.fins.push(effectif.datee(&Fin {
            mainlevee: false,
            motif: terminee.motif,
            situation_apres: terminee.situation_apres,
        })),
    }
}

/// A renewal is of the kind of what it renews.
fn administrative(etat: &Etat, event: &Event) -> bool {
    match event {
        Event::Contractee(_) => true,
        Event::Renouvelee(renouvelee) => etat
            .mesures
            .get(&renouvelee.precedente)
            .and_then(Mesure::decidee)
            .is_some_and(|decidee| decidee.fait.administrative),
        Event::Ordonnee(_)
        | Event::Recue(_)
        | Event::Attribuee(_)
        | Event::MiseEnAttente(_)
        | Event::Missionnee(_)
        | Event::Demarree(_)
        | Event::Suspendue(_)
        | Event::Reprise(_)
        | Event::Levee(_)
        | Event::Terminee(_) => false,
    }
}
