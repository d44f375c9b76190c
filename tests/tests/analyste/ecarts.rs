//! Why two reports differ, through gRPC: the bytes of `projections::ecarts` and nothing else, nobody named, and no report
//! changed, published or of other days. The arithmetic is in `tests/chiffres/tests/ecarts.rs`.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

use eventstore::{Database, Journal};
use parcours_tests::departement::{importe, porte, produire};
use parcours_tests::serveur::Serveur;
use projections::ecarts;
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::activite::v1::{ExpliquerEcartsRequest, ExpliquerEcartsResponse, ProduireRequest};
use proto::commun::v1::connu_a::Point;
use proto::commun::v1::{ConnuA, Entete, Repere};
use proto::reprise::v1::Commande;
use serde_json::{Value, json};
use server::jetons::Role;
use sha2::{Digest as _, Sha256};
use tonic::Status;
use tonic_types::StatusExt as _;

const UN: &str = "00000000-0000-0000-0000-0000000000a1";
const AUTRE: &str = "00000000-0000-0000-0000-0000000000a2";
const TROIS: &str = "00000000-0000-0000-0000-0000000000a3";

/// A line of an import: what happened on that day of June 2020, recorded on another.
fn ligne(
    rpc: &str,
    numero: u32,
    (survenu, enregistre): (u32, u32),
    enfants: &[&str],
    mut request: Value,
) -> Commande {
    request["entete"] = json!({
        "entete": { "departement": "17", "finalite": "reprise" },
        "commande_id": format!("00000000-0000-0000-0000-0000000c{numero:04}"),
        "enfants": enfants,
        "survenu": { "le": format!("2020-06-{survenu:02}") },
        "enregistre_a": format!("2020-06-{enregistre:02}T08:{numero:02}:00Z"),
    });
    let line = json!({ "rpc": rpc, "request": request }).to_string();
    proto::json::ligne(&line).unwrap_or_else(|why| panic!("{why:?}: {line}"))
}

fn inscrire(numero: u32, enfant: &str, nom: &str) -> Commande {
    let etat_civil = json!({ "clair": { "nom": nom, "prenoms": "Zélie" } });
    let naissance = json!({ "le": "2012-04-05", "source": "declaration" });
    let inscrit = json!({ "etat_civil": etat_civil, "naissance": naissance, "sexe": "feminin" });
    let inscriptions = json!([{ "enfant": enfant, "inscrit": inscrit }]);
    ligne("IdentiteService.Inscrire", numero, (1, 1), &[], json!({ "inscriptions": inscriptions }))
}

fn recevoir(numero: u32, jours: (u32, u32), enfant: &str) -> Commande {
    let recue = json!({
        "information": format!("00000000-0000-0000-0000-0000000000{numero:02}"),
        "porte_d_entree": "crip", "canal": "courriel",
        "transmetteur": "education_nationale", "origine": "personnel_social",
    });
    ligne("InformationService.Recevoir", numero, jours, &[enfant], json!({ "recue": recue }))
}

/// Three files, each with an information, on 1 June.
fn d_abord() -> Vec<Commande> {
    vec![
        inscrire(1, UN, "Quérouin"),
        inscrire(2, AUTRE, "Vauzelles"),
        inscrire(3, TROIS, "Hautbois"),
        recevoir(11, (1, 1), UN),
        recevoir(12, (1, 1), AUTRE),
        recevoir(13, (1, 1), TROIS),
    ]
}

/// Since: an information of 1 June known on the 10th, one of the 9th, one withdrawn, two files made one.
fn ensuite() -> Vec<Commande> {
    let cible = json!({ "enfant": TROIS, "version": 2 });
    let annuler = json!({ "cibles": [cible], "motif": "saisie sur un autre enfant" });
    let pair = json!({ "principal": UN, "absorbe": AUTRE, "motif": "même enfant, deux écoles" });
    vec![
        recevoir(21, (1, 10), TROIS),
        recevoir(22, (9, 10), TROIS),
        ligne("DossierService.Annuler", 23, (10, 10), &[], annuler),
        ligne("DossierService.Fusionner", 24, (10, 10), &[], pair),
    ]
}

async fn importer(serveur: &Serveur, commandes: Vec<Commande>) -> Repere {
    let bilan = importe(serveur, commandes).await;
    assert!(bilan.rejets.is_empty(), "{:?}", bilan.rejets);
    bilan.repere.unwrap()
}

