//! What each information and each évaluation is for one child: days, codes, and what became of it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::codes::{Canal, EmetteurSignalement, GenreSuite, MotifRevision};
use domain::droit::echeance_evaluation;
use domain::temps::Survenu;
use uuid::Uuid;

use super::{Decision, Enfant, Evaluation, Information, Note, Prise, Signalement, Suite};
use crate::natures::AED;

/// One information, for one child.
#[derive(Clone, Debug, PartialEq)]
pub struct Appel<'a> {
    /// Which.
    pub information: Uuid,
    /// Arrival at the Département.
    pub arrivee: Option<NaiveDate>,
    /// By which door.
    pub porte: Option<&'static str>,
    /// By whom.
    pub transmetteur: Option<&'static str>,
    /// Said to be urgent on arrival.
    pub urgence: bool,
    /// The hour of its arrival.
    pub arrivee_a: Option<DateTime<Utc>>,
    /// Through which délégation or service.
    pub service: Option<&'a str>,
    /// Where the child lived on arrival: as told with it, else his residence of that day.
    pub commune: Option<&'a str>,
    /// The same message as another.
    pub doublon: Option<NaiveDate>,
    /// Attached, and not detached since.
    pub rattachee: Option<NaiveDate>,
    /// Entered on the wrong child.
    pub retiree: Option<NaiveDate>,
    /// Gone to another Département.
    pub transferee: Option<NaiveDate>,
    /// Qualified.
    pub qualifiee: Option<NaiveDate>,
    /// Explicitly not qualified.
    pub non_qualifiee: Option<NaiveDate>,
    /// The évaluation is due that day, were it qualified.
    pub echeance: Option<NaiveDate>,
    /// First mandate of an évaluation it feeds.
    pub mandatee: Option<NaiveDate>,
    /// First report of those.
    pub rapport: Option<NaiveDate>,
    /// First decision that answers it.
    pub decidee: Option<NaiveDate>,
    /// Signalements, and by whom.
    pub signalements: Vec<(NaiveDate, EmetteurSignalement)>,
    /// Those of the Département: the day, the first instant told, whether they did not wait.
    pub saisines: Vec<(NaiveDate, Option<DateTime<Utc>>, bool)>,
    /// Fiches navettes: the day, the service asked, the day it first answered.
    pub navettes: Vec<(NaiveDate, &'a str, Option<NaiveDate>)>,
    /// Its sender is told what became of it without asking.
    pub expediteur_de_droit: bool,
    /// The days its sender asked what became of it, first to last.
    pub demandes: Vec<NaiveDate>,
    /// The first day something became of it, or of the one it completes or repeats.
    pub suivie_le: Option<NaiveDate>,
    /// What became of it, one class only.
    pub suite: &'static str,
    /// An AED was decided, and refused.
    pub aed_refusee: bool,
}

impl Appel<'_> {
    /// First signalement of the Département.
    #[must_use]
    pub fn signalee(&self) -> Option<NaiveDate> {
        let own =
            self.signalements.iter().filter(|(_, by)| *by == EmetteurSignalement::Departement);
        own.map(|(le, _)| *le).min()
    }
}

/// One évaluation, for one child.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluationSuivie<'a> {
    /// Which.
    pub evaluation: Uuid,
    /// Arrival of the earliest principal information of the child that feeds it.
    pub depart: Option<NaiveDate>,
    /// Three months after the day its delays run from.
    pub echeance: Option<NaiveDate>,
    /// Where the child lived on that arrival.
    pub commune: Option<&'a str>,
    /// Reports, first to last.
    pub rapports: &'a [NaiveDate],
    /// The mandate, when it is on this child's stream.
    pub mandatee: Option<NaiveDate>,
    /// First decision that follows it.
    pub decidee: Option<NaiveDate>,
    /// Complements asked, and the first complement or report that answers each.
    pub complements: Vec<(NaiveDate, Option<NaiveDate>)>,
}

impl Information {
    /// Withdrawn then received again: nothing recorded before the withdrawal counts any more.
    pub(super) fn recommence(&mut self) {
        let followed =
            |retrait: &&Note<()>| self.recues.iter().any(|recue| retrait.position < recue.position);
        let undone = self.retraits.iter().filter(followed).map(|retrait| retrait.position).max();
        let Some(since) = undone else { return };
        self.recues.retain(|note| since < note.position);
        self.qualifiees.retain(|note| since < note.position);
        self.non_qualifiees.retain(|note| since < note.position);
        self.rattachements.retain(|note| since < note.position);
        self.detachements.retain(|note| since < note.position);
        self.doublons.retain(|note| since < note.position);
        self.retraits.retain(|note| since < note.position);
        self.signalements.retain(|note| since < note.position);
        self.transferts.retain(|note| since < note.position);
        self.accuses.retain(|note| since < note.position);
        self.navettes.retain(|note| since < note.position);
        self.retours.retain(|note| since < note.position);
        self.demandes.retain(|note| since < note.position);
    }

