//! What the law says of a nature: its family, its maximum, whether it outlives majority.

use chrono::NaiveDate;

use super::Termes;
use crate::codes::NatureMesure;
use crate::droit::{self, Regle};

/// The family a nature belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Famille {
    /// AED and the like, agreed at home.
    AideADomicile,
    /// AEMO and the like, ordered at home.
    MilieuOuvert,
    /// Confided to the ASE.
    Confie,
    /// Placed by the judge without the ASE.
    PlacementDirect,
    /// Anything else.
    Autre,
}

/// The family of a nature (as the published figures group them).
#[must_use]
pub fn famille(nature: NatureMesure) -> Famille {
    match nature {
        NatureMesure::Aed | NatureMesure::AedRenforcee => Famille::AideADomicile,
        NatureMesure::Aemo | NatureMesure::AemoRenforcee | NatureMesure::AemoHebergement => {
            Famille::MilieuOuvert
        }
        NatureMesure::Accueil72h
        | NatureMesure::Recueil5Jours
        | NatureMesure::AccueilProvisoire
        | NatureMesure::Pupille
        | NatureMesure::AccueilDurableBenevole
        | NatureMesure::OppParquet
        | NatureMesure::OppJuge
        | NatureMesure::PlacementAse
        | NatureMesure::DelegationAutoriteParentale
        | NatureMesure::Tutelle => Famille::Confie,
        NatureMesure::PlacementDirect | NatureMesure::TiersDigneDeConfiance => {
            Famille::PlacementDirect
        }
        NatureMesure::Tisf
        | NatureMesure::Aesf
        | NatureMesure::AccueilDeJour
        | NatureMesure::AccueilParentEnfant
        | NatureMesure::ContratJeuneMajeur
        | NatureMesure::Mjie
        | NatureMesure::Mjagbf
        | NatureMesure::AutreParent => Famille::Autre,
    }
}

/// Whether a nature outlives the majority of the child (C. civ., art. 375: *mineur non émancipé*).
#[must_use]
pub fn survit_a_la_majorite(nature: NatureMesure) -> bool {
    nature == NatureMesure::ContratJeuneMajeur
}

/// The rule that caps a nature decided on a day, if one does.
#[must_use]
pub fn maximum(nature: NatureMesure, le: NaiveDate) -> Option<&'static Regle> {
    let general = || droit::regle("ME-01", le);
    match nature {
        NatureMesure::AemoRenforcee => droit::regle("ME-03", le).or_else(general),
        NatureMesure::Aemo
        | NatureMesure::AemoHebergement
        | NatureMesure::OppJuge
        | NatureMesure::PlacementAse
        | NatureMesure::PlacementDirect
        | NatureMesure::TiersDigneDeConfiance
        | NatureMesure::AutreParent => general(),
        NatureMesure::Mjie => droit::regle("ME-06", le),
        NatureMesure::Aed
        | NatureMesure::AedRenforcee
        | NatureMesure::Tisf
        | NatureMesure::Aesf
        | NatureMesure::AccueilDeJour
        | NatureMesure::AccueilProvisoire
        | NatureMesure::AccueilParentEnfant => droit::regle("ME-08", le),
        NatureMesure::Accueil72h
        | NatureMesure::Recueil5Jours
        | NatureMesure::Pupille
        | NatureMesure::AccueilDurableBenevole
        | NatureMesure::ContratJeuneMajeur
        | NatureMesure::Mjagbf
        | NatureMesure::OppParquet
        | NatureMesure::DelegationAutoriteParentale
        | NatureMesure::Tutelle => None,
    }
}

impl Termes {
    /// The day of effect: fixed by the decision, else the day it was pronounced.
    #[must_use]
    pub fn effet(&self, prononcee: NaiveDate) -> NaiveDate {
        self.effet_le.unwrap_or(prononcee)
    }

    /// The rule its length breaks, if it breaks one. Months count by *quantième* (CPC art. 641), and
    /// *jusqu'au 30* includes the 30th: a year from 1 March may run until 1 March.
    #[must_use]
    pub fn au_dela_du_maximum(&self, prononcee: NaiveDate) -> Option<&'static Regle> {
        let regle = maximum(self.nature, prononcee)?;
        let limite = regle.duree.depuis(self.effet(prononcee));
        self.terme_le.is_some_and(|terme| limite < terme).then_some(regle)
    }
}
