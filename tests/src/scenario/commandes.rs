//! From a French sentence to a command of the contract.
//!
//! One function a command, in a file a chapter; [`VERBES`] says which words call which. What
//! a sentence leaves out takes an ordinary value: the CRIP's door, a mail, today, the usual delegate.

mod accueil;
mod decision;
mod dossier;
mod evaluation;
mod identite;
mod information;
mod mesure;
mod projet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::codes::{Code, QualiteDecideur};
use prost_types::Timestamp;
use proto::commun::v1::{
    Decideur, Entete, EnteteCommande, Precision, Survenu, TexteScelle, texte_scelle,
};
use proto::reprise::v1::Commande;
use serde_json::Value;
use uuid::Uuid;

use super::lignes::{self, lignes};
use super::noms::Noms;
use super::phrase::{Phrase, code, day, instant, objects};

/// The Département of every story.
pub const DEPARTEMENT: &str = "17";

/// When and under which identifier a sentence is typed.
#[derive(Clone, Copy, Debug)]
pub struct Saisie {
    /// The command's identifier.
    pub commande_id: Uuid,
    /// The instant of recording, on a simulated journal.
    pub enregistre_a: DateTime<Utc>,
    /// Its legal day: what is said of no day happened on that one.
    pub jour: NaiveDate,
}

/// A sentence being understood.
pub(super) struct Lecture<'a> {
    noms: &'a mut Noms,
    saisie: Saisie,
    pub(super) phrase: Phrase,
}

type Verbe = fn(&mut Lecture<'_>) -> Commande;

/// Which words call which command; of two that fit, the longer.
const VERBES: &[(&str, Verbe)] = &[
    ("inscrire", identite::inscrire),
    ("signaler un mineur non identifié", identite::signaler_non_identifie),
    ("identifier", identite::identifier),
    ("fixer la naissance de", identite::fixer_naissance),
    ("déclarer la résidence de", identite::declarer_residence),
    ("reconnaître mineur non accompagné", identite::reconnaitre_mna),
    ("déclarer l'émancipation de", identite::declarer_emancipation),
    ("déclarer le décès de", identite::declarer_deces),
    ("recevoir", information::recevoir),
    ("qualifier", information::qualifier),
    ("rattacher", information::rattacher),
    ("marquer", information::marquer_doublon),
    ("réaffecter", information::reaffecter),
    ("signaler", information::signaler),
    ("noter le retour du parquet sur", information::noter_retour_parquet),
    ("transférer", information::transferer),
    ("mandater", evaluation::mandater),
    ("joindre", evaluation::joindre),
    ("noter un contact de", evaluation::noter_contact),
    ("constater l'empêchement de", evaluation::constater_empechement),
    ("remettre le rapport de", evaluation::remettre_rapport),
    ("demander un complément de", evaluation::demander_complement),
    ("décider", decision::decider),
    ("réviser la décision", decision::reviser_decision),
    ("ordonner", mesure::ordonner),
    ("contracter", mesure::contracter),
    ("recevoir la mesure", mesure::recevoir_mesure),
    ("attribuer la mesure", mesure::attribuer),
    ("mettre en attente", mesure::mettre_en_attente),
    ("missionner", mesure::missionner),
    ("démarrer", mesure::demarrer),
    ("suspendre", mesure::suspendre),
    ("reprendre", mesure::reprendre),
    ("renouveler", mesure::renouveler),
    ("lever", mesure::lever),
    ("terminer la mesure", mesure::terminer_mesure),
    ("admettre", accueil::admettre),
    ("changer de lieu de", accueil::changer_de_lieu),
    ("terminer l'accueil", accueil::terminer_accueil),
    ("constater l'absence de", accueil::constater_absence),
    ("constater le retour en", accueil::constater_retour),
    ("établir le PPE", projet::etablir_projet),
    ("réviser le PPE", projet::reviser_projet),
    ("signer le PPE", projet::signer_projet),
    ("noter le refus de signer le PPE", projet::noter_refus_de_signer),
    ("annuler l'événement", dossier::annuler),
    ("effacer le dossier de", dossier::effacer),
    ("réunir", lignes::dossier::reunir),
    ("disjoindre", lignes::dossier::disjoindre),
];

/// Understands a sentence.
///
/// # Panics
///
/// When a word of it is not understood.
#[must_use]
pub fn comprendre(text: &str, noms: &mut Noms, saisie: Saisie) -> Commande {
    if let Some((correction, replacement)) = text.split_once(" par : ") {
        return dossier::rectifier(correction, replacement, noms, saisie);
    }
    let fits = |words: &str| text.starts_with(&format!("{words} "));
    let verbe = VERBES.iter().filter(|(words, _)| fits(words)).max_by_key(|(words, _)| words.len());
    let ligne = lignes().filter(|ligne| fits(ligne.mots)).max_by_key(|ligne| ligne.mots.len());
    let said = verbe.map_or(0, |(words, _)| words.len());
    let words = said.max(ligne.map_or(0, |ligne| ligne.mots.len()));
    let mut lecture = Lecture { noms, saisie, phrase: Phrase::lue(text[words..].trim()) };
    let commande = match (verbe, ligne) {
        (_, Some(ligne)) if said < ligne.mots.len() => ligne.comprendre(&mut lecture),
        (Some((_, understand)), _) => understand(&mut lecture),
        (None, _) => panic!("no command begins so: {text}"),
    };
    lecture.phrase.finish();
    commande
}

impl Lecture<'_> {
    pub(super) fn head(&self) -> String {
        self.phrase.parts[0].head.clone()
    }

    fn value(&self) -> String {
        self.phrase.parts[0].value().to_owned()
    }

    pub(super) fn id(&mut self, name: &str) -> String {
        self.noms.id(name)
    }

    /// Says that an object is about these children.
    pub(super) fn about(&mut self, object: &str, children: &[String]) {
        self.noms.about(object, children);
    }

    pub(super) fn ids(&mut self, names: &[String]) -> Vec<String> {
        names.iter().map(|name| self.noms.id(name)).collect()
    }

    fn code_or<C: Code>(&mut self, clause: &str, usual: C) -> String {
        self.phrase.take(clause).map_or_else(|| usual.cle().to_owned(), |said| code::<C>(&said))
    }

    fn day_after(&mut self, clause: &str) -> String {
        self.phrase.take(clause).map(|said| day(&said).to_string()).unwrap_or_default()
    }

    /// The object of the head and its children: those said, else those it was said to be about.
    pub(super) fn object(&mut self) -> (String, Vec<String>) {
        let head = self.head();
        let (object, said) = objects(&head).remove(0);
        let children = if said.is_empty() { self.noms.children_of(&object) } else { said };
        self.noms.about(&object, &children);
        (self.id(&object), self.ids(&children))
    }

    /// The head of the request, about these children.
    fn entete(&mut self, enfants: Vec<String>) -> Option<EnteteCommande> {
        let survenu = self.phrase.take("le ");
        let connu_le = self.day_after("connu le ");
        let version = self.phrase.take("vu en version ");
        Some(EnteteCommande {
            entete: Some(entete()),
            commande_id: self.saisie.commande_id.to_string(),
            enfants,
            survenu: Some(survenu.map_or_else(|| on(self.saisie.jour), |said| when(&said))),
            connu_le,
            version_attendue: version.map(|said| said.parse().expect("a version is a number")),
            enregistre_a: Some(timestamp(self.saisie.enregistre_a)),
        })
    }

    /// The head of the request, as the contract's JSON writes it.
    pub(super) fn entete_json(&mut self, enfants: Vec<String>) -> Value {
        let entete = self.entete(enfants).unwrap_or_default();
        proto::json::to_value(&entete)
    }

    /// The usual delegate, unless nobody signed or another is said: « signé par e.17 (cadre astreinte) ».
    pub(super) fn decideur(&mut self) -> Option<Decideur> {
        let signed = !self.phrase.says("sans décideur");
        let said = self.phrase.take("signé par ");
        let said = said.as_deref().unwrap_or("cadre.crip (delegue crip)");
        let (agent, qualite) = said.split_once(" (").expect("signé par agent (qualité)");
        signed.then(|| Decideur {
            agent: agent.into(),
            qualite: code::<QualiteDecideur>(qualite.trim_end_matches(')')),
            delegation: "arrêté 2025-117".into(),
            signe_le: String::new(),
            electronique: true,
        })
    }
}

