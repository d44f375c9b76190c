//! Files that may be of one child: creations that contend for one identity, and pairs somebody looked at.
//!
//! A stream of the kind `identite` is a bucket: its identifier comes from a coarse identity, or from a pair of
//! files, and says nothing of either. A creation is written there too, on the version that the search before it
//! returned: two creations of one coarse identity cannot both pass without having seen each other.
//!
//! # Invariants
//!
//! - A bucket holds identifiers and nothing personal; the engine computes its own with a key.
//! - A pair is two files, in no order, and never one with itself.
//! - Setting a pair apart is a decision of a person, and can be taken back. Nothing here attaches two files:
//!   that is the merge ([`crate::dossier`]).
//!
//! Deliberately absent: likeness, which is the search's.

use serde::{Deserialize, Serialize};

use crate::enfant::{Contexte, dates};
use crate::evenement::{Acte, evenements, recordable};
use crate::flux::Flux;
use crate::ids::EnfantId;
use crate::refus::Refus;

/// What may be asked of a pair of files.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// They are two children.
    Ecarter(PaireEcartee),
    /// That was decided too soon: they are to be looked at again.
    Rouvrir(PaireRouverte),
}

evenements! {
    /// A file was opened under this coarse identity.
    IdentiteInscrite = "identite_inscrite.v1",
    /// Two files are those of two children.
    PaireEcartee = "paire_ecartee.v1",
    /// They are to be looked at again.
    PaireRouverte = "paire_rouverte.v1",
}

recordable!("identite", |_, _| {});

/// Two files, the smaller identifier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Paire {
    un: EnfantId,
    autre: EnfantId,
}

/// A file was opened under this coarse identity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IdentiteInscrite {
    /// Whose.
    pub enfant: EnfantId,
}

/// Two files are those of two children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaireEcartee {
    /// Which.
    pub paire: Paire,
    /// What was compared, without personal data.
    pub motif: String,
}

/// They are to be looked at again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaireRouverte {
    /// Which.
    pub paire: Paire,
    /// Why, without personal data.
    pub motif: String,
}

impl Paire {
    /// The pair of two files; none of one file with itself.
    #[must_use]
    pub fn new(un: EnfantId, autre: EnfantId) -> Option<Self> {
        (un != autre).then(|| Self { un: un.min(autre), autre: un.max(autre) })
    }

    /// The smaller identifier.
    #[must_use]
    pub fn un(self) -> EnfantId {
        self.un
    }

    /// The other.
    #[must_use]
    pub fn autre(self) -> EnfantId {
        self.autre
    }
}

impl Command {
    /// The pair it is about.
    #[must_use]
    pub fn paire(&self) -> Paire {
        match self {
            Self::Ecarter(ecartee) => ecartee.paire,
            Self::Rouvrir(rouverte) => rouverte.paire,
        }
    }

    fn event(self) -> Event {
        match self {
            Self::Ecarter(ecartee) => Event::PaireEcartee(ecartee),
            Self::Rouvrir(rouverte) => Event::PaireRouverte(rouverte),
        }
    }
}

impl Event {
    /// The pair it is about, and whether it is set apart from then on.
    #[must_use]
    pub fn paire(&self) -> Option<(Paire, bool)> {
        match self {
            Self::PaireEcartee(ecartee) => Some((ecartee.paire, true)),
            Self::PaireRouverte(rouverte) => Some((rouverte.paire, false)),
            Self::IdentiteInscrite(_) => None,
        }
    }

    /// The file opened.
    #[must_use]
    pub fn inscrit(&self) -> Option<EnfantId> {
        match self {
            Self::IdentiteInscrite(inscrite) => Some(inscrite.enfant),
            Self::PaireEcartee(_) | Self::PaireRouverte(_) => None,
        }
    }

    /// The files it names.
    #[must_use]
    pub fn enfants(&self) -> Vec<EnfantId> {
        match self {
            Self::IdentiteInscrite(inscrite) => vec![inscrite.enfant],
            Self::PaireEcartee(PaireEcartee { paire, motif: _ })
            | Self::PaireRouverte(PaireRouverte { paire, motif: _ }) => vec![paire.un, paire.autre],
        }
    }
}

