//! Where the figures stand: how far they go, how late they are, what stops them.
//!
//! # Invariants
//!
//! - What is told is what the database holds: whichever server computes the facts.
//! - A history set apart is told by the position of its event, never by whose it is.
//!
//! Deliberately absent: deciding what to do about it. `GET /sante` tells the machine, this tells people.

use chrono::{DateTime, Utc};
use eventstore::{Head, Position};
use projections::codec;
use proto::activite::v1 as fil;
use proto::wire::Wire as _;

use crate::echec::Echec;
use crate::guichet::Guichet;

impl Guichet {
    /// The state of the figures, as of now.
    pub(super) async fn etat_des_chiffres(&self) -> Result<fil::EtatResponse, Echec> {
        let atteint = self.runner.checkpoint().await?;
        let positions = self.runner.quarantaines().await?.into_iter().map(|apart| apart.position);
        let positions: Vec<Position> = positions.collect();
        let tete = self.journal.head().await?;
        Ok(fil::EtatResponse {
            tete: Some(self.repere(tete.position)),
            atteint: Some(self.repere(atteint)),
            evenements_en_retard: tete.position.get().saturating_sub(atteint.get()),
            secondes_de_retard: self.secondes_de_retard(atteint, tete).await?,
            arret: positions.iter().min().copied().map(Position::get),
            mis_a_part: self.mis_a_part(&positions).await?,
        })
    }

    /// How long ago the first event not yet taken was recorded. A simulated journal has no other clock than its head.
    async fn secondes_de_retard(&self, atteint: Position, tete: Head) -> Result<u64, Echec> {
        let waiting = self.journal.read_from(atteint, None, 1).await?;
        let Some(first) = waiting.first() else { return Ok(0) };
        let head = tete.recorded_at.filter(|_| self.journal.is_simulated());
        let now = head.unwrap_or_else(|| self.horloge.maintenant());
        Ok(seconds(first.recorded_at, now))
    }

    async fn mis_a_part(&self, positions: &[Position]) -> Result<Vec<fil::MisAPart>, Echec> {
        let events = self.journal.read_at(positions).await?;
        let apart = events.iter().map(|event| fil::MisAPart {
            position: event.position.get(),
            enregistre_a: Some(event.recorded_at.to_wire()),
            enfant: codec::est_d_un_enfant(event),
        });
        Ok(apart.collect())
    }
}

/// Whole seconds from one instant to another; none when the second is first.
fn seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> u64 {
    u64::try_from((to - from).num_seconds()).unwrap_or(0)
}
