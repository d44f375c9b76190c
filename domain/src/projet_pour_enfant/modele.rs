//! The document itself: headings, objectives, how long it may be, and what each recipient is shown of it.
//!
//! # Invariants
//!
//! - An edition is written whole: what is signed is what was written.
//! - A view is a pure function of an edition and a recipient. What concerns one parent alone is never
//!   shown to the other, nor to the child.
//! - The two pages are data: where the length comes from stands beside it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Organisation;
use crate::codes::{ActeurPpe, DestinatairePpe, RubriquePpe, Titulaire};
use crate::ids::ObjectifId;
use crate::sealed::Sealed;

/// What one heading says.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rubrique {
    /// Which heading.
    pub rubrique: RubriquePpe,
    /// The holder of authority it concerns alone: the other is not shown it. Absent: everybody.
    pub concerne: Option<Titulaire>,
    /// Sealed.
    pub texte: Sealed<String>,
}

/// One objective: what, who, until when.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Objectif {
    /// Kept from one edition to the next.
    pub objectif: ObjectifId,
    /// The heading it belongs to.
    pub rubrique: RubriquePpe,
    /// The holder of authority it concerns alone.
    pub concerne: Option<Titulaire>,
    /// Sealed.
    pub texte: Sealed<String>,
    /// Who carries it.
    pub acteur: ActeurPpe,
    /// By when.
    pub jusqu_au: Option<NaiveDate>,
}

/// Who answers for the coherence and the continuity of the project (CASF L223-1-1): the person, the
/// service and the institution are three things, and none of them is the authority that decides.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Professional identifier of the person.
    pub personne: Option<String>,
    /// His service.
    pub service: Option<String>,
    /// His institution.
    pub institution: Option<Organisation>,
    /// The Département entrusted the référence to an establishment, and stays responsible.
    pub deleguee: bool,
}

/// What an edition says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contenu<'a> {
    /// Its headings.
    pub rubriques: &'a [Rubrique],
    /// Its objectives.
    pub objectifs: &'a [Objectif],
}

/// A length a document keeps to, with where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Longueur {
    /// Signs, spaces included.
    pub signes: usize,
    /// Where it comes from.
    pub source: &'static str,
    /// How far the source was verified.
    pub verification: &'static str,
}

/// The recto-verso: two A4 pages. The schéma asks for « un simple recto-verso »; no text gives a number
/// of signs, so that this one is the application's.
pub const RECTO_VERSO: Longueur = Longueur {
    signes: 7_000,
    source: "schéma 2025-2029 de la Charente-Maritime (« un simple recto-verso ») ; nombre de signes de l'application",
    verification: "M",
};

use DestinatairePpe::{AutreTitulaire, Enfant, Juge, Mere, Pere, Service, Tuteur};

const TITULAIRES: &[DestinatairePpe] = &[Mere, Pere, Tuteur, AutreTitulaire];
const PROFESSIONNELS: &[DestinatairePpe] = &[Service, Juge];
const SERVICES_ET_ENFANT: &[DestinatairePpe] = &[Enfant, Service, Juge];

/// A heading, who is shown it, and how far that was verified.
pub struct Vue {
    /// The heading.
    pub rubrique: RubriquePpe,
    /// Besides the professionals, to whom it is shown.
    pub montree_a: &'static [&'static [DestinatairePpe]],
    /// M: a choice of this application, to be settled by each Département.
    pub verification: &'static str,
}

const fn vue(rubrique: RubriquePpe, montree_a: &'static [&'static [DestinatairePpe]]) -> Vue {
    Vue { rubrique, montree_a, verification: "M" }
}

/// What is shown of each heading, and to whom.
pub const VUES: &[Vue] = &[
    vue(RubriquePpe::Cadre, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::Sante, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::Famille, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::Scolarite, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::ActionsEnfant, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::ActionsParents, &[TITULAIRES, PROFESSIONNELS]),
    vue(RubriquePpe::Environnement, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::AvisEnfant, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::AvisParents, &[TITULAIRES, PROFESSIONNELS]),
    vue(RubriquePpe::Coherence, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::Statut, &[TITULAIRES, SERVICES_ET_ENFANT]),
    vue(RubriquePpe::Autonomie, &[TITULAIRES, SERVICES_ET_ENFANT]),
];

/// Whether a heading that concerns nobody alone is shown to a recipient.
#[must_use]
pub fn montree(rubrique: RubriquePpe, pour: DestinatairePpe) -> bool {
    let shown = VUES.iter().filter(|vue| vue.rubrique == rubrique).flat_map(|vue| vue.montree_a);
    shown.into_iter().any(|groupe| groupe.contains(&pour))
}

/// What concerns one holder alone is shown to him and to the professionals.
fn visible(concerne: Option<Titulaire>, pour: DestinatairePpe) -> bool {
    let Some(concerne) = concerne else { return true };
    match pour {
        Mere => concerne == Titulaire::Mere,
        Pere => concerne == Titulaire::Pere,
        Tuteur => concerne == Titulaire::Tuteur,
        AutreTitulaire => concerne == Titulaire::AutreTitulaire,
        Enfant => concerne == Titulaire::JeuneMajeur,
        Service | Juge => true,
    }
}

impl<'a> Contenu<'a> {
    /// The headings a recipient is shown.
    #[must_use]
    pub fn rubriques_pour(&self, pour: DestinatairePpe) -> Vec<&'a Rubrique> {
        let shown = |one: &&Rubrique| montree(one.rubrique, pour) && visible(one.concerne, pour);
        self.rubriques.iter().filter(shown).collect()
    }

    /// The objectives a recipient is shown.
    #[must_use]
    pub fn objectifs_pour(&self, pour: DestinatairePpe) -> Vec<&'a Objectif> {
        let shown = |one: &&Objectif| montree(one.rubrique, pour) && visible(one.concerne, pour);
        self.objectifs.iter().filter(shown).collect()
    }

    /// Signs of what is open: a seal that is closed has no length.
    #[must_use]
    pub fn signes(&self) -> usize {
        let headings = self.rubriques.iter().map(|one| &one.texte);
        let objectives = self.objectifs.iter().map(|one| &one.texte);
        let clear = headings.chain(objectives).filter_map(Sealed::clair);
        clear.map(|texte| texte.chars().count()).sum()
    }

    /// The same heading is written twice for the same holder, or an objective has two lines.
    #[must_use]
    pub fn repete(&self) -> bool {
        let headings = self.rubriques.iter().map(|one| (one.rubrique, one.concerne));
        let objectives = self.objectifs.iter().map(|one| one.objectif);
        repeats(headings) || repeats(objectives)
    }
}

fn repeats<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut items = items;
    items.any(|item| !seen.insert(item))
}

/// Says whose the texts of an edition are.
pub(super) fn confier(rubriques: &mut [Rubrique], objectifs: &mut [Objectif], sujet: Uuid) {
    for rubrique in rubriques {
        rubrique.texte.confie_a(sujet);
    }
    for objectif in objectifs {
        objectif.texte.confie_a(sujet);
    }
}
