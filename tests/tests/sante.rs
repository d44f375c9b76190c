//! What the server tells of itself: counts that are right, labels that name nobody, a health that is true.
//!
//! The writer is made to hang as a real one would: its backend is stopped by a signal while it holds the
//! lock of the journal, on a PostgreSQL of the test's own.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

mod essai;

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use essai::{Essai, Parle, entete, id, inscrire, maintenant, parle_a};
use private_postgres::{Cluster, DataFolder, Database};
use proto::commun::v1::Recu;
use proto::dossier::v1::LireRequest;
use proto::identite::v1::InscrireRequest;
use proto::identite::v1::identite_service_client::IdentiteServiceClient;
use server::horloge::HorlogeFixe;
use server::jetons::{Porteur, Role};
use server::{Options, Running};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::block_in_place;
use tokio::time::timeout;
use tonic::{Code, Request, Status, Streaming};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use uuid::Uuid;

const LE_8: &str = "2024-01-08T09:00:00Z";

/// Longer than anything waited for here may take, on a machine that does something else too.
const PATIENCE: Duration = Duration::from_secs(60);

/// The status and the body of an answer to `GET`.
async fn get(adresse: SocketAddr, path: &str) -> (u16, String) {
    let mut socket = TcpStream::connect(adresse).await.unwrap();
    let asked = format!("GET {path} HTTP/1.1\r\nHost: essai\r\nConnection: close\r\n\r\n");
    socket.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

async fn metriques(running: &Running) -> String {
    let (status, texte) = get(running.mesures.unwrap(), "/metrics").await;
    assert_eq!(status, 200);
    texte
}

async fn sante(running: &Running) -> (u16, serde_json::Value) {
    let (status, texte) = get(running.mesures.unwrap(), "/sante").await;
    (status, serde_json::from_str(&texte).unwrap())
}

/// The value of a series, as text.
fn valeur<'t>(texte: &'t str, serie: &str) -> &'t str {
    let found = texte.lines().find_map(|line| line.strip_prefix(serie)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("{serie} is missing from\n{texte}"))
}

