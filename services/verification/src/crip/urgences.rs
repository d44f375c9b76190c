//! How many hours pass between an urgent arrival and the parquet.
//!
//! Invariant: an hour that was not told is not guessed, nor taken from a later day.

use chrono::{DateTime, Utc};

use super::Comptes;
use super::informations::Arrivee;
use crate::cadre::Cadre;
use crate::nombres::{Dit, Ligne, combien, compte, heures, part, rang};

const SECONDES_PAR_HEURE: i64 = 3600;

/// The instants of an urgent information: arrival, first signalement of the Département.
struct Urgence {
    signalee: bool,
    arrivee_a: Option<DateTime<Utc>>,
    signalee_a: Option<DateTime<Utc>>,
}

impl Urgence {
    /// Hours begun between both; none when one is not known, or they are in the other order.
    fn heures(&self) -> Option<i64> {
        let (arrivee, signalee) = self.arrivee_a.zip(self.signalee_a)?;
        let seconds = (signalee - arrivee).num_milliseconds();
        let hour = SECONDES_PAR_HEURE * 1000;
        (0 <= seconds).then(|| seconds.div_euclid(hour) + i64::from(seconds % hour != 0))
    }

    fn sans_heure(&self) -> bool {
        self.signalee && self.arrivee_a.zip(self.signalee_a).is_none()
    }

    fn avant_l_arrivee(&self) -> bool {
        self.arrivee_a.zip(self.signalee_a).is_some_and(|(arrivee, signalee)| signalee < arrivee)
    }
}

/// An information as far as it is urgent: said so on arrival, or first signalled without waiting.
fn urgente(arrivee: &Arrivee<'_>) -> Option<Urgence> {
    let came = arrivee.premier_jour(|temoin| temoin.arrivee);
    let of_the_day = arrivee.temoins.iter().filter(|temoin| temoin.arrivee == came);
    let arrivee_a = of_the_day.filter_map(|temoin| temoin.arrivee_a).min();
    let told = arrivee.premier_jour(|temoin| temoin.signalee);
    let saisines = arrivee.temoins.iter().flat_map(|temoin| &temoin.saisines);
    let first: Vec<_> = saisines.filter(|(le, _, _)| Some(*le) == told).collect();
    let rushed = first.iter().any(|(_, _, urgence)| *urgence);
    let urgent = arrivee.une(|temoin| temoin.urgence) || rushed;
    let signalee_a = first.iter().filter_map(|(_, a, _)| *a).min();
    urgent.then_some(Urgence { signalee: told.is_some(), arrivee_a, signalee_a })
}

/// From an urgent arrival to the parquet.
pub(crate) fn a18(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let principales = comptes.principales(cadre);
    let all: Vec<Urgence> = principales.iter().filter_map(urgente).collect();
    let of = |cle: &str, libelle: &str, test: fn(&Urgence) -> bool| -> Ligne {
        compte(cle, libelle, combien(all.iter().filter(|urgence| test(urgence))))
    };
    let hours: Vec<i64> = all.iter().filter_map(Urgence::heures).collect();
    let within = hours.iter().filter(|hours| **hours <= 24);
    Dit::seules(vec![
        of("urgentes", "Informations urgentes", |_| true),
        of("signalees", "dont signalées au parquet par le Département", |known| known.signalee),
        of("non_signalees", "dont non signalées", |known| !known.signalee),
        of("mesurees", "Signalées dont les deux heures sont connues", |known| {
            known.heures().is_some()
        }),
        of(
            "sans_heure",
            "Signalées dont une heure au moins est inconnue, non mesurées",
            Urgence::sans_heure,
        ),
        of(
            "avant_l_arrivee",
            "Signalées avant l'heure d'arrivée saisie, non mesurées",
            Urgence::avant_l_arrivee,
        ),
        heures(
            "heures_mediane",
            "De l'arrivée au premier signalement : heures, médiane",
            rang(&hours, 1, 2),
        ),
        heures(
            "heures_p90",
            "De l'arrivée au premier signalement : 9 sur 10 en moins de",
            rang(&hours, 9, 10),
        ),
        part(
            "en_24_heures",
            "Signalées en 24 heures ou moins",
            combien(within),
            combien(hours.iter()),
        ),
    ])
}
