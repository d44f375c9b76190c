//! A whole run: which measures, in which order, on which database, and what each should reach.
//!
//! ```text
//! W1 … W5   a store of its own, rounds interleaved
//! W7 W11    a log grown to the size asked
//! W10       W1 with one snapshot held open beside it
//! G1 L1 A1 F1 C1 M1 R1   an engine in a process of its own, loaded with simulated Départements
//! ```
//!
//! Invariant: a measure is given once its gates held; the first that does not ends the run.

mod door;

mod journal;

use std::sync::Arc;

use crate::Failure;
use crate::draw::{Draw, SEED};
use crate::engine::Launch;
use crate::measure::Mesure;
use crate::ours::Ours;
use crate::sample::Bench;
use crate::stand::Stand;

/// How many rounds a workload has.
const ROUNDS: usize = 3;

/// How many events warm a store before its first sample.
const WARM_UP: usize = 20_000;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Only the measures of these names (`W1`, `G1`…); all without any.
    pub only: Vec<String>,
    /// Less of everything: to see that it works, not to learn a figure.
    pub small: bool,
    /// How long a sample lasts, in seconds.
    pub seconds: Option<f64>,
    /// How many events the grown log and the loaded engine have at least.
    pub events: Option<u64>,
    /// How to start a server.
    pub launch: Launch,
}

impl Ask {
    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only.eq_ignore_ascii_case(name))
    }

    fn wants_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.wants(name))
    }

    fn seconds(&self) -> f64 {
        self.seconds.unwrap_or(if self.small { 0.5 } else { 2.0 })
    }

    fn rounds(&self) -> usize {
        if self.small { 1 } else { ROUNDS }
    }
}

/// The names of every measure, in their order.
pub const NAMES: [&str; 15] =
    ["W1", "W2", "W3", "W4", "W5", "W7", "W10", "W11", "G1", "L1", "A1", "F1", "C1", "M1", "R1"];

/// Runs what is asked; `tell` is told what is being done, in French.
///
/// # Errors
/// [`Failure::Gate`] when what is there is not what was acknowledged; a breakdown otherwise.
pub async fn run(ask: Ask, tell: &(dyn Fn(&str) + Sync)) -> Result<Vec<Mesure>, Failure> {
    let stand = tokio::task::block_in_place(Stand::start)?;
    let plan = Plan { ask, stand, draw: Draw::new(SEED), tell };
    let mut measures = journal::measures(&plan).await?;
    if plan.ask.wants_one_of(&NAMES[8..]) {
        measures.extend(door::measures(&plan).await?);
    }
    Ok(measures)
}

/// What every part of a run shares.
struct Plan<'a> {
    ask: Ask,
    stand: Stand,
    draw: Draw,
    tell: &'a (dyn Fn(&str) + Sync),
}

impl Plan<'_> {
    fn tell(&self, what: &str) {
        (self.tell)(what);
    }

    /// A log of ours on a database of its own, warm.
    async fn ours(&self, name: &str) -> Result<(Bench, Ours), Failure> {
        let url = tokio::task::block_in_place(|| self.stand.database(name))?.admin_url();
        let ours = Ours::create(&url).await?;
        let bench = Bench::new(url, Arc::new(ours.clone())).await?;
        let warm_up = if self.ask.small { WARM_UP / 10 } else { WARM_UP };
        ours.grow(&self.draw, warm_up).await?;
        bench.probe.vacuum().await?;
        Ok((bench, ours))
    }
}
