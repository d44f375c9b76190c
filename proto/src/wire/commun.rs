//! What every chapter shares: heads, dates, coordinates, decision makers, seals.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Paris;
use domain::codes::Finalite;
use domain::histoire::Cible;
use domain::temps::{Precision, Survenu};
use domain::{Decideur, Organisation};
use uuid::Uuid;

use super::leaves::{TEXTE_MAX_OCTETS, bounded};
use super::reader::{Field, Reader, Wire, wire_struct};
use crate::commun::v1 as fil;

/// Who asks is the token's subject; the rest of a head is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entete {
    /// Code of the Département: it chooses the log.
    pub departement: String,
    /// Why the data is read or written.
    pub finalite: Finalite,
    /// Links the requests of one piece of work.
    pub correlation: Option<Uuid>,
}

/// A point of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repere {
    /// Name of the journal.
    pub journal: String,
    /// Position in it.
    pub position: u64,
}

/// As recorded at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnuA {
    /// A position.
    Position(u64),
    /// An instant, to be rounded down to the end of a request.
    Instant(DateTime<Utc>),
}

/// The time coordinates of a read; what is absent takes its default where it is resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coordonnees {
    /// True on that day.
    pub au: Option<NaiveDate>,
    /// As recorded at.
    pub connu_a: Option<ConnuA>,
    /// As received by the Département up to that day.
    pub su_au: Option<NaiveDate>,
    /// Wait until the view has seen this point.
    pub au_moins: Option<Repere>,
}

wire_struct!(Entete => fil::Entete { departement, finalite, correlation });
wire_struct!(Repere => fil::Repere { journal, position });
wire_struct!(Coordonnees => fil::Coordonnees { au, connu_a, su_au, au_moins });
wire_struct!(Decideur => fil::Decideur { agent, qualite, delegation, signe_le, electronique });
wire_struct!(Organisation => fil::Organisation { nom, uai, finess, siret, commune });

impl Wire for ConnuA {
    type Message = fil::ConnuA;

    fn to_wire(&self) -> fil::ConnuA {
        let point = match self {
            Self::Position(position) => fil::connu_a::Point::Position(*position),
            Self::Instant(instant) => fil::connu_a::Point::Instant(instant.to_wire()),
        };
        fil::ConnuA { point: Some(point) }
    }

    fn from_wire(message: fil::ConnuA, reader: &mut Reader) -> Option<Self> {
        let fil::ConnuA { point } = message;
        match point {
            Some(fil::connu_a::Point::Position(position)) => Some(Self::Position(position)),
            Some(fil::connu_a::Point::Instant(instant)) => {
                reader.field("instant", Some(instant)).map(Self::Instant)
            }
            None => reader.missing(),
        }
    }
}

impl Wire for Cible {
    type Message = fil::Cible;

    fn to_wire(&self) -> fil::Cible {
        let Self { flux, version } = self;
        fil::Cible { enfant: flux.write(), version: *version }
    }

    fn from_wire(message: fil::Cible, reader: &mut Reader) -> Option<Self> {
        let fil::Cible { enfant, version } = message;
        let flux = reader.field("enfant", enfant);
        let version =
            if version == 0 { reader.inside("version", Reader::missing) } else { Some(version) };
        Some(Self { flux: flux?, version: version? })
    }
}

impl Wire for Survenu {
    type Message = fil::Survenu;

    fn to_wire(&self) -> fil::Survenu {
        let Self { le, a, precision } = self;
        fil::Survenu { le: le.write(), a: a.write(), precision: told(*precision) }
    }

    fn from_wire(message: fil::Survenu, reader: &mut Reader) -> Option<Self> {
        let fil::Survenu { le, a, precision } = message;
        let le: Option<Option<NaiveDate>> = reader.field("le", le);
        let a: Option<Option<DateTime<Utc>>> = reader.field("a", a);
        let precision = reader.inside("precision", |reader| said(precision, reader));
        let (le, a, precision) = (le?, a?, precision?);
        match (le, a) {
            (le, Some(instant)) => at_an_instant(le, instant, precision, reader),
            (Some(le), None) => {
                let precision = without_hour(le, precision, reader)?;
                Some(Self { le, a: None, precision })
            }
            (None, None) => reader.inside("le", Reader::missing),
        }
    }
}

