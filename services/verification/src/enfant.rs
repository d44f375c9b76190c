//! One child, folded naively: plain lists of what happened to him, fact after fact.
//!
//! # Invariants
//!
//! - Lists keep the order of the facts; the first or the last of one is taken where a definition says so.
//! - Every event of the chapters read here is named: a new one asks the compiler what it changes.
//!
//! Deliberately absent: any state of the domain. Chapters no figure reads are passed over.

mod accueil;
mod crip;
mod mesure;
mod replier;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::codes::{
    Canal, EmetteurSignalement, GenreSuite, MotifFin, MotifRevision, MotifSortie, NatureMesure,
    Sexe, SourceNaissance,
};
use domain::mesure::Termes;
use domain::temps::{Precision, Survenu, majorite};
use uuid::Uuid;

use crate::histoire::Fait;

pub use accueil::Sejour;
pub use crip::{Appel, EvaluationSuivie};
pub(crate) use mesure::MesureDite;
pub use mesure::{MesureSuivie, principale};

/// What is known of one child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enfant {
    /// His identifier.
    pub id: Uuid,
    /// A file was opened for him.
    pub ouvert: bool,
    /// Somebody can name him.
    pub nomme: bool,
    /// Births told, with the strength of their source.
    naissances: Vec<(u8, NaiveDate, Precision)>,
    /// Sexes told, with the strength of what told them.
    sexes: Vec<(u8, Sexe)>,
    /// The expected day of birth, each time he was told of before it.
    a_naitre: Vec<Option<NaiveDate>>,
    /// Where he lived from a day: commune, délégation in charge.
    residences: Vec<(NaiveDate, Option<String>, Option<String>)>,
    /// Recognised as an unaccompanied minor.
    mna: Option<NaiveDate>,
    emancipe: Option<NaiveDate>,
    decede: Option<NaiveDate>,
    informations: BTreeMap<Uuid, Information>,
    evaluations: BTreeMap<Uuid, Evaluation>,
    decisions: BTreeMap<Uuid, Decision>,
    mesures: BTreeMap<Uuid, Mesure>,
    accueils: BTreeMap<Uuid, Accueil>,
    projets: BTreeMap<Uuid, Projet>,
    /// What each decision of a court ordered, as it names it.
    ordonnees: BTreeMap<Uuid, Vec<Uuid>>,
    /// Decisions infirmed as a whole, and from when.
    infirmees: Vec<(Uuid, NaiveDate)>,
    /// All that is held to have happened to him, in its order: a family whose facts nobody else reads reads them here.
    pub(crate) faits: Vec<Fait>,
}

/// One thing told of an information, and where the journal holds it.
#[derive(Clone, Debug, PartialEq)]
struct Note<T> {
    position: u64,
    le: NaiveDate,
    dit: T,
}

/// An information as it arrived.
#[derive(Clone, Debug, PartialEq)]
struct Reception {
    porte: &'static str,
    transmetteur: &'static str,
    /// The sender is told of right: a professional, or an elected person.
    de_droit: bool,
    service: Option<String>,
    commune: Option<String>,
    urgence: bool,
    a: Option<DateTime<Utc>>,
}

/// A signalement: by whom, the first instant told of it, and whether it did not wait.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Signalement {
    emetteur: EmetteurSignalement,
    a: Option<DateTime<Utc>>,
    urgence: bool,
}

/// One information, for this child.
#[derive(Clone, Debug, Default, PartialEq)]
struct Information {
    recues: Vec<Note<Reception>>,
    /// As an IP, with its shortened deadline in days.
    qualifiees: Vec<Note<Option<u32>>>,
    non_qualifiees: Vec<Note<()>>,
    rattachements: Vec<Note<Uuid>>,
    detachements: Vec<Note<Uuid>>,
    doublons: Vec<Note<Uuid>>,
    retraits: Vec<Note<()>>,
    signalements: Vec<Note<Signalement>>,
    /// The way it was sent by, and whether the parents were told before.
    transferts: Vec<Note<(Canal, Option<bool>)>>,
    /// Acknowledged by the other Département.
    accuses: Vec<Note<()>>,
    /// Questions to a service, and answers of one.
    navettes: Vec<Note<String>>,
    retours: Vec<Note<String>>,
    /// Of the sender, to be told what became of it.
    demandes: Vec<Note<Survenu>>,
}

/// One évaluation, for this child.
#[derive(Clone, Debug, Default, PartialEq)]
struct Evaluation {
    mandats: Vec<(NaiveDate, Vec<Uuid>)>,
    joints: Vec<(NaiveDate, Vec<Uuid>)>,
    rapports: Vec<NaiveDate>,
    complements_demandes: Vec<NaiveDate>,
    complements_recus: Vec<NaiveDate>,
}

/// What a decision says is done: its kind, and the measure it is, when it says one.
type Suite = (GenreSuite, Option<NatureMesure>);

/// One decision, for this child.
#[derive(Clone, Debug, Default, PartialEq)]
struct Decision {
    prises: Vec<Prise>,
    revisions: Vec<(NaiveDate, MotifRevision, Vec<Suite>)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Prise {
    le: NaiveDate,
    evaluation: Option<Uuid>,
    informations: Vec<Uuid>,
    suites: Vec<Suite>,
}

/// One measure.
#[derive(Clone, Debug, Default, PartialEq)]
struct Mesure {
    decidees: Vec<Decidee>,
    recues: Vec<NaiveDate>,
    /// The day it was given to a service, and which.
    attributions: Vec<(NaiveDate, String)>,
    attentes: usize,
    actes: Vec<NaiveDate>,
    /// Ends told, the measure that takes over, and why.
    fins: Vec<(NaiveDate, Option<Uuid>, MotifFin)>,
    /// Renewals of it: the measure, and its day of effect.
    renouvellements: Vec<(NaiveDate, Uuid)>,
    effets_fixes: Vec<NaiveDate>,
    termes_modifies: Vec<NaiveDate>,
    infirmees: Vec<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq)]
