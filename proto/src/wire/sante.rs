//! Health: what the law asks for, never a diagnosis: events and requests of this chapter.

use domain::codes::{ActeSante, BesoinSante, EtatVaccinal, RoleSante};
use domain::sante::{ActeRealise, Command, ReferentDesigne};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::sante::v1 as fil;

codes! { ActeSante, BesoinSante, EtatVaccinal, RoleSante }

wire_struct!(ActeRealise => fil::ActeRealise {
    acte, besoins, vaccination, realise_par, prochain_le, observation,
});
wire_struct!(ReferentDesigne => fil::ReferentDesigne { role, service });

shared! {
    fil::NoterActeRequest { acte } => Sante(Command::NoterActe);
    fil::DesignerReferentRequest { referent } => Sante(Command::DesignerReferent);
}
