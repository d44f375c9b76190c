//! When a child's file was another Département's: from when, and until when if it came back.
//!
//! What the Département owed has no object any more from that day on; what fell due while it was away was the other's.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::competence::Event as Competence;
use domain::evenement::Evenement;

use crate::enfant::Enfant;

/// A stay of the file elsewhere: its first day, and the day it was here again.
pub(crate) type Depart = (NaiveDate, Option<NaiveDate>);

/// Every stay of the file elsewhere, first to last.
pub(crate) fn departs(enfant: &Enfant) -> Vec<Depart> {
    let mut found: Vec<Depart> = Vec::new();
    for (le, gone) in passages(enfant) {
        let away = found.last_mut().filter(|(_, retour)| retour.is_none());
        match (away, gone) {
            (Some(_), true) | (None, false) => {}
            (Some((_, retour)), false) => *retour = Some(le),
            (None, true) => found.push((le, None)),
        }
    }
    found
}

/// The first day a file was gone whose return came too late for what was owed from a day and due on another.
pub(crate) fn repris_ailleurs(
    departs: &[Depart],
    depuis: NaiveDate,
    du_le: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let before = |retour: NaiveDate| depuis < retour && du_le.is_some_and(|du_le| du_le < retour);
    let gone = departs.iter().find(|(_, retour)| retour.is_none_or(before));
    gone.map(|(le, _)| *le)
}

/// On each day something was said of who answers for the child, whether the file was gone: of one day, an accepted
/// transfer says it, then a reception, then a competence.
fn passages(enfant: &Enfant) -> BTreeMap<NaiveDate, bool> {
    let (mut gone, mut here) = (Vec::new(), Vec::new());
    for fait in &enfant.faits {
        let Evenement::Competence(event) = &fait.evenement else { continue };
        match event {
            Competence::Fixee(fixee) if fixee.responsable.is_some() => here.push(fait.le()),
            Competence::RecuDAilleurs(recu) => here.push(recu.effet_le.unwrap_or(fait.le())),
            Competence::Accepte(accepte) => gone.push(accepte.effet_le.unwrap_or(fait.le())),
            Competence::Fixee(_) | Competence::Transmis(_) => {}
        }
    }
    let here = here.into_iter().map(|le| (le, false));
    here.chain(gone.into_iter().map(|le| (le, true))).collect()
}
