//! The adults around the child: typed, dated, sourced links to a `personne`, and with whom he lives.
//!
//! A link names a stream and says nothing of who is there: names and addresses are that person's, under
//! his own key ([`crate::personne`]).
//!
//! # Invariants
//!
//! - A link is one person, one nature, from a day; it does not end before it began.
//! - A household is known by the days on which it was observed: what was said last, of that day or before,
//!   holds until it is said otherwise or the child has left. A child may live in two.
//! - The sender of an information is in no link. The information names him, and he is read apart.
//! - No payload names another child: siblings of one household share its identifier, nothing else.
//!
//! Deliberately absent: what OLINPE asks of the adults in charge, which is the chapter `situation`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::{MotifFinLien, NatureLien, SourceLien};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, LienId, MenageId, PersonneId};
use crate::refus::Refus;

/// The links and households of one child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub liens: BTreeMap<LienId, Lien>,
    /// By identifier.
    pub menages: BTreeMap<MenageId, Menage>,
}

/// What is known of one link. Its end may be known first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lien {
    /// Declared: once in a sound history.
    pub declares: Vec<Datee<LienDeclare>>,
    /// Ended, oldest first.
    pub fins: Vec<Datee<LienFini>>,
}

/// What is known of one household the child lives in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Menage {
    /// Who was in it, each time it was observed, oldest first.
    pub observes: Vec<Datee<MenageObserve>>,
    /// The child no longer lives there, oldest first.
    pub departs: Vec<Datee<MenageQuitte>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Says what an adult is to the child.
    Lier(LienDeclare),
    /// Says that he is it no more.
    FinirLien(LienFini),
    /// Says with which adults the child lives.
    ObserverMenage(MenageObserve),
    /// Says that the child no longer lives there.
    QuitterMenage(MenageQuitte),
}

evenements! {
    /// An adult is something to the child.
    LienDeclare = "lien_declare.v1",
    /// He is it no more.
    LienFini = "lien_fini.v1",
    /// With which adults the child lives.
    MenageObserve = "menage_observe.v1",
    /// The child no longer lives there.
    MenageQuitte = "menage_quitte.v1",
}

/// An adult is something to the child, from `survenu` on.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LienDeclare {
    /// Which link.
    pub lien: LienId,
    /// Which adult.
    pub personne: PersonneId,
    /// What he is to the child.
    pub nature: NatureLien,
    /// Who says so.
    pub source: SourceLien,
}

/// He is it no more, from `survenu` on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LienFini {
    /// Which link.
    pub lien: LienId,
    /// Why.
    pub motif: MotifFinLien,
}

/// With which adults the child lives, as observed on `survenu`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MenageObserve {
    /// Which household; siblings who live there share the identifier.
    pub menage: MenageId,
    /// Every adult of it.
    pub personnes: Vec<PersonneId>,
    /// Whether the child mainly lives there.
    pub principal: bool,
    /// Who says so.
    pub source: SourceLien,
}

/// The child no longer lives there, from `survenu` on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MenageQuitte {
    /// Which household.
    pub menage: MenageId,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Lier(event) => Event::LienDeclare(event),
            Self::FinirLien(event) => Event::LienFini(event),
            Self::ObserverMenage(event) => Event::MenageObserve(event),
            Self::QuitterMenage(event) => Event::MenageQuitte(event),
        }
    }
}

impl Event {
    /// The object it is about: the link or the household.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::LienDeclare(event) => Some(event.lien.0),
            Self::LienFini(event) => Some(event.lien.0),
            Self::MenageObserve(event) => Some(event.menage.0),
            Self::MenageQuitte(event) => Some(event.menage.0),
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::LienDeclare(_)
            | Self::LienFini(_)
            | Self::MenageObserve(_)
            | Self::MenageQuitte(_) => {}
        }
    }
}

impl Lien {
    /// The link as declared, when it is.
    #[must_use]
    pub fn declare(&self) -> Option<&Datee<LienDeclare>> {
        self.declares.first()
    }

    /// The first day it no longer is.
    #[must_use]
    pub fn fini_le(&self) -> Option<NaiveDate> {
        self.fins.first().map(Datee::le)
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn vaut(&self, le: NaiveDate) -> bool {
        self.declare().is_some_and(|declare| declare.le() <= le)
            && self.fini_le().is_none_or(|fini| le < fini)
    }
}

impl Menage {
    /// Who is in it on a day, and since when it was so observed; none when the child is not there.
    #[must_use]
    pub fn compose(&self, le: NaiveDate) -> Option<&Datee<MenageObserve>> {
        let last = self.observes.iter().rev().find(|observe| observe.le() <= le)?;
        let left = |depart: &Datee<MenageQuitte>| last.le() <= depart.le() && depart.le() <= le;
        (!self.departs.iter().any(left)).then_some(last)
    }
}

impl Etat {
    /// The links that hold on a day, in the order of their declaration.
    pub fn liens_au(&self, le: NaiveDate) -> Vec<&Lien> {
        let mut held: Vec<&Lien> = self.liens.values().filter(|lien| lien.vaut(le)).collect();
        held.sort_by_key(|lien| lien.declare().map(|declare| (declare.survenu, declare.version)));
        held
    }
}

/// Decides a command, from the parcours on the day of the act. An observation is never refused for what
/// came before it.
///
/// # Errors
///
/// None: what cannot be true together is a contradiction.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    Ok(command.event())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::LienDeclare(fait) => {
            etat.liens.entry(fait.lien).or_default().declares.push(effectif.datee(fait));
        }
        Event::LienFini(fait) => {
            etat.liens.entry(fait.lien).or_default().fins.push(effectif.datee(fait));
        }
        Event::MenageObserve(fait) => {
            etat.menages.entry(fait.menage).or_default().observes.push(effectif.datee(fait));
        }
        Event::MenageQuitte(fait) => {
            etat.menages.entry(fait.menage).or_default().departs.push(effectif.datee(fait));
        }
    }
}

