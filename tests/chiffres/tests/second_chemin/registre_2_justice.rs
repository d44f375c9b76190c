//! What passes with the judge, what is told to senders, advice given, and what the law finds wrong (registry 2): drawn over the children of a year,
//! with informations withheld and files that leave and come back, and counted again.

use chiffres::dits::{inscrit, ordonnee, renouvelee, sejourne, terme_modifie, termes};
use chiffres::dits_de_la_crip::{ecrit_a_l_expediteur, suites_demandees};
use chiffres::dits_de_la_justice::{
    accord, accord_demande, besoin, change_en_informant, changement_a_venir, competent, differee,
    equipe, minorite_refusee, parti, rapport_dit, rectificative, reexaminee, remis, revenu,
    suite_realisee, suite_refusee, transfert_accuse, valide,
};
use chiffres::hasard::{Hasard, annee_au_hasard, avec_des_corrections};
use chiffres::recits::{LA_ROCHELLE, habite};
use chiffres::suites::{accuse, au_juge, du_service, separee};
use chiffres::{Monde, Requete, a, id, jour, le};
use domain::codes::{
    BesoinSante, Canal, Code as _, GenreEcrit, GenreSuite, IssueReexamen, LieuAccueil,
    MentionDecision, MotifChangementLieu, MotifSeparation, NatureMesure, PorteDEntree,
    PositionTitulaire, Titulaire, Transip,
};
use domain::departement;
use domain::evenement::Evenement;
use eventstore::Position;

use super::vide;

/// What is counted again here.
const INDICATEURS: [&str; 6] = ["A17", "A22", "J1", "J2", "J3", "J6"];

const RAPPORTS: [GenreEcrit; 4] = [
    GenreEcrit::RapportAnnuel,
    GenreEcrit::RapportEcheance,
    GenreEcrit::RapportSituation,
    GenreEcrit::AvisChangementLieu,
];

const AVIS: [GenreEcrit; 3] = [
    GenreEcrit::AvisChangementLieu,
    GenreEcrit::AvisChangementUrgence,
    GenreEcrit::AvisSeparationFratrie,
];

const RETOURS: [GenreEcrit; 2] = [GenreEcrit::RetourExpediteur, GenreEcrit::ReponseExpediteur];

fn parmi<T: Copy>(hasard: &mut Hasard, all: &[T]) -> T {
    all[usize::try_from(hasard.moins_de(all.len() as u64)).unwrap()]
}

/// What may be told of a child, drawn; the numbers of its objects are those of the year drawn.
fn fait(hasard: &mut Hasard, enfant: u128, on: &str) -> Evenement {
    let rang = u128::from(hasard.moins_de(3));
    let known = enfant * 10 + rang;
    let (mesure, information) = (10_000 + known, 900_000 + known);
    let moved = 500_000 * u128::from(hasard.moins_de(2));
    let accueil = if hasard.moins_de(2) == 0 { mesure + 4_000_000 } else { 13_000_000 + enfant };
    let accueil = accueil + moved;
    let ecrit = 50_000_000 + enfant * 10 + u128::from(hasard.moins_de(9));
    let later = hasard.jour(on, 90);
    match hasard.moins_de(32) {
        22.. => douteux(hasard, known, (ecrit, accueil)),
        0..3 => au_juge(ecrit, parmi(hasard, &RAPPORTS), mesure),
        3..6 => du_service(ecrit, parmi(hasard, &RAPPORTS), mesure),
        6 => accuse(ecrit),
        7 => rectificative(mesure, mesure, &[&later, on], None),
        8 => {
            let months = 1 + u32::try_from(hasard.moins_de(7)).unwrap();
            rectificative(mesure + 20_000_000, mesure, &[], Some(months))
        }
        9 | 10 => {
            let (urgence, told) = (hasard.moins_de(2) == 0, hasard.moins_de(3) > 0);
            changement_a_venir(accueil, urgence, told.then_some(&*later))
        }
        11 => {
            let motif = parmi(hasard, MotifChangementLieu::TOUS);
            let informe = (hasard.moins_de(3) == 0).then_some(&*later);
            change_en_informant(accueil, accueil + 500_000, motif, informe)
        }
        12 => separee(accueil, parmi(hasard, MotifSeparation::TOUS)),
        13..15 => au_juge(ecrit, parmi(hasard, &AVIS), accueil),
        15 | 16 => suites_demandees(information),
        17 | 18 => ecrit_a_l_expediteur(ecrit, parmi(hasard, &RETOURS), information),
        19 => differee(parmi(hasard, &RETOURS), information, &later),
        20 => reexaminee(
            parmi(hasard, &RETOURS),
            information,
            parmi(hasard, &[IssueReexamen::Levee, IssueReexamen::Maintenue]),
        ),
        _ => passage(hasard, 60_000_000 + known, &later),
    }
}

