//! Everything that is drawn: one seeded stream, so that the same seed gives the same Département, and beside it one
//! a child and a chapter ([`Hasard::du_chapitre`]).
//!
//! Deliberately absent: functions of the platform's mathematical library; draws use only sums and
//! products, which are the same everywhere.

use chrono::NaiveDate;
use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use uuid::{Builder, Uuid};

use crate::calendrier::{hors_cloture, jours_entre, plus};

/// The stream of draws.
pub(crate) struct Hasard(ChaCha8Rng);

impl Hasard {
    /// The stream of a seed.
    pub(crate) fn new(graine: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(graine))
    }

    /// The stream of one chapter of one child: what is told in it moves no other draw.
    pub(crate) fn du_chapitre(enfant: Uuid, chapitre: &str) -> Self {
        let mut graine = [0; 32];
        graine[..16].copy_from_slice(enfant.as_bytes());
        for (octet, lettre) in graine[16..].iter_mut().zip(chapitre.bytes()) {
            *octet = lettre;
        }
        Self(ChaCha8Rng::from_seed(graine))
    }

    /// An identifier.
    pub(crate) fn uuid(&mut self) -> Uuid {
        Builder::from_random_bytes(self.0.random()).into_uuid()
    }

    /// A number of an interval, both ends included; the first when the interval is empty.
    pub(crate) fn entre(&mut self, bas: i64, haut: i64) -> i64 {
        if haut <= bas { bas } else { self.0.random_range(bas..=haut) }
    }

    /// A number of an interval given as one value.
    pub(crate) fn dans(&mut self, (bas, haut): (i64, i64)) -> i64 {
        self.entre(bas, haut)
    }

    /// A day of an interval, both ends included; the first when the interval is empty. Never one of
    /// the two last of December, but the first of the interval.
    pub(crate) fn jour(&mut self, du: NaiveDate, au: NaiveDate) -> NaiveDate {
        hors_cloture(plus(du, self.entre(0, jours_entre(du, au)))).max(du)
    }

    /// True so many times in a thousand.
    pub(crate) fn pour_mille(&mut self, chances: i64) -> bool {
        self.entre(0, 999) < chances
    }

    /// One of several.
    pub(crate) fn parmi<T: Copy>(&mut self, choix: &[T]) -> T {
        choix[self.0.random_range(0..choix.len())]
    }

    /// One of several, by weight.
    pub(crate) fn pese<T: Copy>(&mut self, choix: &[(T, usize)]) -> T {
        let total: usize = choix.iter().map(|&(_, poids)| poids).sum();
        let mut reste = self.0.random_range(0..total.max(1));
        for &(valeur, poids) in choix {
            if reste < poids {
                return valeur;
            }
            reste -= poids;
        }
        choix[choix.len() - 1].0
    }

    /// Shuffles in place.
    pub(crate) fn melange<T>(&mut self, liste: &mut [T]) {
        liste.shuffle(&mut self.0);
    }

    /// A length of mean `moyenne`, skewed: many short ones, a few three times as long.
    pub(crate) fn duree(&mut self, plancher: i64, moyenne: i64) -> i64 {
        let (u, v): (f64, f64) = (self.0.random(), self.0.random());
        let etendue = (moyenne - plancher).max(0);
        // E[u + 2 v³] = 1.
        #[expect(clippy::cast_possible_truncation, reason = "a number of days is small")]
        #[expect(clippy::cast_precision_loss, reason = "a number of days is small")]
        let tiree = (etendue as f64 * (u + 2.0 * v * v * v)).round() as i64;
        plancher + tiree
    }
}
