//! Specimens of the chapter `sante`.

use chrono::NaiveDate;
use domain::codes::{ActeSante, BesoinSante, EtatVaccinal, RoleSante};
use domain::sante::{ActeRealise, Event, ReferentDesigne};

pub(super) fn specimens() -> Vec<Event> {
    vec![
        Event::ActeRealise(ActeRealise {
            acte: ActeSante::BilanEntree,
            besoins: vec![BesoinSante::SoinsDentaires, BesoinSante::SuiviPsychologique],
            vaccination: Some(EtatVaccinal::AMettreAJour),
            realise_par: Some(RoleSante::Pmi),
            prochain_le: NaiveDate::from_ymd_opt(2026, 6, 1),
            observation: super::texte("Dort mal depuis l'arrivée."),
        }),
        Event::ReferentDesigne(ReferentDesigne {
            role: RoleSante::MedecinReferent,
            service: Some("PMI de Saintes".to_owned()),
        }),
    ]
}
