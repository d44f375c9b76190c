//! Facts: what one child's history says, as rows.
//!
//! # Invariants
//!
//! - A fact is a pure function of one child's effective history: never of today, a setting, another
//!   stream or a seal. Lateness, age, targets and territories are joined when asked.
//! - Shared objects (an information, an évaluation) have one row a child here; indicators count
//!   distinct identifiers.
//! - Dates are kept as they were told: whether something *has* happened on a day is asked of the row.
//!   A row may hold a date to come (a term, a majority).
//!
//! Deliberately absent: when a row is valid in the journal; that is the writer's ([`ecriture`]).

mod ligne;

mod crip;
mod droits;
mod echeance;
mod enfant;
mod execution;
mod information;
mod mesure;
mod suivi;

pub(crate) mod ecriture;

use domain::enfant::Parcours;
use domain::histoire::{Datee, Effectif};
use domain::ids::EnfantId;
use uuid::Uuid;

pub use ligne::{
    FaitAccompagnement, FaitAccueil, FaitActeSante, FaitComplement, FaitDecision, FaitDelaissement,
    FaitDeplacement, FaitEcheance, FaitEnfant, FaitEntretien, FaitEvaluation, FaitExamen,
    FaitExecution, FaitInformation, FaitIrregularite, FaitMesure, FaitNavette, FaitParente,
    FaitPpe, FaitProjetAutonomie, FaitPupille, FaitRapport, FaitRapportDu, FaitResidence,
    FaitSeparation, FaitSignalement, FaitSituation, FaitSortie, FaitStatut,
};

/// Every row of one child, each kind in the order of its keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faits {
    /// Who he is: at most one row.
    pub enfants: Vec<FaitEnfant>,
    /// Where he lived, without overlap.
    pub residences: Vec<FaitResidence>,
    /// The informations that name him.
    pub informations: Vec<FaitInformation>,
    /// The signalements made for him.
    pub signalements: Vec<FaitSignalement>,
    /// The fiches navettes sent about him.
    pub navettes: Vec<FaitNavette>,
    /// The évaluations he is in.
    pub evaluations: Vec<FaitEvaluation>,
    /// The complements asked of them.
    pub complements: Vec<FaitComplement>,
    /// What was decided for him.
    pub decisions: Vec<FaitDecision>,
    /// His measures.
    pub mesures: Vec<FaitMesure>,
    /// Where he was taken in.
    pub accueils: Vec<FaitAccueil>,
    /// The editions of his PPE.
    pub ppe: Vec<FaitPpe>,
    /// What the law asks, kept or not.
    pub echeances: Vec<FaitEcheance>,
    /// Where he stood on the legal track.
    pub statuts: Vec<FaitStatut>,
    /// Procedures of pupille.
    pub pupilles: Vec<FaitPupille>,
    /// Requests to declare délaissement.
    pub delaissements: Vec<FaitDelaissement>,
    /// Examinations of his status by the commission.
    pub examens: Vec<FaitExamen>,
    /// Reports on his situation.
    pub rapports: Vec<FaitRapport>,
    /// Days on which a report is due to the judge.
    pub rapports_dus: Vec<FaitRapportDu>,
    /// Accompaniments of a young adult.
    pub accompagnements: Vec<FaitAccompagnement>,
    /// Interviews of the way to adult life.
    pub entretiens: Vec<FaitEntretien>,
    /// Projects of access to autonomy.
    pub projets_autonomie: Vec<FaitProjetAutonomie>,
    /// Exits from the ASE.
    pub sorties: Vec<FaitSortie>,
    /// Health acts.
    pub actes_sante: Vec<FaitActeSante>,
    /// What was observed of his situation.
    pub situations: Vec<FaitSituation>,
    /// Changes of place.
    pub deplacements: Vec<FaitDeplacement>,
    /// Separations from brothers and sisters.
    pub separations: Vec<FaitSeparation>,
    /// His father and his mother.
    pub parentes: Vec<FaitParente>,
    /// How his measures were recommended and carried out.
    pub executions: Vec<FaitExecution>,
    /// What the law finds wrong in the record.
    pub irregularites: Vec<FaitIrregularite>,
}

/// The facts of a child, from his effective history.
#[must_use]
pub fn faits(enfant: EnfantId, histoire: &[Effectif]) -> Faits {
    let parcours = Parcours::fold(histoire);
    let id = enfant.0;
    Faits {
        enfants: enfant::enfant(id, &parcours).into_iter().collect(),
        residences: enfant::residences(id, &parcours),
        informations: information::informations(id, &parcours),
        signalements: information::signalements(id, &parcours),
        navettes: crip::navettes(id, &parcours),
        evaluations: information::evaluations(id, &parcours),
        complements: crip::complements(id, &parcours),
        decisions: information::decisions(id, &parcours),
        mesures: mesure::mesures(id, &parcours),
        accueils: mesure::accueils(id, &parcours),
        ppe: ppe(id, &parcours),
        echeances: echeance::echeances(id, &parcours),
        statuts: droits::statuts(id, &parcours),
        pupilles: droits::pupilles(id, &parcours),
        delaissements: droits::delaissements(id, &parcours),
        examens: droits::examens(id, &parcours),
        rapports: droits::rapports(id, &parcours),
        rapports_dus: droits::rapports_dus(id, &parcours),
        accompagnements: suivi::accompagnements(id, &parcours),
        entretiens: suivi::entretiens(id, &parcours),
        projets_autonomie: suivi::projets_autonomie(id, &parcours),
        sorties: suivi::sorties(id, &parcours),
        actes_sante: suivi::actes_sante(id, &parcours),
        situations: suivi::situations(id, &parcours),
        deplacements: suivi::deplacements(id, &parcours),
        separations: suivi::separations(id, &parcours),
        parentes: suivi::parentes(id, &parcours),
        executions: execution::executions(id, &parcours),
        irregularites: suivi::irregularites(id, histoire),
    }
}

/// One row an edition: which was the last on a day is asked of them.
fn ppe(enfant: Uuid, parcours: &Parcours) -> Vec<FaitPpe> {
    let mut rows = Vec::new();
    let handed_in = || parcours.evaluation.evaluations.values().flat_map(|known| &known.rapports);
    for (projet, known) in &parcours.projet.projets {
        let Some(etabli) = known.etabli() else { continue };
        let row = |edition, le| FaitPpe {
            enfant,
            projet: projet.0,
            edition,
            etabli_le: etabli.le(),
            edite_le: le,
            rapport_suivant_le: handed_in().map(Datee::le).filter(|remis| le < *remis).min(),
        };
        rows.push(row(1, etabli.le()));
        for revision in &known.revisions {
            let edition = i32::try_from(revision.fait.edition).unwrap_or(i32::MAX);
            rows.push(row(edition, revision.le()));
        }
    }
    ligne::trie(rows)
}

#[cfg(test)]
mod tests;
