//! What can be worked out of the numbers that are shown: a linear system over those that are not.
//!
//! An equation says that a total is the sum of its parts. A masked number is *determined* when the equations, with
//! everything shown put in its place, leave it one value. That is so when the unit vector of the number is a combination
//! of the equations' rows restricted to masked numbers: no right-hand side is needed, and none is looked at.
//!
//! # Invariants
//!
//! - Exact arithmetic: rows are integers, reduced by their greatest common divisor; nothing is rounded.
//! - Rows are in reduced echelon form: a number is determined if and only if its row has no other member.

use std::collections::{BTreeMap, BTreeSet};

/// A total and its parts, by the rank of their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Equation {
    pub(super) total: usize,
    pub(super) parties: Vec<usize>,
}

impl Equation {
    /// Its parts, then its total.
    pub(super) fn cases(&self) -> Vec<usize> {
        self.parties.iter().copied().chain([self.total]).collect()
    }
}

/// A row: the coefficient of each masked number that has one.
type Row = BTreeMap<usize, i128>;

/// The equations over masked numbers, solved as far as they can be.
pub(super) struct Systeme<'a> {
    equations: &'a [Equation],
    masked: &'a [bool],
    /// By the number each row gives.
    rows: BTreeMap<usize, Row>,
}

impl<'a> Systeme<'a> {
    pub(super) fn new(equations: &'a [Equation], masked: &'a [bool]) -> Self {
        let mut systeme = Self { equations, masked, rows: BTreeMap::new() };
        for equation in equations {
            systeme.add(equation);
        }
        systeme
    }

    fn add(&mut self, equation: &Equation) {
        let mut row = Row::new();
        let parts = equation.parties.iter().map(|&case| (case, 1)).chain([(equation.total, -1)]);
        for (case, sign) in parts.filter(|&(case, _)| self.masked[case]) {
            *row.entry(case).or_default() += sign;
        }
        row.retain(|_, coefficient| *coefficient != 0);
        for (pivot, known) in &self.rows {
            eliminate(&mut row, *pivot, known);
        }
        let Some(pivot) = row.keys().next().copied() else { return };
        for known in self.rows.values_mut() {
            eliminate(known, pivot, &row);
        }
        self.rows.insert(pivot, row);
    }

    /// Whether what is shown gives this masked number.
    pub(super) fn determine(&self, case: usize) -> bool {
        self.rows.get(&case).is_some_and(|row| row.len() == 1)
    }

    /// Every number that equations tie to this one, through masked numbers.
    pub(super) fn component(&self, case: usize) -> Vec<usize> {
        let mut reached = BTreeSet::from([case]);
        let mut found = BTreeSet::from([case]);
        let mut left = vec![case];
        while let Some(case) = left.pop() {
            for equation in self.equations.iter().filter(|known| known.cases().contains(&case)) {
                for other in equation.cases() {
                    found.insert(other);
                    if self.masked[other] && reached.insert(other) {
                        left.push(other);
                    }
                }
            }
        }
        found.into_iter().collect()
    }
}

/// Takes the pivot's number out of a row.
fn eliminate(row: &mut Row, pivot: usize, known: &Row) {
    let Some(own) = row.get(&pivot).copied() else { return };
    let lead = known[&pivot];
    for coefficient in row.values_mut() {
        *coefficient *= lead;
    }
    for (case, coefficient) in known {
        *row.entry(*case).or_default() -= own * coefficient;
    }
    row.retain(|_, coefficient| *coefficient != 0);
    let divisor = row.values().fold(0, |divisor, &coefficient| gcd(divisor, coefficient));
    if divisor > 1 {
        for coefficient in row.values_mut() {
            *coefficient /= divisor;
        }
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(total: usize, parties: &[usize]) -> Equation {
        Equation { total, parties: parties.to_vec() }
    }

    #[test]
    fn un_nombre_seul_cache_dans_une_somme_se_retrouve() {
        let equations = [sum(0, &[1, 2, 3])];
        let alone = [false, true, false, false];
        assert!(Systeme::new(&equations, &alone).determine(1));
        let two = [false, true, true, false];
        let systeme = Systeme::new(&equations, &two);
        assert!(!systeme.determine(1) && !systeme.determine(2));
    }

    #[test]
    fn deux_sommes_croisees_rendent_ce_que_chacune_cache() {
        // 0 = 1 + 2 and 3 = 1 + 2 + 4: the second less the first gives 4.
        let equations = [sum(0, &[1, 2]), sum(3, &[1, 2, 4])];
        let masked = [false, true, true, false, true];
        let systeme = Systeme::new(&equations, &masked);
        assert!(systeme.determine(4));
        assert!(!systeme.determine(1) && !systeme.determine(2));
    }

    #[test]
    fn un_meme_nombre_sous_deux_noms_se_retrouve_par_l_autre() {
        let equations = [sum(0, &[1])];
        assert!(Systeme::new(&equations, &[true, false]).determine(0));
        assert!(!Systeme::new(&equations, &[true, true]).determine(0));
    }
}