#[tokio::test]
async fn les_metriques_disent_ce_qui_s_est_passe_et_ne_nomment_personne() {
    let essai = Essai::mesure().await;
    let enfant = id();
    let request = inscrire(enfant, LE_8);
    essai.identite().inscrire(request.clone()).await.unwrap();
    essai.identite().inscrire(request).await.unwrap();
    essai.inscrire(id(), LE_8).await;
    let lire = |enfant: Uuid| LireRequest {
        entete: entete(),
        enfant: enfant.to_string(),
        coordonnees: None,
    };
    essai.dossier().lire(lire(enfant)).await.unwrap();
    assert_eq!(essai.dossier().lire(lire(id())).await.unwrap_err().code(), Code::NotFound);

    let texte = metriques(&essai.running).await;
    let inscrits = "parcours.identite.v1.IdentiteService/Inscrire";
    for (serie, attendu) in [
        (r#"parcours_writer_verdicts_total{log="17/parcours",verdict="appended"}"#.to_owned(), "2"),
        (r#"parcours_writer_verdicts_total{log="17/acces",verdict="appended"}"#.to_owned(), "2"),
        (r#"parcours_writer_commit_seconds_count{log="17/parcours"}"#.to_owned(), "2"),
        (r#"parcours_writer_batch_events_sum{log="17/parcours"}"#.to_owned(), "4.0"),
        (r#"parcours_journal_head_position{log="17/parcours"}"#.to_owned(), "4"),
        (r#"parcours_writer_queue_submissions{log="17/parcours"}"#.to_owned(), "0"),
        (format!(r#"parcours_grpc_requests_total{{rpc="{inscrits}",code="OK"}}"#), "3"),
        (format!(r#"parcours_grpc_request_duration_seconds_count{{rpc="{inscrits}"}}"#), "3"),
        (format!(r#"parcours_grpc_requests_in_flight{{rpc="{inscrits}"}}"#), "0"),
        (
            r#"parcours_grpc_requests_total{rpc="parcours.dossier.v1.DossierService/Lire",code="NOT_FOUND"}"#
                .to_owned(),
            "1",
        ),
        ("parcours_receipts_total".to_owned(), "2"),
        ("parcours_facts_quarantined_children".to_owned(), "0"),
        ("parcours_serving".to_owned(), "1"),
    ] {
        assert_eq!(valeur(&texte, &serie), attendu, "{serie}");
    }
    personne_n_est_nomme(&texte, &[enfant.to_string(), "agent.crip".into(), "Martin".into()]);
}

/// No word of the text is an identifier, and none of these is in it.
fn personne_n_est_nomme(texte: &str, noms: &[String]) {
    let words = texte.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    let identifiers: Vec<&str> = words.filter(|word| Uuid::parse_str(word).is_ok()).collect();
    assert!(identifiers.is_empty(), "{identifiers:?}");
    let named: Vec<&String> = noms.iter().filter(|nom| texte.contains(*nom)).collect();
    assert!(named.is_empty(), "{named:?}");
}

#[tokio::test]
async fn une_methode_inventee_est_comptee_sans_etre_repetee() {
    let essai = Essai::mesure().await;
    let path = format!("/parcours.x.v1.X/{}", Uuid::from_u128(17));
    let mut grpc = tonic::client::Grpc::new(essai.parle(Role::Crip));
    grpc.ready().await.unwrap();
    let codec = tonic_prost::ProstCodec::<HealthCheckRequest, HealthCheckResponse>::default();
    let asked = Request::new(HealthCheckRequest::default());
    let refused = grpc.unary(asked, path.parse().unwrap(), codec).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unimplemented);
    let texte = metriques(&essai.running).await;
    let serie = r#"parcours_grpc_requests_total{rpc="inconnue",code="UNIMPLEMENTED"}"#;
    assert_eq!(valeur(&texte, serie), "1");
    personne_n_est_nomme(&texte, &[]);
}

#[tokio::test]
async fn la_trace_de_l_appelant_lui_revient_et_qui_n_en_a_pas_en_recoit_une() {
    let essai = Essai::start().await;
    let ask = async |traceparent: Option<&'static str>| {
        let mut request = Request::new(inscrire(id(), LE_8));
        if let Some(traceparent) = traceparent {
            request.metadata_mut().insert("traceparent", traceparent.parse().unwrap());
        }
        let answer = essai.identite().inscrire(request).await.unwrap();
        answer.metadata().get("traceparent").unwrap().to_str().unwrap().to_owned()
    };
    let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let told = ask(Some(given)).await;
    assert!(told.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"), "{told}");
    assert!(told.ends_with("-01") && told.len() == given.len() && told != given, "{told}");
    let (drawn, bad) = (ask(None).await, ask(Some("00-zz-00f067aa0ba902b7-01")).await);
    assert!(drawn.len() == given.len() && bad.len() == given.len(), "{drawn} {bad}");
    assert_ne!(drawn[..35], bad[..35]);
}

#[tokio::test]
async fn un_refus_aussi_porte_sa_trace() {
    let essai = Essai::start().await;
    let mut client = IdentiteServiceClient::new(essai.avec(None));
    let refused = client.inscrire(inscrire(id(), LE_8)).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    assert!(refused.metadata().get("traceparent").is_some());
}

#[tokio::test]
async fn un_delai_deja_passe_n_ecrit_rien() {
    let essai = Essai::mesure().await;
    let answer = sans_attendre(&essai, "IdentiteService/Inscrire", &inscrire(id(), LE_8)).await;
    assert!(answer.contains("grpc-status: 4\r\n"), "{answer}");
    // What comes after begins the journal, a file and its bucket: the late command left nothing.
    let recu = essai.inscrire(id(), LE_8).await;
    assert_eq!(recu.repere.unwrap().position, 2);
}

/// The answer to a caller of gRPC-Web who waits for a nanosecond, as it is on the wire: a client of gRPC
/// would have given up before it asked.
async fn sans_attendre(essai: &Essai, rpc: &str, request: &impl prost::Message) -> String {
    let porteur = Porteur::new("agent.crip", Role::Crip, "17");
    let jeton = essai.running.emetteur.signer(&porteur, maintenant(), TimeDelta::hours(1));
    let message = request.encode_to_vec();
    let head = format!(
        "POST /parcours.identite.v1.{rpc} HTTP/1.1\r\nHost: essai\r\nConnection: close\r\n\
         Content-Type: application/grpc-web+proto\r\nAuthorization: Bearer {jeton}\r\n\
         Grpc-Timeout: 1n\r\nContent-Length: {}\r\n\r\n\0",
        message.len() + 5
    );
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let mut socket = TcpStream::connect(essai.running.addr).await.unwrap();
    socket.write_all(&[head.as_bytes(), &length, &message].concat()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_l_arret_la_sante_le_dit_et_les_flux_finissent() {
    let essai = Essai::mesure().await;
    let mut watch = suivre(&essai.running, "").await;
    assert_eq!(prochain(&mut watch).await.unwrap(), ServingStatus::Serving);
    // The channel of the test is still open, and so is this stream: neither holds the server back.
    let mesures = essai.running.mesures.unwrap();
    let (stopped, told) = tokio::join!(essai.running.stop(), async {
        let told = prochain(&mut watch).await;
        (told, prochain(&mut watch).await)
    });
    stopped.unwrap();
    assert_eq!(told.0.unwrap(), ServingStatus::NotServing);
    assert_eq!(told.1.unwrap_err().code(), Code::Unavailable);
    assert!(TcpStream::connect(mesures).await.is_err(), "nobody listens any more");
}

/// A server on a PostgreSQL of the test's own, whose processes may be stopped.
struct APart {
    running: Running,
    parle: Parle,
    database: Database,
    _cluster: Cluster,
    _cles: TempDir,
}

impl APart {
    async fn start() -> Self {
        let cluster = block_in_place(|| {
            Cluster::start(private_postgres::Options { data: DataFolder::Temporary }).unwrap()
        });
        let database = block_in_place(|| cluster.database("parcours").unwrap());
        let cles = tempfile::tempdir().unwrap();
        let listen = "127.0.0.1:0".parse().unwrap();
        let options = Options::new(database.url(), cles.path().to_owned(), listen);
        let mut options = Options { mesures: Some(listen), ..options.simulated() };
        options.horloge = Arc::new(HorlogeFixe(maintenant()));
        let running = server::start(options).await.unwrap();
        let parle = parle_a(&running, Role::Crip).await;
        Self { running, parle, database, _cluster: cluster, _cles: cles }
    }

    async fn inscrire(&self, request: InscrireRequest) -> Result<Recu, Status> {
        let mut client = IdentiteServiceClient::new(self.parle.clone());
        client.inscrire(request).await.map(tonic::Response::into_inner)
    }

    /// A connection of the superuser.
    async fn derriere(&self) -> tokio_postgres::Client {
        let url = self.database.admin_url();
        let (client, connection) =
            tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// Makes each batch last a second while it holds the lock of the journal.
    async fn ralentir(&self) {
        let slow = "create function public.ralentir() returns trigger language plpgsql
                        as $$ begin perform pg_sleep(1); return null; end $$;
                    create trigger ralentir before insert on journal.event
                        for each statement execute function public.ralentir()";
        self.derriere().await.batch_execute(slow).await.unwrap();
    }

    /// Sends a command, and stops the writer's backend while it holds the lock and writes.
    async fn figer(
        &self,
        request: InscrireRequest,
    ) -> (i32, tokio::task::JoinHandle<Result<Recu, Status>>) {
        self.ralentir().await;
        let mut client = IdentiteServiceClient::new(self.parle.clone());
        let asked =
            tokio::spawn(
                async move { client.inscrire(request).await.map(tonic::Response::into_inner) },
            );
        let pid = self.ecrivain_au_travail().await;
        signaler("STOP", pid);
        (pid, asked)
    }

    /// The backend of the writer that is writing.
    async fn ecrivain_au_travail(&self) -> i32 {
        let behind = self.derriere().await;
        let sql = "select activity.pid
                     from pg_catalog.pg_stat_activity as activity, pg_sleep(0.02)
                    where activity.application_name = 'parcours/writer'
                      and activity.wait_event = 'PgSleep'";
        for _ in 0..1_000 {
            if let Some(row) = behind.query_opt(sql, &[]).await.unwrap() {
                return row.get(0);
            }
        }
        panic!("no writer is at work")
    }
}

fn signaler(signal: &str, pid: i32) {
    let sent = Command::new("kill").arg(format!("-{signal}")).arg(pid.to_string()).status();
    assert!(sent.unwrap().success());
}

async fn suivre(running: &Running, service: &str) -> Streaming<HealthCheckResponse> {
    let mut health = HealthClient::new(essai::channel(running).await);
    let asked = HealthCheckRequest { service: service.to_owned() };
    health.watch(asked).await.unwrap().into_inner()
}

async fn prochain(watch: &mut Streaming<HealthCheckResponse>) -> Result<ServingStatus, Status> {
    let told = timeout(PATIENCE, watch.message()).await.unwrap()?;
    Ok(told.unwrap().status())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_l_arret_ce_qui_est_en_cours_finit() {
    let a_part = APart::start().await;
    a_part.inscrire(inscrire(id(), LE_8)).await.unwrap();
    a_part.ralentir().await;
    let mut client = IdentiteServiceClient::new(a_part.parle.clone());
    let asked = tokio::spawn(async move { client.inscrire(inscrire(id(), LE_8)).await });
    let _writing = a_part.ecrivain_au_travail().await;
    a_part.running.stop().await.unwrap();
    let recu = asked.await.unwrap().unwrap().into_inner();
    assert_eq!(recu.repere.unwrap().position, 4);
    let late = IdentiteServiceClient::new(a_part.parle).inscrire(inscrire(id(), LE_8)).await;
    assert_eq!(late.unwrap_err().code(), Code::Unavailable, "nothing new is accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_ecrivain_fige_se_dit_et_se_remet_quand_son_processus_repart() {
    let a_part = APart::start().await;
    a_part.inscrire(inscrire(id(), LE_8)).await.unwrap();
    let mut overall = suivre(&a_part.running, "").await;
    let mut service = suivre(&a_part.running, "parcours.identite.v1.IdentiteService").await;
    for watch in [&mut overall, &mut service] {
        assert_eq!(prochain(watch).await.unwrap(), ServingStatus::Serving);
    }
    assert_eq!(sante(&a_part.running).await.0, 200);

    let (pid, asked) = a_part.figer(inscrire(id(), LE_8)).await;
    for watch in [&mut overall, &mut service] {
        assert_eq!(prochain(watch).await.unwrap(), ServingStatus::NotServing);
    }
    let (status, told) = sante(&a_part.running).await;
    assert_eq!((status, &told["causes"][0]), (503, &"journal_bloque".into()), "{told}");
    assert!(5 <= told["journaux"][0]["occupe_depuis_s"].as_u64().unwrap(), "{told}");
    let texte = metriques(&a_part.running).await;
    assert_eq!(valeur(&texte, "parcours_serving"), "0");
    let busy = valeur(&texte, r#"parcours_writer_busy_seconds{log="17/parcours"}"#);
    assert!(5.0 < busy.parse::<f64>().unwrap(), "{busy}");

    signaler("CONT", pid);
    for watch in [&mut overall, &mut service] {
        assert_eq!(prochain(watch).await.unwrap(), ServingStatus::Serving);
    }
    assert_eq!(asked.await.unwrap().unwrap().repere.unwrap().position, 4);
    assert_eq!(sante(&a_part.running).await.0, 200);
    a_part.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn un_ecrivain_fige_se_remet_quand_on_met_fin_a_son_processus_et_rien_n_est_perdu() {
    let a_part = APart::start().await;
    a_part.inscrire(inscrire(id(), LE_8)).await.unwrap();
    let mut health = suivre(&a_part.running, "").await;
    assert_eq!(prochain(&mut health).await.unwrap(), ServingStatus::Serving);

    let request = inscrire(id(), LE_8);
    let (pid, asked) = a_part.figer(request.clone()).await;
    assert_eq!(prochain(&mut health).await.unwrap(), ServingStatus::NotServing);
    signaler("KILL", pid);
    assert_eq!(prochain(&mut health).await.unwrap(), ServingStatus::Serving);
    // Answered or not, sent again it is there once.
    let _answered_or_not = asked.await.unwrap();
    let recu = a_part.inscrire(request).await.unwrap();
    assert_eq!((recu.repere.unwrap().position, recu.versions[0].version), (4, 1));
    a_part.running.stop().await.unwrap();
}
