//! How a chapter declares its events, and how an event is stored under its name and version.
//!
//! A chapter sees only the newest shape of its events. A private enum of the chapter (`Stored`)
//! knows every shape ever stored, under its stored name: a line is added when a shape changes, and a
//! superseded line keeps only its reading half. `specimens/` holds one JSON a stored name.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;

use crate::ids::EnfantId;
use crate::projet_pour_enfant as projet;
use crate::temps::Survenu;
use crate::{
    accueil, autonomie, competence, decision, dossier, ecrit, entourage, evaluation, fratrie,
    identite, information, justice, mesure, piece, sante, situation, statut,
};

/// Declares the events of a chapter: `Variant = "stored_name.vN"`, each carrying the struct of its name.
macro_rules! evenements {
    ($( $(#[$doc:meta])* $variant:ident = $stored:literal ),+ $(,)?) => {
        /// What may have happened, always in its newest shape.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(from = "Stored", into = "Stored")]
        pub enum Event {
            $( $(#[$doc])* $variant($variant) ),+
        }

        /// Every shape ever stored, under its stored name.
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(tag = "type", content = "data")]
        enum Stored {
            $( #[serde(rename = $stored)] $variant($variant) ),+
        }

        impl From<Stored> for Event {
            fn from(stored: Stored) -> Self {
                match stored { $(Stored::$variant(data) => Self::$variant(data)),+ }
            }
        }

        impl From<Event> for Stored {
            fn from(event: Event) -> Self {
                match event { $(Event::$variant(data) => Self::$variant(data)),+ }
            }
        }

        impl Event {
            /// Every stored name and version of this chapter.
            pub const STORED: &'static [&'static str] = &[$($stored),+];

            /// The name and version under which it is stored, `name.vN`.
            #[must_use]
            pub fn stored(&self) -> &'static str {
                match self { $(Self::$variant(_) => $stored),+ }
            }
        }
    };
}
pub(crate) use evenements;

/// What one kind of stream records: stored under a name and a version, its seals confided to somebody.
pub trait Recordable: Sized {
    /// The kind of its streams, as the journal names it.
    const FLUX: &'static str;

    /// The event as data to be written.
    fn to_stored(&self) -> Stored;

    /// Reads an event from its stored name, version and data.
    ///
    /// # Errors
    ///
    /// [`Illisible`] when the name is unknown on this kind of stream, or the data is not of its shape.
    fn from_stored(stored: Stored) -> Result<Self, Illisible>;

    /// Says whose each sealed field is, on the stream of that identifier.
    fn confie(&mut self, flux: Uuid);
}

/// Makes the events of a chapter ([`evenements!`]) all that a kind of stream records:
/// `recordable!("kind", |event, flux| …)`, where the closure confides the seals.
macro_rules! recordable {
    ($kind:literal, $confie:expr) => {
        impl $crate::evenement::Recordable for Event {
            const FLUX: &'static str = $kind;

            fn to_stored(&self) -> $crate::evenement::Stored {
                $crate::evenement::Stored::of(self, self.stored())
            }

            fn from_stored(
                stored: $crate::evenement::Stored,
            ) -> Result<Self, $crate::evenement::Illisible> {
                stored.read(Self::STORED)
            }

            fn confie(&mut self, flux: uuid::Uuid) {
                let confie: fn(&mut Event, uuid::Uuid) = $confie;
                confie(self, flux);
            }
        }
    };
}
pub(crate) use recordable;

/// Any event of a child's stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Evenement {
    /// Who the child is, where he lives.
    Identite(identite::Event),
    /// Informations entrantes and IP.
    Information(information::Event),
    /// Évaluations.
    Evaluation(evaluation::Event),
    /// Decisions for this child.
    Decision(decision::Event),
    /// Legal measures.
    Mesure(mesure::Event),
    /// Placement episodes.
    Accueil(accueil::Event),
    /// The projet pour l'enfant.
    Projet(projet::Event),
    /// The child's legal status.
    Statut(statut::Event),
    /// Writings sent and received.
    Ecrit(ecrit::Event),
    /// Judicial files, hearings, requests, appeals.
    Justice(justice::Event),
    /// The way to adult life.
    Autonomie(autonomie::Event),
    /// Health.
    Sante(sante::Event),
    /// Observations for the observatory.
    Situation(situation::Event),
    /// What siblings share.
    Fratrie(fratrie::Event),
    /// Which Département answers for the child.
    Competence(competence::Event),
    /// The adults around the child.
    Entourage(entourage::Event),
    /// Documents.
    Piece(piece::Event),
    /// Corrections.
    Dossier(dossier::Event),
}

/// An event as data: stored name, version, payload.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// E.g. `information_recue`.
    pub nom: String,
    /// From 1.
    pub version: u16,
    /// Data only; seals as the journal's convention says.
    pub data: Value,
}

