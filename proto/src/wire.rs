//! From messages to the domain's values, and back.
//!
//! ```text
//!  reprise.v1.Commande ──demande──▶ Demande      (every command of the contract)
//!  dossier.v1.Evenement ◀─evenement── Evenement  (and evenement_de, the way back)
//! ```
//!
//! # Invariants
//!
//! - Every domain value can be told; not every message means something. What means nothing is a
//!   violation, and all the violations of a request are found, not only the first.
//! - Empty is absent, always: an empty text, an empty message.
//! - A violation never quotes a value.
//!
//! Deliberately absent: what the law or the history forbids. That is the domain's refusal.

mod violations;

mod reader;

mod leaves;

mod commun;

mod accueil;
mod autonomie;
mod competence;
mod decision;
mod departement;
mod dossier;
mod ecrit;
mod evaluation;
mod fratrie;
mod identite;
mod information;
mod justice;
mod mesure;
mod personne;
mod piece;
mod projet;
mod recherche;
mod sante;
mod situation;
mod statut;

mod evenements;
mod requetes;

use chrono::{DateTime, NaiveDate, Utc};
use domain::codes::Finalite;
use domain::enfant::Commande;
use domain::evenement::Evenement;
use domain::ids::{EnfantId, InformationId};
use domain::temps::Survenu;
use uuid::Uuid;

pub use commun::{ConnuA, Coordonnees, Entete, Repere};
pub use leaves::{LIBELLE_MAX_OCTETS, TEXTE_MAX_OCTETS};
pub use reader::{Fault, Field, Leaf, Reader, Wire};
pub use requetes::ENFANTS_MAX;
pub use violations::{Violation, Violations};

/// A command of the contract, as the domain understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Demande {
    /// Code of the Département: it chooses the log.
    pub departement: String,
    /// Why the data is written.
    pub finalite: Finalite,
    /// Links the requests of one piece of work.
    pub correlation: Option<Uuid>,
    /// Chosen by the client: sent twice, done once.
    pub commande_id: Uuid,
    /// When the fact was true.
    pub survenu: Survenu,
    /// When the Département received it.
    pub connu_le: Option<NaiveDate>,
    /// The version of the object the client was looking at.
    pub version_attendue: Option<u32>,
    /// The instant to record it at, on a simulated journal only.
    pub enregistre_a: Option<DateTime<Utc>>,
    /// What was searched before a file is opened, for the children searched.
    pub vues: Vec<(EnfantId, RechercheVue)>,
    /// What is asked.
    pub acte: ActeDemande,
}

/// What a search answered of the identity to inscribe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RechercheVue {
    /// The bucket of that identity.
    pub godet: Uuid,
    /// Its version then.
    pub version: u32,
}

/// What is asked, and of whom.
#[derive(Clone, Debug, PartialEq)]
pub enum ActeDemande {
    /// One act on one or more children, each named once: for all of them, or for none.
    Fratrie(Vec<(EnfantId, Commande)>),
    /// An information entered on the wrong child goes to the right one.
    Reaffecter {
        /// Which.
        information: InformationId,
        /// Out of this child's file.
        de: EnfantId,
        /// Into this one's.
        vers: EnfantId,
        /// Why, without personal data.
        motif: String,
    },
    /// A setting, a delegation or advice of the Département itself: about no child.
    Departement(domain::departement::Command),
    /// Two files are those of one child.
    Fusionner {
        /// Under which he is known from then on.
        principal: EnfantId,
        /// The other.
        absorbe: EnfantId,
        /// What was compared and by whom, without personal data.
        motif: String,
    },
    /// Two files merged are those of two children.
    Disjoindre {
        /// The one that was the principal.
        principal: EnfantId,
        /// The other.
        absorbe: EnfantId,
        /// Versions, on the principal's stream, of what is the other child's.
        rendus: Vec<u32>,
        /// Why, without personal data.
        motif: String,
    },
    /// An act on an adult's stream: about no child.
    Personne {
        /// Which adult.
        personne: domain::ids::PersonneId,
        /// What is asked of him.
        commande: domain::personne::Command,
    },
    /// A pair of files is set apart, or looked at again.
    Doublon(domain::doublon::Command),
    /// The file of one child is erased.
    Effacer {
        /// Whose.
        enfant: EnfantId,
        /// Why, by whose decision.
        efface: domain::dossier::Efface,
    },
}

/// Understands a command of the contract.
///
/// # Errors
///
/// Every violation of the request, with the path of its field inside the request.
pub fn demande(commande: &crate::reprise::v1::Commande) -> Result<Demande, Violations> {
    let mut reader = Reader::default();
    let read = match commande.commande.clone() {
        Some(une) => requetes::read(une, &mut reader),
        None => reader.inside("commande", Reader::missing),
    };
    reader.finish(read)
}

/// Tells an event. A seal is told as it stands: open, present but closed, or erased.
#[must_use]
pub fn evenement(evenement: &Evenement) -> crate::dossier::v1::Evenement {
    evenement.to_wire()
}

/// Understands an event. Its seals must be open: nobody could say what a closed one holds.
///
/// # Errors
///
/// Every violation, with the path of its field inside the message.
pub fn evenement_de(message: crate::dossier::v1::Evenement) -> Result<Evenement, Violations> {
    read(message)
}

/// Understands one message.
///
/// # Errors
///
/// Every violation, with the path of its field inside the message.
pub fn read<T: Wire>(message: T::Message) -> Result<T, Violations> {
    let mut reader = Reader::default();
    let read = T::from_wire(message, &mut reader);
    reader.finish(read)
}
