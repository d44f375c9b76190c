//! The arithmetic of the forecast: monthly passages observed, then children carried month after month.
//!
//! Expected numbers are integers, in billionths of a child: every division is of integers, and loses less than a
//! billionth. Ages are in months, so that one leaves on the month of a birthday and not by a rate.
//!
//! # Invariants
//!
//! - Who has left is in no number.
//! - Between two months a child stays, changes place, leaves, or comes of age; nothing else.
//! - Coming of age is a rule: every minor leaves his place, and a part of them goes on by contract.

use crate::tranches::ages;

/// One child.
pub(super) const ENFANT: i128 = 1_000_000_000;
/// Months at the eighteenth birthday.
const MAJORITE: usize = 18 * 12;
/// Months at the twenty-first birthday: no contract goes further.
pub(super) const VINGT_ET_UN_ANS: usize = 21 * 12;

/// The kinds of places, as D6 groups them, and contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lieu {
    FamilleAccueil,
    Etablissement,
    Autonome,
    Autre,
    EnAttente,
    Direct,
    JeuneMajeur,
}

impl Lieu {
    pub(super) const TOUS: [Self; 7] = [
        Self::FamilleAccueil,
        Self::Etablissement,
        Self::Autonome,
        Self::Autre,
        Self::EnAttente,
        Self::Direct,
        Self::JeuneMajeur,
    ];

    pub(super) const fn cle(self) -> &'static str {
        match self {
            Self::FamilleAccueil => "famille_accueil",
            Self::Etablissement => "etablissement",
            Self::Autonome => "autonome",
            Self::Autre => "autre",
            Self::EnAttente => "sans_lieu",
            Self::Direct => "placement_direct",
            Self::JeuneMajeur => "jeune_majeur",
        }
    }
}

const LIEUX: usize = Lieu::TOUS.len();
const TRANCHES: usize = 6;

/// The band of an age in months, as the bands of the registry have it, until 21 years.
pub(super) fn tranche(mois: usize) -> usize {
    let from = [3, 6, 11, 15, 18].map(|years| years * 12);
    from.iter().filter(|limit| **limit <= mois).count()
}

/// The keys of the bands.
pub(super) fn cles_des_tranches() -> impl Iterator<Item = (usize, &'static str)> {
    let bands = ages().tranches.iter().filter(|band| 0 <= band.de);
    bands.enumerate().map(|(rang, band)| (rang, &*band.cle))
}

/// A child at the end of a month: his age in months, and where he is.
pub(super) type Etat = (i64, Option<Lieu>);

/// What was seen over the months of reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Passages {
    /// How many months.
    pub mois: u32,
    /// By band and place, towards each place.
    pub vers: [[[i64; LIEUX]; LIEUX]; TRANCHES],
    /// By band and place, towards none.
    pub sorties: [[i64; LIEUX]; TRANCHES],
    /// By band and place of those who enter.
    pub entrees: [[i64; LIEUX]; TRANCHES],
    /// Came of age in a place.
    pub majeurs: i64,
    /// Among them, with a contract at the end of that month.
    pub contrats: i64,
}

impl Passages {
    /// One child over one month.
    pub(super) fn voit(&mut self, (avant, de): Etat, (apres, vers): Etat) {
        let birthday = i64::try_from(MAJORITE).expect("some months");
        let turns_18 = avant < birthday && birthday <= apres;
        if turns_18 && de.is_some_and(|place| place != Lieu::JeuneMajeur) {
            self.majeurs += 1;
            self.contrats += i64::from(vers == Some(Lieu::JeuneMajeur));
            return;
        }
        let band = |mois: i64| {
            usize::try_from(mois).ok().filter(|mois| *mois < VINGT_ET_UN_ANS).map(tranche)
        };
        match (de, vers) {
            (Some(de), Some(vers)) => {
                if let Some(band) = band(avant) {
                    self.vers[band][de as usize][vers as usize] += 1;
                }
            }
            (Some(de), None) => {
                if let Some(band) = band(avant) {
                    self.sorties[band][de as usize] += 1;
                }
            }
            (None, Some(vers)) => {
                if let Some(band) = band(apres) {
                    self.entrees[band][vers as usize] += 1;
                }
            }
            (None, None) => {}
        }
    }

