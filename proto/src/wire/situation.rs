//! Dated, sourced observations of the child's situation: events and requests of this chapter.

use domain::codes::Connaissance;
use domain::situation::{Command, Observee};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::situation::v1 as fil;

codes! { Connaissance }

wire_struct!(Observee => fil::Observee { rubrique, connaissance, valeur });

shared! {
    fil::ObserverRequest { observation } => Situation(Command::Observer);
}
