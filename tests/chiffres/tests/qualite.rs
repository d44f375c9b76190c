//! What the figures stand on: findings and gaps of a small population, counted by hand on 31 December 2022.

use chiffres::dits::{contractee, inscrit, levee, ordonnee, projet_etabli, termes};
use chiffres::recits::{HAUTE_SAINTONGE, LA_ROCHELLE, habite};
use chiffres::suites::placement_a_effet_suspendu;
use chiffres::{Monde, le};
use domain::codes::NatureMesure::{Aed, Aemo, PlacementAse};

async fn population() -> Monde {
    let mut monde = Monde::nouveau().await;
    let told = vec![
        // Nobody knows where he lives; his AEMO has no term; three months and a day without a project.
        le("2018-01-01", vec![(601, inscrit("2012-01-01"))]),
        le("2022-01-10", vec![(601, ordonnee(termes(1601, Aemo, "2022-01-10", None)))]),
        // A term passed and nothing was decided.
        habite(602, "2012-01-01", LA_ROCHELLE),
        le(
            "2021-01-01",
            vec![(602, ordonnee(termes(1602, PlacementAse, "2021-01-01", Some("2022-01-01"))))],
        ),
        le("2021-02-01", vec![(602, projet_etabli(3602))]),
        // A contract nobody consented to.
        habite(603, "2012-01-01", HAUTE_SAINTONGE),
        le(
            "2022-02-01",
            vec![(603, contractee(termes(1603, Aed, "2022-02-01", Some("2023-01-31"))))],
        ),
        le("2022-03-01", vec![(603, projet_etabli(3603))]),
        // A term passed, and the end told the next month: found until then only.
        habite(604, "2012-01-01", LA_ROCHELLE),
        le(
            "2021-03-01",
            vec![(604, ordonnee(termes(1604, Aemo, "2021-03-01", Some("2022-02-28"))))],
        ),
        le("2021-04-01", vec![(604, projet_etabli(3604))]),
        le("2022-04-10", vec![(604, levee(1604))]),
        // To take effect when another measure ends.
        habite(605, "2012-01-01", LA_ROCHELLE),
        le("2022-06-01", vec![(605, placement_a_effet_suspendu(1605))]),
        // Put right after the year: on its last day it was still wrong.
        le("2023-02-01", vec![(601, projet_etabli(3601))]),
        le("2023-03-01", vec![(602, levee(1602))]),
    ];
    monde.raconte(told).await;
    monde
}

#[tokio::test]
async fn les_irregularites_et_les_lacunes_se_comptent_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;

    assert_eq!(
        chiffres.tout("J6"),
        [
            "irregularites 3",
            "enfants_concernes 3",
            "sans_commune 1/2",
            "sans_terme 1/2",
            "sans_effet 1"
        ]
    );
    assert_eq!(
        chiffres.ventilation("J6", "sorte"),
        ["CONSENTEMENT_MANQUANT 1", "TERME_SANS_DECISION 1", "PROJET_MANQUANT 1"]
    );
    assert_eq!(chiffres.ventilation("J6", "charge"), ["ase 3"]);
    for territoire in [None, Some("haute_saintonge")] {
        assert_eq!(monde.ecarts_du_recompte(&["J6"], territoire, None).await, [""; 0]);
    }
    let saintonge = monde.chiffres(Some("haute_saintonge"), None).await;
    assert_eq!(saintonge.ventilation("J6", "sorte"), ["CONSENTEMENT_MANQUANT 1"]);
}
