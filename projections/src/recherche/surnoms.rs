//! Usual forms of first names: diminutives and transliterations, by families of folded words.
//!
//! Two first names of one family may be the same child's. A word may be of several families.

/// Families, folded, apart by spaces.
const FAMILLES: &str = include_str!("surnoms.txt");

fn familles() -> impl Iterator<Item = std::str::SplitAsciiWhitespace<'static>> {
    FAMILLES.lines().filter(|line| !line.starts_with('#')).map(str::split_ascii_whitespace)
}

/// Whether two folded first names are usual forms of one.
#[must_use]
pub(super) fn meme_prenom(un: &str, autre: &str) -> bool {
    familles()
        .any(|mut family| family.clone().any(|form| form == un) && family.any(|form| form == autre))
}

/// The head of each family a folded first name is of: what its forms have in common.
pub(super) fn formes(mot: &str) -> Vec<&'static str> {
    let heads = familles().filter_map(|mut family| {
        let head = family.clone().next()?;
        family.any(|form| form == mot).then_some(head)
    });
    heads.collect()
}

#[cfg(test)]
mod tests {
    use super::super::texte::plier;
    use super::*;

    #[test]
    fn les_formes_sont_pliees_et_chaque_famille_en_a_plusieurs() {
        for family in familles() {
            let forms: Vec<&str> = family.collect();
            assert!(forms.is_empty() || forms.len() > 1, "{forms:?}");
            assert!(forms.iter().all(|form| plier(form) == *form), "{forms:?}");
        }
    }

    #[test]
    fn un_diminutif_est_de_la_famille() {
        assert!(meme_prenom("alex", "alexandre") && meme_prenom("alex", "alexandra"));
        assert!(meme_prenom("mohammed", "mouhamadou") && !meme_prenom("alex", "sophie"));
        assert_eq!(formes("babeth"), formes("elisabeth"));
    }
}
