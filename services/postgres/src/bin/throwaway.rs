//! Runs a command with a throw-away cluster, named to it by `PARCOURS_TEST_PG`:
//! `throwaway cargo test --workspace`. Its exit code is the command's.
//!
//! Interrupted or killed, it leaves nothing behind: the cluster stops with it.

use std::{
    env,
    process::{Command, ExitCode},
};

use private_postgres::{Cluster, DataFolder, Failure, Options, testing::CLUSTER_VARIABLE};

fn main() -> ExitCode {
    let command: Vec<String> = env::args().skip(1).collect();
    run(&command).unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}

fn run(command: &[String]) -> Result<ExitCode, Failure> {
    let Some((program, arguments)) = command.split_first() else {
        eprintln!("Usage : throwaway COMMANDE [ARGUMENT]…");
        return Ok(ExitCode::from(2));
    };
    let cluster = Cluster::start(Options { data: DataFolder::Temporary })?;
    let mut child = Command::new(program);
    child.args(arguments).env(CLUSTER_VARIABLE, cluster.sockets());
    let status = child
        .status()
        .map_err(|source| Failure::Io { what: format!("lancer « {program} »"), source })?;
    cluster.stop()?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
