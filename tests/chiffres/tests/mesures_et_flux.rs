//! Measures, places, flows and paths of a small Département told for them, counted by hand; and, on populations
//! drawn, what every report says adds up.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use chiffres::dits::{
    accueil_termine, admis, admis_a, aed, attribuee, change, contractee, decidee, demarree,
    inscrit_de_sexe, levee, lieu, mna, ordonnee, qualifiee, recue, refusee, renouvelee, reside,
    termes,
};
use chiffres::hasard::{Hasard, au_hasard};
use chiffres::recits::{
    HAUTE_SAINTONGE, LA_ROCHELLE, annee_de_la_crip, habite, milieu_ouvert, placements,
};
use chiffres::{Chiffres, Monde, Requete, id, jour, le};
use domain::accueil::Lieu;
use domain::codes::{LieuAccueil, MotifSortie, NatureMesure, PorteDEntree, Sexe};
use domain::ids::{ChaineId, DecisionId, LieuId};
use domain::mesure::Termes;
use eventstore::Position;
use projections::rapport::Demande;
use projections::{prevision, trajectoires};
use serde_json::Value;

fn garcon(enfant: u128, naissance: &str, (commune, service): (&str, &str)) -> Requete {
    let told = inscrit_de_sexe(naissance, Sexe::Masculin);
    le("2018-01-01", vec![(enfant, told), (enfant, reside(commune, service))])
}

/// The measure of a child has his number and a thousand.
fn de(enfant: u128, nature: NatureMesure, effet: &str, terme: Option<&str>) -> Termes {
    termes(1000 + enfant, nature, effet, terme)
}

/// AED: 41 renewed in time; 42 after ten days; 43 lifted, then an AEMO. Of the decisions, one is signed, one
/// refused, one waits.
fn aides_a_domicile() -> Vec<Requete> {
    use NatureMesure::{Aed, Aemo};
    let mut again = termes(2042, Aed, "2022-05-11", Some("2023-05-10"));
    again.chaine = ChaineId(id(1042));
    let renewed = renouvelee(1041, termes(2041, Aed, "2022-03-01", Some("2023-02-28")));
    vec![
        habite(41, "2012-01-01", LA_ROCHELLE),
        le("2021-03-01", vec![(41, contractee(de(41, Aed, "2021-03-01", Some("2022-02-28"))))]),
        le("2021-03-10", vec![(41, demarree(1041))]),
        le("2022-02-20", vec![(41, renewed)]),
        habite(42, "2015-06-01", LA_ROCHELLE),
        le("2021-05-01", vec![(42, contractee(de(42, Aed, "2021-05-01", Some("2022-04-30"))))]),
        le("2022-05-05", vec![(42, decidee(642, 542, aed()))]),
        le("2022-05-08", vec![(42, contractee(again))]),
        le("2022-05-20", vec![(42, demarree(2042))]),
        habite(43, "2010-01-01", HAUTE_SAINTONGE),
        le("2021-09-01", vec![(43, contractee(de(43, Aed, "2021-09-01", Some("2022-08-31"))))]),
        le("2022-06-30", vec![(43, levee(1043))]),
        le(
            "2022-07-15",
            vec![(43, ordonnee(termes(2043, Aemo, "2022-07-15", Some("2023-07-14"))))],
        ),
        le("2022-08-01", vec![(43, demarree(2043))]),
        habite(53, "2012-01-01", LA_ROCHELLE),
        le("2022-10-01", vec![(53, decidee(653, 553, aed()))]),
        le("2022-10-20", vec![(53, refusee(653))]),
        habite(54, "2012-01-01", LA_ROCHELLE),
        le("2022-11-01", vec![(54, decidee(654, 554, aed()))]),
    ]
}

/// AEMO: 49 a PEAD; 51 decided, not yet in effect; 52 waits for its operator.
fn milieux_ouverts() -> Vec<Requete> {
    use NatureMesure::{Aemo, AemoHebergement};
    let mut pead = de(49, AemoHebergement, "2022-03-01", Some("2024-03-01"));
    pead.libelle_local = Some("PEAD".into());
    vec![
        habite(49, "2013-01-01", HAUTE_SAINTONGE),
        le("2022-03-01", vec![(49, ordonnee(pead))]),
        le("2022-03-05", vec![(49, demarree(1049))]),
        habite(51, "2009-01-01", LA_ROCHELLE),
        le("2022-12-20", vec![(51, ordonnee(de(51, Aemo, "2023-01-10", Some("2024-01-10"))))]),
        habite(52, "2017-03-03", LA_ROCHELLE),
        le("2022-10-01", vec![(52, ordonnee(de(52, Aemo, "2022-10-01", Some("2023-10-01"))))]),
        le("2022-10-15", vec![(52, attribuee(1052))]),
    ]
}