    /// Each question, and the first answer of the service asked that is not before it.
    fn navettes(&self) -> Vec<(NaiveDate, &str, Option<NaiveDate>)> {
        let answer = |asked: &Note<String>| {
            let own = self.retours.iter().filter(|retour| retour.dit == asked.dit);
            own.map(|retour| retour.le).filter(|le| asked.le <= *le).min()
        };
        self.navettes.iter().map(|asked| (asked.le, &*asked.dit, answer(asked))).collect()
    }

    fn demandes(&self) -> Vec<NaiveDate> {
        let mut asked: Vec<Survenu> = self.demandes.iter().map(|note| note.dit).collect();
        asked.sort_unstable();
        asked.into_iter().map(|survenu| survenu.le).collect()
    }

    fn saisines(&self) -> impl Iterator<Item = &Note<Signalement>> {
        let own = |note: &&Note<Signalement>| note.dit.emetteur == EmetteurSignalement::Departement;
        self.signalements.iter().filter(own)
    }

    /// The day of the attachment that holds.
    fn rattachee(&self) -> Option<NaiveDate> {
        self.rattachement().map(|note| note.le)
    }

    /// The last attachment, unless a later detachment from the same information undid it.
    fn rattachement(&self) -> Option<&Note<Uuid>> {
        let last = self.rattachements.iter().max_by_key(|note| (note.le, note.position))?;
        let undone = self.detachements.iter().any(|note| {
            note.dit == last.dit && (last.le, last.position) < (note.le, note.position)
        });
        (!undone).then_some(last)
    }

    /// Of several withdrawals, the last recorded says whether it is still here.
    fn retiree(&self) -> Option<NaiveDate> {
        self.retraits.iter().max_by_key(|note| note.position).map(|note| note.le)
    }

    fn principale(&self) -> bool {
        self.doublons.is_empty() && self.rattachee().is_none() && self.retiree().is_none()
    }
}

impl Evaluation {
    /// The informations that feed it: those of the mandate, else those named when the child joined.
    fn informations(&self) -> &[Uuid] {
        let named = self.mandats.first().or(self.joints.last());
        named.map(|(_, informations)| informations.as_slice()).unwrap_or_default()
    }

    /// The mandate, or the day the child joined.
    fn commence(&self) -> Option<NaiveDate> {
        self.mandats.first().or(self.joints.last()).map(|(le, _)| *le)
    }

    /// Each complement asked, and what answers it: one handed in since, or a report remade after that day.
    fn complements(&self) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let answer = |asked: NaiveDate| {
            let handed_in = self.complements_recus.iter().filter(|le| asked <= **le);
            let remade = self.rapports.iter().filter(|le| asked < **le);
            handed_in.chain(remade).min().copied()
        };
        self.complements_demandes.iter().map(|asked| (*asked, answer(*asked))).collect()
    }
}

impl Decision {
    /// The suites that hold after the revisions.
    fn suites(&self) -> &[Suite] {
        let taken = self.prises.first().map(|prise| &prise.suites);
        let held = self.revisions.last().map(|(.., suites)| suites).or(taken);
        held.map(Vec::as_slice).unwrap_or_default()
    }

    /// An AED was decided, the holders refused, and none is left.
    fn aed_refusee(&self) -> bool {
        self.aed_decidee() && self.aed_refusee_le().is_some()
    }

    fn aed_decidee(&self) -> bool {
        self.prises.first().is_some_and(|prise| prise.suites.iter().any(est_une_aed))
    }

    /// The first time the holders refused, when no AED is left.
    fn aed_refusee_le(&self) -> Option<NaiveDate> {
        let refused =
            self.revisions.iter().find(|(_, motif, _)| *motif == MotifRevision::RefusDesTitulaires);
        refused.map(|(le, ..)| *le).filter(|_| !self.suites().iter().any(est_une_aed))
    }
}

fn est_une_aed(suite: &Suite) -> bool {
    suite.0 == GenreSuite::AideAdministrative && suite.1.is_some_and(|nature| AED.contains(&nature))
}

