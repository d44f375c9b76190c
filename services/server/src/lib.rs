//! The door: one gRPC server in front of one Département's journal.
//!
//! In reading order: the clock, tokens, rights, what a caller is told when the answer is no, metrics, what
//! follows each call, keys, the executor of commands, the gate of reads, the counter they share, the services,
//! health, and how it all starts and stops.
//!
//! # Invariants
//!
//! - One place authorises, one place receipts: the console and the command line are clients of this.
//! - What is answered is durable.
//! - No personal data in a log line, an error text or a name.
//!
//! Deliberately absent: a process. [`start`] is called by the binary and by tests.

pub mod horloge;
mod imprimerie;

pub mod jetons;

pub mod droits;

mod echec;

pub mod extrait;

mod mesures;

mod appel;

pub mod cles;

mod executeur;

mod porte;

mod notaire;

mod guichet;

mod lecture;

mod phrases;

mod services;

pub mod vues;

pub mod reconstruction;

mod sante;

mod demarrage;

mod departement;

pub use demarrage::{
    CLEF_MAITRESSE, Demarrage, MESSAGE_MAX, Options, RETENTION_CLES_JOURS, Running, start,
};
pub use echec::DOMAINE;
pub use notaire::{CLEFS_ACCES, CLEFS_PARCOURS};
