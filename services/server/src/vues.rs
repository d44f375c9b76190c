//! The two reads of a file as pure functions of what is recorded: what the door answers, without the
//! door.
//!
//! For whoever holds a history and no journal, such as a story played on the domain alone. A read of
//! somebody's data goes through the gate ([`crate::porte`]) and never through here.

use chrono::NaiveDate;
use domain::histoire::Enregistre;
use domain::ids::EnfantId;
use eventstore::Position;
use proto::commun::v1::CoordonneesResolues;
use proto::dossier::v1::{ChronologieResponse, LireResponse};

use crate::lecture::{Dossier, Point};
use crate::services::dossier;

/// Where a child's parcours stands on a day, by what was known up to `su_au`.
#[must_use]
pub fn lire(
    enfant: EnfantId,
    enregistres: Vec<Enregistre>,
    au: NaiveDate,
    su_au: Option<NaiveDate>,
) -> LireResponse {
    let point = point(au, su_au);
    let file = Dossier::cut(enfant, enregistres, &point);
    dossier::etats::lire(&file, &point, CoordonneesResolues::default())
}

/// A child's history up to a day, by what was known up to `su_au`.
#[must_use]
pub fn chronologie(
    enfant: EnfantId,
    enregistres: Vec<Enregistre>,
    au: NaiveDate,
    su_au: Option<NaiveDate>,
) -> ChronologieResponse {
    let point = point(au, su_au);
    let file = Dossier::cut(enfant, enregistres, &point);
    dossier::chronologie::chronologie(&file, &point, CoordonneesResolues::default())
}

fn point(au: NaiveDate, su_au: Option<NaiveDate>) -> Point {
    Point { au, position: Position::ORIGIN, instant: None, su_au }
}
