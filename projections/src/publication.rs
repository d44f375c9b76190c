//! What a published report hides: small numbers, and what would give them back.
//!
//! A number of few people may name them. It is masked (*secret primaire*); then other numbers are, until what is left
//! shown, with everything that adds up by definition, gives none of them back (*secret secondaire*).
//!
//! # Invariants
//!
//! - The published set is one whole report: every value and every breakdown, solved together.
//! - No masked number is a combination of shown ones ([`systeme`]), and none of them is held under its threshold by the
//!   sum it is part of.
//! - A value is shown whole or masked whole; 0 names nobody, and is masked only where nothing else is left to mask.
//! - A median or a P90 is masked with the smallest group of its indicator: a delay of few people is theirs.
//!
//! Deliberately absent: rounding and noise. A figure that is shown is exact. Two reports of one year are two sets: a
//! published one cites a freeze, and a year has few.

mod systeme;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::indicateurs::{Mesure, Resultat, Valeur};
use crate::registre::{Definition, Section, Somme};
use systeme::{Equation, Systeme};

/// A threshold, from a day on.
#[derive(Debug, Deserialize)]
struct Seuil {
    /// The section it is for; empty: all the others.
    section: String,
    /// Fewer people than that are masked.
    seuil: i64,
    /// From when.
    depuis: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct Secret {
    seuils: Vec<Seuil>,
}

/// The threshold of a section for figures of that day.
fn seuil(section: Section, le: NaiveDate) -> i64 {
    static SECRET: OnceLock<Secret> = OnceLock::new();
    let secret = SECRET.get_or_init(|| {
        serde_json::from_str(include_str!("../donnees/secret_statistique.json"))
            .expect("the thresholds are well formed")
    });
    let known = secret.seuils.iter().filter(|known| known.depuis <= le);
    let known: Vec<&Seuil> =
        known.filter(|known| known.section.is_empty() || known.section == section.cle()).collect();
    let own = known.iter().filter(|known| !known.section.is_empty());
    own.chain(known.iter()).map(|known| known.seuil).next().unwrap_or(0)
}

/// Where a value stands in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    indicateur: usize,
    /// The breakdown; none: a value of the indicator itself.
    ventilation: Option<usize>,
    rang: usize,
}

/// A number of people that a value shows.
#[derive(Clone, Debug)]
struct Case {
    place: Place,
    n: i64,
    /// Few people, or all but few.
    petite: bool,
    seuil: i64,
}

/// Masks what a published report may not show.
pub(crate) fn masquer(computed: &mut [(&'static Definition, Resultat)], au: NaiveDate) {
    let plan = Plan::lire(computed, au);
    for place in plan.masquees() {
        valeur_mut(computed, place).mesure = Mesure::Masquee;
    }
    for (_, resultat) in computed {
        masquer_les_delais(resultat);
    }
}

/// Delays of an indicator that hides a group.
fn masquer_les_delais(resultat: &mut Resultat) {
    let lignes = resultat.ventilations.iter().flat_map(|cut| &cut.lignes);
    let hidden = |valeur: &Valeur| valeur.mesure == Mesure::Masquee;
    if !resultat.valeurs.iter().chain(lignes).any(hidden) {
        return;
    }
    let lignes = resultat.ventilations.iter_mut().flat_map(|cut| &mut cut.lignes);
    for valeur in resultat.valeurs.iter_mut().chain(lignes) {
        if let Mesure::Jours(_) | Mesure::Heures(_) = valeur.mesure {
            valeur.mesure = Mesure::Masquee;
        }
    }
}

fn valeur_mut<'a>(
    computed: &'a mut [(&'static Definition, Resultat)],
    place: Place,
) -> &'a mut Valeur {
    let resultat = &mut computed[place.indicateur].1;
    match place.ventilation {
        None => &mut resultat.valeurs[place.rang],
        Some(cut) => &mut resultat.ventilations[cut].lignes[place.rang],
    }
}

/// Every number of a report, and what adds up.
struct Plan {
    cases: Vec<Case>,
    equations: Vec<Equation>,
}

