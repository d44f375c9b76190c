//! The questions: each takes a recorded child and does one thing to who he is said to be. What is not
//! touched is said, or left out, as callers do.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use super::mots::{GRAPHIES, SONS, SURNOMS, VOISINES};
use super::{Genre, Identite, Tirage, Variante, jour_et_mois_inverses};

/// How many children are looked at before a kind is said to have no more.
const ESSAIS_MAX: usize = 200_000;

/// Every kind, each child once a kind.
pub(super) fn variantes(tirage: &mut Tirage, base: &[(Uuid, Identite)]) -> Vec<Variante> {
    let mut made = Vec::new();
    for genre in Genre::TOUS {
        let mut taken = BTreeSet::new();
        let mut tries = 0;
        while taken.len() < genre.nombre() {
            tries += 1;
            assert!(tries < ESSAIS_MAX, "the base has too few children for {genre:?}");
            let attendu = tirage.sous(base.len());
            if taken.contains(&attendu) {
                continue;
            }
            if let Some(question) = question(tirage, genre, base, attendu) {
                taken.insert(attendu);
                made.push(Variante { genre, question, attendu });
            }
        }
    }
    made
}

/// The question of that kind about that child, when he lends himself to it.
fn question(
    tirage: &mut Tirage,
    genre: Genre,
    base: &[(Uuid, Identite)],
    attendu: usize,
) -> Option<Identite> {
    let recorded = &base[attendu].1;
    let Identite { nom, prenoms, naissance, .. } = recorded.clone();
    let naissance = naissance?;
    let avec_nom = |nom| Identite { nom, ..recorded.clone() };
    let avec_prenoms = |prenoms| Identite { prenoms, ..recorded.clone() };
    let le = |naissance| Identite { naissance: Some(naissance), ..recorded.clone() };
    let said = match genre {
        Genre::FrappeNom => avec_nom(frappe(tirage, &nom)?),
        Genre::FrappePrenom => avec_prenoms(frappe(tirage, &premier(&prenoms))?),
        Genre::Phonetique => avec_nom(entendu(tirage, &nom)?),
        Genre::Graphie => avec_prenoms(autre(tirage, &GRAPHIES, &premier(&prenoms))?),
        Genre::Particule => avec_nom(particule(tirage, &nom)?),
        Genre::Trait => trait_d_union(tirage, recorded)?,
        Genre::Incomplet => avec_nom(moitie(tirage, &nom)?),
        Genre::Echange => Identite { nom: premier(&prenoms), prenoms: nom, ..recorded.clone() },
        Genre::Surnom => avec_prenoms(autre(tirage, &SURNOMS, &premier(&prenoms))?),
        Genre::SecondPrenom => avec_prenoms(prenoms.split(' ').nth(1)?.to_owned()),
        Genre::NomDeLaMere => avec_nom(recorded.mere.clone().filter(|mere| *mere != nom)?),
        Genre::JourVoisin => le(voisin(tirage, naissance)?),
        Genre::JourMois => le(jour_et_mois_inverses(naissance)?),
        Genre::Annee => le(annee(tirage, naissance)?),
        Genre::Jumeau => {
            twin(base, attendu)?;
            avec_prenoms(frappe(tirage, &premier(&prenoms))?)
        }
        Genre::Homonyme => {
            namesake(base, attendu)?;
            le(voisin(tirage, naissance)?)
        }
    };
    Some(dit(tirage, genre, said)).filter(|said| said != recorded)
}

/// What a caller says besides: often no mother, sometimes no sex, and for a wrong name now and then no date.
fn dit(tirage: &mut Tirage, genre: Genre, said: Identite) -> Identite {
    let about_the_date = match genre {
        Genre::JourVoisin | Genre::JourMois | Genre::Annee | Genre::Homonyme => true,
        Genre::FrappeNom
        | Genre::FrappePrenom
        | Genre::Phonetique
        | Genre::Graphie
        | Genre::Particule
        | Genre::Trait
        | Genre::Incomplet
        | Genre::Echange
        | Genre::Surnom
        | Genre::SecondPrenom
        | Genre::NomDeLaMere
        | Genre::Jumeau => false,
    };
    let Identite { nom, prenoms, naissance, sexe, mere } = said;
    let naissance = naissance.filter(|_| about_the_date || !tirage.pour_cent(15));
    let sexe = sexe.filter(|_| !tirage.pour_cent(20));
    let mere = mere.filter(|_| tirage.pour_cent(30));
    Identite { nom, prenoms, naissance, sexe, mere }
}

fn premier(prenoms: &str) -> String {
    prenoms.split(' ').next().unwrap_or(prenoms).to_owned()
}

/// One slip of the fingers: exchanged, dropped, doubled, or the key beside.
fn frappe(tirage: &mut Tirage, mot: &str) -> Option<String> {
    let mut letters: Vec<char> = mot.chars().collect();
    let at = letters.len().checked_sub(2).filter(|last| *last > 0).map(|last| tirage.sous(last))?;
    let at = at + 1;
    if !letters[at].is_alphabetic() || !letters[at - 1].is_alphabetic() {
        return None;
    }
    match tirage.sous(4) {
        0 if letters[at] != letters[at + 1] && letters[at + 1].is_alphabetic() => {
            letters.swap(at, at + 1);
        }
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = voisine(tirage, letters[at])?,
    }
    let slipped: String = letters.into_iter().collect();
    (slipped != mot).then_some(slipped)
}

