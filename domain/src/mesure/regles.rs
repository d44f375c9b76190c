//! What the law says of a nature: its family, its maximum, whether it outlives majority.

use chrono::NaiveDate;

use super::Termes;
use crate::codes::{MentionDecision, NatureMesure};
use crate::droit::{self, Regle};
use crate::temps::Survenu;

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

/// Whether a nature gives the ground on which a child lives elsewhere than at home.
#[must_use]
pub fn fonde_un_accueil(nature: NatureMesure) -> bool {
    match famille(nature) {
        Famille::Confie | Famille::PlacementDirect => true,
        Famille::AideADomicile => false,
        Famille::MilieuOuvert => nature == NatureMesure::AemoHebergement,
        Famille::Autre => {
            matches!(nature, NatureMesure::AccueilParentEnfant | NatureMesure::ContratJeuneMajeur)
        }
    }
}

/// Whether a nature is an assistance éducative of the judge that acts on the family's life: it ends what
/// the Département did by contract at home.
#[must_use]
pub fn remplace_l_aide_a_domicile(nature: NatureMesure) -> bool {
    match famille(nature) {
        Famille::MilieuOuvert | Famille::PlacementDirect => true,
        Famille::Confie => {
            matches!(
                nature,
                NatureMesure::OppJuge | NatureMesure::OppParquet | NatureMesure::PlacementAse
            )
        }
        Famille::AideADomicile | Famille::Autre => false,
    }
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
        | NatureMesure::PlacementDirect => general(),
        // Before the reform the cap was that of measures « exercées par un service ou une institution ».
        NatureMesure::TiersDigneDeConfiance | NatureMesure::AutreParent => {
            general().filter(|regle| regle.du.is_some())
        }
        NatureMesure::Mjie => droit::regle("ME-06", le),
        NatureMesure::Mjagbf => droit::regle("ME-07", le),
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

    /// The day from which its maximum runs: its effect; its notification, for a MJIE.
    #[must_use]
    pub fn origine(&self, prononcee: NaiveDate) -> NaiveDate {
        let effet = self.effet(prononcee);
        let notifiee = self.notifiee_le.filter(|_| self.nature == NatureMesure::Mjie);
        notifiee.unwrap_or(effet)
    }

    /// What the Département calls a placement at home, whatever the legal kind.
    #[must_use]
    pub fn dite_pead(&self) -> bool {
        self.libelle_local.as_deref().is_some_and(|dite| dite.trim().eq_ignore_ascii_case("PEAD"))
    }

    /// The rule that caps it, from what the decision itself says.
    #[must_use]
    pub fn maximum(&self, prononcee: NaiveDate) -> Option<&'static Regle> {
        let chronic = self.mentions.contains(&MentionDecision::DifficultesChroniques);
        let longer = || droit::regle("ME-02", prononcee).filter(|_| chronic);
        let at_home = || droit::regle("ME-04", prononcee).filter(|_| self.dite_pead());
        let special = match self.nature {
            NatureMesure::PlacementAse | NatureMesure::PlacementDirect => longer(),
            NatureMesure::AemoRenforcee | NatureMesure::AemoHebergement => at_home(),
            NatureMesure::Aed
            | NatureMesure::AedRenforcee
            | NatureMesure::Tisf
            | NatureMesure::Aesf
            | NatureMesure::AccueilDeJour
            | NatureMesure::Accueil72h
            | NatureMesure::Recueil5Jours
            | NatureMesure::AccueilProvisoire
            | NatureMesure::Pupille
            | NatureMesure::AccueilParentEnfant
            | NatureMesure::AccueilDurableBenevole
            | NatureMesure::ContratJeuneMajeur
            | NatureMesure::Mjie
            | NatureMesure::Aemo
            | NatureMesure::Mjagbf
            | NatureMesure::OppParquet
            | NatureMesure::OppJuge
            | NatureMesure::TiersDigneDeConfiance
            | NatureMesure::AutreParent
            | NatureMesure::DelegationAutoriteParentale
            | NatureMesure::Tutelle => None,
        };
        special.or_else(|| maximum(self.nature, prononcee))
    }

    /// The last day it may run, when a rule gives one. Months count by *quantième* (CPC art. 641), and
    /// *jusqu'au 30* includes the 30th: a year from 1 March may run until 1 March.
    #[must_use]
    pub fn limite(&self, prononcee: NaiveDate) -> Option<NaiveDate> {
        let origine = Survenu::le(self.origine(prononcee));
        self.maximum(prononcee)?.duree.limite(origine).map(|limite| limite.le)
    }

    /// The rule its length breaks, if it breaks one.
    #[must_use]
    pub fn au_dela_du_maximum(&self, prononcee: NaiveDate) -> Option<&'static Regle> {
        let limite = self.limite(prononcee)?;
        self.terme_le.filter(|terme| limite < *terme)?;
        self.maximum(prononcee)
    }
}
