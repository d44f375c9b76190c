//! The fratries of children who are in a place: whom a father or a mother links, and whether they live together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::accueil::Event as Accueil;
use domain::codes::{MotifSeparation, NatureLien};
use domain::entourage::Event as Entourage;
use domain::evenement::Evenement;
use uuid::Uuid;

use crate::accueil::place;
use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};

/// A child in a place on the last day.
#[derive(Debug)]
pub(super) struct Present {
    parents: BTreeSet<Uuid>,
    /// Where, when it is known which place it is.
    lieu: Option<Uuid>,
    /// Why he was last separated, if nothing brought them together since.
    pub(super) motif: Option<MotifSeparation>,
}

/// How a fratrie lives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Vie {
    Reunie,
    Separee,
    NonRenseignee,
}

/// The child, when he is present in a place of the territory.
pub(super) fn present(
    cadre: &Cadre,
    enfant: &Enfant,
    mesures: &[MesureSuivie<'_>],
) -> Option<Present> {
    let sejours = enfant.sejours();
    let here = place(enfant, mesures, &sejours, cadre.au)?;
    let open = sejours.iter().filter(|sejour| sejour.principal && sejour.ouvert(cadre.au));
    let last = open.min_by_key(|sejour| (Reverse(sejour.depuis), sejour.accueil));
    (here.present && cadre.service_demande(here.service)).then(|| Present {
        parents: parents(cadre, enfant),
        lieu: last.and_then(|sejour| sejour.foyer),
        motif: separation(cadre, enfant),
    })
}

/// Fathers and mothers declared by the last day.
fn parents(cadre: &Cadre, enfant: &Enfant) -> BTreeSet<Uuid> {
    let mut links = BTreeSet::new();
    let told = enfant.faits.iter().filter_map(|fait| {
        let Evenement::Entourage(Entourage::LienDeclare(lien)) = &fait.evenement else {
            return None;
        };
        Some((fait.le(), lien))
    });
    let first = told.filter(|(_, lien)| links.insert(lien.lien.0));
    let parents = first.filter(|(le, lien)| {
        *le <= cadre.au && [NatureLien::Mere, NatureLien::Pere].contains(&lien.nature)
    });
    parents.map(|(_, lien)| lien.personne.0).collect()
}

/// The last separation of the last day or before, that no reunion by that day undid: of one day, that of the place whose
/// identifier is the smallest.
fn separation(cadre: &Cadre, enfant: &Enfant) -> Option<MotifSeparation> {
    let mut apart = Vec::new();
    let mut again: BTreeMap<Uuid, _> = BTreeMap::new();
    for fait in enfant.faits.iter().filter(|fait| fait.le() <= cadre.au) {
        let Evenement::Accueil(event) = &fait.evenement else { continue };
        if let Accueil::FratrieSeparee(separee) = event {
            apart.push((fait.le(), separee.accueil.0, separee.motif));
        }
        if let Accueil::FratrieReunie(reunie) = event {
            again.insert(reunie.accueil.0, fait.le());
        }
    }
    apart.retain(|(le, accueil, _)| again.get(accueil).is_none_or(|reunie| *reunie < *le));
    let last = apart.into_iter().max_by_key(|(le, accueil, _)| (*le, Reverse(*accueil)));
    last.map(|(.., motif)| motif)
}

/// Groups of two children or more, each linked to another by a parent.
pub(super) fn fratries(presents: &[Present]) -> Vec<Vec<&Present>> {
    let mut groups: Vec<Vec<&Present>> = Vec::new();
    let mut left: Vec<&Present> = presents.iter().collect();
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while let Some(child) = group.get(at).copied() {
            let (linked, others): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|other| !other.parents.is_disjoint(&child.parents));
            group.extend(linked);
            left = others;
            at += 1;
        }
        groups.push(group);
    }
    groups.retain(|group| 1 < group.len());
    groups
}

/// Whether a fratrie lives in one place.
pub(super) fn vie(group: &[&Present]) -> Vie {
    let places: BTreeSet<Uuid> = group.iter().filter_map(|present| present.lieu).collect();
    let all = group.iter().all(|present| present.lieu.is_some());
    match (places.len(), all) {
        (2.., _) => Vie::Separee,
        (1, true) => Vie::Reunie,
        (0 | 1, _) => Vie::NonRenseignee,
    }
}