impl Plan {
    fn lire(computed: &[(&'static Definition, Resultat)], au: NaiveDate) -> Self {
        let mut plan = Self { cases: Vec::new(), equations: Vec::new() };
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (indicateur, (definition, resultat)) in computed.iter().enumerate() {
            let seuil = seuil(definition.section, au);
            for (rang, valeur) in resultat.valeurs.iter().enumerate() {
                let place = Place { indicateur, ventilation: None, rang };
                for (part, case) in cases(place, valeur, seuil) {
                    let name = format!("{}:{}{part}", definition.id, valeur.cle);
                    names.insert(name, plan.ajouter(case));
                }
            }
        }
        for (indicateur, (definition, resultat)) in computed.iter().enumerate() {
            plan.ventilations(indicateur, (definition, resultat), au, &mut names);
        }
        for (definition, _) in computed {
            plan.sommes(definition, &names);
        }
        plan
    }

    fn ajouter(&mut self, case: Case) -> usize {
        self.cases.push(case);
        self.cases.len() - 1
    }

    /// The lines of each breakdown add up to the value they cut.
    fn ventilations(
        &mut self,
        indicateur: usize,
        (definition, resultat): (&Definition, &Resultat),
        au: NaiveDate,
        names: &mut BTreeMap<String, usize>,
    ) {
        for (rank, cut) in resultat.ventilations.iter().enumerate() {
            let mut parts: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
            for (rang, valeur) in cut.lignes.iter().enumerate() {
                let place = Place { indicateur, ventilation: Some(rank), rang };
                for (part, case) in cases(place, valeur, seuil(definition.section, au)) {
                    let (id, de, axe) = (definition.id, cut.de, cut.axe);
                    let name = format!("{id}:{de}{part}@{axe}/{}", valeur.cle);
                    let line = self.ajouter(case);
                    names.insert(name, line);
                    parts.entry(part).or_default().push(line);
                }
            }
            for (part, lines) in parts {
                let total = names.get(&format!("{}:{}{part}", definition.id, cut.de));
                if let Some(&total) = total {
                    self.equations.push(Equation { total, parties: lines });
                }
            }
        }
    }

    /// What the definition says adds up, when all of it is in this report.
    fn sommes(&mut self, definition: &Definition, names: &BTreeMap<String, usize>) {
        for somme in definition.sommes {
            for line in somme.lignes(definition.id, names.keys().map(String::as_str)) {
                let find =
                    |name: &&str| names.get(&Somme::nom(definition.id, name, &line)).copied();
                let parties: Option<Vec<usize>> = somme.parties.iter().map(find).collect();
                if let (Some(total), Some(parties)) = (find(&somme.total), parties) {
                    self.equations.push(Equation { total, parties });
                }
            }
        }
    }

    /// The values to mask.
    fn masquees(&self) -> Vec<Place> {
        let mut masked: Vec<bool> = self.cases.iter().map(|case| case.petite).collect();
        loop {
            self.whole_values(&mut masked);
            let Some(next) = self.next(&masked) else { break };
            masked[next] = true;
        }
        let mut places: Vec<Place> = Vec::new();
        for (case, masked) in self.cases.iter().zip(masked) {
            if masked && !places.contains(&case.place) {
                places.push(case.place);
            }
        }
        places
    }

    /// A value is masked whole: its numerator hides its denominator.
    fn whole_values(&self, masked: &mut [bool]) {
        for index in 1..self.cases.len() {
            if self.cases[index].place == self.cases[index - 1].place {
                let either = masked[index] || masked[index - 1];
                masked[index] = either;
                masked[index - 1] = either;
            }
        }
    }

    /// The next number to mask, when what is shown still says too much.
    fn next(&self, masked: &[bool]) -> Option<usize> {
        let systeme = Systeme::new(&self.equations, masked);
        let mut given = (0..masked.len()).filter(|&case| masked[case] && systeme.determine(case));
        let hides = |case| self.other(&systeme.component(case), masked);
        given.find_map(hides).or_else(|| {
            let mut narrow = self.equations.iter().filter(|known| self.narrow(known, masked));
            narrow.find_map(|equation| self.other(&equation.cases(), masked))
        })
    }

    /// Whether the sum of what one equation hides holds a small number under its threshold.
    fn narrow(&self, equation: &Equation, masked: &[bool]) -> bool {
        if masked[equation.total] {
            return false;
        }
        let hidden: Vec<&Case> = equation
            .parties
            .iter()
            .filter(|&&case| masked[case])
            .map(|&case| &self.cases[case])
            .collect();
        let sum: i64 = hidden.iter().map(|case| case.n).sum();
        let others = i64::try_from(hidden.len()).unwrap_or(i64::MAX) - 1;
        hidden.iter().any(|case| case.petite && sum - others < case.seuil)
    }

    /// Of these numbers, the smallest one still shown that somebody stands behind; a 0 when there is no other.
    fn other(&self, among: &[usize], masked: &[bool]) -> Option<usize> {
        let shown = among.iter().copied().filter(|&case| !masked[case]);
        shown.min_by_key(|&case| (self.cases[case].n == 0, self.cases[case].n, case))
    }
}

/// The numbers of people in a value, under the suffix that names each.
fn cases(place: Place, valeur: &Valeur, seuil: i64) -> Vec<(&'static str, Case)> {
    let small = |n: i64| 0 < n && n < seuil;
    let case = |n: i64, petite: bool| Case { place, n, petite, seuil };
    match valeur.mesure {
        Mesure::Compte(n) => vec![("", case(n, small(n)))],
        Mesure::Part { num, den } => {
            let few = small(num) || small(den - num) || small(den);
            vec![(".num", case(num, few)), (".den", case(den, small(den)))]
        }
        // Below the line is a population, which anybody knows.
        Mesure::PourMille { num, den: _ } => vec![(".num", case(num, small(num)))],
        // Above the line are days, not people.
        Mesure::Moyenne { num: _, den } => vec![(".den", case(den, small(den)))],
        Mesure::Jours(_) | Mesure::Heures(_) | Mesure::Absente | Mesure::Masquee => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
