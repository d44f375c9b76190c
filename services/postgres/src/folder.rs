//! The folder a cluster lives in, and the two locks that say who has it.
//!
//! ```text
//! <folder>/verrou           locked by the process that started the cluster
//! <folder>/superviseur.log  locked by its supervisor, a little longer (`supervisor`)
//! <folder>/postgres/        PostgreSQL's own folder, of the account that runs the engine
//! ```
//!
//! Both are `flock`s: the system frees them when their holder dies, whatever the death. `postgres/`
//! is renamed into place once `initdb` is done, so a half-made one is never taken for good.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{FlockOperation, flock},
    io::Errno,
};
use tempfile::TempDir;

use crate::{
    account::Account,
    address::SUPERUSER,
    binaries::Binaries,
    cluster::DataFolder,
    failure::{Failure, io},
};

/// Where root keeps the clusters of folders the engine's account cannot enter.
const SYSTEM_STATE: &str = "/var/lib/parcours";

/// A folder of which this process is the one user, until dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Removes a temporary folder, should the supervisor not have.
    temporary: Option<TempDir>,
    _lock: File,
}

impl Folder {
    /// Takes the folder, or says who has it.
    pub(crate) fn take(data: &DataFolder, account: Account) -> Result<Self, Failure> {
        let (path, temporary) = match data {
            DataFolder::Persistent(asked) => (enterable(asked, account)?, None),
            DataFolder::Temporary => {
                let made = temporary(account)?;
                (canonical(made.path())?, Some(made))
            }
        };
        let lock = open(&path.join("verrou"))?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|cause| match cause {
            Errno::WOULDBLOCK => Failure::AlreadyRunning { folder: path.clone() },
            other => io(format!("verrouiller {}", path.display()))(other),
        })?;
        Ok(Self { path, temporary, _lock: lock })
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// PostgreSQL's own folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.path.join("postgres")
    }

    /// The engine's log.
    pub(crate) fn log(&self) -> PathBuf {
        self.data().join("postgresql.log")
    }

    /// Whether it goes away with the cluster.
    pub(crate) fn is_temporary(&self) -> bool {
        self.temporary.is_some()
    }

    /// The supervisor's log, empty and locked. Waits for the supervisor of a process that died to
    /// have stopped its engine: it is bounded by the patience of `pg_ctl`.
    pub(crate) fn supervisor_log(&self) -> Result<File, Failure> {
        let path = self.path.join("superviseur.log");
        let log = open(&path)?;
        let what = || format!("préparer {}", path.display());
        flock(&log, FlockOperation::LockExclusive).map_err(io(what()))?;
        log.set_len(0).map_err(io(what()))?;
        Ok(log)
    }

    /// The version of the data already here, if any.
    pub(crate) fn major(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// Creates the cluster where there is none.
    pub(crate) fn initialise(&self, binaries: &Binaries, account: Account) -> Result<(), Failure> {
        if self.data().exists() {
            return Ok(());
        }
        let fresh = self.path.join("postgres.nouveau");
        let what = || format!("créer {}", fresh.display());
        if fresh.exists() {
            fs::remove_dir_all(&fresh).map_err(io(what()))?;
        }
        fs::create_dir(&fresh).map_err(io(what()))?;
        fs::set_permissions(&fresh, Permissions::from_mode(0o700)).map_err(io(what()))?;
        account.give(&fresh)?;
        initdb(&fresh, binaries, account)?;
        fs::rename(&fresh, self.data()).map_err(io(what()))
    }
}

fn initdb(data: &Path, binaries: &Binaries, account: Account) -> Result<(), Failure> {
    let mut initdb = account.command(binaries.program("initdb"));
    initdb.args(["--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"]);
    initdb.arg(format!("--username={SUPERUSER}")).arg("--auth=trust");
    let output = initdb.arg("--pgdata").arg(data).output().map_err(io("lancer initdb"))?;
    if output.status.success() {
        return Ok(());
    }
    let detail = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure::Program { program: "initdb", detail })
}

/// The asked folder, made if need be; or, when root asks for one the engine's account cannot enter
/// (a clone in root's home), one of the same name where it can.
fn enterable(asked: &Path, account: Account) -> Result<PathBuf, Failure> {
    let folder = made(asked, account)?;
    if account.enters(&folder) {
        return Ok(folder);
    }
    let instead = made(&Path::new(SYSTEM_STATE).join(flat_name(&folder)), account)?;
    if !account.enters(&instead) {
        return Err(Failure::Unreachable { folder: instead, uid: account.uid() });
    }
    tracing::warn!(
        asked = %folder.display(), used = %instead.display(),
        "the engine's account cannot enter the data folder; another is used instead"
    );
    Ok(instead)
}

