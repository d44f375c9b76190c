//! What is wrong in a message, field by field.
//!
//! A violation says where and why, in French, with a stable code. It never quotes the value: a name
//! typed in the wrong field would otherwise end in a log.

use std::fmt;

/// One field that means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field in the request, e.g. `recue.transmetteur` or `inscriptions[1].enfant`.
    pub champ: String,
    /// One French sentence, without the value.
    pub message: String,
    /// Stable code for machines.
    pub code: &'static str,
}

/// Everything wrong in one message, in the order of its fields; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(pub Vec<Violation>);

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} : {}", self.champ, self.message)
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rank, violation) in self.0.iter().enumerate() {
            if rank > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
