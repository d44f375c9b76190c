//! What ends a call before its answer: its deadline, or the end of the server.
//!
//! Stopping has two moments. When it is asked, no new request is accepted and streams without an end are
//! cut; when the time given to finish is over, so is everything else.

use std::pin::Pin;
use std::time::Instant;

use tokio::sync::watch;
use tonic::Status;

use crate::echec::{Echec, Panne};

/// Resolves when a call must end, with what its caller is told.
pub(super) type Coupure = Pin<Box<dyn Future<Output = Status> + Send>>;

/// How far the server has got on its way to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Sert,
    Finit,
    Coupe,
}

/// Says when to stop. Dropped, everything is cut.
#[derive(Debug)]
pub(crate) struct Commande(watch::Sender<Phase>);

/// Hears when to stop. Clones hear the same.
#[derive(Clone, Debug)]
pub(crate) struct Arret(watch::Receiver<Phase>);

impl Commande {
    /// A server that serves.
    pub(crate) fn nouvelle() -> (Self, Arret) {
        let (sender, receiver) = watch::channel(Phase::Sert);
        (Self(sender), Arret(receiver))
    }

    /// What is under way is to finish.
    pub(crate) fn finir(&self) {
        self.0.send_replace(Phase::Finit);
    }

    /// What is still under way is cut.
    pub(crate) fn couper(&self) {
        self.0.send_replace(Phase::Coupe);
    }
}

impl Arret {
    /// Resolves when stopping is asked.
    pub(crate) async fn demande(self) {
        self.atteint(Phase::Finit).await;
    }

    /// Whether stopping is asked.
    pub(crate) fn est_demande(&self) -> bool {
        Phase::Finit <= *self.0.borrow()
    }

    /// Resolves when nothing is left to finish.
    pub(crate) async fn fini(self) {
        self.atteint(Phase::Coupe).await;
    }

    async fn atteint(mut self, phase: Phase) {
        // Nobody is left to say so: it is the end.
        let _end = self.0.wait_for(|reached| phase <= *reached).await;
    }

    /// What ends a call that has until that instant, if any.
    pub(super) fn coupure(&self, sans_fin: bool, echeance: Option<Instant>) -> Coupure {
        let stopped = self.clone().atteint(if sans_fin { Phase::Finit } else { Phase::Coupe });
        Box::pin(async move {
            tokio::select! {
                biased;
                () = jusqu_a(echeance) => Echec::TropTard.into(),
                () = stopped => Echec::Panne(Panne::Arret).into(),
            }
        })
    }
}

async fn jusqu_a(echeance: Option<Instant>) {
    match echeance {
        Some(echeance) => tokio::time::sleep_until(echeance.into()).await,
        None => std::future::pending().await,
    }
}
