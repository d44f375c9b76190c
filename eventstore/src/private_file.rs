//! Files that hold secrets: their owner alone reads them, and nobody ever sees one half-written.
//!
//! Deliberately not here: what is in them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::crypt;

/// Whether the file can be read by others than its owner.
pub(crate) fn is_readable_by_others(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Writes a file (mode 0600), unless somebody else has written it meanwhile.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = draft(path, bytes)?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => sync(path),
    }
}

/// Puts new contents in the place of a file: after a crash it holds the old ones whole, or the new ones.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::rename(draft(path, bytes)?, path)?;
    sync(path)
}

/// Locks the folder of a file against the other processes that lock it, until what is returned is dropped.
pub(crate) fn lock(path: &Path) -> io::Result<File> {
    let folder = File::open(folder(path))?;
    flock(&folder, FlockOperation::LockExclusive)?;
    Ok(folder)
}

fn draft(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let unique = u64::from_be_bytes(crypt::random());
    let draft = path.with_extension(format!("{unique:016x}"));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(draft)
}

/// The folder too must survive a crash with its new entry.
fn sync(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
