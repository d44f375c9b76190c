//! The child's legal status: events and requests of this chapter.

use domain::codes::StatutJuridique;
use domain::statut::{Command, Constate};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::statut::v1 as fil;

codes! { StatutJuridique }

wire_struct!(Constate => fil::Constate { statut, fondement });

shared! {
    fil::ConstaterRequest { constat } => Statut(Command::Constater);
}
