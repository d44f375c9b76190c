//! The projet pour l'enfant: events and requests of its chapter.

use domain::projet_pour_enfant::{Command, Etabli, Revise, SignatureRefusee, Signe};

use super::reader::wire_struct;
use super::requetes::shared;
use crate::projet::v1 as fil;

wire_struct!(Etabli => fil::Etabli { projet, objectifs, decideur });
wire_struct!(Revise => fil::Revise { projet, edition, objectifs, decideur });
wire_struct!(Signe => fil::Signe { projet, edition, signataire });
wire_struct!(SignatureRefusee => fil::SignatureRefusee { projet, edition, signataire, motif });

shared! {
    fil::EtablirRequest { etabli } => Projet(Command::Etablir);
    fil::ReviserRequest { revise } => Projet(Command::Reviser);
    fil::SignerRequest { signe } => Projet(Command::Signer);
    fil::NoterRefusDeSignerRequest { refus } => Projet(Command::NoterRefusDeSigner);
}
