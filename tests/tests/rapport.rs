//! The same report, to the byte: after later events, after every fact was dropped and rebuilt, after two files were
//! merged and unmerged, asked by position or by instant; and an import sent twice, which changes nothing.

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
use proto::reprise::v1::Commande;
use serde_json::{Value, json};
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

/// A line of an import, recorded in that minute of 1 June 2020.
fn ligne(rpc: &str, minute: u32, enfants: &[&str], mut request: Value) -> Commande {
    request["entete"] = json!({
        "entete": { "departement": "17", "finalite": "reprise" },
        "commande_id": format!("00000000-0000-0000-0000-0000000c{minute:04}"),
        "enfants": enfants,
        "survenu": { "le": "2020-06-01" },
        "enregistre_a": format!("2020-06-01T08:{minute:02}:00Z"),
    });
    let line = json!({ "rpc": rpc, "request": request }).to_string();
    proto::json::ligne(&line).unwrap_or_else(|why| panic!("{why:?}: {line}"))
}

/// One child under two names, each with an information of its own.
fn deux_dossiers(un: &str, autre: &str) -> Vec<Commande> {
    let told = |(rang, enfant, nom): (u32, &str, &str)| {
        let etat_civil = json!({ "clair": { "nom": nom, "prenoms": "Zélie" } });
        let naissance = json!({ "le": "2012-04-05", "source": "declaration" });
        let inscrit =
            json!({ "etat_civil": etat_civil, "naissance": naissance, "sexe": "feminin" });
        let inscrire = json!({ "inscriptions": [{ "enfant": enfant, "inscrit": inscrit }] });
        let recue = json!({
            "information": format!("00000000-0000-0000-0000-00000000001{rang}"),
            "porte_d_entree": "crip", "canal": "courriel",
            "transmetteur": "education_nationale", "origine": "personnel_social",
        });
        [
            ligne("IdentiteService.Inscrire", rang * 10, &[], inscrire),
            ligne(
                "InformationService.Recevoir",
                rang * 10 + 1,
                &[enfant],
                json!({ "recue": recue }),
            ),
        ]
    };
    [(1, un, "Quérouin"), (2, autre, "Vauzelles")].into_iter().flat_map(told).collect()
}

/// Distinct minors named in an information of the year.
fn mineurs(rapport: &[u8]) -> u64 {
    let rapport: Value = serde_json::from_slice(rapport).unwrap();
    let indicateurs = rapport["indicateurs"].as_array().unwrap();
    let a4 = indicateurs.iter().find(|indicateur| indicateur["id"] == "A4").unwrap();
    let valeurs = a4["valeurs"].as_array().unwrap();
    valeurs.iter().find(|valeur| valeur["cle"] == "a4a").unwrap()["valeur"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn reunir_puis_disjoindre_ne_change_aucun_chiffre_deja_donne() {
    const UN: &str = "00000000-0000-0000-0000-0000000000a1";
    const AUTRE: &str = "00000000-0000-0000-0000-0000000000a2";
    let serveur = Serveur::simule().await;
    let avant = repere(&importe(&serveur, deux_dossiers(UN, AUTRE)).await);
    let deux = produire(&serveur, "2020", "", &avant).await;
    assert_eq!(mineurs(&deux.0), 2);

    let pair = json!({ "principal": UN, "absorbe": AUTRE, "motif": "même enfant, deux écoles" });
    let reunir = ligne("DossierService.Fusionner", 30, &[], pair.clone());
    let reunis = repere(&importe(&serveur, vec![reunir]).await);
    let un = produire(&serveur, "2020", "", &reunis).await;
    assert_eq!(mineurs(&un.0), 1, "from then on they are one child");
    assert_eq!(produire(&serveur, "2020", "", &avant).await, deux, "what was given stands");

    let disjoindre = ligne("DossierService.Disjoindre", 40, &[], pair);
    let disjoints = repere(&importe(&serveur, vec![disjoindre]).await);
    assert_eq!(mineurs(&produire(&serveur, "2020", "", &disjoints).await.0), 2);
    assert_eq!(produire(&serveur, "2020", "", &reunis).await, un);
    assert_eq!(produire(&serveur, "2020", "", &avant).await, deux);
}
