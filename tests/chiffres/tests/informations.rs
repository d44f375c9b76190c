//! The family A by registry 2, counted by hand: a year of the CRIP whose open cases, hours, returns and second
//! informations are told.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use chiffres::dits::{
    decidee, inscrit, mandatee, non_identifie, non_qualifiee, ordonnee, qualifiee, rapport,
    rattachee, recue, reside, signalee, termes,
};
use chiffres::dits_de_la_crip::{
    complement_demande, complement_recu, ecrit_a_l_expediteur, inscrit_de_sexe, navette_envoyee,
    navette_retournee, recue_de, recue_en_urgence, signalee_a, suites_demandees,
};
use chiffres::recits::{HAUTE_SAINTONGE, LA_ROCHELLE, annee_de_la_crip, milieu_ouvert, placements};
use chiffres::{Chiffres, Monde, Requete, a, le, pour_2022};
use domain::codes::{EmetteurSignalement, GenreEcrit, NatureMesure, PorteDEntree, Sexe, Transip};
use domain::decision::Suite;
use domain::evenement::Evenement;
use projections::constats::constats;
use projections::rapport::Demande;
use projections::registre::REGISTRE;

const DT_LR: &str = LA_ROCHELLE.1;
const DT_HS: &str = HAUTE_SAINTONGE.1;

fn habite(enfant: u128, naissance: &str, sexe: Sexe, (commune, service): (&str, &str)) -> Requete {
    let inscrit = inscrit_de_sexe(naissance, sexe);
    le("2021-01-01", vec![(enfant, inscrit), (enfant, reside(commune, service))])
}

/// Children 1 and 2 are siblings; 4 is unidentified; the last thing is typed on 5 January 2023.
fn annee() -> Vec<Requete> {
    let both = |evenement: Evenement| vec![(1, evenement.clone()), (2, evenement)];
    let ecole = Transip::EducationNationale;
    let mut told = vec![
        habite(1, "2012-01-01", Sexe::Feminin, LA_ROCHELLE),
        habite(2, "2020-05-01", Sexe::Masculin, LA_ROCHELLE),
        habite(3, "2007-08-01", Sexe::Feminin, HAUTE_SAINTONGE),
        habite(5, "2015-01-01", Sexe::Masculin, LA_ROCHELLE),
        // 112 is of thirteen months before 111: 5 is not named again within twelve.
        le("2021-06-30", vec![(5, recue_de(112, ecole))]),
        le("2021-07-02", vec![(5, non_qualifiee(112))]),
        // 101, of the 119, at eleven o'clock: signalled twenty-three hours and a half later, never mandated.
        a("2022-01-10T10:00:00Z", both(recue_en_urgence(101, Transip::Snated))),
        le("2022-01-11", both(qualifiee(101))),
        le("2022-01-11", both(signalee_a(101, "2022-01-11T09:30:00Z"))),
        // 105 completes it, for 1 only.
        le("2022-01-12", vec![(1, recue_de(105, ecole))]),
        le("2022-01-13", vec![(1, rattachee(105, 101))]),
        // 110, of nobody yet.
        le("2022-02-01", vec![(4, non_identifie()), (4, recue_de(110, ecole))]),
        le("2022-02-03", vec![(4, non_qualifiee(110))]),
    ];
    told.extend(evaluees());
    told.extend(classees());
    told
}

/// 102 is evaluated in time, completed and classed; 108 late and not decided; 109 still at work.
fn evaluees() -> Vec<Requete> {
    let ecole = Transip::EducationNationale;
    vec![
        le("2022-03-01", vec![(1, recue(102, PorteDEntree::DelegationTerritoriale, Some(DT_LR)))]),
        le("2022-03-02", vec![(1, navette_envoyee(102, DT_LR))]),
        le("2022-03-03", vec![(1, qualifiee(102))]),
        le("2022-03-10", vec![(1, mandatee(201, 102))]),
        le("2022-03-12", vec![(1, navette_retournee(102, DT_LR))]),
        le("2022-04-20", vec![(1, rapport(201))]),
        le("2022-04-25", vec![(1, complement_demande(201))]),
        le("2022-05-05", vec![(1, complement_recu(201))]),
        le("2022-05-20", vec![(1, decidee(301, 201, Suite::SansSuite))]),
        le("2022-05-31", vec![(2, recue_de(108, ecole))]),
        le("2022-06-02", vec![(2, qualifiee(108))]),
        le("2022-06-05", vec![(2, mandatee(202, 108))]),
        le("2022-09-30", vec![(2, rapport(202))]),
        le("2022-10-10", vec![(2, recue_de(109, ecole))]),
        le("2022-10-11", vec![(2, qualifiee(109))]),
        le("2022-10-20", vec![(2, mandatee(203, 109))]),
    ]
}

