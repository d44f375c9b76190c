//! Specimens of the chapter `competence`.

use domain::codes::Canal;
use domain::competence::{Accepte, Event, Fixee, RecuDAilleurs, Transmis};
use domain::ids::{PieceId, TransfertId};
use uuid::Uuid;

const TRANSFERT: TransfertId = TransfertId(Uuid::from_u128(0xc1));
const PIECE: PieceId = PieceId(Uuid::from_u128(0xc2));

pub(super) fn specimens() -> Vec<Event> {
    vec![
        Event::Fixee(Fixee {
            responsable: Some("17".into()),
            residence: Some("16".into()),
            departement_accueil: Some("86".into()),
            payeur: Some("33".into()),
        }),
        Event::Transmis(Transmis {
            transfert: TRANSFERT,
            vers_departement: "33".into(),
            voie: Canal::Courrier,
            numero: Some("1A 234 567 8901 2".into()),
            decideur: super::decideur(),
            pieces: vec![PIECE],
        }),
        Event::Accepte(Accepte {
            transfert: TRANSFERT,
            vers_departement: "33".into(),
            effet_le: "2026-03-16".parse().ok(),
            numero: Some("AR 8901".into()),
        }),
        Event::RecuDAilleurs(RecuDAilleurs {
            transfert: TRANSFERT,
            de_departement: "16".into(),
            vers_departement: "17".into(),
            effet_le: "2026-04-01".parse().ok(),
            resume: super::texte("Suivie depuis 2023 par la Charente."),
            pieces: vec![PIECE],
        }),
    ]
}
