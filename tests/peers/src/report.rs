//! What is printed: progress on standard error, the measures on standard output, as a table or as JSON.

use std::io::Write as _;

use bench::{Goal, Mesure};

/// Says something on standard error.
pub fn say(what: &str) {
    // Nobody reads any more: there is nobody to tell.
    let _gone = writeln!(std::io::stderr().lock(), "{what}");
}

/// Prints the measures.
pub fn print(measures: &[Mesure], json: bool) {
    let text = if json {
        serde_json::to_string_pretty(measures).unwrap_or_default()
    } else {
        measures.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let _gone = writeln!(std::io::stdout().lock(), "{text}");
}

/// « R.verrou · parcours / verrou par ajout · 9,1 × (8,7 – 9,6, 5 tours) · objectif ≥ 8 · tenu ».
fn line(measure: &Mesure) -> String {
    let Mesure { id, name, goal, value, unit, held, rounds, dropped, detail, note, .. } = measure;
    let value = value.map_or_else(|| "aucun tour retenu".to_owned(), |value| number(value, unit));
    let range = measure.range().map_or_else(String::new, |(low, high)| {
        format!(" ({} – {}, {} tours)", number(low, ""), number(high, ""), rounds.len())
    });
    let mut parts = vec![format!("{id:18} {name} : {value}{range}")];
    if *dropped > 0 {
        parts.push(format!("{dropped} tours écartés"));
    }
    parts.extend(detail.map(|detail| {
        format!(
            "p50 {:.2} ms, p99 {:.2} ms, {:.0} µs CPU et {:.0} octets de WAL par événement",
            detail.p50_ms, detail.p99_ms, detail.cpu_us_per_event, detail.wal_bytes_per_event
        )
    }));
    parts.extend(goal.map(|goal| match goal {
        Goal::AtLeast(least) | Goal::RatioAtLeast(least) => format!("objectif ≥ {least}"),
        Goal::AtMost(most) => format!("objectif ≤ {most}"),
    }));
    parts.extend(held.map(|held| if held { "tenu".to_owned() } else { "MANQUÉ".to_owned() }));
    parts.extend(Some(note.clone()).filter(|note| !note.is_empty()));
    parts.join(" · ")
}

fn number(value: f64, unit: &str) -> String {
    if value.abs() < 100.0 { format!("{value:.2} {unit}") } else { format!("{value:.0} {unit}") }
        .trim_end()
        .to_owned()
}
