//! Whether the server should be asked anything: gRPC health, `GET /sante`, and the state metrics show.
//!
//! ```text
//!  out of service:  the writer of a log has had the same batch in hand for more than 5 s
//!                   the database has not answered « select 1 » for more than 5 s
//!                   the server is stopping
//! ```
//!
//! # Invariants
//!
//! - What is told here is what is so now: a server recovers by itself when its cause is gone.
//! - The probe of the database has a connection of its own, so a busy pool is not taken for a silence.
//! - Facts that are behind, or stopped by an event nobody can read, put nothing out of service: commands
//!   and files go on. They are shown.
//!
//! Deliberately absent: repairing. Ending a backend that hangs is its administrator's decision.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use deadpool_postgres::{Object, Pool};
use eventstore::{Database, Journal};
use projections::Runner;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::appel::Arret;
use crate::horloge::Horloge;
use crate::mesures::{Mesures, PourJournal, http, jauge};

/// How long a silence lasts before it is one.
const SILENCE: Duration = Duration::from_secs(5);

/// How often everything is looked at.
const VEILLE: Duration = Duration::from_secs(1);

/// The name under which gRPC asks for the whole server.
const ENSEMBLE: &str = "";

/// What watches over a server.
#[derive(Debug)]
pub(crate) struct Sante {
    mesures: Arc<Mesures>,
    journaux: Vec<Journalise>,
    runner: Runner,
    horloge: Arc<dyn Horloge>,
    sonde: Pool,
    /// When the database last answered.
    reponse: Mutex<Instant>,
    quarantaines: AtomicU64,
    arret: Arret,
}

/// A log and its metrics.
#[derive(Debug)]
struct Journalise {
    journal: Journal,
    mesures: PourJournal,
    /// The last signed head: its size, and when it was signed.
    signee: Mutex<Option<(u64, DateTime<Utc>)>>,
}

/// The state of a server, as `GET /sante` tells it.
#[derive(Debug, Serialize)]
pub(crate) struct Etat {
    pub(crate) en_service: bool,
    /// Why it is not, in the order of the head of this file.
    causes: Vec<&'static str>,
    journaux: Vec<EtatJournal>,
    /// For how long the database has not answered, in seconds.
    base_muette_depuis_s: u64,
    faits: EtatFaits,
}

#[derive(Debug, Serialize)]
struct EtatJournal {
    journal: String,
    tete: u64,
    attente: usize,
    /// How long the writer has had the same batch in hand, in seconds; absent between two.
    #[serde(skip_serializing_if = "Option::is_none")]
    occupe_depuis_s: Option<u64>,
}

#[derive(Debug, Serialize)]
struct EtatFaits {
    position: u64,
    retard: u64,
    /// The first event that cannot be read: no figure from there on.
    #[serde(skip_serializing_if = "Option::is_none")]
    arret: Option<u64>,
    quarantaines: u64,
}

impl Sante {
    /// Watches over those logs, the facts of the first, and the database of `sonde`.
    pub(crate) fn nouvelle(
        mesures: Arc<Mesures>,
        journaux: [(Journal, PourJournal); 2],
        runner: Runner,
        horloge: Arc<dyn Horloge>,
        sonde: &Database,
        arret: Arret,
    ) -> Self {
        let journalise =
            |(journal, mesures)| Journalise { journal, mesures, signee: Mutex::default() };
        Self {
            mesures,
            journaux: journaux.into_iter().map(journalise).collect(),
            runner,
            horloge,
            sonde: sonde.pool().clone(),
            reponse: Mutex::new(Instant::now()),
            quarantaines: AtomicU64::new(0),
            arret,
        }
    }

    /// The state of the server, as of now.
    pub(crate) fn etat(&self) -> Etat {
        let causes = self.causes();
        let journaux: Vec<EtatJournal> = self.journaux.iter().map(Journalise::etat).collect();
        let head = journaux.first().map_or(0, |journal| journal.tete);
        Etat {
            en_service: causes.is_empty(),
            causes,
            journaux,
            base_muette_depuis_s: self.silence().as_secs(),
            faits: self.faits(head),
        }
    }

    /// Metrics, with what is a state read now.
    pub(crate) fn metriques(&self) -> String {
        let Etat { en_service, causes: _, journaux: _, base_muette_depuis_s: _, faits } =
            self.etat();
        let EtatFaits { position, retard, arret: _, quarantaines } = faits;
        for journal in &self.journaux {
            journal.relever(self.horloge.maintenant());
        }
        self.mesures.en_service.set(i64::from(en_service));
        self.mesures.faits.position.set(jauge(position));
        self.mesures.faits.retard.set(jauge(retard));
        self.mesures.faits.quarantaines.set(jauge(quarantaines));
        self.mesures.texte()
    }

