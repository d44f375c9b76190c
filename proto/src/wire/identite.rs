//! Who the child is: events and requests of the identity chapter.

use domain::codes::SourceNaissance;
use domain::identite::{
    Command, Decede, Emancipe, EtatCivil, Identifie, Inscrit, MnaReconnu, Naissance,
    NaissanceFixee, NonIdentifieSignale, ResidenceDeclaree,
};

use super::commun::{said, told, wire_sealed, without_hour};
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{one_each, shared};
use crate::identite::v1 as fil;

wire_struct!(Inscrit => fil::Inscrit { etat_civil, naissance, sexe });
wire_struct!(NonIdentifieSignale => fil::NonIdentifieSignale {
    description, age_apparent_ans, sexe,
});
wire_struct!(Identifie => fil::Identifie { etat_civil, naissance, sexe });
wire_struct!(NaissanceFixee => fil::NaissanceFixee { naissance });
wire_struct!(ResidenceDeclaree => fil::ResidenceDeclaree { commune, adresse, service_responsable });
wire_struct!(MnaReconnu => fil::MnaReconnu {});
wire_struct!(Emancipe => fil::Emancipe {});
wire_struct!(Decede => fil::Decede {});

wire_sealed!(
    EtatCivil => fil::EtatCivilScelle, fil::etat_civil_scelle::Etat,
    Wire::to_wire, Wire::from_wire
);

one_each! {
    fil::InscrireRequest { inscriptions: fil::Inscription { inscrit } }
        => Identite(Command::Inscrire);
}

shared! {
    fil::SignalerNonIdentifieRequest { signalement } => Identite(Command::SignalerNonIdentifie);
    fil::IdentifierRequest { identifie } => Identite(Command::Identifier);
    fil::FixerNaissanceRequest { fixee } => Identite(Command::FixerNaissance);
    fil::DeclarerResidenceRequest { residence } => Identite(Command::DeclarerResidence);
    fil::ReconnaitreMnaRequest {} => Identite(Command::ReconnaitreMna(MnaReconnu {}));
    fil::DeclarerEmancipationRequest {} => Identite(Command::DeclarerEmancipation(Emancipe {}));
    fil::DeclarerDecesRequest {} => Identite(Command::DeclarerDeces(Decede {}));
}

impl Wire for EtatCivil {
    type Message = fil::EtatCivil;

    fn to_wire(&self) -> fil::EtatCivil {
        let Self { nom, prenoms, nom_naissance_mere } = self;
        fil::EtatCivil {
            nom: nom.clone(),
            prenoms: prenoms.clone(),
            nom_naissance_mere: nom_naissance_mere.write(),
        }
    }

    /// A surname or a first name may be missing, as for a newborn; not both.
    fn from_wire(message: fil::EtatCivil, reader: &mut Reader) -> Option<Self> {
        let fil::EtatCivil { nom, prenoms, nom_naissance_mere } = message;
        let nom: Option<Option<String>> = reader.field("nom", nom);
        let prenoms: Option<Option<String>> = reader.field("prenoms", prenoms);
        let nom_naissance_mere = reader.field("nom_naissance_mere", nom_naissance_mere);
        let (nom, prenoms) = (nom?, prenoms?);
        if nom.is_none() && prenoms.is_none() {
            return reader.inside("nom", Reader::missing);
        }
        Some(Self {
            nom: nom.unwrap_or_default(),
            prenoms: prenoms.unwrap_or_default(),
            nom_naissance_mere: nom_naissance_mere?,
        })
    }
}

impl Wire for Naissance {
    type Message = fil::Naissance;

    fn to_wire(&self) -> fil::Naissance {
        let Self { le, precision, source } = self;
        fil::Naissance { le: le.write(), precision: told(*precision), source: source.write() }
    }

    /// Without a source, somebody declared it.
    fn from_wire(message: fil::Naissance, reader: &mut Reader) -> Option<Self> {
        let fil::Naissance { le, precision, source } = message;
        let le = reader.field("le", le);
        let precision = reader.inside("precision", |reader| said(precision, reader));
        let source: Option<Option<SourceNaissance>> = reader.field("source", source);
        let (le, precision) = (le?, precision?);
        let precision = without_hour(le, precision, reader)?;
        Some(Self { le, precision, source: source?.unwrap_or(SourceNaissance::Declaration) })
    }
}
