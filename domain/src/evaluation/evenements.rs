//! The commands and the events of the chapter [`crate::evaluation`], in their newest shape.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Decideur;
use crate::codes::{
    Canal, Conclusion, Contact, Danger, FacteurFamilial, GenreSuite, Mandant, MembreCommission,
    Mobilisation, MotifEmpechement, MotifJonction, MotifReaffectation, MotifSansAvis,
    NiveauDomaine, PresenceDanger, ProfessionEvaluateur, ProfessionnelConsulte, SigneAlerte,
    Tentative, Titulaire, VuSeul,
};
use crate::evenement::evenements;
use crate::ids::{EnfantId, EvaluationId, InformationId};
use crate::sealed::Sealed;

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
    /// The team is named, or changes.
    DesignerEquipe(EquipeDesignee),
    /// The holders of authority are told that there is an évaluation.
    InformerParents(ParentsInformes),
    /// One tried to meet the child or the family.
    NoterTentative(TentativeNotee),
    /// What was prevented goes on.
    Reprendre(Reprise),
    /// The complement is handed in.
    RecevoirComplement(ComplementRecu),
    /// One of the team does not agree with the others.
    NoterDesaccord(DesaccordNote),
    /// What the évaluation finds of this child.
    Apprecier(EnfantApprecie),
    /// The commission read the report.
    TenirCommission(CommissionTenue),
    /// The report was shared with the holders of authority.
    PartagerRapport(RapportPartage),
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
    /// The team was named, or changed.
    EquipeDesignee = "equipe_designee.v1",
    /// The holders of authority were told.
    ParentsInformes = "parents_informes.v1",
    /// One tried to meet them.
    TentativeNotee = "tentative_notee.v1",
    /// What was prevented goes on.
    Reprise = "evaluation_reprise.v1",
    /// The complement was handed in.
    ComplementRecu = "complement_recu.v1",
    /// One of the team did not agree.
    DesaccordNote = "desaccord_note.v1",
    /// What was found of this child.
    EnfantApprecie = "enfant_apprecie.v1",
    /// The commission read the report.
    CommissionTenue = "commission_tenue.v1",
    /// The report was shared with the holders.
    RapportPartage = "rapport_partage.v1",
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
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnfantJoint {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// The informations whose clock is his too.
    pub informations: Vec<InformationId>,
    /// Why he is evaluated.
    pub motif: MotifJonction,
    /// The arrival of the earliest of these informations: his clock starts there too.
    pub arrivee_le: Option<NaiveDate>,
}

/// A contact took place.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactNote {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// What kind.
    pub genre: Contact,
    /// For a child met alone: did the holders of authority agree?
    pub accord_titulaires: Option<bool>,
    /// For the opinion of a professional: whose.
    pub professionnel: Option<ProfessionnelConsulte>,
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

/// A member of the team.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluateur {
    /// Professional identifier.
    pub agent: String,
    /// Profession.
    pub profession: Option<ProfessionEvaluateur>,
    /// Service.
    pub service: Option<String>,
}

/// The team was named, or changed: from that day it is this one.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EquipeDesignee {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// Everyone in it (*binôme*).
    pub membres: Vec<Evaluateur>,
    /// The service in charge, when it changes too.
    pub service: Option<String>,
    /// Why it changes; absent: it is the first.
    pub motif: Option<MotifReaffectation>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// The holders of authority were told that there is an évaluation (CASF D226-2-6 I).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParentsInformes {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// Who was told.
    pub titulaires: Vec<Titulaire>,
    /// How; absent: by word of mouth.
    pub voie: Option<Canal>,
}

/// One tried to meet the child or the family, and could not.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TentativeNotee {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// How.
    pub genre: Tentative,
    /// What happened, sealed under the évaluation's key.
    pub note: Option<Sealed<String>>,
}

/// What was prevented goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reprise {
    /// Which évaluation.
    pub evaluation: EvaluationId,
}

/// The complement was handed in; the first report still stops the clock.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComplementRecu {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// The conclusion, when it changes.
    pub conclusion: Option<Conclusion>,
    /// What it says, sealed under the évaluation's key.
    pub synthese: Option<Sealed<String>>,
}

/// One of the team does not agree with the common conclusion (CASF D226-2-7: the report says it).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DesaccordNote {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// Who, by professional identifier.
    pub agent: String,
    /// What he would conclude.
    pub conclusion: Option<Conclusion>,
    /// What he would propose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub propositions: Vec<GenreSuite>,
    /// Why, sealed under the évaluation's key.
    pub argument: Option<Sealed<String>>,
}

