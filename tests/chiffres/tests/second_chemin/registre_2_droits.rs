//! Rights, health and placements (registry 2): young adults, status, health, placements, siblings, execution. Drawn
//! over the children of a year, over fratries in places and over those who come of age, and counted again.

use chiffres::dits::{contractee, inscrit, ordonnee, reside, termes};
use chiffres::hasard::{Hasard, annee_au_hasard, avec_des_corrections};
use chiffres::recits::LA_ROCHELLE;
use chiffres::suites::{
    accompagnement_decide, acte_sante, admis_dans, adopte, cessec_avis, cessec_saisie,
    delaissement_demande, delaissement_juge, ecart, entretien_des_17_ans, observe, parent,
    projet_autonomie, propose, pupille, pv, repond, reunie, separee, sortie,
};
use chiffres::{Monde, Requete, le};
use domain::codes::{
    ActeSante, BesoinAutonomie, CasPupille, Code as _, EcartMesure, EvolutionStatut, MotifEcart,
    MotifSeparation, NatureLien, NatureMesure, SensAccompagnement,
};
use domain::evenement::Evenement;
use eventstore::Position;

use super::vide;

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

/// A child of La Rochelle, and what places him.
fn place(enfant: u128, naissance: &str, mesure: u128, effet: &str) -> Vec<Requete> {
    let (commune, service) = LA_ROCHELLE;
    let ordered = ordonnee(termes(mesure, NatureMesure::PlacementAse, effet, None));
    vec![
        le("2018-01-01", vec![(enfant, inscrit(naissance)), (enfant, reside(commune, service))]),
        le(effet, vec![(enfant, ordered)]),
    ]
}

/// Two children of one mother, in one place, in two, or who knows where.
fn fratrie(hasard: &mut Hasard, ainee: u128) -> Vec<Requete> {
    let mut told = Vec::new();
    for enfant in [ainee, ainee + 1] {
        let (mesure, accueil) = (15_000_000 + enfant, 16_000_000 + enfant);
        let (naissance, effet) = (hasard.jour("2008-01-01", 4000), hasard.jour("2021-06-01", 300));
        told.extend(place(enfant, &naissance, mesure, &effet));
        let entered = admis_dans(accueil, mesure, parmi(hasard, &[None, Some(71), Some(72)]));
        let mut dit = |hasard: &mut Hasard, from: &str, days, evenement| {
            told.push(le(&hasard.jour(from, days), vec![(enfant, evenement)]));
        };
        dit(hasard, &effet, 30, entered);
        let mother = parent(36_000_000 + enfant, 37_000_000 + ainee, NatureLien::Mere);
        dit(hasard, "2021-06-01", 30, mother);
        if hasard.moins_de(2) == 0 {
            let apart = separee(accueil, parmi(hasard, MotifSeparation::TOUS));
            dit(hasard, "2022-03-01", 250, apart);
        }
        if hasard.moins_de(2) == 0 {
            let why = parmi(hasard, MotifEcart::TOUS);
            dit(hasard, "2022-03-01", 250, ecart(mesure, EcartMesure::OrdonneeExecutee, why));
        }
    }
    told
}

/// Who is placed, comes of age in the year, and leaves, with a contract or without.
fn jeune(hasard: &mut Hasard, enfant: u128) -> Vec<Requete> {
    let mesure = 15_000_000 + enfant;
    let mut told = place(enfant, &hasard.jour("2004-01-01", 364), mesure, "2020-01-01");
    let mut dit = |on: String, evenement| told.push(le(&on, vec![(enfant, evenement)]));
    if hasard.moins_de(4) > 0 {
        dit(hasard.jour("2020-09-01", 700), entretien_des_17_ans(hasard.moins_de(3) > 0));
    }
    if hasard.moins_de(3) > 0 {
        let missing = if hasard.moins_de(2) == 0 { &[] } else { &BesoinAutonomie::TOUS[..2] };
        dit(hasard.jour("2021-06-01", 300), projet_autonomie(missing));
    }
    if hasard.moins_de(3) == 0 {
        let effet = hasard.jour("2022-01-01", 364);
        let nature = NatureMesure::ContratJeuneMajeur;
        dit(effet.clone(), contractee(termes(mesure + 1_000_000, nature, &effet, None)));
    }
    if hasard.moins_de(4) > 0 {
        dit(hasard.jour("2022-03-01", 300), sortie());
    }
    told
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
    for rang in 0..30 {
        told.extend(fratrie(&mut hasard, 10_001 + 2 * rang));
        told.extend(jeune(&mut hasard, 20_001 + rang));
    }
    let mut monde = Monde::nouveau().await;
    monde.raconte(avec_des_corrections(&mut hasard, told)).await;
    monde.runner_par(211).catch_up().await.unwrap();
    monde
}

#[tokio::test]
async fn les_droits_la_sante_et_les_placements_tires_au_hasard_se_recomptent() {
    let (mut found, mut empty) = (Vec::new(), None::<Vec<String>>);
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
        // Before the end too: nobody has waited a year yet since the last avis.
        for position in [head / 2, head] {
            let chiffres = monde.chiffres(None, Some(Position::new(position))).await;
            let of = |id: &&str| -> Vec<String> {
                let lines = chiffres.tout(id).into_iter().filter(|line| vide(line));
                lines.filter_map(|line| Some(format!("{id} {}", line.split_once(' ')?.0))).collect()
            };
            let here: Vec<String> = INDICATEURS.iter().flat_map(of).collect();
            let kept =
                |known: Vec<String>| known.into_iter().filter(|one| here.contains(one)).collect();
            empty = Some(empty.map_or(here.clone(), kept));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(empty.unwrap(), [""; 0], "no world drawn counts these");
}
