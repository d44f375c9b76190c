//! What a crash leaves in a data folder, and how one tells it from a server at work.
//!
//! Every process of PostgreSQL stands in its data folder: that is how one is recognised, and not by
//! the number in `postmaster.pid` alone, which another process may have taken since. Call this with
//! the folder's two locks held.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, pidfd_open},
};

use crate::{address::PORT, failure::Failure};

/// How long an orphan may take to notice that its server is gone.
const ORPHAN_PATIENCE: Timespec = Timespec { tv_sec: 10, tv_nsec: 0 };

/// Waits for the orphans of a killed server, then clears what would stop the next one; refuses when
/// a server is alive.
pub(crate) fn clear(data: &Path) -> Result<(), Failure> {
    refuse_a_living_server(data)?;
    processes_in(data).into_iter().for_each(wait_for_the_end);
    if let Some(sockets) = former_sockets(data) {
        discard(fs::remove_dir_all(sockets));
    }
    discard(fs::remove_file(data.join("postmaster.pid")));
    Ok(())
}

/// The same, for a next start that is to listen where the dead server did: the folder of the socket stays. Its lock
/// names a dead process, whose number anybody may have by then: PostgreSQL would take that one for its rival.
pub(crate) fn clear_in_place(data: &Path, sockets: &Path) -> Result<(), Failure> {
    let (socket, lock) = (format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock"));
    let stale = [data.join("postmaster.pid"), sockets.join(lock), sockets.join(socket)];
    refuse_a_living_server(data)?;
    processes_in(data).into_iter().for_each(wait_for_the_end);
    stale.iter().for_each(|file| discard(fs::remove_file(file)));
    Ok(())
}

fn refuse_a_living_server(data: &Path) -> Result<(), Failure> {
    server(data).map_or(Ok(()), |pid| {
        let pid = pid.as_raw_nonzero().get();
        Err(Failure::ForeignServer { folder: data.to_owned(), pid })
    })
}

/// The server at work on this data, if any.
pub(crate) fn server(data: &Path) -> Option<Pid> {
    let written = line_of_pid_file(data, 0)?.parse().ok().and_then(Pid::from_raw)?;
    processes_in(data).contains(&written).then_some(written)
}

/// The processes standing in this folder. One we may not look at belongs to another account: it is
/// not ours. A dead one not yet buried stands nowhere.
fn processes_in(data: &Path) -> Vec<Pid> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let standing = processes
        .filter(|entry| fs::read_link(entry.path().join("cwd")).is_ok_and(|folder| folder == data));
    standing
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(Pid::from_raw)
        .collect()
}

fn wait_for_the_end(process: Pid) {
    let Ok(handle) = pidfd_open(process, PidfdFlags::empty()) else {
        return; // It is already gone.
    };
    let ended = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&ORPHAN_PATIENCE));
    if ended != Ok(1) {
        tracing::warn!("an orphan of the former PostgreSQL is still there");
    }
}

/// The folder of the socket of the server at work on this data, if any.
pub(crate) fn sockets_at_work(data: &Path) -> Option<PathBuf> {
    server(data)?;
    let folder = PathBuf::from(line_of_pid_file(data, 4)?);
    folder.is_absolute().then_some(folder)
}

/// The folder of the dead server's socket, when it is one of those we make.
fn former_sockets(data: &Path) -> Option<PathBuf> {
    let folder = PathBuf::from(line_of_pid_file(data, 4)?);
    let ours = folder.file_name()?.to_str()?.starts_with("parcours-");
    (ours && folder.is_absolute()).then_some(folder)
}

fn line_of_pid_file(data: &Path, line: usize) -> Option<String> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    text.lines().nth(line).map(|line| line.trim().to_owned())
}

/// A leftover that cannot be removed will be told by PostgreSQL itself.
fn discard(outcome: io::Result<()>) {
    if let Err(cause) = outcome
        && cause.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%cause, "a leftover of the former PostgreSQL could not be removed");
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Child, Command, Stdio};

    use super::*;

    /// A process standing in a folder until its standard input closes.
    fn standing_in(folder: &Path) -> Child {
        let mut cat = Command::new("cat");
        cat.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap();
        (folder, path)
    }

    #[test]
    fn a_server_at_work_is_left_alone() {
        let (_guard, data) = folder();
        let mut server = standing_in(&data);
        fs::write(data.join("postmaster.pid"), format!("{}\n", server.id())).unwrap();
        let refused = clear(&data).unwrap_err().to_string();
        assert!(refused.contains(&format!("processus {}", server.id())), "{refused}");
        assert!(data.join("postmaster.pid").exists());
        server.kill().unwrap();
        server.wait().unwrap();
    }

    #[test]
    fn a_number_taken_by_another_process_does_not_stop_the_next_start() {
        let (_guard, data) = folder();
        let elsewhere = std::process::id();
        fs::write(data.join("postmaster.pid"), format!("{elsewhere}\n")).unwrap();
        clear(&data).unwrap();
        assert!(!data.join("postmaster.pid").exists());
    }

    #[test]
    fn the_orphans_of_a_killed_server_are_waited_for() {
        let (_guard, data) = folder();
        let mut orphan = standing_in(&data);
        fs::write(data.join("postmaster.pid"), "999999999\n").unwrap();
        drop(orphan.stdin.take());
        clear(&data).unwrap();
        assert!(orphan.try_wait().unwrap().is_some(), "the orphan had not ended");
    }
}
