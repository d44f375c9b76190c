//! The queue in front of the log of receipts: those that arrive together are committed together.
//!
//! One task writes. What waited while it was committing makes the next batch, so a busy server pays one
//! commit for many commands, and a quiet one waits for nobody.
//!
//! # Invariants
//!
//! - A caller is answered after its commit, never before.
//! - The queue is bounded: who finds it full waits, and its own caller with it.
//! - A caller that gives up does not undo what it sent: a receipt too many is no harm.
//!
//! Deliberately absent: commands, which are decided by batches before they are appended.

use eventstore::{AppendRequest, Failure, Journal, Verdict};
use tokio::sync::{mpsc, oneshot};

use crate::echec::Panne;

/// How many requests may wait.
const FILE_MAX: usize = 1_024;

/// How many requests one commit takes.
const LOT_MAX: usize = 256;

type Answer = Result<Verdict, Panne>;

/// The entrance of a log's queue.
#[derive(Clone, Debug)]
pub(crate) struct Ecrivain {
    queue: mpsc::Sender<(AppendRequest, oneshot::Sender<Answer>)>,
}

impl Ecrivain {
    /// Opens the queue of a log. The task ends with the last entrance.
    pub(crate) fn ouvrir(journal: Journal) -> Self {
        let (queue, waiting) = mpsc::channel(FILE_MAX);
        tokio::spawn(write_batches(journal, waiting));
        Self { queue }
    }

    /// Appends a receipt, with whoever else is there.
    pub(crate) async fn append(&self, request: AppendRequest) -> Result<Verdict, Panne> {
        let (answer, answered) = oneshot::channel();
        self.queue.send((request, answer)).await.map_err(|_| Panne::Arret)?;
        answered.await.map_err(|_| Panne::Arret)?
    }
}

async fn write_batches(
    journal: Journal,
    mut waiting: mpsc::Receiver<(AppendRequest, oneshot::Sender<Answer>)>,
) {
    let mut batch = Vec::with_capacity(LOT_MAX);
    while waiting.recv_many(&mut batch, LOT_MAX).await > 0 {
        let (requests, callers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
        let answers = answers(journal.append_all(requests).await, callers.len());
        for (caller, answer) in callers.into_iter().zip(answers) {
            // A caller that is gone asks again if it wants to know.
            let _gone = caller.send(answer);
        }
    }
}

fn answers(outcome: Result<Vec<Verdict>, Failure>, callers: usize) -> Vec<Answer> {
    match outcome {
        Ok(verdicts) => verdicts.into_iter().map(Ok).collect(),
        Err(failure) => {
            let shared = Panne::Journal(failure).partager();
            (0..callers).map(|_| Err(Panne::Partagee(shared.clone()))).collect()
        }
    }
}
