//! Commands through the door, everything on: token, rights, decision, seals, append; and how far behind the facts are.
//!
//! A client opens the file of a new child, then records an information about him, and again with another child.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use eventstore::Journal;
use proto::commun::v1::Recu;
use proto::identite::v1::identite_service_client::IdentiteServiceClient;
use proto::information::v1::information_service_client::InformationServiceClient;
use server::jetons::Role;
use tokio::sync::watch;
use tokio_postgres::Client as Connection;
use uuid::Uuid;

use super::{Engine, door};
use crate::Failure;
use crate::draw::{Draw, Hand};
use crate::drive::{Client, Run, Tally};
use crate::measure::quantile;
use crate::stand::{self, Probe};

/// How many connections the clients share.
const CHANNELS: usize = 8;

/// How often the facts' progress is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// How long the facts may take to catch up once nobody writes.
const CATCH_UP_MAX: Duration = Duration::from_secs(60);

/// When each command was answered, and where it is in the log.
type Answered = Arc<Mutex<Vec<(Instant, u64)>>>;

/// A person who types.
pub struct Agent {
    identite: IdentiteServiceClient<door::Door>,
    information: InformationServiceClient<door::Door>,
    hand: Hand,
    enfant: Option<Uuid>,
    answered: Answered,
}

#[async_trait]
impl Client for Agent {
    async fn once(&mut self, tally: &mut Tally) -> Result<(), Failure> {
        let (id, enfant, recu, events) = match self.enfant.take() {
            None => {
                let enfant = self.hand.id();
                let request = door::inscrire(&mut self.hand, enfant);
                let id = request.entete.as_ref().map(|entete| entete.commande_id.clone());
                self.enfant = Some(enfant);
                let recu = self.identite.inscrire(request).await?.into_inner();
                // The file, and its line in the bucket of its identity.
                (id, enfant, recu, 2)
            }
            Some(enfant) => {
                let request = door::recevoir(&mut self.hand, enfant);
                let id = request.entete.as_ref().map(|entete| entete.commande_id.clone());
                (id, enfant, self.information.recevoir(request).await?.into_inner(), 1)
            }
        };
        let id = id.and_then(|id| id.parse().ok()).unwrap_or_default();
        self.keep((id, events), enfant, &recu, tally)
    }
}

impl Agent {
    fn keep(
        &self,
        (id, events): (Uuid, u64),
        enfant: Uuid,
        recu: &Recu,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        let Recu { repere, deja_fait, versions, .. } = recu;
        let (Some(repere), Some(version), false) = (repere, versions.first(), *deja_fait) else {
            return Err(Failure::Server("un reçu incomplet".to_owned()));
        };
        tally.accept(id, &[(enfant, version.version)], events);
        let mut answered = self.answered.lock().map_err(Failure::other)?;
        answered.push((Instant::now(), repere.position));
        Ok(())
    }
}

/// So many people at the door of an engine, and when they were answered.
///
/// # Errors
/// When there is no server.
pub async fn agents(
    engine: &Engine,
    folder: &Path,
    draw: &Draw,
    count: usize,
) -> Result<(Vec<Agent>, Answered), Failure> {
    let mut doors = Vec::with_capacity(CHANNELS);
    for _ in 0..CHANNELS.min(count) {
        doors.push(door::open(engine.address(), folder, Role::Crip).await?);
    }
    let answered = Answered::default();
    let agent = |door: &door::Door| Agent {
        identite: IdentiteServiceClient::new(door.clone()),
        information: InformationServiceClient::new(door.clone()),
        hand: draw.hand(),
        enfant: None,
        answered: answered.clone(),
    };
    Ok((doors.iter().cycle().take(count).map(agent).collect(), answered))
}

