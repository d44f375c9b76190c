//! Writings sent and received; what they say is a pièce: events and requests of this chapter.

use domain::codes::{Correspondant, GenreEcrit};
use domain::ecrit::{Accuse, Command, Emis, Recu};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::ecrit::v1 as fil;

codes! { Correspondant, GenreEcrit }

wire_struct!(Emis => fil::Emis { ecrit, genre, destinataire, objet, voie, numero, decideur, pieces });
wire_struct!(Recu => fil::Recu { ecrit, genre, auteur, objet, service, pieces });
wire_struct!(Accuse => fil::Accuse { ecrit, numero });

shared! {
    fil::EmettreRequest { emis } => Ecrit(Command::Emettre);
    fil::RecevoirRequest { recu } => Ecrit(Command::Recevoir);
    fil::NoterAccuseRequest { accuse } => Ecrit(Command::NoterAccuse);
}