/// Placements: 44 moved twice; 45 back home; 46 come of age; 47 and 48, siblings, with one third person; 50 with
/// a volunteer, in Gironde.
fn accueils() -> Vec<Requete> {
    use NatureMesure::{
        AccueilDurableBenevole, Aemo, ContratJeuneMajeur, OppJuge, OppParquet, PlacementAse,
        TiersDigneDeConfiance as Tdc,
    };
    let shared = |enfant| {
        let decision = DecisionId(id(7047));
        Termes { decision, ..de(enfant, Tdc, "2022-05-01", None) }
    };
    let chez_lui =
        Lieu { lieu: Some(LieuId(id(8001))), ..lieu(LieuAccueil::TiersDigneDeConfiance) };
    let en_gironde = Lieu { commune: Some("33063".into()), ..lieu(LieuAccueil::TiersBenevole) };
    let adb = de(50, AccueilDurableBenevole, "2021-01-01", Some("2023-01-01"));
    let contrat = termes(2046, ContratJeuneMajeur, "2022-09-01", Some("2023-08-31"));
    vec![
        habite(44, "2018-01-01", HAUTE_SAINTONGE),
        le("2022-01-10", vec![(44, recue(944, PorteDEntree::Crip, None))]),
        le("2022-01-15", vec![(44, qualifiee(944))]),
        le("2022-02-01", vec![(44, ordonnee(de(44, OppParquet, "2022-02-01", None)))]),
        le("2022-02-01", vec![(44, admis(4044, Some(1044), LieuAccueil::FoyerDeLEnfance))]),
        le("2022-06-01", vec![(44, change(4044, 5044, LieuAccueil::AssistantFamilial))]),
        le("2022-10-01", vec![(44, change(5044, 6044, LieuAccueil::Mecs))]),
        garcon(45, "2011-01-01", LA_ROCHELLE),
        le("2021-06-01", vec![(45, ordonnee(de(45, OppJuge, "2021-06-01", None)))]),
        le("2021-06-01", vec![(45, admis(4045, Some(1045), LieuAccueil::Mecs))]),
        le("2022-03-31", vec![(45, accueil_termine(4045, MotifSortie::RetourEnFamille))]),
        le("2022-03-31", vec![(45, levee(1045))]),
        le(
            "2022-04-10",
            vec![(45, ordonnee(termes(2045, Aemo, "2022-04-10", Some("2023-04-09"))))],
        ),
        le("2022-04-20", vec![(45, demarree(2045))]),
        habite(46, "2004-09-01", LA_ROCHELLE),
        le("2020-01-01", vec![(46, ordonnee(de(46, PlacementAse, "2020-01-01", None)))]),
        le("2020-01-01", vec![(46, admis(4046, Some(1046), LieuAccueil::Mecs))]),
        le("2020-02-01", vec![(46, mna())]),
        le("2022-09-01", vec![(46, contractee(contrat))]),
        habite(47, "2016-01-01", LA_ROCHELLE),
        garcon(48, "2014-01-01", LA_ROCHELLE),
        le("2022-05-01", vec![(47, ordonnee(shared(47))), (48, ordonnee(shared(48)))]),
        le(
            "2022-05-01",
            vec![
                (47, admis_a(4047, Some(1047), chez_lui.clone())),
                (48, admis_a(4048, Some(1048), chez_lui)),
            ],
        ),
        habite(50, "2008-01-01", HAUTE_SAINTONGE),
        le("2021-01-01", vec![(50, contractee(adb))]),
        le("2021-01-01", vec![(50, admis_a(4050, Some(1050), en_gironde))]),
    ]
}

async fn population() -> Monde {
    let mut monde = Monde::nouveau().await;
    let told = [aides_a_domicile(), milieux_ouverts(), accueils()];
    monde.raconte(told.into_iter().flatten().collect()).await;
    monde.runner().catch_up().await.unwrap();
    monde
}

