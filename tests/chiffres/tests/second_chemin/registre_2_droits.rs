//! Rights, health and placements (registry 2): young adults, status, health, placements, siblings, execution. Drawn
//! over the children of a year, and counted again.

use chiffres::hasard::{Hasard, annee_au_hasard, avec_des_corrections};
use chiffres::suites::{
    accompagnement_decide, acte_sante, adopte, cessec_avis, cessec_saisie, delaissement_demande,
    delaissement_juge, ecart, entretien_des_17_ans, observe, parent, projet_autonomie, propose,
    pupille, pv, repond, reunie, separee, sortie,
};
use chiffres::{Monde, Requete, le};
use domain::codes::{
    ActeSante, BesoinAutonomie, CasPupille, Code as _, EcartMesure, EvolutionStatut, MotifEcart,
    MotifSeparation, NatureLien, SensAccompagnement,
};
use domain::evenement::Evenement;
use eventstore::Position;

/// What is counted again here.
const INDICATEURS: [&str; 10] = ["E4", "E5", "F2", "F3", "G1", "G2", "J4", "J5", "J6", "J7"];

fn parmi<T: Copy>(hasard: &mut Hasard, all: &[T]) -> T {
    all[usize::try_from(hasard.moins_de(all.len() as u64)).unwrap()]
}

/// What may be told of a child, drawn; the numbers of its objects are the child's own.
fn fait(hasard: &mut Hasard, enfant: u128) -> Evenement {
    let known = enfant * 10 + u128::from(hasard.moins_de(3));
    let yes = hasard.moins_de(2) == 0;
    match hasard.moins_de(22) {
        0 => pv(30_000_000 + known, parmi(hasard, CasPupille::TOUS)),
        1 => pupille(30_000_000 + known, parmi(hasard, CasPupille::TOUS)),
        2 => adopte(30_000_000 + known),
        3 => delaissement_demande(31_000_000 + known),
        4 => delaissement_juge(31_000_000 + known, yes),
        5 => cessec_saisie(32_000_000 + known),
        6 | 7 => cessec_avis(32_000_000 + known, parmi(hasard, EvolutionStatut::TOUS)),
        8 => propose(33_000_000 + known),
        9 => repond(33_000_000 + known, yes),
        10 | 11 => {
            accompagnement_decide(33_000_000 + known, parmi(hasard, SensAccompagnement::TOUS))
        }
        12 => entretien_des_17_ans(yes),
        13 => projet_autonomie(if yes { &[] } else { &BesoinAutonomie::TOUS[..2] }),
        14 => sortie(),
        15 | 16 => acte_sante(parmi(hasard, ActeSante::TOUS)),
        17 => observe(
            parmi(hasard, &["handicap", "orientation_cdaph"]),
            parmi(hasard, &[None, Some("oui"), Some("non")]),
        ),
        18 => {
            let nature = parmi(hasard, &[NatureLien::Mere, NatureLien::Pere, NatureLien::Tuteur]);
            parent(34_000_000 + known, 35_000_000 + enfant / 3 + u128::from(yes), nature)
        }
        19 => separee(4_010_000 + known, parmi(hasard, MotifSeparation::TOUS)),
        20 => reunie(4_010_000 + known),
        _ => {
            let entre = parmi(hasard, EcartMesure::TOUS);
            ecart(10_000 + known, entre, parmi(hasard, MotifEcart::TOUS))
        }
    }
}

/// A year of many children, and of what is told of their rights, with corrections and merges.
async fn annee(graine: u64, enfants: u128) -> Monde {
    let mut hasard = Hasard(graine);
    let mut told = annee_au_hasard(&mut hasard, enfants);
    for enfant in 1..=enfants {
        for _ in 0..hasard.moins_de(14) {
            let on = hasard.jour("2021-01-01", 850);
            let evenement = fait(&mut hasard, enfant);
            let delay = if hasard.moins_de(4) == 0 { hasard.moins_de(90) } else { 0 };
            let recorded = chiffres::jour(&on) + chrono::Days::new(delay);
            let told_one: Requete = le(&on, vec![(enfant, evenement)]);
            told.push(told_one.saisie(&recorded.to_string()));
        }
    }
    let mut monde = Monde::nouveau().await;
    monde.raconte(avec_des_corrections(&mut hasard, told)).await;
    monde.runner_par(211).catch_up().await.unwrap();
    monde
}

#[tokio::test]
async fn les_droits_la_sante_et_les_placements_tires_au_hasard_se_recomptent() {
    let mut found = Vec::new();
    for graine in [31, 32, 33, 34] {
        let monde = annee(graine, 200).await;
        let mut hasard = Hasard(graine + 1000);
        let head = monde.tete().await.get();
        let mut drawn = vec![(None, head), (Some("haute_saintonge"), head)];
        drawn.extend((0..4).map(|_| (None, hasard.moins_de(head))));
        for (territoire, position) in drawn {
            let at = Some(Position::new(position));
            let said = monde.ecarts_du_recompte(&INDICATEURS, territoire, at).await;
            let place = |one: String| format!("graine {graine}, {territoire:?}, {position}: {one}");
            found.extend(said.into_iter().map(place));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
