//! How much a recorded identity is like the one asked for, and in which fields.
//!
//! # Invariants
//!
//! - A likeness is whole thousandths, from integers alone: the same everywhere.
//! - What was not asked, or is not known, neither helps nor harms.
//! - It says nothing of a child but his name and birth: it is no score of anything else.
//!
//! Deliberately absent: any decision. A likeness ranks what a person then looks at.

use chrono::{Datelike as _, NaiveDate};

use super::surnoms::{formes, meme_prenom};
use super::texte::{distance, mots, mots_pleins, son, soude};

/// Who is asked for. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Surname.
    pub nom: Option<String>,
    /// First names.
    pub prenoms: Option<String>,
    /// Birth.
    pub naissance: Option<NaiveDate>,
    /// Code SEXE, when it tells anything.
    pub sexe: Option<String>,
    /// Birth name of the mother.
    pub nom_naissance_mere: Option<String>,
}

/// All that a file says, or ever said, of who the child is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portrait {
    /// Surnames.
    pub noms: Vec<String>,
    /// First names, each as recorded.
    pub prenoms: Vec<String>,
    /// Births claimed, with how many days each may span: 1, or a month, or a year.
    pub naissances: Vec<(NaiveDate, Etendue)>,
    /// Code SEXE, when it tells anything.
    pub sexe: Option<String>,
    /// Birth names of the mother.
    pub meres: Vec<String>,
}

/// How much of a birth date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etendue {
    /// The day.
    Jour,
    /// The month.
    Mois,
    /// The year.
    Annee,
    /// Nothing sure.
    Inconnue,
}

/// A field that may be alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Champ {
    /// Surname.
    Nom,
    /// First names.
    Prenoms,
    /// Birth.
    Naissance,
    /// Sex.
    Sexe,
    /// The mother's birth name.
    NomNaissanceMere,
}

/// How a field is alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accord {
    /// The same.
    Identique,
    /// Sounds the same, or a usual other form of the same.
    Equivalent,
    /// A slip or two away.
    Proche,
    /// Found in another field, or day and month exchanged.
    Inverse,
    /// Differs.
    Different,
}

/// A likeness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ressemblance {
    /// In thousandths of everything that was asked and is known.
    pub milliemes: u32,
    /// Field by field.
    pub champs: Vec<(Champ, Accord)>,
}

/// A field's part: how alike in thousandths, and how.
type Part = (u32, Accord);

const IDENTIQUE: Part = (1_000, Accord::Identique);
const RIEN: Part = (0, Accord::Different);

/// What each field weighs.
const POIDS_NOM: u32 = 34;
const POIDS_PRENOMS: u32 = 30;
const POIDS_NAISSANCE: u32 = 26;
const POIDS_SEXE: u32 = 4;
const POIDS_MERE: u32 = 6;

/// Compares. Two names exchanged count as such when that makes them more alike.
#[must_use]
pub fn comparer(question: &Question, portrait: &Portrait) -> Ressemblance {
    let mut parts: Vec<(Champ, u32, Part)> = Vec::new();
    let [nom, prenoms] = noms(question, portrait);
    let mut add = |champ, weight, part: Option<Part>| {
        parts.extend(part.map(|part| (champ, weight, part)));
    };
    add(Champ::Nom, POIDS_NOM, nom);
    add(Champ::Prenoms, POIDS_PRENOMS, prenoms);
    add(Champ::Naissance, POIDS_NAISSANCE, naissance(question, portrait));
    add(Champ::Sexe, POIDS_SEXE, sexe(question, portrait));
    add(Champ::NomNaissanceMere, POIDS_MERE, mere(question, portrait));
    let whole: u32 = parts.iter().map(|(_, weight, _)| weight).sum();
    let sum: u32 = parts.iter().map(|(_, weight, (alike, _))| weight * alike).sum();
    Ressemblance {
        milliemes: sum.checked_div(whole).unwrap_or(0),
        champs: parts.into_iter().map(|(champ, _, (_, accord))| (champ, accord)).collect(),
    }
}

