//! The reconciliation sheet: our figure and its variants, facing a figure somebody published.
//!
//! # Invariants
//!
//! - Exact: every number is a fraction in its lowest terms, told as text.
//! - A line is a hypothesis on what the other counts, never a correction: it says what our figure would be and what would
//!   then be left. Two figures are brought together by what the ledger says they are, never because they look alike.
//!
//! Deliberately absent: which figures face each other, which is the ledger's to say.

use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;

/// An exact number in its lowest terms, with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    num: i128,
    den: i128,
}

impl Fraction {
    /// Of two integers; none when the denominator is not positive.
    #[must_use]
    pub fn new(num: i64, den: i64) -> Option<Self> {
        (0 < den).then(|| Self::reduced(num.into(), den.into()))
    }

    fn reduced(num: i128, den: i128) -> Self {
        let (mut a, mut b) = (num.unsigned_abs(), den.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let by = i128::try_from(a).unwrap_or(1).max(1);
        Self { num: num / by, den: den / by }
    }

    /// The sum with so many times another; none beyond what is exact.
    fn plus(self, fois: i128, autre: Self) -> Option<Self> {
        let num = self.num.checked_mul(autre.den)?;
        let added = autre.num.checked_mul(self.den)?.checked_mul(fois)?;
        Some(Self::reduced(num.checked_add(added)?, self.den.checked_mul(autre.den)?))
    }

    /// In the unit it was published in: a percentage is a part of a hundred.
    #[must_use]
    pub fn en(self, unite: &str) -> Self {
        let by = match unite {
            "%" => 100,
            "‰" => 1000,
            _ => 1,
        };
        self.den.checked_mul(by).map_or(self, |den| Self::reduced(self.num, den))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { num, den } = self;
        if *den == 1 { write!(f, "{num}") } else { write!(f, "{num}/{den}") }
    }
}

/// What may explain a gap: another value of the same indicator, added, taken off, or in place of ours.
#[derive(Debug, Deserialize)]
pub struct Ligne {
    /// The key of that value.
    pub cle: String,
    /// 1: added to ours; -1: taken off it; 0: in its place.
    pub signe: i8,
    /// What the other would then count.
    pub dit: String,
}

/// What may explain the gaps of one value.
#[derive(Debug, Deserialize)]
struct Explication {
    indicateur: String,
    cle: String,
    lignes: Vec<Ligne>,
}

/// The lines that may explain a gap on a value of an indicator.
#[must_use]
pub fn lignes(indicateur: &str, cle: &str) -> &'static [Ligne] {
    static EXPLICATIONS: OnceLock<Vec<Explication>> = OnceLock::new();
    let known = EXPLICATIONS.get_or_init(|| {
        serde_json::from_str(include_str!("../donnees/rapprochements.json"))
            .expect("the file is part of the engine, and a test reads it")
    });
    let found = known.iter().find(|one| one.indicateur == indicateur && one.cle == cle);
    found.map_or(&[], |one| &one.lignes)
}

/// A hypothesis, worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothese {
    /// The key of the value it uses.
    pub cle: String,
    /// What the other would count.
    pub dit: String,
    /// What our figure would be.
    pub notre: Fraction,
    /// What would be left.
    pub reste: Fraction,
}

/// Two figures face to face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feuille {
    /// Ours.
    pub notre: Fraction,
    /// The other's.
    pub externe: Fraction,
    /// The other's less ours.
    pub ecart: Fraction,
    /// Each taken alone.
    pub hypotheses: Vec<Hypothese>,
    /// What no hypothesis taken alone explains: the smallest that is left.
    pub inexplique: Fraction,
}

/// The sheet of two figures; `variante` gives our other values of that indicator. None beyond what is exact.
#[must_use]
pub fn feuille(
    notre: Fraction,
    externe: Fraction,
    lignes: &[Ligne],
    variante: impl Fn(&str) -> Option<Fraction>,
) -> Option<Feuille> {
    let ecart = externe.plus(-1, notre)?;
    let mut hypotheses = Vec::with_capacity(lignes.len());
    for Ligne { cle, signe, dit } in lignes {
        let Some(valeur) = variante(cle) else { continue };
        let alors = if *signe == 0 { valeur } else { notre.plus(i128::from(*signe), valeur)? };
        let reste = externe.plus(-1, alors)?;
        hypotheses.push(Hypothese { cle: cle.clone(), dit: dit.clone(), notre: alors, reste });
    }
    let mut inexplique = ecart;
    for Hypothese { reste, .. } in &hypotheses {
        let closer = reste.absolu().plus(-1, inexplique.absolu())?.num < 0;
        inexplique = if closer { *reste } else { inexplique };
    }
    Some(Feuille { notre, externe, ecart, hypotheses, inexplique })
}

impl Fraction {
    fn absolu(self) -> Self {
        Self { num: self.num.abs(), den: self.den }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registre::{REGISTRE, definition};

    fn fraction(num: i64, den: i64) -> Fraction {
        Fraction::new(num, den).unwrap()
    }

    fn ligne(cle: &str, signe: i8) -> Ligne {
        Ligne { cle: cle.into(), signe, dit: "autrement".into() }
    }

    #[test]
    fn une_feuille_dit_l_ecart_chaque_hypothese_et_ce_qui_reste() {
        let lignes = [ligne("non_executees", -1), ligne("echues", 1), ligne("inconnue", 1)];
        let variante = |cle: &str| match cle {
            "non_executees" => Some(fraction(8, 1)),
            "echues" => Some(fraction(3, 1)),
            _ => None,
        };
        let sheet = feuille(fraction(314, 1), fraction(304, 1), &lignes, variante).unwrap();
        assert_eq!(sheet.ecart, fraction(-10, 1));
        let told: Vec<_> = sheet
            .hypotheses
            .iter()
            .map(|one| format!("{} {} {}", one.cle, one.notre, one.reste))
            .collect();
        assert_eq!(told, ["non_executees 306 -2", "echues 317 -13"]);
        assert_eq!(sheet.inexplique, fraction(-2, 1));
    }

    #[test]
    fn un_pourcentage_se_compare_a_une_part_sans_arrondir() {
        let publie = fraction(798, 10).en("%");
        assert_eq!(publie.to_string(), "399/500");
        let lignes = [ligne("taux_executees", 0)];
        let sheet = feuille(fraction(3, 4), publie, &lignes, |_| Some(fraction(4, 5))).unwrap();
        assert_eq!(sheet.ecart.to_string(), "6/125");
        assert_eq!(sheet.inexplique.to_string(), "-1/500");
        assert_eq!(fraction(29, 1).en("‰").to_string(), "29/1000");
        assert!(Fraction::new(1, 0).is_none());
    }

    #[test]
    fn chaque_ligne_explique_un_indicateur_du_registre() {
        for (indicateur, cle) in [("B1", "en_vigueur"), ("B2", "en_vigueur"), ("B3", "taux")] {
            assert!(definition(REGISTRE, indicateur).is_some());
            let known = lignes(indicateur, cle);
            assert!(!known.is_empty(), "{indicateur}");
            for Ligne { cle, signe, dit } in known {
                assert!((-1..=1).contains(signe) && !cle.is_empty() && !dit.is_empty());
            }
        }
        assert!(lignes("Z1", "rien").is_empty());
    }
}
