//! Pairs of files that somebody looked at.

use domain::doublon::{Command, Paire, PaireEcartee, PaireRouverte};
use domain::ids::EnfantId;

use super::reader::Reader;
use super::requetes::{Head, Requete};
use super::{ActeDemande, Demande};
use crate::recherche::v1 as fil;

impl Requete for fil::EcarterDoublonRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, un, autre, motif } = self;
        let head = Head::read(entete, reader);
        head.no_child(reader);
        let motif: Option<String> = reader.field("motif", motif);
        let paire = paire(un, autre, reader);
        let ecartee = PaireEcartee { paire: paire?, motif: motif? };
        head.demande(ActeDemande::Doublon(Command::Ecarter(ecartee)))
    }
}

impl Requete for fil::RouvrirDoublonRequest {
    fn read(self, reader: &mut Reader) -> Option<Demande> {
        let Self { entete, un, autre, motif } = self;
        let head = Head::read(entete, reader);
        head.no_child(reader);
        let motif: Option<String> = reader.field("motif", motif);
        let paire = paire(un, autre, reader);
        let rouverte = PaireRouverte { paire: paire?, motif: motif? };
        head.demande(ActeDemande::Doublon(Command::Rouvrir(rouverte)))
    }
}

fn paire(un: String, autre: String, reader: &mut Reader) -> Option<Paire> {
    let un: Option<EnfantId> = reader.field("un", un);
    let autre: Option<EnfantId> = reader.field("autre", autre);
    let paire = Paire::new(un?, autre?);
    if paire.is_none() {
        let message = "Un dossier ne se compare pas à lui-même.";
        return reader.blame_at("autre", "ENFANT_EN_DOUBLE", message);
    }
    paire
}
