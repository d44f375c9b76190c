//! Two servers on one database, `kill -9` of one or the other while sixteen clients command: each command that was
//! acknowledged is in the journal once, wherever it was sent again, and the facts are those of the journal.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eventstore::{Database, Journal};
use private_postgres::testing::{self, TestDatabase};
use projections::Runner;
use proto::commun::v1 as commun;
use proto::identite::v1 as identite;
use proto::identite::v1::identite_service_client::IdentiteServiceClient;
use proto::information::v1 as information;
use proto::information::v1::information_service_client::InformationServiceClient;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_postgres::NoTls;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use uuid::Uuid;

const CLIENTS: u128 = 16;

/// Children whom every client informs about.
const PARTAGES: u128 = 4;

/// How many servers are killed, and how much is done in between.
const COUPS: usize = 6;
const ENTRE_DEUX: u64 = 60;

/// How long anything may take before the test is said to hang.
const PATIENCE: Duration = Duration::from_secs(120);

async fn a_temps<T>(quoi: &str, futur: impl Future<Output = T>) -> T {
    let attendu = tokio::time::timeout(PATIENCE, futur).await;
    attendu.unwrap_or_else(|_| panic!("waited {PATIENCE:?} for {quoi}"))
}

// ---- two servers ----------------------------------------------------------------------------------------------------

/// A process `parcours serve`. Dropped, it is killed.
struct Serveur {
    processus: Child,
    /// Read no further, but open: whoever writes to a closed one is told.
    _sortie: Lines<BufReader<ChildStdout>>,
    porte: Porte,
}

/// Where a server is, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Porte {
    adresse: String,
    jeton: String,
}

impl Serveur {
    async fn demarre(base: &str, dossier: &Path) -> Self {
        let mut commande = Command::new(env!("CARGO_BIN_EXE_parcours"));
        commande.args(["serve", "--ecoute", "127.0.0.1:0", "--database-url", base]);
        commande.arg("--donnees").arg(dossier).kill_on_drop(true);
        commande.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut processus = commande.spawn().unwrap();
        let mut sortie = BufReader::new(processus.stdout.take().unwrap()).lines();
        let porte = a_temps("a server to start", lire_la_porte(&mut sortie)).await;
        Self { processus, _sortie: sortie, porte }
    }

    /// `kill -9`, and waits until it is dead.
    async fn tuer(mut self) {
        self.processus.kill().await.unwrap();
    }
}

async fn lire_la_porte(sortie: &mut Lines<BufReader<ChildStdout>>) -> Porte {
    let mut adresse = None;
    while let Some(ligne) = sortie.next_line().await.unwrap() {
        let mots: Vec<&str> = ligne.split_whitespace().collect();
        match mots.as_slice() {
            ["adresse", ou] => adresse = Some((*ou).to_owned()),
            ["jeton", "crip", fichier] => {
                let jeton = std::fs::read_to_string(fichier).unwrap().trim().to_owned();
                return Porte { adresse: adresse.expect("the address comes first"), jeton };
            }
            _ => {}
        }
    }
    panic!("the server ended before it had started")
}

// ---- clients --------------------------------------------------------------------------------------------------------

/// What is sent, and sent again unchanged.
#[derive(Clone)]
enum Acte {
    Inscrire(identite::InscrireRequest),
    Recevoir(information::RecevoirRequest),
}

/// A command that was acknowledged, and where.
#[derive(Debug)]
struct Accuse {
    commande: Uuid,
    position: u64,
    deja_fait: bool,
}

/// What clients share.
struct Epreuve {
    portes: [Mutex<Porte>; 2],
    fini: AtomicBool,
    faits: watch::Sender<u64>,
    accuses: Mutex<Vec<Accuse>>,
}

impl Epreuve {
    fn porte(&self, place: usize) -> Porte {
        self.portes[place].lock().unwrap().clone()
    }

    async fn avance(&self, de: u64) {
        let mut faits = self.faits.subscribe();
        let voulu = *faits.borrow() + de;
        a_temps("commands to be done", faits.wait_for(|faits| voulu <= *faits)).await.unwrap();
    }
}

