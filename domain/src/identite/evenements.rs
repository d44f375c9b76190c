//! The commands and the events of the chapter [`crate::identite`], in their newest shape.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use super::minorite::{
    MinoriteEvaluee, MinoriteRefusee, MisALAbri, MiseALAbriProlongee, RepitAccorde,
};
use crate::codes::{MotifPrenatalClos, Sexe, SourceNaissance};
use crate::evenement::evenements;
use crate::ids::{EnfantId, PersonneId};
use crate::sealed::Sealed;
use crate::temps::Precision;

/// What may be asked of the identity.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens the file of a known child.
    Inscrire(Inscrit),
    /// Opens a provisional file.
    SignalerNonIdentifie(NonIdentifieSignale),
    /// Names the unidentified minor.
    Identifier(Identifie),
    /// Fixes the birth date.
    FixerNaissance(NaissanceFixee),
    /// Says where the child lives and which délégation is in charge.
    DeclarerResidence(ResidenceDeclaree),
    /// Recognises an unaccompanied minor.
    ReconnaitreMna(MnaReconnu),
    /// Emancipation.
    DeclarerEmancipation(Emancipe),
    /// Death.
    DeclarerDeces(Decede),
    /// Opens the file of a child to be born.
    SignalerANaitre(ANaitreSignale),
    /// The child is born.
    ConstaterNaissance(Ne),
    /// The prenatal alert ends without a birth to follow.
    ClorePrenatal(PrenatalClos),
    /// Emergency shelter of a person who says he is an unaccompanied minor.
    MettreALAbri(MisALAbri),
    /// It goes on.
    ProlongerMiseALAbri(MiseALAbriProlongee),
    /// A temps de répit is granted.
    AccorderRepit(RepitAccorde),
    /// Minority and isolation are assessed.
    EvaluerMinorite(MinoriteEvaluee),
    /// The Département refuses to take charge.
    RefuserMinorite(MinoriteRefusee),
}

evenements! {
    /// The file is opened.
    Inscrit = "enfant_inscrit.v1",
    /// A provisional file is opened.
    NonIdentifieSignale = "enfant_non_identifie_signale.v1",
    /// The unidentified minor is named.
    Identifie = "enfant_identifie.v1",
    /// The birth date is fixed.
    NaissanceFixee = "naissance_fixee.v1",
    /// The residence is declared.
    ResidenceDeclaree = "residence_declaree.v1",
    /// Recognised as an unaccompanied minor.
    MnaReconnu = "mna_reconnu.v1",
    /// Emancipated.
    Emancipe = "enfant_emancipe.v1",
    /// Died.
    Decede = "enfant_decede.v1",
    /// The file of a child to be born is opened.
    ANaitreSignale = "enfant_a_naitre_signale.v1",
    /// The child is born.
    Ne = "enfant_ne.v1",
    /// The prenatal alert ended without a birth to follow.
    PrenatalClos = "prenatal_clos.v1",
    /// Emergency shelter began.
    MisALAbri = "mis_a_l_abri.v1",
    /// It went on.
    MiseALAbriProlongee = "mise_a_l_abri_prolongee.v1",
    /// A temps de répit was granted.
    RepitAccorde = "repit_accorde.v1",
    /// Minority and isolation were assessed.
    MinoriteEvaluee = "minorite_evaluee.v1",
    /// The Département refused to take charge.
    MinoriteRefusee = "minorite_refusee.v1",
}

/// Names of a child.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EtatCivil {
    /// Surname.
    pub nom: String,
    /// First names.
    pub prenoms: String,
    /// Birth name of the mother, part of the national pseudonym.
    pub nom_naissance_mere: Option<String>,
}

/// A birth date and its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naissance {
    /// The day; the first day of the month or year when only that is known.
    pub le: NaiveDate,
    /// How precisely.
    pub precision: Precision,
    /// Who says so.
    pub source: SourceNaissance,
}

/// The file of a child is opened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inscrit {
    /// Names, sealed.
    pub etat_civil: Sealed<EtatCivil>,
    /// Birth, when known.
    pub naissance: Option<Naissance>,
    /// Sex.
    pub sexe: Sexe,
}

/// A minor nobody can name yet.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NonIdentifieSignale {
    /// « Un petit, résidence des Pins »: sealed.
    pub description: Sealed<String>,
    /// Apparent age, in years.
    pub age_apparent_ans: Option<u32>,
    /// Sex, when seen.
    pub sexe: Sexe,
}

/// The unidentified minor is named.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identifie {
    /// Names, sealed.
    pub etat_civil: Sealed<EtatCivil>,
    /// Birth, when known.
    pub naissance: Option<Naissance>,
    /// Sex.
    pub sexe: Sexe,
}