#[tokio::test]
async fn la_judiciarisation_nomme_son_unite_et_ses_deux_cotes() {
    let chiffres = population().await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("B3"),
        [
            "taux 4/6",
            "taux_executees 3/5",
            "taux_avec_pead 4/6",
            "taux_sans_pead 3/5",
            "pead 1",
            "pead_aed 0",
            "pead_aemo 1",
            "pead_placement 0",
            "pead_autre 0"
        ]
    );
    // 44 by the parquet, 47 and 48 placed directly; 50 agreed by contract. The young adult is beside.
    assert_eq!(
        chiffres.tout("D16"),
        ["enfants 3/4", "enfants_confies 1/2", "mesures 3/4", "mesures_avec_cjm 3/5"]
    );
    assert_eq!(
        chiffres.ventilation("D16", "territoire"),
        ["la_rochelle_re_aunis_atlantique 2/2", "haute_saintonge 1/2"]
    );
    assert_eq!(chiffres.tout("M1"), ["mesures 7/10", "mesures_avec_cjm 7/11", "enfants 7/10"]);
}

#[tokio::test]
async fn les_stocks_se_comptent_par_age_par_sexe_et_par_territoire() {
    let chiffres = population().await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("D4"),
        ["accueillis_pour_mille 4/135200", "avec_jeunes_majeurs 5/135200"]
    );
    assert_eq!(chiffres.tout("D5"), ["hors_mna 4", "part_hors_mna 4/4", "tous 4", "part_tous 4/4"]);
    assert_eq!(
        chiffres.tout("D12"),
        ["tdc_enfants 2", "adb_enfants 1", "foyers 1", "foyer_non_dit 1"]
    );
    assert_eq!(
        chiffres.tout("D15"),
        ["hors_departement 1/2", "dans_le_departement 0", "commune_non_dite 1", "sans_lieu 0"]
    );
    assert_eq!(chiffres.ventilation("B1", "age"), ["de_6_a_10 2"]);
    assert_eq!(chiffres.ventilation("B2", "sexe"), ["masculin 1", "feminin 3"]);
    assert_eq!(
        chiffres.ventilation("D1", "age_et_sexe"),
        [
            "de_3_a_5.feminin 1",
            "de_6_a_10.masculin 1",
            "de_6_a_10.feminin 1",
            "de_11_a_14.feminin 1"
        ]
    );
    assert_eq!(
        chiffres.tout("M2"),
        [
            "mesures 11",
            "aed 2",
            "aemo 4",
            "accueils 4",
            "jeunes_majeurs 1",
            "mesures_pour_mille 11/135200"
        ]
    );
    assert_eq!(
        chiffres.tout("M3"),
        [
            "enfants 11",
            "de_0_a_17 10",
            "de_18_a_20 1",
            "de_21_et_plus 0",
            "age_non_renseigne 0",
            "mineurs_pour_mille 10/114600",
            "jeunes_pour_mille 1/20600",
            "mineurs_judiciaires 7/10",
            "mineurs_accueillis 4/10"
        ]
    );
}

#[tokio::test]
async fn les_mesures_en_attente_disent_qui_elles_attendent_et_depuis_quand() {
    let chiffres = population().await.chiffres(None, None).await;
    assert_eq!(chiffres.valeur("B4", "total"), "1");
    assert_eq!(chiffres.ventilation("B4", "operateur"), ["op_tremplin 1"]);
    // From 1 October to 31 December: 91 days.
    assert_eq!(chiffres.ventilation("B4", "attente"), ["de_91_a_180 1"]);
    assert_eq!(chiffres.ventilation("B4", "age"), ["de_3_a_5 1"]);
}

