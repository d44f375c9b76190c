//! What a name, a birth date, a number are found by: short texts, each of which becomes a blind token.
//!
//! # Invariants
//!
//! - A trait begins with its kind, so that a first name never meets a telephone number.
//! - What is recorded has more traits than what is asked has good ones: a slip on one side is met by a
//!   letter missing on both.
//!
//! Deliberately absent: keys. Traits are personal, live in memory only, and are never written.

use chrono::{Datelike as _, NaiveDate};

use super::ressemblance::{Etendue, Portrait, Question, formes_des_prenoms};
use super::texte::{mots, mots_pleins, ossature, plier, sans_une_lettre, son, soude};

/// A trait asked for: its group, what it is worth, and itself. In a group the best one counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cherche {
    /// Traits of one group say the same thing of the child.
    pub groupe: i32,
    /// What finding it is worth.
    pub poids: i32,
    /// Itself.
    pub trait_: String,
}

/// The traits of a recorded child.
#[must_use]
pub fn du_portrait(portrait: &Portrait) -> Vec<String> {
    let Portrait { noms, prenoms, naissances, sexe: _, meres } = portrait;
    let mut traits = Vec::new();
    for nom in noms {
        du_nom('n', nom, &mut traits);
    }
    for prenom in prenoms {
        des_prenoms(prenom, &mut traits);
    }
    for mere in meres {
        du_nom('m', mere, &mut traits);
    }
    for (le, extent) in naissances {
        de_la_naissance(*le, *extent, &mut traits);
    }
    traits.sort_unstable();
    traits.dedup();
    traits
}

/// The words a surname is found by: each full word, the whole in one, with and without its particles.
fn patronymes(nom: &str) -> Vec<String> {
    let mut words = mots_pleins(nom);
    words.push(words.concat());
    words.push(soude(nom));
    words.sort_unstable();
    words.dedup();
    words
}

fn du_nom(kind: char, nom: &str, traits: &mut Vec<String>) {
    for word in patronymes(nom) {
        du_mot(kind, &word, traits);
    }
}

fn du_mot(kind: char, word: &str, traits: &mut Vec<String>) {
    traits.push(format!("{kind}s:{}", son(word)));
    traits.push(format!("{kind}o:{}", ossature(word)));
    traits.extend(sans_une_lettre(word).iter().map(|form| format!("{kind}l:{form}")));
}

fn des_prenoms(prenoms: &str, traits: &mut Vec<String>) {
    let words = mots(prenoms);
    for word in &words {
        du_mot('p', word, traits);
    }
    if words.len() > 1 {
        du_mot('p', &words[..2].concat(), traits);
    }
    traits.extend(formes_des_prenoms(prenoms).iter().map(|form| format!("pf:{form}")));
}

fn de_la_naissance(le: NaiveDate, extent: Etendue, traits: &mut Vec<String>) {
    let (year, month, day) = (le.year(), le.month(), le.day());
    match extent {
        Etendue::Inconnue => {}
        Etendue::Annee => traits.push(format!("da:{year}")),
        Etendue::Mois => traits.extend([format!("da:{year}"), format!("dm:{year}-{month}")]),
        Etendue::Jour => traits.extend([
            format!("da:{year}"),
            format!("dm:{year}-{month}"),
            format!("dj:{le}"),
            format!("dx:{month}-{day}"),
            format!("dy:{year}-{day}"),
        ]),
    }
}

/// The traits asked for.
#[must_use]
pub fn de_la_question(question: &Question) -> Vec<Cherche> {
    let Question { nom, prenoms, naissance, sexe: _, nom_naissance_mere } = question;
    let mut asked = Asked::default();
    for nom in nom.iter() {
        for word in patronymes(nom) {
            asked.group();
            asked.word(&word, [('n', 12), ('m', 9), ('p', 8)]);
        }
    }
    for prenoms in prenoms.iter() {
        asked.prenoms(prenoms);
    }
    for mere in nom_naissance_mere.iter() {
        for word in patronymes(mere) {
            asked.group();
            asked.word(&word, [('m', 6), ('n', 3), ('p', 0)]);
        }
    }
    for le in naissance.iter() {
        asked.naissance(*le);
    }
    asked.traits
}

/// Traits as they are gathered.
#[derive(Default)]
struct Asked {
    groupe: i32,
    traits: Vec<Cherche>,
}

impl Asked {
    fn group(&mut self) {
        self.groupe += 1;
    }

    fn add(&mut self, poids: i32, trait_: String) {
        if poids > 0 {
            self.traits.push(Cherche { groupe: self.groupe, poids, trait_ });
        }
    }

    /// A word looked for among names of those kinds, each with what the sound of it is worth.
    fn word(&mut self, word: &str, kinds: [(char, i32); 3]) {
        for (kind, worth) in kinds {
            self.add(worth, format!("{kind}s:{}", son(word)));
            self.add(worth / 3, format!("{kind}o:{}", ossature(word)));
            for form in sans_une_lettre(word) {
                self.add(worth * 3 / 4, format!("{kind}l:{form}"));
            }
        }
    }

