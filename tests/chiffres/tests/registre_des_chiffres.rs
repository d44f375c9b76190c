//! The ledger: figures somebody published and advice given, beside the figures, at a position; and the sheet that brings a
//! published figure and ours face to face.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use chiffres::recits::milieu_ouvert;
use chiffres::{DEPARTEMENT, Monde, id, jour, le, pour_2022};
use domain::codes::{Canal, PorteDEntree, Transip};
use domain::departement::{ChiffrePublie, ConseilDonne, Event};
use eventstore::StreamId;
use projections::codec::FLUX_DEPARTEMENT;
use projections::constats::constats;
use projections::rapport::NonProduit;
use serde_json::{Value, json};

fn publie(cle: &str, indicateur: Option<&str>, valeur: &str, unite: &str) -> ChiffrePublie {
    ChiffrePublie {
        cle: cle.into(),
        indicateur: indicateur.map(str::to_owned),
        libelle: "comme il fut imprimé".into(),
        valeur: valeur.into(),
        unite: unite.into(),
        du: None,
        au: jour("2022-12-31"),
        auteur: "DREES".into(),
        source: "enquête Aide sociale".into(),
        edition: "2024".into(),
    }
}

fn conseil(number: u128, demandeur: Transip) -> Event {
    Event::ConseilDonne(ConseilDonne {
        conseil: id(number),
        porte_d_entree: PorteDEntree::Crip,
        canal: Canal::Telephone,
        demandeur,
        organisation: None,
    })
}

async fn milieu() -> Monde {
    let mut monde = Monde::nouveau().await;
    monde.raconte(milieu_ouvert()).await;
    monde
}

fn indicateur<'a>(report: &'a Value, id: &str) -> &'a Value {
    let mut known = report["indicateurs"].as_array().unwrap().iter();
    known.find(|indicateur| indicateur["id"] == id).unwrap()
}

#[tokio::test]
async fn un_chiffre_publie_fait_face_au_notre_et_dit_ce_qui_reste() {
    let mut monde = milieu().await;
    let annee = ChiffrePublie {
        du: Some(jour("2022-01-01")),
        ..publie("bilans_de_sante_en_maternelle", None, "94", "%")
    };
    let told = vec![
        publie("aed", Some("B1:en_vigueur"), "2", "mesure"),
        publie("judiciarisation", Some("B3:taux"), "79.8", "%"),
        annee,
        ChiffrePublie {
            au: jour("2021-12-31"),
            ..publie("aed", Some("B1:en_vigueur"), "9", "mesure")
        },
    ];
    monde.departement("2023-06-01", told.into_iter().map(Event::ChiffrePublie).collect()).await;
    monde.runner().catch_up().await.unwrap();
    let report = monde.chiffres(None, None).await.0;

    let hypothese = |cle: &str, dit: &str, notre: &str, reste: &str| json!({"cle": cle, "dit": dit, "notre": notre, "reste": reste});
    assert_eq!(
        indicateur(&report, "B1")["rapprochements"],
        json!([{
            "publie": "aed", "auteur": "DREES", "edition": "2024", "cle": "en_vigueur",
            "notre": "3", "externe": "2", "ecart": "-1",
            "hypotheses": [
                hypothese("dont_non_executees",
                    "l'autre chiffre écarte les mesures en attente d'exécution", "2", "0"),
                hypothese("echues_encore_exercees",
                    "l'autre chiffre garde les mesures échues encore exercées", "4", "-2"),
                hypothese("a_effet_differe",
                    "l'autre chiffre compte à la décision, et non à la date d'effet", "4", "-2"),
            ],
            "inexplique": "0",
        }])
    );
    let b3 = &indicateur(&report, "B3")["rapprochements"][0];
    assert_eq!((&b3["externe"], &b3["ecart"]), (&json!("399/500"), &json!("149/500")));
    // A figure nothing here counts is printed as it was published, and that of another year is not.
    let printed = report["chiffres_publies"].as_array().unwrap().iter();
    let printed: Vec<_> =
        printed.map(|one| format!("{} {} {}", one["cle"], one["du"], one["valeur"])).collect();
    assert_eq!(
        printed,
        [
            "\"aed\" \"2022-12-31\" \"2\"",
            "\"bilans_de_sante_en_maternelle\" \"2022-01-01\" \"94\"",
            "\"judiciarisation\" \"2022-12-31\" \"79.8\"",
        ]
    );
    // Neither the first registry nor a territory has sheets.
    assert!(monde.chiffres_du_registre(1).await.0.get("chiffres_publies").is_none());
    let part = monde.chiffres(Some("haute_saintonge"), None).await.0;
    assert_eq!(indicateur(&part, "B1")["rapprochements"], json!([]));
}