impl Stored {
    /// What an event of [`evenements!`] is, under its `name.vN`.
    pub(crate) fn of(event: &impl Serialize, stored: &str) -> Self {
        let tagged = serde_json::to_value(event);
        let mut tagged = tagged.expect("an event is plain data: no map with other keys than text");
        let (nom, version) = stored
            .rsplit_once(".v")
            .and_then(|(nom, version)| Some((nom, version.parse().ok()?)))
            .expect("a stored name ends in .vN, as the specimens test checks");
        let data = tagged.get_mut("data").map_or(Value::Null, Value::take);
        Self { nom: nom.to_owned(), version, data }
    }

    /// Reads one of these events.
    ///
    /// # Errors
    ///
    /// [`Illisible`] when it is none of them, or the data is not of its shape.
    pub(crate) fn read<E: for<'de> Deserialize<'de>>(self, known: &[&str]) -> Result<E, Illisible> {
        let Self { nom, version, data } = self;
        let name = format!("{nom}.v{version}");
        if !known.contains(&name.as_str()) {
            return Err(Illisible::Inconnu { nom, version });
        }
        serde_json::from_value(serde_json::json!({ "type": name, "data": data }))
            .map_err(|_| Illisible::Forme { nom, version })
    }
}

/// Bytes that are not an event this engine knows.
#[derive(Debug, Error)]
pub enum Illisible {
    /// No chapter stores this name at this version.
    #[error("no chapter knows the stored event {nom}.v{version}")]
    Inconnu {
        /// Stored name.
        nom: String,
        /// Stored version.
        version: u16,
    },
    /// The name is known, the data is not of its shape. The cause says where, never what.
    #[error("the stored event {nom}.v{version} is not of its shape")]
    Forme {
        /// Stored name.
        nom: String,
        /// Stored version.
        version: u16,
    },
}

macro_rules! par_chapitre {
    ($self:expr, $event:ident => $body:expr) => {
        match $self {
            Evenement::Identite($event) => $body,
            Evenement::Information($event) => $body,
            Evenement::Evaluation($event) => $body,
            Evenement::Decision($event) => $body,
            Evenement::Mesure($event) => $body,
            Evenement::Accueil($event) => $body,
            Evenement::Projet($event) => $body,
            Evenement::Statut($event) => $body,
            Evenement::Ecrit($event) => $body,
            Evenement::Justice($event) => $body,
            Evenement::Autonomie($event) => $body,
            Evenement::Sante($event) => $body,
            Evenement::Situation($event) => $body,
            Evenement::Fratrie($event) => $body,
            Evenement::Competence($event) => $body,
            Evenement::Entourage($event) => $body,
            Evenement::Piece($event) => $body,
            Evenement::Dossier($event) => $body,
        }
    };
}

