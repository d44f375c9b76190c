//! The sentences of the chapter `decision`.

use domain::codes::Code;
use domain::decision::{Event, Suite};

use super::list;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Prise(prise) => format!("Décision : {}.", suites(&prise.suites)),
        Event::Revisee(revisee) => {
            format!("Décision révisée ({}) : {}.", revisee.motif.libelle(), suites(&revisee.suites),)
        }
        Event::SuiteRealisee(realisee) => {
            format!("Suite réalisée : {}.", realisee.suite.libelle())
        }
        Event::SuiteRefusee(refusee) => {
            format!("Suite refusée : {}, par : {}.", refusee.suite.libelle(), list(&refusee.par))
        }
        Event::Notifiee(notifiee) => format!(
            "Décision notifiée à : {}{}.",
            list(&notifiee.destinataires),
            notifiee.voie.map_or_else(String::new, |voie| format!(" ({})", voie.libelle())),
        ),
    }
}

fn suites(suites: &[Suite]) -> String {
    let told: Vec<String> = suites.iter().map(suite).collect();
    told.join(" ; ")
}

fn suite(suite: &Suite) -> String {
    let genre = suite.genre().libelle();
    match suite {
        Suite::SansSuite | Suite::PoursuiteMesure | Suite::Transfert => genre.to_owned(),
        Suite::SansSuiteAvecOrientation { orientation } => {
            format!("{genre} ({})", orientation.libelle())
        }
        Suite::AideAdministrative { nature } | Suite::ModificationMesure { nature } => {
            format!("{genre} ({})", nature.libelle())
        }
        Suite::TransmissionParquet { motif_signalement } => {
            format!("{genre} ({})", motif_signalement.libelle())
        }
        Suite::SansObjet { motif_sans_objet } => {
            format!("{genre} ({})", motif_sans_objet.libelle())
        }
    }
}
