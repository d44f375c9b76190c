//! The Département itself: requests that name no child.

use domain::departement::{
    AstreinteFixee, ChiffrePublie, Command, ConseilDonne, DelegationDonnee, DonneesArretees,
    RapportEmis, ReglageFixe, Rendu,
};

use super::reader::{Reader, wire_struct};
use super::requetes::{Head, Requete};
use super::{ActeDemande, Demande, Field, Wire};
use crate::activite::v1 as activite;
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

wire_struct!(DonneesArretees => fil::DonneesArretees {
    arrete, intitule, annee, position, statut, agent, qualite,
});
wire_struct!(Rendu => fil::Rendu { forme, empreinte, contenu });
wire_struct!(RapportEmis => fil::RapportEmis {
    rapport, du, au, territoire, registre, position, racine, diffusion, arrete, rendus,
});

impl Field<Vec<fil::Rendu>> for Vec<Rendu> {
    fn write(&self) -> Vec<fil::Rendu> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::Rendu>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, Rendu::from_wire)
    }
}

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
    fil::ArreterRequest { arretees } => Command::Arreter;
    fil::PublierChiffreRequest { chiffre } => Command::PublierChiffre;
}

/// What was asked has become what was issued: the event is the server's, the rest of the request is how it was asked.
impl Requete for activite::EmettreRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let head = Head::read(self.entete, reader);
        head.no_child(reader);
        let emis = reader.field("emis", self.emis)?;
        head.demande(ActeDemande::Departement(Command::EmettreRapport(emis)))
    }
}