/// What the law may find something wrong in.
fn douteux(hasard: &mut Hasard, known: u128, (ecrit, accueil): (u128, u128)) -> Evenement {
    let (mesure, information) = (10_000 + known, 900_000 + known);
    let yes = hasard.moins_de(2) == 0;
    match hasard.moins_de(13) {
        0..3 => {
            let who = parmi(hasard, Titulaire::TOUS);
            accord(mesure, who, parmi(hasard, PositionTitulaire::TOUS))
        }
        3 => accord_demande(ecrit, accueil),
        4 => rapport_dit(ecrit, mesure, yes),
        5 => valide(ecrit),
        6 => besoin(&BesoinSante::TOUS[..2]),
        7 => equipe(1_900_000 + known, if yes { 1 } else { 2 }),
        8 => suite_refusee(2_900_000 + known, parmi(hasard, GenreSuite::TOUS)),
        9 => suite_realisee(2_900_000 + known, parmi(hasard, GenreSuite::TOUS)),
        10 => transfert_accuse(information),
        11 => minorite_refusee(61_000_000 + known, yes),
        _ => remis(30_000_000 + known, yes.then_some(true)),
    }
}

/// A placement by the judge or the parquet, and moves and a separation there, of which he is told soon, late or never.
fn place(hasard: &mut Hasard, enfant: u128) -> Vec<Requete> {
    let (mesure, accueil) = (12_000_000 + enfant, 13_000_000 + enfant);
    let natures = [NatureMesure::PlacementAse, NatureMesure::OppJuge, NatureMesure::OppParquet];
    let effet = hasard.jour("2021-01-01", 200);
    let ordered = ordonnee(termes(mesure, parmi(hasard, &natures), &effet, None));
    let entered = sejourne(accueil, Some(mesure), LieuAccueil::Mecs, true);
    let mut told = vec![
        le(&effet, vec![(enfant, ordered)]),
        le(&hasard.jour(&effet, 20), vec![(enfant, entered)]),
    ];
    let (prevu, urgent, apart) = (
        hasard.jour("2022-01-15", 330),
        hasard.jour("2022-01-15", 330),
        hasard.jour("2022-01-15", 330),
    );
    let mut dit = |hasard: &mut Hasard, on: &str, evenement: Evenement| {
        let hour = format!("{on}T{:02}:05:00Z", 6 + hasard.moins_de(12));
        told.push(match hasard.moins_de(3) {
            0 => le(on, vec![(enfant, evenement)]),
            _ => a(&hour, vec![(enfant, evenement)]),
        });
    };
    // At home meanwhile, until a term for which a report is sent early, late or never.
    let (aemo, terme) = (14_000_000 + enfant, hasard.jour("2022-02-01", 300));
    let at_home = ordonnee(termes(aemo, NatureMesure::Aemo, "2021-06-01", Some(&terme)));
    dit(hasard, "2021-06-01", at_home);
    let sent = jour(&terme) + chrono::Days::new(hasard.moins_de(30)) - chrono::Days::new(25);
    if hasard.moins_de(3) > 0 {
        let report = au_juge(56_000_000 + enfant, GenreEcrit::RapportEcheance, aemo);
        dit(hasard, &sent.to_string(), report);
    }
    // A sender nobody knows asks what became of it, and is answered soon, late, or lawfully not.
    let (information, asked) = (98_000_000 + enfant, hasard.jour("2022-01-15", 250));
    dit(hasard, &asked, suites_demandees(information));
    let answered = hasard.jour(&asked, 150);
    let withheld = differee(RETOURS[1], information, "2024-01-01");
    let answer = ecrit_a_l_expediteur(57_000_000 + enfant, RETOURS[1], information);
    let told_him = hasard.moins_de(3) > 0;
    dit(hasard, &answered, if told_him { answer } else { withheld });
    let later = hasard.jour(&prevu, 120);
    dit(hasard, &prevu, changement_a_venir(accueil, false, Some(&later)));
    dit(hasard, &urgent, changement_a_venir(accueil, true, None));
    dit(hasard, &apart, separee(accueil, MotifSeparation::ManqueDePlace));
    for (rang, (genre, on, days)) in
        [(AVIS[0], &prevu, 120), (AVIS[1], &urgent, 5), (AVIS[2], &apart, 5)]
            .into_iter()
            .enumerate()
    {
        if hasard.moins_de(3) > 0 {
            let (ecrit, sent) = (55_000_000 + enfant * 10 + rang as u128, hasard.jour(on, days));
            dit(hasard, &sent, au_juge(ecrit, genre, accueil));
        }
    }
    told
}

