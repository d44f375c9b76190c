//! The notary of a log: its tree grows and its head is signed as it moves, away from whoever appends.
//!
//! # Invariants
//!
//! - A head that moved is signed within a second or so, at most once a second, and a last time when the
//!   server stops.
//! - Nothing is signed on top of a log that does not begin with what was signed before it
//!   ([`Journal::sign_head`]).
//! - A failure is logged and tried again; nobody who writes or reads waits for the notary.
//!
//! Several servers may have one each: the same head is stored once.
//!
//! Deliberately absent: rotating keys, and carrying a head out of reach.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use eventstore::journal::{Anchor, SignedHead};
use eventstore::note::statement::{self, Statement};
use eventstore::note::{Signers, SignersFailure, VerifierKey};
use eventstore::{Failure, Journal, Position};
use futures::future::join_all;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::echec::{Echec, Panne};
use crate::horloge::Horloge;

/// The file of the keys that sign the heads of the journal of cases, in the data folder.
pub const CLEFS_PARCOURS: &str = "tetes-parcours.cles";

/// The file of those that sign the heads of the log of receipts.
pub const CLEFS_ACCES: &str = "tetes-acces.cles";

/// The shortest time between two signatures.
const PAS: Duration = Duration::from_secs(1);

/// The longest wait after failures in a row; it doubles from one to the next.
const PAS_MAX: Duration = Duration::from_secs(60);

/// How long the log may move before the notary sees it, when nobody told him.
const VEILLE: Duration = Duration::from_secs(30);

/// How long the last signatures may hold the end of the server back.
const FERMETURE_MAX: Duration = Duration::from_secs(5);

/// Who signs for each log of a Département.
#[derive(Clone, Debug)]
pub(crate) struct Notaires {
    pub(crate) parcours: Notaire,
    pub(crate) acces: Notaire,
}

/// The notaries at work.
#[derive(Debug)]
pub(crate) struct Etude {
    fermeture: watch::Sender<bool>,
    taches: [JoinHandle<()>; 2],
}

impl Etude {
    /// Sets both to work.
    pub(crate) fn ouvrir(notaires: &Notaires) -> Self {
        let (fermeture, closing) = watch::channel(false);
        let Notaires { parcours, acces } = notaires.clone();
        let taches = [parcours, acces].map(|notaire| {
            let mut closing = closing.clone();
            tokio::spawn(notaire.tenir(async move {
                // Closed, or nobody is left to say so.
                let _closed = closing.wait_for(|closed| *closed).await;
            }))
        });
        Self { fermeture, taches }
    }

    /// Lets both sign a last time, for as long as that may reasonably take.
    pub(crate) async fn fermer(self) {
        let Self { fermeture, taches } = self;
        fermeture.send_replace(true);
        let closed = timeout(FERMETURE_MAX, join_all(taches)).await;
        if closed.is_err() {
            tracing::warn!("the last heads were not signed before the server stopped");
        }
    }
}

/// Signs for one log. Clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Notaire {
    journal: Journal,
    signers: Signers,
    horloge: Arc<dyn Horloge>,
}

impl Notaire {
    /// The notary of a log, his keys in that file; they are drawn when there is none.
    pub(crate) fn ouvrir(
        journal: Journal,
        clefs: &Path,
        horloge: Arc<dyn Horloge>,
    ) -> Result<Self, SignersFailure> {
        let signers = Signers::load_or_create(clefs, journal.name())?;
        Ok(Self { journal, signers, horloge })
    }

    /// The log he signs for.
    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Signs the head, or the tree of that size.
    pub(crate) async fn signer(&self, taille: Option<Position>) -> Result<SignedHead, Failure> {
        self.journal.sign_head(&self.signers, taille, self.horloge.maintenant()).await
    }

    /// Signs something else than a head, under the key that signs them now.
    pub(crate) fn attester(&self, statement: &Statement) -> Result<String, Echec> {
        let ring = self.signers.ring().map_err(|failure| Panne::Autre(failure.to_string()))?;
        let note = statement::sign(statement, &ring.current);
        Ok(note.map_err(|failure| Panne::Autre(failure.to_string()))?)
    }

    /// What his signatures can be checked with, newest first.
    pub(crate) fn clefs(&self) -> Result<Vec<VerifierKey>, SignersFailure> {
        self.signers.verifier_keys()
    }

    /// Records that the head of that size was put somewhere.
    pub(crate) async fn ancrer(&self, taille: Position, ou: &str) -> Result<Anchor, Failure> {
        self.journal.record_anchor(taille, ou, self.horloge.maintenant()).await
    }

    /// Keeps the tree grown and its head signed until it is told to stop, then once more.
    pub(crate) async fn tenir(self, stop: impl Future<Output = ()>) {
        let mut head = self.journal.head_seen();
        let mut pas = PAS;
        tokio::pin!(stop);
        loop {
            // What was recorded while nobody was here is signed first.
            pas = if self.dresser().await { PAS } else { PAS_MAX.min(pas * 2) };
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = attendre(&mut head, pas) => {}
            }
        }
        self.dresser().await;
    }

    /// Grows the tree and signs its head; false when it could not.
    async fn dresser(&self) -> bool {
        let signed = async {
            self.journal.grow_tree().await?;
            self.signer(None).await
        };
        let log = self.journal.name();
        match signed.await {
            Ok(SignedHead { size, .. }) => tracing::debug!(log, %size, "head signed"),
            Err(failure) => {
                tracing::error!(log, %failure, "the head could not be signed");
                return false;
            }
        }
        true
    }
}

/// The pause between two signatures, then until the head moves. After a failure the pause alone is long enough.
async fn attendre(head: &mut watch::Receiver<Position>, pas: Duration) {
    sleep(pas).await;
    if pas == PAS {
        tokio::select! {
            Ok(()) = head.changed() => {}
            () = sleep(VEILLE) => {}
        }
    }
}
