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
    }
}
