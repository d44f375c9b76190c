//! Why a run of measures stopped: a gate that did not hold, or something that broke.
//!
//! Invariant: a gate that fails is told from a breakdown, because only the first says something of the store.

use std::io;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was acknowledged is not what is there: no figure is worth anything.
    #[error("{store}, {workload} : {what}")]
    Gate {
        /// The store at fault.
        store: String,
        /// What it was doing.
        workload: String,
        /// What did not hold, in French.
        what: String,
    },
    /// The private PostgreSQL.
    #[error("{0}")]
    Postgres(#[from] private_postgres::Failure),
    /// The database.
    #[error("la base a échoué : {}", told(.0))]
    Storage(#[from] tokio_postgres::Error),
    /// The journal.
    #[error("le journal a échoué : {0}")]
    Journal(#[from] eventstore::Failure),
    /// The facts.
    #[cfg(feature = "engine")]
    #[error("les faits ont échoué : {0}")]
    Facts(#[from] projections::runner::Failure),
    /// A database's address.
    #[error("{0}")]
    Address(#[from] eventstore::BadAddress),
    /// A file, or the machine.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The engine answered otherwise than it should.
    #[error("le serveur a répondu : {0}")]
    Server(String),
    /// A store that is not ours.
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// A breakdown of a store that is not ours.
    pub fn other(cause: impl std::fmt::Display) -> Self {
        Self::Other(cause.to_string())
    }

    /// Whether it is a gate.
    pub fn is_gate(&self) -> bool {
        matches!(self, Self::Gate { .. })
    }
}

impl From<tokio::task::JoinError> for Failure {
    fn from(lost: tokio::task::JoinError) -> Self {
        Self::Other(format!("une tâche s’est perdue : {lost}"))
    }
}

#[cfg(feature = "engine")]
impl From<tonic::Status> for Failure {
    fn from(status: tonic::Status) -> Self {
        Self::Server(format!("{} ({})", status.code(), status.message()))
    }
}

#[cfg(feature = "engine")]
impl From<tonic::transport::Error> for Failure {
    fn from(error: tonic::transport::Error) -> Self {
        Self::Server(error.to_string())
    }
}

/// The database's own sentence, which the error's text leaves out.
fn told(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |said| said.message().to_owned())
}
