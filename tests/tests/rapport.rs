//! The same report, to the byte: after later events, after every fact was dropped and rebuilt, after two files were
//! merged and unmerged, asked by position or by instant; and an import sent twice, which changes nothing. Years compared
//! at the same lag, whose values are those of reports.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use chrono::{DateTime, Utc};
use eventstore::{Database, Journal, Position};
use parcours_tests::departement::{Bilan, importe, porte, produire};
use parcours_tests::serveur::Serveur;
use projections::runner::Runner;
use prost_types::Timestamp;
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::activite::v1::{ComparerRequest, ProduireRequest};
use proto::commun::v1::connu_a::Point;
use proto::commun::v1::{ConnuA, Entete, Repere};
use proto::reprise::v1::Commande;
use serde_json::{Value, json};
use server::jetons::Role;
use simulateur::{Cibles, simuler};
use tonic_types::StatusExt as _;

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
    assert_ne!(lignes(&premier.0), lignes(&territoire.0));

    let tete = repere(&importe(&serveur, apres.to_vec()).await);
    assert!(point.position < tete.position);
    assert_eq!(produire(&serveur, "2020", "", &point).await, premier, "after later events");
    let tard = produire(&serveur, "2020", "", &tete).await;
    assert_ne!(lignes(&tard.0), lignes(&premier.0), "later events count later");

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

async fn comparer(
    serveur: &Serveur,
    periode: &str,
    avec: &[&str],
    point: Option<&Repere>,
) -> Result<Value, tonic::Status> {
    let position = point.map(|repere| ConnuA { point: Some(Point::Position(repere.position)) });
    let request = ComparerRequest {
        entete: Some(Entete {
            departement: "17".into(),
            finalite: "observation".into(),
            correlation: String::new(),
        }),
        periode: periode.into(),
        avec: avec.iter().map(|&periode| periode.to_owned()).collect(),
        connu_a: position,
        ..ComparerRequest::default()
    };
    let mut client = ActiviteServiceClient::new(serveur.channel().await);
    let reponse = client.comparer(porte(serveur, Role::Odpe, request)).await?.into_inner();
    let csv = String::from_utf8(reponse.csv).unwrap();
    let lignes = csv.lines().count();
    assert!(lignes > 100 && csv.lines().all(|ligne| ligne.matches(';').count() >= 14), "{lignes}");
    Ok(serde_json::from_slice(&reponse.json).unwrap())
}

/// What a report says of every line of every indicator, as a comparison tells it.
fn lignes(rapport: &[u8]) -> Vec<Value> {
    let rapport: Value = serde_json::from_slice(rapport).unwrap();
    let mut told = Vec::new();
    for indicateur in rapport["indicateurs"].as_array().unwrap() {
        let whole = json!({ "axe": "", "de": "", "lignes": indicateur["valeurs"] });
        for cut in [&whole].into_iter().chain(indicateur["ventilations"].as_array().unwrap()) {
            for line in cut["lignes"].as_array().unwrap() {
                let mut value = line.clone();
                value["nom"] = json!([indicateur["id"], cut["axe"], cut["de"]]);
                told.push(value);
            }
        }
    }
    told.sort_by_key(ToString::to_string);
    told
}

/// What a comparison says of one period, in the form of [`lignes`].
fn colonne(comparaison: &Value, vue: &str, rang: usize) -> Vec<Value> {
    let mut told = Vec::new();
    for indicateur in comparaison["indicateurs"].as_array().unwrap() {
        for line in indicateur["lignes"].as_array().unwrap() {
            let mut value = line[vue][rang].clone();
            assert!(value.is_object(), "{vue} {rang}: {line}");
            if value["genre"] == "sans_ligne" {
                continue;
            }
            value["nom"] = json!([indicateur["id"], line["axe"], line["de"]]);
            value["cle"] = line["cle"].clone();
            value["libelle"] = line["libelle"].clone();
            told.push(value);
        }
    }
    told.sort_by_key(ToString::to_string);
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn les_annees_se_comparent_au_meme_recul() {
    let cibles = include_str!("../../services/simulateur/donnees/essai_b.json");
    let commandes = simuler(&Cibles::lire(cibles).unwrap(), 11).commandes;
    let serveur = Serveur::simule().await;
    let tete = repere(&importe(&serveur, commandes).await);
    let journal = Journal::open(&base(&serveur), "17/parcours").await.unwrap();

    // Asked as of 20 March 2022: 79 days after the end of 2021, so 2020 is seen on the evening of 20 March 2021.
    let soir = |le: &str| format!("{le}T22:59:59.999999Z").parse::<DateTime<Utc>>().unwrap();
    let alors = journal.position_at(soir("2022-03-20")).await.unwrap();
    let dernier = journal.read_from(alors.previous(), Some(alors), 1).await.unwrap();
    let jour = domain::temps::jour_legal(dernier[0].recorded_at, chrono_tz::Europe::Paris);
    let fin = "2021-12-31".parse::<chrono::NaiveDate>().unwrap();
    let recul = (jour - fin).num_days();
    let le = "2020-12-31".parse::<chrono::NaiveDate>().unwrap()
        + chrono::Days::new(recul.cast_unsigned());
    let avant = journal.position_at(soir(&le.to_string())).await.unwrap();
    let a = |position: Position| Repere { journal: tete.journal.clone(), position: position.get() };

    let compare = comparer(&serveur, "2021", &["2020"], Some(&a(alors))).await.unwrap();
    assert_eq!(compare["recul_jours"], recul);
    assert_eq!(compare["periodes"][1]["a_recul_egal"]["position"], avant.get());
    assert!(avant < alors);
    let (un, autre, vu) = (
        produire(&serveur, "2021", "", &a(alors)).await,
        produire(&serveur, "2020", "", &a(avant)).await,
        produire(&serveur, "2020", "", &a(alors)).await,
    );
    assert_eq!(colonne(&compare, "a_recul_egal", 0), lignes(&un.0));
    assert_eq!(colonne(&compare, "a_recul_egal", 1), lignes(&autre.0));
    assert_eq!(colonne(&compare, "vu_du_jour", 1), lignes(&vu.0));
    // Not their bytes, which say the position: their values.
    assert_ne!(lignes(&autre.0), lignes(&vu.0), "a year of hindsight more changes something");

    let encore = comparer(&serveur, "2021", &["2020"], Some(&a(alors))).await.unwrap();
    assert_eq!(encore, compare, "what was compared stands");

    // Before the journal began, nothing was recorded: only what is seen today.
    let ancien = comparer(&serveur, "2021", &["2020", "2001"], None).await.unwrap();
    let periodes = ancien["periodes"].as_array().unwrap();
    assert_eq!((periodes.len(), periodes[2].get("a_recul_egal")), (3, None));
    assert!(colonne(&ancien, "a_recul_egal", 2).is_empty());
    assert!(!colonne(&ancien, "vu_du_jour", 2).is_empty());

    for (periode, avec, code) in [
        ("2021", "2021", "PERIODES_INCOMPARABLES"),
        ("2021", "2020-01-01/2020-06-30", "PERIODES_INCOMPARABLES"),
        ("2021", "hier", "PERIODES_INCOMPARABLES"),
        ("2021", "2022", "PERIODES_INCOMPARABLES"),
        ("2031", "2030", "PERIODE_EN_COURS"),
    ] {
        let refus = comparer(&serveur, periode, &[avec], None).await.unwrap_err();
        let details = refus.get_error_details();
        assert_eq!(details.error_info().unwrap().reason, code, "{periode} {avec}");
    }
}
