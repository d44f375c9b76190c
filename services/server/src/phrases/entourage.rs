//! The sentences of the chapter `entourage`. They name nobody.

use domain::codes::Code;
use domain::entourage::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::LienDeclare(declare) => {
            format!("Lien déclaré : {} ({}).", declare.nature.libelle(), declare.source.libelle())
        }
        Event::LienFini(fini) => format!("Fin d'un lien : {}.", fini.motif.libelle()),
        Event::MenageObserve(observe) => format!(
            "Ménage observé : {} adulte(s){}.",
            observe.personnes.len(),
            if observe.principal { ", résidence principale" } else { "" },
        ),
        Event::MenageQuitte(_) => "L'enfant ne vit plus dans ce ménage.".into(),
    }
}
