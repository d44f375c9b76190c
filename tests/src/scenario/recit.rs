//! Plays a story, and compares or writes the engine's answers.
//!
//! What is said besides commands: `le AAAA-MM-JJ[ à HH:MM]` turns the calendar (a command is typed
//! each minute from nine o'clock), `renvoyer` sends the last command again as it was,
//! `état de X` and `chronologie de X` read, with `au`, `connu le` and `su au` where they matter;
//! `échéances de X[ au AAAA-MM-JJ]` says what is to be kept for him.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proto::commun::v1::{ConnuA, Coordonnees, Recu, connu_a};
use proto::dossier::v1::{ChronologieRequest, LireRequest};
use proto::echeancier::v1::ListerRequest;
use proto::reprise::v1::Commande;

use super::commandes::{Saisie, comprendre, entete, timestamp};
use super::noms::Noms;
use super::phrase::{Phrase, day, instant};
use super::{Moteur, Non, dit};
use crate::house;

/// The stories of the repository, in order.
///
/// # Panics
///
/// When there is none: a test that plays nothing proves nothing.
#[must_use]
pub fn scenarios() -> Vec<PathBuf> {
    let folder = house::root().join("tests/scenarios");
    let entries = fs::read_dir(&folder).expect("the folder of the scenarios").flatten();
    let is_story = |path: &PathBuf| path.extension().is_some_and(|end| end == "scenario");
    let mut stories: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_story).collect();
    stories.sort();
    assert!(!stories.is_empty(), "no story in tests/scenarios");
    stories
}

/// Plays a story on an engine: its sentences, and under each the engine's answers.
///
/// # Panics
///
/// When a sentence is not understood.
pub async fn joue<M: Moteur>(file: &Path, moteur: M) -> String {
    let story = file.file_stem().and_then(|stem| stem.to_str()).expect("a story has a name");
    let written = fs::read_to_string(file).expect("a story can be read");
    transcript(story, &written, moteur).await
}

/// What is told is what the file says. With `UPDATE_EXPECT=1` it is written there.
///
/// # Panics
///
/// When an answer differs, at its line.
pub fn comme_ecrit(file: &Path, told: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file, told).expect("a story can be written");
        return;
    }
    let written = fs::read_to_string(file).expect("a story can be read");
    pareil(file, &written, told);
    // A lost line break at the end is no difference of line.
    assert_eq!(written, told, "{}: UPDATE_EXPECT=1 writes the answers", file.display());
}

/// Two engines told the same story.
///
/// # Panics
///
/// When an answer differs, at its line.
pub fn pareil(file: &Path, expected: &str, told: &str) {
    if let Some((line, (expected, answered))) = first_difference(expected, told) {
        let place = file.display();
        panic!("{place}:{line}\n  expected: {expected}\n  answered: {answered}");
    }
}

fn first_difference<'a>(one: &'a str, other: &'a str) -> Option<(usize, (&'a str, &'a str))> {
    let count = one.lines().count().max(other.lines().count());
    let end = std::iter::repeat("");
    let pairs = one.lines().chain(end.clone()).zip(other.lines().chain(end));
    (1..).zip(pairs).take(count).find(|(_, (one, other))| one != other)
}

/// The story with the engine's answers under each sentence.
async fn transcript<M: Moteur>(story: &str, written: &str, moteur: M) -> String {
    let mut recit = Recit::new(story, moteur);
    let mut told = String::new();
    for (number, line) in (1..).zip(written.lines()) {
        if line.starts_with(' ') {
            continue;
        }
        told.push_str(line.trim_end());
        told.push('\n');
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        recit.number = number;
        for answer in recit.says(line.trim()).await {
            told.push_str("  ");
            told.push_str(&answer);
            told.push('\n');
        }
    }
    told
}

struct Recit<M> {
    moteur: M,
    noms: Noms,
    /// The line being played.
    number: usize,
    /// The next instant of recording.
    now: DateTime<Utc>,
    today: NaiveDate,
    said: usize,
    last: Option<Commande>,
    versions: BTreeMap<String, u32>,
}

