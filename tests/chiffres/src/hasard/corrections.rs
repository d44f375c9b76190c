//! Corrections and merges drawn over a story: what was recorded is annulled, rectified, its correction annulled in
//! turn; files are merged, and parted.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::dossier;
use domain::evenement::Evenement;
use domain::temps::Survenu;

use super::Hasard;
use crate::Requete;
use crate::dits::{annule, disjoint, rectifie, reuni};

/// What is recorded of each child so far: the day it is told to have happened, and what.
type Recorded = BTreeMap<u128, Vec<(NaiveDate, Evenement)>>;

/// The same story, in the order it is recorded, with corrections and merges among it.
pub fn avec_des_corrections(hasard: &mut Hasard, mut told: Vec<Requete>) -> Vec<Requete> {
    told.sort_by_key(|requete| requete.enregistree);
    let mut corrected = Vec::with_capacity(told.len() * 5 / 4);
    let mut recorded = Recorded::new();
    let mut merged: BTreeMap<u128, u128> = BTreeMap::new();
    for requete in told {
        let on = requete.enregistree;
        remember(&mut recorded, &requete);
        let enfant = requete.faits.first().map(|(enfant, ..)| *enfant);
        corrected.push(requete);
        let Some(enfant) = enfant else { continue };
        let after = match hasard.moins_de(40) {
            0..3 => correction(hasard, &recorded, &merged, enfant, on),
            3 => merge(hasard, &recorded, &mut merged, enfant, on),
            _ => None,
        };
        if let Some(after) = after {
            remember(&mut recorded, &after);
            corrected.push(after);
        }
    }
    corrected
}

fn remember(recorded: &mut Recorded, requete: &Requete) {
    for (enfant, le, evenement) in &requete.faits {
        recorded.entry(*enfant).or_default().push((le.le, evenement.clone()));
    }
}

/// Something of the child's, or of a file merged into his, is annulled or rectified, a correction included.
fn correction(
    hasard: &mut Hasard,
    recorded: &Recorded,
    merged: &BTreeMap<u128, u128>,
    enfant: u128,
    on: NaiveDate,
) -> Option<Requete> {
    let absorbed = merged.iter().find(|(_, principal)| **principal == enfant);
    let of = absorbed.map(|(absorbed, _)| *absorbed).filter(|_| hasard.moins_de(2) == 0);
    let of = of.unwrap_or(enfant);
    let all = recorded.get(&of)?;
    let rang = usize::try_from(hasard.moins_de(all.len() as u64)).unwrap();
    let version = u32::try_from(rang + 1).unwrap();
    let (le, evenement) = &all[rang];
    let moved = *le + chrono::Days::new(hasard.moins_de(40)) - chrono::Days::new(20);
    let again = hasard.moins_de(2) == 0;
    let form = match evenement.correction() {
        Some(dossier::Event::Reuni(_) | dossier::Event::Disjoint(_)) => return None,
        Some(dossier::Event::Rectifie(rectifiee)) => Some(&*rectifiee.remplacement),
        Some(dossier::Event::Annule(_) | dossier::Event::Efface(_)) => None,
        None => Some(evenement),
    };
    let correction = match form.filter(|_| again) {
        Some(form) => rectifie(of, version, form.clone(), moved),
        None => annule(of, version),
    };
    Some(Requete { enregistree: on, faits: vec![(enfant, Survenu::le(on), correction)] })
}

/// The child's file and another's are merged; parted, when they were already.
fn merge(
    hasard: &mut Hasard,
    recorded: &Recorded,
    merged: &mut BTreeMap<u128, u128>,
    enfant: u128,
    on: NaiveDate,
) -> Option<Requete> {
    let told = |evenement: fn(u128, u128) -> Evenement, absorbed: u128, principal: u128| Requete {
        enregistree: on,
        faits: vec![
            (principal, Survenu::le(on), evenement(absorbed, principal)),
            (absorbed, Survenu::le(on), evenement(principal, principal)),
        ],
    };
    let mut held = merged.iter().map(|(absorbed, principal)| (*absorbed, *principal));
    if let Some((absorbed, principal)) =
        held.find(|(absorbed, principal)| [*absorbed, *principal].contains(&enfant))
    {
        merged.remove(&absorbed);
        return Some(told(disjoint, absorbed, principal));
    }
    // Never the sibling: two files that say two things of one information are not merged.
    let other = enfant + 2 + 2 * u128::from(hasard.moins_de(2));
    let free = |file: u128| {
        recorded.contains_key(&file)
            && merged.iter().all(|(absorbed, principal)| ![absorbed, principal].contains(&&file))
    };
    if !free(other) {
        return None;
    }
    merged.insert(other, enfant);
    Some(told(reuni, other, enfant))
}
