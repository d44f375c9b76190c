//! The same report, to the byte: after later events, after every fact was dropped and rebuilt, asked by
//! position or by instant; and an import sent twice, which changes nothing.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use chrono::{DateTime, Utc};
use eventstore::{Database, Journal, Position};
use parcours_tests::departement::{Bilan, importe, porte, produire};
use parcours_tests::serveur::Serveur;
use projections::runner::Runner;
use prost_types::Timestamp;
use proto::activite::v1::ProduireRequest;
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::commun::v1::connu_a::Point;
use proto::commun::v1::{ConnuA, Entete, Repere};
use server::jetons::Role;
use simulateur::{Cibles, simuler};

fn base(serveur: &Serveur) -> Database {
    Database::at(&serveur.database().url(), 4).unwrap()
}

async fn a_l_instant(serveur: &Serveur, instant: DateTime<Utc>) -> Vec<u8> {
    let instant = Timestamp {
        seconds: instant.timestamp(),
        nanos: i32::try_from(instant.timestamp_subsec_nanos()).unwrap(),
    };
    let request = ProduireRequest {
        entete: Some(Entete {
            departement: "17".into(),
            finalite: "observation".into(),
            correlation: String::new(),
        }),
        periode: "2020".into(),
        connu_a: Some(ConnuA { point: Some(Point::Instant(instant)) }),
        ..ProduireRequest::default()
    };
    let mut client = ActiviteServiceClient::new(serveur.channel().await);
    client.produire(porte(serveur, Role::Odpe, request)).await.unwrap().into_inner().json
}

fn repere(bilan: &Bilan) -> Repere {
    assert!(bilan.rejets.is_empty(), "{:?}", bilan.rejets.first());
    bilan.repere.clone().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rapport_garde_ses_octets_quoi_qu_il_arrive_apres() {
    let cibles = include_str!("../../services/simulateur/donnees/essai_b.json");
    let commandes = simuler(&Cibles::lire(cibles).unwrap(), 11).commandes;
    let (avant, apres) = commandes.split_at(commandes.len() / 2);
    let serveur = Serveur::simule().await;

    let point = repere(&importe(&serveur, avant.to_vec()).await);
    let premier = produire(&serveur, "2020", "", &point).await;
    let territoire = produire(&serveur, "2020", "saintonge_romane", &point).await;
    assert_ne!(premier.0, territoire.0);

    let tete = repere(&importe(&serveur, apres.to_vec()).await);
    assert!(point.position < tete.position);
    assert_eq!(produire(&serveur, "2020", "", &point).await, premier, "after later events");
    assert_ne!(
        produire(&serveur, "2020", "", &tete).await.0,
        premier.0,
        "later events count later"
    );

    let journal = Journal::open(&base(&serveur), "17/parcours").await.unwrap();
    let runner = Runner::new(base(&serveur).pool().clone(), journal.clone());
    runner.rebuild().await.unwrap();
    assert_eq!(produire(&serveur, "2020", "", &point).await, premier, "after a rebuild");
    assert_eq!(produire(&serveur, "2020", "saintonge_romane", &point).await, territoire);

    let before = Position::new(point.position - 1);
    let instant = journal.read_from(before, None, 1).await.unwrap()[0].recorded_at;
    assert_eq!(a_l_instant(&serveur, instant).await, premier.0, "by the instant it was recorded");

    let encore = importe(&serveur, commandes.clone()).await;
    assert_eq!((encore.faites, encore.deja_faites), (0, commandes.len() as u64));
    let head = journal.head().await.unwrap();
    assert_eq!(head.position.get(), tete.position, "the same file twice changes nothing");
}
