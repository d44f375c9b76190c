//! The évaluation of a household's minors: mandated, conducted, reported (CASF D226-2-4 to D226-2-7).
//!
//! An évaluation is a shared identifier with facts per child; one or more informations feed it.
//!
//! # Invariants
//!
//! - A mandate is an act of the Département: it needs a qualified information of the child.
//! - A report that comes back is an observation: recorded whatever box is empty before it.
//! - The *first* remise stops the clock; a complement does not start it again.
//!
//! Deliberately absent: the HAS-shaped report and the commission; dissent inside the team.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{
    Conclusion, Contact, Danger, EtatEvaluation, GenreSuite, Mandant, MotifEmpechement,
    MotifJonction,
};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EvaluationId, InformationId};
use crate::information::Information;
use crate::refus::Refus;
use crate::sealed::Sealed;

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
}

/// What may be asked of an évaluation.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A service is mandated.
    Mandater(Mandatee),
    /// A child of the household joins.
    Joindre(EnfantJoint),
    /// A contact took place.
    NoterContact(ContactNote),
    /// The child or family cannot be met.
    ConstaterEmpechement(Empechee),
    /// The report is handed in to the delegate.
    RemettreRapport(RapportRemis),
    /// The report is not sufficient.
    DemanderComplement(ComplementDemande),
}

evenements! {
    /// A service was mandated.
    Mandatee = "evaluation_mandatee.v1",
    /// A child joined.
    EnfantJoint = "enfant_joint.v1",
    /// A contact took place.
    ContactNote = "contact_note.v1",
    /// The évaluation is prevented.
    Empechee = "evaluation_empechee.v1",
    /// The report was handed in.
    RapportRemis = "rapport_remis.v1",
    /// A complement was asked.
    ComplementDemande = "complement_demande.v1",
}

/// A service was mandated.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mandatee {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// The informations that feed it.
    pub informations: Vec<InformationId>,
    /// The service.
    pub service: String,
    /// Who mandates.
    pub mandant: Mandant,
    /// The team, by professional identifier (*binôme*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipe: Vec<String>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// A child who was in no information joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnfantJoint {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// The informations whose clock is his too.
    pub informations: Vec<InformationId>,
    /// Why he is evaluated.
    pub motif: MotifJonction,
}

/// A contact took place.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactNote {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// What kind.
    pub genre: Contact,
    /// Sealed under the évaluation's key.
    pub note: Option<Sealed<String>>,
}

/// The évaluation is prevented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Empechee {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// Why.
    pub motif: MotifEmpechement,
}

/// The report was handed in to the delegate (FINEVAL).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RapportRemis {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// The single common conclusion.
    pub conclusion: Conclusion,
    /// Dangers confirmed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dangers: Vec<Danger>,
    /// Suites proposed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub propositions: Vec<GenreSuite>,
    /// Sealed under the évaluation's key: siblings share it.
    pub synthese: Option<Sealed<String>>,
}

/// A complement was asked (CASF D226-2-7).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComplementDemande {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// When it is expected.
    pub attendu_le: Option<NaiveDate>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Mandater(event) => Event::Mandatee(event),
            Self::Joindre(event) => Event::EnfantJoint(event),
            Self::NoterContact(event) => Event::ContactNote(event),
            Self::ConstaterEmpechement(event) => Event::Empechee(event),
            Self::RemettreRapport(event) => Event::RapportRemis(event),
            Self::DemanderComplement(event) => Event::ComplementDemande(event),
        }
    }
}

impl Event {
    /// The évaluation it is about.
    #[must_use]
    pub fn evaluation(&self) -> EvaluationId {
        match self {
            Self::Mandatee(event) => event.evaluation,
            Self::EnfantJoint(event) => event.evaluation,
            Self::ContactNote(event) => event.evaluation,
            Self::Empechee(event) => event.evaluation,
            Self::RapportRemis(event) => event.evaluation,
            Self::ComplementDemande(event) => event.evaluation,
        }
    }

    /// What siblings share belongs to the évaluation.
    pub(crate) fn confie_les_scelles(&mut self) {
        let sujet = self.evaluation().0;
        match self {
            Self::ContactNote(ContactNote { note: Some(texte), .. })
            | Self::RapportRemis(RapportRemis { synthese: Some(texte), .. }) => {
                texte.confie_a(sujet);
            }
            Self::Mandatee(_)
            | Self::EnfantJoint(_)
            | Self::ContactNote(_)
            | Self::Empechee(_)
            | Self::RapportRemis(_)
            | Self::ComplementDemande(_) => {}
        }
    }
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

