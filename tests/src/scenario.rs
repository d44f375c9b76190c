//! Scenarios: stories a jurist reads, played on an engine, with the engine's answers in the file.
//!
//! ```text
//! le 2026-01-10
//! recevoir I1 pour Léa et Tom, le 2026-01-09, de l'Éducation nationale
//!   → Léa n° 2 : Information reçue par CRIP (courriel)…
//! mandater E1 sur I1 pour Léa, service DT de La Rochelle
//!   ✗ Aucune des informations citées n'est qualifiée… (MANDAT_SANS_IP, CASF, art. D226-2-4)
//! ```
//!
//! A line without indentation is said by the story; an indented one is answered by the engine, and
//! written with `UPDATE_EXPECT=1`. A line is understood as a command of the contract, so every engine
//! is asked the same thing in the same words.
//!
//! # Invariants
//!
//! - The same file, the same engine, the same transcript: identifiers follow from names, instants from
//!   the days said.
//! - A word that is not understood stops the test, with its line.
//!
//! Deliberately absent: any rule. What is allowed is for the engine to say.

pub mod noms;

pub mod phrase;

pub mod commandes;

mod lignes;

mod dit;

mod echeancier;

pub mod recit;

pub mod memoire;

pub mod grpc;

use std::future::Future;

use proto::commun::v1::Recu;
use proto::dossier::v1::{
    ChronologieRequest, ChronologieResponse, LireRequest, LireResponse, PrevisualiserResponse,
};
use proto::echeancier::v1::{ListerRequest, ListerResponse};
use proto::personne::v1 as personne;
use proto::reprise::v1::Commande;
use uuid::Uuid;

pub use recit::{comme_ecrit, joue, pareil, scenarios};

/// An engine on which stories are played.
pub trait Moteur {
    /// Executes a command.
    fn commander(&mut self, commande: Commande) -> impl Future<Output = Result<Recu, Non>>;

    /// What a correction would change.
    fn previsualiser(
        &mut self,
        commande: Commande,
    ) -> impl Future<Output = Result<PrevisualiserResponse, Non>>;

    /// Where a child's parcours stands.
    fn lire(&mut self, request: LireRequest) -> impl Future<Output = Result<LireResponse, Non>>;

    /// A child's history.
    fn chronologie(
        &mut self,
        request: ChronologieRequest,
    ) -> impl Future<Output = Result<ChronologieResponse, Non>>;

    /// What is to be kept for a child on a day.
    fn echeances(
        &mut self,
        request: ListerRequest,
    ) -> impl Future<Output = Result<ListerResponse, Non>>;

    /// What is told of an adult around a child.
    fn fiche(
        &mut self,
        request: personne::LireRequest,
    ) -> impl Future<Output = Result<personne::LireResponse, Non>>;
}

/// The answer when it is no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Non {
    /// What the professional reads.
    pub message: String,
    /// Stable code.
    pub code: String,
    /// The article of the first refusal.
    pub article: Option<String>,
    /// What to do next.
    pub que_faire: String,
    /// Each child refused, with his code and his text.
    pub refuses: Vec<(Uuid, String, String)>,
    /// For whom the act would pass.
    pub possibles: Vec<Uuid>,
}
