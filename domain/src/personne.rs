//! An adult: parent, holder of authority, tiers digne de confiance, sender of an information.
//!
//! A stream of his own, and a key of his own: everything said of him is sealed under it, for no figure needs any of
//! it, and erasing him touches no child's file. What he is to a child is said by the child's file
//! ([`crate::entourage`]).
//!
//! # Invariants
//!
//! - One inscription. A sender is inscribed as such, on a stream that is nothing else: whoever wrote to the CRIP
//!   and is also the mother of the child has two streams, and nothing in clear ties them.
//! - Addresses and telephones are dated, never replaced. One may be secret from other adults, named by it.
//! - Corrections are events, as a child's are ([`crate::flux`]).
//! - Nothing follows an erasure.
//!
//! Deliberately absent: who may read what, which the door decides; two streams that turn out to be one adult.

mod evenements;

use chrono::NaiveDate;
use uuid::Uuid;

pub use evenements::{
    AdresseDeclaree, Annulee, Decedee, Effacee, Event, IdentitePersonne, Inscrite, Rectifiee,
    TelephoneDeclare,
};

use crate::enfant::{Contexte, dates};
use crate::evenement::{Acte, Recordable as _};
use crate::flux::{Effectif, Flux};
use crate::histoire::Datee;
use crate::ids::PersonneId;
use crate::refus::Refus;
use crate::temps::Survenu;

/// What may be asked of an adult's stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens his stream.
    Inscrire(Inscrite),
    /// Says where he lives.
    DeclarerAdresse(AdresseDeclaree),
    /// Says where he is called.
    DeclarerTelephone(TelephoneDeclare),
    /// Says that he died.
    DeclarerDeces(Decedee),
    /// An event never happened.
    Annuler(Annulee),
    /// An event happened otherwise. `survenu` absent: the date was right.
    Rectifier {
        /// Which event.
        version: u32,
        /// Why.
        motif: String,
        /// What should have been recorded.
        remplacement: Box<Event>,
        /// When it should have been said to be true.
        survenu: Option<Survenu>,
    },
    /// His stream is erased.
    Effacer(Effacee),
}

/// An adult and what his stream recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Personne {
    flux: Flux<Event>,
}

/// What is known of him on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fiche {
    /// His inscription.
    pub inscrite: Option<Datee<Inscrite>>,
    /// Addresses, oldest first: the last is where he lives.
    pub adresses: Vec<Datee<AdresseDeclaree>>,
    /// Telephones, oldest first.
    pub telephones: Vec<Datee<TelephoneDeclare>>,
    /// The day he died.
    pub decedee_le: Option<NaiveDate>,
}

impl Fiche {
    /// Whether he is inscribed as the sender of an information: in no default read.
    #[must_use]
    pub fn expediteur(&self) -> bool {
        self.inscrite.as_ref().is_some_and(|inscrite| inscrite.fait.expediteur)
    }
}

impl Personne {
    /// The adult of whom nothing is recorded yet.
    #[must_use]
    pub fn nouvelle(id: PersonneId) -> Self {
        Self { flux: Flux::nouveau(id.0) }
    }

    /// The adult whose stream it is.
    #[must_use]
    pub fn de(flux: Flux<Event>) -> Self {
        Self { flux }
    }

    /// His identifier.
    #[must_use]
    pub fn id(&self) -> PersonneId {
        PersonneId(self.flux.id)
    }

    /// His stream.
    #[must_use]
    pub fn flux(&self) -> &Flux<Event> {
        &self.flux
    }

    /// His stream, to be read into.
    pub fn flux_mut(&mut self) -> &mut Flux<Event> {
        &mut self.flux
    }

    /// The day he was erased, if he was. No correction counts here: what was destroyed does not come back.
    #[must_use]
    pub fn effacee_le(&self) -> Option<NaiveDate> {
        let erased = self.flux.inscrits().iter().rev();
        let mut erased =
            erased.filter(|inscrit| matches!(inscrit.acte.evenement, Event::Effacee(_)));
        erased.next().map(|inscrit| inscrit.acte.survenu.le)
    }

    /// What is known of him, of that day or before. An inscription holds whatever its day.
    #[must_use]
    pub fn au(&self, le: NaiveDate) -> Fiche {
        let mut fiche = Fiche::default();
        for effectif in self.flux.histoire() {
            if effectif.survenu.le <= le || matches!(effectif.evenement, Event::Inscrite(_)) {
                fiche.evolve(&effectif);
            }
        }
        fiche
    }

    /// Decides a command.
    ///
    /// # Errors
    ///
    /// The refusal: an unknown adult, one inscribed twice, an erased one, a correction of nothing.
    pub fn decide(&self, command: Command, contexte: &Contexte) -> Result<Vec<Acte<Event>>, Refus> {
        let connu_le = dates(contexte)?;
        if let Some(le) = self.effacee_le() {
            return match command {
                Command::Effacer(_) => Ok(Vec::new()),
                Command::Inscrire(_)
                | Command::DeclarerAdresse(_)
                | Command::DeclarerTelephone(_)
                | Command::DeclarerDeces(_)
                | Command::Annuler(_)
                | Command::Rectifier { .. } => Err(Refus::DossierEfface { le }),
            };
        }
        let Some(mut evenement) = self.evenement(command, contexte)? else {
            return Ok(Vec::new());
        };
        evenement.confie(self.flux.id);
        Ok(vec![Acte { survenu: contexte.survenu, connu_le, evenement }])
    }

