//! A JSON read strictly: what is expected is there, of its type, or the refusal names the place in French.
//!
//! # Invariants
//!
//! - An integer is an integer, below 2^53 in absolute value: exact in JSON and in a workbook.
//! - An absent member is absent: `null` is a value of the wrong type.
//! - Unknown members are not looked at: a later registry may say more.

use serde_json::{Map, Value};

use crate::Erreur;
use crate::nombres::{Fraction, Instant, Jour};

/// The first integer that a double cannot tell from its neighbour.
const LIMITE: u64 = 1 << 53;

/// A value, and where it stands.
pub(crate) struct Noeud<'a> {
    valeur: &'a Value,
    chemin: String,
}

impl<'a> Noeud<'a> {
    /// The whole document.
    pub(crate) fn racine(valeur: &'a Value) -> Self {
        Self { valeur, chemin: String::new() }
    }

    /// A member that must be there.
    pub(crate) fn membre(&self, nom: &str) -> Result<Self, Erreur> {
        let manque = || self.refus(&format!("il y manque « {nom} »"));
        self.membre_s_il_y_est(nom)?.ok_or_else(manque)
    }

    /// A member that may be absent.
    pub(crate) fn membre_s_il_y_est(&self, nom: &str) -> Result<Option<Self>, Erreur> {
        let Some(valeur) = self.objet()?.get(nom) else { return Ok(None) };
        let chemin = match &*self.chemin {
            "" => nom.to_owned(),
            parent => format!("{parent}.{nom}"),
        };
        Ok(Some(Self { valeur, chemin }))
    }

    /// The text of a member that must be there.
    pub(crate) fn texte_de(&self, nom: &str) -> Result<String, Erreur> {
        self.membre(nom)?.texte()
    }

    /// The text of a member, unless absent or empty.
    pub(crate) fn texte_s_il_y_est(&self, nom: &str) -> Result<Option<String>, Erreur> {
        let texte = self.membre_s_il_y_est(nom)?.map(|membre| membre.texte()).transpose()?;
        Ok(texte.filter(|texte| !texte.is_empty()))
    }

    /// Each element of a list that must be there, read.
    pub(crate) fn liste_de<T>(
        &self,
        nom: &str,
        lire: impl Fn(&Self) -> Result<T, Erreur>,
    ) -> Result<Vec<T>, Erreur> {
        let membre = self.membre(nom)?;
        let elements = membre.valeur.as_array();
        let elements = elements.ok_or_else(|| membre.refus("une liste y est attendue"))?;
        let noeud = |(rang, valeur)| Self { valeur, chemin: format!("{}[{rang}]", membre.chemin) };
        elements.iter().enumerate().map(|element| lire(&noeud(element))).collect()
    }

    /// The same of a list that may be absent: it is then empty.
    pub(crate) fn liste_s_il_y_en_a<T>(
        &self,
        nom: &str,
        lire: impl Fn(&Self) -> Result<T, Erreur>,
    ) -> Result<Vec<T>, Erreur> {
        match self.membre_s_il_y_est(nom)? {
            Some(_) => self.liste_de(nom, lire),
            None => Ok(Vec::new()),
        }
    }

    pub(crate) fn texte(&self) -> Result<String, Erreur> {
        let texte = self.valeur.as_str().ok_or_else(|| self.refus("un texte y est attendu"))?;
        Ok(texte.to_owned())
    }

    pub(crate) fn entier(&self) -> Result<i64, Erreur> {
        let entier = self.valeur.as_i64().filter(|entier| entier.unsigned_abs() < LIMITE);
        entier.ok_or_else(|| self.refus("un nombre entier y est attendu"))
    }

    /// An exact number written as a text: « 94 », « -9.7 », « 1557/3355 ».
    pub(crate) fn exact(&self) -> Result<Fraction, Erreur> {
        let texte = self.texte()?;
        Fraction::lue(&texte).ok_or_else(|| self.refus("un nombre exact y est attendu"))
    }

    pub(crate) fn jour(&self) -> Result<Jour, Erreur> {
        let texte = self.texte()?;
        Jour::lu(&texte).ok_or_else(|| self.refus("une date AAAA-MM-JJ y est attendue"))
    }

    pub(crate) fn booleen(&self) -> Result<bool, Erreur> {
        self.valeur.as_bool().ok_or_else(|| self.refus("« true » ou « false » y est attendu"))
    }

    /// An instant in microseconds since 1970.
    pub(crate) fn instant(&self) -> Result<Instant, Erreur> {
        Instant::lu(self.entier()?).ok_or_else(|| self.refus("un instant y est attendu"))
    }

    pub(crate) fn nombre_de_membres(&self) -> Result<usize, Erreur> {
        Ok(self.objet()?.len())
    }

    /// A refusal that names this place.
    pub(crate) fn refus(&self, attendu: &str) -> Erreur {
        match &*self.chemin {
            "" => Erreur::Illisible(attendu.to_owned()),
            chemin => Erreur::Illisible(format!("dans « {chemin} », {attendu}")),
        }
    }

    fn objet(&self) -> Result<&'a Map<String, Value>, Erreur> {
        self.valeur.as_object().ok_or_else(|| self.refus("un objet y est attendu"))
    }
}
