//! Health: what the law asks for, never a diagnosis: events and requests of this chapter.

use domain::codes::ActeSante;
use domain::sante::{ActeRealise, Command};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::sante::v1 as fil;

codes! { ActeSante }

wire_struct!(ActeRealise => fil::ActeRealise { acte });

shared! {
    fil::NoterActeRequest { acte } => Sante(Command::NoterActe);
}
