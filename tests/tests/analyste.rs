//! What an analyst leans on: where the figures stand, why two reports differ, what goes beyond them.

mod essai;

#[path = "analyste/ecarts.rs"]
mod ecarts;
#[path = "analyste/etat.rs"]
mod etat;
#[path = "analyste/suites.rs"]
mod suites;
