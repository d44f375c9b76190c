//! What is known of the évaluations of a child, and how each event changes it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::evenements::{
    CommissionTenue, ComplementDemande, ComplementRecu, ContactNote, DesaccordNote, Empechee,
    EnfantApprecie, EnfantJoint, EquipeDesignee, Evaluateur, Event, Mandatee, ParentsInformes,
    RapportPartage, RapportRemis, Reprise, TentativeNotee,
};
use crate::codes::{Conclusion, Contact, EtatEvaluation};
use crate::histoire::{Datee, Effectif};
use crate::ids::{EvaluationId, InformationId};

/// Every évaluation the child is in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub evaluations: BTreeMap<EvaluationId, Evaluation>,
}

/// What is known of one évaluation, for this child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// Mandates: one in a sound history.
    pub mandats: Vec<Datee<Mandatee>>,
    /// The child joined it later.
    pub joint: Option<Datee<EnfantJoint>>,
    /// Contacts, oldest first.
    pub contacts: Vec<Datee<ContactNote>>,
    /// Preventions, oldest first.
    pub empechements: Vec<Datee<Empechee>>,
    /// Reports, oldest first.
    pub rapports: Vec<Datee<RapportRemis>>,
    /// Complements asked, oldest first.
    pub complements: Vec<Datee<ComplementDemande>>,
    /// Complements handed in, oldest first.
    pub complements_recus: Vec<Datee<ComplementRecu>>,
    /// Teams, oldest first.
    pub equipes: Vec<Datee<EquipeDesignee>>,
    /// The holders of authority were told, oldest first.
    pub parents_informes: Vec<Datee<ParentsInformes>>,
    /// Attempts to meet them, oldest first.
    pub tentatives: Vec<Datee<TentativeNotee>>,
    /// Resumptions, oldest first.
    pub reprises: Vec<Datee<Reprise>>,
    /// Dissents, oldest first.
    pub desaccords: Vec<Datee<DesaccordNote>>,
    /// What was found of this child, oldest first.
    pub appreciations: Vec<Datee<EnfantApprecie>>,
    /// Commissions, oldest first.
    pub commissions: Vec<Datee<CommissionTenue>>,
    /// The report was shared, oldest first.
    pub partages: Vec<Datee<RapportPartage>>,
}

impl Evaluation {
    /// The mandate, when it is known.
    #[must_use]
    pub fn mandat(&self) -> Option<&Datee<Mandatee>> {
        self.mandats.first()
    }

    /// The first report: it stops the clock.
    #[must_use]
    pub fn premier_rapport(&self) -> Option<&Datee<RapportRemis>> {
        self.rapports.first()
    }

    /// The informations that feed it, as far as this child's stream says.
    #[must_use]
    pub fn informations(&self) -> &[InformationId] {
        let joint = self.joint.as_ref().map(|joint| joint.fait.informations.as_slice());
        let mandat = self.mandat().map(|mandat| mandat.fait.informations.as_slice());
        mandat.or(joint).unwrap_or_default()
    }

    /// Who evaluates: the last team named, else that of the mandate.
    #[must_use]
    pub fn equipe(&self) -> Vec<Evaluateur> {
        let named = self.equipes.iter().max_by_key(|equipe| (equipe.le(), equipe.version));
        if let Some(named) = named {
            return named.fait.membres.clone();
        }
        let mandated = self.mandat().map(|mandat| mandat.fait.equipe.as_slice());
        let bare =
            |agent: &String| Evaluateur { agent: agent.clone(), profession: None, service: None };
        mandated.unwrap_or_default().iter().map(bare).collect()
    }

    /// The single common conclusion: the report's, or that of the complement that changed it.
    #[must_use]
    pub fn conclusion(&self) -> Option<Conclusion> {
        let changed = self.complements_recus.iter().rev().find_map(|recu| recu.fait.conclusion);
        changed.or(self.rapports.last().map(|rapport| rapport.fait.conclusion))
    }

    /// The days on which the child was met, or the évaluation said to go on.
    fn goings_on(&self) -> impl Iterator<Item = NaiveDate> {
        let met = self.contacts.iter().filter(|contact| rencontre(contact.fait.genre));
        met.map(Datee::le).chain(self.reprises.iter().map(Datee::le))
    }

