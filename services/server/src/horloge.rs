//! The edge: the two things no library of this house does, reading the clock and drawing at random.
//!
//! Invariant: each stands in one function, here. Everything else receives an instant or an identifier.

use std::fmt;

use chrono::{DateTime, NaiveDate, SubsecRound as _, Utc};
use uuid::Uuid;

pub use domain::temps::ZONE;

/// What tells the time.
pub trait Horloge: fmt::Debug + Send + Sync + 'static {
    /// Now, to the microsecond.
    fn maintenant(&self) -> DateTime<Utc>;

    /// The legal day it is.
    fn aujourd_hui(&self) -> NaiveDate {
        domain::temps::jour_legal(self.maintenant(), ZONE)
    }
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct HorlogeSysteme;

impl Horloge for HorlogeSysteme {
    #[expect(clippy::disallowed_methods, reason = "the edge: time enters the server here")]
    fn maintenant(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that always says the same: for tests, which choose their day.
#[derive(Clone, Copy, Debug)]
pub struct HorlogeFixe(pub DateTime<Utc>);

impl Horloge for HorlogeFixe {
    fn maintenant(&self) -> DateTime<Utc> {
        self.0
    }
}

/// Draws the identifier of an event or of a receipt (version 7: in the order of drawing).
#[expect(clippy::disallowed_methods, reason = "the edge: the server's identifiers are drawn here")]
pub(crate) fn identifiant() -> Uuid {
    Uuid::now_v7()
}

/// Draws the bytes of a trace or of a span: nothing is ever decided on them.
pub(crate) fn tirer<const N: usize>() -> [u8; N] {
    let mut octets = [0; N];
    aws_lc_rs::rand::fill(&mut octets).expect("the system gives random bytes, or keys would not");
    octets
}
