//! The shell that stands between us and the engine, so that the engine never outlives us.
//!
//! It starts PostgreSQL, says so, then reads a pipe of which we hold the other end. When we close
//! it, or die of anything, the system closes it: the shell wakes, stops the engine and removes what
//! was temporary. It has its own process group, so a Ctrl-C meant for us lets it do its work, and
//! holds its log locked to its last breath, so a new start can wait for it without polling.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStdout, Stdio},
};

use crate::{
    account::Account,
    binaries::Binaries,
    failure::{Failure, io},
    folder::Folder,
    leftovers, settings,
};

/// Starting includes the recovery of a crashed journal; stopping, a last checkpoint.
const SCRIPT: &str = r#"
pg_ctl=$1 data=$2 log=$3 settings=$4
shift 4
umask 077
printf '%s' "$settings" > "$data/postgresql.conf" &&
    "$pg_ctl" --pgdata="$data" --log="$log" --wait --timeout=600 start >&2 &&
    echo started &&
    exec >&2 &&
    cat > /dev/null
"$pg_ctl" --pgdata="$data" --mode=fast --wait --timeout=120 stop >&2
stopped=$?
[ $# -eq 0 ] || rm -rf -- "$@"
exit $stopped
"#;

/// The engine at work, and who watches over it.
#[derive(Debug)]
pub(crate) struct Supervisor {
    shell: Child,
    account: Account,
    binaries: Binaries,
}

impl Supervisor {
    /// Starts the engine on an initialised folder and returns once it answers.
    pub(crate) fn start(
        folder: &Folder,
        sockets: &Path,
        account: Account,
        binaries: Binaries,
    ) -> Result<Self, Failure> {
        let log = folder.supervisor_log()?;
        leftovers::clear(&folder.data())?;
        let mut shell = spawn(folder, sockets, account, &binaries, log)?;
        let said = shell.stdout.take().expect("its standard output is piped");
        let supervisor = Self { shell, account, binaries };
        if first_line(said) == "started" {
            return Ok(supervisor);
        }
        Err(supervisor.why_not_started(folder))
    }

    /// Stops the engine and waits for it. Done twice, it does nothing the second time.
    pub(crate) fn stop(&mut self, folder: &Folder) -> Result<(), Failure> {
        drop(self.shell.stdin.take());
        let ended = self.shell.wait().map_err(io("attendre l’arrêt de PostgreSQL"))?;
        if ended.success() || leftovers::server(&folder.data()).is_none() {
            return Ok(());
        }
        self.stop_ourselves(folder)
    }

    /// Someone killed the engine: starts it again where it was, on what is left of it. The shell still watches over it,
    /// since it stops whatever runs on the folder.
    pub(crate) fn revive(&self, folder: &Folder, sockets: &Path) -> Result<(), Failure> {
        leftovers::clear_in_place(&folder.data(), sockets)?;
        let mut pg_ctl = self.account.command(self.binaries.program("pg_ctl"));
        pg_ctl.args(["start", "--wait", "--timeout=600", "--pgdata"]).arg(folder.data());
        pg_ctl.arg("--log").arg(folder.log());
        // Like the engine the shell starts: no terminal, no group of ours, so a Ctrl-C meant for us passes it by.
        pg_ctl.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = pg_ctl.status().map_err(io("lancer pg_ctl"))?;
        if ended.success() {
            return Ok(());
        }
        Err(Failure::NotStarted { detail: last_lines(&folder.log()) })
    }

    /// Someone killed the supervisor: the engine is still there and is ours to stop.
    fn stop_ourselves(&self, folder: &Folder) -> Result<(), Failure> {
        let mut pg_ctl = self.account.command(self.binaries.program("pg_ctl"));
        pg_ctl.args(["stop", "--mode=fast", "--wait", "--timeout=120", "--pgdata"]);
        let output = pg_ctl.arg(folder.data()).output().map_err(io("lancer pg_ctl"))?;
        if output.status.success() {
            return Ok(());
        }
        let detail = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(Failure::NotStopped { detail })
    }

    fn why_not_started(mut self, folder: &Folder) -> Failure {
        drop(self.shell.stdin.take());
        if let Err(source) = self.shell.wait() {
            return io("attendre la fin du superviseur")(source);
        }
        let logs = [folder.path().join("superviseur.log"), folder.log()];
        let detail: Vec<String> = logs.iter().map(|log| last_lines(log)).collect();
        Failure::NotStarted { detail: detail.join("\n") }
    }
}

fn spawn(
    folder: &Folder,
    sockets: &Path,
    account: Account,
    binaries: &Binaries,
    log: File,
) -> Result<Child, Failure> {
    let mut shell = account.command("/bin/sh");
    shell.args(["-c", SCRIPT, "parcours-postgres"]).arg(binaries.program("pg_ctl"));
    shell.arg(folder.data()).arg(folder.log()).arg(settings::postgresql_conf(sockets));
    shell.arg(sockets);
    if folder.is_temporary() {
        shell.arg(folder.path());
    }
    shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
    shell.spawn().map_err(io("lancer /bin/sh"))
}

fn first_line(said: ChildStdout) -> String {
    let mut line = String::new();
    // Nothing said is the answer "not started": the logs tell why.
    let _bytes = BufReader::new(said).read_line(&mut line);
    line.trim().to_owned()
}

/// The end of a log, for an error's text.
fn last_lines(log: &Path) -> String {
    const LINES_MAX: usize = 15;
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES_MAX)..].join("\n")
}
