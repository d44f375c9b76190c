//! What a verification finds, and why one could not be made.

use std::fmt;

use projections::codec::Illisible;

/// An indicator of a report, at its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Its identifier, e.g. `A1`.
    pub id: String,
    /// From 1.
    pub version: u32,
}

/// What was verified, and what does not agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constat {
    /// Code of the Département, as the report says.
    pub departement: String,
    /// Name of the journal, as the report says.
    pub journal: String,
    /// As recorded at.
    pub position: u64,
    /// How many events of children were read.
    pub evenements_lus: u64,
    /// How many children's streams they make.
    pub enfants_lus: u64,
    /// How many values a report for publication hides: they are counted again, and not compared.
    pub masquees: u64,
    /// What does not agree, in the order of the report; empty: everything that was counted holds.
    pub ecarts: Vec<Ecart>,
    /// The indicators counted again and compared, whether they agree or not.
    pub verifies: Vec<Reference>,
    /// The indicators of the registry that the second path does not count.
    pub non_couverts: Vec<Reference>,
}

impl Constat {
    /// Whether nothing disagrees.
    #[must_use]
    pub fn tient(&self) -> bool {
        self.ecarts.is_empty()
    }
}

/// What a disagreement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objet {
    /// The bytes are not in the one canonical form.
    Forme,
    /// What the report says of itself: its registry, its position.
    Entete,
    /// A word of a definition.
    Definition,
    /// An indicator is missing, in excess, or not in its place.
    Indicateur,
    /// A breakdown is missing or in excess.
    Ventilation,
    /// A line is missing, in excess, or not in its place.
    Ligne,
    /// A number or its label.
    Valeur,
    /// The lines of a breakdown do not add up to the whole.
    Somme,
    /// A report for publication shows a number of few people.
    Secret,
}

/// A disagreement between a report and the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ecart {
    /// About what.
    pub objet: Objet,
    /// Of which indicator; empty: of the report as a whole.
    pub indicateur: String,
    /// In which breakdown; empty: in none.
    pub axe: String,
    /// On which line, or in which member.
    pub cle: String,
    /// What the report says; empty: nothing.
    pub rapport: String,
    /// What the events, or the registry, say; empty: nothing.
    pub evenements: String,
}

impl fmt::Display for Ecart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { objet, indicateur, axe, cle, rapport, evenements } = self;
        let place = [indicateur.as_str(), axe, cle];
        let place: Vec<&str> = place.into_iter().filter(|word| !word.is_empty()).collect();
        let said = |text: &str| if text.is_empty() { "rien".to_owned() } else { text.to_owned() };
        let (rapport, evenements) = (said(rapport), said(evenements));
        let nom = match objet {
            Objet::Forme => "forme",
            Objet::Entete => "en-tête",
            Objet::Definition => "définition",
            Objet::Indicateur => "indicateur",
            Objet::Ventilation => "ventilation",
            Objet::Ligne => "ligne",
            Objet::Valeur => "valeur",
            Objet::Somme => "somme",
            Objet::Secret => "secret",
        };
        let place = place.join(" / ");
        write!(f, "{nom} {place} : le rapport dit {rapport}, le second chemin {evenements}")
    }
}

/// Why a verification could not be made. Nothing is said of the report then.
#[derive(Debug, thiserror::Error)]
pub enum Panne {
    /// What was given is no activity report.
    #[error("Ce fichier n'est pas un rapport d'activité : {0} ne s'y lit pas.")]
    PasUnRapport(&'static str),
    /// The map has no such territory.
    #[error("Le territoire du rapport n'est pas sur la carte de son Département.")]
    TerritoireInconnu,
    /// The database has no such journal.
    #[error("Cette base ne tient pas le journal {0}.")]
    JournalInconnu(String),
    /// An event is not one this engine knows.
    #[error("Un événement du journal n'est pas lisible : {0}")]
    Illisible(#[from] Illisible),
    /// A row of the journal is not one of an event.
    #[error("La ligne {position} du journal n'est pas celle d'un événement.")]
    LigneInvalide {
        /// Its place.
        position: i64,
    },
    /// The database did not answer as it should.
    #[error("La base n'a pas répondu jusqu'au bout : {0}")]
    Base(#[from] postgres::Error),
}