/// The file leaves, comes back, or somebody says whose the child is.
fn passage(hasard: &mut Hasard, transfert: u128, later: &str) -> Evenement {
    let effet = (hasard.moins_de(2) == 0).then_some(later);
    match hasard.moins_de(4) {
        0 => parti(transfert, effet),
        1 | 2 => revenu(transfert, effet),
        _ => competent((hasard.moins_de(2) == 0).then_some("17")),
    }
}

fn conseil(hasard: &mut Hasard, rang: u64) -> departement::Event {
    departement::Event::ConseilDonne(departement::ConseilDonne {
        conseil: id(70_000_000 + u128::from(rang)),
        porte_d_entree: parmi(hasard, PorteDEntree::TOUS),
        canal: Canal::Telephone,
        demandeur: parmi(hasard, Transip::TOUS),
        organisation: None,
    })
}

/// A year of many children, and of what is told of them to judges and to senders, with corrections and merges.
async fn annee(graine: u64, enfants: u128) -> Monde {
    let mut hasard = Hasard(graine);
    let mut told = annee_au_hasard(&mut hasard, enfants);
    for enfant in 1..=enfants {
        if hasard.moins_de(2) == 0 {
            told.extend(place(&mut hasard, enfant));
        }
        for _ in 0..hasard.moins_de(24) {
            let on = hasard.jour("2021-03-01", 800);
            let evenement = fait(&mut hasard, enfant, &on);
            let hour = format!("{on}T{:02}:20:00Z", 5 + hasard.moins_de(14));
            let told_one: Requete = match hasard.moins_de(3) {
                0 => a(&hour, vec![(enfant, evenement)]),
                _ => le(&on, vec![(enfant, evenement)]),
            };
            let delay = if hasard.moins_de(4) == 0 { hasard.moins_de(90) } else { 0 };
            let recorded = jour(&on) + chrono::Days::new(delay);
            told.push(told_one.saisie(&recorded.to_string()));
        }
    }
    let mut monde = Monde::nouveau().await;
    monde.raconte(avec_des_corrections(&mut hasard, told)).await;
    for rang in 0..30 {
        // One in three is told again: the first time counts.
        let conseil = conseil(&mut hasard, rang * 2 / 3);
        monde.departement(&hasard.jour("2021-11-01", 500), vec![conseil]).await;
    }
    monde.runner_par(211).catch_up().await.unwrap();
    monde
}

