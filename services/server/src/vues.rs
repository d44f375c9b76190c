//! The two reads of a file as pure functions of what is recorded: what the door answers, without the
//! door.
//!
//! For whoever holds a history and no journal, such as a story played on the domain alone. A read of
//! somebody's data goes through the gate ([`crate::porte`]) and never through here.

use chrono::NaiveDate;
use domain::codes::Code as _;
use domain::consequences::Consequence;
use domain::histoire::Enregistre;
use domain::ids::{EnfantId, PersonneId};
use domain::personne::Personne;
use eventstore::Position;
use proto::commun::v1::{self as fil, CoordonneesResolues};
use proto::dossier::v1::{ChronologieResponse, LireResponse};

use crate::lecture::{Dossier, Point};
use crate::services::{self, dossier};

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

/// What is told of an adult around a child; none when he is not around him, or is a sender.
#[must_use]
pub fn fiche(
    enfant: EnfantId,
    enregistres: Vec<Enregistre>,
    personne: &Personne,
    au: NaiveDate,
    communique_a: Option<PersonneId>,
) -> Option<proto::personne::v1::LireResponse> {
    let point = point(au, None);
    let file = Dossier::cut(enfant, enregistres, &point);
    let resolved = CoordonneesResolues::default();
    services::personne::montrer(&file, personne, &point, communique_a, resolved)
}

/// What a correction changes, as the contract says it.
#[must_use]
pub fn consequence(said: &Consequence) -> fil::Consequence {
    let Consequence { enfant, genre, objet, phrase } = said;
    fil::Consequence {
        enfant: enfant.0.to_string(),
        genre: genre.cle().to_owned(),
        objet: if objet.is_nil() { String::new() } else { objet.to_string() },
        phrase: phrase.clone(),
    }
}

/// Children as the contract names them.
#[must_use]
pub fn identifiants(enfants: &[EnfantId]) -> Vec<String> {
    enfants.iter().map(|enfant| enfant.0.to_string()).collect()
}

fn point(au: NaiveDate, su_au: Option<NaiveDate>) -> Point {
    Point { au, position: Position::ORIGIN, instant: None, su_au }
}
