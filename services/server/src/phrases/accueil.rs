//! The sentences of the chapter `accueil`.

use domain::accueil::Event;
use domain::codes::Code;

use super::dated;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Admis(admis) => format!(
            "Accueil{}{} : {}.",
            if admis.urgence { " en urgence" } else { "" },
            if admis.principal { "" } else { " relais" },
            admis.lieu.genre.libelle(),
        ),
        Event::LieuChange(change) => format!(
            "Changement de lieu d'accueil : {} ({}).",
            change.lieu.genre.libelle(),
            change.motif.libelle(),
        ),
        Event::Termine(termine) => {
            format!("Fin de l'accueil : {}.", termine.motif.libelle())
        }
        Event::AbsenceConstatee(absence) => {
            format!("Absence constatée : {}.", absence.genre.libelle())
        }
        Event::RetourConstate(_) => "Retour constaté.".into(),
        Event::ChangementDecide(decide) => format!(
            "Changement de lieu décidé{}{} : {}.",
            if decide.urgence { " en urgence" } else { "" },
            dated(", prévu le ", decide.prevu_le),
            decide.motif.libelle(),
        ),
        Event::FratrieSeparee(separee) => {
            format!("Fratrie séparée : {}.", separee.motif.libelle())
        }
        Event::FratrieReunie(_) => "Fratrie réunie.".into(),
        Event::SejourRenouvele(_) => "Séjour renouvelé après évaluation.".into(),
    }
}