#[tokio::test]
async fn ce_qui_entre_et_sort_se_compte_en_enfants_et_en_mesures() {
    let chiffres = population().await.chiffres(None, None).await;
    // 41 goes on by a renewal; 42 left on 1 May and came back on the 11th; 43 left.
    assert_eq!(
        chiffres.tout("X1"),
        [
            "enfants_avant 3",
            "entrees 1",
            "sorties 2",
            "enfants_apres 2",
            "sejours 4",
            "entres_distincts 1",
            "sortis_distincts 2",
            "mesures_avant 3",
            "mesures_entrees 2",
            "dont_premieres 0",
            "dont_suivantes 2",
            "mesures_sorties 3",
            "mesures_apres 2",
            "mesures 5"
        ]
    );
    let four = |id: &str| {
        ["enfants_avant", "entrees", "sorties", "enfants_apres"].map(|cle| chiffres.valeur(id, cle))
    };
    assert_eq!(four("X2"), ["0", "4", "0", "4"]);
    assert_eq!(four("X3"), ["3", "3", "2", "4"]);
    assert_eq!(four("X4"), ["1", "0", "1", "0"]);
    assert_eq!(four("X5"), ["0", "1", "0", "1"]);
    assert_eq!(
        chiffres.ventilation("X3", "age_des_entrees"),
        ["de_3_a_5 1", "de_6_a_10 2"],
        "by their age on the last day"
    );
    assert_eq!(
        chiffres.ventilation("X3", "territoire_des_sorties"),
        ["la_rochelle_re_aunis_atlantique 2"]
    );
    assert_eq!(chiffres.tout("X6"), ["aed 3", "aemo 0", "accueils 2", "jeunes_majeurs 0"]);
    assert_eq!(
        chiffres.ventilation("X6", "motif_aed"),
        ["absence_de_danger 1", "renouvellement 1", "terme_sans_acte 1"]
    );
    assert_eq!(chiffres.ventilation("X6", "motif_accueil"), ["absence_de_danger 1", "majorite 1"]);
}

#[tokio::test]
async fn les_sortis_et_les_presents_ont_chacun_leur_duree() {
    let chiffres = population().await.chiffres(None, None).await;
    // Left: 42 after 365 days, 43 after 302. Present: 41 for 671 days through his renewal, 42 for 235.
    for (cle, attendu) in [
        ("aed_sortis_moyenne", "667/2"),
        ("aed_sortis_mediane", "302"),
        ("aed_sortis_p90", "365"),
        ("aed_presents_moyenne", "906/2"),
        ("aed_presents_mediane", "235"),
        ("aed_presents_p90", "671"),
        ("aemo_sortis_moyenne", "absente"),
        ("mna_sortis_mediane", "943"),
    ] {
        assert_eq!(chiffres.valeur("X7", cle), attendu, "{cle}");
    }
    assert_eq!(
        chiffres.tout("D11"),
        [
            "entrees 1",
            "premiers_accueils 1",
            "sorties 1",
            "presents 0",
            "sortis_moyenne 120/1",
            "sortis_mediane 120",
            "sortis_p90 120",
            "presents_moyenne absente",
            "presents_mediane absente",
            "presents_p90 absente"
        ]
    );
}

#[tokio::test]
async fn ce_qui_vient_avant_et_ce_qui_suit_se_lisent_dans_la_vie_de_l_enfant() {
    let chiffres = population().await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("X8"),
        [
            "suivantes 2",
            "a_temps 1/2",
            "apres_interruption 1",
            "interruption_moyenne 10/1",
            "interruption_mediane 10",
            "interruption_maximum 10"
        ]
    );
    // Into any measure: 42, 43 and 45 come back within days; 44, 47, 48, 49 and 52 are new; 46 never left.
    assert_eq!(
        chiffres.tout("X9"),
        [
            "accueil_12_mois 0/3",
            "accueil_24_mois 0/3",
            "toute_mesure_12_mois 3/8",
            "toute_mesure_24_mois 3/8"
        ]
    );
    assert_eq!(
        chiffres.tout("X12"),
        [
            "aemo_apres_aed 1/4",
            "aemo_sans_aed 3/4",
            "accueil_apres_ip 1/3",
            "accueil_apres_aed 0/3",
            "accueil_apres_aemo 0/3",
            "accueil_sans_rien 2/3"
        ]
    );
    assert_eq!(chiffres.tout("B10"), ["accompagnes 1/1", "sans 0"]);
    // Days: 334 of 44, 89 of 45, 243 of 46, 245 of 47 and of 48, 365 of 50.
    assert_eq!(
        chiffres.tout("D14"),
        ["changements 2", "jours_enfants 1521", "pour_mille_jours 2/1521", "trois_lieux 1/4"]
    );
}