impl Enfant {
    /// Every information that names him.
    #[must_use]
    pub fn appels(&self) -> Vec<Appel<'_>> {
        self.informations.iter().map(|(&id, known)| self.appel(id, known)).collect()
    }

    fn appel<'a>(&'a self, id: Uuid, known: &'a Information) -> Appel<'a> {
        let recue = known.recues.first();
        let evaluations: Vec<Uuid> = self
            .evaluations
            .iter()
            .filter(|(_, evaluation)| evaluation.informations().contains(&id))
            .map(|(&evaluation, _)| evaluation)
            .collect();
        let fed = || evaluations.iter().filter_map(|evaluation| self.evaluations.get(evaluation));
        let answers = self.repond(id, &evaluations);
        let reduit = known.qualifiees.first().and_then(|note| note.dit);
        let rapport = fed().filter_map(|evaluation| evaluation.rapports.first().copied()).min();
        let first = |prises: &[Prise]| prises.first().map(|prise| prise.le);
        Appel {
            information: id,
            arrivee: recue.map(|note| note.le),
            porte: recue.map(|note| note.dit.porte),
            transmetteur: recue.map(|note| note.dit.transmetteur),
            urgence: recue.is_some_and(|note| note.dit.urgence),
            arrivee_a: recue.and_then(|note| note.dit.a),
            service: recue.and_then(|note| note.dit.service.as_deref()),
            commune: recue
                .and_then(|note| note.dit.commune.as_deref().or_else(|| self.commune(note.le))),
            doublon: known.doublons.last().map(|note| note.le),
            rattachee: known.rattachee(),
            retiree: known.retiree(),
            transferee: known.transferts.last().map(|note| note.le),
            qualifiee: known.qualifiees.first().map(|note| note.le),
            non_qualifiee: known.non_qualifiees.first().map(|note| note.le),
            echeance: self.depart(known).map(|depart| echeance_evaluation(depart, reduit)),
            mandatee: fed().filter_map(Evaluation::commence).min(),
            rapport,
            decidee: answers.iter().filter_map(|decision| first(&decision.prises)).min(),
            signalements: known
                .signalements
                .iter()
                .map(|note| (note.le, note.dit.emetteur))
                .collect(),
            saisines: known
                .saisines()
                .map(|note| (note.le, note.dit.a, note.dit.urgence))
                .collect(),
            navettes: known.navettes(),
            expediteur_de_droit: recue.is_some_and(|note| note.dit.de_droit),
            demandes: known.demandes(),
            suivie_le: self.suivie_le(id, known),
            suite: classe(known, rapport.is_some(), &answers),
            aed_refusee: answers.iter().any(|decision| decision.aed_refusee()),
        }
    }

    /// The first day something became of an information: it was decided of it, of the one it completes or of the one
    /// it repeats; or it was classed or transferred itself.
    fn suivie_le(&self, id: Uuid, known: &Information) -> Option<NaiveDate> {
        let principale = known.rattachement().map(|note| note.dit);
        let original = known.doublons.last().map(|note| note.dit);
        let named = [Some(id), principale, original].into_iter().flatten();
        let decided = named.filter_map(|named| {
            let fed = self.evaluations.iter();
            let fed = fed.filter(|(_, evaluation)| evaluation.informations().contains(&named));
            let fed: Vec<Uuid> = fed.map(|(&evaluation, _)| evaluation).collect();
            let answers = self.repond(named, &fed).into_iter();
            answers.filter_map(|decision| decision.prises.first().map(|prise| prise.le)).min()
        });
        let classed = known.non_qualifiees.first().map(|note| note.le);
        let gone = known.transferts.last().map(|note| note.le);
        decided.chain(classed).chain(gone).min()
    }

    /// The decisions that answer an information: they name it, or follow an évaluation it feeds.
    fn repond(&self, information: Uuid, evaluations: &[Uuid]) -> Vec<&Decision> {
        let answers = |decision: &&Decision| {
            decision.prises.first().is_some_and(|prise| {
                prise.informations.contains(&information)
                    || prise.evaluation.is_some_and(|followed| evaluations.contains(&followed))
            })
        };
        self.decisions.values().filter(answers).collect()
    }

    /// The decisions that propose an AED, first to last: the day, and the day it was refused.
    #[must_use]
    pub fn aed_proposees(&self) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let proposed = self.decisions.iter().filter(|(_, decision)| decision.aed_decidee());
        let mut taken: Vec<_> = proposed
            .filter_map(|(id, decision)| Some((decision.prises.first()?.le, *id, decision)))
            .collect();
        taken.sort_by_key(|(le, id, _)| (*le, *id));
        taken.into_iter().map(|(le, _, decision)| (le, decision.aed_refusee_le())).collect()
    }

    /// What is wrong in the transfers of his informations, and of which.
    pub(crate) fn transferts_irreguliers(&self) -> Vec<(&'static str, Uuid)> {
        let mut found = Vec::new();
        for (&id, known) in &self.informations {
            let Some((canal, parents)) = known.transferts.last().map(|note| note.dit) else {
                continue;
            };
            if known.accuses.is_empty() {
                found.push(("TRANSFERT_SANS_ACCUSE", id));
            }
            if ![Canal::LettreRecommandee, Canal::MessagerieSecurisee].contains(&canal) {
                found.push(("TRANSFERT_PAR_VOIE_ORDINAIRE", id));
            }
            if parents == Some(false) {
                found.push(("TRANSFERT_SANS_INFORMATION_DES_PARENTS", id));
            }
        }
        found
    }

    /// The first day an information, still here, was qualified an IP.
    #[must_use]
    pub fn premiere_ip(&self) -> Option<NaiveDate> {
        let known = self.informations.values().filter(|known| known.retiree().is_none());
        known.filter_map(|known| known.qualifiees.first().map(|note| note.le)).min()
    }

    /// The day from which the delays of an information run: its arrival; of a child told of before he was
    /// born, his birth, or while it is not known the day it is expected.
    fn depart(&self, known: &Information) -> Option<NaiveDate> {
        let arrivee = known.recues.first()?.le;
        let naissance = self.naissance();
        let born = naissance.is_some_and(|naissance| naissance <= arrivee);
        if self.a_naitre.is_empty() || born {
            return Some(arrivee);
        }
        let expected = self.a_naitre.iter().rev().find_map(|terme| *terme);
        Some(naissance.or(expected).map_or(arrivee, |later| later.max(arrivee)))
    }

    /// Every évaluation he is in.
    #[must_use]
    pub fn evaluations_suivies(&self) -> Vec<EvaluationSuivie<'_>> {
        self.evaluations.iter().map(|(&id, known)| self.evaluation_suivie(id, known)).collect()
    }

    fn evaluation_suivie<'a>(&'a self, id: Uuid, known: &'a Evaluation) -> EvaluationSuivie<'a> {
        let mut earliest: Option<&Note<super::Reception>> = None;
        let mut run = None;
        for information in known.informations() {
            let Some(information) = self.informations.get(information) else { continue };
            let Some(recue) = information.recues.first() else { continue };
            if information.principale() && earliest.is_none_or(|kept| recue.le < kept.le) {
                (earliest, run) = (Some(recue), self.depart(information));
            }
        }
        EvaluationSuivie {
            evaluation: id,
            depart: earliest.map(|recue| recue.le),
            echeance: run.map(|depart| echeance_evaluation(depart, None)),
            commune: earliest
                .and_then(|recue| recue.dit.commune.as_deref().or_else(|| self.commune(recue.le))),
            rapports: &known.rapports,
            mandatee: known.mandats.first().map(|(le, _)| *le),
            decidee: self.decide_apres(id),
            complements: known.complements(),
        }
    }

    /// The first decision that follows an évaluation.
    fn decide_apres(&self, evaluation: Uuid) -> Option<NaiveDate> {
        let taken = self.decisions.values().filter_map(|decision| decision.prises.first());
        let after = taken.filter(|prise| prise.evaluation == Some(evaluation));
        after.map(|prise| prise.le).min()
    }

    /// The decisions taken after an évaluation: the day, the commune he lived in, and whether every suite that
    /// holds is *sans suite*.
    #[must_use]
    pub fn decisions_apres_evaluation(&self) -> Vec<(NaiveDate, Option<&str>, bool)> {
        let taken = self.decisions.values().filter_map(|decision| {
            let prise = decision.prises.first()?;
            prise.evaluation?;
            let closed = decision.suites().iter().all(|(genre, _)| {
                [GenreSuite::SansSuite, GenreSuite::SansSuiteAvecOrientation].contains(genre)
            });
            Some((prise.le, self.commune(prise.le), closed))
        });
        taken.collect()
    }
}

/// The one class an information falls in for a child, the first that holds.
fn classe(known: &Information, rapport: bool, answers: &[&Decision]) -> &'static str {
    let held = |genre: GenreSuite| {
        answers.iter().any(|decision| decision.suites().iter().any(|(held, _)| *held == genre))
    };
    if known.saisines().next().is_some() || held(GenreSuite::TransmissionParquet) {
        "parquet"
    } else if held(GenreSuite::AideAdministrative) {
        "prestation_ase"
    } else if held(GenreSuite::ModificationMesure) {
        "modification"
    } else if held(GenreSuite::PoursuiteMesure) {
        "poursuite"
    } else if held(GenreSuite::SansSuiteAvecOrientation) {
        "orientation"
    } else if held(GenreSuite::SansSuite) && (rapport || !known.qualifiees.is_empty()) {
        "classement_2"
    } else if !known.transferts.is_empty() || held(GenreSuite::Transfert) {
        "transfert"
    } else if held(GenreSuite::SansObjet) {
        "sans_objet"
    } else if !known.non_qualifiees.is_empty() {
        "niveau_1"
    } else {
        "en_cours"
    }
}