impl<M: Moteur> Recit<M> {
    fn new(story: &str, moteur: M) -> Self {
        let today = NaiveDate::MIN;
        let (noms, versions) = (Noms::new(story), BTreeMap::new());
        Self {
            moteur,
            noms,
            number: 0,
            now: DateTime::UNIX_EPOCH,
            today,
            said: 0,
            last: None,
            versions,
        }
    }

    /// What is answered to a sentence.
    async fn says(&mut self, line: &str) -> Vec<String> {
        if let Some(when) = line.strip_prefix("le ") {
            self.turn_the_calendar(when);
            Vec::new()
        } else if let Some(child) = line.strip_prefix("état de ") {
            self.state(child).await
        } else if let Some(adult) = line.strip_prefix("fiche de ") {
            self.adult(adult).await
        } else if let Some(child) = line.strip_prefix("chronologie de ") {
            self.history(child).await
        } else if let Some(child) = line.strip_prefix("échéances de ") {
            self.due(child).await
        } else if let Some(correction) = line.strip_prefix("prévoir : ") {
            self.preview(correction).await
        } else if line == "renvoyer" {
            let again = self.last.clone().expect("nothing was sent before");
            self.send(again).await
        } else {
            let commande = self.understand(line);
            self.last = Some(commande.clone());
            self.send(commande).await
        }
    }

    fn turn_the_calendar(&mut self, when: &str) {
        let (on, hour) = when.split_once(" à ").unwrap_or((when, "09:00"));
        let at = instant(day(on), hour);
        assert!(self.now <= at, "line {}: time does not go back", self.number);
        (self.now, self.today) = (at, day(on));
    }

    fn understand(&mut self, line: &str) -> Commande {
        assert!(self.today > NaiveDate::MIN, "line {}: say the day first", self.number);
        self.said += 1;
        let saisie = Saisie {
            commande_id: self.noms.derived(&format!("commande {}", self.said)),
            enregistre_a: self.now,
            jour: self.today,
        };
        self.now += TimeDelta::minutes(1);
        comprendre(line, &mut self.noms, saisie)
    }

    async fn send(&mut self, commande: Commande) -> Vec<String> {
        match self.moteur.commander(commande).await {
            Ok(recu) => self.recorded(recu).await,
            Err(non) => dit::non(&non, &self.noms),
        }
    }

    /// What a correction would change, nothing written.
    async fn preview(&mut self, correction: &str) -> Vec<String> {
        let commande = self.understand(correction);
        match self.moteur.previsualiser(commande).await {
            Ok(response) => dit::previsualisation(&response, &self.noms),
            Err(non) => dit::non(&non, &self.noms),
        }
    }

    /// What the receipt made grow, told by the children's own histories.
    async fn recorded(&mut self, recu: Recu) -> Vec<String> {
        let mut told = Vec::new();
        let beside = dit::beside(&recu, &self.noms);
        if !recu.deja_fait && recu.versions.is_empty() && recu.personnes.is_empty() {
            told.push("→ noté pour le Département".to_owned());
        }
        for grown in recu.versions {
            let known = self.versions.get(&grown.enfant).copied().unwrap_or_default();
            if grown.version <= known {
                continue;
            }
            let request = self.chronology(&grown.enfant, None);
            let history = self.moteur.chronologie(request).await.expect("what is done can be read");
            let child = self.noms.name(&grown.enfant).to_owned();
            let mut lines: Vec<_> = history
                .lignes
                .iter()
                .filter(|line| line.cible.as_ref().is_some_and(|one| one.enfant == grown.enfant))
                .filter(|line| (known + 1..=grown.version).contains(&dit::version(line)))
                .collect();
            lines.sort_by_key(|line| dit::version(line));
            told.extend(lines.into_iter().map(|line| dit::recorded(&child, line)));
            self.versions.insert(grown.enfant, grown.version);
        }
        for grown in recu.personnes {
            let known = self.versions.get(&grown.personne).copied().unwrap_or_default();
            if known < grown.version {
                told.push(format!("→ {} n° {}", self.noms.name(&grown.personne), grown.version));
                self.versions.insert(grown.personne, grown.version);
            }
        }
        if told.is_empty() {
            told.push("= déjà fait".to_owned());
        }
        told.extend(beside);
        told
    }