fn entete() -> Option<Entete> {
    Some(Entete {
        departement: "17".into(),
        finalite: "observation".into(),
        correlation: String::new(),
    })
}

/// The report of 2020 that would be published, at a position the facts have reached.
async fn publication(serveur: &Serveur, repere: &Repere) -> Vec<u8> {
    let request = ProduireRequest {
        entete: entete(),
        periode: "2020".into(),
        connu_a: Some(ConnuA { point: Some(Point::Position(repere.position)) }),
        diffusion: "publication".into(),
        ..ProduireRequest::default()
    };
    let mut client = ActiviteServiceClient::new(serveur.channel().await);
    client.produire(porte(serveur, Role::Odpe, request)).await.unwrap().into_inner().json
}

async fn expliquer(
    serveur: &Serveur,
    avant: &[u8],
    apres: &[u8],
) -> Result<ExpliquerEcartsResponse, Status> {
    let request =
        ExpliquerEcartsRequest { entete: entete(), avant: avant.to_vec(), apres: apres.to_vec() };
    let mut client = ActiviteServiceClient::new(serveur.channel().await);
    Ok(client.expliquer_ecarts(porte(serveur, Role::Odpe, request)).await?.into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn la_porte_donne_l_explication_sans_y_toucher_et_sans_nommer_personne() {
    let serveur = Serveur::simule().await;
    let a = importer(&serveur, d_abord()).await;
    let avant = produire(&serveur, "2020", "", &a).await.0;
    let b = importer(&serveur, ensuite()).await;
    let apres = produire(&serveur, "2020", "", &b).await.0;
    let told = expliquer(&serveur, &avant, &apres).await.unwrap();

    // As the server has them: figures take all the connections of their own pool.
    let [base, faits] = [2, 4].map(|size| Database::at(&serveur.database().url(), size).unwrap());
    let journal = Journal::open(&base, "17/parcours").await.unwrap();
    let computed = ecarts::expliquer(faits.pool(), &journal, "17", (&avant, &apres)).await.unwrap();
    assert!(told.json == computed, "{}", String::from_utf8_lossy(&told.json));
    assert_eq!(told.json_sha256, format!("{:x}", Sha256::digest(&computed)));

    let texte = String::from_utf8(told.json).unwrap();
    for retard in ["connaissance_tardive", "courant", "correction", "reunion"] {
        assert!(texte.contains(&format!(r#""retard":"{retard}""#)), "{retard}: {texte}");
    }
    for nom in [UN, AUTRE, TROIS, "Quérouin", "Vauzelles", "Hautbois", "Zélie"] {
        assert!(!texte.contains(nom), "{nom}: {texte}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rapport_change_publie_ou_d_autres_jours_ne_s_explique_pas() {
    let serveur = Serveur::simule().await;
    let a = importer(&serveur, d_abord()).await;
    let bon = produire(&serveur, "2020", "", &a).await.0;
    let publie = publication(&serveur, &a).await;
    let semestre = produire(&serveur, "2020-01-01/2020-06-30", "", &a).await.0;
    let change = String::from_utf8(bon.clone()).unwrap();
    let change = change.replacen(r#""valeur":3"#, r#""valeur":4"#, 1).into_bytes();
    assert_ne!(change, bon);
    let illisible = b"bonjour".to_vec();
    for (avant, apres, champ, code) in [
        (&bon, &publie, "apres", "PUBLICATION_NON_EXPLIQUEE"),
        (&publie, &bon, "avant", "PUBLICATION_NON_EXPLIQUEE"),
        (&bon, &change, "apres", "RAPPORT_ETRANGER"),
        (&change, &bon, "avant", "RAPPORT_ETRANGER"),
        (&bon, &illisible, "apres", "RAPPORT_ILLISIBLE"),
        (&illisible, &bon, "avant", "RAPPORT_ILLISIBLE"),
        (&bon, &semestre, "apres", "RAPPORTS_INCOMPARABLES"),
        (&semestre, &bon, "apres", "RAPPORTS_INCOMPARABLES"),
    ] {
        let refused = expliquer(&serveur, avant, apres).await.unwrap_err();
        let details = refused.get_error_details();
        let field = &details.bad_request().unwrap().field_violations[0].field;
        let reason = &details.error_info().unwrap().reason;
        assert_eq!((field.as_str(), reason.as_str()), (champ, code));
    }
}
