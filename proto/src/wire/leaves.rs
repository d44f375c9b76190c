//! What a text or a timestamp carries: identifiers, days, instants, codes, labels.
//!
//! # Invariants
//!
//! - A day is written `AAAA-MM-JJ` and in no other way.
//! - An identifier is a UUID, bare or as printed (`enfant-…`), and never the nil one, which the
//!   domain keeps for a seal that is nobody's yet.
//! - A code is the *key* of its list: its label and its national alias are refused.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::codes::{
    Absence, Autorite, Canal, Code, Conclusion, Contact, Danger, Diffusion, EmetteurSignalement,
    EtatEvaluation, EtatInformation, EtatMesure, Finalite, FormeDeRapport, GenreSuite, LieuAccueil,
    Mandant, MotifAttente, MotifChangementLieu, MotifEffacement, MotifEmpechement, MotifFin,
    MotifJonction, MotifNonQualification, MotifRevision, MotifSansObjet, MotifSortie,
    MotifSuspension, Motifsig, NatureMesure, Orientation, Origip, PorteDEntree, QualiteDecideur,
    Sexe, Signataire, SituationApres, SourceNaissance, StatutArrete, SuiteParquet, Titulaire,
    Transip,
};
use domain::ids::{
    AccompagnementId, AccueilId, AudienceId, ChaineId, DecisionId, DemandeJusticeId,
    DossierJudiciaireId, EcritId, EnfantId, EvaluationId, ExamenId, ExpediteurId, ExtraitId,
    IncidentId, InformationId, LienId, LieuId, MenageId, MesureId, MinoriteId, ObjectifId,
    PersonneId, PieceId, ProjetId, RecueilId, RequeteId, TransfertId,
};
use prost_types::Timestamp;
use uuid::Uuid;

use super::reader::{Fault, Leaf, Reader, Wire};

/// The longest label (a service, a reference, a reason), in bytes.
pub const LIBELLE_MAX_OCTETS: usize = 4 * 1024;

/// The longest narrative (a sealed text), in bytes.
pub const TEXTE_MAX_OCTETS: usize = 64 * 1024;

/// Lists of more values than that are not spelt out in a violation.
const CLES_CITEES_MAX: usize = 12;

impl Leaf for String {
    fn print(&self) -> String {
        self.clone()
    }

    fn parse(text: &str) -> Result<Self, Fault> {
        bounded(text, LIBELLE_MAX_OCTETS)
    }
}

/// A text that is stored as it came.
///
/// # Errors
///
/// Too long, or holding a NUL, which no database column takes.
pub(super) fn bounded(text: &str, max_octets: usize) -> Result<String, Fault> {
    if text.len() > max_octets {
        let message = format!("Ce texte est trop long : {max_octets} octets au plus.");
        return Err(("TEXTE_TROP_LONG", message));
    }
    if text.contains('\0') {
        let message = "Ce texte contient un caractère nul, qui ne se conserve pas.".to_owned();
        return Err(("TEXTE_ILLISIBLE", message));
    }
    Ok(text.to_owned())
}