/// The head of a read.
#[must_use]
pub fn entete() -> Entete {
    Entete {
        departement: DEPARTEMENT.into(),
        finalite: "traitement_information".into(),
        correlation: String::new(),
    }
}

/// An instant, as the contract writes it.
#[must_use]
pub fn timestamp(instant: DateTime<Utc>) -> Timestamp {
    let nanos = i32::try_from(instant.timestamp_subsec_nanos()).expect("less than a second");
    Timestamp { seconds: instant.timestamp(), nanos }
}

fn on(day: NaiveDate) -> Survenu {
    Survenu { le: day.to_string(), a: None, precision: Precision::NonDite.into() }
}

/// « 2026-01-09 », « 2026-01-09 à 14:30 », « 2026-01 », « 2026 ».
pub(super) fn when(said: &str) -> Survenu {
    let dated =
        |le: String, precision: Precision| Survenu { le, a: None, precision: precision.into() };
    match (said.split_once(" à "), said.len()) {
        (Some((le, hour)), _) => Survenu {
            le: day(le).to_string(),
            a: Some(timestamp(instant(day(le), hour))),
            precision: Precision::Instant.into(),
        },
        (None, 4) => dated(day(&format!("{said}-01-01")).to_string(), Precision::Annee),
        (None, 7) => dated(day(&format!("{said}-01")).to_string(), Precision::Mois),
        (None, _) => on(day(said)),
    }
}

pub(super) fn sealed(text: Option<String>) -> Option<TexteScelle> {
    text.map(|text| TexteScelle { etat: Some(texte_scelle::Etat::Clair(text)) })
}
