//! Pièces: their event and the request that has no content.

use domain::codes::{NaturePiece, RegimePiece};
use domain::piece::{Command, Versee};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::piece::v1 as fil;

codes! { NaturePiece, RegimePiece }

wire_struct!(Versee => fil::Versee {
    piece, nature, auteur, date, recue_le, regime, communicable_a, adresse, taille, empreinte,
});

shared! {
    fil::VerserRequest { versee } => Piece(Command::Verser);
}