    /// Where it stands; `decidee` comes from the decisions.
    #[must_use]
    pub fn etat(&self, decidee: bool) -> EtatEvaluation {
        let last_report = self.rapports.last().map(Datee::le);
        let last_complement = self.complements.last().map(Datee::le);
        let last_prevention = self.empechements.last().map(Datee::le);
        if decidee {
            EtatEvaluation::Decidee
        } else if last_complement.is_some() && last_complement >= last_report {
            EtatEvaluation::ComplementDemande
        } else if last_report.is_some() {
            EtatEvaluation::RapportRemis
        } else if last_prevention.is_some()
            && last_prevention >= self.contacts.last().map(Datee::le)
        {
            EtatEvaluation::Empechee
        } else if self.contacts.is_empty() {
            EtatEvaluation::Mandatee
        } else {
            EtatEvaluation::EnCours
        }
    }
}

/// Decides a command about an évaluation, from the parcours on the day of the act.
///
/// # Errors
///
/// A mandate without a qualified information; a complement to no report.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Mandater(mandatee) => mandater(parcours, mandatee, le),
        Command::Joindre(joint) => Ok(Event::EnfantJoint(joint)),
        Command::NoterContact(contact) => Ok(Event::ContactNote(contact)),
        Command::ConstaterEmpechement(empechee) => Ok(Event::Empechee(empechee)),
        Command::RemettreRapport(rapport) => Ok(Event::RapportRemis(rapport)),
        Command::DemanderComplement(complement) => demander_complement(parcours, complement),
    }
}

fn mandater(parcours: &Parcours, mandatee: Mandatee, le: NaiveDate) -> Result<Event, Refus> {
    let evaluation = mandatee.evaluation;
    let known = parcours.evaluation.evaluations.get(&evaluation);
    if known.is_some_and(|known| !known.mandats.is_empty()) {
        return Err(Refus::EvaluationDejaMandatee { evaluation });
    }
    if mandatee.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    let here = |information: &&Information| information.retiree.is_none();
    if cited(parcours, &mandatee).filter(here).any(|information| qualified(information, le)) {
        Ok(Event::Mandatee(mandatee))
    } else {
        Err(Refus::MandatSansIp)
    }
}

/// The informations a mandate cites, as this child has them.
fn cited<'a>(
    parcours: &'a Parcours,
    mandatee: &'a Mandatee,
) -> impl Iterator<Item = &'a Information> {
    let known = &parcours.information.informations;
    mandatee.informations.iter().filter_map(|information| known.get(information))
}

fn qualified(information: &Information, le: NaiveDate) -> bool {
    information.qualifiee().is_some_and(|(qualification, _)| qualification.le() <= le)
}

/// An information it cites was qualified by then; one that went to another child since still counts.
fn founded(parcours: &Parcours, mandat: &Datee<Mandatee>) -> bool {
    cited(parcours, &mandat.fait).any(|information| qualified(information, mandat.le()))
}

fn demander_complement(parcours: &Parcours, complement: ComplementDemande) -> Result<Event, Refus> {
    let evaluation = complement.evaluation;
    let known = parcours.evaluation.evaluations.get(&evaluation);
    if known.is_none_or(|known| known.rapports.is_empty()) {
        return Err(Refus::RapportNonRemis { evaluation });
    }
    Ok(Event::ComplementDemande(complement))
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
    }
}

