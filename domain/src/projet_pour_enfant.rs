//! The projet pour l'enfant (PPE, CASF L223-1-1): established, signed, handed over, revised.
//!
//! ```text
//!  edition 1 ─▶ signed or refused, by each ─▶ handed over ─▶ objectives evaluated ─▶ edition 2 ─▶ …
//! ```
//!
//! # Invariants
//!
//! - Established once; editions follow each other without a hole.
//! - A signed edition is superseded by a revision, never edited ([`crate::dossier`] refuses it).
//! - The Département establishes it. A parent's refusal to sign is recorded, and does not remove it.
//! - Its texts are sealed under the child's key; headings, dates, results and who carries what are codes.
//!
//! The commission on the status, the examination of stability and the référent stand here too: their
//! conclusions feed the project and go to its recipients.
//!
//! Deliberately absent: the printed document.

mod editions;
mod examens;
mod modele;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{Canal, DestinatairePpe, MotifRevisionPpe, ResultatObjectif, Signataire};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, ObjectifId, ProjetId};
use crate::refus::Refus;
use crate::sealed::Sealed;

pub use examens::{AvisCessec, CessecSaisie, ReferenceConfiee, StabiliteExaminee};
pub use modele::{
    Contenu, Longueur, Objectif, RECTO_VERSO, Reference, Rubrique, VUES, Vue, montree,
};

/// Every PPE of the child, and what was examined beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub projets: BTreeMap<ProjetId, Projet>,
    /// The commission was asked, oldest first.
    pub saisines: Vec<Datee<CessecSaisie>>,
    /// The commission answered, oldest first.
    pub avis: Vec<Datee<AvisCessec>>,
    /// The stability of the parcours was examined, oldest first.
    pub stabilites: Vec<Datee<StabiliteExaminee>>,
    /// Référents, oldest first.
    pub references: Vec<Datee<ReferenceConfiee>>,
}

/// What is known of one PPE.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projet {
    /// Establishments: one in a sound history.
    pub etablis: Vec<Datee<Etabli>>,
    /// Revisions, oldest first.
    pub revisions: Vec<Datee<Revise>>,
    /// Signatures.
    pub signatures: Vec<Datee<Signe>>,
    /// Refusals to sign.
    pub refus: Vec<Datee<SignatureRefusee>>,
    /// Objectives evaluated, oldest first.
    pub evaluations: Vec<Datee<ObjectifEvalue>>,
    /// Handed over, oldest first.
    pub remises: Vec<Datee<Remis>>,
}

/// What may be asked of a PPE.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Establishes it.
    Etablir(Etabli),
    /// Gives it a new edition.
    Reviser(Revise),
    /// Someone signs an edition.
    Signer(Signe),
    /// Someone refuses to.
    NoterRefusDeSigner(SignatureRefusee),
    /// An objective is evaluated.
    EvaluerObjectif(ObjectifEvalue),
    /// An edition is handed over.
    Remettre(Remis),
    /// The commission on the status is asked.
    SaisirLaCommission(CessecSaisie),
    /// The commission answered.
    NoterAvisDeLaCommission(AvisCessec),
    /// The stability of the parcours is examined.
    ExaminerLaStabilite(StabiliteExaminee),
    /// The child's référent is designated.
    ConfierLaReference(ReferenceConfiee),
}

evenements! {
    /// Established by the Département.
    Etabli = "projet_etabli.v1",
    /// A new edition.
    Revise = "projet_revise.v1",
    /// An edition was signed.
    Signe = "projet_signe.v1",
    /// A signature was refused.
    SignatureRefusee = "projet_signature_refusee.v1",
    /// An objective was evaluated.
    ObjectifEvalue = "objectif_evalue.v1",
    /// An edition was handed over.
    Remis = "projet_remis.v1",
    /// The commission on the status was asked.
    CessecSaisie = "cessec_saisie.v1",
    /// The commission gave its avis.
    AvisCessec = "cessec_avis_rendu.v1",
    /// The stability of the parcours was examined.
    StabiliteExaminee = "stabilite_examinee.v1",
    /// The child's référent was designated.
    ReferenceConfiee = "reference_confiee.v1",
}