/// 103, 104 and 111 are classed at niveau 1; 106 is urgent without an hour; 107 waits, and was typed late.
fn classees() -> Vec<Requete> {
    let ecole = Transip::EducationNationale;
    let place = termes(1001, NatureMesure::PlacementAse, "2022-10-01", None);
    vec![
        le("2022-06-01", vec![(3, recue_de(104, Transip::Parents))]),
        le("2022-06-02", vec![(3, navette_envoyee(104, DT_HS))]),
        le("2022-06-10", vec![(3, non_qualifiee(104))]),
        le("2022-06-15", vec![(3, suites_demandees(104))]),
        le("2022-07-01", vec![(5, recue_de(111, ecole))]),
        le("2022-07-05", vec![(5, non_qualifiee(111))]),
        le("2022-07-15", vec![(5, ecrit_a_l_expediteur(401, GenreEcrit::RetourExpediteur, 111))]),
        le("2022-09-01", vec![(1, recue_de(103, Transip::AutreParticulier))]),
        le("2022-09-05", vec![(1, non_qualifiee(103))]),
        le("2022-09-10", vec![(1, suites_demandees(103))]),
        le("2022-09-10", vec![(3, ecrit_a_l_expediteur(402, GenreEcrit::ReponseExpediteur, 104))]),
        le("2022-10-01", vec![(1, ordonnee(place))]),
        le("2022-11-01", vec![(3, recue_en_urgence(106, ecole))]),
        le("2022-11-02", vec![(3, qualifiee(106))]),
        le("2022-11-03", vec![(3, signalee(106, EmetteurSignalement::Departement))]),
        le("2022-12-01", vec![(3, recue_en_urgence(107, ecole))]),
        le("2022-12-02", vec![(3, qualifiee(107))]).saisie("2023-01-05"),
    ]
}

async fn de(told: Vec<Requete>) -> Monde {
    let mut monde = Monde::nouveau().await;
    monde.raconte(told).await;
    monde.runner().catch_up().await.unwrap();
    monde
}

#[tokio::test]
async fn les_informations_se_ventilent_et_chaque_ventilation_fait_son_total() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    assert_eq!(chiffres.tout("A1"), ["recues 11", "dont_rattachees 1", "doublons 0"]);
    assert_eq!(chiffres.ventilation("A1", "porte"), ["crip 10", "delegation_territoriale 1"]);
    assert_eq!(
        chiffres.ventilation("A1", "transmetteur"),
        ["parents 1", "autre_particulier 1", "snated 1", "education_nationale 8"]
    );
    assert_eq!(
        chiffres.ventilation("A2", "territoire"),
        ["la_rochelle_re_aunis_atlantique 4", "haute_saintonge 2"]
    );
    assert_eq!(chiffres.tout("A4"), ["a4a 4", "a4b 3", "non_identifies 1"]);
    // 3 is fourteen when she is first named, fifteen when it is an IP.
    assert_eq!(
        chiffres.ventilation_de("A4", "age_et_sexe", "a4a"),
        [
            "de_0_a_2_masculin 1",
            "de_6_a_10_masculin 1",
            "de_6_a_10_feminin 1",
            "de_11_a_14_feminin 1"
        ]
    );
    assert_eq!(
        chiffres.ventilation_de("A4", "age_et_sexe", "a4b"),
        ["de_0_a_2_masculin 1", "de_6_a_10_feminin 1", "de_15_a_17_feminin 1"]
    );
    assert_eq!(
        chiffres.ventilation_de("A8", "territoire", "qualifiees"),
        ["la_rochelle_re_aunis_atlantique 4/6", "haute_saintonge 2/3", "non_renseigne 0/1"]
    );
    assert_eq!(
        chiffres.ventilation_de("A8", "territoire", "evaluees_sur_principales"),
        ["la_rochelle_re_aunis_atlantique 2/6", "haute_saintonge 0/3", "non_renseigne 0/1"]
    );
    assert_eq!(chiffres.ventilations_fausses(), [""; 0]);
}

