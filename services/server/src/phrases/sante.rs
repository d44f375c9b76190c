//! The sentences of the chapter `sante`.

use domain::codes::Code;
use domain::sante::Event;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::ActeRealise(realise) => {
            let besoins = realise.besoins.len();
            let needs = match besoins {
                0 => String::new(),
                1 => " ; un besoin à verser au projet".to_owned(),
                _ => format!(" ; {besoins} besoins à verser au projet"),
            };
            format!("Santé : {}{needs}.", realise.acte.libelle())
        }
        Event::ReferentDesigne(designe) => {
            format!("Santé : suivi par {}.", designe.role.libelle())
        }
    }
}
