//! Every test that crosses two crates, and the scenarios.

pub mod house;
pub mod scenario;
pub mod departement;
pub mod serveur;