impl Leaf for NaiveDate {
    fn print(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Result<Self, Fault> {
        let canonical = |date: &Self| text.len() == 10 && date.to_string() == text;
        text.parse::<Self>().ok().filter(canonical).ok_or_else(|| {
            let message = "Ce n'est pas un jour du calendrier, écrit AAAA-MM-JJ.".to_owned();
            ("DATE_ILLISIBLE", message)
        })
    }
}

fn known(id: Result<Uuid, uuid::Error>) -> Result<Uuid, Fault> {
    id.ok().filter(|id| !id.is_nil()).ok_or_else(|| {
        let message = "Ce n'est pas un identifiant : un UUID, qui ne soit pas nul.".to_owned();
        ("IDENTIFIANT_ILLISIBLE", message)
    })
}

impl Leaf for Uuid {
    fn print(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Result<Self, Fault> {
        known(Self::parse_str(text))
    }
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => { $(
        impl Leaf for $id {
            fn print(&self) -> String {
                self.0.to_string()
            }

            fn parse(text: &str) -> Result<Self, Fault> {
                known(text.parse::<Self>().map(|id| id.0)).map(Self)
            }
        }
    )+ };
}

ids! {
    DemandeJusticeId, LienId, MenageId, ExtraitId,
    AccompagnementId, MinoriteId, RecueilId, RequeteId,
    EnfantId, InformationId, EvaluationId, DecisionId, MesureId, ChaineId, AccueilId, LieuId,
    ProjetId, ObjectifId, ExamenId, IncidentId, ExpediteurId, EcritId, DossierJudiciaireId, AudienceId, PersonneId, PieceId, TransfertId,
}

macro_rules! codes {
    ($($code:ident),+ $(,)?) => { $(
        impl $crate::wire::reader::Leaf for $code {
            fn print(&self) -> String {
                domain::codes::Code::cle(*self).to_owned()
            }

            fn parse(text: &str) -> Result<Self, $crate::wire::reader::Fault> {
                <Self as domain::codes::Code>::de_cle(text)
                    .ok_or_else(|| $crate::wire::leaves::unknown_key::<Self>(text))
            }
        }
    )+ };
}

pub(super) use codes;

codes! {
    Finalite, Sexe, SourceNaissance, PorteDEntree, Canal, Transip, Origip, Danger,
    MotifNonQualification, Orientation, Motifsig, EmetteurSignalement, SuiteParquet, Mandant,
    MotifJonction, Contact, MotifEffacement, MotifEmpechement, Conclusion, GenreSuite, MotifSansObjet,
    MotifRevision, QualiteDecideur, NatureMesure, Autorite, Titulaire, MotifAttente,
    MotifSuspension, MotifFin, SituationApres, LieuAccueil, MotifChangementLieu, MotifSortie,
    Absence, Signataire, EtatInformation, EtatEvaluation, EtatMesure, StatutArrete, Diffusion,
    FormeDeRapport,
}

pub(super) fn unknown_key<C: Code>(text: &str) -> Fault {
    let hint = if C::TOUS.len() <= CLES_CITEES_MAX {
        let keys: Vec<&str> = C::TOUS.iter().map(|code| code.cle()).collect();
        format!("Clés admises : {}.", keys.join(", "))
    } else {
        format!("La clé la plus proche est « {} ».", nearest::<C>(text))
    };
    ("CODE_INCONNU", format!("Cette clé n'est pas dans la liste {}. {hint}", C::LISTE))
}

/// The key of that national alias, else the one that takes the fewest changes to be written.
fn nearest<C: Code>(text: &str) -> &'static str {
    let distance = |code: &C| {
        if code.export() == Some(text) { 0 } else { 1 + edit_distance(text, code.cle()) }
    };
    C::TOUS.iter().copied().min_by_key(distance).map_or("", Code::cle)
}

/// Letters to add, remove or change (Levenshtein), over the first letters of a hostile text.
fn edit_distance(typed: &str, key: &str) -> usize {
    let key: Vec<char> = key.chars().collect();
    let mut row: Vec<usize> = (0..=key.len()).collect();
    for (rank, letter) in typed.to_lowercase().chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = rank + 1;
        for column in 0..key.len() {
            let change = diagonal + usize::from(letter != key[column]);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[key.len()]
}

impl Wire for DateTime<Utc> {
    type Message = Timestamp;

    fn to_wire(&self) -> Timestamp {
        let nanos = i32::try_from(self.timestamp_subsec_nanos() % 1_000_000_000)
            .expect("less than a billion nanoseconds");
        Timestamp { seconds: self.timestamp(), nanos }
    }

    fn from_wire(message: Timestamp, reader: &mut Reader) -> Option<Self> {
        let Timestamp { seconds, nanos } = message;
        let nanos = u32::try_from(nanos).ok().filter(|nanos| *nanos < 1_000_000_000);
        let instant = nanos.and_then(|nanos| Self::from_timestamp(seconds, nanos));
        let four_digits = |instant: &Self| (1..=9999).contains(&chrono::Datelike::year(instant));
        match instant.filter(four_digits) {
            Some(instant) => Some(instant.trunc_subsecs(6)),
            None => reader.blame("INSTANT_ILLISIBLE", "Ce n'est pas un instant du calendrier."),
        }
    }

    /// The first second of 1970 is an instant like another.
    fn is_absent(_: &Timestamp) -> bool {
        false
    }
}
