//! Backup and restore, drilled as `docs/exploitation.md` tells it: a base backup taken while commands go
//! on, its restoration elsewhere, and the one at a chosen moment from the archive of writes.
//!
//! # What is held
//!
//! - Every command acknowledged before the backup ended is in what is restored, once, with its seals
//!   readable by the keys kept apart.
//! - A command acknowledged later is there or not, and sending it again tells: never twice.
//! - What is restored verifies like the original: positions, leaves, tree.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

mod essai;

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use essai::{Parle, entete, id, inscrire, maintenant, parle_a};
use eventstore::verify::{Trust, verify};
use postgres::NoTls;
use private_postgres::{Cluster, DataFolder};
use proto::commun::v1::Recu;
use proto::dossier::v1::LireRequest;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::identite::v1::InscrireRequest;
use proto::identite::v1::etat_civil_scelle::Etat;
use proto::identite::v1::identite_service_client::IdentiteServiceClient;
use server::horloge::HorlogeFixe;
use server::jetons::Role;
use server::{Options, Running};
use tempfile::TempDir;
use tokio::task::block_in_place;

const LOG: &str = "17/parcours";

/// How many commands are acknowledged before anything is saved.
const AVANT: usize = 50;

/// A PostgreSQL of the test's own, which archives what it writes, and somewhere to restore it.
struct Exploitation {
    place: TempDir,
    cles: TempDir,
    cluster: Option<Cluster>,
}

/// A server, and somebody who speaks to it.
struct Guichet {
    running: Running,
    parle: Parle,
}

/// A command that was acknowledged, and how far the engine had written when it was.
struct Acquise {
    request: InscrireRequest,
    recu: Recu,
    lsn: u64,
}

impl Exploitation {
    /// A cluster that archives. Settings that need a start are written as an administrator would.
    fn prete() -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), Permissions::from_mode(0o711)).unwrap();
        let cles = tempfile::tempdir().unwrap();
        let cluster = lancer(&place.path().join("origine"));
        cluster.database("parcours").unwrap();
        let exploitation = Self { place, cles, cluster: Some(cluster) };
        exploitation.dossier("archive");
        exploitation.archiver()
    }

    fn archiver(mut self) -> Self {
        let archive = self.place.path().join("archive").display().to_string();
        let mut client = self.superuser();
        for setting in [
            "alter system set archive_mode = on".to_owned(),
            format!("alter system set archive_command = 'cp %p {archive}/%f'"),
        ] {
            client.batch_execute(&setting).unwrap();
        }
        self.cluster.take().unwrap().stop().unwrap();
        self.cluster = Some(lancer(&self.place.path().join("origine")));
        self
    }

    fn cluster(&self) -> &Cluster {
        self.cluster.as_ref().unwrap()
    }

    fn superuser(&self) -> postgres::Client {
        superuser(self.cluster())
    }

    /// A folder of the engine's account.
    fn dossier(&self, name: &str) -> PathBuf {
        let folder = self.place.path().join(name);
        fs::create_dir(&folder).unwrap();
        let (uid, gid) = self.account();
        chown(&folder, Some(uid), Some(gid)).unwrap();
        folder
    }

    /// The account the engine runs under.
    fn account(&self) -> (u32, u32) {
        let data = fs::metadata(self.cluster().folder().join("postgres")).unwrap();
        (data.uid(), data.gid())
    }

    /// A program of PostgreSQL, or of the system, under the engine's account.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let (uid, gid) = self.account();
        let mut command = Command::new(program);
        command.uid(uid).gid(gid).current_dir("/");
        command
    }

    /// A base backup with the writes made meanwhile, slow enough for commands to go on.
    fn sauvegarde(&self, folder: &Path) -> Command {
        let programs: String = self
            .superuser()
            .query_one("select setting from pg_catalog.pg_config where name = 'BINDIR'", &[])
            .unwrap()
            .get(0);
        let mut pg_basebackup = self.command(Path::new(&programs).join("pg_basebackup"));
        pg_basebackup.args(["--wal-method=stream", "--checkpoint=fast", "--max-rate=16M"]);
        pg_basebackup.args(["--username=postgres", "--port=5432", "--host"]);
        pg_basebackup.arg(self.cluster().sockets()).arg("--pgdata").arg(folder);
        pg_basebackup
    }
}

fn lancer(folder: &Path) -> Cluster {
    let data = DataFolder::Persistent(folder.to_owned());
    Cluster::start(private_postgres::Options { data }).unwrap()
}

/// How somebody connects to the database, which is there already: nothing is migrated here.
fn url(cluster: &Cluster, user: &str) -> String {
    format!("host={} port=5432 user={user} dbname=parcours", cluster.sockets().display())
}

