//! The assessment of a person who says he is an unaccompanied minor: emergency shelter, temps de répit,
//! assessment, decision.
//!
//! # Invariants
//!
//! - The shelter lasts five days and is extended twice at most (CASF, art. R221-11).
//! - What a health check found never serves to assess minority, nor a bone test that no judge ordered.
//! - Doubt benefits the person: after it no refusal is taken without the judicial authority.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Decideur;
use crate::codes::{ConclusionMinorite, ElementMinorite};
use crate::histoire::Datee;
use crate::ids::MinoriteId;
use crate::refus::Refus;

/// How many times a shelter is extended at most.
const PROLONGATIONS_MAX: usize = 2;

/// What is known of one assessment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Minorite {
    /// First day of the shelter: one in a sound history.
    pub mises_a_l_abri: Vec<Datee<MisALAbri>>,
    /// Extensions, oldest first.
    pub prolongations: Vec<Datee<MiseALAbriProlongee>>,
    /// Temps de répit granted, oldest first.
    pub repits: Vec<Datee<RepitAccorde>>,
    /// Assessments, oldest first.
    pub evaluations: Vec<Datee<MinoriteEvaluee>>,
    /// Refusals to take charge, oldest first.
    pub refus: Vec<Datee<MinoriteRefusee>>,
}

/// Emergency shelter begins. `survenu` is the first day of charge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MisALAbri {
    /// The assessment it opens.
    pub minorite: MinoriteId,
}

/// The shelter is extended by the same period.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MiseALAbriProlongee {
    /// Which.
    pub minorite: MinoriteId,
    /// Who decided it.
    pub decideur: Option<Decideur>,
}

/// A temps de répit is granted before any assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepitAccorde {
    /// Which.
    pub minorite: MinoriteId,
    /// Until when; its length is the president's.
    pub jusqu_au: NaiveDate,
    /// The needs of health were identified: that they were, never what was found.
    pub besoins_de_sante_reperes: bool,
}

/// Minority and isolation were assessed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MinoriteEvaluee {
    /// Which.
    pub minorite: MinoriteId,
    /// What is concluded.
    pub conclusion: ConclusionMinorite,
    /// What it rests on.
    pub elements: Vec<ElementMinorite>,
}

/// The Département refuses to take charge: not a minor, or not isolated.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MinoriteRefusee {
    /// Which.
    pub minorite: MinoriteId,
    /// The decision says the remedies and their delays.
    pub voies_de_recours: bool,
    /// Who signed.
    pub decideur: Option<Decideur>,
}

impl Minorite {
    /// The first day of the shelter, when it is known.
    #[must_use]
    pub fn mise_a_l_abri(&self) -> Option<&Datee<MisALAbri>> {
        self.mises_a_l_abri.first()
    }

    /// What was last concluded.
    #[must_use]
    pub fn conclusion(&self) -> Option<ConclusionMinorite> {
        self.evaluations.last().map(|evaluation| evaluation.fait.conclusion)
    }

    /// A shelter goes on twice for the same period, by someone who signs.
    pub(super) fn prolonger(&self, fait: &MiseALAbriProlongee) -> Result<(), Refus> {
        if fait.decideur.is_none() {
            return Err(Refus::DecideurManquant);
        }
        if self.mises_a_l_abri.is_empty() {
            return Err(Refus::MiseALAbriInconnue { minorite: fait.minorite });
        }
        Ok(())
    }

    /// Doubt benefits the person.
    pub(super) fn refuser(&self, fait: &MinoriteRefusee) -> Result<(), Refus> {
        if fait.decideur.is_none() {
            return Err(Refus::DecideurManquant);
        }
        if self.conclusion() == Some(ConclusionMinorite::Doute) {
            return Err(Refus::DouteProfiteALInteresse);
        }
        Ok(())
    }

    /// Extended before it began, or although it never did.
    pub(super) fn prolongee_sans_mise_a_l_abri(&self) -> bool {
        let began = self.mise_a_l_abri().map(Datee::le);
        self.prolongations.iter().any(|one| began.is_none_or(|began| one.le() < began))
    }

    /// More extensions than the law knows, whatever the order in which they are told.
    pub(super) fn trop_prolongee(&self) -> bool {
        PROLONGATIONS_MAX < self.prolongations.len()
    }
}

/// What an assessment may rest on.
pub(super) fn licite(fait: &MinoriteEvaluee) -> Result<(), Refus> {
    if fait.elements.contains(&ElementMinorite::ConstatationsDeSante) {
        return Err(Refus::SantePourLaMinorite);
    }
    if fait.elements.contains(&ElementMinorite::ExamenOsseux) {
        return Err(Refus::ExamenOsseuxSansJuge);
    }
    Ok(())
}
