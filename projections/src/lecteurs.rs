//! The connections that one report reads through, several queries at once.
//!
//! # Invariants
//!
//! - A report waits for one connection only, and takes others when they are idle: two reports never wait for each
//!   other's.
//! - What is read does not depend on how many there are: every row is asked for at a position, where nothing changes
//!   any more.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deadpool_postgres::{Object, Pool, PoolError, Timeouts};

/// How many connections a report takes at most: beyond, the processors of the database are busy anyway.
const LECTEURS_MAX: usize = 4;

/// The connections of one report.
pub(crate) struct Lecteurs(Vec<Lecteur>);

struct Lecteur {
    client: Object,
    /// Queries under way.
    en_cours: AtomicUsize,
}

/// A connection, for the time of a query.
pub(crate) struct Lecture<'a>(&'a Lecteur);

impl Lecteurs {
    /// One connection, waited for, and those that are idle.
    pub(crate) async fn de(pool: &Pool) -> Result<Self, PoolError> {
        let lecteur = |client| Lecteur { client, en_cours: AtomicUsize::new(0) };
        let mut lecteurs = vec![lecteur(pool.get().await?)];
        let sans_attendre = Timeouts { wait: Some(Duration::ZERO), ..Timeouts::default() };
        while lecteurs.len() < LECTEURS_MAX {
            let Ok(client) = pool.timeout_get(&sans_attendre).await else { break };
            lecteurs.push(lecteur(client));
        }
        Ok(Self(lecteurs))
    }

    /// How many.
    pub(crate) fn nombre(&self) -> usize {
        self.0.len()
    }

    /// The least busy.
    pub(crate) fn prendre(&self) -> Lecture<'_> {
        let en_cours = |lecteur: &&Lecteur| lecteur.en_cours.load(Ordering::Relaxed);
        let lecteur = self.0.iter().min_by_key(en_cours).expect("a report has a connection");
        lecteur.en_cours.fetch_add(1, Ordering::Relaxed);
        Lecture(lecteur)
    }
}

impl Lecture<'_> {
    pub(crate) fn client(&self) -> &Object {
        &self.0.client
    }
}

impl Drop for Lecture<'_> {
    fn drop(&mut self) {
        self.0.en_cours.fetch_sub(1, Ordering::Relaxed);
    }
}
