//! Nobody's name is anywhere in clear: not in a table, not in a file of the database, not in a log,
//! not in a report.
//!
//! A simulated Département is loaded and read through the door; then every surname, first name,
//! street and narrative it may use is looked for wherever something was left behind. The same search
//! finds them in what was sent: a search that cannot find proves nothing.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Arc, Mutex};

use aho_corasick::AhoCorasick;
use parcours_tests::departement::{importe, porte, produire};
use parcours_tests::serveur::Serveur;
use postgres::{Client, NoTls};
use prost::Message as _;
use proto::commun::v1::Entete;
use proto::dossier::v1::ChronologieRequest;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use server::jetons::Role;
use simulateur::{Cibles, NOMS, PHRASES, PRENOMS, RUES, simuler};

/// Shorter words could be met by chance in ciphertext.
const LONGUEUR_MIN: usize = 8;

/// What is looked for, and how.
struct Recherche {
    mots: Vec<String>,
    automate: AhoCorasick,
}

impl Recherche {
    fn nouvelle() -> Self {
        let fragments = PHRASES.lines().flat_map(|phrase| phrase.split(['{', '}']));
        let fragments = fragments.filter(|fragment| fragment.len() >= 3 * LONGUEUR_MIN);
        let names = [NOMS, PRENOMS, RUES].into_iter().flat_map(str::lines);
        let names = names.filter(|name| name.len() >= LONGUEUR_MIN);
        let mots: Vec<String> = names.chain(fragments).map(str::to_owned).collect();
        assert!(mots.len() > 300, "{} words are too few to prove anything", mots.len());
        let automate = AhoCorasick::new(&mots).unwrap();
        Self { mots, automate }
    }

    fn dans(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let found = self.automate.find_iter(bytes);
        found.map(|hit| self.mots[hit.pattern().as_usize()].as_str()).collect()
    }

    fn rien_dans(&self, ou: &str, bytes: &[u8]) {
        let found = self.dans(bytes);
        assert!(found.is_empty(), "{ou} shows {found:?} in clear");
    }
}

/// The targets of the Département that is simulated: a small one, unless this names another file. The
/// long run of `docs/EPREUVES.md` names that of the Charente-Maritime.
const CIBLES: &str = "PARCOURS_EPREUVE_CIBLES";

fn cibles() -> Cibles {
    let petite = || include_str!("../../services/simulateur/donnees/essai_b.json").to_owned();
    let texte =
        std::env::var(CIBLES).map_or_else(|_| petite(), |path| fs::read_to_string(path).unwrap());
    Cibles::lire(&texte).unwrap()
}

/// Everything logged by this process.
#[derive(Clone, Default)]
struct Carnet(Arc<Mutex<Vec<u8>>>);

impl io::Write for Carnet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every table of the database, as text.
fn tables(client: &mut Client) -> Vec<(String, Vec<u8>)> {
    let names = client
        .query(
            "select format('%I.%I', table_schema, table_name)
               from information_schema.tables
              where table_schema not in ('pg_catalog', 'information_schema')",
            &[],
        )
        .unwrap();
    let mut tables = Vec::new();
    for row in names {
        let name: String = row.get(0);
        let mut text = Vec::new();
        let copy = format!("copy (select * from {name}) to stdout");
        client.copy_out(&copy).unwrap().read_to_end(&mut text).unwrap();
        tables.push((name, text));
    }
    tables
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The database's own files, its journal of writes and its log included. Other tests share the
/// cluster, and may remove a file while it is looked for.
fn database_files(client: &mut Client) -> Vec<(String, Vec<u8>)> {
    client.batch_execute("checkpoint").unwrap();
    let folder: String = client.query_one("show data_directory", &[]).unwrap().get(0);
    let oid: u32 = client
        .query_one("select oid from pg_database where datname = current_database()", &[])
        .unwrap()
        .get(0);
    let folder = Path::new(&folder);
    let mut found = Vec::new();
    files(&folder.join("base").join(oid.to_string()), &mut found);
    files(&folder.join("pg_wal"), &mut found);
    found.extend(
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file()),
    );
    let read = |path: std::path::PathBuf| Some((path.display().to_string(), fs::read(path).ok()?));
    found.into_iter().filter_map(read).collect()
}

async fn chronologie(serveur: &Serveur, enfant: &str) -> Vec<u8> {
    let entete = Entete {
        departement: "17".into(),
        finalite: "traitement_information".into(),
        correlation: String::new(),
    };
    let request =
        ChronologieRequest { entete: Some(entete), enfant: enfant.into(), coordonnees: None };
    let mut client = DossierServiceClient::new(serveur.channel().await);
    let answer = client.chronologie(porte(serveur, Role::Crip, request)).await.unwrap();
    answer.into_inner().encode_to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn aucun_nom_n_est_en_clair_hors_d_une_reponse_autorisee() {
    let carnet = Carnet::default();
    let writer = carnet.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .init();

    let recherche = Recherche::nouvelle();
    let simulation = simuler(&cibles(), 7);
    let named = simulation.verite.enfants.iter().find(|enfant| enfant.naissance.is_some());
    let enfant = named.unwrap().enfant.to_string();
    let sent: Vec<u8> = simulation.commandes.iter().flat_map(|c| c.encode_to_vec()).collect();
    assert!(recherche.dans(&sent).len() > 200, "the search finds what is sent in clear");

    let serveur = Serveur::simule().await;
    let bilan = importe(&serveur, simulation.commandes).await;
    assert!(bilan.rejets.is_empty(), "{:?}", bilan.rejets.first());
    let authorised = chronologie(&serveur, &enfant).await;
    assert!(!recherche.dans(&authorised).is_empty(), "an authorised answer shows the child");
    let (json, csv) = produire(&serveur, "2022", "", &bilan.repere.unwrap()).await;
    recherche.rien_dans("the report (JSON)", &json);
    recherche.rien_dans("the report (CSV)", &csv);
    recherche.rien_dans("the refusals", bilan.rejets.join("\n").as_bytes());

    let url = serveur.database().admin_url();
    let recherche = tokio::task::spawn_blocking(move || {
        let mut client = Client::connect(&url, NoTls).unwrap();
        let tables = tables(&mut client);
        assert!(
            tables.iter().any(|(name, text)| name == "journal.event" && text.len() > 1_000_000)
        );
        for (name, text) in tables {
            recherche.rien_dans(&format!("table {name}"), &text);
        }
        for (name, bytes) in database_files(&mut client) {
            recherche.rien_dans(&name, &bytes);
        }
        recherche
    })
    .await
    .unwrap();

    serveur.arrete().await;
    let logged = carnet.0.lock().unwrap();
    assert!(!logged.is_empty(), "nothing was logged: the capture is broken");
    recherche.rien_dans("the logs", &logged);
}
