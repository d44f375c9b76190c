//! Adults and pièces of a test, through the door.

use proto::commun::v1::Recu;
use proto::personne::v1 as fil;
use proto::personne::v1::personne_service_client::PersonneServiceClient;
use proto::piece::v1::piece_service_client::PieceServiceClient;
use proto::piece::v1::{DeposerRequest, DeposerResponse, Versee};
use server::jetons::Role;
use tonic::Status;
use uuid::Uuid;

use crate::essai::{Essai, Parle, commande};

/// When everything of these tests is recorded.
pub(crate) const QUAND: &str = "2024-02-01T09:00:00Z";

pub(crate) fn service(essai: &Essai) -> PersonneServiceClient<Parle> {
    PersonneServiceClient::new(essai.parle(Role::Crip))
}

pub(crate) fn pieces(essai: &Essai) -> PieceServiceClient<Parle> {
    PieceServiceClient::new(essai.parle(Role::Crip)).max_decoding_message_size(16 << 20)
}

/// Opens the stream of Anne Roux.
pub(crate) async fn inscrire(essai: &Essai, personne: &str) -> Recu {
    let clair = fil::Identite { nom: "Roux".into(), prenoms: "Anne".into(), ..Default::default() };
    let etat = Some(fil::identite_scellee::Etat::Clair(clair));
    let inscrite =
        fil::Inscrite { identite: Some(fil::IdentiteScellee { etat }), expediteur: false };
    let request = fil::InscrireRequest {
        entete: Some(commande(&[], "2024-02-01", QUAND)),
        personne: personne.into(),
        inscrite: Some(inscrite),
    };
    service(essai).inscrire(request).await.unwrap().into_inner()
}

pub(crate) async fn lier(essai: &Essai, lien: &str, personne: &str, enfant: &str) {
    let enfant: Uuid = enfant.parse().unwrap();
    let request = fil::LierRequest {
        entete: Some(commande(&[enfant], "2024-02-01", QUAND)),
        lien: Some(fil::LienDeclare {
            lien: lien.into(),
            personne: personne.into(),
            nature: "mere".into(),
            source: "declaration".into(),
        }),
    };
    service(essai).lier(request).await.unwrap();
}

/// A judgment enters the file of a child.
pub(crate) async fn deposer(
    essai: &Essai,
    piece: &str,
    enfant: &str,
    contenu: Vec<u8>,
) -> Result<DeposerResponse, Status> {
    let enfant: Uuid = enfant.parse().unwrap();
    let request = DeposerRequest {
        entete: Some(commande(&[enfant], "2024-02-01", QUAND)),
        versee: Some(Versee {
            piece: piece.into(),
            nature: "decision_de_justice".into(),
            auteur: "juge_des_enfants".into(),
            regime: "judiciaire".into(),
            ..Versee::default()
        }),
        contenu,
    };
    pieces(essai).deposer(request).await.map(tonic::Response::into_inner)
}
