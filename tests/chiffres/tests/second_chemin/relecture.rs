//! What a reader of the two paths found that years drawn at random had not: each is told by hand, counted by hand, and
//! both paths say it.

use chiffres::dits::{
    a_naitre, admis, mandatee, ordonnee, projet_etabli, projet_revise, qualifiee, rapport,
    rattachee, recue, termes,
};
use chiffres::dits_de_la_crip::{recue_de, suites_demandees};
use chiffres::recits::{HAUTE_SAINTONGE, LA_ROCHELLE, habite};
use chiffres::suites::{admis_dans, parent, pupille, restitue, separee};
use chiffres::{Chiffres, Monde, Requete, le};
use domain::codes::{
    CasPupille, Code as _, LieuAccueil, MotifSeparation, NatureLien, NatureMesure, PorteDEntree,
    Transip,
};
use domain::evenement::Evenement;
use projections::registre::REGISTRE;

use super::tient;

/// The figures of 2022, once both paths agree on them by every registry.
async fn raconte(told: Vec<Requete>) -> Chiffres {
    let mut monde = Monde::nouveau().await;
    monde.raconte(told).await;
    monde.runner().catch_up().await.unwrap();
    for registre in 1..=REGISTRE {
        for territoire in [None, Some("haute_saintonge")] {
            let demande = projections::rapport::Demande {
                registre: Some(registre),
                ..chiffres::pour_2022(territoire, None)
            };
            tient(&monde, &demande, &format!("registre {registre}, {territoire:?}")).await;
        }
    }
    monde.chiffres(None, None).await
}

fn arrivee(information: u128) -> Evenement {
    recue(information, PorteDEntree::Crip, None)
}

fn place(mesure: u128, effet: &str) -> Evenement {
    ordonnee(termes(mesure, NatureMesure::PlacementAse, effet, None))
}

/// Principal for one child, qualified for his sister: an IP all the same (A2), and nobody evaluates it.
#[tokio::test]
async fn une_ip_sans_mandat_est_principale_et_qualifiee_pour_deux_enfants() {
    let both = |evenement: Evenement| vec![(1, evenement.clone()), (2, evenement)];
    let chiffres = raconte(vec![
        habite(1, "2012-01-01", LA_ROCHELLE),
        habite(2, "2014-01-01", LA_ROCHELLE),
        le("2022-01-10", both(arrivee(101))),
        le("2022-01-12", both(arrivee(102))),
        le("2022-01-15", vec![(1, rattachee(102, 101))]),
        le("2022-01-16", vec![(1, qualifiee(102))]),
    ])
    .await;
    assert_eq!(chiffres.tout("A2"), ["ip 1"]);
    assert_eq!(chiffres.valeur("A13", "jamais_mandatees"), "1");
}

/// Of three reports, the second hid behind the first and the last; an edition that follows it is up to date.
#[tokio::test]
async fn un_projet_anterieur_au_deuxieme_de_trois_rapports_n_est_pas_a_jour() {
    let suivi = |enfant: u128| {
        let (information, evaluation) = (100 + enfant, 200 + enfant);
        let aemo = termes(1000 + enfant, NatureMesure::Aemo, "2022-01-01", None);
        vec![
            habite(enfant, "2012-01-01", LA_ROCHELLE),
            le("2022-01-01", vec![(enfant, ordonnee(aemo))]),
            le("2022-03-01", vec![(enfant, arrivee(information))]),
            le("2022-03-05", vec![(enfant, qualifiee(information))]),
            le("2022-03-10", vec![(enfant, mandatee(evaluation, information))]),
            le("2022-05-01", vec![(enfant, rapport(evaluation))]),
            le("2022-07-01", vec![(enfant, projet_etabli(3000 + enfant))]),
            le("2022-09-01", vec![(enfant, rapport(evaluation))]),
            le("2023-01-15", vec![(enfant, rapport(evaluation))]),
        ]
    };
    let revised = le("2022-10-01", vec![(2, projet_revise(3002, 2))]);
    let chiffres = raconte([suivi(1), suivi(2), vec![revised]].concat()).await;
    assert_eq!(chiffres.valeur("F1", "f1a"), "2/2");
    assert_eq!(chiffres.valeur("F1", "f1b"), "1/2", "of the second child");
}

/// The delay of a child to be born runs from the term: his information may have come thirteen months before it is over.
/// A brother named after the last day says nothing of it yet.
#[tokio::test]
async fn une_echeance_de_la_periode_se_compte_quelle_que_soit_son_arrivee() {
    let chiffres = raconte(vec![
        le("2020-11-01", vec![(1, a_naitre(Some("2021-12-01"))), (1, arrivee(101))]),
        le("2020-11-05", vec![(1, qualifiee(101))]),
        habite(2, "2012-01-01", LA_ROCHELLE),
        habite(3, "2014-01-01", LA_ROCHELLE),
        le("2022-01-10", vec![(2, arrivee(102))]),
        le("2022-01-12", vec![(2, qualifiee(102))]),
        le("2022-01-13", vec![(2, rattachee(102, 101))]),
        le("2023-02-01", vec![(3, arrivee(102))]),
    ])
    .await;
    assert_eq!(chiffres.valeur("A14", "dans_le_delai"), "0/1");
}