/// Whether a pair is set apart, as its stream stands.
#[must_use]
pub fn est_ecartee(flux: &Flux<Event>) -> bool {
    let said = flux.inscrits().iter().rev().find_map(|inscrit| inscrit.acte.evenement.paire());
    said.is_some_and(|(_, apart)| apart)
}

/// Decides a command on the stream of a pair. What is so already makes no event.
///
/// # Errors
///
/// When a date is in the future.
pub fn decide(
    flux: &Flux<Event>,
    command: Command,
    contexte: &Contexte,
) -> Result<Vec<Acte<Event>>, Refus> {
    let connu_le = dates(contexte)?;
    let asked = match &command {
        Command::Ecarter(_) => true,
        Command::Rouvrir(_) => false,
    };
    if est_ecartee(flux) == asked {
        return Ok(Vec::new());
    }
    Ok(vec![Acte { survenu: contexte.survenu, connu_le, evenement: command.event() }])
}

/// Decides that a creation goes to its bucket: on the version that the search returned, when there was one.
///
/// # Errors
///
/// When somebody opened a file under this identity since the search.
pub fn inscrire(
    flux: &Flux<Event>,
    enfant: EnfantId,
    vue: Option<u32>,
) -> Result<IdentiteInscrite, Refus> {
    let stale = vue.is_some_and(|seen| seen != flux.version());
    let last = flux.inscrits().iter().rev().find_map(|known| known.acte.evenement.inscrit());
    match last.filter(|last| stale && *last != enfant) {
        Some(autre) => Err(Refus::IdentiteVoisine { autre }),
        None => Ok(IdentiteInscrite { enfant }),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::temps::Survenu;

    fn enfant(number: u128) -> EnfantId {
        EnfantId(Uuid::from_u128(number))
    }

    fn contexte() -> Contexte {
        let jour = "2026-01-10".parse().expect("a date");
        Contexte {
            aujourd_hui: jour,
            survenu: Survenu::le(jour),
            connu_le: None,
            version_attendue: None,
        }
    }

    fn ecarter() -> Command {
        let paire = Paire::new(enfant(2), enfant(1)).expect("two files");
        Command::Ecarter(PaireEcartee { paire, motif: "jumeaux".into() })
    }

    fn rouvrir() -> Command {
        Command::Rouvrir(PaireRouverte { paire: ecarter().paire(), motif: "acte reçu".into() })
    }

    fn push(flux: &mut Flux<Event>, command: Command) -> usize {
        let actes = decide(flux, command, &contexte()).expect("nothing forbids it");
        let made = actes.len();
        actes.into_iter().for_each(|acte| flux.push_acte(acte));
        made
    }

    #[test]
    fn une_paire_n_a_pas_d_ordre_et_jamais_deux_fois_le_meme() {
        assert_eq!(Paire::new(enfant(1), enfant(2)), Paire::new(enfant(2), enfant(1)));
        assert_eq!(Paire::new(enfant(1), enfant(1)), None);
    }

    #[test]
    fn une_paire_s_ecarte_une_fois_et_se_rouvre() {
        let mut flux = Flux::nouveau(Uuid::from_u128(9));
        assert_eq!(push(&mut flux, rouvrir()), 0);
        assert_eq!(push(&mut flux, ecarter()), 1);
        assert_eq!(push(&mut flux, ecarter()), 0);
        assert!(est_ecartee(&flux));
        assert_eq!(push(&mut flux, rouvrir()), 1);
        assert!(!est_ecartee(&flux));
    }

    #[test]
    fn deux_creations_sous_une_identite_se_voient() {
        let mut flux = Flux::nouveau(Uuid::from_u128(9));
        let inscrite = inscrire(&flux, enfant(1), Some(0)).expect("nobody was faster");
        let Contexte { survenu, aujourd_hui: connu_le, .. } = contexte();
        let evenement = Event::IdentiteInscrite(inscrite);
        flux.push_acte(Acte { survenu, connu_le, evenement });
        let refused = inscrire(&flux, enfant(2), Some(0));
        assert_eq!(refused, Err(Refus::IdentiteVoisine { autre: enfant(1) }));
        assert!(inscrire(&flux, enfant(2), Some(1)).is_ok());
        assert!(inscrire(&flux, enfant(2), None).is_ok(), "a reprise has searched nothing");
    }
}