/// What was acknowledged is in the journal, with as many events as its commands make, and positions follow.
///
/// # Errors
/// [`Failure::Gate`] when it is not; a breakdown otherwise.
pub async fn check(
    journal: &Journal,
    probe: &Probe,
    before: u64,
    run: &Run,
) -> Result<(), Failure> {
    let head = head(probe, journal).await?;
    let kept = journal.commands(&run.tally.commands).await?.len();
    let sent = run.tally.commands.len();
    let what = if kept != sent {
        format!("{sent} commandes confirmées, {kept} connues du journal")
    } else if head.0 != head.1 {
        format!("{} événements jusqu’à la position {}", head.1, head.0)
    } else if head.0 != before + run.tally.events {
        format!("{} événements attendus, {} trouvés", before + run.tally.events, head.0)
    } else {
        return Ok(());
    };
    Err(Failure::Gate { store: "parcours".to_owned(), workload: "gRPC".to_owned(), what })
}

/// The last position of a log, and how many events it has.
///
/// # Errors
/// When the database fails.
pub async fn head(probe: &Probe, journal: &Journal) -> Result<(u64, u64), Failure> {
    let sql = "select coalesce(max(event.position), 0), count(*)
                 from journal.event as event
                where event.log_id = $1";
    let row = probe.client().query_one(sql, &[&journal.log_id()]).await?;
    let (last, count): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
    Ok((last.unsigned_abs(), count.unsigned_abs()))
}

/// Follows the facts while a drive runs; gives how far behind each command they were, in milliseconds, sorted.
///
/// A fact is there when its view's checkpoint, as the database shows it to anybody, has reached the command's
/// position. Looks are [`LOOK`] apart: a lag is over-estimated by as much.
///
/// # Errors
/// When the drive fails, or the facts never get there.
pub async fn lags<F>(
    url: &str,
    log_id: i16,
    answered: &Answered,
    drive: F,
) -> Result<(Run, Vec<f64>), Failure>
where
    F: Future<Output = Result<Run, Failure>>,
{
    let (target, told) = watch::channel(None);
    let client = stand::connect(url).await?;
    let looking = tokio::spawn(look(client, log_id, told));
    let run = drive.await?;
    let commands = answered.lock().map_err(Failure::other)?.clone();
    let last = commands.iter().map(|(_, position)| *position).max().unwrap_or(0);
    target.send_replace(Some(last));
    let seen = looking.await??;
    let mut lags: Vec<f64> = commands
        .iter()
        .filter_map(|(at, position)| {
            let first = seen.partition_point(|(_, reached)| reached < position);
            let (shown, _) = seen.get(first)?;
            Some(shown.saturating_duration_since(*at).as_secs_f64() * 1e3)
        })
        .collect();
    lags.sort_by(f64::total_cmp);
    Ok((run, lags))
}

/// Each move of the checkpoint, until it reaches the target.
async fn look(
    client: Connection,
    log_id: i16,
    target: watch::Receiver<Option<u64>>,
) -> Result<Vec<(Instant, u64)>, Failure> {
    let sql = "select checkpoint.position
                 from projections.checkpoint as checkpoint
                where checkpoint.log_id = $1 and checkpoint.vue = 'faits'";
    let statement = client.prepare(sql).await?;
    let mut seen: Vec<(Instant, u64)> = Vec::new();
    let mut beat = tokio::time::interval(LOOK);
    let mut moved = Instant::now();
    loop {
        beat.tick().await;
        let row = client.query_opt(&statement, &[&log_id]).await?;
        let reached = row.map_or(Ok(0_i64), |row| row.try_get(0))?.unsigned_abs();
        if seen.last().is_none_or(|(_, last)| *last < reached) {
            moved = Instant::now();
            seen.push((moved, reached));
        }
        if (*target.borrow()).is_some_and(|target| target <= reached) {
            return Ok(seen);
        }
        if target.borrow().is_some() && CATCH_UP_MAX < moved.elapsed() {
            return Err(Failure::Server("les faits n’avancent plus".to_owned()));
        }
    }
}

/// A quantile of sorted milliseconds.
pub fn quantile_ms(sorted: &[f64], share: f64) -> f64 {
    let micros: Vec<u32> = sorted.iter().map(|ms| (ms * 1e3) as u32).collect();
    f64::from(quantile(&micros, share)) / 1e3
}