/// Surname and first names, as said or exchanged.
fn noms(question: &Question, portrait: &Portrait) -> [Option<Part>; 2] {
    let nom = question.nom.as_deref();
    let prenoms = question.prenoms.as_deref();
    let straight = [
        nom.and_then(|nom| de_famille(nom, portrait)),
        prenoms.and_then(|prenoms| best(prenoms, &portrait.prenoms, de_bapteme)),
    ];
    let (Some(nom), Some(prenoms)) = (nom, prenoms) else { return straight };
    let exchanged = [
        best(prenoms, &portrait.noms, patronyme).map(inverse),
        best(nom, &portrait.prenoms, de_bapteme).map(inverse),
    ];
    let total =
        |parts: &[Option<Part>; 2]| -> u32 { parts.iter().flatten().map(|(alike, _)| alike).sum() };
    if total(&straight) < total(&exchanged) { exchanged } else { straight }
}

/// The surname asked, among those of the child, or that of his mother.
fn de_famille(nom: &str, portrait: &Portrait) -> Option<Part> {
    let own = best(nom, &portrait.noms, patronyme);
    let of_the_mother =
        best(nom, &portrait.meres, patronyme).map(|(alike, _)| (alike * 80 / 100, Accord::Inverse));
    match (own, of_the_mother) {
        (Some(own), Some(mother)) if own.0 < mother.0 => Some(mother),
        (Some(own), Some(_) | None) => Some(own),
        (None, mother) => mother,
    }
}

fn inverse((alike, _): Part) -> Part {
    let accord = if alike < 700 { Accord::Different } else { Accord::Inverse };
    (alike * 93 / 100, accord)
}

fn best(asked: &str, known: &[String], compare: fn(&str, &str) -> Part) -> Option<Part> {
    known.iter().map(|known| compare(asked, known)).max_by_key(|(alike, _)| *alike)
}

/// Two surnames: word by word, and in one word. A half of a compound name is a good half.
fn patronyme(asked: &str, known: &str) -> Part {
    let (one, other) = (mots_pleins(asked), mots_pleins(known));
    if one == other {
        return IDENTIQUE;
    }
    let words = mot_a_mot(&one, &other, mot);
    let welded = mot(&soude(asked), &soude(known));
    let welded_full = mot(&one.concat(), &other.concat());
    [words, welded, welded_full].into_iter().max_by_key(|(alike, _)| *alike).unwrap_or(RIEN)
}

/// First names: the one in use is the first, but another of them will do.
fn de_bapteme(asked: &str, known: &str) -> Part {
    let (one, other) = (mots(asked), mots(known));
    if one == other {
        return IDENTIQUE;
    }
    let welded = mot(&one.concat(), &other.concat());
    let first = match (one.first(), other.first()) {
        (Some(one), Some(other)) => prenom(one, other),
        (None, _) | (_, None) => RIEN,
    };
    let first = if first.0 == 1_000 { (980, Accord::Identique) } else { first };
    let any = mot_a_mot(&one, &other, prenom);
    let any = (any.0 * 94 / 100, any.1);
    [first, welded, any].into_iter().max_by_key(|(alike, _)| *alike).unwrap_or(RIEN)
}

/// Each word of the shorter name against its best in the other.
fn mot_a_mot(one: &[String], other: &[String], compare: fn(&str, &str) -> Part) -> Part {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let pairs: Vec<Part> = short
        .iter()
        .filter_map(|word| long.iter().map(|known| compare(word, known)).max_by_key(|part| part.0))
        .collect();
    let count = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    let sum: u32 = pairs.iter().map(|(alike, _)| alike).sum();
    let mean = sum.checked_div(count).unwrap_or(0);
    let missing = u32::try_from(long.len() - short.len()).unwrap_or(0);
    let worst = pairs.iter().min_by_key(|(alike, _)| *alike).map_or(Accord::Different, |p| p.1);
    let accord = match worst {
        Accord::Identique if missing > 0 => Accord::Proche,
        Accord::Identique
        | Accord::Equivalent
        | Accord::Proche
        | Accord::Inverse
        | Accord::Different => worst,
    };
    (mean.saturating_sub(60 * missing.min(2)), accord)
}

