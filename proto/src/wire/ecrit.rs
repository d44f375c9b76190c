//! Writings sent and received; what they say is a pièce: events and requests of this chapter.

use domain::codes::{
    CategorieIncident, Correspondant, GenreEcrit, IssueReexamen, MotifDiffere, MotifRetrait,
    PersonneMenacee, ProfilExtrait,
};
use domain::ecrit::{
    Accuse, Command, Communique, Differee, Emis, ExtraitRemis, IncidentSurvenu, LigneMontree,
    Rapport, Recu, Reexaminee, Retrait, Valide,
};

use super::leaves::codes;
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{one_each, shared};
use crate::ecrit::v1 as fil;

codes! {
    CategorieIncident, Correspondant, GenreEcrit, IssueReexamen, MotifDiffere, MotifRetrait,
    PersonneMenacee, ProfilExtrait,
}

wire_struct!(Rapport => fil::Rapport {
    du, au, evaluation_pluridisciplinaire, bilan_pediatrique_psychique_social,
});
wire_struct!(Emis => fil::Emis {
    ecrit, genre, destinataire, objet, voie, numero, decideur, rapport, pieces,
});
wire_struct!(Recu => fil::Recu { ecrit, genre, auteur, objet, service, rapport, pieces });
wire_struct!(Accuse => fil::Accuse { ecrit, numero });
wire_struct!(Valide => fil::Valide { ecrit, decideur });
wire_struct!(Communique => fil::Communique { ecrit, a, voie });
wire_struct!(Differee => fil::Differee { genre, objet, motif, precision, reexaminer_le, decideur });
wire_struct!(Reexaminee => fil::Reexaminee { genre, objet, issue, reexaminer_le, decideur });
wire_struct!(IncidentSurvenu => fil::IncidentSurvenu {
    incident, categorie, menaces, accueil, organisation, recit,
});

wire_struct!(Retrait => fil::Retrait { motif, nombre });
wire_struct!(ExtraitRemis => fil::ExtraitRemis {
    extrait, dossier, juridiction, cabinet, numero_ae, profil, au, connu_a, lignes, retraits, empreinte, adresse,
    taille, racine, decideur,
});

impl Wire for LigneMontree {
    type Message = fil::LigneMontree;

    fn to_wire(&self) -> fil::LigneMontree {
        let Self { cible, rectifie_par } = self;
        fil::LigneMontree {
            cible: Some(cible.to_wire()),
            rectifie_par: rectifie_par.unwrap_or_default(),
        }
    }

    fn from_wire(message: fil::LigneMontree, reader: &mut Reader) -> Option<Self> {
        let fil::LigneMontree { cible, rectifie_par } = message;
        let cible = reader.field("cible", cible);
        let rectifie_par = Some(rectifie_par).filter(|version| 0 < *version);
        Some(Self { cible: cible?, rectifie_par })
    }
}

impl Field<Vec<fil::LigneMontree>> for Vec<LigneMontree> {
    fn write(&self) -> Vec<fil::LigneMontree> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::LigneMontree>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, LigneMontree::from_wire)
    }
}

impl Field<Vec<fil::Retrait>> for Vec<Retrait> {
    fn write(&self) -> Vec<fil::Retrait> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::Retrait>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, Retrait::from_wire)
    }
}

one_each! {
    fil::RemettreExtraitRequest { extraits: fil::ExtraitDe { extrait } }
        => Ecrit(Command::RemettreExtrait);
}

shared! {
    fil::EmettreRequest { emis } => Ecrit(Command::Emettre);
    fil::RecevoirRequest { recu } => Ecrit(Command::Recevoir);
    fil::NoterAccuseRequest { accuse } => Ecrit(Command::NoterAccuse);
    fil::ValiderRequest { valide } => Ecrit(Command::Valider);
    fil::NoterCommunicationRequest { communique } => Ecrit(Command::NoterCommunication);
    fil::DiffererRequest { differee } => Ecrit(Command::Differer);
    fil::ReexaminerRequest { reexaminee } => Ecrit(Command::Reexaminer);
    fil::SignalerIncidentRequest { incident } => Ecrit(Command::SignalerIncident);
}
