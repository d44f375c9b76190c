//! Which Département answers for the child: events and requests of this chapter.

use domain::competence::{Accepte, Command, Fixee, RecuDAilleurs, Transmis};

use super::reader::wire_struct;
use super::requetes::shared;
use crate::competence::v1 as fil;

wire_struct!(Fixee => fil::Fixee { responsable, residence, departement_accueil, payeur });
wire_struct!(Transmis => fil::Transmis {
    transfert, vers_departement, voie, numero, decideur, pieces,
});
wire_struct!(Accepte => fil::Accepte { transfert, vers_departement, effet_le, numero });
wire_struct!(RecuDAilleurs => fil::RecuDAilleurs {
    transfert, de_departement, vers_departement, effet_le, resume, pieces,
});

shared! {
    fil::FixerRequest { competence } => Competence(Command::Fixer);
    fil::TransmettreRequest { transmission } => Competence(Command::Transmettre);
    fil::NoterAcceptationRequest { acceptation } => Competence(Command::NoterAcceptation);
    fil::RecevoirRequest { reception } => Competence(Command::Recevoir);
}