/// The instant says the legal day; a day written beside it must be that one.
fn at_an_instant(
    le: Option<NaiveDate>,
    instant: DateTime<Utc>,
    precision: Option<Precision>,
    reader: &mut Reader,
) -> Option<Survenu> {
    let survenu = Survenu::a(instant, Paris);
    if le.is_some_and(|le| le != survenu.le) {
        let message =
            format!("L'instant écrit à côté tombe un autre jour, heure légale : {}.", survenu.le);
        return reader.blame_at("le", "DATES_DISCORDANTES", message);
    }
    if precision.is_some_and(|precision| precision != Precision::Instant) {
        let message = "Un instant est donné : la précision ne peut être que celle de l'instant.";
        return reader.blame_at("precision", "PRECISION_DISCORDANTE", message);
    }
    Some(survenu)
}

/// The precision of a day written alone. A month or a year is written by its first day.
pub(super) fn without_hour(
    le: NaiveDate,
    precision: Option<Precision>,
    reader: &mut Reader,
) -> Option<Precision> {
    let precision = precision.unwrap_or(Precision::Jour);
    let first_of_month = chrono::Datelike::day(&le) == 1;
    let first_of_year = chrono::Datelike::ordinal(&le) == 1;
    let fault = match precision {
        Precision::Jour | Precision::Inconnue => return Some(precision),
        Precision::Mois if first_of_month => return Some(precision),
        Precision::Annee if first_of_year => return Some(precision),
        Precision::Mois => "Un mois s'écrit par son premier jour.",
        Precision::Annee => "Une année s'écrit par son premier jour.",
        Precision::Instant => "L'instant n'est pas donné : la précision est au mieux le jour.",
    };
    reader.blame_at("precision", "PRECISION_DISCORDANTE", fault)
}

/// The code of a precision on the wire.
pub(super) fn told(precision: Precision) -> i32 {
    let told = match precision {
        Precision::Instant => fil::Precision::Instant,
        Precision::Jour => fil::Precision::Jour,
        Precision::Mois => fil::Precision::Mois,
        Precision::Annee => fil::Precision::Annee,
        Precision::Inconnue => fil::Precision::Inconnue,
    };
    told.into()
}

/// The precision said, if one is.
pub(super) fn said(precision: i32, reader: &mut Reader) -> Option<Option<Precision>> {
    let Ok(precision) = fil::Precision::try_from(precision) else {
        return reader.blame("PRECISION_INCONNUE", "Cette précision n'existe pas.");
    };
    Some(match precision {
        fil::Precision::NonDite => None,
        fil::Precision::Instant => Some(Precision::Instant),
        fil::Precision::Jour => Some(Precision::Jour),
        fil::Precision::Mois => Some(Precision::Mois),
        fil::Precision::Annee => Some(Precision::Annee),
        fil::Precision::Inconnue => Some(Precision::Inconnue),
    })
}

/// A seal is told as it stands; only an open value can be received.
macro_rules! wire_sealed {
    ($clair:ty => $message:path, $etat:ty, $tell:expr, $read:expr) => {
        impl $crate::wire::Wire for domain::sealed::Sealed<$clair> {
            type Message = $message;

            fn to_wire(&self) -> $message {
                type Etat = $etat;
                let etat = match self {
                    Self::Ouvert(ouvert) => Etat::Clair($tell(&ouvert.clair)),
                    Self::Ferme(_) => Etat::Scelle(true),
                    Self::Efface(efface) => Etat::EffaceLe(efface.efface_le.to_string()),
                };
                $message { etat: Some(etat) }
            }

            fn from_wire(message: $message, reader: &mut $crate::wire::Reader) -> Option<Self> {
                type Etat = $etat;
                let $message { etat } = message;
                match etat {
                    Some(Etat::Clair(clair)) => {
                        reader.inside("clair", |reader| $read(clair, reader)).map(Self::nouveau)
                    }
                    Some(Etat::EffaceLe(_) | Etat::Scelle(_)) => {
                        $crate::wire::commun::closed(reader)
                    }
                    None => reader.missing(),
                }
            }

            fn is_absent(message: &$message) -> bool {
                type Etat = $etat;
                match &message.etat {
                    Some(Etat::Clair(clair)) => $crate::wire::reader::is_empty(clair),
                    Some(Etat::EffaceLe(_) | Etat::Scelle(_)) => false,
                    None => true,
                }
            }
        }
    };
}
pub(super) use wire_sealed;

/// A seal that is closed cannot be received: nobody could say what it holds.
pub(super) fn closed<T>(reader: &mut Reader) -> Option<T> {
    let message = "Une valeur scellée ou effacée ne se reçoit pas : l'envoyer en clair, ou pas.";
    reader.blame("VALEUR_SCELLEE", message)
}

wire_sealed!(String => fil::TexteScelle, fil::texte_scelle::Etat, String::clone, narrative);

fn narrative(clair: String, reader: &mut Reader) -> Option<String> {
    bounded(&clair, TEXTE_MAX_OCTETS)
        .map_or_else(|(code, message)| reader.blame(code, message), Some)
}
