//! Dated, sourced observations of the child's situation: events and requests of this chapter.

use domain::codes::{Connaissance, SourceObservation};
use domain::situation::{Command, Observee, Reponse};

use super::leaves::codes;
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::shared;
use crate::situation::v1 as fil;

codes! { Connaissance, SourceObservation }

wire_struct!(Observee => fil::Observee { source, reponses });
wire_struct!(Reponse => fil::Reponse { rubrique, connaissance, valeur });

shared! {
    fil::ObserverRequest { observation } => Situation(Command::Observer);
}

impl Field<Vec<fil::Reponse>> for Vec<Reponse> {
    fn write(&self) -> Vec<fil::Reponse> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::Reponse>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, Reponse::from_wire)
    }
}