fn voisine(tirage: &mut Tirage, letter: char) -> Option<char> {
    let (_, beside) = VOISINES.iter().find(|(known, _)| *known == letter)?;
    let beside: Vec<char> = beside.chars().collect();
    Some(*tirage.parmi(&beside))
}

/// One or two sounds of the name written otherwise.
fn entendu(tirage: &mut Tirage, nom: &str) -> Option<String> {
    let once = son(tirage, nom)?;
    let twice = if tirage.pour_cent(35) { son(tirage, &once) } else { None };
    Some(twice.unwrap_or(once)).filter(|heard| heard != nom)
}

fn son(tirage: &mut Tirage, nom: &str) -> Option<String> {
    let lower = nom.to_lowercase();
    let there: Vec<_> = SONS.iter().filter(|(from, _)| lower.contains(from)).collect();
    if there.is_empty() {
        return None;
    }
    let (from, to) = **tirage.parmi(&there);
    let replaced = lower.replacen(from, tirage.parmi::<&str>(to), 1);
    Some(majuscules(&replaced)).filter(|name| name.chars().count() > 2)
}

/// A capital at the head of each word.
fn majuscules(nom: &str) -> String {
    let mut after_a_break = true;
    let capital = |letter: char| {
        let head = std::mem::replace(&mut after_a_break, !letter.is_alphabetic());
        if head { letter.to_uppercase().collect::<String>() } else { letter.to_string() }
    };
    nom.chars().map(capital).collect()
}

/// Another form of a word, from a list of forms.
fn autre(tirage: &mut Tirage, forms: &[(&str, &[&str])], mot: &str) -> Option<String> {
    let (_, others) = forms.iter().find(|(known, _)| *known == mot)?;
    Some((*tirage.parmi(others)).to_owned())
}

/// A particle dropped, glued, or, for a plain name, added.
fn particule(tirage: &mut Tirage, nom: &str) -> Option<String> {
    let lower = nom.to_lowercase();
    let particles =
        ["de la ", "de ", "du ", "des ", "d'", "le ", "la ", "el ", "ben ", "da ", "dos "];
    match particles.iter().find(|particle| lower.starts_with(**particle)) {
        Some(particle) if tirage.pour_cent(50) => Some(majuscules(&lower[particle.len()..])),
        Some(_) => Some(majuscules(&lower.replace([' ', '\''], ""))),
        None if tirage.pour_cent(8) && !nom.contains([' ', '-']) => Some(format!("De {nom}")),
        None => None,
    }
}

/// Hyphen, space or apostrophe for one another, in the surname or in the first names.
fn trait_d_union(tirage: &mut Tirage, recorded: &Identite) -> Option<Identite> {
    let said = if recorded.nom.contains(['-', '\'', ' ']) {
        Identite { nom: rejoindre(tirage, &recorded.nom), ..recorded.clone() }
    } else if recorded.prenoms.contains('-') {
        Identite { prenoms: rejoindre(tirage, &recorded.prenoms), ..recorded.clone() }
    } else {
        return None;
    };
    (said != *recorded).then_some(said)
}

fn rejoindre(tirage: &mut Tirage, name: &str) -> String {
    let by = *tirage.parmi(&[" ", "-", ""]);
    name.replace(['-', '\'', ' '], by)
}

/// One half of a compound name.
fn moitie(tirage: &mut Tirage, nom: &str) -> Option<String> {
    let halves: Vec<&str> = nom.split(['-', ' ']).collect();
    match halves.as_slice() {
        [first, second] if first.len() > 3 && second.len() > 3 => {
            Some((*tirage.parmi(&[*first, *second])).to_owned())
        }
        _ => None,
    }
}

/// The day before or the day after.
fn voisin(tirage: &mut Tirage, le: NaiveDate) -> Option<NaiveDate> {
    if tirage.pour_cent(50) { le.pred_opt() } else { le.succ_opt() }
}

/// One of the two last digits of the year wrong, still a child's year.
fn annee(tirage: &mut Tirage, le: NaiveDate) -> Option<NaiveDate> {
    let by = *tirage.parmi(&[-10, -2, -1, 1, 2, 10]);
    let year = Some(le.year() + by).filter(|year| (2000..=2026).contains(year))?;
    le.with_year(year)
}

/// Somebody else of the same name, mother and birth.
fn twin(base: &[(Uuid, Identite)], attendu: usize) -> Option<usize> {
    let of = &base[attendu].1;
    other(base, attendu, |other| {
        (&other.nom, &other.mere, other.naissance) == (&of.nom, &of.mere, of.naissance)
            && other.prenoms != of.prenoms
    })
}

/// Somebody else of the same name and first names.
fn namesake(base: &[(Uuid, Identite)], attendu: usize) -> Option<usize> {
    let of = &base[attendu].1;
    other(base, attendu, |other| (&other.nom, &other.prenoms) == (&of.nom, &of.prenoms))
}

fn other(
    base: &[(Uuid, Identite)],
    attendu: usize,
    like: impl Fn(&Identite) -> bool,
) -> Option<usize> {
    base.iter()
        .enumerate()
        .find(|(rank, (_, other))| *rank != attendu && like(other))
        .map(|(rank, _)| rank)
}