    fn causes(&self) -> Vec<&'static str> {
        let bloque = self.journaux.iter().any(Journalise::est_bloque);
        let causes = [
            (bloque, "journal_bloque"),
            (SILENCE < self.silence(), "base_muette"),
            (self.arret.est_demande(), "arret"),
        ];
        causes.into_iter().filter_map(|(so, cause)| so.then_some(cause)).collect()
    }

    fn faits(&self, head: u64) -> EtatFaits {
        let etat = self.runner.etat();
        let position = etat.position.get();
        EtatFaits {
            position,
            retard: head.saturating_sub(position),
            arret: etat.arret.map(eventstore::Position::get),
            quarantaines: self.quarantaines.load(Ordering::Relaxed),
        }
    }

    fn silence(&self) -> Duration {
        self.reponse.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    fn a_repondu(&self) {
        *self.reponse.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

impl Journalise {
    fn est_bloque(&self) -> bool {
        self.journal.pulse().busy_for.is_some_and(|busy| SILENCE < busy)
    }

    fn etat(&self) -> EtatJournal {
        let pulse = self.journal.pulse();
        EtatJournal {
            journal: self.journal.name().to_owned(),
            tete: self.tete(),
            attente: pulse.waiting,
            occupe_depuis_s: pulse.busy_for.map(|busy| busy.as_secs()),
        }
    }

    /// The head this server knows: by its own commits, or by being told of another's.
    fn tete(&self) -> u64 {
        let seen = *self.journal.head_seen().borrow();
        seen.max(self.journal.pulse().head).get()
    }

    fn relever(&self, now: DateTime<Utc>) {
        self.mesures.pouls(&self.journal.pulse());
        let signee = *self.signee.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((size, at)) = signee {
            self.mesures.tete_signee(size, (now - at).as_seconds_f64());
        }
    }
}

/// The tasks that watch over a server, and the address where it tells of itself.
#[derive(Debug)]
pub(crate) struct Veille {
    reporter: HealthReporter,
    taches: JoinSet<()>,
}

impl Veille {
    /// Starts them; metrics are served at that address when one is given.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on.
    pub(crate) async fn ouvrir(
        sante: Arc<Sante>,
        adresse: Option<SocketAddr>,
        arret: Arret,
    ) -> std::io::Result<(Self, Option<SocketAddr>)> {
        let (reporter, mut taches) = (HealthReporter::new(), JoinSet::new());
        let mut ouverte = None;
        if let Some(adresse) = adresse {
            let listener = TcpListener::bind(adresse).await?;
            ouverte = Some(listener.local_addr()?);
            taches.spawn(http::servir(listener, sante.clone(), arret.fini()));
        }
        dire(&reporter, true).await;
        taches.spawn(veiller(sante.clone(), reporter.clone()));
        taches.spawn(sonder(sante));
        Ok((Self { reporter, taches }, ouverte))
    }

    /// What gRPC's health service tells.
    pub(crate) fn reporter(&self) -> HealthReporter {
        self.reporter.clone()
    }

    /// The server is about to stop: it sends its clients elsewhere.
    pub(crate) async fn annoncer_l_arret(&self) {
        dire(&self.reporter, false).await;
    }

    /// Ends the tasks.
    pub(crate) async fn finir(mut self) {
        self.taches.shutdown().await;
    }
}

/// Tells gRPC's health service what is so, every second, until the server is asked to stop.
async fn veiller(sante: Arc<Sante>, reporter: HealthReporter) {
    let mut tick = interval(VEILLE);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = Some(true);
    while !sante.arret.est_demande() {
        tick.tick().await;
        let en_service = sante.etat().en_service;
        if told.replace(en_service) != Some(en_service) {
            dire(&reporter, en_service).await;
        }
    }
}

/// Tells gRPC's health service, for the whole and for each service of the contract.
async fn dire(reporter: &HealthReporter, en_service: bool) {
    let status = if en_service { ServingStatus::Serving } else { ServingStatus::NotServing };
    tracing::info!(en_service, "health");
    for service in services() {
        reporter.set_service_status(service, status).await;
    }
    reporter.set_service_status(ENSEMBLE, status).await;
}

/// The services of the contract, once each.
fn services() -> BTreeSet<&'static str> {
    let named = crate::droits::RPCS.iter().filter_map(|rpc| rpc.nom.split_once('/'));
    named.map(|(service, _)| service).collect()
}

/// Asks the database whether it is there, every second, until the task is ended.
async fn sonder(sante: Arc<Sante>) {
    let mut tick = interval(VEILLE);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        match timeout(SILENCE, sante.sonde.get()).await {
            Ok(Ok(client)) => sante.interroger(client).await,
            Ok(Err(failure)) => tracing::warn!(%failure, "the database cannot be asked"),
            Err(_) => tracing::warn!("the database does not answer"),
        }
    }
}

impl Sante {
    async fn interroger(&self, client: Object) {
        match timeout(SILENCE, client.batch_execute("select 1")).await {
            Ok(Ok(())) => {
                self.a_repondu();
                drop(client);
                self.relever_les_faits().await;
                self.relever_les_tetes().await;
            }
            // The connection is not given back: an answer that never came would come to the next.
            Ok(Err(_)) | Err(_) => drop(Object::take(client)),
        }
    }

    async fn relever_les_faits(&self) {
        if let Ok(Ok(apart)) = timeout(VEILLE, self.runner.quarantaines()).await {
            self.quarantaines.store(apart.len() as u64, Ordering::Relaxed);
        }
    }

    async fn relever_les_tetes(&self) {
        for Journalise { journal, mesures: _, signee } in &self.journaux {
            if let Ok(Ok(Some(head))) = timeout(VEILLE, journal.last_signed_head()).await {
                let head = (head.size.get(), head.signed_at);
                *signee.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
            }
        }
    }
}
