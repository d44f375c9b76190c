//! From the children a command names to the files it is decided on: a child merged into another is the other,
//! a file has the streams merged into it, and an act on a shared object has the siblings who share it.
//!
//! ```text
//!  named ─▶ the principal of each ─▶ the streams merged into it ─▶ who shares what the act touches ─┐
//!             ▲                                                                                    │
//!             └────────────────────────────── again, for each of these ◀───────────────────────────┘
//! ```
//!
//! Whoever holds streams (a journal, a memory) hands them over by [`Flux`], loads what [`a_charger`] still
//! wants until it wants nothing, and decides.
//!
//! Deliberately absent: where streams come from.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::a_plusieurs::{Ensemble, decide_ensemble, freres};
use super::{Commande, Contexte, Enfant};
use crate::ids::EnfantId;
use crate::refus::RefusFratrie;

/// The streams at hand, each alone: one nobody recorded anything on is a new child.
pub type Flux<'a> = dyn Fn(EnfantId) -> Option<&'a Enfant> + 'a;

/// What was decided, and in whose file, when it is not that of the child named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// What each stream receives.
    pub ensemble: Ensemble,
    /// Children named whose file is merged into another, and that other.
    pub rediriges: Vec<(EnfantId, EnfantId)>,
}

/// The file under which a child is known: his own, or the one his was merged into.
#[must_use]
pub fn principal(enfant: EnfantId, flux: &Flux<'_>) -> EnfantId {
    flux(enfant).and_then(Enfant::reuni_a).unwrap_or(enfant)
}

/// A file whole: with the streams merged into it. Nothing when its own stream is not at hand.
#[must_use]
pub fn dossier<'a>(enfant: EnfantId, flux: &Flux<'a>) -> Option<Cow<'a, Enfant>> {
    let own = flux(enfant)?;
    let absorbes = own.absorbes();
    if absorbes.is_empty() {
        return Some(Cow::Borrowed(own));
    }
    let mut whole = own.clone();
    for merged in absorbes.into_iter().filter_map(flux) {
        merged.recorded().iter().for_each(|event| whole.push(event.clone()));
    }
    Some(Cow::Owned(whole))
}

/// The streams still wanted to decide what is asked; none: everything is at hand.
#[must_use]
pub fn a_charger(asked: &[(EnfantId, Commande)], flux: &Flux<'_>) -> BTreeSet<EnfantId> {
    let mut wanted = BTreeSet::new();
    let named = asked.iter().map(|(enfant, _)| *enfant);
    named.for_each(|enfant| want(enfant, flux, &mut wanted));
    let files = files(asked, flux);
    let whole: Vec<(&Enfant, Commande)> =
        files.iter().map(|(enfant, commande)| (enfant.as_ref(), commande.clone())).collect();
    freres(&whole).into_iter().for_each(|frere| want(frere, flux, &mut wanted));
    wanted
}

/// A child's stream, that of his principal, and those merged into it, as far as they are not at hand.
pub fn want(enfant: EnfantId, flux: &Flux<'_>, wanted: &mut BTreeSet<EnfantId>) {
    let principal = principal(enfant, flux);
    let merged = flux(principal).map(Enfant::absorbes).unwrap_or_default();
    let all = [enfant, principal].into_iter().chain(merged);
    wanted.extend(all.filter(|id| flux(*id).is_none()));
}

/// What is asked, of the files it is asked of: said of two files of one child, it is said once.
fn files<'a>(asked: &[(EnfantId, Commande)], flux: &Flux<'a>) -> Vec<(Cow<'a, Enfant>, Commande)> {
    let mut files: Vec<(Cow<'a, Enfant>, Commande)> = Vec::with_capacity(asked.len());
    for (enfant, commande) in asked {
        let Some(file) = dossier(principal(*enfant, flux), flux) else { continue };
        let said = |(other, same): &(Cow<'_, Enfant>, Commande)| {
            other.id() == file.id() && same == commande
        };
        if !files.iter().any(said) {
            files.push((file, commande.clone()));
        }
    }
    files
}

/// Decides what is asked on the files at hand.
///
/// # Errors
///
/// As [`decide_ensemble`].
pub fn decider(
    asked: &[(EnfantId, Commande)],
    flux: &Flux<'_>,
    contexte: &Contexte,
) -> Result<Decision, RefusFratrie> {
    let files = files(asked, flux);
    let whole: Vec<(&Enfant, Commande)> =
        files.iter().map(|(enfant, commande)| (enfant.as_ref(), commande.clone())).collect();
    let beside: BTreeSet<EnfantId> =
        freres(&whole).into_iter().map(|frere| principal(frere, flux)).collect();
    let beside: Vec<Cow<'_, Enfant>> =
        beside.into_iter().filter_map(|frere| dossier(frere, flux)).collect();
    let beside: Vec<&Enfant> = beside.iter().map(AsRef::as_ref).collect();
    let ensemble = decide_ensemble(whole, &beside, contexte)?;
    let moved = |(enfant, _): &(EnfantId, Commande)| {
        let principal = principal(*enfant, flux);
        (principal != *enfant).then_some((*enfant, principal))
    };
    Ok(Decision { ensemble, rediriges: asked.iter().filter_map(moved).collect() })
}
