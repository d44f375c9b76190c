//! A private cluster through everything that can happen to it: stops, crashes, deaths, rivals.
//!
//! Nothing here sleeps: a process is waited for by its handle, a supervisor by its lock.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use postgres::{Client, NoTls};
use private_postgres::{Cluster, DataFolder, Failure, Options, testing};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{FlockOperation, flock},
    process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open},
};
use tempfile::TempDir;

/// A folder the engine's account can reach: a temporary one is closed to all but its owner.
fn home() -> (TempDir, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let folder = home.path().join("données d'essai");
    (home, folder)
}

fn start(folder: &Path) -> Result<Cluster, Failure> {
    Cluster::start(Options { data: DataFolder::Persistent(folder.to_owned()) })
}

fn admin(cluster: &Cluster) -> Client {
    Client::connect(&cluster.database("parcours").unwrap().admin_url(), NoTls).unwrap()
}

fn write_one_row(cluster: &Cluster) {
    let statements = "create table essai (n int); insert into essai (n) values (7)";
    admin(cluster).batch_execute(statements).unwrap();
}

fn rows(cluster: &Cluster) -> Vec<i32> {
    let rows = admin(cluster).query("select n from essai", &[]).unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

fn engine(data: &Path) -> Pid {
    let text = fs::read_to_string(data.join("postmaster.pid")).unwrap();
    Pid::from_raw(text.lines().next().unwrap().parse().unwrap()).unwrap()
}

fn kill(process: Pid) {
    kill_process(process, Signal::KILL).unwrap();
}

fn wait_for_the_end(process: Pid) {
    let Ok(handle) = pidfd_open(process, PidfdFlags::empty()) else { return };
    let patience = Timespec { tv_sec: 60, tv_nsec: 0 };
    let ended = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&patience)).unwrap();
    assert_eq!(ended, 1, "the process is still there");
}

#[test]
fn a_cluster_keeps_what_was_written_from_one_start_to_the_next() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    assert_eq!(cluster.folder(), folder.canonicalize().unwrap());
    write_one_row(&cluster);
    cluster.stop().unwrap();
    assert_eq!(rows(&start(&folder).unwrap()), [7]);
}

#[test]
fn a_cluster_at_work_is_reached_through_its_folder_and_a_stopped_one_is_not() {
    let (_home, folder) = home();
    assert!(Cluster::at_work(&folder, "parcours").unwrap().is_none());
    let cluster = start(&folder).unwrap();
    write_one_row(&cluster);
    let database = Cluster::at_work(&folder, "parcours").unwrap().unwrap();
    let mut client = Client::connect(&database.admin_url(), NoTls).unwrap();
    assert_eq!(client.query("select n from essai", &[]).unwrap().len(), 1);
    drop(client);
    cluster.stop().unwrap();
    assert!(Cluster::at_work(&folder, "parcours").unwrap().is_none());
}

#[test]
fn a_cluster_is_durable_checked_and_deaf_to_the_network() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    let mut client = admin(&cluster);
    let mut shows = |setting: &str| -> String {
        client.query_one(&format!("show {setting}"), &[]).unwrap().get(0)
    };
    assert_eq!(shows("fsync"), "on");
    assert_eq!(shows("data_checksums"), "on");
    assert_eq!(shows("listen_addresses"), "");
    assert_eq!(shows("server_encoding"), "UTF8");
    assert_eq!(shows("lc_collate"), "C");
    assert_eq!(shows("log_statement"), "none");
}

#[test]
fn the_engine_never_runs_as_root() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    let process = engine(&cluster.folder().join("postgres")).as_raw_nonzero();
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let uid = status.lines().find(|line| line.starts_with("Uid:")).unwrap();
    assert!(!uid.split_whitespace().skip(1).any(|uid| uid == "0"), "{uid}");
}

#[test]
fn the_application_role_reaches_its_database() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    let database = cluster.database("parcours").unwrap();
    let mut client = Client::connect(&database.url(), NoTls).unwrap();
    let row = client.query_one("select current_user::text, current_database()::text", &[]).unwrap();
    let names: (String, String) = (row.get(0), row.get(1));
    assert_eq!(names, ("parcours".to_owned(), "parcours".to_owned()));
}

#[test]
fn two_processes_never_serve_one_folder() {
    let (_home, folder) = home();
    let first = start(&folder).unwrap();
    let refused = start(&folder).unwrap_err();
    assert!(matches!(refused, Failure::AlreadyRunning { .. }), "{refused}");
    assert!(refused.to_string().contains("déjà utilisé"), "{refused}");
    write_one_row(&first);
    assert_eq!(rows(&first), [7]);
}

#[test]
fn a_killed_engine_starts_again_with_all_that_was_committed() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    write_one_row(&cluster);
    kill(engine(&cluster.folder().join("postgres")));
    drop(cluster);
    assert_eq!(rows(&start(&folder).unwrap()), [7]);
}