/// Established: edition 1.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Etabli {
    /// Which PPE.
    pub projet: ProjetId,
    /// In one text, where no objective is told apart: sealed.
    pub objectifs: Option<Sealed<String>>,
    /// What each heading says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rubriques: Vec<Rubrique>,
    /// Each objective.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectifs_suivis: Vec<Objectif>,
    /// Who answers for its coherence and continuity.
    pub reference: Option<Reference>,
    /// Who established it.
    pub decideur: Option<Decideur>,
}

/// A new edition.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revise {
    /// Which PPE.
    pub projet: ProjetId,
    /// 2 for the first revision.
    pub edition: u32,
    /// Why; absent: not said.
    pub motif: Option<MotifRevisionPpe>,
    /// In one text, where no objective is told apart: sealed.
    pub objectifs: Option<Sealed<String>>,
    /// What each heading says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rubriques: Vec<Rubrique>,
    /// Each objective.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectifs_suivis: Vec<Objectif>,
    /// Who answers for its coherence and continuity.
    pub reference: Option<Reference>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// An edition was signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signe {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which edition.
    pub edition: u32,
    /// By whom.
    pub signataire: Signataire,
}

/// A signature was refused.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignatureRefusee {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which edition.
    pub edition: u32,
    /// By whom.
    pub signataire: Signataire,
    /// Sealed.
    pub motif: Option<Sealed<String>>,
}

/// An objective was evaluated: a code, and what was observed, sealed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectifEvalue {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which objective of an edition of it.
    pub objectif: ObjectifId,
    /// What became of it.
    pub resultat: ResultatObjectif,
    /// Sealed.
    pub observation: Option<Sealed<String>>,
}

/// An edition was handed over to someone it is made for.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remis {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which edition.
    pub edition: u32,
    /// To whom.
    pub destinataire: DestinatairePpe,
    /// By which way; absent: not said.
    pub voie: Option<Canal>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Etablir(event) => Event::Etabli(event),
            Self::Reviser(event) => Event::Revise(event),
            Self::Signer(event) => Event::Signe(event),
            Self::NoterRefusDeSigner(event) => Event::SignatureRefusee(event),
            Self::EvaluerObjectif(event) => Event::ObjectifEvalue(event),
            Self::Remettre(event) => Event::Remis(event),
            Self::SaisirLaCommission(event) => Event::CessecSaisie(event),
            Self::NoterAvisDeLaCommission(event) => Event::AvisCessec(event),
            Self::ExaminerLaStabilite(event) => Event::StabiliteExaminee(event),
            Self::ConfierLaReference(event) => Event::ReferenceConfiee(event),
        }
    }
}

impl Event {
    /// The PPE it is about, else the examination, else the measure of the référent.
    #[must_use]
    pub fn objet(&self) -> Uuid {
        match self {
            Self::Etabli(event) => event.projet.0,
            Self::Revise(event) => event.projet.0,
            Self::Signe(event) => event.projet.0,
            Self::SignatureRefusee(event) => event.projet.0,
            Self::ObjectifEvalue(event) => event.projet.0,
            Self::Remis(event) => event.projet.0,
            Self::CessecSaisie(event) => event.examen.0,
            Self::AvisCessec(event) => event.examen.0,
            Self::StabiliteExaminee(event) => event.examen.0,
            Self::ReferenceConfiee(event) => event.mesure.0,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        let texte = match self {
            Self::Etabli(etabli) => {
                modele::confier(&mut etabli.rubriques, &mut etabli.objectifs_suivis, enfant.0);
                &mut etabli.objectifs
            }
            Self::Revise(revise) => {
                modele::confier(&mut revise.rubriques, &mut revise.objectifs_suivis, enfant.0);
                &mut revise.objectifs
            }
            Self::SignatureRefusee(refusee) => &mut refusee.motif,
            Self::ObjectifEvalue(evalue) => &mut evalue.observation,
            Self::AvisCessec(avis) => &mut avis.precision,
            Self::StabiliteExaminee(examinee) => &mut examinee.precision,
            Self::Signe(_) | Self::Remis(_) | Self::CessecSaisie(_) | Self::ReferenceConfiee(_) => {
                return;
            }
        };
        if let Some(texte) = texte {
            texte.confie_a(enfant.0);
        }
    }
}

impl Projet {
    /// The establishment, when it is known.
    #[must_use]
    pub fn etabli(&self) -> Option<&Datee<Etabli>> {
        self.etablis.first()
    }

