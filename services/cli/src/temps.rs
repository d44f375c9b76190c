//! Dates and instants: from what a person types to the contract, and back to what he reads.
//!
//! A day given for an instant means its end, in the legal time of metropolitan France.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, TimeZone as _, Utc};
use chrono_tz::Europe::Paris;
use proto::commun::v1::{self as commun, CoordonneesResolues, Survenu};

use crate::arguments::Moment;

/// A point of the journal, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnuA {
    /// A position.
    Position(u64),
    /// An instant.
    Instant(DateTime<Utc>),
}

/// Reads a point of the journal.
///
/// # Errors
/// A French sentence, when it is none of the three forms.
pub fn connu_a(texte: &str) -> Result<ConnuA, String> {
    if let Ok(position) = texte.parse() {
        return Ok(ConnuA::Position(position));
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(texte) {
        return Ok(ConnuA::Instant(instant.to_utc()));
    }
    let jour = texte.parse().ok().and_then(fin_du_jour);
    jour.map(ConnuA::Instant).ok_or_else(|| {
        "donnez une position (120000), un instant (2023-01-31T12:00:00Z) ou un jour (2023-01-31)"
            .to_owned()
    })
}

/// The day it is at an instant, in the legal time of metropolitan France.
#[must_use]
pub fn jour_legal(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Paris).date_naive()
}

/// The last microsecond of a day.
fn fin_du_jour(jour: NaiveDate) -> Option<DateTime<Utc>> {
    let lendemain = jour.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN);
    let minuit = Paris.from_local_datetime(&lendemain).earliest()?;
    Some(minuit.to_utc() - chrono::TimeDelta::microseconds(1))
}

impl From<ConnuA> for commun::ConnuA {
    fn from(point: ConnuA) -> Self {
        let point = match point {
            ConnuA::Position(position) => commun::connu_a::Point::Position(position),
            ConnuA::Instant(instant) => commun::connu_a::Point::Instant(horodatage(instant)),
        };
        Self { point: Some(point) }
    }
}

impl From<&Moment> for commun::Coordonnees {
    fn from(moment: &Moment) -> Self {
        let Moment { au, connu_a, su_au } = moment;
        let jour = |jour: &Option<NaiveDate>| jour.map(|le| le.to_string()).unwrap_or_default();
        Self { au: jour(au), connu_a: connu_a.map(Into::into), su_au: jour(su_au), au_moins: None }
    }
}

/// An instant, as the contract writes it.
#[must_use]
pub fn horodatage(instant: DateTime<Utc>) -> prost_types::Timestamp {
    let nanos = i32::try_from(instant.timestamp_subsec_nanos()).unwrap_or(0);
    prost_types::Timestamp { seconds: instant.timestamp(), nanos }
}

/// « 31/12/2022 », or a dash when there is none. What is no date is shown as it came.
#[must_use]
pub fn jour(texte: &str) -> String {
    match texte.parse::<NaiveDate>() {
        Ok(le) => le.format("%d/%m/%Y").to_string(),
        Err(_) if texte.is_empty() => "—".to_owned(),
        Err(_) => texte.to_owned(),
    }
}

/// « 31/12/2022 à 14:05 », in the legal time of metropolitan France.
#[must_use]
pub fn instant(instant: &prost_types::Timestamp) -> String {
    lu(instant).map_or_else(String::new, |instant| {
        instant.with_timezone(&Paris).format("%d/%m/%Y à %H:%M").to_string()
    })
}

/// The instant as a person would type it again: `2022-12-31T14:05:00Z`.
#[must_use]
pub fn a_retaper(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The instant a message holds, when it is one.
#[must_use]
pub fn lu(instant: &prost_types::Timestamp) -> Option<DateTime<Utc>> {
    let nanos = u32::try_from(instant.nanos).ok()?;
    DateTime::from_timestamp(instant.seconds, nanos)
}

/// When a fact was true: the day, and the hour when the law counts hours.
#[must_use]
pub fn survenu(survenu: &Survenu) -> String {
    survenu.a.as_ref().map_or_else(|| jour(&survenu.le), instant)
}

/// « au 31/12/2022 à 14:05 (position 12) »: what the journal held when it was read.
#[must_use]
pub fn donnees(resolues: &CoordonneesResolues) -> String {
    let CoordonneesResolues { au: _, connu_a, connu_a_instant, su_au: _ } = resolues;
    let position = connu_a.as_ref().map_or(0, |repere| repere.position);
    match connu_a_instant {
        Some(quand) => format!("au {} (position {position})", instant(quand)),
        None => format!("à la position {position}"),
    }
}

/// « au 31/12/2022, tel qu’enregistré à la position 12 (31/12/2022 à 14:05) ».
#[must_use]
pub fn coordonnees(resolues: &CoordonneesResolues) -> String {
    let CoordonneesResolues { au, connu_a, connu_a_instant, su_au } = resolues;
    let position = connu_a.as_ref().map_or(0, |repere| repere.position);
    let quand = connu_a_instant.as_ref().map(|quand| format!(" ({})", instant(quand)));
    let su = (!su_au.is_empty()).then(|| format!(", et déclaré su le {}", jour(su_au)));
    let au = (!au.is_empty()).then(|| format!("au {}, ", jour(au)));
    format!(
        "{}tel qu’enregistré à la position {position}{}{}",
        au.unwrap_or_default(),
        quand.unwrap_or_default(),
        su.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_jour_vaut_sa_derniere_microseconde_a_paris() {
        let Ok(ConnuA::Instant(instant)) = connu_a("2022-07-14") else { panic!("an instant") };
        assert_eq!(a_retaper(instant), "2022-07-14T21:59:59.999999Z");
    }

    #[test]
    fn les_trois_formes_d_un_point_se_lisent_et_une_autre_est_expliquee() {
        assert_eq!(connu_a("42"), Ok(ConnuA::Position(42)));
        assert!(connu_a("2022-07-14T12:00:00+02:00").is_ok());
        assert!(connu_a("hier").is_err_and(|texte| texte.contains("2023-01-31")));
    }
}