    /// Each time it was prevented, and the day it went on, if it did: other preventions in between are the
    /// same episode.
    #[must_use]
    pub fn episodes_d_empechement(&self) -> Vec<(&Datee<Empechee>, Option<NaiveDate>)> {
        let mut episodes: Vec<(&Datee<Empechee>, Option<NaiveDate>)> = Vec::new();
        for empechee in &self.empechements {
            let same = |(_, resumed): &(_, Option<NaiveDate>)| {
                resumed.is_none_or(|resumed| empechee.le() < resumed)
            };
            if !episodes.last().is_some_and(same) {
                let resumed = self.goings_on().filter(|le| empechee.le() < *le).min();
                episodes.push((empechee, resumed));
            }
        }
        episodes
    }

    /// Whether it is prevented now.
    #[must_use]
    pub fn empechee(&self) -> bool {
        self.episodes_d_empechement().last().is_some_and(|(_, resumed)| resumed.is_none())
    }

    /// A complement is still awaited: asked on or after the last report or complement handed in.
    #[must_use]
    pub fn complement_attendu(&self) -> bool {
        let asked = self.complements.last().map(Datee::le);
        let reported = self.rapports.last().map(Datee::le);
        let received = self.complements_recus.last().map(Datee::le);
        asked.is_some()
            && asked >= reported
            && received.is_none_or(|received| asked > Some(received))
    }

    /// Where it stands; `decidee` comes from the decisions.
    #[must_use]
    pub fn etat(&self, decidee: bool) -> EtatEvaluation {
        let last_report = self.rapports.last().map(Datee::le);
        let last_commission = self.commissions.last().map(Datee::le);
        if decidee {
            EtatEvaluation::Decidee
        } else if self.complement_attendu() {
            EtatEvaluation::ComplementDemande
        } else if last_commission.is_some() && last_commission >= last_report {
            EtatEvaluation::EnCommission
        } else if last_report.is_some() {
            EtatEvaluation::RapportRemis
        } else if self.empechee() {
            EtatEvaluation::Empechee
        } else if self.contacts.is_empty() {
            EtatEvaluation::Mandatee
        } else {
            EtatEvaluation::EnCours
        }
    }
}

/// Whether a contact is a meeting with the child or the family.
fn rencontre(genre: Contact) -> bool {
    match genre {
        Contact::RencontreDomicile | Contact::RencontreService | Contact::EnfantSeul => true,
        Contact::Telephone | Contact::Professionnel => false,
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let entry = etat.evaluations.entry(event.evaluation()).or_default();
    match event {
        Event::Mandatee(mandatee) => entry.mandats.push(effectif.datee(mandatee)),
        Event::EnfantJoint(joint) => entry.joint = Some(effectif.datee(joint)),
        Event::ContactNote(contact) => entry.contacts.push(effectif.datee(contact)),
        Event::Empechee(empechee) => entry.empechements.push(effectif.datee(empechee)),
        Event::RapportRemis(rapport) => entry.rapports.push(effectif.datee(rapport)),
        Event::ComplementDemande(complement) => entry.complements.push(effectif.datee(complement)),
        Event::EquipeDesignee(fait) => entry.equipes.push(effectif.datee(fait)),
        Event::ParentsInformes(fait) => entry.parents_informes.push(effectif.datee(fait)),
        Event::TentativeNotee(fait) => entry.tentatives.push(effectif.datee(fait)),
        Event::Reprise(fait) => entry.reprises.push(effectif.datee(fait)),
        Event::ComplementRecu(fait) => entry.complements_recus.push(effectif.datee(fait)),
        Event::DesaccordNote(fait) => entry.desaccords.push(effectif.datee(fait)),
        Event::EnfantApprecie(fait) => entry.appreciations.push(effectif.datee(fait)),
        Event::CommissionTenue(fait) => entry.commissions.push(effectif.datee(fait)),
        Event::RapportPartage(fait) => entry.partages.push(effectif.datee(fait)),
    }
}