#[tokio::test]
async fn un_chiffre_corrige_se_relit_tel_qu_il_etait_alors() {
    let mut monde = milieu().await;
    let chiffre = |valeur| Event::ChiffrePublie(publie("aed", None, valeur, "mesure"));
    monde.departement("2023-06-01", vec![chiffre("340")]).await;
    let runner = monde.runner();
    let before = runner.catch_up().await.unwrap();
    let alors = monde.rapport(&pour_2022(None, Some(before))).await;
    // Told twice in a request, the last one holds.
    monde.departement("2023-06-02", vec![chiffre("300"), chiffre("304")]).await;
    runner.catch_up().await.unwrap();
    let valeurs = async |position| {
        let report = monde.chiffres(None, position).await.0;
        let known = report["chiffres_publies"].as_array().unwrap().clone();
        known.iter().map(|one| one["valeur"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(valeurs(None).await, [json!("304")]);
    assert_eq!(valeurs(Some(before)).await, [json!("340")]);
    let aujourd_hui = monde.rapport(&pour_2022(None, None)).await;
    for size in [1, 1000] {
        monde.runner_par(size).rebuild().await.unwrap();
        assert_eq!(monde.rapport(&pour_2022(None, Some(before))).await, alors, "by {size}");
        assert_eq!(monde.rapport(&pour_2022(None, None)).await, aujourd_hui, "by {size}");
    }
}

#[tokio::test]
async fn les_conseils_sans_information_se_comptent_sans_enfant() {
    let mut monde = milieu().await;
    monde.departement("2022-05-01", vec![conseil(501, Transip::Mairie)]).await;
    let ecole = Transip::EnseignementPublic;
    monde.departement("2022-06-01", vec![conseil(502, ecole), conseil(503, ecole)]).await;
    monde.departement("2023-01-02", vec![conseil(504, ecole)]).await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;
    assert_eq!(chiffres.tout("A22"), ["conseils 3"]);
    for territoire in [None, Some("haute_saintonge")] {
        assert_eq!(monde.ecarts_du_recompte(&["A22"], territoire, None).await, [""; 0]);
    }
    assert_eq!(chiffres.ventilation("A22", "porte"), ["crip 3"]);
    assert_eq!(chiffres.ventilation("A22", "demandeur"), ["enseignement_public 2", "mairie 1"]);
    assert_eq!(chiffres.ventilations_fausses(), [""; 0]);
    let part = monde.chiffres(Some("haute_saintonge"), None).await;
    assert_eq!(part.valeur("A22", "conseils"), "absente");
}

#[tokio::test]
async fn un_chiffre_illisible_arrete_les_chiffres() {
    let mut monde = milieu().await;
    let requete = le("2023-06-01", vec![(12, chiffres::dits::emancipe())]);
    let flux = StreamId::new(FLUX_DEPARTEMENT, DEPARTEMENT);
    monde.avec_un_evenement_de(requete, flux, "chiffre_publie").await;
    monde.runner().catch_up().await.unwrap();
    let refused =
        projections::rapport::produire(&monde.pool, &monde.journal, &pour_2022(None, None)).await;
    assert!(matches!(refused, Err(NonProduit::Arretes { .. })));
}

/// Each reading of the findings that others publish has its place in the ledger.
#[tokio::test]
async fn les_lectures_publiees_ailleurs_se_tiennent_au_registre_des_chiffres() {
    let mut monde = milieu().await;
    let keys = || constats("17").iter().flat_map(|constat| constat.publies.iter());
    let told = keys().map(|cle| Event::ChiffrePublie(publie(cle, None, "1", "mesure"))).collect();
    monde.departement("2023-06-01", told).await;
    monde.runner().catch_up().await.unwrap();
    let report = monde.chiffres(None, None).await.0;
    let printed = report["chiffres_publies"].as_array().unwrap();
    assert_eq!(printed.len(), 16);
    for cle in keys() {
        assert!(printed.iter().any(|one| one["cle"] == cle.as_str()), "{cle}");
    }
}
