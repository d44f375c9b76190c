//! Writings sent and received; what they say is a pièce: events and requests of this chapter.

use domain::codes::{
    CategorieIncident, Correspondant, GenreEcrit, IssueReexamen, MotifDiffere, PersonneMenacee,
};
use domain::ecrit::{
    Accuse, Command, Communique, Differee, Emis, IncidentSurvenu, Rapport, Recu, Reexaminee, Valide,
};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::ecrit::v1 as fil;

codes! { CategorieIncident, Correspondant, GenreEcrit, IssueReexamen, MotifDiffere, PersonneMenacee }

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
