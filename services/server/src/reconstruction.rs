//! The facts of a Département against its journal, on the database itself: compared, or put right.
//!
//! Servers may run meanwhile: no reader waits, and their runner reads again what was replaced.
//!
//! Deliberately absent: how rows are computed and switched (`projections::runner`), and French.

use eventstore::{BadAddress, Database, Journal};
use projections::runner::{self, Runner};

pub use projections::runner::{Comparee, Reconstruite};

/// Connections of a rebuild: its lock, a batch read, another written, the switch.
const CONNEXIONS: usize = 4;

/// Why the facts could not be compared, or put right. What is read is then as it was.
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
    /// The journal or the database failed.
    #[error("{0}")]
    Panne(runner::Failure),
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

async fn ouvrir(database_url: &str, departement: &str) -> Result<Runner, PasReconstruit> {
    let database = Database::at(database_url, CONNEXIONS)?;
    let name = format!("{departement}/parcours");
    let journal = Journal::open(&database, &name).await.map_err(|failure| panne(failure.into()))?;
    Ok(Runner::new(database.pool().clone(), journal))
}

fn panne(failure: runner::Failure) -> PasReconstruit {
    if let runner::Failure::Journal(eventstore::Failure::UnknownLog(name)) = failure {
        PasReconstruit::PasDeJournal(name)
    } else if let runner::Failure::Occupied = failure {
        PasReconstruit::Occupee
    } else {
        PasReconstruit::Panne(failure)
    }
}
