//! The account the engine runs under: our own, unless we are root, which PostgreSQL refuses.
//!
//! Deliberately not here: going back to root. What must be done as root is done by us, before.

use std::{
    ffi::OsStr,
    os::unix::{fs::chown, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use crate::failure::{Failure, io};

/// Who runs the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    /// Ourselves: we are nobody special.
    Ours,
    /// An unprivileged account root hands the engine to.
    Other { uid: u32, gid: u32 },
}

impl Account {
    /// The account the engine must run under: `postgres`, else `nobody`, when we are root.
    pub(crate) fn of_the_engine() -> Result<Self, Failure> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Ours);
        }
        ["postgres", "nobody"].into_iter().find_map(named).ok_or(Failure::NoAccount)
    }

    /// A command run under this account, from `/` and with an environment of our choice: nothing
    /// the caller exported (`PGDATA`, `PGOPTIONS`, secrets) reaches the engine.
    pub(crate) fn command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").current_dir("/").stdin(Stdio::null());
        for kept in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        if let Self::Other { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Makes this account the owner of one file or folder.
    pub(crate) fn give(self, path: &Path) -> Result<(), Failure> {
        match self {
            Self::Ours => Ok(()),
            Self::Other { uid, gid } => chown(path, Some(uid), Some(gid))
                .map_err(io(format!("donner {} au compte {uid}", path.display()))),
        }
    }

    /// Whether this account can enter the folder, all its parents included.
    pub(crate) fn enters(self, folder: &Path) -> bool {
        let mut test = self.command("/bin/sh");
        test.args(["-c", "test -x \"$1\"", "sh"]).arg(folder);
        test.status().is_ok_and(|status| status.success())
    }

    /// The mode of a folder this account must go through: 0700 when it is ours.
    pub(crate) fn passage(self) -> u32 {
        match self {
            Self::Ours => 0o700,
            Self::Other { uid: _, gid: _ } => 0o711,
        }
    }

    /// The number an error names.
    pub(crate) fn uid(self) -> u32 {
        match self {
            Self::Ours => rustix::process::geteuid().as_raw(),
            Self::Other { uid, gid: _ } => uid,
        }
    }
}

/// Looks an account up with `id`, which knows every source of accounts the machine has.
fn named(name: &str) -> Option<Account> {
    Some(Account::Other { uid: number(name, "-u")?, gid: number(name, "-g")? })
}

fn number(name: &str, which: &str) -> Option<u32> {
    let output = Command::new("id").args([which, name]).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
