//! A year is frozen, a report issued under it: signed at that position, archived, given back as it was; the same asked
//! again changes nothing, another under the same name is refused.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use eventstore::note::{self, VerifierKey, statement};
use parcours_tests::departement::{importe, porte};
use parcours_tests::serveur::Serveur;
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::activite::v1::{Document, EmettreRequest, EmettreResponse, LireEmissionRequest};
use proto::commun::v1::{Entete, EnteteCommande, Repere, Survenu};
use proto::departement::v1::departement_service_client::DepartementServiceClient;
use proto::departement::v1::{ArreterRequest, DonneesArretees, LireRequest};
use proto::journal::v1::journal_service_client::JournalServiceClient;
use proto::journal::v1::{Log, TeteRequest};
use server::jetons::Role;
use sha2::{Digest as _, Sha256};
use simulateur::{Cibles, simuler};
use tonic::Status;
use uuid::Uuid;

const LE: &str = "2021-02-15";

fn entete() -> Entete {
    Entete { departement: "17".into(), finalite: "observation".into(), correlation: String::new() }
}

fn commande(numero: u128) -> EnteteCommande {
    EnteteCommande {
        entete: Some(entete()),
        commande_id: Uuid::from_u128(0xc0_0000 + numero).to_string(),
        survenu: Some(Survenu { le: LE.into(), ..Survenu::default() }),
        enregistre_a: Some(prost_types::Timestamp {
            seconds: 1_613_383_200 + i64::try_from(numero).unwrap(),
            nanos: 0,
        }),
        ..EnteteCommande::default()
    }
}

fn arrete(numero: u128, position: u64, statut: &str) -> DonneesArretees {
    DonneesArretees {
        arrete: Uuid::from_u128(numero).to_string(),
        intitule: "Arrêté 2020".into(),
        annee: 2020,
        position,
        statut: statut.into(),
        agent: "odpe.1".into(),
        qualite: "president".into(),
    }
}

async fn arreter(serveur: &Serveur, numero: u128, asked: DonneesArretees) -> Result<(), Status> {
    let request = ArreterRequest { entete: Some(commande(numero)), arretees: Some(asked) };
    let mut client = DepartementServiceClient::new(serveur.channel().await);
    client.arreter(porte(serveur, Role::Odpe, request)).await.map(drop)
}

fn demande(numero: u128, rapport: u128, arrete: Option<u128>) -> EmettreRequest {
    EmettreRequest {
        entete: Some(commande(numero)),
        rapport: Uuid::from_u128(rapport).to_string(),
        periode: "2020".into(),
        arrete: arrete.map(|arrete| Uuid::from_u128(arrete).to_string()).unwrap_or_default(),
        ..EmettreRequest::default()
    }
}

async fn emettre(serveur: &Serveur, asked: EmettreRequest) -> Result<EmettreResponse, Status> {
    let mut client = ActiviteServiceClient::new(serveur.channel().await);
    for _ in 0..50 {
        match client.emettre(porte(serveur, Role::Odpe, asked.clone())).await {
            Err(status) if status.code() == tonic::Code::Unavailable => {}
            answer => return answer.map(tonic::Response::into_inner),
        }
    }
    panic!("the facts never caught up");
}

fn document<'a>(documents: &'a [Document], forme: &str) -> &'a Document {
    documents.iter().find(|document| document.forme == forme).unwrap()
}

async fn clefs(serveur: &Serveur) -> Vec<VerifierKey> {
    let mut client = JournalServiceClient::new(serveur.channel().await);
    let request = TeteRequest { entete: Some(entete()), log: Log::Parcours.into(), taille: None };
    let tete = client.tete(porte(serveur, Role::Odpe, request)).await.unwrap().into_inner();
    tete.tete.unwrap().cles.iter().map(|key| key.parse().unwrap()).collect()
}