#[tokio::test]
async fn les_decisions_se_comptent_par_source_et_les_aed_par_issue() {
    let chiffres = population().await.chiffres(None, None).await;
    assert_eq!(chiffres.tout("X10"), ["mesures 11", "decisions 10", "enfants 11"]);
    assert_eq!(chiffres.ventilation("X10", "source"), ["administrative 3", "juge 7", "parquet 1"]);
    assert_eq!(
        chiffres.tout("X11"),
        [
            "proposees 3",
            "signees 1/3",
            "refusees 1/3",
            "en_attente 1/3",
            "delai_moyen 3/1",
            "delai_median 3",
            "delai_p90 3"
        ]
    );
}

/// Whatever the population, the period, the territory and the position, what a report says adds up does.
#[tokio::test]
async fn ce_qu_un_rapport_dit_s_additionner_s_additionne() {
    let mut told = Monde::nouveau().await;
    let stories = [annee_de_la_crip(), milieu_ouvert(), placements()];
    told.raconte(stories.into_iter().flatten().collect()).await;
    let mut worlds = vec![told, population().await];
    for graine in [11, 12] {
        let mut drawn = Monde::nouveau().await;
        drawn.raconte(au_hasard(&mut Hasard(graine), 50)).await;
        worlds.push(drawn);
    }
    for monde in worlds {
        monde.runner().catch_up().await.unwrap();
        let head = monde.tete().await.get();
        for (du, au) in [("2022-01-01", "2022-12-31"), ("2022-03-10", "2022-09-02")] {
            for territoire in
                [None, Some("haute_saintonge"), Some("la_rochelle_re_aunis_atlantique")]
            {
                for position in [head, head * 2 / 3] {
                    let demande = Demande {
                        periode: format!("{du}/{au}").parse().unwrap(),
                        ..chiffres::pour_2022(territoire, Some(Position::new(position)))
                    };
                    let rapport = monde.rapport(&demande).await;
                    let chiffres = Chiffres(serde_json::from_slice(&rapport.json).unwrap());
                    let asked = format!("{du} {au} {territoire:?} {position}");
                    assert_eq!(chiffres.sommes_rompues(2), [""; 0], "{asked}");
                    assert_eq!(chiffres.coupes_rompues(), [""; 0], "{asked}");
                }
            }
        }
    }
}

/// The stock a period leaves is the one the next period finds.
#[tokio::test]
async fn le_stock_que_laisse_une_periode_est_celui_que_trouve_la_suivante() {
    let mut monde = Monde::nouveau().await;
    monde.raconte(au_hasard(&mut Hasard(21), 60)).await;
    monde.runner().catch_up().await.unwrap();
    let mut left: Option<Vec<String>> = None;
    for (du, au) in [
        ("2021-01-01", "2021-06-30"),
        ("2021-07-01", "2021-12-31"),
        ("2022-01-01", "2022-12-31"),
        ("2023-01-01", "2023-12-31"),
    ] {
        let mut demande = chiffres::pour_2022(None, None);
        (demande.periode.du, demande.periode.au) = (jour(du), jour(au));
        let rapport = monde.rapport(&demande).await;
        let chiffres = Chiffres(serde_json::from_slice(&rapport.json).unwrap());
        let of = |cle: &str| {
            let ids = ["X1", "X2", "X3"];
            ids.map(|id| format!("{id} {}", chiffres.valeur(id, cle))).to_vec()
        };
        if let Some(left) = left.replace(of("enfants_apres")) {
            assert_eq!(of("enfants_avant"), left, "{du}");
        }
    }
    assert!(
        left.unwrap().iter().any(|stock| !stock.ends_with(" 0")),
        "the population is not empty"
    );
}