impl Evenement {
    /// The stored name, without its version.
    #[must_use]
    pub fn nom(&self) -> &'static str {
        let stored = par_chapitre!(self, event => event.stored());
        stored.split_once(".v").map_or(stored, |(nom, _)| nom)
    }

    /// The version of the stored shape.
    #[must_use]
    pub fn version(&self) -> u16 {
        let stored = par_chapitre!(self, event => event.stored());
        stored
            .rsplit_once(".v")
            .and_then(|(_, version)| version.parse().ok())
            .expect("a stored name ends in .vN, as the specimens test checks")
    }

    /// Every stored name of every chapter, `name.vN`.
    #[must_use]
    pub fn tous_les_noms() -> Vec<&'static str> {
        [
            identite::Event::STORED,
            information::Event::STORED,
            evaluation::Event::STORED,
            decision::Event::STORED,
            mesure::Event::STORED,
            accueil::Event::STORED,
            projet::Event::STORED,
            statut::Event::STORED,
            ecrit::Event::STORED,
            justice::Event::STORED,
            autonomie::Event::STORED,
            sante::Event::STORED,
            situation::Event::STORED,
            fratrie::Event::STORED,
            competence::Event::STORED,
            entourage::Event::STORED,
            piece::Event::STORED,
            dossier::Event::STORED,
        ]
        .concat()
    }

    /// The event as data to be written.
    #[must_use]
    pub fn to_stored(&self) -> Stored {
        let tagged = par_chapitre!(self, event => serde_json::to_value(event));
        let mut tagged = tagged.expect("an event is plain data: no map with other keys than text");
        let data = tagged.get_mut("data").map_or(Value::Null, Value::take);
        Stored { nom: self.nom().to_owned(), version: self.version(), data }
    }

    /// Reads an event from its stored name, version and data.
    ///
    /// # Errors
    ///
    /// [`Illisible`] when no chapter knows the name, or the data is not of its shape.
    pub fn from_stored(stored: Stored) -> Result<Self, Illisible> {
        let Stored { nom, version, data } = stored;
        let name = format!("{nom}.v{version}");
        let mut tagged = serde_json::Map::new();
        tagged.insert("type".into(), Value::String(name.clone()));
        tagged.insert("data".into(), data);
        let tagged = Value::Object(tagged);
        let knows = |noms: &[&str]| noms.contains(&name.as_str());
        let read = if knows(identite::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Identite)
        } else if knows(information::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Information)
        } else if knows(evaluation::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Evaluation)
        } else if knows(decision::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Decision)
        } else if knows(mesure::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Mesure)
        } else if knows(accueil::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Accueil)
        } else if knows(projet::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Projet)
        } else if knows(statut::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Statut)
        } else if knows(ecrit::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Ecrit)
        } else if knows(justice::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Justice)
        } else if knows(autonomie::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Autonomie)
        } else if knows(sante::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Sante)
        } else if knows(situation::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Situation)
        } else if knows(fratrie::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Fratrie)
        } else if knows(competence::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Competence)
        } else if knows(entourage::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Entourage)
        } else if knows(piece::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Piece)
        } else if knows(dossier::Event::STORED) {
            serde_json::from_value(tagged).map(Self::Dossier)
        } else {
            return Err(Illisible::Inconnu { nom, version });
        };
        read.map_err(|_| Illisible::Forme { nom, version })
    }

    /// The object the event is about (information, mesure…), when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Identite(event) => event.objet(),
            Self::Dossier(_) => None,
            Self::Information(event) => Some(event.information().0),
            Self::Evaluation(event) => Some(event.evaluation().0),
            Self::Decision(event) => Some(event.decision().0),
            Self::Mesure(event) => Some(event.mesure().0),
            Self::Accueil(event) => Some(event.accueil().0),
            Self::Projet(event) => Some(event.objet()),
            Self::Statut(event) => event.objet(),
            Self::Ecrit(event) => event.objet(),
            Self::Justice(event) => event.objet(),
            Self::Autonomie(event) => event.objet(),
            Self::Sante(event) => event.objet(),
            Self::Situation(event) => event.objet(),
            Self::Fratrie(event) => event.objet(),
            Self::Competence(event) => event.objet(),
            Self::Entourage(event) => event.objet(),
            Self::Piece(event) => event.objet(),
        }
    }

    /// The correction it is, when it is one: what changes the history instead of being part of it.
    #[must_use]
    pub fn correction(&self) -> Option<&dossier::Event> {
        if let Self::Dossier(event) = self { Some(event) } else { None }
    }

    /// Says whose each sealed field is: the child's, unless it is a shared narrative's or a sender's.
    pub fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Identite(event) => event.confie_les_scelles(enfant),
            Self::Information(event) => event.confie_les_scelles(),
            Self::Evaluation(event) => event.confie_les_scelles(enfant),
            Self::Decision(event) => event.confie_les_scelles(enfant),
            Self::Mesure(_) | Self::Accueil(_) => {}
            Self::Projet(event) => event.confie_les_scelles(enfant),
            Self::Statut(event) => event.confie_les_scelles(enfant),
            Self::Ecrit(event) => event.confie_les_scelles(enfant),
            Self::Justice(event) => event.confie_les_scelles(enfant),
            Self::Autonomie(event) => event.confie_les_scelles(enfant),
            Self::Sante(event) => event.confie_les_scelles(enfant),
            Self::Situation(event) => event.confie_les_scelles(enfant),
            Self::Fratrie(event) => event.confie_les_scelles(enfant),
            Self::Competence(event) => event.confie_les_scelles(enfant),
            Self::Entourage(event) => event.confie_les_scelles(enfant),
            Self::Piece(event) => event.confie_les_scelles(enfant),
            Self::Dossier(event) => event.confie_les_scelles(enfant),
        }
    }
}

impl Serialize for Evenement {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        par_chapitre!(self, event => event.serialize(serializer))
    }
}

impl<'de> Deserialize<'de> for Evenement {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Tagged {
            r#type: String,
            data: Value,
        }
        let Tagged { r#type, data } = Tagged::deserialize(deserializer)?;
        let (nom, version) = r#type
            .rsplit_once(".v")
            .and_then(|(nom, version)| Some((nom.to_owned(), version.parse().ok()?)))
            .ok_or_else(|| serde::de::Error::custom("a stored name ends in .vN"))?;
        Self::from_stored(Stored { nom, version, data }).map_err(serde::de::Error::custom)
    }
}

impl Recordable for Evenement {
    const FLUX: &'static str = "enfant";

    fn to_stored(&self) -> Stored {
        Self::to_stored(self)
    }

    fn from_stored(stored: Stored) -> Result<Self, Illisible> {
        Self::from_stored(stored)
    }

    fn confie(&mut self, flux: Uuid) {
        self.confie_les_scelles(EnfantId(flux));
    }
}

/// An event with its two declared dates: what an aggregate records. A child's, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acte<E = Evenement> {
    /// When it was true.
    pub survenu: Survenu,
    /// When the Département received or observed it: declared, never later than the recording.
    pub connu_le: NaiveDate,
    /// What happened.
    pub evenement: E,
}

impl cqrs_es::DomainEvent for Acte {
    fn event_type(&self) -> String {
        self.evenement.nom().to_owned()
    }

    fn event_version(&self) -> String {
        self.evenement.version().to_string()
    }
}
