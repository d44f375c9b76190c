//! The engine by its door: a server in a process of its own, loaded, asked and measured as its clients see it.
//!
//! Its memory is its own: the clients that drive it are in another process, this one.
//!
//! Invariants: the server is stopped by closing its input, whatever becomes of this process; nothing is measured
//! before its facts have caught up with what was loaded.

pub mod commands;

pub mod door;

pub mod load;

pub mod reads;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::{Failure, stand};

/// The Département measured.
pub const DEPARTEMENT: &str = "17";

/// The name of its log.
pub const LOG: &str = "17/parcours";

/// How to start a server: a program that is given an address of a database and a folder, writes where it listens on
/// its first line, and stops when its input is closed. [`serve`] does all that.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// What it is told first; the address and the folder follow.
    pub arguments: Vec<String>,
}

/// A server at work in a process of its own.
#[derive(Debug)]
pub struct Engine {
    process: Child,
    address: String,
}

impl Engine {
    /// Starts it on a database, with its keys in a folder.
    ///
    /// # Errors
    /// When it does not start; its own words are on standard error.
    pub async fn start(launch: &Launch, url: &str, folder: &Path) -> Result<Self, Failure> {
        let Launch { program, arguments } = launch;
        let mut command = Command::new(program);
        command.args(arguments).arg(url).arg(folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn()?;
        let output = process.stdout.take().ok_or_else(|| Failure::other("pas de sortie"))?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address).await?;
        if address.trim().is_empty() {
            return Err(Failure::Server("le serveur n’a pas démarré".to_owned()));
        }
        Ok(Self { process, address: address.trim().to_owned() })
    }

    /// Where it is reached.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its resident memory and the peak of it, in bytes.
    pub fn memory(&self) -> Option<(u64, u64)> {
        stand::memory(self.process.id()?)
    }

    /// Stops it, its requests answered.
    ///
    /// # Errors
    /// When it broke.
    pub async fn stop(mut self) -> Result<(), Failure> {
        drop(self.process.stdin.take());
        let status = self.process.wait().await?;
        if status.success() { Ok(()) } else { Err(Failure::Server(format!("arrêt : {status}"))) }
    }
}

/// What the process of a server does: starts, says where it listens, waits for its input to end, stops.
///
/// # Errors
/// When it does not start, or breaks.
pub async fn serve(url: &str, folder: &Path, tell: impl FnOnce(&str)) -> Result<(), Failure> {
    let broken = |cause: server::Demarrage| Failure::Server(cause.to_string());
    let listen = ([127, 0, 0, 1], 0).into();
    let options = server::Options::new(url, folder.to_owned(), listen).simulated();
    let running = server::start(options).await.map_err(broken)?;
    tell(&format!("http://{}", running.addr));
    let ended = || std::io::stdin().lock().read_to_end(&mut Vec::new());
    tokio::task::spawn_blocking(ended).await??;
    running.stop().await.map_err(broken)
}