/// Numbers nobody else uses, one after another.
struct Client {
    epreuve: Arc<Epreuve>,
    numero: u128,
    suivant: u128,
    ouvert: Option<(Porte, Channel)>,
}

impl Client {
    fn id(&mut self) -> Uuid {
        self.suivant += 1;
        Uuid::from_u128((self.numero + 1) << 64 | self.suivant)
    }

    /// A new child, an information about him, another about a child everybody writes about.
    async fn travailler(mut self) {
        while !self.epreuve.fini.load(Ordering::Relaxed) {
            let enfant = self.id();
            let inscrire = inscrire(self.id(), enfant);
            self.faire(Acte::Inscrire(inscrire)).await;
            let partage = Uuid::from_u128(1 + self.suivant % PARTAGES);
            for enfants in [vec![enfant], vec![partage]] {
                let recevoir = recevoir([self.id(), self.id(), self.id()], &enfants);
                self.faire(Acte::Recevoir(recevoir)).await;
            }
        }
    }

    /// Sends a command until it is acknowledged, to the other server each time one does not answer.
    async fn faire(&mut self, acte: Acte) {
        let commande = acte.commande();
        let premiere = usize::try_from(self.suivant % 2).unwrap();
        for place in (0..2).cycle().skip(premiere) {
            match self.envoyer(place, acte.clone()).await {
                Ok(recu) => {
                    let position = recu.repere.unwrap().position;
                    let accuse = Accuse { commande, position, deja_fait: recu.deja_fait };
                    self.epreuve.accuses.lock().unwrap().push(accuse);
                    self.epreuve.faits.send_modify(|faits| *faits += 1);
                    return;
                }
                Err(status) => {
                    assert!(se_redemande(&status), "{status:?}");
                    self.ouvert = None;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
        }
    }

    async fn envoyer(&mut self, place: usize, acte: Acte) -> Result<commun::Recu, Status> {
        let porte = self.epreuve.porte(place);
        let canal = self.canal(&porte).await?;
        let recu = match acte {
            Acte::Inscrire(demande) => {
                IdentiteServiceClient::new(canal).inscrire(signee(&porte, demande)).await
            }
            Acte::Recevoir(demande) => {
                InformationServiceClient::new(canal).recevoir(signee(&porte, demande)).await
            }
        };
        Ok(recu?.into_inner())
    }

    async fn canal(&mut self, porte: &Porte) -> Result<Channel, Status> {
        if let Some((a, canal)) = &self.ouvert
            && a == porte
        {
            return Ok(canal.clone());
        }
        let point = Endpoint::from_shared(porte.adresse.clone()).unwrap();
        let canal = point.connect().await.map_err(|_| Status::unavailable("killed"))?;
        self.ouvert = Some((porte.clone(), canal.clone()));
        Ok(canal)
    }
}

impl Acte {
    fn commande(&self) -> Uuid {
        let entete = match self {
            Self::Inscrire(demande) => &demande.entete,
            Self::Recevoir(demande) => &demande.entete,
        };
        entete.as_ref().unwrap().commande_id.parse().unwrap()
    }
}

/// Whether an error leaves the client free, or obliged, to ask again: a server that died, that is not there, or that
/// asks for it.
fn se_redemande(status: &Status) -> bool {
    let codes = [
        Code::Unavailable,
        Code::Unknown,
        Code::Cancelled,
        Code::DeadlineExceeded,
        Code::Aborted,
        Code::ResourceExhausted,
    ];
    let coupe = status.code() == Code::Internal && std::error::Error::source(status).is_some();
    codes.contains(&status.code()) || coupe
}

fn signee<T>(porte: &Porte, demande: T) -> Request<T> {
    let mut demande = Request::new(demande);
    let jeton = format!("Bearer {}", porte.jeton).parse().unwrap();
    demande.metadata_mut().insert("authorization", jeton);
    demande
}

fn entete(commande: Uuid, enfants: &[Uuid]) -> Option<commun::EnteteCommande> {
    Some(commun::EnteteCommande {
        entete: Some(commun::Entete {
            departement: "17".into(),
            finalite: "traitement_information".into(),
            correlation: String::new(),
        }),
        commande_id: commande.to_string(),
        enfants: enfants.iter().map(Uuid::to_string).collect(),
        survenu: Some(commun::Survenu { le: "2024-01-08".into(), ..commun::Survenu::default() }),
        connu_le: String::new(),
        version_attendue: None,
        enregistre_a: None,
    })
}

fn inscrire(commande: Uuid, enfant: Uuid) -> identite::InscrireRequest {
    let etat_civil = identite::EtatCivil {
        nom: "Martin".into(),
        prenoms: "Zoé".into(),
        nom_naissance_mere: String::new(),
    };
    let etat_civil = identite::EtatCivilScelle {
        etat: Some(identite::etat_civil_scelle::Etat::Clair(etat_civil)),
    };
    let naissance =
        identite::Naissance { le: "2015-03-04".into(), precision: 0, source: "etat_civil".into() };
    let inscrit = identite::Inscrit {
        etat_civil: Some(etat_civil),
        naissance: Some(naissance),
        sexe: "feminin".into(),
    };
    let inscription =
        identite::Inscription { enfant: enfant.to_string(), inscrit: Some(inscrit), vue: None };
    identite::InscrireRequest { entete: entete(commande, &[]), inscriptions: vec![inscription] }
}

fn recevoir(
    [commande, information, expediteur]: [Uuid; 3],
    enfants: &[Uuid],
) -> information::RecevoirRequest {
    let recit = commun::TexteScelle {
        etat: Some(commun::texte_scelle::Etat::Clair("Elle arrive seule le matin.".into())),
    };
    information::RecevoirRequest {
        entete: entete(commande, enfants),
        recue: Some(information::Recue {
            information: information.to_string(),
            porte_d_entree: "crip".into(),
            canal: "courriel".into(),
            transmetteur: "enseignement_public".into(),
            origine: "personnel_social".into(),
            expediteur_id: expediteur.to_string(),
            recit: Some(recit),
            dangers_allegues: vec!["negligences".into()],
            commune: "17300".into(),
            ..information::Recue::default()
        }),
    }
}

// ---- what is left ---------------------------------------------------------------------------------------------------

/// Each acknowledged command is in the journal once, where its client was told; nothing is there that nobody sent,
/// and positions have no gap.
async fn juger(base: &TestDatabase, accuses: &[Accuse]) {
    let client = derriere(base).await;
    let query = "
        select command.command_id, command.last_position, count(event.position)
          from journal.command as command
          join journal.log as log on log.log_id = command.log_id and log.name = '17/parcours'
          left join journal.event as event
            on event.log_id = command.log_id and event.command_id = command.command_id
           and event.stream_type = (select name_id from journal.name where name = 'enfant')
         group by command.command_id, command.last_position";
    let rows = client.query(query, &[]).await.unwrap();
    let ecrites: std::collections::BTreeMap<Uuid, (i64, i64)> =
        rows.iter().map(|row| (row.get(0), (row.get(1), row.get(2)))).collect();
    assert_eq!(ecrites.len(), rows.len(), "a command is stored once");
    for Accuse { commande, position, deja_fait } in accuses {
        let position = position.cast_signed();
        assert_eq!(ecrites.get(commande), Some(&(position, 1)), "{commande}, {deja_fait}");
    }
    assert_eq!(ecrites.len(), accuses.len(), "every command was acknowledged in the end");
    let query = "
        select count(*), max(event.position), min(event.position),
               count(*) filter (where stream.name = 'enfant'),
               count(*) filter (where stream.name = 'identite'),
               count(*) filter (where event_type.name = 'enfant_inscrit')
          from journal.event as event
          join journal.log as log on log.log_id = event.log_id and log.name = '17/parcours'
          join journal.name as stream on stream.name_id = event.stream_type
          join journal.name as event_type on event_type.name_id = event.event_type";
    let row = client.query_one(query, &[]).await.unwrap();
    let (count, last, first): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
    assert_eq!((count, first), (last, 1), "positions have no gap");
    let (of_children, in_buckets, opened): (i64, i64, i64) = (row.get(3), row.get(4), row.get(5));
    assert_eq!(usize::try_from(of_children).unwrap(), accuses.len(), "each command is one event");
    assert_eq!((in_buckets, count), (opened, of_children + opened), "a file is in its bucket once");
}

async fn derriere(base: &TestDatabase) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(&base.admin_url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Every row of every fact.
async fn faits(base: &TestDatabase) -> Vec<String> {
    let client = derriere(base).await;
    let query = "
        select relname::text from pg_catalog.pg_class
         where relnamespace = 'projections'::regnamespace and relkind = 'r' and relname like 'fait%'
         order by 1";
    let mut lignes = Vec::new();
    for table in client.query(query, &[]).await.unwrap() {
        let table: String = table.get(0);
        let query = format!(
            "select '{table} ' || to_jsonb(fait)::text from projections.{table} as fait order by 1"
        );
        let rows = client.query(&query, &[]).await.unwrap();
        lignes.extend(rows.iter().map(|row| row.get::<_, String>(0)));
    }
    lignes
}

/// The facts the servers wrote while they were killed are those the journal gives from its beginning.
async fn les_faits_se_reconstruisent(base: &TestDatabase, serveurs: [Serveur; 2]) {
    let database = Database::at(&base.url(), 4).unwrap();
    let journal = Journal::open(&database, "17/parcours").await.unwrap();
    let runner = Runner::new(database.pool().clone(), journal.clone());
    let tete = journal.head().await.unwrap().position;
    let rattrape = async {
        while runner.checkpoint().await.unwrap() != tete {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    a_temps("the facts to reach the head", rattrape).await;
    for serveur in serveurs {
        serveur.tuer().await;
    }
    let ecrits = faits(base).await;
    assert!(ecrits.len() > 100, "{} facts", ecrits.len());
    runner.rebuild().await.unwrap();
    assert!(faits(base).await == ecrits, "the facts rebuilt are not those the servers wrote");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn une_commande_accusee_est_au_journal_une_fois_quels_que_soient_les_serveurs_tues() {
    let base = testing::database();
    let dossier = tempfile::tempdir().unwrap();
    // One after the other: the first makes the keys, the second reads them.
    let mut serveurs = [
        Serveur::demarre(&base.url(), dossier.path()).await,
        Serveur::demarre(&base.url(), dossier.path()).await,
    ];
    let portes = [&serveurs[0], &serveurs[1]].map(|serveur| Mutex::new(serveur.porte.clone()));
    let (fini, faits) = (AtomicBool::new(false), watch::Sender::new(0));
    let epreuve = Arc::new(Epreuve { portes, fini, faits, accuses: Mutex::default() });
    let client = |numero| Client { epreuve: epreuve.clone(), numero, suivant: 0, ouvert: None };
    let mut premier = client(CLIENTS);
    for partage in 1..=PARTAGES {
        let inscrire = inscrire(premier.id(), Uuid::from_u128(partage));
        premier.faire(Acte::Inscrire(inscrire)).await;
    }
    let mut clients: JoinSet<()> = (0..CLIENTS).map(|numero| client(numero).travailler()).collect();
    for coup in 0..COUPS {
        epreuve.avance(ENTRE_DEUX).await;
        let place = coup % 2;
        let neuf = Serveur::demarre(&base.url(), dossier.path()).await;
        let ancien = std::mem::replace(&mut serveurs[place], neuf);
        ancien.tuer().await;
        // Until here clients ran against a dead address, and had to go to the other server.
        epreuve.avance(ENTRE_DEUX).await;
        *epreuve.portes[place].lock().unwrap() = serveurs[place].porte.clone();
    }
    epreuve.avance(ENTRE_DEUX).await;
    epreuve.fini.store(true, Ordering::Relaxed);
    let finis = async { while clients.join_next().await.transpose().unwrap().is_some() {} };
    a_temps("clients to end", finis).await;
    let accuses = std::mem::take(&mut *epreuve.accuses.lock().unwrap());
    let deja_faits = accuses.iter().filter(|accuse| accuse.deja_fait).count();
    println!(
        "serveurs : {COUPS} tués ; {} commandes accusées, retrouvées une fois chacune ; {deja_faits} étaient déjà \
         faites quand elles ont été redemandées",
        accuses.len()
    );
    juger(&base, &accuses).await;
    les_faits_se_reconstruisent(&base, serveurs).await;
}
