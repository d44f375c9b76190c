//! How a measure was recommended, decided and carried out, when that says more than the measure itself.

use domain::codes::{Code as _, EcartMesure};
use domain::enfant::Parcours;
use domain::histoire::Datee;
use domain::ids::MesureId;
use domain::mesure::{EcartConstate, Mesure, jamais_executee};
use uuid::Uuid;

use super::ligne::FaitExecution;

/// One row a measure of which something is told beside its order and its execution.
pub(super) fn executions(enfant: Uuid, parcours: &Parcours) -> Vec<FaitExecution> {
    let known = parcours.mesure.mesures.iter();
    known.filter_map(|(&id, mesure)| row(enfant, parcours, id, mesure)).collect()
}

fn row(enfant: Uuid, parcours: &Parcours, id: MesureId, mesure: &Mesure) -> Option<FaitExecution> {
    let acted = mesure.fins.iter().map(Datee::le).chain(mesure.infirmee).min();
    let issue = acted.and_then(|le| jamais_executee(parcours, id, le));
    let en_attente = mesure.decidee().filter(|_| mesure.effet().is_none());
    let told = !mesure.preconisations.is_empty()
        || !mesure.ecarts.is_empty()
        || !mesure.refus.is_empty()
        || !mesure.contacts.is_empty()
        || !mesure.solutions.is_empty();
    if !told && issue.is_none() && en_attente.is_none() {
        return None;
    }
    let of_decision = gap(mesure, EcartMesure::PreconiseeOrdonnee);
    let of_execution = gap(mesure, EcartMesure::OrdonneeExecutee);
    Some(FaitExecution {
        enfant,
        mesure: id.0,
        preconisee_le: mesure.preconisations.first().map(Datee::le),
        preconisee: mesure.preconisations.last().map(|one| one.fait.nature.cle()),
        decidee: mesure.decidee().map(|decidee| decidee.fait.termes.nature.cle()),
        effet_a_fixer: en_attente.is_some(),
        prononcee_le: en_attente.map(Datee::le),
        precedente: en_attente.and_then(|decidee| Some(decidee.fait.precedente?.0)),
        ecart_decision: of_decision.map(|ecart| ecart.fait.motif.cle()),
        ecart_decision_le: of_decision.map(Datee::le),
        ecart_execution: of_execution.map(|ecart| ecart.fait.motif.cle()),
        ecart_execution_le: of_execution.map(Datee::le),
        executee: of_execution.and_then(|ecart| ecart.fait.executee).map(domain::codes::Code::cle),
        solution: mesure.solutions.last().map(|solution| solution.fait.genre.cle()),
        contact_le: mesure.contacts.last().map(Datee::le),
        refus: i32::try_from(mesure.refus.len()).unwrap_or(i32::MAX),
        issue: issue.map(domain::codes::Code::cle),
    })
}

/// The last gap of that kind.
fn gap(mesure: &Mesure, entre: EcartMesure) -> Option<&Datee<EcartConstate>> {
    mesure.ecarts.iter().rfind(|ecart| ecart.fait.ecart == entre)
}
