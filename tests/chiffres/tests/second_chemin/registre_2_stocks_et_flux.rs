//! Registry 2, stocks, protection and flows: what the report says of them, the events say too.

use chiffres::dits::{infirmee, ordonnee, termes};
use chiffres::hasard::Hasard;
use chiffres::recits::{LA_ROCHELLE, habite};
use chiffres::{Monde, le, pour_2022};
use domain::codes::NatureMesure;
use eventstore::Position;
use projections::rapport::Demande;

use super::{annee, population, territoires, vide};

/// What is counted again here.
const INDICATEURS: [&str; 28] = [
    "B1", "B2", "B3", "B4", "D1", "D4", "D5", "D12", "D15", "D16", "M1", "M2", "M3", "X1", "X2",
    "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X12", "B10", "D11", "D14", "X10", "X11",
];

/// Where the events say otherwise than the report, of these indicators only.
async fn desaccords(
    monde: &Monde,
    periode: &str,
    territoire: Option<&str>,
    position: Position,
) -> Vec<String> {
    let asked = Demande {
        registre: Some(2),
        periode: periode.parse().unwrap(),
        indicateurs: INDICATEURS.iter().map(|id| (*id).to_owned()).collect(),
        ..pour_2022(territoire, Some(position))
    };
    let rapport = monde.rapport(&asked).await;
    let constat = monde.second_chemin_de(&rapport.json, &asked.indicateurs).await;
    assert_eq!(constat.non_couverts, [], "{periode}, {territoire:?}, {position}");
    assert_eq!(constat.verifies.len(), INDICATEURS.len());
    let said = constat.ecarts.iter();
    said.map(|ecart| format!("{periode}, {territoire:?}, {position}: {ecart}")).collect()
}

#[tokio::test]
async fn les_stocks_et_les_flux_dits_a_la_main_se_recomptent() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let head = monde.tete().await;
    let mut said = Vec::new();
    for part in [4, 12, 20] {
        let position = Position::new(head.get() * part / 20);
        for territoire in territoires() {
            said.extend(desaccords(&monde, "2022", territoire, position).await);
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[tokio::test]
async fn les_stocks_et_les_flux_d_une_annee_tiree_au_hasard_se_recomptent() {
    let (mut said, mut counted) = (Vec::new(), INDICATEURS.to_vec());
    for graine in [31, 32, 33] {
        let monde = annee(graine, 200).await;
        let mut hasard = Hasard(graine + 1000);
        let head = monde.tete().await.get();
        for territoire in [None, Some("haute_saintonge")] {
            said.extend(desaccords(&monde, "2022", territoire, Position::new(head)).await);
        }
        for periode in ["2022", "2022-03-07/2022-09-15", "2023"] {
            let position = Position::new(hasard.moins_de(head));
            said.extend(desaccords(&monde, periode, None, position).await);
        }
        let chiffres = monde.chiffres_du_registre(2).await;
        counted.retain(|id| chiffres.tout(id).iter().all(|line| vide(line)));
    }
    assert_eq!(counted, [""; 0], "nothing there is counted");
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// The rows said that majority had ended a measure that an arrêt infirmed.
#[tokio::test]
async fn une_mesure_infirmee_ne_finit_pas_par_la_majorite() {
    let mut monde = Monde::nouveau().await;
    let aemo = termes(1001, NatureMesure::Aemo, "2022-01-10", None);
    let decision = aemo.decision.0.as_u128();
    monde
        .raconte(vec![
            habite(1, "2012-01-01", LA_ROCHELLE),
            le("2022-01-10", vec![(1, ordonnee(aemo))]),
            le("2022-06-01", vec![(1, infirmee(decision))]),
        ])
        .await;
    monde.runner().catch_up().await.unwrap();
    assert_eq!(desaccords(&monde, "2022", None, monde.tete().await).await, [""; 0]);
    let chiffres = monde.chiffres_du_registre(2).await;
    assert_eq!(chiffres.ventilation_de("X6", "motif_aemo", "aemo"), ["infirmation 1"]);
}