/// Siblings share what is asked on a day: one named later has not the first request of the other.
#[tokio::test]
async fn les_demandes_d_un_expediteur_se_reconnaissent_a_leur_jour() {
    let chiffres = raconte(vec![
        habite(1, "2012-01-01", LA_ROCHELLE),
        habite(2, "2014-01-01", LA_ROCHELLE),
        le("2022-02-10", vec![(1, recue_de(101, Transip::Parents))]),
        le("2022-02-15", vec![(1, suites_demandees(101))]),
        le("2022-03-01", vec![(2, recue_de(101, Transip::Parents))]),
        le("2022-03-20", vec![(1, suites_demandees(101)), (2, suites_demandees(101))]),
        le("2022-04-20", vec![(2, suites_demandees(101))]),
    ])
    .await;
    assert_eq!(chiffres.valeur("A17", "dans_le_delai"), "0/3");
    assert_eq!(chiffres.valeur("A17", "sans_reponse"), "3");
}

/// Told twice of a day, a separation is one, for the reason told last.
#[tokio::test]
async fn une_separation_dite_deux_fois_le_meme_jour_en_est_une() {
    let chiffres = raconte(vec![
        habite(1, "2012-01-01", LA_ROCHELLE),
        le("2022-01-10", vec![(1, place(1001, "2022-01-10"))]),
        le("2022-01-12", vec![(1, admis(4001, Some(1001), LieuAccueil::Mecs))]),
        le("2022-05-01", vec![(1, separee(4001, MotifSeparation::ManqueDePlace))]),
        le("2022-05-01", vec![(1, separee(4001, MotifSeparation::Urgence))]),
    ])
    .await;
    assert_eq!(chiffres.valeur("J3", "separations"), "1");
    assert_eq!(chiffres.ventilation("J3", "motif_de_separation"), ["urgence 1"]);
}

/// Of two separations of a day, that of the place whose identifier is the smallest says why.
#[tokio::test]
async fn de_deux_separations_du_meme_jour_une_seule_dit_pourquoi() {
    let loge = |enfant: u128| {
        let (mesure, accueil) = (1000 + enfant, 4000 + enfant);
        vec![
            habite(enfant, "2012-01-01", LA_ROCHELLE),
            le("2021-06-01", vec![(enfant, parent(500 + enfant, 600, NatureLien::Mere))]),
            le("2022-01-10", vec![(enfant, place(mesure, "2022-01-10"))]),
            le("2022-01-12", vec![(enfant, admis_dans(accueil, mesure, Some(50 + enfant)))]),
        ]
    };
    let told = vec![
        le("2022-04-01", vec![(1, separee(4001, MotifSeparation::ManqueDePlace))]),
        le("2022-04-01", vec![(1, separee(4009, MotifSeparation::Urgence))]),
    ];
    let chiffres = raconte([loge(1), loge(2), told].concat()).await;
    assert_eq!(chiffres.valeur("J5", "separees"), "1/1");
    assert_eq!(chiffres.ventilation("J5", "motif"), ["manque_de_place 1", "non_renseigne 1"]);
}

/// Told again of its measure, a restitution is of the last day told: the pupille still was one on the last day.
#[tokio::test]
async fn d_une_mesure_la_derniere_restitution_dite_compte() {
    let pupilles = |enfant: u128, rendus: [&str; 2]| {
        let held = termes(1000 + enfant, NatureMesure::Pupille, "2022-02-01", None);
        let admitted = pupille(7000 + enfant, CasPupille::TOUS[0]);
        let mut told = vec![
            habite(enfant, "2015-01-01", HAUTE_SAINTONGE),
            le("2022-02-01", vec![(enfant, admitted), (enfant, ordonnee(held))]),
        ];
        told.extend(rendus.map(|on| le(on, vec![(enfant, restitue(1000 + enfant))])));
        told
    };
    let told =
        [pupilles(1, ["2022-12-15", "2023-01-15"]), pupilles(2, ["2022-05-01", "2022-06-01"])];
    let chiffres = raconte(told.concat()).await;
    assert_eq!(chiffres.valeur("F3", "sorties"), "1");
    assert_eq!(chiffres.ventilation("F3", "fin"), ["restitution 1"]);
}

/// Of two places of a measure entered on a day, the one whose identifier is the smallest, whenever each was told.
#[tokio::test]
async fn de_deux_lieux_du_meme_jour_un_seul_est_le_sien() {
    let (home, house) = (LieuAccueil::AssistantFamilial, LieuAccueil::Mecs);
    let chiffres = raconte(vec![
        habite(1, "2012-01-01", LA_ROCHELLE),
        le("2022-01-10", vec![(1, place(1001, "2022-01-10"))]),
        le("2022-01-12", vec![(1, admis(4002, Some(1001), home))]),
        le("2022-01-12", vec![(1, admis(4001, Some(1001), house))]).saisie("2022-01-20"),
    ])
    .await;
    assert_eq!(chiffres.valeur("D6", "etablissement"), "1/1");
    assert_eq!(chiffres.valeur("D6", "famille_accueil"), "0/1");
}
