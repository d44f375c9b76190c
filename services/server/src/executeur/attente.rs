//! The queue of commands that come alone: those that wait together are decided together.
//!
//! One task decides and appends. What waited meanwhile makes the next batch, so a busy server pays one
//! commit for many commands, and a quiet one waits for nobody.
//!
//! # Invariants
//!
//! - A caller is answered after the commit of his command, never before.
//! - The queue is bounded: who finds it full waits, and his own client with him.
//! - A caller that gives up does not undo what he sent; sending the same command again tells.
//!
//! Deliberately absent: the lines of an import, which are batches already.

use tokio::sync::{mpsc, oneshot};

use super::lot::Reponse;
use super::{Fait, Moteur, Preparee};
use crate::echec::{Echec, Panne};

/// How many commands may wait.
const FILE_MAX: usize = 1_024;

/// How many commands are decided and committed together.
const LOT_MAX: usize = 256;

type Attendue = (Preparee, oneshot::Sender<Reponse>);

/// The entrance of the queue.
#[derive(Clone, Debug)]
pub(super) struct Attente {
    queue: mpsc::Sender<Attendue>,
}

impl Attente {
    /// Opens the queue. The task ends with the last entrance.
    pub(super) fn ouvrir(moteur: Moteur) -> Self {
        let (queue, waiting) = mpsc::channel(FILE_MAX);
        tokio::spawn(execute_batches(moteur, waiting));
        Self { queue }
    }

    /// Executes a command, with whoever else is there.
    pub(super) async fn executer(&self, preparee: Preparee) -> Result<Fait, Echec> {
        let (answer, answered) = oneshot::channel();
        self.queue.send((preparee, answer)).await.map_err(|_| Panne::Arret)?;
        answered.await.map_err(|_| Panne::Arret)?
    }
}

async fn execute_batches(moteur: Moteur, mut waiting: mpsc::Receiver<Attendue>) {
    let mut batch = Vec::with_capacity(LOT_MAX);
    while waiting.recv_many(&mut batch, LOT_MAX).await > 0 {
        let (commands, callers): (Vec<Preparee>, Vec<_>) = batch.drain(..).unzip();
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
    let shared = panne.partager();
    let one = |_| Err(Echec::Panne(Panne::Partagee(shared.clone())));
    (0..callers).map(one).collect()
}
