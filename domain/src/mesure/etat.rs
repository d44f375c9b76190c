//! What is known of a measure, and what follows from it on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    AccordNote, Attribuee, ContactEnAttente, Contractee, Demarree, DroitDeVisiteFixe,
    EcartConstate, EffetFixe, Event, MiseEnAttente, Missionnee, Modifiee, Ordonnee,
    OrientationRefusee, PrealablesConstates, Preconisee, Recue, Reprise, Restitue,
    SolutionProvisoire, Suspendue, Termes, VisiteNotee, survit_a_la_majorite,
};
use crate::codes::{
    BeneficiaireDroit, EtatMesure, MentionDecision, MotifFin, PositionTitulaire, SituationApres,
    Titulaire,
};
use crate::droit::Regle;
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
    /// What was recommended, oldest first.
    pub preconisations: Vec<Datee<Preconisee>>,
    /// Gaps between recommended, ordered and carried out, oldest first.
    pub ecarts: Vec<Datee<EcartConstate>>,
    /// Operators that refused, oldest first.
    pub refus: Vec<Datee<OrientationRefusee>>,
    /// Contacts of the child who waits, oldest first.
    pub contacts: Vec<Datee<ContactEnAttente>>,
    /// Where he is meanwhile, oldest first.
    pub solutions: Vec<Datee<SolutionProvisoire>>,
    /// Answers of the holders of authority, oldest first.
    pub accords: Vec<Datee<AccordNote>>,
    /// What the judge modified, oldest first.
    pub modifications: Vec<Datee<Modifiee>>,
    /// The day of a suspended effect: one in a sound history.
    pub effets_fixes: Vec<Datee<EffetFixe>>,
    /// What came before it, oldest first.
    pub prealables: Vec<Datee<PrealablesConstates>>,
    /// Rights of visit, oldest first.
    pub droits: Vec<Datee<DroitDeVisiteFixe>>,
    /// Visits, oldest first.
    pub visites: Vec<Datee<VisiteNotee>>,
    /// A pupille was given back.
    pub restituee: Option<Datee<Restitue>>,
    /// An arrêt infirmed it: the day that takes effect.
    pub infirmee: Option<NaiveDate>,
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
    /// The measure that replaces it.
    pub remplacee_par: Option<MesureId>,
}

impl Mesure {
    /// The order or contract, when it is known.
    #[must_use]
    pub fn decidee(&self) -> Option<&Datee<Decidee>> {
        self.decidees.first()
    }

    /// The day of effect; none while it depends on the end of another measure.
    #[must_use]
    pub fn effet(&self) -> Option<NaiveDate> {
        let decidee = self.decidee()?;
        let termes = &decidee.fait.termes;
        let fixe = self.effets_fixes.last().map(|fixe| fixe.fait.effet_le);
        let suspended = termes.mentions.contains(&MentionDecision::EffetSuspendu);
        let own = if suspended { termes.effet_le } else { Some(termes.effet(decidee.le())) };
        fixe.or(own)
    }

    /// The last day, included: as decided, or as the judge last modified it.
    #[must_use]
    pub fn terme(&self) -> Option<NaiveDate> {
        let decided = self.decidee()?.fait.termes.terme_le;
        let modified = self.modifications.iter().rev().find_map(|modifiee| modifiee.fait.terme_le);
        modified.or(decided)
    }

