//! The client commands, the binary itself, against a server on a real journal.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod chiffres;

mod effacement;

mod essai;

mod import;

mod journal;

mod lectures;

mod mesures;

mod rapport;

mod reconstruction;
