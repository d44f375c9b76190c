//! Other people's stores of events beside ours: one run, one cluster, one machine, rounds interleaved.
//!
//! ```text
//! cargo run --release --manifest-path tests/peers/Cargo.toml --target-dir target/peers -- [--json]
//! ```
//!
//! In reading order: the stores (two published crates, three designs whose statements are ours), the ceiling (what
//! PostgreSQL takes in bulk), the run, what is printed.
//!
//! # Invariants
//!
//! - Same payload, same clients, same machine, same durable settings; each store in the best configuration found for it
//!   by a short trial (how many connections it shares), each on a new database every round.
//! - Every store is held to what it promises, and what it does not give is printed beside its figure.
//! - A gate that ours does not hold ends the run without a figure, exit code 2. A peer that does not hold one stops there
//!   for the round, and the fault is printed beside its figures.
//!
//! Deliberately not here: stores that are not on PostgreSQL, and any figure of another machine.

mod stores {
    //! The stores compared.
    pub mod counter;
    pub mod esrs;
    pub mod horizon;
    pub mod lock;
    pub mod postgres_es;
    pub mod sql;
}

mod ceiling;

mod run;

mod report;

use std::process::ExitCode;

use bench::Failure;
use clap::Parser;

/// Mesure notre journal à côté d’autres magasins d’événements sur PostgreSQL.
#[derive(Clone, Debug, Parser)]
#[command(name = "peers", version)]
pub struct Arguments {
    /// Écrit les mesures en JSON.
    #[arg(long)]
    json: bool,
    /// Combien dure un essai, en secondes.
    #[arg(long, value_name = "SECONDES", default_value_t = 2.0)]
    duree: f64,
    /// Combien de tours.
    #[arg(long, value_name = "N", default_value_t = 5)]
    tours: usize,
    /// Combien dure l’instantané de W10, en secondes.
    #[arg(long, value_name = "SECONDES", default_value_t = 6.0)]
    instantane: f64,
    /// Seulement ces magasins, à côté du nôtre : postgres_es, esrs, verrou, compteur, xid8.
    #[arg(long, value_name = "NOMS", value_delimiter = ',')]
    magasins: Vec<String>,
    /// Combien de lignes d’un coup pour les plafonds, et pour W7.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    lignes: usize,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let measured = match runtime {
        Ok(runtime) => runtime.block_on(run::run(&arguments)),
        Err(cause) => Err(Failure::Io(cause)),
    };
    match measured {
        Ok(measures) => {
            report::print(&measures, json);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            report::say(&format!("✗ {failure}"));
            ExitCode::from(if failure.is_gate() { 2 } else { 1 })
        }
    }
}
