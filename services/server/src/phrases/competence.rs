//! The sentences of the chapter `competence`.

use domain::codes::Code as _;
use domain::competence::{Event, Fixee};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Fixee(fixee) => format!("Départements : {}.", fields(fixee)),
        Event::Transmis(transmis) => format!(
            "Dossier transmis au Département {} ({}).",
            transmis.vers_departement,
            transmis.voie.libelle(),
        ),
        Event::Accepte(accepte) => format!(
            "Le Département {} accuse réception du dossier{}.",
            accepte.vers_departement,
            super::dated(" et en répond depuis le ", accepte.effet_le),
        ),
        Event::RecuDAilleurs(recu) => format!(
            "Dossier reçu du Département {}{}.",
            recu.de_departement,
            super::dated(", dont ce Département répond depuis le ", recu.effet_le),
        ),
    }
}

fn fields(fixee: &Fixee) -> String {
    let Fixee { responsable, residence, departement_accueil, payeur } = fixee;
    let said = [
        ("responsable", responsable),
        ("résidence", residence),
        ("accueil", departement_accueil),
        ("payeur", payeur),
    ];
    let said =
        said.into_iter().filter_map(|(field, code)| Some(format!("{field} {}", code.as_ref()?)));
    said.collect::<Vec<_>>().join(", ")
}
