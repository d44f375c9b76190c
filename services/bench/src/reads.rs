//! W7: catching up with a log by position, in pages, against the database's own binary `copy` of the same rows.
//!
//! The copy is the ceiling: one statement, one round trip, bytes thrown away unread. What reads by pages decodes every
//! event and insists on its position.

use std::time::Instant;

use eventstore::{Journal, Position};
use futures::{TryStreamExt as _, pin_mut};
use tokio_postgres::Client;

use crate::Failure;

/// The sizes of pages.
pub const PAGES: [usize; 3] = [100, 1_000, 5_000];

/// Reads a log to its head, and gives events a second.
///
/// # Errors
/// When a position is missing (the journal says which), or fewer events come than there are.
pub async fn catch_up(journal: &Journal, page: usize, events: u64) -> Result<f64, Failure> {
    let started = Instant::now();
    let (mut after, mut read) = (Position::ORIGIN, 0_u64);
    loop {
        let events = journal.read_from(after, None, page).await?;
        let Some(last) = events.last() else { break };
        after = last.position;
        read += events.len() as u64;
    }
    let seconds = started.elapsed().as_secs_f64();
    if read != events {
        return Err(Failure::Gate {
            store: "parcours".to_owned(),
            workload: "W7".to_owned(),
            what: format!("{events} événements à lire, {read} lus"),
        });
    }
    Ok(read as f64 / seconds)
}

/// Copies the same rows out, and gives rows a second.
///
/// # Errors
/// When the database fails.
pub async fn copy(client: &Client, log_id: i16, events: u64) -> Result<f64, Failure> {
    let started = Instant::now();
    let sql = format!(
        "copy (select event.position, event.stream_id, event.stream_type, event.stream_version,
                      event.event_type, event.schema_version, event.event_id, event.command_id,
                      event.recorded_at, event.survenu_le, event.survenu_a,
                      event.survenu_precision, event.connu_le, event.actor, event.finalite,
                      event.correlation_id, event.causation_id, event.payload, event.leaf
                 from journal.event as event
                where event.log_id = {log_id}
                order by event.position) to stdout (format binary)"
    );
    let rows = client.copy_out(&sql).await?;
    pin_mut!(rows);
    let mut bytes = 0;
    while let Some(chunk) = rows.try_next().await? {
        bytes += chunk.len();
    }
    let seconds = started.elapsed().as_secs_f64();
    if bytes == 0 {
        return Err(Failure::other("la copie n’a rien donné"));
    }
    Ok(events as f64 / seconds)
}
