//! Specimens of the chapter `ecrit`.

use domain::codes::{Canal, Correspondant, GenreEcrit};
use domain::ecrit::{Accuse, Emis, Event, Recu};
use domain::ids::{EcritId, PieceId};
use uuid::Uuid;

const ECRIT: EcritId = EcritId(Uuid::from_u128(0x91));
const PIECE: PieceId = PieceId(Uuid::from_u128(0x92));

pub(super) fn specimens() -> Vec<Event> {
    vec![
        Event::Emis(Emis {
            ecrit: ECRIT,
            genre: GenreEcrit::NoteInformation,
            destinataire: Correspondant::JugeDesEnfants,
            objet: Some(Uuid::from_u128(0x41)),
            voie: Some(Canal::LettreRecommandee),
            numero: Some("1A 204 000 0000 1".to_owned()),
            decideur: super::decideur(),
            pieces: vec![PIECE],
        }),
        Event::Recu(Recu {
            ecrit: ECRIT,
            genre: GenreEcrit::RapportEcheance,
            auteur: Correspondant::ServiceHabilite,
            objet: Some(Uuid::from_u128(0x41)),
            service: Some("AEMO Saintes".to_owned()),
            pieces: vec![PIECE],
        }),
        Event::Accuse(Accuse { ecrit: ECRIT, numero: Some("AR 12".to_owned()) }),
    ]
}
