//! The children recorded: families, twins, homonyms.

use chrono::NaiveDate;
use uuid::Uuid;

use super::mots::{
    DEBUTS, FEMININS, FINS, MASCULINS, NOMS_D_AILLEURS, NOMS_FREQUENTS, PARTICULES,
    PRENOMS_COMPOSES,
};
use super::{Identite, Tirage, jour};

/// Out of a hundred children, those born with a twin.
const JUMEAUX: usize = 4;

/// Out of a hundred families, those that bear the name of another one.
const HOMONYMES: usize = 4;

/// Families until there are that many children.
pub(super) fn base(tirage: &mut Tirage, taille: usize) -> Vec<(Uuid, Identite)> {
    let mut children: Vec<(Uuid, Identite)> = Vec::new();
    while children.len() < taille {
        if children.len() > 100 && tirage.pour_cent(HOMONYMES) {
            let like = tirage.parmi(&children).1.clone();
            let homonyme = homonyme(tirage, like);
            children.push((tirage.uuid(), homonyme));
        } else {
            famille(tirage, &mut children);
        }
    }
    children
}

/// One to four children of one mother.
fn famille(tirage: &mut Tirage, children: &mut Vec<(Uuid, Identite)>) {
    let nom = nom(tirage);
    let mere = tirage.pour_cent(80).then(|| nom_simple(tirage));
    let count = *tirage.parmi(&[1, 1, 1, 2, 2, 2, 3, 3, 4]);
    let mut last: Option<NaiveDate> = None;
    for _ in 0..count {
        let twin = last.filter(|_| tirage.pour_cent(JUMEAUX * 3));
        let naissance = twin.unwrap_or_else(|| naissance(tirage));
        last = Some(naissance);
        let (prenoms, sexe) = prenoms(tirage);
        let identite = Identite {
            nom: nom.clone(),
            prenoms,
            naissance: Some(naissance),
            sexe: Some(sexe),
            mere: mere.clone(),
        };
        children.push((tirage.uuid(), identite));
    }
}

/// Same name and first names, another birth and another mother.
fn homonyme(tirage: &mut Tirage, like: Identite) -> Identite {
    Identite { naissance: Some(naissance(tirage)), mere: Some(nom_simple(tirage)), ..like }
}

fn naissance(tirage: &mut Tirage) -> NaiveDate {
    let annee = 2005 + i32::try_from(tirage.sous(20)).expect("a score of years");
    jour(annee, tirage.sous(365))
}

fn nom(tirage: &mut Tirage) -> String {
    match tirage.sous(100) {
        0..10 => format!("{}-{}", nom_simple(tirage), nom_simple(tirage)),
        10..14 => format!("{} {}", nom_simple(tirage), nom_simple(tirage)),
        14..22 => format!("{}{}", tirage.parmi(&PARTICULES), nom_compose(tirage)),
        _ => nom_simple(tirage),
    }
}

fn nom_simple(tirage: &mut Tirage) -> String {
    match tirage.sous(100) {
        0..22 => (*tirage.parmi(&NOMS_FREQUENTS)).to_owned(),
        22..45 => (*tirage.parmi(&NOMS_D_AILLEURS)).to_owned(),
        _ => nom_compose(tirage),
    }
}

fn nom_compose(tirage: &mut Tirage) -> String {
    format!("{}{}", tirage.parmi(&DEBUTS), tirage.parmi(&FINS))
}

/// One to three first names, and the sex that goes with the first.
fn prenoms(tirage: &mut Tirage) -> (String, &'static str) {
    let (list, sexe): (&[&str], _) =
        if tirage.pour_cent(50) { (&FEMININS, "feminin") } else { (&MASCULINS, "masculin") };
    if tirage.pour_cent(6) {
        let (prenom, sexe) = *tirage.parmi(&PRENOMS_COMPOSES);
        return (prenom.to_owned(), sexe);
    }
    let mut given = vec![*tirage.parmi(list)];
    while given.len() < 3 && tirage.pour_cent(25) {
        let next = *tirage.parmi(list);
        if !given.contains(&next) {
            given.push(next);
        }
    }
    (given.join(" "), sexe)
}
