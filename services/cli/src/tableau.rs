//! Text tables: columns as wide as their text, the last ones wrapped to fit.
//!
//! Deliberately not here: what the cells say.

/// How a column behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colonne {
    /// Text, as wide as it needs.
    Texte,
    /// Numbers, flush right.
    Nombre,
    /// Text wrapped at so many characters at most.
    Replie(usize),
}

/// Lays a table out: header, rule, rows.
#[must_use]
pub fn tableau(colonnes: &[Colonne], entetes: &[&str], lignes: &[Vec<String>]) -> String {
    let entetes: Vec<String> = entetes.iter().map(|&texte| texte.to_owned()).collect();
    let toutes: Vec<Vec<Vec<String>>> =
        std::iter::once(&entetes).chain(lignes).map(|ligne| replier(colonnes, ligne)).collect();
    let largeurs: Vec<usize> = (0..colonnes.len()).map(|rang| largeur(&toutes, rang)).collect();
    let mut textes: Vec<String> =
        toutes.iter().map(|ligne| rang_de_cellules(colonnes, &largeurs, ligne)).collect();
    let filet: Vec<String> = largeurs.iter().map(|&largeur| "─".repeat(largeur)).collect();
    textes.insert(1, format!("{}\n", filet.join("  ")));
    textes.concat()
}

/// Cuts a text between words, at so many characters; a longer word keeps its line.
#[must_use]
pub fn plier(texte: &str, largeur: usize) -> Vec<String> {
    let mut lignes = vec![String::new()];
    for mot in texte.split_whitespace() {
        let ligne = lignes.last_mut().expect("there is always a line");
        let place = ligne.is_empty() || longueur(ligne) + 1 + longueur(mot) <= largeur;
        match (place, ligne.is_empty()) {
            (true, true) => ligne.push_str(mot),
            (true, false) => ligne.extend([" ", mot]),
            (false, _) => lignes.push(mot.to_owned()),
        }
    }
    lignes
}

fn replier(colonnes: &[Colonne], ligne: &[String]) -> Vec<Vec<String>> {
    let plie = |(colonne, cellule): (&Colonne, &String)| match colonne {
        Colonne::Texte | Colonne::Nombre => vec![cellule.clone()],
        Colonne::Replie(largeur) => plier(cellule, *largeur),
    };
    colonnes.iter().zip(ligne).map(plie).collect()
}

fn largeur(toutes: &[Vec<Vec<String>>], rang: usize) -> usize {
    let cellules = toutes.iter().flat_map(|ligne| &ligne[rang]);
    cellules.map(|texte| longueur(texte)).max().unwrap_or(0)
}

fn rang_de_cellules(colonnes: &[Colonne], largeurs: &[usize], ligne: &[Vec<String>]) -> String {
    let hauteur = ligne.iter().map(Vec::len).max().unwrap_or(0);
    let rangee = |rang: usize| {
        let cellules = ligne.iter().zip(colonnes).zip(largeurs);
        let cellules: Vec<String> = cellules
            .map(|((cellule, colonne), &largeur)| {
                cale(cellule.get(rang).map_or("", String::as_str), *colonne, largeur)
            })
            .collect();
        format!("{}\n", cellules.join("  ").trim_end())
    };
    (0..hauteur).map(rangee).collect()
}

fn cale(texte: &str, colonne: Colonne, largeur: usize) -> String {
    let blancs = " ".repeat(largeur.saturating_sub(longueur(texte)));
    match colonne {
        Colonne::Nombre => format!("{blancs}{texte}"),
        Colonne::Texte | Colonne::Replie(_) => format!("{texte}{blancs}"),
    }
}

fn longueur(texte: &str) -> usize {
    texte.chars().count()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn les_nombres_sont_a_droite_et_le_texte_long_se_plie() {
        let colonnes = [Colonne::Texte, Colonne::Nombre, Colonne::Replie(12)];
        let lignes = [
            vec!["reçues".to_owned(), "3 355".to_owned(), "une phrase qui se plie".to_owned()],
            vec!["taux".to_owned(), "46,4".to_owned(), "courte".to_owned()],
        ];
        let texte = tableau(&colonnes, &["quoi", "combien", "sens"], &lignes);
        expect![[r#"
            quoi    combien  sens
            ──────  ───────  ───────────
            reçues    3 355  une phrase
                             qui se plie
            taux       46,4  courte
        "#]]
        .assert_eq(&texte);
    }
}