#[test]
fn a_killed_engine_is_revived_where_it_was_and_still_stops_with_its_cluster() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    write_one_row(&cluster);
    assert!(matches!(cluster.revive().unwrap_err(), Failure::ForeignServer { .. }));
    let (sockets, killed) = (cluster.sockets().to_owned(), cluster.engine().unwrap());
    kill(killed);
    wait_for_the_end(killed);
    cluster.revive().unwrap();
    let revived = cluster.engine().unwrap();
    assert_ne!(revived, killed);
    assert_eq!((rows(&cluster), cluster.sockets()), (vec![7], &*sockets));
    cluster.stop().unwrap();
    wait_for_the_end(revived);
    assert_eq!(rows(&start(&folder).unwrap()), [7]);
}

#[test]
fn a_killed_supervisor_does_not_leave_the_engine_running() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    write_one_row(&cluster);
    let engine = engine(&cluster.folder().join("postgres"));
    kill(supervisor_of(std::process::id(), &folder));
    cluster.stop().unwrap();
    wait_for_the_end(engine);
    assert_eq!(rows(&start(&folder).unwrap()), [7]);
}

#[test]
fn the_log_of_the_engine_repeats_nothing_it_was_told() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    let mut client = admin(&cluster);
    client.batch_execute("create table enfant (nom text constraint un_seul unique)").unwrap();
    let insert = "insert into enfant (nom) values ($1)";
    client.execute(insert, &[&"Bérénice"]).unwrap();
    client.execute(insert, &[&"Bérénice"]).unwrap_err();
    client.batch_execute("select 'Bérénice'::uuid").unwrap_err();
    let log = cluster.folder().join("postgres/postgresql.log");
    drop(client);
    cluster.stop().unwrap();
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("shut down"), "the log is not the engine's: {log}");
    assert!(!log.contains("Bérénice"), "{log}");
}

/// The shell that watches over a folder, found among the children of a process.
fn supervisor_of(parent: u32, folder: &Path) -> Pid {
    let children = fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| {
        let status = fs::read_to_string(entry.path().join("status")).ok()?;
        let command = fs::read(entry.path().join("cmdline")).ok()?;
        let ours = status.contains(&format!("\nPPid:\t{parent}\n"));
        let here = String::from_utf8_lossy(&command).contains(&*folder.to_string_lossy());
        let pid = entry.file_name().to_str()?.parse().ok()?;
        (ours && here).then(|| Pid::from_raw(pid).unwrap())
    });
    children.last().expect("the supervisor is our child")
}

/// `throwaway` running a command that says where the cluster is, then waits for its input to close.
fn throwaway() -> (Child, PathBuf) {
    let script = format!("echo \"${}\"; cat", testing::CLUSTER_VARIABLE);
    let mut command = Command::new(env!("CARGO_BIN_EXE_throwaway"));
    command.args(["sh", "-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut sockets = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut sockets).unwrap();
    (child, sockets.trim().into())
}

fn data_directory(sockets: &Path) -> PathBuf {
    let url = format!("host='{}' user=postgres dbname=postgres", sockets.display());
    let mut client = Client::connect(&url, NoTls).unwrap();
    client.query_one("show data_directory", &[]).unwrap().get::<_, String>(0).into()
}

#[test]
fn a_killed_process_leaves_neither_engine_nor_folder_behind() {
    let (mut child, sockets) = throwaway();
    let data = data_directory(&sockets);
    let engine = engine(&data);
    let supervisor = File::open(data.parent().unwrap().join("superviseur.log")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    wait_for_the_end(engine);
    flock(&supervisor, FlockOperation::LockExclusive).unwrap();
    assert!(!data.exists(), "the data is still there");
    assert!(!sockets.exists(), "the socket is still there");
}

#[test]
fn a_throwaway_cluster_ends_with_its_command_and_gives_its_exit_code() {
    let (mut child, sockets) = throwaway();
    let data = data_directory(&sockets);
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert!(!data.exists(), "the data is still there");

    let mut failing = Command::new(env!("CARGO_BIN_EXE_throwaway"));
    assert_eq!(failing.args(["sh", "-c", "exit 7"]).status().unwrap().code(), Some(7));
}

#[test]
fn all_killed_at_once_the_folder_opens_again() {
    let (_home, folder) = home();
    let cluster = start(&folder).unwrap();
    write_one_row(&cluster);
    kill(supervisor_of(std::process::id(), &folder));
    kill(engine(&cluster.folder().join("postgres")));
    drop(cluster);
    assert!(folder.join("postgres/postmaster.pid").exists(), "the crash left nothing to recover");
    assert_eq!(rows(&start(&folder).unwrap()), [7]);
}