    /// How many were seen in a band and a place at the beginning of a month.
    pub(super) fn exposes(&self, band: usize, lieu: Lieu) -> i64 {
        self.vers[band][lieu as usize].iter().sum::<i64>() + self.sorties[band][lieu as usize]
    }

    /// How many entered.
    pub(super) fn total_des_entrees(&self) -> i64 {
        self.entrees.iter().flatten().sum()
    }
}

/// How many children are expected, in billionths, by age in months and place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stock(Vec<[i128; LIEUX]>);

impl Stock {
    /// What is observed: those under 21 of a known age.
    pub(super) fn observe(states: impl IntoIterator<Item = Etat>) -> Self {
        let mut stock = Self(vec![[0; LIEUX]; VINGT_ET_UN_ANS]);
        for (mois, lieu) in states {
            let cell = usize::try_from(mois).ok().and_then(|mois| stock.0.get_mut(mois));
            if let (Some(cell), Some(lieu)) = (cell, lieu) {
                cell[lieu as usize] += ENFANT;
            }
        }
        stock
    }

    /// One month later.
    pub(super) fn un_mois_plus_tard(&self, seen: &Passages, entering: &Passages) -> Self {
        let mut next = Self(vec![[0; LIEUX]; VINGT_ET_UN_ANS]);
        for (mois, cells) in self.0.iter().enumerate() {
            let Some(later) = next.0.get_mut(mois + 1) else { continue };
            if mois + 1 == MAJORITE {
                let minors: i128 = cells.iter().sum();
                if 0 < seen.majeurs {
                    later[Lieu::JeuneMajeur as usize] +=
                        minors * i128::from(seen.contrats) / i128::from(seen.majeurs);
                }
                continue;
            }
            for lieu in Lieu::TOUS {
                let there = cells[lieu as usize];
                let exposed = i128::from(seen.exposes(tranche(mois), lieu));
                if exposed == 0 {
                    later[lieu as usize] += there;
                    continue;
                }
                let towards = &seen.vers[tranche(mois)][lieu as usize];
                for (cell, seen) in later.iter_mut().zip(towards) {
                    *cell += there * i128::from(*seen) / exposed;
                }
            }
        }
        next.fait_entrer(entering);
        next
    }

    /// The entries of a month, spread evenly over the months of age of their band.
    fn fait_entrer(&mut self, entering: &Passages) {
        let mut widths = [0_i128; TRANCHES];
        (0..VINGT_ET_UN_ANS).for_each(|mois| widths[tranche(mois)] += 1);
        let months = i128::from(entering.mois.max(1));
        for (mois, cells) in self.0.iter_mut().enumerate() {
            let band = tranche(mois);
            for (cell, entered) in cells.iter_mut().zip(entering.entrees[band]) {
                *cell += i128::from(entered) * ENFANT / (months * widths[band]);
            }
        }
    }

    /// After so many months.
    pub(super) fn apres(&self, mois: u32, seen: &Passages, entering: &Passages) -> Self {
        (0..mois).fold(self.clone(), |stock, _| stock.un_mois_plus_tard(seen, entering))
    }

    /// Expected in all.
    pub(super) fn total(&self) -> i128 {
        self.0.iter().flatten().sum()
    }

    /// Expected in a kind of place.
    pub(super) fn dans(&self, lieu: Lieu) -> i128 {
        self.0.iter().map(|cells| cells[lieu as usize]).sum()
    }

    /// Expected in a band.
    pub(super) fn de_la_tranche(&self, band: usize) -> i128 {
        let aged = self.0.iter().enumerate().filter(|(mois, _)| tranche(*mois) == band);
        aged.flat_map(|(_, cells)| cells).sum()
    }
}

/// Thousandths of a child, half up.
pub(super) fn milliemes(expected: i128) -> i64 {
    let thousandth = ENFANT / 1_000;
    i64::try_from((expected + thousandth / 2) / thousandth).expect("fewer children than 2^53")
}