fn superuser(cluster: &Cluster) -> postgres::Client {
    postgres::Client::connect(&url(cluster, "postgres"), NoTls).unwrap()
}

/// A cluster on what was restored, once it has come to its end and takes writes.
fn relancer(folder: &Path) -> Cluster {
    let cluster = lancer(folder);
    let sql = "select not pg_is_in_recovery(), pg_sleep(0.05) is null";
    let mut client = superuser(&cluster);
    let open = (0..600).any(|_| client.query_one(sql, &[]).unwrap().get::<_, bool>(0));
    assert!(open, "the restored cluster is still recovering");
    cluster
}

fn reussit(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Guichet {
    /// A server on that cluster, with keys kept apart.
    async fn ouvrir(cluster: &Cluster, cles: &Path) -> Self {
        let url = url(cluster, "parcours");
        let listen = "127.0.0.1:0".parse().unwrap();
        let mut options = Options::new(url, cles.to_owned(), listen).simulated();
        options.horloge = Arc::new(HorlogeFixe(maintenant()));
        let running = server::start(options).await.unwrap();
        let parle = parle_a(&running, Role::Crip).await;
        Self { running, parle }
    }

    async fn inscrire(&self, request: InscrireRequest) -> Recu {
        let mut client = IdentiteServiceClient::new(self.parle.clone());
        client.inscrire(request).await.unwrap().into_inner()
    }

    /// The names of a child, which only the keys open.
    async fn nom(&self, request: &InscrireRequest) -> String {
        let enfant = request.inscriptions[0].enfant.clone();
        let request = LireRequest { entete: entete(), enfant, coordonnees: None };
        let mut client = DossierServiceClient::new(self.parle.clone());
        let lu = client.lire(request).await.unwrap().into_inner();
        let Some(Etat::Clair(etat_civil)) = lu.etat_civil.unwrap().etat else {
            panic!("the keys kept apart open what is restored")
        };
        etat_civil.nom
    }
}

/// Sends commands one after the other until told to stop, and at least that many.
async fn enregistrer(
    guichet: &Guichet,
    lsn: &tokio_postgres::Client,
    au_moins: usize,
    arret: &AtomicBool,
) -> Vec<Acquise> {
    let mut acquises = Vec::new();
    while acquises.len() < au_moins || !arret.load(Ordering::Relaxed) {
        let request = inscrire(id(), "2024-01-08T09:00:00Z");
        let recu = guichet.inscrire(request.clone()).await;
        let sql = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";
        let lsn: i64 = lsn.query_one(sql, &[]).await.unwrap().get(0);
        acquises.push(Acquise { request, recu, lsn: lsn.unsigned_abs() });
    }
    acquises
}

/// Where the writes of a base backup begin and end, as its manifest says.
fn bornes(backup: &Path) -> (u64, u64) {
    let manifest = fs::read(backup.join("backup_manifest")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let range = &manifest["WAL-Ranges"][0];
    (lsn(range["Start-LSN"].as_str().unwrap()), lsn(range["End-LSN"].as_str().unwrap()))
}

fn lsn(text: &str) -> u64 {
    let (high, low) = text.split_once('/').unwrap();
    let number = |text| u64::from_str_radix(text, 16).unwrap();
    (number(high) << 32) + number(low)
}

fn position(recu: &Recu) -> u64 {
    recu.repere.as_ref().unwrap().position
}

/// What is restored verifies, and how many events it holds.
fn verifie(cluster: &Cluster) -> u64 {
    let report = verify(&mut superuser(cluster), LOG, &Trust::default(), |_| {}).unwrap();
    assert!(report.holds(), "{:?}", report.findings);
    report.size.get()
}

/// Names this moment in the writes, and waits until they are archived up to there.
fn nommer_et_archiver(client: &mut postgres::Client, moment: &str) {
    client.execute("select pg_create_restore_point($1)", &[&moment]).unwrap();
    let sql = "select pg_walfile_name(pg_switch_wal())";
    let wanted: String = client.query_one(sql, &[]).unwrap().get(0);
    let sql = "select coalesce(last_archived_wal, '') >= $1, pg_sleep(0.05) is null
                 from pg_catalog.pg_stat_archiver";
    let archived = (0..600).any(|_| client.query_one(sql, &[&wanted]).unwrap().get::<_, bool>(0));
    assert!(archived, "{wanted} was not archived");
}

/// Another copy of a base backup, to be restored from the archive up to a named moment.
fn jusqu_au(exploitation: &Exploitation, backup: &Path, moment: &str) -> PathBuf {
    let folder = exploitation.dossier("moment");
    reussit(exploitation.command("cp").arg("--archive").arg(backup).arg(&folder));
    let archive = exploitation.place.path().join("archive").display().to_string();
    let settings = format!(
        "restore_command = 'cp {archive}/%f %p'
         recovery_target_name = '{moment}'
         recovery_target_action = 'promote'\n"
    );
    fs::write(folder.join("postgres/postgresql.auto.conf"), settings).unwrap();
    fs::write(folder.join("postgres/recovery.signal"), "").unwrap();
    folder
}

/// Each command is there once, as it was acknowledged, and whoever has the keys reads it.
async fn tout_y_est(cluster: &Cluster, cles: &Path, acquises: &[&Acquise]) {
    let guichet = Guichet::ouvrir(cluster, cles).await;
    for Acquise { request, recu, lsn: _ } in acquises {
        let again = guichet.inscrire(request.clone()).await;
        assert!(again.deja_fait, "{recu:?} was acknowledged before the end of the backup");
        assert_eq!((&again.repere, &again.versions), (&recu.repere, &recu.versions));
    }
    assert_eq!(guichet.nom(&acquises[0].request).await, "Martin");
    guichet.running.stop().await.unwrap();
}

/// Everything is sent again, and each command is there once.
async fn tout_est_renvoye(cluster: &Cluster, cles: &Path, acquises: &[Acquise]) {
    let guichet = Guichet::ouvrir(cluster, cles).await;
    for Acquise { request, recu: _, lsn: _ } in acquises {
        guichet.inscrire(request.clone()).await;
    }
    guichet.running.stop().await.unwrap();
    let events = block_in_place(|| verifie(cluster));
    assert_eq!(events, 2 * acquises.len() as u64, "a file and its bucket a command, no more");
}

#[tokio::test(flavor = "multi_thread")]
async fn ce_qui_est_sauvegarde_se_restaure_et_se_verifie() {
    let mut exploitation = block_in_place(Exploitation::prete);
    let cles = exploitation.cles.path().to_owned();
    let guichet = Guichet::ouvrir(exploitation.cluster(), &cles).await;
    let lsn = derriere(exploitation.cluster()).await;
    let mut acquises = enregistrer(&guichet, &lsn, AVANT, &AtomicBool::new(true)).await;

    // The base backup, while commands go on.
    let restaure = exploitation.dossier("restaure");
    let backup = restaure.join("postgres");
    let done = AtomicBool::new(false);
    let mut pg_basebackup =
        tokio::process::Command::from(block_in_place(|| exploitation.sauvegarde(&backup)));
    let save = async {
        let saved = pg_basebackup.output().await.unwrap();
        done.store(true, Ordering::Relaxed);
        assert!(saved.status.success(), "{}", String::from_utf8_lossy(&saved.stderr));
    };
    let (during, ()) = tokio::join!(enregistrer(&guichet, &lsn, 1, &done), save);
    acquises.extend(during);
    let (from, to) = bornes(&backup);
    let within = acquises.iter().filter(|acquise| (from..=to).contains(&acquise.lsn)).count();
    assert!(0 < within, "no command was acknowledged during the backup: nothing is proved");

    // A moment one may want to come back to, then more work, then the disaster.
    acquises.extend(enregistrer(&guichet, &lsn, 20, &AtomicBool::new(true)).await);
    let chosen = position(&acquises.last().unwrap().recu);
    block_in_place(|| nommer_et_archiver(&mut exploitation.superuser(), "fin de journée"));
    let moment = jusqu_au(&exploitation, &backup, "fin de journée");
    acquises.extend(enregistrer(&guichet, &lsn, 20, &AtomicBool::new(true)).await);
    guichet.running.stop().await.unwrap();
    block_in_place(|| exploitation.cluster.take().unwrap().stop().unwrap());

    // A restored cluster must not write into the archive of the one it replaces.
    fs::write(backup.join("postgresql.auto.conf"), "").unwrap();
    let cluster = block_in_place(|| relancer(&restaure));
    let events = block_in_place(|| verifie(&cluster));
    let saved: Vec<&Acquise> = acquises.iter().filter(|acquise| acquise.lsn <= to).collect();
    assert!(saved.iter().all(|acquise| position(&acquise.recu) <= events));
    let last = position(&acquises.last().unwrap().recu);
    assert!(events < last, "what came after the backup is not in it");
    tout_y_est(&cluster, &cles, &saved).await;
    tout_est_renvoye(&cluster, &cles, &acquises).await;

    let cluster = block_in_place(|| relancer(&moment));
    assert_eq!(block_in_place(|| verifie(&cluster)), chosen, "restored at the chosen moment");
    tout_est_renvoye(&cluster, &cles, &acquises).await;
}

async fn derriere(cluster: &Cluster) -> tokio_postgres::Client {
    let url = url(cluster, "postgres");
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