async fn departement_simule() -> (Serveur, Repere) {
    let cibles = include_str!("../../services/simulateur/donnees/essai_b.json");
    let commandes = simuler(&Cibles::lire(cibles).unwrap(), 11).commandes;
    let serveur = Serveur::simule().await;
    let bilan = importe(&serveur, commandes).await;
    (serveur, bilan.repere.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rapport_emis_est_signe_a_sa_position_et_rendu_tel_quel() {
    let (serveur, repere) = departement_simule().await;
    arreter(&serveur, 1, arrete(1, repere.position, "provisoire")).await.unwrap();
    let emise = emettre(&serveur, demande(2, 9, Some(1))).await.unwrap();
    let formes: Vec<&str> = emise.documents.iter().map(|document| &*document.forme).collect();
    assert_eq!(formes, ["json", "csv", "manifeste"]);

    let manifeste =
        String::from_utf8(document(&emise.documents, "manifeste").contenu.clone()).unwrap();
    let keys = clefs(&serveur).await;
    let (stated, _) = statement::read(&manifeste, &keys).unwrap();
    let stated: serde_json::Value = serde_json::from_str(&stated.body).unwrap();
    for forme in ["json", "csv"] {
        let digest = hex_of(&Sha256::digest(&document(&emise.documents, forme).contenu));
        assert_eq!(stated["sha256"][forme], digest);
        assert_eq!(document(&emise.documents, forme).empreinte, digest);
    }
    let tete = note::open(stated["tete"].as_str().unwrap(), &keys).unwrap();
    assert_eq!(tete.size, repere.position, "signed at the position of the freeze");
    assert!(statement::read(&manifeste.replacen("2020", "2021", 1), &keys).is_err());

    let again = emettre(&serveur, demande(2, 9, Some(1))).await.unwrap();
    assert!(again.recu.unwrap().deja_fait, "the same command");
    assert_eq!(again.documents.len(), 3);
    let mut client = ActiviteServiceClient::new(serveur.channel().await);
    let request = LireEmissionRequest {
        entete: Some(entete()),
        rapport: Uuid::from_u128(9).to_string(),
        formes: vec![],
    };
    let kept =
        client.lire_emission(porte(&serveur, Role::Odpe, request)).await.unwrap().into_inner();
    assert_eq!(kept.documents, emise.documents, "given back as it was");
    assert_eq!(kept.emis.unwrap().position, repere.position);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_arrete_definitif_ne_se_reprend_pas_et_un_identifiant_sert_une_fois() {
    let (serveur, repere) = departement_simule().await;
    arreter(&serveur, 1, arrete(1, repere.position, "definitif")).await.unwrap();
    let refuse = arreter(&serveur, 2, arrete(2, repere.position, "provisoire")).await.unwrap_err();
    assert_eq!(refuse.code(), tonic::Code::AlreadyExists);
    assert!(refuse.message().contains("2020"), "{}", refuse.message());
    let ahead = arreter(&serveur, 3, arrete(3, repere.position + 10_000, "definitif")).await;
    assert_eq!(ahead.unwrap_err().code(), tonic::Code::FailedPrecondition);

    emettre(&serveur, demande(4, 9, None)).await.unwrap();
    let other = EmettreRequest { periode: "2019".into(), ..demande(5, 9, None) };
    assert_eq!(emettre(&serveur, other).await.unwrap_err().code(), tonic::Code::InvalidArgument);
    let unknown = emettre(&serveur, demande(6, 10, Some(7))).await.unwrap_err();
    assert_eq!(unknown.code(), tonic::Code::InvalidArgument);

    let mut client = DepartementServiceClient::new(serveur.channel().await);
    let request = LireRequest { entete: Some(entete()), coordonnees: None };
    let lu = client.lire(porte(&serveur, Role::Odpe, request)).await.unwrap().into_inner();
    assert_eq!((lu.arretes.len(), lu.rapports.len()), (1, 1));
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