/// Whole children between which the number falls 95 times in 100, if it is Poisson's: 1,96 square roots on each
/// side, rounded outwards.
pub(super) fn intervalle(expected: i128) -> (i64, i64) {
    let n = u128::try_from(expected.max(0)).expect("not negative");
    // In thousandths: 1.96 × √(n / ENFANT) × 1000 = √(38 416 × n / 10 000 × 10⁶ / ENFANT).
    let half = i64::try_from((38_416 * n / 10_000_000).isqrt() + 1).expect("a small number");
    let middle = milliemes(expected);
    ((middle - half).max(0) / 1_000, (middle + half + 999) / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AF: Lieu = Lieu::FamilleAccueil;

    #[test]
    fn les_tranches_du_modele_sont_celles_du_registre() {
        let keys: Vec<_> = cles_des_tranches().collect();
        assert_eq!(keys.len(), TRANCHES);
        let bands = ages().tranches.iter().filter(|band| 0 <= band.de);
        for (rang, band) in bands.enumerate() {
            let first = usize::try_from(band.de).unwrap() * 12;
            assert_eq!(tranche(first), rang, "{}", band.cle);
            assert!(first == 0 || tranche(first - 1) + 1 == rang, "{}", band.cle);
        }
    }

    #[test]
    fn on_sort_le_mois_de_ses_dix_huit_ans_et_non_par_un_taux() {
        let seen = Passages { mois: 12, majeurs: 4, contrats: 1, ..Passages::default() };
        let stock = Stock::observe([(215, Some(AF)), (100, Some(AF))]);
        let next = stock.un_mois_plus_tard(&seen, &seen);
        assert_eq!(next.dans(AF), ENFANT, "the other one stays: nobody was seen leaving");
        assert_eq!(next.dans(Lieu::JeuneMajeur), ENFANT / 4, "one in four goes on by contract");
        assert_eq!(next.total(), ENFANT + ENFANT / 4, "who has left is in no number");
        let older = stock.apres(37, &seen, &seen);
        assert_eq!(older.dans(Lieu::JeuneMajeur), 0, "no contract after 21");
    }

    #[test]
    fn les_departs_les_changements_et_les_entrees_suivent_ce_qui_a_ete_vu() {
        let mut seen = Passages { mois: 10, ..Passages::default() };
        for n in 0..10 {
            let vers = match n {
                0 => None,
                1 | 2 => Some(Lieu::Etablissement),
                _ => Some(AF),
            };
            seen.voit((100, Some(AF)), (101, vers));
        }
        let stock = Stock::observe([(100, Some(AF))]);
        let next = stock.un_mois_plus_tard(&seen, &seen);
        assert_eq!((next.dans(AF), next.dans(Lieu::Etablissement)), (7 * ENFANT / 10, ENFANT / 5));
        // Five entries in ten months, at 6 to 10 years: half a child a month.
        (0..5).for_each(|_| seen.voit((99, None), (100, Some(AF))));
        let empty = Stock::observe([]);
        let entered = empty.un_mois_plus_tard(&seen, &seen);
        assert_eq!(milliemes(entered.total()), 500);
        assert_eq!(milliemes(entered.de_la_tranche(2)), 500);
        assert_eq!(seen.total_des_entrees(), 5);
    }

    /// Nobody is made: without entries a stock never grows, and a place that loses nobody keeps them.
    #[test]
    fn sans_entree_un_stock_ne_croit_jamais() {
        let mut seen = Passages { mois: 12, majeurs: 3, contrats: 2, ..Passages::default() };
        for (rang, lieu) in Lieu::TOUS.into_iter().enumerate() {
            let rang = i64::try_from(rang).unwrap();
            seen.voit((40 * rang % 210, Some(lieu)), (0, None));
            seen.voit((40 * rang % 210, Some(lieu)), (0, Some(Lieu::Autre)));
        }
        let mut stock = Stock::observe((0..250).map(|mois| (mois, Some(AF))));
        for _ in 0..60 {
            let next = stock.un_mois_plus_tard(&seen, &seen);
            assert!(next.total() <= stock.total());
            stock = next;
        }
    }

    #[test]
    fn l_intervalle_est_entier_et_contient_ce_qui_est_attendu() {
        assert_eq!(intervalle(100 * ENFANT), (80, 120));
        assert_eq!(intervalle(0), (0, 1));
        for n in [1, 3, 17, 2_279] {
            let (bas, haut) = intervalle(n * ENFANT);
            assert!(i128::from(bas) <= n && n <= i128::from(haut), "{n}: {bas} to {haut}");
        }
    }
}