/// What cannot be true of the links together.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for (id, lien) in &parcours.entourage.liens {
        if lien.declares.len() > 1 {
            found.push((id.0, Refus::LienDejaDeclare { lien: *id }));
        }
        if let (Some(declare), Some(fini)) = (lien.declare(), lien.fini_le())
            && fini < declare.le()
        {
            found.push((id.0, Refus::LienFiniAvantSonDebut { debut: declare.le() }));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::enfant::Commande;
    use crate::essais::*;

    const MERE: PersonneId = PersonneId(Uuid::from_u128(0x71));
    const BEAU_PERE: PersonneId = PersonneId(Uuid::from_u128(0x72));
    const L1: LienId = LienId(Uuid::from_u128(0x73));
    const F1: MenageId = MenageId(Uuid::from_u128(0x74));

    fn lier(personne: PersonneId, nature: NatureLien) -> Commande {
        let source = SourceLien::Declaration;
        Commande::Entourage(Command::Lier(LienDeclare { lien: L1, personne, nature, source }))
    }

    fn finir() -> Commande {
        let motif = MotifFinLien::Separation;
        Commande::Entourage(Command::FinirLien(LienFini { lien: L1, motif }))
    }

    fn observer(personnes: &[PersonneId]) -> Commande {
        Commande::Entourage(Command::ObserverMenage(MenageObserve {
            menage: F1,
            personnes: personnes.to_vec(),
            principal: true,
            source: SourceLien::Constat,
        }))
    }

    fn quitter() -> Commande {
        Commande::Entourage(Command::QuitterMenage(MenageQuitte { menage: F1 }))
    }

    #[test]
    fn un_lien_vaut_de_son_jour_a_la_veille_de_sa_fin() {
        let facts = vec![
            lea(),
            le("2026-02-01", fait(finir())),
            le("2026-01-10", fait(lier(BEAU_PERE, NatureLien::BeauParent))),
        ];
        let lien = &parcours(facts).entourage.liens[&L1];
        assert!(!lien.vaut(jour("2026-01-09")) && lien.vaut(jour("2026-01-10")));
        assert!(lien.vaut(jour("2026-01-31")) && !lien.vaut(jour("2026-02-01")));
    }

    #[test]
    fn un_lien_ne_finit_pas_avant_de_commencer() {
        given([lea(), le("2026-01-10", fait(lier(MERE, NatureLien::Mere)))])
            .on("2026-01-09")
            .when(finir())
            .then_refused(expect!["LIEN_FINI_AVANT_SON_DEBUT · Ce lien a commencé le 10/01/2026 : il ne finit pas avant."]);
        given([lea(), le("2026-01-10", fait(lier(MERE, NatureLien::Mere)))])
            .on("2026-01-10")
            .when(finir())
            .then(expect!["lien_fini"]);
    }

    #[test]
    fn un_lien_est_d_une_seule_personne() {
        given([lea(), le("2026-01-10", fait(lier(MERE, NatureLien::Mere)))])
            .on("2026-01-12")
            .when(lier(BEAU_PERE, NatureLien::BeauParent))
            .then_refused(expect!["LIEN_DEJA_DECLARE · Ce lien est déjà déclaré."]);
    }

    #[test]
    fn un_menage_se_suit_de_ses_observations_dans_n_importe_quel_ordre() {
        let facts = vec![
            lea(),
            le("2026-03-01", fait(observer(&[MERE]))),
            le("2026-01-10", fait(observer(&[MERE]))),
            le("2026-02-01", fait(observer(&[MERE, BEAU_PERE]))),
            le("2026-04-01", fait(quitter())),
        ];
        let menage = &parcours(facts).entourage.menages[&F1];
        let adults = |le: &str| menage.compose(jour(le)).map(|seen| seen.fait.personnes.len());
        assert_eq!(adults("2026-01-09"), None);
        assert_eq!(adults("2026-01-31"), Some(1));
        assert_eq!(adults("2026-02-01"), Some(2));
        assert_eq!(adults("2026-03-01"), Some(1));
        assert_eq!((adults("2026-03-31"), adults("2026-04-01")), (Some(1), None));
    }
}
