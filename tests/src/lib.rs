//! Every test that crosses two crates, and the scenarios.

pub mod chaos;
pub mod departement;
pub mod house;
pub mod identites;
pub mod requests;
pub mod scenario;
pub mod serveur;