/// The paths of 2022: as many children as had a step in the year, each on one path.
#[tokio::test]
async fn les_parcours_de_l_annee_comptent_chaque_enfant_une_fois() {
    let monde = population().await;
    let demande = chiffres::pour_2022(None, None);
    let produits = trajectoires::produire(&monde.pool, &monde.journal, &demande).await.unwrap();
    let read: Value = serde_json::from_slice(&produits.json).unwrap();
    let paths: Vec<String> = read["parcours"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| {
            let steps = path["etapes"].as_array().unwrap().iter().map(|s| s.as_str().unwrap());
            let steps = steps.collect::<Vec<_>>().join(" > ");
            format!("{} : {steps} {}", path["enfants"], path["delais_medians_jours"])
        })
        .collect();
    // 41 has no step in 2022: his renewal is none. 51 takes effect in 2023. 53 and 54 have no measure.
    assert_eq!(
        paths,
        [
            "2 : aemo []",
            "2 : placement_direct []",
            "1 : information > ip > accueil_judiciaire [5,17]",
            "1 : aed > fin > aed [365,10]",
            "1 : aed > fin > aemo [302,15]",
            "1 : accueil_judiciaire > contrat_jeune_majeur [974]",
            "1 : accueil_judiciaire > fin > aemo [303,10]",
        ]
    );
    assert_eq!(read["enfants"], 9);
    let csv = String::from_utf8(produits.csv).unwrap();
    let line = format!("{};2022-01-01/2022-12-31;;aemo;2;", produits.position);
    assert_eq!(csv.lines().nth(1), Some(&*line));

    // The same bytes after other events; a territory is that of the child.
    let position = Some(produits.position);
    let territoire = chiffres::pour_2022(Some("haute_saintonge"), position);
    let there = trajectoires::produire(&monde.pool, &monde.journal, &territoire).await.unwrap();
    let read: Value = serde_json::from_slice(&there.json).unwrap();
    assert_eq!(read["enfants"], 3, "43, 44 and 49");
    let again = chiffres::pour_2022(None, position);
    let again = trajectoires::produire(&monde.pool, &monde.journal, &again).await.unwrap();
    assert_eq!(again.json, produits.json);
}

#[tokio::test]
async fn une_prevision_part_de_ce_qui_est_observe_et_dit_ses_hypotheses() {
    let monde = population().await;
    let demande = prevision::Demande {
        departement: "17".into(),
        au: jour("2022-12-31"),
        territoire: None,
        position: None,
        reference_ans: 2,
        horizon_ans: 5,
    };
    let json = prevision::produire(&monde.pool, &monde.journal, &demande).await.unwrap();
    let read: Value = serde_json::from_slice(&json).unwrap();
    let calcul = &read["calcul"];
    // 44 in a MECS, 47 and 48 placed directly, 50 elsewhere, 46 under contract.
    assert_eq!(calcul["observe"]["total"], 5);
    for (lieu, attendu) in [
        ("etablissement", 1000),
        ("placement_direct", 2000),
        ("autre", 1000),
        ("jeune_majeur", 1000),
    ] {
        assert_eq!(calcul["observe"]["par_lieu"][lieu]["attendu_milliemes"], attendu, "{lieu}");
    }
    assert_eq!(calcul["majorite"], serde_json::json!({"enfants": 1, "avec_contrat": 1}));
    // Entries of two years: 45 in June 2021, 50 in January 2021; 44, 47 and 48 in 2022.
    let entered: i64 = calcul["entrees"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["vus"].as_i64().unwrap())
        .sum();
    assert_eq!(entered, 5);
    let horizons = calcul["horizons"].as_array().unwrap();
    assert_eq!(horizons.len(), 5);
    assert_eq!(horizons[4]["au"], "2027-12-31");
    for horizon in horizons {
        let of = |axe: &str| -> i64 {
            let lines = horizon[axe].as_object().unwrap().values();
            lines.map(|line| line["attendu_milliemes"].as_i64().unwrap()).sum()
        };
        let total = horizon["total"]["attendu_milliemes"].as_i64().unwrap();
        // Each number is rounded by itself: ten of them are within ten thousandths of their sum.
        assert!((of("par_lieu") - total).abs() <= 10 && (of("par_age") - total).abs() <= 10);
        let (bas, haut) = (&horizon["total"]["bas"], &horizon["total"]["haut"]);
        assert!(bas.as_i64().unwrap() * 1000 <= total && total <= haut.as_i64().unwrap() * 1000);
    }
    // 46 is 21 in September 2025: his contract is in no number after it.
    let contracts = |rang: usize| {
        horizons[rang]["par_lieu"]["jeune_majeur"]["attendu_milliemes"].as_i64().unwrap()
    };
    assert!(contracts(1) >= 1000 && contracts(2) < 1000, "{} {}", contracts(1), contracts(2));
    assert_eq!(calcul["verification"]["total"]["observe"], 5);
    let again = prevision::produire(&monde.pool, &monde.journal, &demande).await.unwrap();
    assert_eq!(again, json);
}