#[tokio::test]
async fn la_part_du_119_se_lit_par_informations_et_par_enfants() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("A7"),
        [
            "informations_sur_recues 1/11",
            "ip_sur_ip 1/6",
            "enfants_sur_nommes 2/4",
            "enfants_sur_nommes_ip 2/3"
        ]
    );
}

#[tokio::test]
async fn l_evaluation_se_mesure_en_trois_segments_qui_gardent_ce_qui_est_ouvert() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("A13"),
        [
            "remises_moyenne 172/2",
            "remises_mediane 50",
            "remises_p90 122",
            "remises_closes 2",
            "arrivees_moyenne 259/3",
            "arrivees_mediane 87",
            "arrivees_p90 122",
            "arrivees_closes 2",
            "arrivees_ouvertes 1",
            "arrivees_ouvertes_age_moyen 87/1",
            "arrivees_ouvertes_age_max 87",
            "mandat_remises_moyenne 158/2",
            "mandat_remises_mediane 41",
            "mandat_remises_p90 117",
            "mandat_remises_closes 2",
            "mandat_arrivees_moyenne 235/3",
            "mandat_arrivees_mediane 77",
            "mandat_arrivees_p90 117",
            "mandat_arrivees_closes 2",
            "mandat_arrivees_ouvertes 1",
            "mandat_arrivees_ouvertes_age_moyen 77/1",
            "mandat_arrivees_ouvertes_age_max 77",
            "decision_remises_moyenne 127/2",
            "decision_remises_mediane 30",
            "decision_remises_p90 97",
            "decision_remises_closes 1",
            "decision_remises_ouvertes 1",
            "decision_remises_ouvertes_age_moyen 97/1",
            "decision_remises_ouvertes_age_max 97",
            "decision_arrivees_moyenne 127/2",
            "decision_arrivees_mediane 30",
            "decision_arrivees_p90 97",
            "decision_arrivees_closes 1",
            "decision_arrivees_ouvertes 1",
            "decision_arrivees_ouvertes_age_moyen 97/1",
            "decision_arrivees_ouvertes_age_max 97",
            "jamais_mandatees 1",
            "jamais_mandatees_age_moyen 35/1",
            "remises_dans_3_mois 1/2",
        ]
    );
    assert_eq!(
        chiffres.ventilation("A13", "territoire"),
        ["la_rochelle_re_aunis_atlantique 172/2"]
    );
    assert_eq!(chiffres.tout("A14"), ["dans_le_delai 1/3", "interrompues 1"]);
    assert_eq!(chiffres.ventilation("A14", "territoire"), ["la_rochelle_re_aunis_atlantique 1/3"]);
}

/// Ten closed at thirty days, ten open at four hundred: the delay is not « thirty days ».
#[tokio::test]
async fn un_delai_ne_s_imprime_jamais_sur_les_seules_evaluations_achevees() {
    let mut told = Vec::new();
    for enfant in 1..=20 {
        told.push(le("2021-01-01", vec![(enfant, inscrit("2015-01-01"))]));
        told.push(le("2022-01-05", vec![(enfant, recue_de(100 + enfant, Transip::Mairie))]));
        told.push(le("2022-01-06", vec![(enfant, qualifiee(100 + enfant))]));
        told.push(le("2022-01-07", vec![(enfant, mandatee(200 + enfant, 100 + enfant))]));
        if enfant <= 10 {
            told.push(le("2022-02-04", vec![(enfant, rapport(200 + enfant))]));
        }
    }
    told.push(le("2023-02-09", vec![(21, inscrit("2015-01-01"))]));
    let chiffres = de(told).await.chiffres(None, None).await;
    for (cle, attendu) in [
        ("arrivees_moyenne", "4300/20"),
        ("arrivees_p90", "400"),
        ("arrivees_closes", "10"),
        ("arrivees_ouvertes", "10"),
        ("arrivees_ouvertes_age_moyen", "4000/10"),
        ("arrivees_ouvertes_age_max", "400"),
    ] {
        assert_eq!(chiffres.valeur("A13", cle), attendu, "{cle}");
    }
}