/// PostgreSQL's own folder in the one that was asked for, or in the one used instead, if somebody has taken it;
/// nothing is made. Of a process that died, the engine may still be there, and is on its way out.
pub(crate) fn taken(asked: &Path, account: Account) -> Option<PathBuf> {
    let asked = asked.canonicalize().ok()?;
    let instead = Path::new(SYSTEM_STATE).join(flat_name(&asked));
    let folder = if account.enters(&asked) { asked } else { instead.canonicalize().ok()? };
    let lock = File::open(folder.join("verrou")).ok()?;
    let locked = flock(&lock, FlockOperation::NonBlockingLockShared) == Err(Errno::WOULDBLOCK);
    locked.then(|| folder.join("postgres"))
}

/// "/srv/a-b/.parcours" as one file name, different for different paths.
fn flat_name(path: &Path) -> String {
    path.to_string_lossy().trim_matches('/').replace('-', "--").replace('/', "-")
}

fn made(folder: &Path, account: Account) -> Result<PathBuf, Failure> {
    let what = || format!("créer {}", folder.display());
    if !folder.exists() {
        fs::create_dir_all(folder).map_err(io(what()))?;
        let mode = Permissions::from_mode(account.passage());
        fs::set_permissions(folder, mode).map_err(io(what()))?;
    }
    canonical(folder)
}

/// The path the system itself gives, which is how a process standing there is recognised.
fn canonical(folder: &Path) -> Result<PathBuf, Failure> {
    folder.canonicalize().map_err(io(format!("lire {}", folder.display())))
}

/// A new folder of mode 0700, given to the engine's account, in the first temporary place it can
/// enter.
pub(crate) fn temporary(account: Account) -> Result<TempDir, Failure> {
    let places = [std::env::temp_dir(), "/tmp".into(), "/var/tmp".into()];
    let fits = |place: &&PathBuf| place.is_absolute() && short(place) && account.enters(place);
    let place = places
        .iter()
        .find(fits)
        .ok_or_else(|| Failure::Unreachable { folder: places[0].clone(), uid: account.uid() })?;
    let what = format!("créer un dossier dans {}", place.display());
    let folder =
        tempfile::Builder::new().prefix("parcours-").tempdir_in(place).map_err(io(what))?;
    account.give(folder.path())?;
    Ok(folder)
}

/// Whether a socket in a new folder of this place has a path the system accepts.
fn short(place: &Path) -> bool {
    /// What a Unix socket's path may measure, its final zero left out.
    const SOCKET_PATH_BYTES_MAX: usize = 107;
    const LONGEST_TAIL: &str = "/parcours-XXXXXX/.s.PGSQL.5432.lock";
    place.as_os_str().len() + LONGEST_TAIL.len() <= SOCKET_PATH_BYTES_MAX
}

/// Opens a lock or a log for good: it is never truncated before it is locked.
fn open(path: &Path) -> Result<File, Failure> {
    let mut options = File::options();
    let opened = options.create(true).append(true).read(true).open(path);
    opened.map_err(io(format!("ouvrir {}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_by_one_at_a_time() {
        let home = tempfile::tempdir().unwrap();
        let asked = DataFolder::Persistent(home.path().join("données"));
        let first = Folder::take(&asked, Account::Ours).unwrap();
        let refused = Folder::take(&asked, Account::Ours).unwrap_err();
        assert!(matches!(refused, Failure::AlreadyRunning { .. }), "{refused}");
        drop(first);
        Folder::take(&asked, Account::Ours).unwrap();
    }

    #[test]
    fn a_socket_path_may_be_as_long_as_the_system_accepts_and_no_longer() {
        let tail = "/parcours-XXXXXX/.s.PGSQL.5432.lock".len();
        assert!(short(Path::new(&"x".repeat(107 - tail))));
        assert!(!short(Path::new(&"x".repeat(108 - tail))));
    }

    #[test]
    fn two_folders_never_share_a_flat_name() {
        assert_eq!(flat_name(Path::new("/srv/a/.parcours")), "srv-a-.parcours");
        assert_ne!(flat_name(Path::new("/a/b")), flat_name(Path::new("/a-b")));
    }
}
