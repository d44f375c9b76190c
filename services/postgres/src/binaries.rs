//! Finds the machine's PostgreSQL programs: on the PATH, then where Debian puts them (newest
//! first), then where `pg_config` says.
//!
//! A place counts only when the account that will run the engine can run it from there.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{account::Account, failure::Failure};

/// The oldest version whose views can run with the rights of who reads them.
const MAJOR_MIN: u32 = 15;
const PROGRAMS: [&str; 3] = ["initdb", "pg_ctl", "postgres"];
const DEBIAN: &str = "/usr/lib/postgresql";

/// A folder with `initdb`, `pg_ctl` and `postgres` of one version.
#[derive(Clone, Debug)]
pub(crate) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// The first usable programs; of that very version when data already exists in one.
    pub(crate) fn find(account: Account, wanted: Option<u32>) -> Result<Self, Failure> {
        let fits = |folder: &PathBuf| match (major(account, folder), wanted) {
            (Some(found), Some(wanted)) => found == wanted,
            (Some(found), None) => found >= MAJOR_MIN,
            (None, _) => false,
        };
        let folder = places().into_iter().filter(|folder| complete(folder)).find(fits);
        folder.map(|folder| Self { folder }).ok_or(Failure::PostgresMissing { major: wanted })
    }

    /// The full path of one program.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

fn places() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    places.extend(debian());
    places.extend(pg_config());
    places
}

fn debian() -> Vec<PathBuf> {
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let entries = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    versions.sort_by_key(|path| std::cmp::Reverse(version(path)));
    versions.into_iter().map(|path| path.join("bin")).collect()
}

fn pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().into())
}

fn complete(folder: &Path) -> bool {
    PROGRAMS.iter().all(|program| folder.join(program).is_file())
}

/// The version of the `postgres` of a folder, as the account that will run it sees it.
fn major(account: Account, folder: &Path) -> Option<u32> {
    let output = account.command(folder.join("postgres")).arg("--version").output().ok()?;
    major_in(&String::from_utf8(output.stdout).ok()?)
}

/// Reads "15" in "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
fn major_in(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    let digits = number.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_whatever_follows_it() {
        assert_eq!(major_in("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_in("postgres (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(major_in("postgres"), None);
    }

    #[test]
    fn a_version_the_machine_lacks_is_asked_for_by_its_number() {
        let account = Account::of_the_engine().unwrap();
        let refusal = Binaries::find(account, Some(7)).unwrap_err().to_string();
        assert!(refusal.contains("PostgreSQL version 7"), "{refusal}");
    }
}
