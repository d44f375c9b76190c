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
use domain::dossier::{reuni_a, reunis};
use domain::histoire::{Effectif, Enregistre, reunie};
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
    /// The files merged into it by then.
    pub(crate) reunis: Vec<EnfantId>,
    /// The child asked for, when his file was merged into this one.
    pub(crate) demande_sous: Option<EnfantId>,
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

    /// The position asked, once the views have seen it.
    pub(crate) async fn position_vue(
        &self,
        connu_a: Option<ConnuA>,
        au_moins: Option<&Repere>,
    ) -> Result<Position, Echec> {
        let head = self.journal.head().await?.position;
        self.deja_enregistre(au_moins, head)?;
        let position = self.position(connu_a, head).await?;
        self.vue_a(position).await?;
        Ok(position)
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

    /// The file of a child at a point, seals open: with the files merged into it by then, and that of his
    /// principal when his own was merged into another.
    pub(crate) async fn dossier(&self, enfant: EnfantId, point: &Point) -> Result<Dossier, Echec> {
        let own = self.flux(&[enfant], point).await?;
        if own.is_empty() {
            return Err(Echec::DossierInconnu);
        }
        let principal = reuni_a(enfant, &own).unwrap_or(enfant);
        let mut enregistres =
            if principal == enfant { own } else { self.flux(&[principal], point).await? };
        let absorbes: Vec<EnfantId> = reunis(principal, &enregistres).into_iter().collect();
        if !absorbes.is_empty() {
            enregistres.extend(self.flux(&absorbes, point).await?);
        }
        let demande_sous = (principal != enfant).then_some(enfant);
        Ok(Dossier { demande_sous, ..Dossier::cut(principal, enregistres, point) })
    }

    /// What the streams of these children recorded up to a point, seals open.
    async fn flux(&self, enfants: &[EnfantId], point: &Point) -> Result<Vec<Enregistre>, Echec> {
        let streams: Vec<uuid::Uuid> = enfants.iter().map(|enfant| enfant.0).collect();
        let mut events = self.journal.read_streams(&streams, Some(point.position)).await?;
        // The identifier of something else than a child names no file.
        events.retain(codec::est_d_un_enfant);
        let keys = self.keys.fetch(&codec::keys(&events)).await?;
        let open = |event: &RecordedEvent| codec::decode_open(event, &keys);
        Ok(events.iter().map(open).collect::<Result<_, _>>()?)
    }
}

impl Dossier {
    /// The file that recorded events make, as a point cuts it.
    pub(crate) fn cut(enfant: EnfantId, enregistres: Vec<Enregistre>, point: &Point) -> Self {
        let absorbes = reunis(enfant, &siens(enfant, &enregistres));
        let mut histoire = reunie(enfant, &enregistres);
        histoire.retain(|effectif| point.su_au.is_none_or(|su_au| effectif.connu_le <= su_au));
        let reunis = absorbes.into_iter().collect();
        Self { enfant, reunis, demande_sous: None, enregistres, histoire }
    }

    /// What his own stream recorded.
    pub(crate) fn siens(&self) -> impl Iterator<Item = &Enregistre> {
        self.enregistres.iter().filter(|recorded| recorded.cible.flux == self.enfant)
    }

    /// Every child it speaks of: himself, and the files that are his.
    pub(crate) fn enfants(&self) -> Vec<EnfantId> {
        let all = [self.enfant].into_iter().chain(self.reunis.iter().copied());
        all.chain(self.demande_sous.filter(|asked| !self.reunis.contains(asked))).collect()
    }
}

fn siens(enfant: EnfantId, enregistres: &[Enregistre]) -> Vec<Enregistre> {
    enregistres.iter().filter(|recorded| recorded.cible.flux == enfant).cloned().collect()
}
