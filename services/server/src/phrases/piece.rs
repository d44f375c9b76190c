//! The sentences of the chapter `piece`.

use domain::codes::Code;
use domain::piece::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Versee(versee) => format!(
            "Pièce versée : {}, de : {}{}.",
            versee.nature.libelle(),
            versee.auteur.libelle(),
            if versee.adresse.is_some() { "" } else { ", gardée hors de l'application" },
        ),
    }
}