#[tokio::test]
async fn la_file_se_dit_par_etat_et_par_anciennete_connue_et_enregistree() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("A15"),
        [
            "a_traiter 0",
            "a_mandater 1",
            "en_evaluation 1",
            "a_decider 1",
            "ouvertes 3",
            "age_moyen_jours 326/3",
            "age_median_jours 82",
            "age_p90_jours 214",
            "a_traiter_enregistre 1",
            "a_mandater_enregistre 0",
            "en_evaluation_enregistre 1",
            "a_decider_enregistre 1",
            "ouvertes_enregistre 3",
            "age_moyen_jours_enregistre 326/3",
            "age_median_jours_enregistre 82",
            "age_p90_jours_enregistre 214",
        ]
    );
    for (de, attendu) in [
        ("a_traiter", vec![]),
        ("a_mandater", vec!["de_16_a_30 1"]),
        ("en_evaluation", vec!["de_31_a_92 1"]),
        ("a_decider", vec!["plus_de_184 1"]),
        ("a_traiter_enregistre", vec!["de_16_a_30 1"]),
    ] {
        assert_eq!(chiffres.ventilation_de("A15", "attente", de), attendu, "{de}");
    }
    for axe in ["territoire", "delegation"] {
        assert_eq!(
            chiffres.ventilation("A15", axe),
            ["la_rochelle_re_aunis_atlantique 2", "haute_saintonge 1"],
            "{axe}"
        );
    }
}

#[tokio::test]
async fn les_enfants_que_l_on_renomme_se_comptent_dans_leurs_douze_mois() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    assert_eq!(chiffres.tout("A16"), ["repetees 3/4", "completees 1/4"]);
    assert_eq!(
        chiffres.tout("A19"),
        [
            "niveau_1_nouvelle 1/3",
            "niveau_1_placement 0/1",
            "niveau_1_recul_incomplet 3",
            "niveau_2_nouvelle 1/1",
            "niveau_2_placement 1/1",
            "niveau_2_recul_incomplet 1"
        ]
    );
}

#[tokio::test]
async fn douze_mois_vont_de_quantieme_a_quantieme_le_dernier_jour_compris() {
    for (premiere, attendu) in [("2021-07-01", "1/1"), ("2021-06-30", "0/1")] {
        let told = vec![
            habite(5, "2015-01-01", Sexe::Masculin, LA_ROCHELLE),
            le(premiere, vec![(5, recue_de(112, Transip::Mairie))]),
            le("2022-07-01", vec![(5, recue_de(111, Transip::Mairie))]),
        ];
        let chiffres = de(told).await.chiffres(None, None).await;
        assert_eq!(chiffres.valeur("A16", "repetees"), attendu, "{premiere}");
    }
}

#[tokio::test]
async fn ce_que_l_on_repond_se_compte_avec_ce_que_l_on_n_a_pas_repondu() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("A17"),
        [
            "dans_le_delai 1/2",
            "sans_reponse 1",
            "differees 0",
            "de_droit_moyenne 576/3",
            "de_droit_mediane 230",
            "de_droit_p90 336",
            "de_droit_closes 1",
            "de_droit_ouvertes 2",
            "de_droit_ouvertes_age_moyen 566/2",
            "de_droit_ouvertes_age_max 336"
        ]
    );
    assert_eq!(
        chiffres.tout("A20"),
        [
            "navettes 2",
            "reponse_moyenne 227/2",
            "reponse_mediane 10",
            "reponse_p90 217",
            "reponse_closes 1",
            "reponse_ouvertes 1",
            "reponse_ouvertes_age_moyen 217/1",
            "reponse_ouvertes_age_max 217"
        ]
    );
    assert_eq!(
        chiffres.ventilation("A20", "delegation"),
        ["la_rochelle_re_aunis_atlantique 1", "haute_saintonge 1"]
    );
    assert_eq!(
        chiffres.tout("A21"),
        [
            "completees 1/2",
            "demandes 1",
            "complement_moyenne 10/1",
            "complement_mediane 10",
            "complement_p90 10",
            "complement_closes 1",
            "complement_ouvertes 0",
            "complement_ouvertes_age_moyen absente",
            "complement_ouvertes_age_max absente"
        ]
    );
}