#[tokio::test]
async fn ce_qui_passe_avec_le_juge_et_les_expediteurs_se_recompte() {
    let (mut found, mut empty) = (Vec::new(), None::<Vec<String>>);
    for graine in [51, 52, 53] {
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
        let chiffres = monde.chiffres_du_registre(2).await;
        let of = |id: &&str| -> Vec<String> {
            let lines = chiffres.tout(id).into_iter().filter(|line| vide(line));
            lines.filter_map(|line| Some(format!("{id} {}", line.split_once(' ')?.0))).collect()
        };
        let here: Vec<String> = INDICATEURS.iter().flat_map(of).collect();
        let kept =
            |known: Vec<String>| known.into_iter().filter(|one| here.contains(one)).collect();
        empty = Some(empty.map_or(here.clone(), kept));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(empty.unwrap(), [""; 0], "no world drawn counts these");
}

/// The rows had no measure for a renewal whose effect was still to be fixed: its term was « sans décision ».
#[tokio::test]
async fn un_renouvellement_a_effet_suspendu_suit_le_terme() {
    let mut monde = Monde::nouveau().await;
    let renewed = |mesure: u128, before: u128| {
        let mut told = termes(mesure, NatureMesure::PlacementAse, "2022-01-01", None);
        (told.effet_le, told.mentions) = (None, vec![MentionDecision::EffetSuspendu]);
        renouvelee(before, told)
    };
    let ordered = |mesure, terme| {
        ordonnee(termes(mesure, NatureMesure::PlacementAse, "2021-06-01", Some(terme)))
    };
    monde
        .raconte(vec![
            habite(1, "2012-01-01", LA_ROCHELLE),
            le("2021-06-01", vec![(1, ordered(1001, "2022-05-31"))]),
            le("2022-05-20", vec![(1, renewed(2001, 1001))]),
            habite(2, "2012-01-01", LA_ROCHELLE),
            le("2021-06-01", vec![(2, ordered(1002, "2022-06-30"))]),
            le("2022-07-04", vec![(2, renewed(2002, 1002))]),
            habite(3, "2012-01-01", LA_ROCHELLE),
            le("2021-06-01", vec![(3, ordered(1003, "2022-06-30"))]),
            habite(4, "2012-01-01", LA_ROCHELLE).saisie("2023-06-30"),
        ])
        .await;
    monde.runner().catch_up().await.unwrap();
    assert_eq!(monde.ecarts_du_recompte(&["J2"], None, None).await, [""; 0]);
    assert_eq!(
        monde.chiffres(None, None).await.tout("J2"),
        [
            "termes 3",
            "renouvelees 1",
            "reprises 1",
            "ecart_median 4",
            "ecart_maximum 4",
            "terminees 0",
            "sans_decision 1"
        ]
    );
}

/// Who a child is, told after the last day, was so before it; a term modified of a measure nobody decided is no term.
#[tokio::test]
async fn une_naissance_dite_apres_et_un_terme_sans_mesure_se_recomptent() {
    let mut monde = Monde::nouveau().await;
    let aemo = termes(1001, NatureMesure::Aemo, "2021-01-01", Some("2021-12-31"));
    monde
        .raconte(vec![
            le("2021-01-01", vec![(1, ordonnee(aemo))]),
            le("2023-02-01", vec![(1, inscrit("2003-06-01"))]),
            habite(2, "2012-01-01", LA_ROCHELLE),
            le("2021-02-01", vec![(2, terme_modifie(1002, "2021-12-31"))]),
        ])
        .await;
    monde.runner().catch_up().await.unwrap();
    assert_eq!(monde.ecarts_du_recompte(&["J6"], None, None).await, [""; 0]);
    // Of age before the term, as is known since: nothing was left to decide.
    assert_eq!(monde.chiffres(None, None).await.valeur("J6", "irregularites"), "0");
}
