//! Where the rows of a log are written: in the tables that are read, or in those of a rebuild beside them.
//!
//! Invariant: the tables of both schemas have one definition ([`crate::runner`] makes the second from the first), so
//! one writing serves both.
//!
//! Deliberately absent: reading. Nothing is ever read by a person from the tables of a rebuild.

/// The schema of the tables that are read.
pub(crate) const VIVANT: &str = "projections";

/// The schema of those that a rebuild fills.
pub(crate) const A_COTE: &str = "reconstruction";

/// A log, and the schema its rows are written to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Emplacement {
    /// The number of the log.
    pub(crate) log_id: i16,
    /// The schema.
    pub(crate) schema: &'static str,
}