    /// The number of the last edition; 0 before any.
    #[must_use]
    pub fn edition(&self) -> u32 {
        let revised = self.revisions.iter().map(|revise| revise.fait.edition).max();
        revised.unwrap_or(u32::from(!self.etablis.is_empty()))
    }

    /// What an edition says.
    #[must_use]
    pub fn contenu(&self, edition: u32) -> Option<Contenu<'_>> {
        if edition == 1 {
            let Etabli { rubriques, objectifs_suivis, .. } = &self.etabli()?.fait;
            return Some(Contenu { rubriques, objectifs: objectifs_suivis });
        }
        let revise = self.revisions.iter().find(|revise| revise.fait.edition == edition)?;
        let Revise { rubriques, objectifs_suivis, .. } = &revise.fait;
        Some(Contenu { rubriques, objectifs: objectifs_suivis })
    }

    /// The day of an edition.
    #[must_use]
    pub fn edite_le(&self, edition: u32) -> Option<NaiveDate> {
        if edition == 1 {
            return self.etabli().map(Datee::le);
        }
        self.revisions.iter().find(|revise| revise.fait.edition == edition).map(Datee::le)
    }

    /// Whether someone signed an edition.
    #[must_use]
    pub fn signee(&self, edition: u32) -> bool {
        self.signatures.iter().any(|signe| signe.fait.edition == edition)
    }

    /// Who answers for the project, as its last edition that says it.
    #[must_use]
    pub fn reference(&self) -> Option<&Reference> {
        let revised = self.revisions.iter().rev().find_map(|revise| revise.fait.reference.as_ref());
        revised.or_else(|| self.etabli()?.fait.reference.as_ref())
    }

    /// The last result of an objective.
    #[must_use]
    pub fn resultat(&self, objectif: ObjectifId) -> Option<ResultatObjectif> {
        let about = self.evaluations.iter().filter(|evalue| evalue.fait.objectif == objectif);
        about.max_by_key(|evalue| evalue.survenu).map(|evalue| evalue.fait.resultat)
    }
}

/// Decides a command about a PPE, from the parcours on the day of the act.
///
/// # Errors
///
/// Already established, unknown, or an edition out of order.
pub fn decide(parcours: &Parcours, command: Command) -> Result<Event, Refus> {
    match command {
        Command::Etablir(etabli) => etablir(parcours, etabli),
        Command::Reviser(revise) => reviser(parcours, revise),
        Command::Signer(signe) => {
            edition_exists(parcours, signe.projet, signe.edition)?;
            Ok(Event::Signe(signe))
        }
        Command::NoterRefusDeSigner(refusee) => {
            edition_exists(parcours, refusee.projet, refusee.edition)?;
            Ok(Event::SignatureRefusee(refusee))
        }
        Command::Remettre(remis) => {
            edition_exists(parcours, remis.projet, remis.edition)?;
            Ok(Event::Remis(remis))
        }
        Command::ExaminerLaStabilite(examinee) => {
            signed(examinee.decideur.as_ref())?;
            Ok(Event::StabiliteExaminee(examinee))
        }
        Command::EvaluerObjectif(_)
        | Command::SaisirLaCommission(_)
        | Command::NoterAvisDeLaCommission(_)
        | Command::ConfierLaReference(_) => Ok(command.event()),
    }
}

fn signed(decideur: Option<&Decideur>) -> Result<(), Refus> {
    decideur.map(|_| ()).ok_or(Refus::DecideurManquant)
}