/// The birth date is fixed, by a judgment or a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NaissanceFixee {
    /// The birth.
    pub naissance: Naissance,
}

/// Where the child lives from that day.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResidenceDeclaree {
    /// INSEE code; absent: unknown or abroad.
    pub commune: Option<String>,
    /// Sealed.
    pub adresse: Option<Sealed<String>>,
    /// The délégation territoriale in charge. Never a territory: the map changes.
    pub service_responsable: Option<String>,
}

/// Recognised as an unaccompanied minor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MnaReconnu {}

/// Emancipated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Emancipe {}

/// Died.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decede {}

/// A child is to be born into danger: an alert, never an information préoccupante.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ANaitreSignale {
    /// « La grossesse de Mme … »: sealed.
    pub description: Sealed<String>,
    /// The expected day of birth.
    pub terme_prevu_le: Option<NaiveDate>,
    /// The mother, when she has a file.
    pub mere: Option<PersonneId>,
}

/// The child is born: `survenu` is the day of birth.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ne {
    /// Names, sealed; absent: not yet known.
    pub etat_civil: Option<Sealed<EtatCivil>>,
    /// Sex.
    pub sexe: Sexe,
}

/// The prenatal alert ended without a birth to follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrenatalClos {
    /// Why.
    pub motif: MotifPrenatalClos,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Inscrire(event) => Event::Inscrit(event),
            Self::SignalerNonIdentifie(event) => Event::NonIdentifieSignale(event),
            Self::Identifier(event) => Event::Identifie(event),
            Self::FixerNaissance(event) => Event::NaissanceFixee(event),
            Self::DeclarerResidence(event) => Event::ResidenceDeclaree(event),
            Self::ReconnaitreMna(event) => Event::MnaReconnu(event),
            Self::DeclarerEmancipation(event) => Event::Emancipe(event),
            Self::DeclarerDeces(event) => Event::Decede(event),
            Self::SignalerANaitre(event) => Event::ANaitreSignale(event),
            Self::ConstaterNaissance(event) => Event::Ne(event),
            Self::ClorePrenatal(event) => Event::PrenatalClos(event),
            Self::MettreALAbri(event) => Event::MisALAbri(event),
            Self::ProlongerMiseALAbri(event) => Event::MiseALAbriProlongee(event),
            Self::AccorderRepit(event) => Event::RepitAccorde(event),
            Self::EvaluerMinorite(event) => Event::MinoriteEvaluee(event),
            Self::RefuserMinorite(event) => Event::MinoriteRefusee(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one: an assessment of minority.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::MisALAbri(fait) => Some(fait.minorite.0),
            Self::MiseALAbriProlongee(fait) => Some(fait.minorite.0),
            Self::RepitAccorde(fait) => Some(fait.minorite.0),
            Self::MinoriteEvaluee(fait) => Some(fait.minorite.0),
            Self::MinoriteRefusee(fait) => Some(fait.minorite.0),
            Self::Inscrit(_)
            | Self::NonIdentifieSignale(_)
            | Self::Identifie(_)
            | Self::NaissanceFixee(_)
            | Self::ResidenceDeclaree(_)
            | Self::MnaReconnu(_)
            | Self::Emancipe(_)
            | Self::Decede(_)
            | Self::ANaitreSignale(_)
            | Self::Ne(_)
            | Self::PrenatalClos(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Inscrit(inscrit) => inscrit.etat_civil.confie_a(enfant.0),
            Self::NonIdentifieSignale(signale) => signale.description.confie_a(enfant.0),
            Self::Identifie(identifie) => identifie.etat_civil.confie_a(enfant.0),
            Self::ResidenceDeclaree(residence) => {
                if let Some(adresse) = &mut residence.adresse {
                    adresse.confie_a(enfant.0);
                }
            }
            Self::ANaitreSignale(signale) => signale.description.confie_a(enfant.0),
            Self::Ne(ne) => {
                if let Some(etat_civil) = &mut ne.etat_civil {
                    etat_civil.confie_a(enfant.0);
                }
            }
            Self::NaissanceFixee(_)
            | Self::MnaReconnu(_)
            | Self::Emancipe(_)
            | Self::Decede(_)
            | Self::PrenatalClos(_)
            | Self::MisALAbri(_)
            | Self::MiseALAbriProlongee(_)
            | Self::RepitAccorde(_)
            | Self::MinoriteEvaluee(_)
            | Self::MinoriteRefusee(_) => {}
        }
    }
}
