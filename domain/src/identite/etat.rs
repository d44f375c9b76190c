//! What is known of a child's identity, and what each event adds to it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::evenements::{
    ANaitreSignale, Decede, Emancipe, EtatCivil, Event, Identifie, Inscrit, MnaReconnu, Naissance,
    Ne, NonIdentifieSignale, PrenatalClos, ResidenceDeclaree,
};
use super::minorite::Minorite;
use crate::codes::{Sexe, SourceNaissance};
use crate::histoire::{Datee, Effectif};
use crate::ids::MinoriteId;
use crate::sealed::Sealed;
use crate::temps::{Precision, majorite};

/// The child's identity and residences, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Inscriptions: one in a sound history.
    pub inscrits: Vec<Datee<Inscrit>>,
    /// Reportings of an unidentified minor.
    pub non_identifies: Vec<Datee<NonIdentifieSignale>>,
    /// Identifications.
    pub identifies: Vec<Datee<Identifie>>,
    /// Children reported before their birth.
    pub a_naitre: Vec<Datee<ANaitreSignale>>,
    /// Births of those children: one in a sound history.
    pub nes: Vec<Datee<Ne>>,
    /// Prenatal alerts that no birth followed.
    pub prenatals_clos: Vec<Datee<PrenatalClos>>,
    /// Assessments of minority.
    pub minorites: BTreeMap<MinoriteId, Minorite>,
    /// Births fixed, oldest first.
    pub naissances: Vec<Datee<Naissance>>,
    /// Residences, oldest first.
    pub residences: Vec<Datee<ResidenceDeclaree>>,
    /// Recognised as an unaccompanied minor.
    pub mna: Option<NaiveDate>,
    /// Emancipated.
    pub emancipe: Option<NaiveDate>,
    /// Died.
    pub decede: Option<NaiveDate>,
}

impl Etat {
    /// The birth now held to be true: of the strongest source, and of one source the last claimed.
    #[must_use]
    pub fn naissance(&self) -> Option<&Naissance> {
        self.naissances.iter().map(|datee| &datee.fait).max_by_key(|claim| rang(claim.source))
    }

    /// Reported before birth and not born on a day, as far as is known.
    #[must_use]
    pub fn a_naitre_au(&self, le: NaiveDate) -> bool {
        !self.a_naitre.is_empty() && self.naissance().is_none_or(|naissance| le < naissance.le)
    }

    /// The names, when the file has some.
    #[must_use]
    pub fn etat_civil(&self) -> Option<&Sealed<EtatCivil>> {
        let inscrit = self.inscrits.last().map(|datee| &datee.fait.etat_civil);
        let ne = self.nes.iter().rev().find_map(|datee| datee.fait.etat_civil.as_ref());
        self.identifies.last().map(|datee| &datee.fait.etat_civil).or(ne).or(inscrit)
    }

    /// Sex, as last said.
    #[must_use]
    pub fn sexe(&self) -> Sexe {
        let inscrit = self.inscrits.last().map(|datee| datee.fait.sexe);
        let signale = self.non_identifies.last().map(|datee| datee.fait.sexe);
        let identifie = self.identifies.last().map(|datee| datee.fait.sexe);
        let ne = self.nes.last().map(|datee| datee.fait.sexe);
        identifie.or(ne).or(inscrit).or(signale).unwrap_or(Sexe::NeSaitPas)
    }

    /// A file exists.
    #[must_use]
    pub fn existe(&self) -> bool {
        !self.inscrits.is_empty() || !self.non_identifies.is_empty() || !self.a_naitre.is_empty()
    }

    /// Somebody can name the child.
    #[must_use]
    pub fn identifie(&self) -> bool {
        !self.inscrits.is_empty()
            || !self.identifies.is_empty()
            || self.nes.iter().any(|ne| ne.fait.etat_civil.is_some())
    }

    pub(super) fn minorite(&self, id: MinoriteId) -> Minorite {
        self.minorites.get(&id).cloned().unwrap_or_default()
    }

    /// Where he lived on a day.
    #[must_use]
    pub fn residence_au(&self, le: NaiveDate) -> Option<&ResidenceDeclaree> {
        self.residences.iter().rev().find(|datee| datee.le() <= le).map(|datee| &datee.fait)
    }

    /// The day of majority, when the birth is known.
    #[must_use]
    pub fn majorite(&self) -> Option<NaiveDate> {
        self.naissance().map(|naissance| majorite(naissance.le))
    }

