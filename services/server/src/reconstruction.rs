//! The facts of a Département against its journal, on the database itself: compared, or put right.
//!
//! Servers may run meanwhile: no reader waits, and their runner reads again what was replaced.
//!
//! # Invariants
//!
//! - Rows change in one transaction. Only a failure of the database leaves unknown whether they did.
//! - What failed inside is told to the technical log; a person reads a sentence of his own.
//!
//! Deliberately absent: how rows are computed and switched (`projections::runner`), and French.

use eventstore::{BadAddress, Database, Journal};
use projections::runner::{self, Runner};

pub use projections::runner::{Comparee, Reconstruite};

/// Connections of a rebuild: its lock, a batch read, another written, the switch.
const CONNEXIONS: usize = 4;

/// Why the facts could not be compared, or put right. What is read is then as it was, except after
/// [`PasReconstruit::Base`], when nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum PasReconstruit {
    /// The address of the database says nothing.
    #[error("{0}")]
    Adresse(#[from] BadAddress),
    /// This database has no such journal.
    #[error("no journal {0}")]
    PasDeJournal(String),
    /// Another rebuild is under way in this database.
    #[error("another rebuild is under way")]
    Occupee,
    /// The journal could not be read to its end.
    #[error("the journal could not be read")]
    Journal,
    /// The database failed: when rows were to be replaced, they may have been.
    #[error("the database failed")]
    Base,
    /// It was stopped before anything was replaced.
    #[error("stopped")]
    Interrompue,
}

/// Computes every fact again beside those that are read, and replaces those that differ.
///
/// # Errors
///
/// [`PasReconstruit`].
pub async fn reconstruire(
    database_url: &str,
    departement: &str,
) -> Result<Reconstruite, PasReconstruit> {
    ouvrir(database_url, departement).await?.rebuild().await.map_err(panne)
}

/// The same, and replaces nothing.
///
/// # Errors
///
/// [`PasReconstruit`].
pub async fn comparer(
    database_url: &str,
    departement: &str,
) -> Result<Reconstruite, PasReconstruit> {
    ouvrir(database_url, departement).await?.compare().await.map_err(panne)
}

/// How many histories an event that cannot be read sets apart: their rows are no part of what is compared.
///
/// # Errors
///
/// [`PasReconstruit`].
pub async fn mis_a_part(database_url: &str, departement: &str) -> Result<usize, PasReconstruit> {
    let apart = ouvrir(database_url, departement).await?.quarantaines().await;
    apart.map(|apart| apart.len()).map_err(panne)
}

async fn ouvrir(database_url: &str, departement: &str) -> Result<Runner, PasReconstruit> {
    let database = Database::at(database_url, CONNEXIONS)?;
    let name = format!("{departement}/parcours");
    let journal = Journal::open(&database, &name).await.map_err(|failure| panne(failure.into()))?;
    Ok(Runner::new(database.pool().clone(), journal))
}

fn panne(failure: runner::Failure) -> PasReconstruit {
    if let runner::Failure::Journal(eventstore::Failure::UnknownLog(name)) = failure {
        return PasReconstruit::PasDeJournal(name);
    }
    tracing::warn!(%failure, "the facts were not rebuilt");
    match failure {
        runner::Failure::Occupied => PasReconstruit::Occupee,
        runner::Failure::Journal(_) => PasReconstruit::Journal,
        runner::Failure::Pool(_) | runner::Failure::Storage(_) => PasReconstruit::Base,
        runner::Failure::Keys(_)
        | runner::Failure::Stopped
        | runner::Failure::Late { at: _, wanted: _ } => PasReconstruit::Interrompue,
    }
}
