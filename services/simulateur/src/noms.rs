//! Invented names, streets and narratives, from word lists of our own.
//!
//! No real person is named. The words are odd enough that finding one outside an authorised answer
//! proves a leak.
//!
//! Deliberately absent: names of organisations; they are not sealed, and use no word of these lists.

use crate::hasard::Hasard;
use crate::territoire::Territoire;

const NOMS: &str = include_str!("../donnees/noms.txt");
const PRENOMS: &str = include_str!("../donnees/prenoms.txt");
const RUES: &str = include_str!("../donnees/rues.txt");
const PHRASES: &str = include_str!("../donnees/phrases.txt");
const COMMUNES: &str = include_str!("../donnees/communes.csv");

/// A commune: INSEE code and territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Commune {
    pub(crate) insee: &'static str,
    pub(crate) territoire: Territoire,
}

/// The word lists, read once.
pub(crate) struct Mots {
    noms: Vec<&'static str>,
    prenoms: Vec<&'static str>,
    rues: Vec<&'static str>,
    phrases: Vec<&'static str>,
    communes: Vec<Commune>,
}

impl Mots {
    pub(crate) fn lire() -> Self {
        let lignes = |texte: &'static str| texte.lines().filter(|mot| !mot.is_empty()).collect();
        Self {
            noms: lignes(NOMS),
            prenoms: lignes(PRENOMS),
            rues: lignes(RUES),
            phrases: lignes(PHRASES),
            communes: COMMUNES.lines().filter_map(commune).collect(),
        }
    }

    pub(crate) fn nom(&self, hasard: &mut Hasard) -> &'static str {
        hasard.parmi(&self.noms)
    }

    pub(crate) fn prenom(&self, hasard: &mut Hasard) -> &'static str {
        hasard.parmi(&self.prenoms)
    }

    pub(crate) fn adresse(&self, hasard: &mut Hasard) -> String {
        let numero = hasard.entre(1, 98);
        format!("{numero} {}", hasard.parmi(&self.rues))
    }

    /// A short narrative about a child.
    pub(crate) fn recit(&self, hasard: &mut Hasard, prenom: &str, nom: &str) -> String {
        hasard.parmi(&self.phrases).replace("{prenom}", prenom).replace("{nom}", nom)
    }

    /// A commune of a territory; the first of each is its main town, twice as frequent.
    pub(crate) fn commune(&self, hasard: &mut Hasard, territoire: Territoire) -> Commune {
        let du_territoire = self.communes.iter().filter(|commune| commune.territoire == territoire);
        let mut poids: Vec<(Commune, usize)> = du_territoire.map(|&commune| (commune, 1)).collect();
        if let Some(premiere) = poids.first_mut() {
            premiere.1 = 4;
        }
        hasard.pese(&poids)
    }
}

fn commune(ligne: &'static str) -> Option<Commune> {
    let mut champs = ligne.split(';');
    let (insee, _, slug) = (champs.next()?, champs.next()?, champs.next()?);
    Some(Commune { insee, territoire: Territoire::de_slug(slug)? })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn les_listes_sont_longues_et_chaque_territoire_a_ses_communes() {
        let mots = Mots::lire();
        for liste in [&mots.noms, &mots.prenoms] {
            assert!(liste.iter().collect::<BTreeSet<_>>().len() >= 150);
        }
        for territoire in Territoire::TOUS {
            assert!(mots.communes.iter().any(|commune| commune.territoire == territoire));
        }
        assert!(mots.communes.iter().all(|c| c.insee.len() == 5 && c.insee.starts_with("17")));
    }
}
