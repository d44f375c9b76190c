//! What an analyst leans on: where the figures stand.

mod essai;

#[path = "analyste/etat.rs"]
mod etat;