#[tokio::test]
async fn les_heures_jusqu_au_parquet_se_comptent_commencees_et_ne_se_devinent_pas() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    assert_eq!(
        chiffres.tout("A18"),
        [
            "urgentes 3",
            "signalees 2",
            "non_signalees 1",
            "mesurees 1",
            "sans_heure 1",
            "avant_l_arrivee 0",
            "heures_mediane 24",
            "heures_p90 24",
            "en_24_heures 1/1"
        ]
    );
}

#[tokio::test]
async fn chaque_somme_declaree_se_verifie() {
    let populations = [
        annee(),
        [annee_de_la_crip(), milieu_ouvert(), placements()].into_iter().flatten().collect(),
    ];
    for told in populations {
        let chiffres = de(told).await.chiffres(None, None).await;
        assert_eq!(chiffres.sommes_rompues(REGISTRE), [""; 0]);
    }
}

#[tokio::test]
async fn chaque_constat_montre_ses_lectures_dans_le_rapport() {
    let chiffres = de(annee()).await.chiffres(None, None).await;
    for constat in constats("17") {
        for lecture in &constat.lectures {
            chiffres.valeur(&lecture.indicateur, &lecture.cle);
            let known = chiffres.0["indicateurs"].as_array().unwrap().iter();
            let mut said = known
                .filter(|indicateur| indicateur["id"] == lecture.indicateur.as_str())
                .flat_map(|indicateur| indicateur["lectures"].as_array().unwrap());
            assert!(said.any(|said| said["constat"] == constat.id.as_str()), "{}", constat.id);
        }
    }
}

#[tokio::test]
async fn un_territoire_de_l_autre_carte_se_demande_et_le_rapport_dit_laquelle() {
    let monde = de(annee()).await;
    let of = async |slug: &str| {
        let demande = Demande { territoire: Some(slug.into()), ..pour_2022(None, None) };
        Chiffres(serde_json::from_slice(&monde.rapport(&demande).await.json).unwrap())
    };
    let six = of("haute_saintonge").await;
    let quatre = of("delegation_royan_atlantique_haute_saintonge").await;
    assert_eq!(six.0["references"]["territoires"]["version"], "2024-1");
    assert_eq!(quatre.0["references"]["territoires"]["version"], "2024-2");
    assert_eq!(quatre.0["references"]["population"]["edition"], "2");
    assert_eq!(quatre.0["references"]["tranches_d_age"]["version"], "2025-1");
    assert_eq!(
        (six.valeur("A1", "recues"), quatre.valeur("A1", "recues")),
        ("3".into(), "3".into())
    );
}

/// The first registry keeps its population: no rate before 2021 there, one of 2018 in the second.
#[tokio::test]
async fn un_registre_clos_garde_sa_population() {
    let monde = de(annee()).await;
    let of = async |registre| {
        let demande = Demande {
            periode: "2020".parse().unwrap(),
            registre: Some(registre),
            indicateurs: vec!["A3".into()],
            ..pour_2022(None, None)
        };
        let report = monde.rapport(&demande).await;
        Chiffres(serde_json::from_slice(&report.json).unwrap()).valeur("A3", "ip_pour_mille_0_17")
    };
    assert_eq!((of(1).await, of(2).await), ("absente".into(), "0/118700".into()));
    assert!(monde.chiffres_du_registre(1).await.0.get("references").is_none());
}