struct Decidee {
    le: NaiveDate,
    termes: Termes,
    precedente: Option<Uuid>,
    /// By contract or arrêté, or renewing what was.
    administrative: bool,
}

/// One episode of accueil.
#[derive(Clone, Debug, Default, PartialEq)]
struct Accueil {
    debuts: Vec<Debut>,
    /// Ends told, and why; none: by a change of place.
    fins: Vec<(NaiveDate, Option<MotifSortie>)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Debut {
    le: NaiveDate,
    mesure: Option<Uuid>,
    lieu: &'static str,
    foyer: Option<Uuid>,
    commune: Option<String>,
    principal: bool,
    precedent: Option<Uuid>,
    /// The change of place says the judge was told that day.
    juge_informe_le: Option<NaiveDate>,
}

/// One projet pour l'enfant.
#[derive(Clone, Debug, Default, PartialEq)]
struct Projet {
    etablis: Vec<NaiveDate>,
    revises: Vec<NaiveDate>,
}

impl Enfant {
    /// The birth held to be true: of the strongest source, the last told of that source.
    #[must_use]
    pub fn naissance(&self) -> Option<NaiveDate> {
        self.dite_naissance().map(|(le, _)| le)
    }

    fn dite_naissance(&self) -> Option<(NaiveDate, Precision)> {
        let strongest = self.naissances.iter().map(|(force, ..)| *force).max()?;
        let held = self.naissances.iter().rfind(|(force, ..)| *force == strongest);
        held.map(|(_, le, precision)| (*le, *precision))
    }

    /// His sex: as told with his names, else at birth, else by who could not name him.
    #[must_use]
    pub fn sexe(&self) -> Sexe {
        let strongest = self.sexes.iter().map(|(force, _)| *force).max();
        let held = self.sexes.iter().rfind(|(force, _)| Some(*force) == strongest);
        held.map_or(Sexe::NeSaitPas, |(_, sexe)| *sexe)
    }

    /// How many whole years he is on a day, -1 before he is born; none when his birth is not known.
    #[must_use]
    pub fn ans(&self, le: NaiveDate) -> Option<i64> {
        let (ne, precision) = self.dite_naissance()?;
        let years = i64::from(le.year() - ne.year());
        let not_yet = (le.month(), le.day()) < (ne.month(), ne.day());
        let years = if le < ne { -1 } else { years - i64::from(not_yet) };
        (precision != Precision::Inconnue).then_some(years)
    }

    /// His eighteenth birthday.
    #[must_use]
    pub fn majorite(&self) -> Option<NaiveDate> {
        self.naissance().map(majorite)
    }

    /// The day he was emancipated.
    #[must_use]
    pub fn emancipe(&self) -> Option<NaiveDate> {
        self.emancipe
    }

    /// The day he was recognised as an unaccompanied minor: a child whose file was never opened is by nobody.
    #[must_use]
    pub fn reconnu_mna(&self) -> Option<NaiveDate> {
        self.mna.filter(|_| self.ouvert)
    }

    /// Recognised as an unaccompanied minor by a day.
    #[must_use]
    pub fn mna_au(&self, le: NaiveDate) -> bool {
        self.reconnu_mna().is_some_and(|since| since <= le)
    }

    /// A minor on a day, as far as is known.
    #[must_use]
    pub fn mineur(&self, le: NaiveDate) -> bool {
        self.majorite().is_none_or(|majorite| le < majorite)
    }

    /// Where he lived on a day: the last residence told of that day or before.
    fn residence(&self, le: NaiveDate) -> Option<&(NaiveDate, Option<String>, Option<String>)> {
        self.residences.iter().rfind(|(depuis, ..)| *depuis <= le)
    }

    /// The commune he lived in on a day.
    #[must_use]
    pub fn commune(&self, le: NaiveDate) -> Option<&str> {
        self.residence(le)?.1.as_deref()
    }

    /// The délégation in charge of him on a day.
    #[must_use]
    pub fn delegation(&self, le: NaiveDate) -> Option<&str> {
        self.residence(le)?.2.as_deref()
    }

    /// The days on which his projects were established.
    pub fn projets_etablis(&self) -> impl Iterator<Item = NaiveDate> {
        self.projets.values().filter_map(|projet| projet.etablis.first().copied())
    }

    /// The days of every edition of a project that was established.
    pub fn editions(&self) -> impl Iterator<Item = NaiveDate> {
        let established = self.projets.values().filter(|projet| !projet.etablis.is_empty());
        established.flat_map(|projet| {
            projet.etablis.first().copied().into_iter().chain(projet.revises.iter().copied())
        })
    }
}

/// How strong the source of a birth is.
fn force(source: SourceNaissance) -> u8 {
    match source {
        SourceNaissance::Apparence => 0,
        SourceNaissance::Declaration => 1,
        SourceNaissance::Evaluation => 2,
        SourceNaissance::EtatCivil => 3,
        SourceNaissance::DecisionJudiciaire => 4,
    }
}