/// What the évaluation finds of one child: the sections of the national framework (HAS, 2021) as closed
/// fields, and the words that go with them sealed under the child's own key. The common conclusion stands
/// in the report.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnfantApprecie {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// Development and health.
    pub developpement_sante: Option<NiveauDomaine>,
    /// School.
    pub scolarite: Option<NiveauDomaine>,
    /// Social relations.
    pub relations_sociales: Option<NiveauDomaine>,
    /// Context of life.
    pub contexte_de_vie: Option<NiveauDomaine>,
    /// How the parents answer the child's needs.
    pub reponses_parentales: Option<NiveauDomaine>,
    /// Warning signs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signes_alerte: Vec<SigneAlerte>,
    /// Factors of the family and its surroundings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facteurs: Vec<FacteurFamilial>,
    /// Is this child in danger?
    pub danger: Option<PresenceDanger>,
    /// Of which kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dangers: Vec<Danger>,
    /// Is it immediate?
    pub immediat: Option<bool>,
    /// Can the holders of authority mobilise themselves?
    pub mobilisation: Option<Mobilisation>,
    /// Was the child seen alone?
    pub vu_seul: Option<VuSeul>,
    /// Why the child's opinion is not there.
    pub sans_avis_enfant: Option<MotifSansAvis>,
    /// Why the holders' opinion is not there.
    pub sans_avis_titulaires: Option<MotifSansAvis>,
    /// Facts observed.
    pub faits: Option<Sealed<String>>,
    /// Words reported, and by whom.
    pub propos: Option<Sealed<String>>,
    /// Resources of the child and of his surroundings, help that can be called on.
    pub ressources: Option<Sealed<String>>,
    /// The child's opinion.
    pub avis_enfant: Option<Sealed<String>>,
    /// The holders' opinion.
    pub avis_titulaires: Option<Sealed<String>>,
    /// The analysis.
    pub analyse: Option<Sealed<String>>,
}

/// An opinion given in commission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Avis {
    /// By whom.
    pub membre: MembreCommission,
    /// Which suite he would choose.
    pub suite: GenreSuite,
}

/// The commission read the report. It advises; it does not decide.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommissionTenue {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// Opinions on this child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avis: Vec<Avis>,
    /// What was said, sealed under the évaluation's key.
    pub compte_rendu: Option<Sealed<String>>,
}

/// The report was shared with the holders of authority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RapportPartage {
    /// Which évaluation.
    pub evaluation: EvaluationId,
    /// With whom.
    pub avec: Vec<Titulaire>,
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
            Self::DesignerEquipe(event) => Event::EquipeDesignee(event),
            Self::InformerParents(event) => Event::ParentsInformes(event),
            Self::NoterTentative(event) => Event::TentativeNotee(event),
            Self::Reprendre(event) => Event::Reprise(event),
            Self::RecevoirComplement(event) => Event::ComplementRecu(event),
            Self::NoterDesaccord(event) => Event::DesaccordNote(event),
            Self::Apprecier(event) => Event::EnfantApprecie(event),
            Self::TenirCommission(event) => Event::CommissionTenue(event),
            Self::PartagerRapport(event) => Event::RapportPartage(event),
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
            Self::EquipeDesignee(event) => event.evaluation,
            Self::ParentsInformes(event) => event.evaluation,
            Self::TentativeNotee(event) => event.evaluation,
            Self::Reprise(event) => event.evaluation,
            Self::ComplementRecu(event) => event.evaluation,
            Self::DesaccordNote(event) => event.evaluation,
            Self::EnfantApprecie(event) => event.evaluation,
            Self::CommissionTenue(event) => event.evaluation,
            Self::RapportPartage(event) => event.evaluation,
        }
    }

    /// What siblings share belongs to the évaluation; what is found of one child is his.
    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        let evaluation = self.evaluation().0;
        let texte = match self {
            Self::ContactNote(contact) => &mut contact.note,
            Self::TentativeNotee(tentative) => &mut tentative.note,
            Self::RapportRemis(rapport) => &mut rapport.synthese,
            Self::ComplementRecu(complement) => &mut complement.synthese,
            Self::DesaccordNote(desaccord) => &mut desaccord.argument,
            Self::CommissionTenue(commission) => &mut commission.compte_rendu,
            Self::EnfantApprecie(apprecie) => return apprecie.confie_a(enfant),
            Self::Mandatee(_)
            | Self::EnfantJoint(_)
            | Self::Empechee(_)
            | Self::ComplementDemande(_)
            | Self::EquipeDesignee(_)
            | Self::ParentsInformes(_)
            | Self::Reprise(_)
            | Self::RapportPartage(_) => return,
        };
        if let Some(texte) = texte {
            texte.confie_a(evaluation);
        }
    }
}

impl EnfantApprecie {
    fn confie_a(&mut self, enfant: EnfantId) {
        let Self { faits, propos, ressources, avis_enfant, avis_titulaires, analyse, .. } = self;
        let textes = [faits, propos, ressources, avis_enfant, avis_titulaires, analyse];
        for texte in textes.into_iter().flatten() {
            texte.confie_a(enfant.0);
        }
    }
}
