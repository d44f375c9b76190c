//! An extract handed over to a judge: to whom, what was shown of each child, what was left out and why.
//!
//! The words stand in the archives. What is kept here is enough to know it again (its digest, its tree) and
//! to be told when a line shown is later corrected ([`crate::extrait::extraits_a_rectifier`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Decideur;
use crate::codes::{MotifRetrait, ProfilExtrait};
use crate::histoire::Cible;
use crate::ids::{DossierJudiciaireId, ExtraitId};

/// Handed over. `survenu` is the day it was.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExtraitRemis {
    /// Which extract; siblings share it.
    pub extrait: ExtraitId,
    /// The judicial file it is limited to: its recipient.
    pub dossier: DossierJudiciaireId,
    /// The court, as written on it.
    pub juridiction: String,
    /// The cabinet, as written on it.
    pub cabinet: Option<String>,
    /// The number of the educative assistance file, as written on it.
    pub numero_ae: Option<String>,
    /// For whom it was prepared.
    pub profil: ProfilExtrait,
    /// It shows what was true on that day.
    pub au: NaiveDate,
    /// As recorded up to that position of the journal.
    pub connu_a: u64,
    /// The events of this child it shows.
    pub lignes: Vec<LigneMontree>,
    /// What was left out of this child's section, by ground.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retraits: Vec<Retrait>,
    /// SHA-256 of what it says, in hexadecimal. It holds keys nobody could guess, so it tells nothing.
    pub empreinte: String,
    /// SHA-256 of its ciphertext in the archives, in hexadecimal. Absent: it is kept elsewhere.
    pub adresse: Option<String>,
    /// The number of leaves of the tree it is proved in.
    pub taille: u64,
    /// The root of that tree, in hexadecimal.
    pub racine: String,
    /// Who attests that it is complete.
    pub decideur: Option<Decideur>,
}

/// One event shown, in the form its corrections gave it.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LigneMontree {
    /// The recorded event.
    pub cible: Cible,
    /// The version of the rectification that gave it the form shown.
    pub rectifie_par: Option<u32>,
}

/// How many things were left out on one ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retrait {
    /// Why.
    pub motif: MotifRetrait,
    /// How many events or sealed fields.
    pub nombre: u32,
}
