//! What an analyst leans on: where the figures stand, why two reports differ.

mod essai;

#[path = "analyste/ecarts.rs"]
mod ecarts;
#[path = "analyste/etat.rs"]
mod etat;
