//! Numbers as a French reader expects them: « 3 355 », « 46,4 % », half rounded up.
//!
//! Exact integers in, text out: no floating point.

/// A narrow no-break space between thousands.
const FINE: char = '\u{202f}';

/// « 3 355 ».
#[must_use]
pub fn entier(valeur: i64) -> String {
    let chiffres = valeur.unsigned_abs().to_string();
    let mut texte = String::new();
    for (rang, chiffre) in chiffres.chars().enumerate() {
        if rang > 0 && (chiffres.len() - rang).is_multiple_of(3) {
            texte.push(FINE);
        }
        texte.push(chiffre);
    }
    if valeur < 0 { format!("−{texte}") } else { texte }
}

/// « 1 tête », « 3 355 têtes »: one word, two forms.
#[must_use]
pub fn accorde(nombre: u64, un: &str, plusieurs: &str) -> String {
    let mot = if nombre < 2 { un } else { plusieurs };
    format!("{} {mot}", entier(nombre.cast_signed()))
}

/// `num / den × echelle`, half up, to so many decimals: « 46,4 ». `None` when there is no value.
#[must_use]
pub fn quotient(num: i64, den: i64, echelle: i64, decimales: u32) -> Option<String> {
    let unite = 10_i128.pow(decimales);
    let (num, den) = (i128::from(num) * i128::from(echelle) * unite, i128::from(den));
    if den <= 0 {
        return None;
    }
    Some(decimal((2 * num + den).div_euclid(2 * den), decimales))
}

/// A number of tenths, hundredths… as text: 464 with one decimal is « 46,4 ».
#[must_use]
pub fn decimal(valeur: i128, decimales: u32) -> String {
    let unite = 10_u128.pow(decimales);
    let (absolu, signe) = (valeur.unsigned_abs(), if valeur < 0 { "−" } else { "" });
    let entiers = entier(i64::try_from(absolu / unite).unwrap_or(i64::MAX));
    match decimales {
        0 => format!("{signe}{entiers}"),
        _ => format!("{signe}{entiers},{:0width$}", absolu % unite, width = decimales as usize),
    }
}

/// A digest by fours, as it is printed and compared.
#[must_use]
pub fn groupes(hexadecimal: &str) -> String {
    let lettres: Vec<char> = hexadecimal.chars().collect();
    let groupes: Vec<String> = lettres.chunks(4).map(|groupe| groupe.iter().collect()).collect();
    groupes.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_milliers_se_lisent() {
        assert_eq!(entier(3355), "3\u{202f}355");
        assert_eq!(entier(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(entier(-12), "−12");
        assert_eq!(entier(0), "0");
    }

    #[test]
    fn la_moitie_monte_et_un_groupe_vide_n_a_pas_de_valeur() {
        assert_eq!(quotient(1557, 3355, 100, 1).unwrap(), "46,4");
        assert_eq!(quotient(1, 8, 100, 0).unwrap(), "13");
        assert_eq!(quotient(-1, 1000, 100, 1).unwrap(), "−0,1");
        assert_eq!(quotient(0, 0, 100, 1), None);
    }
}
