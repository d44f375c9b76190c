//! Every test that crosses two crates, and the scenarios.

pub mod departement;
pub mod house;
pub mod scenario;
pub mod serveur;
