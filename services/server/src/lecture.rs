//! The time coordinates of a read, and a child's history as they cut it.
//!
//! ```text
//!  recorded events ──connu_a──▶ corrections applied ──su_au──▶ known by then ──au──▶ true on that day
//! ```
//!
//! # Invariants
//!
//! - `connu_a` is rounded down to the end of a request; before the first record it answers *non couvert*.
//! - `su_au` filters by what was declared, and proves nothing.
//! - On a simulated journal *today* is the day of its last record: its clock is its own.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use domain::histoire::{Effectif, Enregistre, effective};
use domain::ids::EnfantId;
use domain::temps::jour_legal;
use eventstore::{Position, RecordedEvent};
use projections::codec;
use proto::commun::v1::CoordonneesResolues;
use proto::wire::{ConnuA, Coordonnees, Repere, Wire as _};

use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::horloge::ZONE;

/// How long a read waits for a view.
const ATTENTE_MAX: Duration = Duration::from_secs(10);

/// Coordinates, resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// True on that day.
    pub(crate) au: NaiveDate,
    /// As recorded at.
    pub(crate) position: Position,
    /// When that position was recorded; none when nothing is.
    pub(crate) instant: Option<DateTime<Utc>>,
    /// As received by the Département up to that day.
    pub(crate) su_au: Option<NaiveDate>,
}

/// One child's file, as cut.
#[derive(Debug)]
pub(crate) struct Dossier {
    pub(crate) enfant: EnfantId,
    /// Everything recorded up to the position, seals open.
    pub(crate) enregistres: Vec<Enregistre>,
    /// The effective history that was known, whole.
    pub(crate) histoire: Vec<Effectif>,
}

impl Guichet {
    /// Resolves coordinates against the journal.
    pub(crate) async fn resoudre(&self, coordonnees: Coordonnees) -> Result<Point, Echec> {
        let Coordonnees { au, connu_a, su_au, au_moins } = coordonnees;
        let head = self.journal.head().await?;
        self.deja_enregistre(au_moins.as_ref(), head.position)?;
        let position = self.position(connu_a, head.position).await?;
        let instant = if position == head.position {
            head.recorded_at
        } else {
            self.instant_de(position).await?
        };
        let today = self.aujourd_hui(head.recorded_at);
        Ok(Point { au: au.unwrap_or(today), position, instant, su_au })
    }

    /// The position asked, at the end of a request; the head by default.
    pub(crate) async fn position(
        &self,
        connu_a: Option<ConnuA>,
        head: Position,
    ) -> Result<Position, Echec> {
        let position = match connu_a {
            None => return Ok(head),
            Some(ConnuA::Position(position)) => {
                self.journal.request_end(Position::new(position)).await?
            }
            Some(ConnuA::Instant(instant)) => self.journal.position_at(instant).await?,
        };
        if position == Position::ORIGIN { Err(Echec::NonCouvert) } else { Ok(position) }
    }

    /// When the event at a position was recorded.
    pub(crate) async fn instant_de(
        &self,
        position: Position,
    ) -> Result<Option<DateTime<Utc>>, Echec> {
        let events = self.journal.read_from(position.previous(), Some(position), 1).await?;
        Ok(events.first().map(|event| event.recorded_at))
    }

    /// A repère this journal gave is always reached; any other is refused.
    pub(crate) fn deja_enregistre(
        &self,
        au_moins: Option<&Repere>,
        head: Position,
    ) -> Result<(), Echec> {
        let Some(Repere { journal, position }) = au_moins else { return Ok(()) };
        let reached = *journal == self.journal.name() && *position <= head.get();
        if reached { Ok(()) } else { Err(Echec::RepereInconnu) }
    }

    /// Waits until the views have seen a point of the journal.
    pub(crate) async fn vue_a(&self, position: Position) -> Result<(), Echec> {
        Ok(self.runner.wait_for(position, ATTENTE_MAX).await?)
    }

    /// The legal day it is, for this journal.
    pub(crate) fn aujourd_hui(&self, last: Option<DateTime<Utc>>) -> NaiveDate {
        match last {
            Some(instant) if self.journal.is_simulated() => jour_legal(instant, ZONE),
            Some(_) | None => self.horloge.aujourd_hui(),
        }
    }

    /// What is told of resolved coordinates.
    pub(crate) fn resolues(&self, point: &Point) -> CoordonneesResolues {
        CoordonneesResolues {
            au: point.au.to_string(),
            connu_a: Some(self.repere(point.position)),
            connu_a_instant: point.instant.map(|instant| instant.to_wire()),
            su_au: point.su_au.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// The file of a child at a point, seals open.
    pub(crate) async fn dossier(&self, enfant: EnfantId, point: &Point) -> Result<Dossier, Echec> {
        let mut events = self.journal.read_streams(&[enfant.0], Some(point.position)).await?;
        // The identifier of something else than a child names no file.
        events.retain(codec::est_d_un_enfant);
        if events.is_empty() {
            return Err(Echec::DossierInconnu);
        }
        let keys = self.keys.fetch(&codec::keys(&events)).await?;
        let open = |event: &RecordedEvent| codec::decode_open(event, &keys);
        let enregistres = events.iter().map(open).collect::<Result<_, _>>()?;
        Ok(Dossier::cut(enfant, enregistres, point))
    }
}

impl Dossier {
    /// The file that recorded events make, as a point cuts it.
    pub(crate) fn cut(enfant: EnfantId, enregistres: Vec<Enregistre>, point: &Point) -> Self {
        let mut histoire = effective(&enregistres);
        histoire.retain(|effectif| point.su_au.is_none_or(|su_au| effectif.connu_le <= su_au));
        Self { enfant, enregistres, histoire }
    }
}