    fn chronology(&self, enfant: &str, coordonnees: Option<Coordonnees>) -> ChronologieRequest {
        ChronologieRequest {
            entete: Some(entete()),
            enfant: enfant.to_owned(),
            coordonnees: coordonnees.or_else(|| Some(at(self.today))),
        }
    }

    async fn state(&mut self, said: &str) -> Vec<String> {
        let (enfant, coordonnees) = self.asked(said);
        let (entete, coordonnees) = (Some(entete()), Some(coordonnees));
        match self.moteur.lire(LireRequest { entete, enfant, coordonnees }).await {
            Ok(response) => dit::etat(&response, &self.noms),
            Err(non) => self.refused(&non),
        }
    }

    /// « Léa », « Léa au 2026-04-10 ».
    async fn due(&mut self, said: &str) -> Vec<String> {
        let dated = said.split_once(" au ").map(|(child, au)| (child, day(au)));
        let (child, au) = dated.unwrap_or((said, self.today));
        let request = ListerRequest {
            entete: Some(entete()),
            coordonnees: Some(at(au)),
            enfant: self.noms.id(child.trim_end_matches(',')),
            taille: 200,
            ..ListerRequest::default()
        };
        match self.moteur.echeances(request).await {
            Ok(response) => dit::echeance::lignes(&response, &self.noms),
            Err(non) => self.refused(&non),
        }
    }

    /// « Maman, pour Léa, communiquée à Papa, au 2026-03-01 ».
    async fn adult(&mut self, said: &str) -> Vec<String> {
        let mut phrase = Phrase::lue(said);
        let personne = self.noms.id(&phrase.parts[0].head.clone());
        let child = phrase.take("pour ").expect("say for which child");
        let enfant = self.noms.id(&child);
        let other = phrase.take("communiquée à ").map(|other| self.noms.id(&other));
        let au = phrase.take("au ").map_or(self.today, |au| day(&au));
        phrase.finish();
        let request = proto::personne::v1::LireRequest {
            entete: Some(entete()),
            personne,
            enfant,
            coordonnees: Some(at(au)),
            communique_a: other.unwrap_or_default(),
        };
        match self.moteur.fiche(request).await {
            Ok(response) => dit::fiche(&response, &self.noms),
            Err(non) => self.refused(&non),
        }
    }

    async fn history(&mut self, said: &str) -> Vec<String> {
        let (enfant, coordonnees) = self.asked(said);
        let request = self.chronology(&enfant, Some(coordonnees));
        match self.moteur.chronologie(request).await {
            Ok(response) => dit::chronologie(&response),
            Err(non) => self.refused(&non),
        }
    }

    fn refused(&self, non: &Non) -> Vec<String> {
        dit::non(non, &self.noms)
    }

    /// « Léa, au 2026-03-01, connu le 2026-02-01 ».
    fn asked(&mut self, said: &str) -> (String, Coordonnees) {
        let mut phrase = Phrase::lue(said);
        let enfant = self.noms.id(&phrase.parts[0].head.clone());
        let au = phrase.take("au ").map_or(self.today, |au| day(&au));
        let end_of = |le: String| connu_a::Point::Instant(timestamp(instant(day(&le), "23:59")));
        let connu_a = phrase.take("connu le ").map(|le| ConnuA { point: Some(end_of(le)) });
        let su_au = phrase.take("su au ").map(|le| day(&le).to_string()).unwrap_or_default();
        phrase.finish();
        (enfant, Coordonnees { connu_a, su_au, ..at(au) })
    }
}

fn at(au: NaiveDate) -> Coordonnees {
    Coordonnees { au: au.to_string(), ..Coordonnees::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_reponse_qui_change_se_voit_a_sa_ligne() {
        assert_eq!(first_difference("a\n  b\n", "a\n  b\n"), None);
        assert_eq!(first_difference("a\n  b\n", "a\n  c\n"), Some((2, ("  b", "  c"))));
        assert_eq!(first_difference("a\n", "a\n  c\n"), Some((2, ("", "  c"))));
    }
}