fn prenom(one: &str, other: &str) -> Part {
    let alike = mot(one, other);
    if alike.0 < 900 && meme_prenom(one, other) { (900, Accord::Equivalent) } else { alike }
}

/// Two folded words, by eye and by ear.
fn mot(one: &str, other: &str) -> Part {
    if one == other {
        return IDENTIQUE;
    }
    let (heard, heard_other) = (son(one), son(other));
    let seen = proximite(one, other);
    if heard == heard_other && heard.len() > 1 {
        return (seen.max(940), Accord::Equivalent);
    }
    let alike = seen.max(proximite(&heard, &heard_other) * 95 / 100);
    (alike, if alike < 700 { Accord::Different } else { Accord::Proche })
}

/// 1 000 less what each slip takes, counted on the longer word; far apart is nothing.
fn proximite(one: &str, other: &str) -> u32 {
    let longer = one.chars().count().max(other.chars().count()).max(1);
    let apart = distance(one, other);
    let alike = (longer.saturating_sub(apart)) * 1_000 / longer;
    u32::try_from(alike).unwrap_or(0)
}

fn naissance(question: &Question, portrait: &Portrait) -> Option<Part> {
    let asked = question.naissance?;
    let near = |(known, extent): &(NaiveDate, Etendue)| dates(asked, *known, *extent);
    portrait.naissances.iter().filter_map(near).max_by_key(|(alike, _)| *alike)
}

/// Two birth dates, and the slips that dates suffer.
fn dates(asked: NaiveDate, known: NaiveDate, extent: Etendue) -> Option<Part> {
    let same_year = asked.year() == known.year();
    let same_month = asked.month() == known.month();
    Some(match extent {
        Etendue::Inconnue => return None,
        Etendue::Annee if same_year => (850, Accord::Proche),
        Etendue::Mois if same_year && same_month => (900, Accord::Proche),
        Etendue::Jour if asked == known => IDENTIQUE,
        Etendue::Jour if exchanged(asked, known) => (850, Accord::Inverse),
        Etendue::Jour | Etendue::Mois | Etendue::Annee => jours(asked, known),
    })
}

fn exchanged(asked: NaiveDate, known: NaiveDate) -> bool {
    NaiveDate::from_ymd_opt(asked.year(), asked.day(), asked.month()) == Some(known)
}

fn jours(asked: NaiveDate, known: NaiveDate) -> Part {
    let days = (asked - known).num_days().unsigned_abs();
    let years = asked.year().abs_diff(known.year());
    let same_day_of_year = (asked.month(), asked.day()) == (known.month(), known.day());
    let same =
        [asked.year() == known.year(), asked.month() == known.month(), asked.day() == known.day()];
    match same.iter().filter(|same| **same).count() {
        _ if days == 1 => (880, Accord::Proche),
        _ if same_day_of_year && matches!(years, 1 | 2 | 10) => (800, Accord::Proche),
        2 => (650, Accord::Proche),
        _ if days <= 31 => (450, Accord::Different),
        1 if same[0] => (250, Accord::Different),
        _ if days <= 400 => (150, Accord::Different),
        _ => RIEN,
    }
}

fn sexe(question: &Question, portrait: &Portrait) -> Option<Part> {
    let (asked, known) = (question.sexe.as_deref()?, portrait.sexe.as_deref()?);
    Some(if asked == known { IDENTIQUE } else { RIEN })
}

fn mere(question: &Question, portrait: &Portrait) -> Option<Part> {
    best(question.nom_naissance_mere.as_deref()?, &portrait.meres, patronyme)
}

