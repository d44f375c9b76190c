//! The sentences of children to be born and of assessments of minority.

use domain::codes::Code;
use domain::identite::{MinoriteEvaluee, MinoriteRefusee, RepitAccorde};

use super::list;

pub(super) fn repit(repit: &RepitAccorde) -> String {
    format!(
        "Temps de répit jusqu'au {}{}.",
        repit.jusqu_au.format("%d/%m/%Y"),
        if repit.besoins_de_sante_reperes { ", besoins de santé repérés" } else { "" },
    )
}

pub(super) fn evaluee(evaluee: &MinoriteEvaluee) -> String {
    format!(
        "Minorité et isolement évalués : {} ; éléments : {}.",
        evaluee.conclusion.libelle(),
        list(&evaluee.elements),
    )
}

pub(super) fn refusee(refusee: &MinoriteRefusee) -> String {
    let recours = if refusee.voies_de_recours { "indiqués" } else { "non indiqués" };
    format!("Refus de prise en charge, recours {recours}.")
}
