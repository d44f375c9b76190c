//! The sentences of the chapter `projet_pour_enfant`.

use domain::codes::Code;
use domain::projet_pour_enfant::{Event, Reference};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Etabli(_) => "Projet pour l'enfant établi.".into(),
        Event::Revise(revise) => {
            let motif = revise.motif.map(|motif| format!(" ({})", motif.libelle()));
            format!(
                "Projet pour l'enfant révisé : édition {}{}.",
                revise.edition,
                motif.unwrap_or_default()
            )
        }
        Event::Signe(signe) => format!(
            "Projet pour l'enfant, édition {}, signé : {}.",
            signe.edition,
            signe.signataire.libelle(),
        ),
        Event::SignatureRefusee(refusee) => format!(
            "Projet pour l'enfant, édition {} : refus de signer ({}).",
            refusee.edition,
            refusee.signataire.libelle(),
        ),
        Event::ObjectifEvalue(evalue) => {
            format!("Projet pour l'enfant : un objectif évalué, {}.", evalue.resultat.libelle())
        }
        Event::Remis(remis) => format!(
            "Projet pour l'enfant, édition {}, remis : {}.",
            remis.edition,
            remis.destinataire.libelle()
        ),
        Event::CessecSaisie(saisie) => {
            format!("Commission sur le statut (CESSEC) saisie : {}.", saisie.motif.libelle())
        }
        Event::AvisCessec(avis) => {
            format!("Avis de la commission (CESSEC) : {}.", avis.avis.libelle())
        }
        Event::StabiliteExaminee(examinee) => {
            format!("Stabilité du parcours examinée : {}.", examinee.conclusion.libelle())
        }
        Event::ReferenceConfiee(confiee) => reference(&confiee.reference),
    }
}

/// Whose référent, never who.
fn reference(reference: &Reference) -> String {
    let service = reference.service.as_ref().map(|service| format!(" : {service}"));
    let service = service.unwrap_or_default();
    if reference.deleguee {
        format!("Référence déléguée à un établissement{service}.")
    } else {
        format!("Référence confiée{service}.")
    }
}