/// Every usual form of the first names of a text, folded.
pub(super) fn formes_des_prenoms(prenoms: &str) -> Vec<&'static str> {
    mots(prenoms).iter().flat_map(|word| formes(word)).collect()
}

impl Champ {
    /// Its key on the wire.
    #[must_use]
    pub const fn cle(self) -> &'static str {
        match self {
            Self::Nom => "nom",
            Self::Prenoms => "prenoms",
            Self::Naissance => "naissance",
            Self::Sexe => "sexe",
            Self::NomNaissanceMere => "nom_naissance_mere",
        }
    }
}

impl Accord {
    /// Its key on the wire.
    #[must_use]
    pub const fn cle(self) -> &'static str {
        match self {
            Self::Identique => "identique",
            Self::Equivalent => "equivalent",
            Self::Proche => "proche",
            Self::Inverse => "inverse",
            Self::Different => "different",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn le(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn lea() -> Portrait {
        Portrait {
            noms: vec!["Rousseau-Benali".to_owned()],
            prenoms: vec!["Léa Marie".to_owned()],
            naissances: vec![(le("2015-03-04"), Etendue::Jour)],
            sexe: Some("feminin".to_owned()),
            meres: vec!["Diallo".to_owned()],
        }
    }

    fn question(nom: &str, prenoms: &str, naissance: &str) -> Question {
        Question {
            nom: Some(nom.to_owned()),
            prenoms: Some(prenoms.to_owned()),
            naissance: Some(le(naissance)),
            ..Question::default()
        }
    }

    fn milliemes(nom: &str, prenoms: &str, naissance: &str) -> u32 {
        comparer(&question(nom, prenoms, naissance), &lea()).milliemes
    }

    #[test]
    fn la_meme_identite_ressemble_tout_a_fait() {
        let same = comparer(&question("ROUSSEAU BENALI", "lea marie", "2015-03-04"), &lea());
        assert_eq!(same.milliemes, 1_000);
        assert!(same.champs.iter().all(|(_, accord)| *accord == Accord::Identique));
        assert!(milliemes("Rousseau", "Léa", "2015-03-04") > 950);
    }

    #[test]
    fn les_erreurs_ordinaires_ressemblent_beaucoup() {
        assert!(milliemes("Roussot", "Léa", "2015-03-04") > 900);
        assert!(milliemes("Léa", "Rousseau", "2015-03-04") > 900);
        assert!(milliemes("Diallo", "Léa", "2015-03-04") > 850);
        assert!(milliemes("Rousseau", "Marie", "2015-03-04") > 900);
        assert!(milliemes("Rousseau", "Léa", "2015-04-03") > 900);
        assert!(milliemes("Rousseau", "Léa", "2015-03-05") > 900);
        assert!(milliemes("Martin", "Hugo", "2009-11-30") < 400);
    }

    #[test]
    fn l_accord_de_chaque_champ_est_dit() {
        let seen = comparer(&question("Diallo", "Léa", "2015-04-03"), &lea());
        let accord = |champ| seen.champs.iter().find(|(said, _)| *said == champ).unwrap().1;
        assert_eq!(accord(Champ::Nom), Accord::Inverse);
        assert_eq!(accord(Champ::Naissance), Accord::Inverse);
        assert_eq!(accord(Champ::Prenoms), Accord::Identique);
        assert!(!seen.champs.iter().any(|(champ, _)| *champ == Champ::Sexe));
    }

    #[test]
    fn une_naissance_connue_a_l_annee_ne_contredit_pas_un_jour() {
        let mut portrait = lea();
        portrait.naissances = vec![(le("2015-01-01"), Etendue::Annee)];
        let seen = comparer(&question("Rousseau-Benali", "Léa Marie", "2015-09-09"), &portrait);
        assert!(seen.milliemes > 950, "{seen:?}");
    }
}
