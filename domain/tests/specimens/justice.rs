//! Specimens of the chapter `justice`.

use domain::ids::DossierJudiciaireId;
use domain::justice::{DossierOuvert, Event};
use uuid::Uuid;

pub(super) fn specimens() -> Vec<Event> {
    vec![Event::DossierOuvert(DossierOuvert {
        dossier: DossierJudiciaireId(Uuid::from_u128(0xa1)),
        juridiction: "TJ La Rochelle".to_owned(),
        cabinet: Some("cabinet 2".to_owned()),
        numero_ae: Some("A26/0123".to_owned()),
        numero_parquet: Some("26 012 000123".to_owned()),
    })]
}