    fn evenement(&self, command: Command, contexte: &Contexte) -> Result<Option<Event>, Refus> {
        let histoire = self.flux.histoire();
        let opened =
            histoire.iter().any(|effectif| matches!(effectif.evenement, Event::Inscrite(_)));
        let event = match command {
            Command::Annuler(annulee) => return self.annuler(annulee).map(Some),
            Command::Rectifier { version, motif, remplacement, survenu } => {
                let original = self.recorded(version)?;
                let of_a_kind = std::mem::discriminant(original.corrected());
                if of_a_kind != std::mem::discriminant(&*remplacement) {
                    return Err(Refus::RemplacementDAutreNature);
                }
                let survenu = survenu.unwrap_or(self.survenu(version));
                Event::Rectifiee(Rectifiee { version, motif, remplacement, survenu })
            }
            Command::Inscrire(inscrite) => Event::Inscrite(inscrite),
            Command::DeclarerAdresse(adresse) => Event::AdresseDeclaree(adresse),
            Command::DeclarerTelephone(telephone) => Event::TelephoneDeclare(telephone),
            Command::DeclarerDeces(decedee) => Event::Decedee(decedee),
            Command::Effacer(effacee) => {
                let le = contexte.aujourd_hui;
                if contexte.survenu.le != le {
                    return Err(Refus::EffacementHorsDuJour { le });
                }
                Event::Effacee(effacee)
            }
        };
        let same = |effectif: &Effectif<Event>| {
            effectif.survenu == contexte.survenu && effectif.evenement.asks(&event, self.flux.id)
        };
        if histoire.iter().any(same) {
            return Ok(None);
        }
        self.possible(&event, opened, &histoire)?;
        Ok(Some(event))
    }

    fn possible(
        &self,
        event: &Event,
        opened: bool,
        histoire: &[Effectif<Event>],
    ) -> Result<(), Refus> {
        let known = opened || self.flux.version() > 0;
        match event {
            Event::Inscrite(_) if opened => Err(Refus::PersonneDejaInscrite),
            Event::Inscrite(_) => Ok(()),
            Event::Rectifiee(_) | Event::Annulee(_) | Event::Effacee(_) => {
                if known {
                    Ok(())
                } else {
                    Err(Refus::PersonneInconnue)
                }
            }
            Event::AdresseDeclaree(_) | Event::TelephoneDeclare(_) | Event::Decedee(_)
                if !opened =>
            {
                Err(Refus::PersonneInconnue)
            }
            Event::Decedee(_) => {
                let died =
                    |effectif: &&Effectif<Event>| matches!(effectif.evenement, Event::Decedee(_));
                match histoire.iter().find(died) {
                    Some(effectif) => Err(Refus::DecesDejaDeclare { le: effectif.survenu.le }),
                    None => Ok(()),
                }
            }
            Event::AdresseDeclaree(_) | Event::TelephoneDeclare(_) => Ok(()),
        }
    }

    fn annuler(&self, annulee: Annulee) -> Result<Event, Refus> {
        self.recorded(annulee.version)?;
        Ok(Event::Annulee(annulee))
    }

    fn recorded(&self, version: u32) -> Result<&Event, Refus> {
        let found = self.flux.inscrits().iter().find(|inscrit| inscrit.version == version);
        let found = found.ok_or(Refus::EvenementInconnu { version })?;
        Ok(&found.acte.evenement)
    }

    fn survenu(&self, version: u32) -> Survenu {
        let found = self.flux.inscrits().iter().find(|inscrit| inscrit.version == version);
        found.map(|inscrit| inscrit.acte.survenu).expect("the event was found before")
    }
}

impl Fiche {
    fn evolve(&mut self, effectif: &Effectif<Event>) {
        match &effectif.evenement {
            Event::Inscrite(fait) => self.inscrite = Some(dated(effectif, fait)),
            Event::AdresseDeclaree(fait) => self.adresses.push(dated(effectif, fait)),
            Event::TelephoneDeclare(fait) => self.telephones.push(dated(effectif, fait)),
            Event::Decedee(_) => self.decedee_le = Some(effectif.survenu.le),
            // A correction is never part of an effective history; an erasure is no fact of a life.
            Event::Annulee(_) | Event::Rectifiee(_) | Event::Effacee(_) => {}
        }
    }
}

fn dated<T: Clone>(effectif: &Effectif<Event>, fait: &T) -> Datee<T> {
    let Effectif { version, survenu, connu_le, .. } = effectif;
    Datee { survenu: *survenu, connu_le: *connu_le, version: *version, fait: fait.clone() }
}

/// Whose name a seal of this stream bears.
#[must_use]
pub fn sujet(personne: PersonneId) -> Uuid {
    personne.0
}

#[cfg(test)]
mod tests;
