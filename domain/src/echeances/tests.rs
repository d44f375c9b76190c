//! What holds of every échéance: the order in which they are read.

use uuid::Uuid;

use super::Echeance;
use crate::essais::*;
use crate::temps::{Survenu, ZONE};

fn at(id: &str, objet: u128, instant: &str) -> Echeance {
    let since = Survenu::a(instant.parse().expect("an instant"), ZONE);
    Echeance::ouvrir(id, Uuid::from_u128(objet), since).expect("a rule in force")
}

#[test]
fn d_un_meme_jour_la_premiere_heure_passe_la_premiere_et_le_jour_entier_apres() {
    let matin = at("ME-14", 9, "2026-04-08T08:00:00+02:00");
    let soir = at("ME-14", 1, "2026-04-08T20:00:00+02:00");
    let jour_entier = at("IP-17", 0, "2026-04-01T09:00:00+02:00");
    let jour_entier = jour_entier.limitee_au(Some(jour("2026-04-10")));
    let mut found = [&jour_entier, &soir, &matin];
    found.sort_by_key(|one| one.rang());
    assert_eq!(found, [&matin, &soir, &jour_entier]);
}
