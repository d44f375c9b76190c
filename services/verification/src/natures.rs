//! Which measures a figure counts together, as the definitions name them.
//!
//! Deliberately absent: what the law makes of each nature; only the groups the figures are written in.

use domain::codes::NatureMesure::{
    self, Accueil72h, AccueilDurableBenevole, AccueilParentEnfant, AccueilProvisoire, Aed,
    AedRenforcee, Aemo, AemoHebergement, AemoRenforcee, AutreParent, ContratJeuneMajeur,
    DelegationAutoriteParentale, Mjie, OppJuge, OppParquet, PlacementAse, PlacementDirect, Pupille,
    Recueil5Jours, TiersDigneDeConfiance, Tutelle,
};

/// Home help by contract.
pub(crate) const AED: &[NatureMesure] = &[Aed, AedRenforcee];

/// Home measures of the judge.
pub(crate) const AEMO: &[NatureMesure] = &[Aemo, AemoRenforcee, AemoHebergement];

/// What confides a child to the ASE, first the one a child counts by.
pub(crate) const CONFIE: &[NatureMesure] = &[
    PlacementAse,
    OppJuge,
    OppParquet,
    DelegationAutoriteParentale,
    Tutelle,
    Pupille,
    AccueilProvisoire,
    Accueil72h,
    Recueil5Jours,
    AccueilDurableBenevole,
];

/// What places a child directly, after all those.
pub(crate) const DIRECT: &[NatureMesure] = &[PlacementDirect, TiersDigneDeConfiance];

/// By which the judge or the parquet confides a child.
pub(crate) const CONFIE_PAR_LA_JUSTICE: &[NatureMesure] = &[PlacementAse, OppJuge, OppParquet];

/// What a judge orders in assistance éducative.
pub(crate) const ASSISTANCE_EDUCATIVE: &[NatureMesure] = &[
    Mjie,
    Aemo,
    AemoRenforcee,
    AemoHebergement,
    OppParquet,
    OppJuge,
    PlacementAse,
    PlacementDirect,
    TiersDigneDeConfiance,
    AutreParent,
];

/// What the parents agree to, or the law provides, for a time.
pub(crate) const ACCUEIL_PROVISOIRE: &[NatureMesure] =
    &[AccueilProvisoire, AccueilDurableBenevole, Accueil72h, Recueil5Jours];

/// Beside those that place, what a child may live elsewhere for.
const AUTRES_TITRES: &[NatureMesure] = &[AemoHebergement, AccueilParentEnfant, ContratJeuneMajeur];

/// The place of a nature in the hierarchy by which a placed child counts once; none: it does not place.
pub(crate) fn rang(nature: NatureMesure) -> Option<usize> {
    CONFIE.iter().chain(DIRECT).position(|known| *known == nature)
}

/// AED, AEMO and placements: the families a figure of measures counts.
pub(crate) fn suivie(nature: NatureMesure) -> bool {
    AED.contains(&nature) || AEMO.contains(&nature) || rang(nature).is_some()
}

/// Whether a child may live elsewhere than at home for it.
pub(crate) fn fonde_un_accueil(nature: NatureMesure) -> bool {
    rang(nature).is_some() || AUTRES_TITRES.contains(&nature)
}

/// Whether majority and emancipation leave it running.
pub(crate) fn survit_a_la_majorite(nature: NatureMesure) -> bool {
    nature == ContratJeuneMajeur
}
