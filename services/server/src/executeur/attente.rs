//! The queue of commands that come alone: those that wait together are decided together.
//!
//! One task decides and appends. What waited meanwhile makes the next batch, so a busy server pays one
//! commit for many commands, and a quiet one waits for nobody.
//!
//! # Invariants
//!
//! - A caller is answered after the commit of his command, never before.
//! - The queue is bounded: who finds it full is told so at once, and when to come back.
//! - What nobody waits for any more when its turn comes is not decided, and not written.
//! - A caller that gives up does not undo what he sent; sending the same command again tells.
//!
//! Deliberately absent: the lines of an import, which are batches already.

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::lot::Reponse;
use super::{Fait, Moteur, Preparee};
use crate::echec::{Echec, Panne};
use crate::mesures::PourJournal;

/// How many commands may wait.
const FILE_MAX: usize = 1_024;

/// How many commands are decided and committed together.
const LOT_MAX: usize = 256;

type Attendue = (Preparee, oneshot::Sender<Reponse>);

/// The entrance of the queue.
#[derive(Clone, Debug)]
pub(super) struct Attente {
    queue: mpsc::Sender<Attendue>,
    mesures: PourJournal,
}

impl Attente {
    /// Opens the queue. The task ends with the last entrance.
    pub(super) fn ouvrir(moteur: Moteur) -> Self {
        let (queue, waiting) = mpsc::channel(FILE_MAX);
        let mesures = moteur.mesures.clone();
        tokio::spawn(execute_batches(moteur, waiting));
        Self { queue, mesures }
    }

    /// Executes a command, with whoever else is there.
    pub(super) async fn executer(&self, preparee: Preparee) -> Result<Fait, Echec> {
        let (answer, answered) = oneshot::channel();
        match self.queue.try_send((preparee, answer)) {
            Ok(()) => answered.await.map_err(|_| Panne::Arret)?,
            Err(TrySendError::Closed(_)) => Err(Panne::Arret.into()),
            Err(TrySendError::Full(_)) => {
                self.mesures.file_pleine();
                Err(Echec::Sature)
            }
        }
    }
}

async fn execute_batches(moteur: Moteur, mut waiting: mpsc::Receiver<Attendue>) {
    let mut batch = Vec::with_capacity(LOT_MAX);
    while waiting.recv_many(&mut batch, LOT_MAX).await > 0 {
        let (late, in_time): (Vec<_>, Vec<_>) =
            batch.drain(..).partition(|(preparee, _)| preparee.est_expiree());
        for (_, caller) in late {
            let _gone = caller.send(Err(Echec::Expiree));
        }
        let (commands, callers): (Vec<Preparee>, Vec<_>) = in_time.into_iter().unzip();
        let answers = match moteur.groupe(commands).await {
            Ok(answers) => answers,
            Err(panne) => broken(panne, callers.len()),
        };
        for (caller, answer) in callers.into_iter().zip(answers) {
            // A caller that is gone asks again if it wants to know.
            let _gone = caller.send(answer);
        }
    }
}

fn broken(panne: Panne, callers: usize) -> Vec<Reponse> {
    if panne.est_saturation() {
        return (0..callers).map(|_| Err(Echec::Sature)).collect();
    }
    let shared = panne.partager();
    let one = |_| Err(Echec::Panne(Panne::Partagee(shared.clone())));
    (0..callers).map(one).collect()
}