    /// From when nobody holds authority over him any more: his majority, or his emancipation.
    #[must_use]
    pub fn capable_depuis(&self) -> Option<NaiveDate> {
        self.majorite().into_iter().chain(self.emancipe).min()
    }

    /// Not known to be of age on that day.
    #[must_use]
    pub fn mineur_au(&self, le: NaiveDate) -> bool {
        self.majorite().is_none_or(|majorite| le < majorite)
    }
}

/// How strong the source of a birth date is: a judgment over a document, a document over an assessment,
/// what is declared over what is seen.
#[must_use]
pub fn rang(source: SourceNaissance) -> u8 {
    match source {
        SourceNaissance::DecisionJudiciaire => 4,
        SourceNaissance::EtatCivil => 3,
        SourceNaissance::Evaluation => 2,
        SourceNaissance::Declaration => 1,
        SourceNaissance::Apparence => 0,
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Inscrit(inscrit) => {
            etat.inscrits.push(effectif.datee(inscrit));
            claim(etat, effectif, inscrit.naissance.as_ref());
        }
        Event::NonIdentifieSignale(signale) => etat.non_identifies.push(effectif.datee(signale)),
        Event::Identifie(identifie) => {
            etat.identifies.push(effectif.datee(identifie));
            claim(etat, effectif, identifie.naissance.as_ref());
        }
        Event::NaissanceFixee(fixee) => claim(etat, effectif, Some(&fixee.naissance)),
        Event::ResidenceDeclaree(residence) => etat.residences.push(effectif.datee(residence)),
        Event::MnaReconnu(MnaReconnu {}) => {
            etat.mna.get_or_insert(effectif.survenu.le);
        }
        Event::Emancipe(Emancipe {}) => {
            etat.emancipe.get_or_insert(effectif.survenu.le);
        }
        Event::Decede(Decede {}) => {
            etat.decede.get_or_insert(effectif.survenu.le);
        }
        Event::ANaitreSignale(signale) => etat.a_naitre.push(effectif.datee(signale)),
        Event::Ne(ne) => {
            etat.nes.push(effectif.datee(ne));
            claim(etat, effectif, Some(&born(effectif)));
        }
        Event::PrenatalClos(clos) => etat.prenatals_clos.push(effectif.datee(clos)),
        Event::MisALAbri(fait) => {
            minorite_of(etat, fait.minorite).mises_a_l_abri.push(effectif.datee(fait));
        }
        Event::MiseALAbriProlongee(fait) => {
            minorite_of(etat, fait.minorite).prolongations.push(effectif.datee(fait));
        }
        Event::RepitAccorde(fait) => {
            minorite_of(etat, fait.minorite).repits.push(effectif.datee(fait));
        }
        Event::MinoriteEvaluee(fait) => {
            minorite_of(etat, fait.minorite).evaluations.push(effectif.datee(fait));
        }
        Event::MinoriteRefusee(fait) => {
            minorite_of(etat, fait.minorite).refus.push(effectif.datee(fait));
        }
    }
}

fn minorite_of(etat: &mut Etat, id: MinoriteId) -> &mut Minorite {
    etat.minorites.entry(id).or_default()
}

/// The birth that the fact of being born says: the maternity's word, until a civil act gives another.
fn born(effectif: &Effectif) -> Naissance {
    let precision = effectif.survenu.precision.max(Precision::Jour);
    Naissance { le: effectif.survenu.le, precision, source: SourceNaissance::Declaration }
}

/// Takes into account what a later event says of who the child already was: his file, his birth.
pub(crate) fn evolve_later(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Inscrit(_)
        | Event::NonIdentifieSignale(_)
        | Event::ANaitreSignale(_)
        | Event::NaissanceFixee(_) => {
            evolve(etat, effectif, event);
        }
        Event::Ne(_) => claim(etat, effectif, Some(&born(effectif))),
        Event::Identifie(identifie) => claim(etat, effectif, identifie.naissance.as_ref()),
        Event::ResidenceDeclaree(_)
        | Event::MnaReconnu(_)
        | Event::Emancipe(_)
        | Event::Decede(_)
        | Event::PrenatalClos(_)
        | Event::MisALAbri(_)
        | Event::MiseALAbriProlongee(_)
        | Event::RepitAccorde(_)
        | Event::MinoriteEvaluee(_)
        | Event::MinoriteRefusee(_) => {}
    }
}

fn claim(etat: &mut Etat, effectif: &Effectif, naissance: Option<&Naissance>) {
    if let Some(naissance) = naissance {
        etat.naissances.push(effectif.datee(naissance));
    }
}
