//! What a forger with every right on the database can do to the journal, and what the verification then names: the
//! first bad position where hashes were left behind, the interval between two signed heads where they were computed
//! again, and nothing at all where no head is left to answer to: which is why heads are kept outside.
//!
//! The journal has 600 events, and heads signed at 100, 300 and 550.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod atelier;

mod lignes;

mod calculee;

mod autour;
