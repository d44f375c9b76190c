//! The sentences of the chapter `ecrit`.

use domain::codes::Code;
use domain::ecrit::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Emis(emis) => {
            format!("Écrit envoyé : {}, à : {}.", emis.genre.libelle(), emis.destinataire.libelle())
        }
        Event::Recu(recu) => {
            format!("Écrit reçu : {}, de : {}.", recu.genre.libelle(), recu.auteur.libelle())
        }
        Event::Accuse(_) => "Accusé de réception d'un écrit.".into(),
        Event::Valide(_) => "Écrit validé.".into(),
        Event::Communique(communique) => {
            format!("Contenu d'un écrit porté à la connaissance de : {}.", communique.a.libelle())
        }
        Event::Differee(differee) => format!(
            "Information différée ({}) : {} ; à réexaminer le {}.",
            differee.genre.libelle(),
            differee.motif.libelle(),
            differee.reexaminer_le.format("%d/%m/%Y")
        ),
        Event::Reexaminee(reexaminee) => format!(
            "Information différée ({}), réexaminée : {}.",
            reexaminee.genre.libelle(),
            reexaminee.issue.libelle()
        ),
        Event::IncidentSurvenu(incident) => {
            format!("Incident : {}.", incident.categorie.libelle())
        }
        Event::ExtraitRemis(extrait) => format!(
            "Extrait remis à {} ({}), au {}.",
            extrait.juridiction,
            extrait.profil.libelle(),
            extrait.au.format("%d/%m/%Y")
        ),
    }
}
