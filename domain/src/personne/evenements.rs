//! The stored shapes of an adult's stream.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::MotifEffacement;
use crate::evenement::{Recordable as _, evenements, recordable};
use crate::flux::{Correction, Corrigible};
use crate::ids::PersonneId;
use crate::sealed::Sealed;
use crate::temps::Survenu;

evenements! {
    /// His stream is opened.
    Inscrite = "personne_inscrite.v1",
    /// Where he lives.
    AdresseDeclaree = "adresse_declaree.v1",
    /// Where he is called.
    TelephoneDeclare = "telephone_declare.v1",
    /// He died.
    Decedee = "personne_decedee.v1",
    /// An event of this stream never happened.
    Annulee = "fait_personne_annule.v1",
    /// An event of this stream happened otherwise.
    Rectifiee = "fait_personne_rectifie.v1",
    /// His stream was erased.
    Effacee = "personne_effacee.v1",
}

recordable!("personne", |event, flux| event.confie_les_scelles(flux));

/// Names and birth of an adult: all of it personal, none of it needed by a figure.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentitePersonne {
    /// Name in use.
    pub nom: String,
    /// First names.
    pub prenoms: String,
    /// Birth name, when it differs: part of the child's national pseudonym, for the mother.
    pub nom_naissance: Option<String>,
    /// Birth, when known.
    pub nee_le: Option<NaiveDate>,
}

/// His stream is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inscrite {
    /// Who he is. Sealed.
    pub identite: Sealed<IdentitePersonne>,
    /// The sender of an information, and on this stream nothing else: in no default read, in no extract.
    #[serde(default)]
    pub expediteur: bool,
}

/// Where he lives, from `survenu` on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdresseDeclaree {
    /// Sealed.
    pub adresse: Sealed<String>,
    /// From whom it is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrete_pour: Vec<PersonneId>,
}

/// Where he is called, from `survenu` on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TelephoneDeclare {
    /// Sealed.
    pub telephone: Sealed<String>,
    /// From whom it is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secret_pour: Vec<PersonneId>,
}

/// He died on `survenu`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decedee {}

/// An event of this stream never happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annulee {
    /// Which.
    pub version: u32,
    /// Why: a reason of typing, without personal data.
    pub motif: String,
}

/// An event of this stream happened otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rectifiee {
    /// Which.
    pub version: u32,
    /// Why: a reason of typing, without personal data.
    pub motif: String,
    /// What should have been recorded.
    pub remplacement: Box<Event>,
    /// When it was true.
    pub survenu: Survenu,
}

/// His stream was erased: his key was destroyed with this event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effacee {
    /// Why.
    pub motif: MotifEffacement,
    /// Reference of the decision it applies.
    pub decision: String,
}

impl Event {
    fn confie_les_scelles(&mut self, personne: Uuid) {
        match self {
            Self::Inscrite(inscrite) => inscrite.identite.confie_a(personne),
            Self::AdresseDeclaree(adresse) => adresse.adresse.confie_a(personne),
            Self::TelephoneDeclare(telephone) => telephone.telephone.confie_a(personne),
            Self::Rectifiee(rectifiee) => rectifiee.remplacement.confie_les_scelles(personne),
            Self::Decedee(_) | Self::Annulee(_) | Self::Effacee(_) => {}
        }
    }

    /// What it says once corrected: of a rectification, what it puts in place.
    pub(super) fn corrected(&self) -> &Self {
        match self {
            Self::Rectifiee(rectifiee) => rectifiee.remplacement.corrected(),
            Self::Inscrite(_)
            | Self::AdresseDeclaree(_)
            | Self::TelephoneDeclare(_)
            | Self::Decedee(_)
            | Self::Annulee(_)
            | Self::Effacee(_) => self,
        }
    }

    /// Whether another event, once confided, is the same fact.
    pub(super) fn asks(&self, other: &Self, flux: Uuid) -> bool {
        let mut other = other.clone();
        other.confie(flux);
        *self == other
    }
}

impl Corrigible for Event {
    fn correction(&self) -> Option<Correction<'_, Self>> {
        match self {
            Self::Annulee(Annulee { version, motif: _ }) => {
                Some(Correction::Annule { version: *version })
            }
            Self::Rectifiee(Rectifiee { version, motif: _, remplacement, survenu }) => {
                let (version, survenu) = (*version, *survenu);
                Some(Correction::Rectifie { version, remplacement, survenu })
            }
            Self::Inscrite(_)
            | Self::AdresseDeclaree(_)
            | Self::TelephoneDeclare(_)
            | Self::Decedee(_)
            | Self::Effacee(_) => None,
        }
    }
}
