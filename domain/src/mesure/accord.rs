//! Whose written accord founds a measure that the Département takes (CASF, art. L223-2).
//!
//! ```text
//!  of age, emancipated, or accompanied as such ─▶ his own
//!  pupille, tutelle, délégation                ─▶ that of the tuteur or of the délégataire
//!  any other minor                             ─▶ one holder who consents in writing, and none who opposes
//! ```
//!
//! # Invariants
//!
//! - What somebody who has no say answered neither founds a measure nor holds it back.
//! - The Département that is tutor consents as tutor, with the conseil de famille where there is one: the
//!   parents do not consent in its place.
//!
//! Deliberately absent: who holds authority, which is the chapter [`crate::statut`]'s.

use chrono::NaiveDate;

use super::{Termes, survit_a_la_majorite};
use crate::codes::{NatureMesure, PositionTitulaire, Titulaire, VoieJuridique};
use crate::enfant::Parcours;
use crate::refus::Refus;
use crate::statut::voie;

/// Who has a say in a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voix {
    /// The person himself.
    Sienne,
    /// Who holds authority in place of the parents.
    Tuteur,
    /// Those who hold it, parents first.
    Titulaires,
}

impl Voix {
    /// Who has a say in a measure of a nature that takes effect on a day.
    pub(crate) fn de(parcours: &Parcours, nature: NatureMesure, le: NaiveDate) -> Self {
        let capable = parcours.identite.capable_depuis().is_some_and(|depuis| depuis <= le);
        if capable || survit_a_la_majorite(nature) {
            return Self::Sienne;
        }
        match voie(parcours, le) {
            VoieJuridique::Pupille
            | VoieJuridique::PupilleProvisoire
            | VoieJuridique::Tutelle
            | VoieJuridique::Delegation => Self::Tuteur,
            VoieJuridique::SansMesure
            | VoieJuridique::AccueilProvisoire
            | VoieJuridique::AssistanceEducative
            | VoieJuridique::Emancipe
            | VoieJuridique::Majeur
            | VoieJuridique::JeuneMajeur
            | VoieJuridique::Sorti
            | VoieJuridique::Retour => Self::Titulaires,
        }
    }

    /// Whether what he answers counts.
    pub(crate) fn compte(self, titulaire: Titulaire) -> bool {
        match titulaire {
            Titulaire::JeuneMajeur => self == Self::Sienne,
            Titulaire::Tuteur | Titulaire::AutreTitulaire => self != Self::Sienne,
            Titulaire::Mere | Titulaire::Pere => self == Self::Titulaires,
        }
    }

    /// What is irregular without it, in French.
    pub(crate) fn manque(self) -> &'static str {
        match self {
            Self::Sienne => "Aucun accord écrit du jeune lui-même n'est enregistré.",
            Self::Tuteur => "Aucun accord écrit du tuteur ou du délégataire n'est enregistré.",
            Self::Titulaires => "Aucun accord écrit des représentants légaux n'est enregistré.",
        }
    }
}

/// Among those who have a say, one consented in writing and none opposes: one who was informed in writing
/// and said nothing does not hold the measure back.
pub(super) fn consenti(parcours: &Parcours, termes: &Termes, le: NaiveDate) -> Result<(), Refus> {
    let voix = Voix::de(parcours, termes.nature, termes.effet(le).max(le));
    let told = parcours.mesure.mesures.get(&termes.mesure).map(super::Mesure::positions);
    let told = told.unwrap_or_default();
    let signs = |who: &Titulaire| termes.consentements.contains(who);
    let mut agreed: Vec<Titulaire> = termes.consentements.clone();
    for (&titulaire, &(position, _)) in told.iter().filter(|(who, _)| !signs(who)) {
        match position {
            PositionTitulaire::Opposition | PositionTitulaire::AccordRetire => {
                if voix.compte(titulaire) {
                    return Err(Refus::TitulaireOppose { titulaire });
                }
            }
            PositionTitulaire::AccordEcrit => agreed.push(titulaire),
            PositionTitulaire::InformeParEcrit => {}
        }
    }
    if agreed.iter().any(|&titulaire| voix.compte(titulaire)) {
        return Ok(());
    }
    Err(match voix {
        Voix::Sienne => Refus::AccordPropreManquant,
        Voix::Tuteur if !agreed.is_empty() => Refus::AccordSansAutorite,
        Voix::Tuteur | Voix::Titulaires => Refus::ConsentementManquant,
    })
}

/// A person of age or emancipated is helped as such, at his own request (CASF, art. L222-2 and L222-5 5°):
/// what is agreed for a minor would end before it begins.
pub(crate) fn encore_mineur(
    parcours: &Parcours,
    nature: NatureMesure,
    le: NaiveDate,
) -> Result<(), Refus> {
    match parcours.identite.capable_depuis() {
        Some(depuis) if depuis <= le && !survit_a_la_majorite(nature) => {
            Err(Refus::AidePourUnMajeur { le: depuis })
        }
        Some(_) | None => Ok(()),
    }
}
