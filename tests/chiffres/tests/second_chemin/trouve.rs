//! What the second path found in the first: each was a disagreement, and is counted by hand here.

use chiffres::dits::{
    decidee, effet_fixe, mandatee, ordonnee, projet_etabli, qualifiee, rapport, recue, retiree,
    reuni, termes,
};
use chiffres::recits::{LA_ROCHELLE, habite};
use chiffres::{Chiffres, Monde, Requete, le};
use domain::codes::{MentionDecision, NatureMesure, PorteDEntree};
use domain::decision::Suite;
use eventstore::Position;

use super::{REGISTRE, s_accorde};

async fn raconte(told: Vec<Requete>) -> Chiffres {
    let mut monde = Monde::nouveau().await;
    monde.raconte(told).await;
    monde.runner().catch_up().await.unwrap();
    s_accorde(&monde, None, monde.tete().await, "raconté").await;
    monde.chiffres_du_registre(REGISTRE).await
}

/// Versions of one stream were compared with places shared by both.
#[tokio::test]
async fn d_un_dossier_reuni_une_information_revenue_garde_ce_qui_suit() {
    let arrivee = || vec![(1, recue(101, PorteDEntree::Crip, None))];
    let chiffres = raconte(vec![
        habite(1, "2012-01-01", LA_ROCHELLE),
        habite(2, "2012-01-01", LA_ROCHELLE),
        le("2022-01-05", vec![(1, reuni(2, 1)), (2, reuni(1, 1))]),
        le("2022-01-10", arrivee()),
        le("2022-02-01", vec![(1, retiree(101, 3))]),
        le("2022-01-10", arrivee()).saisie("2022-02-02"),
        le("2022-02-03", vec![(1, qualifiee(101))]),
    ])
    .await;
    assert_eq!(chiffres.tout("A2"), ["ip 1"]);
    assert_eq!(chiffres.valeur("A8", "qualifiees"), "1/1");
}

/// The delay of the PPE ran from the day a suspended measure was pronounced.
#[tokio::test]
async fn une_mesure_suspendue_ne_demande_un_projet_que_trois_mois_apres_son_effet() {
    let place = |enfant: u128, fixe: &str| {
        let mut said = termes(1000 + enfant, NatureMesure::PlacementAse, "2022-01-01", None);
        said.effet_le = None;
        said.mentions = vec![MentionDecision::EffetSuspendu];
        vec![
            habite(enfant, "2012-01-01", LA_ROCHELLE),
            le("2022-01-01", vec![(enfant, ordonnee(said))]),
            le(fixe, vec![(enfant, effet_fixe(1000 + enfant, fixe))]),
        ]
    };
    let late = le("2022-08-15", vec![(1, projet_etabli(3001))]);
    let told = [place(1, "2022-06-01"), place(2, "2022-11-01"), vec![late]].concat();
    let chiffres = raconte(told).await;
    assert_eq!(chiffres.valeur("F1", "f1a"), "1/1", "the second is not due yet");
    assert_eq!(chiffres.valeur("F1", "f1c"), "1/2", "in time for the first");
}

/// A second report, handed in after the last day, hid the first.
#[tokio::test]
async fn un_projet_anterieur_au_rapport_n_est_pas_a_jour_meme_si_un_autre_rapport_suit() {
    let chiffres = raconte(vec![
        habite(1, "2012-01-01", LA_ROCHELLE),
        le("2022-01-01", vec![(1, ordonnee(termes(1001, NatureMesure::Aemo, "2022-01-01", None)))]),
        le("2022-03-01", vec![(1, projet_etabli(3001))]),
        le("2022-04-01", vec![(1, recue(101, PorteDEntree::Crip, None))]),
        le("2022-04-05", vec![(1, qualifiee(101))]),
        le("2022-04-10", vec![(1, mandatee(201, 101))]),
        le("2022-06-01", vec![(1, rapport(201))]),
        le("2022-06-10", vec![(1, decidee(301, 201, Suite::PoursuiteMesure))]),
        le("2023-01-15", vec![(1, rapport(201))]),
    ])
    .await;
    assert_eq!(chiffres.valeur("F1", "f1a"), "1/1");
    assert_eq!(chiffres.valeur("F1", "f1b"), "0/1");
}

/// The evening was looked for in the whole journal, whatever the position.
#[tokio::test]
async fn avant_le_premier_evenement_rien_n_est_enregistre_le_soir() {
    let mut monde = Monde::nouveau().await;
    monde.runner().catch_up().await.unwrap();
    let empty = monde.chiffres(None, Some(Position::ORIGIN)).await;
    monde.raconte(vec![habite(1, "2012-01-01", LA_ROCHELLE)]).await;
    monde.runner().catch_up().await.unwrap();
    let again = monde.chiffres(None, Some(Position::ORIGIN)).await;
    assert_eq!(again.tout("A15"), empty.tout("A15"), "the same for ever");
    assert_eq!(again.valeur("A15", "a_traiter_enregistre"), "absente");
}