/// What cannot be true of the évaluations together.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for (&evaluation, known) in &parcours.evaluation.evaluations {
        let mut report = |refus| found.push((evaluation.0, refus));
        if known.mandats.len() > 1 {
            report(Refus::EvaluationDejaMandatee { evaluation });
        }
        if known.mandats.iter().any(|mandat| !founded(parcours, mandat)) {
            report(Refus::MandatSansIp);
        }
        if !known.complements.is_empty() && known.rapports.is_empty() {
            report(Refus::RapportNonRemis { evaluation });
        }
        let remis = known.premier_rapport().map(Datee::le);
        if let (Some(mandat), Some(remis)) = (known.mandat().map(Datee::le), remis)
            && remis < mandat
        {
            report(Refus::RapportAvantMandat { evaluation, mandat });
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::codes::EtatEvaluation;
    use crate::essais::*;
    use crate::evenement::Acte;

    fn qualifiee() -> Vec<Acte> {
        vec![lea(), le("2026-01-09", fait(recevoir(I1))), le("2026-01-12", fait(qualifier(I1)))]
    }

    fn mandatee() -> Vec<Acte> {
        let mut faits = qualifiee();
        faits.push(le("2026-01-15", fait(mandater(&[I1], cadre()))));
        faits
    }

    #[test]
    fn un_mandat_demande_une_information_preoccupante() {
        given([lea(), le("2026-01-09", fait(recevoir(I1)))])
            .on("2026-01-15")
            .when(mandater(&[I1], cadre()))
            .then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
        given(qualifiee())
            .on("2026-01-15")
            .when(mandater(&[], cadre()))
            .then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
        given(qualifiee())
            .on("2026-01-15")
            .when(mandater(&[I2, I1], cadre()))
            .then(expect!["evaluation_mandatee"]);
    }

    #[test]
    fn une_information_partie_chez_un_autre_enfant_ne_fonde_plus_de_mandat() {
        let ailleurs = crate::information::Event::Retiree(crate::information::Retiree {
            information: I1,
            vers: crate::ids::EnfantId(uuid::Uuid::from_u128(2)),
            motif: "autre enfant".into(),
        });
        let mut retiree = qualifiee();
        retiree.push(le("2026-01-14", crate::evenement::Evenement::Information(ailleurs)));
        given(retiree).on("2026-01-15").when(mandater(&[I1], cadre())).then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
    }

    #[test]
    fn on_mandate_le_jour_de_la_qualification_et_pas_la_veille() {
        given(qualifiee())
            .on("2026-01-12")
            .when(mandater(&[I1], cadre()))
            .then(expect!["evaluation_mandatee"]);
        given(qualifiee())
            .on("2026-01-11")
            .recorded_on("2026-01-15")
            .when(mandater(&[I1], cadre()))
            .then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
    }

    #[test]
    fn un_mandat_engage_le_departement_et_ne_se_donne_qu_une_fois() {
        given(qualifiee()).on("2026-01-15").when(mandater(&[I1], None)).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
        given(mandatee()).on("2026-01-15").when(mandater(&[I1], cadre())).then_already_so();
        given(mandatee()).on("2026-01-16").when(mandater(&[I1], cadre())).then_refused(expect![
            "EVALUATION_DEJA_MANDATEE · Cette évaluation est déjà mandatée pour cet enfant."
        ]);
        given(mandatee())
            .on("2026-01-14")
            .recorded_on("2026-01-16")
            .when(mandater(&[I1], cadre()))
            .then_refused(expect![
                "EVALUATION_DEJA_MANDATEE · Cette évaluation est déjà mandatée pour cet enfant."
            ]);
    }

    #[test]
    fn un_rapport_est_remis_le_jour_du_mandat_au_plus_tot() {
        given(mandatee()).on("2026-01-15").when(remettre_rapport()).then(expect!["rapport_remis"]);
        given(mandatee())
            .on("2026-01-14")
            .recorded_on("2026-01-20")
            .when(remettre_rapport())
            .then_refused(expect![
                "RAPPORT_AVANT_MANDAT · Le rapport serait remis avant le mandat du 15/01/2026."
            ]);
    }

    #[test]
    fn un_rapport_recu_sans_mandat_connu_est_enregistre() {
        given([lea()]).on("2026-03-01").when(remettre_rapport()).then(expect!["rapport_remis"]);
    }

    #[test]
    fn un_complement_se_demande_sur_un_rapport() {
        given(mandatee()).on("2026-03-01").when(demander_complement()).then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
        let mut rendue = mandatee();
        rendue.push(le("2026-03-01", fait(remettre_rapport())));
        given(rendue.clone())
            .on("2026-03-01")
            .when(demander_complement())
            .then(expect!["complement_demande"]);
        given(rendue.clone())
            .on("2026-02-28")
            .recorded_on("2026-03-01")
            .when(demander_complement())
            .then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
        rendue.push(le("2026-03-01", fait(demander_complement())));
        let etat = parcours(rendue).evaluation.evaluations[&E1].etat(false);
        assert_eq!(etat, EtatEvaluation::ComplementDemande);
    }

    #[test]
    fn le_premier_rapport_arrete_le_delai() {
        let mut rendue = mandatee();
        rendue.push(le("2026-03-20", fait(remettre_rapport())));
        rendue.push(le("2026-03-01", fait(remettre_rapport())));
        let parcours = parcours(rendue);
        let premier = parcours.evaluation.evaluations[&E1].premier_rapport().map(|r| r.le());
        assert_eq!(premier, Some(jour("2026-03-01")));
    }

    #[test]
    fn la_qualification_qui_fonde_un_mandat_ne_s_annule_pas_ni_ne_le_suit() {
        given(mandatee()).on("2026-02-01").when(annuler(3)).then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
        let deplacer = |jour: &str| rectifier(3, fait(qualifier(I1)), Some(jour));
        given(mandatee())
            .on("2026-02-01")
            .when(deplacer("2026-01-15"))
            .then(expect!["evenement_rectifie"]);
        given(mandatee()).on("2026-02-01").when(deplacer("2026-01-16")).then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
    }

    #[test]
    fn le_mandat_qui_suivrait_un_rapport_deja_remis_est_refuse() {
        let rendue = || {
            let mut faits = qualifiee();
            faits.push(le("2026-03-01", fait(remettre_rapport())));
            faits
        };
        given(rendue())
            .on("2026-03-01")
            .when(mandater(&[I1], cadre()))
            .then(expect!["evaluation_mandatee"]);
        given(rendue()).on("2026-03-02").when(mandater(&[I1], cadre())).then_refused(expect![
            "RAPPORT_AVANT_MANDAT · Le rapport serait remis avant le mandat du 02/03/2026."
        ]);
    }
}
