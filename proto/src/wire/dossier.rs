//! Corrections: their events, and their requests, which name one recorded event a child.

use domain::dossier::{Annule, Command, Rectifie};
use domain::enfant::Commande;
use domain::evenement::Evenement;
use domain::histoire::Cible;
use domain::temps::Survenu;

use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{Head, Requete};
use super::{ActeDemande, Demande};
use crate::commun::v1 as commun;
use crate::dossier::v1 as fil;

wire_struct!(Annule => fil::EvenementAnnule { cible, motif });
wire_struct!(Rectifie => fil::EvenementRectifie { cible, motif, remplacement, survenu });

impl Field<Option<Box<fil::Evenement>>> for Box<Evenement> {
    fn write(&self) -> Option<Box<fil::Evenement>> {
        Some(Box::new(self.to_wire()))
    }

    fn read(wire: Option<Box<fil::Evenement>>, reader: &mut Reader) -> Option<Self> {
        Evenement::read(wire.map(|boxed| *boxed), reader).map(Self::new)
    }
}

impl Requete for fil::AnnulerRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, cibles, motif } = self;
        let head = Head::read(entete, reader);
        let motif: Option<String> = reader.field("motif", motif);
        let asked = head.each_child("cibles", by_child(cibles), reader, |cible, reader| {
            let cible = Cible::from_wire(cible, reader)?;
            Some(Commande::Dossier(Command::Annuler(Annule { cible, motif: motif.clone()? })))
        });
        head.demande(ActeDemande::Fratrie(asked?))
    }
}

impl Requete for fil::RectifierRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, cibles, motif, remplacement, survenu } = self;
        let head = Head::read(entete, reader);
        let motif: Option<String> = reader.field("motif", motif);
        let remplacement: Option<Evenement> = reader.field("remplacement", remplacement);
        let survenu: Option<Option<Survenu>> = reader.field("survenu", survenu);
        let asked = head.each_child("cibles", by_child(cibles), reader, |cible, reader| {
            let cible = Cible::from_wire(cible, reader)?;
            let (motif, survenu) = (motif.clone()?, survenu?);
            let remplacement = Box::new(remplacement.clone()?);
            let command = Command::Rectifier { cible, motif, remplacement, survenu };
            Some(Commande::Dossier(command))
        });
        head.demande(ActeDemande::Fratrie(asked?))
    }
}

fn by_child(cibles: Vec<commun::Cible>) -> Vec<(String, commun::Cible)> {
    cibles.into_iter().map(|cible| (cible.enfant.clone(), cible)).collect()
}