    /// The rule its length breaks, if it breaks one: as decided, or as modified.
    #[must_use]
    pub fn au_dela_du_maximum(&self) -> Option<&'static Regle> {
        let decidee = self.decidee()?;
        let mut termes = decidee.fait.termes.clone();
        (termes.effet_le, termes.terme_le) = (self.effet(), self.terme());
        termes.au_dela_du_maximum(decidee.le())
    }

    /// What each holder of authority last answered; the consents written in a contract are of its day.
    #[must_use]
    pub fn positions(&self) -> BTreeMap<Titulaire, (PositionTitulaire, NaiveDate)> {
        let mut found = BTreeMap::new();
        if let Some(decidee) = self.decidee() {
            let signed = (PositionTitulaire::AccordEcrit, decidee.le());
            found.extend(decidee.fait.termes.consentements.iter().map(|&who| (who, signed)));
        }
        for note in &self.accords {
            let told = (note.fait.position, note.le());
            let kept = found.entry(note.fait.titulaire).or_insert(told);
            if kept.1 <= told.1 {
                *kept = told;
            }
        }
        found
    }

    /// The form of a right of visit in force on a day.
    #[must_use]
    pub fn droit_de_visite(
        &self,
        de: BeneficiaireDroit,
        le: NaiveDate,
    ) -> Option<&Datee<DroitDeVisiteFixe>> {
        let of_him =
            |droit: &&Datee<DroitDeVisiteFixe>| droit.fait.beneficiaire == de && droit.le() <= le;
        let last = self.droits.iter().rfind(of_him)?;
        last.fait.jusqu_au.is_none_or(|jusqu_au| le <= jusqu_au).then_some(last)
    }

    /// The measure that takes over from it, and the day it gave way: renewed, or replaced.
    #[must_use]
    pub fn suivante(&self) -> Option<(NaiveDate, MesureId)> {
        let renewed = self.renouvelee.map(|(next, effet)| (effet, next));
        let replaced = self.fins.iter().filter_map(|fin| Some((fin.le(), fin.fait.remplacee_par?)));
        replaced.chain(renewed).min()
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
        let ended = [ended, renewed, self.infirmee];
        ended.into_iter().chain([of_age, emancipated, enfant.decede]).flatten().min()
    }

    /// The first day on which it no longer runs, its term among what ends it.
    #[must_use]
    pub fn finie_le(&self, enfant: &identite::Etat) -> Option<NaiveDate> {
        let lapsed = self.terme().and_then(|terme| terme.succ_opt());
        self.fin(enfant).into_iter().chain(lapsed).min()
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
        let Some(effet) = self.effet() else { return self.etat_sans_effet() };
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

    /// Without a day of effect: its effect is suspended, or no decision is known.
    fn etat_sans_effet(&self) -> EtatMesure {
        if self.decidee().is_some() {
            let ended = self.fins.first().map(|fin| fin.fait.mainlevee);
            return match ended {
                Some(true) => EtatMesure::Levee,
                Some(false) => EtatMesure::Terminee,
                None => EtatMesure::EffetDiffere,
            };
        }
        if self.preconisations.is_empty() { EtatMesure::Inconnue } else { EtatMesure::Preconisee }
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

/// Takes into account that an arrêt ends a measure: it was in force until that day.
pub(crate) fn infirmer(etat: &mut Etat, mesure: MesureId, le: NaiveDate) {
    let known = etat.mesures.entry(mesure).or_default();
    known.infirmee = Some(known.infirmee.map_or(le, |before| before.min(le)));
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
            remplacee_par: None,
        })),
        Event::Terminee(terminee) => entry.fins.push(effectif.datee(&Fin {
            mainlevee: false,
            motif: terminee.motif,
            situation_apres: terminee.situation_apres,
            remplacee_par: terminee.remplacee_par,
        })),
        Event::Preconisee(fact) => entry.preconisations.push(effectif.datee(fact)),
        Event::EcartConstate(fact) => entry.ecarts.push(effectif.datee(fact)),
        Event::OrientationRefusee(fact) => entry.refus.push(effectif.datee(fact)),
        Event::ContactEnAttente(fact) => entry.contacts.push(effectif.datee(fact)),
        Event::SolutionProvisoire(fact) => entry.solutions.push(effectif.datee(fact)),
        Event::AccordNote(fact) => entry.accords.push(effectif.datee(fact)),
        Event::Modifiee(fact) => entry.modifications.push(effectif.datee(fact)),
        Event::EffetFixe(fact) => entry.effets_fixes.push(effectif.datee(fact)),
        Event::PrealablesConstates(fact) => entry.prealables.push(effectif.datee(fact)),
        Event::DroitDeVisiteFixe(fact) => entry.droits.push(effectif.datee(fact)),
        Event::VisiteNotee(fact) => entry.visites.push(effectif.datee(fact)),
        Event::Restitue(fact) => entry.restituee = Some(effectif.datee(fact)),
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
        | Event::Terminee(_)
        | Event::Preconisee(_)
        | Event::EcartConstate(_)
        | Event::OrientationRefusee(_)
        | Event::ContactEnAttente(_)
        | Event::SolutionProvisoire(_)
        | Event::AccordNote(_)
        | Event::Modifiee(_)
        | Event::EffetFixe(_)
        | Event::PrealablesConstates(_)
        | Event::DroitDeVisiteFixe(_)
        | Event::VisiteNotee(_)
        | Event::Restitue(_) => false,
    }
}
