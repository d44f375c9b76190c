//! Placement episodes: events and requests of their chapter.

use domain::accueil::{
    AbsenceConstatee, Admis, ChangementDecide, Command, FratrieReunie, FratrieSeparee, Lieu,
    LieuChange, RetourConstate, SejourRenouvele, Termine,
};
use domain::codes::MotifSeparation;

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::{one_each, shared};
use crate::accueil::v1 as fil;

codes! { MotifSeparation }

wire_struct!(Lieu => fil::Lieu { genre, lieu, organisation, commune, secret });
wire_struct!(Admis => fil::Admis { accueil, mesure, lieu, principal, urgence });
wire_struct!(LieuChange => fil::LieuChange {
    accueil, nouvel_accueil, lieu, motif, juge_informe_le,
});
wire_struct!(Termine => fil::Termine { accueil, motif });
wire_struct!(AbsenceConstatee => fil::AbsenceConstatee { accueil, genre });
wire_struct!(RetourConstate => fil::RetourConstate { accueil });
wire_struct!(ChangementDecide => fil::ChangementDecide { accueil, prevu_le, urgence, motif });
wire_struct!(FratrieSeparee => fil::FratrieSeparee { accueil, motif });
wire_struct!(FratrieReunie => fil::FratrieReunie { accueil });
wire_struct!(SejourRenouvele => fil::SejourRenouvele { accueil });

one_each! {
    fil::AdmettreRequest { admissions: fil::AdmissionEnfant { admis } }
        => Accueil(Command::Admettre);
}

shared! {
    fil::ChangerDeLieuRequest { change } => Accueil(Command::ChangerDeLieu);
    fil::TerminerRequest { termine } => Accueil(Command::Terminer);
    fil::ConstaterAbsenceRequest { absence } => Accueil(Command::ConstaterAbsence);
    fil::ConstaterRetourRequest { retour } => Accueil(Command::ConstaterRetour);
    fil::DeciderChangementRequest { changement } => Accueil(Command::DeciderChangement);
    fil::SeparerFratrieRequest { separation } => Accueil(Command::SeparerFratrie);
    fil::ReunirFratrieRequest { reunion } => Accueil(Command::ReunirFratrie);
    fil::RenouvelerSejourRequest { renouvele } => Accueil(Command::RenouvelerSejour);
}
