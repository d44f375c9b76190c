//! Files of many children drawn: the same at each run, in no order, some of it annulled.

mod annee;
mod corrections;

use domain::codes::{NatureMesure, PorteDEntree};

use crate::dits::{annule, demarree, levee, ordonnee, qualifiee, recue, renouvelee, termes};
use crate::recits::{LA_ROCHELLE, habite};
use crate::{Requete, jour, le};

pub use annee::annee_au_hasard;
pub use corrections::avec_des_corrections;

/// Numbers that look drawn, and are the same at each run.
pub struct Hasard(pub u64);

impl Hasard {
    pub fn moins_de(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    pub fn jour(&mut self, depuis: &str, jours: u64) -> String {
        (jour(depuis) + chrono::Days::new(self.moins_de(jours))).to_string()
    }
}

/// Facts of many children, recorded in another order than they happened, some of them annulled.
pub fn au_hasard(hasard: &mut Hasard, enfants: u128) -> Vec<Requete> {
    use NatureMesure::{Aed, Aemo, AemoRenforcee, OppJuge, PlacementAse, TiersDigneDeConfiance};
    let natures = [Aed, Aemo, AemoRenforcee, OppJuge, PlacementAse, TiersDigneDeConfiance];
    let mut told = Vec::new();
    for enfant in 1..=enfants {
        let naissance = hasard.jour("2003-06-01", 4000);
        told.push(habite(enfant, &naissance, LA_ROCHELLE));
        for rang in 0..3 {
            let (mesure, suivante) = (enfant * 100 + rang, enfant * 100 + 50 + rang);
            let effet = hasard.jour("2021-01-01", 900);
            let terme = hasard.jour(&effet, 700);
            let nature = natures[hasard.moins_de(6) as usize];
            let avec_terme = (hasard.moins_de(3) > 0).then_some(&*terme);
            let mut facts = vec![le(
                &effet,
                vec![(enfant, ordonnee(termes(mesure, nature, &effet, avec_terme)))],
            )];
            match hasard.moins_de(4) {
                0 => facts.push(le(&hasard.jour(&effet, 400), vec![(enfant, levee(mesure))])),
                1 => facts.push(le(
                    &terme,
                    vec![(enfant, renouvelee(mesure, termes(suivante, nature, &terme, None)))],
                )),
                _ => facts.push(le(&hasard.jour(&effet, 90), vec![(enfant, demarree(mesure))])),
            }
            let information = 900_000 + enfant * 10 + rang;
            let arrivee = hasard.jour("2021-06-01", 700);
            facts.push(le(&arrivee, vec![(enfant, recue(information, PorteDEntree::Crip, None))]));
            if hasard.moins_de(3) > 0 {
                facts.push(le(&hasard.jour(&arrivee, 20), vec![(enfant, qualifiee(information))]));
            }
            told.extend(facts.into_iter().map(|fact| fact.saisie(&hasard.jour("2023-07-01", 200))));
        }
        if hasard.moins_de(4) == 0 {
            let version = 3 + u32::try_from(hasard.moins_de(6)).unwrap();
            told.push(le("2024-03-01", vec![(enfant, annule(enfant, version))]));
        }
    }
    told
}
