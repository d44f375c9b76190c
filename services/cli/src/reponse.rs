//! A JSON answer of the server that a table shows: its lists, its words, its numbers.
//!
//! Invariant: what this binary does not know is said unreadable, never shown as absent.

use serde::Deserialize as _;
use serde_json::Value;

use crate::echec::Echec;
use crate::rapport::Nombre;

/// What stands for a line that the other side does not have.
const SANS_LIGNE: &str = "—";

/// Reads an answer.
///
/// # Errors
/// [`illisible`] when it is no JSON.
pub fn lire(octets: &[u8]) -> Result<Value, Echec> {
    serde_json::from_slice(octets).map_err(|_| illisible())
}

/// The answer of a server of another version.
#[must_use]
pub fn illisible() -> Echec {
    Echec::Phrase(
        "La réponse du serveur ne se lit pas.\n  à faire : mettez le serveur et cette commande à la \
         même version, ou demandez du JSON"
            .to_owned(),
    )
}

/// The members of a list; none when it is no list.
pub fn liste(valeur: &Value) -> impl Iterator<Item = &Value> {
    valeur.as_array().into_iter().flatten()
}

/// A text; an empty one when it is no text.
#[must_use]
pub fn mot(valeur: &Value) -> &str {
    valeur.as_str().unwrap_or_default()
}

/// A number of a report, as a person reads it; nothing where that side has no such line.
///
/// # Errors
/// [`illisible`] when it is of a kind not known here.
pub fn nombre(valeur: &Value) -> Result<Option<Nombre>, Echec> {
    if valeur["genre"] == "sans_ligne" {
        return Ok(None);
    }
    Nombre::deserialize(valeur).map(Some).map_err(|_| illisible())
}

/// The same, as text.
///
/// # Errors
/// As [`nombre`].
pub fn chiffre(valeur: &Value) -> Result<String, Echec> {
    Ok(nombre(valeur)?.map_or_else(|| SANS_LIGNE.to_owned(), Nombre::texte))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn un_genre_inconnu_ne_se_lit_pas_et_une_ligne_absente_est_un_tiret() {
        assert_eq!(chiffre(&json!({"genre": "sans_ligne"})).unwrap(), "—");
        assert_eq!(chiffre(&json!({"genre": "part", "num": 1, "den": 4})).unwrap(), "25,0 %");
        for inconnu in [json!({"genre": "mediane", "valeur": 3}), Value::Null] {
            let refus = chiffre(&inconnu).unwrap_err().to_string();
            assert!(refus.starts_with("La réponse du serveur ne se lit pas."), "{refus}");
        }
    }
}
