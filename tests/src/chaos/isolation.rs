//! Strict serializability, by somebody else's judge: `adya`, which searches a history for the cycles that no order of
//! its transactions could explain.
//!
//! Deliberately not here: positions, which `adya` does not know ([`super::judge`]).

use std::time::Duration;

use adya::{History, Opts, Valid, Workload, check};
use serde_json::{Value, json};

use super::history::{Entry, Known, Part};

/// How long the search for cycles may take. Not knowing is not a pass.
const SEARCH: Duration = Duration::from_secs(120);

/// The anomalies of a history, in the judge's own words; empty when it is strictly serializable.
///
/// # Panics
/// When the judge cannot read what is written here.
pub fn anomalies(entries: &[Entry]) -> Vec<String> {
    let lines: Vec<String> =
        entries.iter().enumerate().map(|(index, entry)| line(index, entry).to_string()).collect();
    let history = History::from_json(&lines.join("\n")).expect("the history is well formed");
    let options = Opts { timeout: SEARCH, ..Opts::default() };
    let report = check(&history, Workload::ListAppend, &options);
    if report.valid == Valid::True {
        return vec![];
    }
    let said = report.anomalies.into_iter().flat_map(|(kind, found)| {
        found.into_iter().map(move |anomaly| format!("{kind}: {}", anomaly.explanation))
    });
    let said: Vec<String> = said.collect();
    // A refusal without a reason is one all the same.
    if said.is_empty() {
        vec![format!("not strictly serializable: {:?}", report.not)]
    } else {
        said
    }
}

fn line(index: usize, entry: &Entry) -> Value {
    let kind = match entry.known {
        Known::Invoked => "invoke",
        Known::Done(_) => "ok",
        Known::Failed => "fail",
        Known::Unknown => "info",
    };
    let value: Vec<Value> = entry.parts.iter().map(part).collect();
    json!({ "index": index, "type": kind, "f": "txn", "process": entry.process, "value": value })
}

fn part(part: &Part) -> Value {
    match part {
        Part::Append { stream, element } => json!(["append", stream, element]),
        Part::Read { stream, elements } => json!(["r", stream, elements]),
    }
}
