//! What a report says of the figures of others: readings that contradict each other, figures brought face to face, the
//! ledger of what was published.
//!
//! # Invariants
//!
//! - A number of others is exact: an integer, a decimal or a fraction, never a double.
//! - A reconciliation faces a figure that the report's ledger gives.
//!
//! Deliberately absent: whether two figures may be compared, which the report has decided.

use crate::Erreur;
use crate::lecture::Noeud;
use crate::nombres::{Fraction, Jour};

/// A published figure that can be read in several ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constat {
    /// « C1 ».
    pub(crate) id: String,
    /// What was published.
    pub(crate) publie: String,
    /// What the registry does about it.
    pub(crate) retenu: String,
    /// The readings that are values of a report.
    pub(crate) lectures: Vec<Lecture>,
    /// The readings of others: keys of the ledger.
    pub(crate) publies: Vec<String>,
}

/// One reading: a value of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lecture {
    pub(crate) indicateur: String,
    pub(crate) cle: String,
    /// How the figure is then read.
    pub(crate) lit: String,
}

/// A value of ours facing a figure of the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Rapprochement {
    /// Key of the ledger.
    pub(crate) publie: String,
    pub(crate) auteur: String,
    pub(crate) edition: String,
    /// Which value of the indicator.
    pub(crate) cle: String,
    pub(crate) notre: Fraction,
    pub(crate) externe: Fraction,
    pub(crate) ecart: Fraction,
    pub(crate) hypotheses: Vec<Hypothese>,
    pub(crate) inexplique: Fraction,
}

/// What the other would count, and what would then be left of the gap.
#[derive(Clone, Debug)]
pub(crate) struct Hypothese {
    /// The value it uses.
    pub(crate) cle: String,
    pub(crate) dit: String,
    pub(crate) notre: Fraction,
    pub(crate) reste: Fraction,
}

/// A figure of the ledger, as published.
#[derive(Clone, Debug)]
pub(crate) struct Publie {
    pub(crate) cle: String,
    /// « B1:en_vigueur »; nothing when nothing here counts it.
    pub(crate) indicateur: Option<String>,
    pub(crate) libelle: String,
    /// As written, and as a number in its unit.
    pub(crate) valeur: (String, Fraction),
    pub(crate) unite: String,
    pub(crate) du: Jour,
    pub(crate) au: Jour,
    pub(crate) auteur: String,
    pub(crate) source: String,
    pub(crate) edition: String,
}

impl Rapprochement {
    /// Whether it faces that figure: the same key may have been published by several, and again by each.
    pub(crate) fn est_de(&self, publie: &Publie) -> bool {
        (&self.publie, &self.auteur, &self.edition)
            == (&publie.cle, &publie.auteur, &publie.edition)
    }
}

/// The ledger; empty when the report has none.
pub(crate) fn publies(racine: &Noeud<'_>) -> Result<Vec<Publie>, Erreur> {
    racine.liste_s_il_y_en_a("chiffres_publies", publie)
}

/// The readings of an indicator that contradict each other.
pub(crate) fn constats(indicateur: &Noeud<'_>) -> Result<Vec<Constat>, Erreur> {
    indicateur.liste_s_il_y_en_a("lectures", constat)
}

/// The figures an indicator faces, all of them in the ledger.
pub(crate) fn rapprochements(
    indicateur: &Noeud<'_>,
    publies: &[Publie],
) -> Result<Vec<Rapprochement>, Erreur> {
    indicateur.liste_s_il_y_en_a("rapprochements", |noeud| {
        let lu = rapprochement(noeud)?;
        if publies.iter().any(|publie| lu.est_de(publie)) {
            return Ok(lu);
        }
        let cle = noeud.membre("publie")?;
        Err(cle.refus("la clé d’un chiffre publié du rapport, de cet auteur et de cette édition, y est attendue"))
    })
}

fn constat(noeud: &Noeud<'_>) -> Result<Constat, Erreur> {
    Ok(Constat {
        id: noeud.texte_de("constat")?,
        publie: noeud.texte_de("publie")?,
        retenu: noeud.texte_de("retenu")?,
        lectures: noeud.liste_de("lectures", |lecture| {
            Ok(Lecture {
                indicateur: lecture.texte_de("indicateur")?,
                cle: lecture.texte_de("cle")?,
                lit: lecture.texte_de("lit")?,
            })
        })?,
        publies: noeud.liste_de("publies", Noeud::texte)?,
    })
}

fn rapprochement(noeud: &Noeud<'_>) -> Result<Rapprochement, Erreur> {
    Ok(Rapprochement {
        publie: noeud.texte_de("publie")?,
        auteur: noeud.texte_de("auteur")?,
        edition: noeud.texte_de("edition")?,
        cle: noeud.texte_de("cle")?,
        notre: noeud.membre("notre")?.exact()?,
        externe: noeud.membre("externe")?.exact()?,
        ecart: noeud.membre("ecart")?.exact()?,
        hypotheses: noeud.liste_de("hypotheses", |hypothese| {
            Ok(Hypothese {
                cle: hypothese.texte_de("cle")?,
                dit: hypothese.texte_de("dit")?,
                notre: hypothese.membre("notre")?.exact()?,
                reste: hypothese.membre("reste")?.exact()?,
            })
        })?,
        inexplique: noeud.membre("inexplique")?.exact()?,
    })
}

fn publie(noeud: &Noeud<'_>) -> Result<Publie, Erreur> {
    let valeur = noeud.membre("valeur")?;
    Ok(Publie {
        cle: noeud.texte_de("cle")?,
        indicateur: noeud.texte_s_il_y_est("indicateur")?,
        libelle: noeud.texte_de("libelle")?,
        valeur: (valeur.texte()?, valeur.exact()?),
        unite: noeud.texte_de("unite")?,
        du: noeud.membre("du")?.jour()?,
        au: noeud.membre("au")?.jour()?,
        auteur: noeud.texte_de("auteur")?,
        source: noeud.texte_de("source")?,
        edition: noeud.texte_de("edition")?,
    })
}