    fn prenoms(&mut self, prenoms: &str) {
        let words = mots(prenoms);
        for word in &words {
            self.group();
            self.word(word, [('p', 8), ('n', 8), ('m', 0)]);
            for form in formes_des_prenoms(word) {
                self.add(6, format!("pf:{form}"));
            }
        }
        let welded = words.concat();
        if words.len() > 1 {
            self.group();
            self.word(&welded, [('p', 6), ('n', 8), ('m', 0)]);
        }
    }

    fn naissance(&mut self, le: NaiveDate) {
        self.group();
        self.add(10, format!("dj:{le}"));
        for beside in [le.pred_opt(), le.succ_opt()].into_iter().flatten() {
            self.add(8, format!("dj:{beside}"));
        }
        let (year, month, day) = (le.year(), le.month(), le.day());
        if let Some(exchanged) = NaiveDate::from_ymd_opt(year, day, month) {
            self.add(8, format!("dj:{exchanged}"));
        }
        self.add(6, format!("dx:{month}-{day}"));
        self.add(4, format!("dy:{year}-{day}"));
        self.add(4, format!("dm:{year}-{month}"));
        self.add(1, format!("da:{year}"));
    }
}

/// A telephone number: its nine last digits, however it was written.
#[must_use]
pub fn du_telephone(telephone: &str) -> Option<String> {
    let digits: Vec<char> = telephone.chars().filter(char::is_ascii_digit).collect();
    let last = digits.len().checked_sub(9).map(|from| digits[from..].iter().collect::<String>())?;
    Some(format!("t:{last}"))
}

/// The number of a file of another institution: letters and digits alone.
#[must_use]
pub fn du_numero(numero: &str) -> Option<String> {
    let plain: String = plier(numero).chars().filter(char::is_ascii_alphanumeric).collect();
    (plain.len() > 2).then(|| format!("x:{plain}"))
}

/// An address: each of its words that says something, and its number with the word after next.
#[must_use]
pub fn de_l_adresse(adresse: &str) -> Vec<String> {
    let words = mots(adresse);
    let number = words.iter().find(|word| word.chars().all(|letter| letter.is_ascii_digit()));
    let told = words.iter().filter(|word| word.len() > 2 && !VOIES.contains(&word.as_str()));
    let told: Vec<&String> = told.filter(|word| Some(*word) != number).collect();
    let mut traits: Vec<String> = told.iter().map(|word| format!("r:{}", son(word))).collect();
    if let Some(number) = number {
        traits.extend(told.iter().map(|word| format!("rn:{number}-{}", son(word))));
    }
    traits
}

/// Words every address has.
const VOIES: [&str; 20] = [
    "rue",
    "avenue",
    "boulevard",
    "place",
    "chemin",
    "impasse",
    "allee",
    "route",
    "quai",
    "cours",
    "square",
    "residence",
    "batiment",
    "appartement",
    "les",
    "des",
    "ave",
    "bld",
    "chez",
    "lieu",
];

/// What a creation contends on: the bones of both names, in no order, and the year of birth.
#[must_use]
pub fn du_godet(nom: &str, prenoms: &str, naissance: Option<NaiveDate>) -> String {
    let first = mots(prenoms).into_iter().next().unwrap_or_default();
    let mut bones = [ossature(&mots_pleins(nom).concat()), ossature(&first)];
    bones.sort_unstable();
    let year = naissance.map_or(0, |le| le.year());
    format!("g:{}:{}:{year}", bones[0], bones[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_numero_de_telephone_s_ecrit_de_plusieurs_facons() {
        let one = du_telephone("06 12 34 56 78");
        assert!(one.is_some());
        assert_eq!(one, du_telephone("+33 6.12.34.56.78"));
        assert_eq!(du_telephone("15"), None);
        assert_eq!(du_numero("AE 23/00412"), du_numero("ae23-00412"));
    }

    #[test]
    fn une_adresse_se_retrouve_par_sa_rue_et_mieux_par_son_numero() {
        let recorded = de_l_adresse("12 bis, rue des Thuyas");
        let asked = de_l_adresse("12 rue des Tuyas");
        assert!(asked.iter().all(|word| recorded.contains(word)), "{recorded:?} {asked:?}");
    }

    #[test]
    fn le_godet_ne_depend_ni_de_l_ordre_ni_de_l_orthographe() {
        let le = NaiveDate::from_ymd_opt(2015, 3, 4);
        let godet = du_godet("Thibault", "Léa Marie", le);
        assert_eq!(godet, du_godet("Tibo", "Lea", le));
        assert_eq!(godet, du_godet("Léa", "Thibaud", le));
        assert_ne!(godet, du_godet("Thibault", "Léa", None));
    }
}
