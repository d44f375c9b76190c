//! The Département itself: requests that name no child.

use domain::departement::{
    AstreinteFixee, ChiffrePublie, Command, ConseilDonne, DelegationDonnee, ReglageFixe,
};

use super::reader::{Reader, wire_struct};
use super::requetes::{Head, Requete};
use super::{ActeDemande, Demande};
use crate::departement::v1 as fil;

wire_struct!(ReglageFixe => fil::ReglageFixe { cle, jours, source });
wire_struct!(DelegationDonnee => fil::DelegationDonnee { agent, qualite, reference, jusqu_au });
wire_struct!(AstreinteFixee => fil::AstreinteFixee { agent, jusqu_au });
wire_struct!(ConseilDonne => fil::ConseilDonne {
    conseil, porte_d_entree, canal, demandeur, organisation,
});
wire_struct!(ChiffrePublie => fil::ChiffrePublie {
    cle, indicateur, libelle, valeur, unite, du, au, auteur, source, edition,
});

macro_rules! of_the_departement {
    ($( $request:path { $payload:ident } => $command:expr; )+) => { $(
        impl Requete for $request {
            fn read(self, reader: &mut Reader) -> Option<Demande> {
                let Self { entete, $payload } = self;
                let head = Head::read(entete, reader);
                head.no_child(reader);
                let $payload = reader.field(stringify!($payload), $payload)?;
                head.demande(ActeDemande::Departement($command($payload)))
            }
        }
    )+ };
}

of_the_departement! {
    fil::FixerReglageRequest { reglage } => Command::FixerReglage;
    fil::DonnerDelegationRequest { delegation } => Command::DonnerDelegation;
    fil::FixerAstreinteRequest { astreinte } => Command::FixerAstreinte;
    fil::NoterConseilRequest { conseil } => Command::NoterConseil;
    fil::PublierChiffreRequest { chiffre } => Command::PublierChiffre;
}