/// An edition says each thing once, on two pages.
fn writable(contenu: Contenu<'_>) -> Result<(), Refus> {
    if contenu.repete() {
        return Err(Refus::RubriqueEnDouble);
    }
    let excess = contenu.signes().saturating_sub(RECTO_VERSO.signes);
    let signes = u32::try_from(excess).unwrap_or(u32::MAX);
    if signes == 0 { Ok(()) } else { Err(Refus::ProjetTropLong { signes }) }
}

fn etablir(parcours: &Parcours, etabli: Etabli) -> Result<Event, Refus> {
    let known = parcours.projet.projets.get(&etabli.projet);
    if known.is_some_and(|known| !known.etablis.is_empty()) {
        return Err(Refus::ProjetDejaEtabli { projet: etabli.projet });
    }
    signed(etabli.decideur.as_ref())?;
    writable(Contenu { rubriques: &etabli.rubriques, objectifs: &etabli.objectifs_suivis })?;
    Ok(Event::Etabli(etabli))
}

fn reviser(parcours: &Parcours, revise: Revise) -> Result<Event, Refus> {
    let derniere = edition_exists(parcours, revise.projet, 1)?;
    if revise.edition != derniere + 1 {
        return Err(Refus::EditionHorsSuite { attendue: derniere + 1 });
    }
    signed(revise.decideur.as_ref())?;
    writable(Contenu { rubriques: &revise.rubriques, objectifs: &revise.objectifs_suivis })?;
    Ok(Event::Revise(revise))
}

fn edition_exists(parcours: &Parcours, projet: ProjetId, edition: u32) -> Result<u32, Refus> {
    let known = parcours.projet.projets.get(&projet);
    let derniere = known.map_or(0, Projet::edition);
    if (1..=derniere).contains(&edition) {
        Ok(derniere)
    } else {
        Err(Refus::EditionInconnue { projet, edition })
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Etabli(fait) => etat.projet(fait.projet).etablis.push(effectif.datee(fait)),
        Event::Revise(fait) => etat.projet(fait.projet).revisions.push(effectif.datee(fait)),
        Event::Signe(fait) => etat.projet(fait.projet).signatures.push(effectif.datee(fait)),
        Event::SignatureRefusee(fait) => {
            etat.projet(fait.projet).refus.push(effectif.datee(fait));
        }
        Event::ObjectifEvalue(fait) => {
            etat.projet(fait.projet).evaluations.push(effectif.datee(fait));
        }
        Event::Remis(fait) => etat.projet(fait.projet).remises.push(effectif.datee(fait)),
        Event::CessecSaisie(fait) => etat.saisines.push(effectif.datee(fait)),
        Event::AvisCessec(fait) => etat.avis.push(effectif.datee(fait)),
        Event::StabiliteExaminee(fait) => etat.stabilites.push(effectif.datee(fait)),
        Event::ReferenceConfiee(fait) => etat.references.push(effectif.datee(fait)),
    }
}

impl Etat {
    fn projet(&mut self, projet: ProjetId) -> &mut Projet {
        self.projets.entry(projet).or_default()
    }
}

/// What cannot be true of the PPE together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&projet, known) in &etat.projets {
        if known.etablis.len() > 1 {
            found.push((projet.0, Refus::ProjetDejaEtabli { projet }));
        }
        if let Some(edition) = known.edition_sans_projet() {
            found.push((projet.0, Refus::EditionInconnue { projet, edition }));
        }
        if let Some(attendue) = known.edition_hors_suite() {
            found.push((projet.0, Refus::EditionHorsSuite { attendue }));
        }
        if known.evaluation_sans_objectif() {
            found.push((projet.0, Refus::ObjectifInconnu));
        }
        let first_signature = known.signatures.iter().map(Datee::le).min();
        if let (Some(signe), Some(etabli)) = (first_signature, known.etabli().map(Datee::le))
            && signe < etabli
        {
            found.push((projet.0, Refus::SignatureAvantProjet { projet, etabli }));
        }
    }
}

#[cfg(test)]
mod tests;
