//! Spells of measures that follow each other without a day between, and what recurs during them.
//!
//! # Invariants
//!
//! - A renewal, a provisional order then a judgment: one spell. A day without a title opens another.
//! - What recurs opens at the beginning and at each act; the age that sets a length is the age on that
//!   opening day: a birthday changes the next period, never the one that runs.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{Autorite, NatureMesure};
use crate::echeances::Echeance;
use crate::enfant::Parcours;
use crate::ids::MesureId;
use crate::temps::{Survenu, age};

/// Why an échéance of a measure that ended has no object.
pub(super) const FIN: &str = "fin de la mesure";

/// Which measures.
pub(super) type Filtre = fn(NatureMesure, Autorite) -> bool;

/// One spell.
#[derive(Debug)]
pub(super) struct Periode {
    /// Its first measure: what its échéances are about.
    pub(super) objet: MesureId,
    /// Its first day.
    pub(super) debut: NaiveDate,
    /// The first day without a measure.
    pub(super) fin: Option<NaiveDate>,
    /// All its measures.
    pub(super) mesures: Vec<MesureId>,
}

impl Periode {
    /// Whether a writing about that object, or about none, is about this spell.
    pub(super) fn porte_sur(&self, objet: Option<Uuid>) -> bool {
        objet.is_none_or(|objet| self.mesures.contains(&MesureId(objet)))
    }
}

/// The measures of a kind, with their days, the first first.
pub(super) fn mesures(
    parcours: &Parcours,
    filtre: Filtre,
) -> Vec<(NaiveDate, Option<NaiveDate>, MesureId)> {
    let known = parcours.mesure.mesures.iter();
    let mut found: Vec<_> = known
        .filter_map(|(&id, mesure)| {
            let termes = &mesure.decidee()?.fait.termes;
            let fin = mesure.finie_le(&parcours.identite);
            filtre(termes.nature, termes.autorite).then_some((mesure.effet()?, fin, id))
        })
        .filter(|(debut, fin, _)| fin.is_none_or(|fin| *debut < fin))
        .collect();
    found.sort_by_key(|(debut, _, id)| (*debut, *id));
    found
}

/// The spells of a kind of measure.
pub(super) fn periodes(parcours: &Parcours, filtre: Filtre) -> Vec<Periode> {
    let mut found: Vec<Periode> = Vec::new();
    for (debut, fin, id) in mesures(parcours, filtre) {
        match found.last_mut().filter(|last| last.fin.is_none_or(|end| debut <= end)) {
            Some(last) => {
                last.fin = last.fin.zip(fin).map(|(one, other)| one.max(other));
                last.mesures.push(id);
            }
            None => found.push(Periode { objet: id, debut, fin, mesures: vec![id] }),
        }
    }
    found
}

/// The child's age on a day, when his birth is known.
pub(super) fn age_au(parcours: &Parcours, le: NaiveDate) -> Option<i32> {
    parcours.identite.naissance().map(|naissance| age(naissance.le, le))
}

/// What recurs during a spell: one échéance a period, each kept by the next act, the last one open.
/// `regle` says which rule holds for a period that opens that day.
pub(super) fn recurrentes(
    periode: &Periode,
    actes: impl IntoIterator<Item = Survenu>,
    regle: impl Fn(NaiveDate) -> Option<&'static str>,
) -> Vec<Echeance> {
    let mut actes: Vec<Survenu> =
        actes.into_iter().filter(|acte| periode.debut <= acte.le).collect();
    actes.sort();
    let runs = |opened: &Survenu| periode.fin.is_none_or(|fin| opened.le < fin);
    let openings = std::iter::once(Survenu::le(periode.debut)).chain(actes.iter().copied());
    let keepings = actes.iter().copied().map(Some).chain(std::iter::once(None));
    let opened = openings.zip(keepings).filter(|(opened, _)| runs(opened));
    let one = |(opened, kept): (Survenu, Option<Survenu>)| {
        let echeance = Echeance::ouvrir(regle(opened.le)?, periode.objet.0, opened)?;
        Some(echeance.tenue_par(kept).sans_objet_depuis(periode.fin, FIN))
    };
    opened.filter_map(one).collect()
}
