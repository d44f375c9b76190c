//! What the law asks of whom for this child, kept or not: the échéances of the domain, as rows.

use std::collections::BTreeMap;

use domain::echeances::{Echeance, echeances as derived, responsable};
use domain::enfant::Parcours;
use uuid::Uuid;

use super::ligne::{FaitEcheance, trie};

/// One row an échéance.
pub(super) fn echeances(enfant: Uuid, parcours: &Parcours) -> Vec<FaitEcheance> {
    let mut rangs: BTreeMap<(&'static str, Uuid), i32> = BTreeMap::new();
    let mut found = derived(parcours);
    found.sort_by_key(|echeance| echeance.declenchee);
    let rows = found.iter().map(|echeance| {
        let rang = rangs.entry((echeance.regle.id, echeance.objet)).or_default();
        *rang += 1;
        row(enfant, parcours, echeance, *rang)
    });
    trie(rows.collect())
}

fn row(enfant: Uuid, parcours: &Parcours, echeance: &Echeance, rang: i32) -> FaitEcheance {
    let responsable = responsable(parcours, echeance);
    let agents = responsable.agents;
    FaitEcheance {
        enfant,
        regle: echeance.regle.id,
        objet: echeance.objet,
        rang,
        cloture: echeance.regle.cloture,
        declenchee_le: echeance.declenchee.le,
        declenchee_a: echeance.declenchee.a,
        stricte_le: echeance.stricte.map(|stricte| stricte.le),
        stricte_a: echeance.stricte.and_then(|stricte| stricte.a),
        legale_le: echeance.legale(),
        tenue_le: echeance.tenue.map(|tenue| tenue.le),
        tenue_a: echeance.tenue.and_then(|tenue| tenue.a),
        sans_objet_le: echeance.sans_objet.map(|(depuis, _)| depuis),
        sans_objet: echeance.sans_objet.map(|(_, pourquoi)| pourquoi),
        charge: echeance.regle.charge.cle(),
        agents: (!agents.is_empty()).then(|| format!(" {} ", agents.join(" "))),
        service: responsable.service,
        cabinet: responsable.cabinet,
    }
}
