//! Every test that crosses two crates, and the scenarios.

pub mod house;
pub mod serveur;
