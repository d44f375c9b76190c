//! The sentences of the chapter `evaluation`.

use domain::codes::Code;
use domain::evaluation::{Avis, DesaccordNote, EnfantApprecie, EquipeDesignee, Event};

use super::{dated, list, some, with};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Mandatee(mandatee) => format!(
            "Évaluation confiée à {}, mandant : {}.",
            mandatee.service,
            mandatee.mandant.libelle(),
        ),
        Event::EnfantJoint(joint) => {
            format!("Joint à l'évaluation du foyer : {}.", joint.motif.libelle())
        }
        Event::ContactNote(contact) => {
            format!("Évaluation, contact : {}.", contact.genre.libelle())
        }
        Event::Empechee(empechee) => {
            format!("Évaluation empêchée : {}.", empechee.motif.libelle())
        }
        Event::RapportRemis(rapport) => format!(
            "Rapport d'évaluation remis : {}{}.",
            rapport.conclusion.libelle(),
            with(" ; propositions : ", some(list(&rapport.propositions)).as_deref()),
        ),
        Event::ComplementDemande(complement) => format!(
            "Complément d'évaluation demandé{}.",
            dated(", attendu le ", complement.attendu_le),
        ),
        Event::EquipeDesignee(equipe) => equipe_designee(equipe),
        Event::ParentsInformes(informes) => format!(
            "Titulaires informés de l'évaluation : {}{}.",
            list(&informes.titulaires),
            informes.voie.map_or_else(String::new, |voie| format!(" ({})", voie.libelle())),
        ),
        Event::TentativeNotee(tentative) => {
            format!("Évaluation, tentative de rencontre : {}.", tentative.genre.libelle())
        }
        Event::Reprise(_) => "L'évaluation reprend.".into(),
        Event::ComplementRecu(complement) => format!(
            "Complément d'évaluation reçu{}.",
            with(" ; conclusion : ", complement.conclusion.map(Code::libelle)),
        ),
        Event::DesaccordNote(desaccord) => desaccord_note(desaccord),
        Event::EnfantApprecie(apprecie) => enfant_apprecie(apprecie),
        Event::CommissionTenue(commission) => {
            format!(
                "Commission d'évaluation tenue{}.",
                with(" : ", some(avis(&commission.avis)).as_deref())
            )
        }
        Event::RapportPartage(partage) => {
            format!("Rapport d'évaluation partagé avec : {}.", list(&partage.avec))
        }
    }
}

fn avis(avis: &[Avis]) -> String {
    let told =
        avis.iter().map(|avis| format!("{}, {}", avis.membre.libelle(), avis.suite.libelle()));
    told.collect::<Vec<_>>().join(" ; ")
}

fn equipe_designee(equipe: &EquipeDesignee) -> String {
    format!(
        "Équipe d'évaluation désignée : {}{}{}.",
        equipe.membres.iter().map(|membre| membre.agent.as_str()).collect::<Vec<_>>().join(", "),
        with(", service : ", equipe.service.as_deref()),
        with(" ; motif : ", equipe.motif.map(Code::libelle)),
    )
}

fn desaccord_note(desaccord: &DesaccordNote) -> String {
    format!(
        "Désaccord dans l'équipe d'évaluation ({}){}{}.",
        desaccord.agent,
        with(" : ", desaccord.conclusion.map(Code::libelle)),
        with(" ; propositions : ", some(list(&desaccord.propositions)).as_deref()),
    )
}

fn enfant_apprecie(apprecie: &EnfantApprecie) -> String {
    format!(
        "Appréciation de la situation de l'enfant{}{}{}.",
        with(" : ", apprecie.danger.map(Code::libelle)),
        if apprecie.immediat == Some(true) { ", immédiat" } else { "" },
        with(" ; ", apprecie.vu_seul.map(Code::libelle)),
    )
}
