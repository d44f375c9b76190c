//! Facts, figures and the queue on a real PostgreSQL: a population counted by hand, and the invariants of
//! positions, batches and rebuilds.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::time::Duration;

use chiffres::dits::{annule, demarree, inscrit, projet_etabli, projet_revise, recue, reside};
use chiffres::hasard::{Hasard, au_hasard};
use chiffres::recits::{HAUTE_SAINTONGE, LA_ROCHELLE, annee_de_la_crip, milieu_ouvert, placements};
use chiffres::{Monde, Requete, id, jour, le, pour_2022};
use domain::codes::{EtatInformation, PorteDEntree};
use eventstore::{Position, StreamId};
use projections::codec::{FLUX_DEPARTEMENT, FLUX_PERSONNE};
use projections::file;
use projections::rapport::NonProduit;
use projections::registre::REGISTRE;

async fn population() -> Monde {
    let mut monde = Monde::nouveau().await;
    monde
        .raconte(
            [annee_de_la_crip(), milieu_ouvert(), placements()].into_iter().flatten().collect(),
        )
        .await;
    monde
}

#[tokio::test]
async fn les_informations_d_une_annee_se_comptent_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;

    assert_eq!(chiffres.tout("A1"), ["recues 9", "dont_rattachees 1", "doublons 1"]);
    assert_eq!(
        chiffres.ventilation("A1", "territoire"),
        [
            "la_rochelle_re_aunis_atlantique 4",
            "haute_saintonge 2",
            "non_renseigne 2",
            "hors_departement 1"
        ]
    );
    assert_eq!(chiffres.tout("A2"), ["ip 4"]);
    assert_eq!(
        chiffres.tout("A3"),
        [
            "ip_pour_mille_0_17 4/114600",
            "mineurs_pour_mille_0_17 3/114600",
            "informations_pour_mille_0_19 9/129011"
        ]
    );
    assert_eq!(chiffres.tout("A4"), ["a4a 3", "a4b 3", "non_identifies 1"]);
    assert_eq!(chiffres.tout("A5"), ["par_la_crip 5/9"]);
    assert_eq!(chiffres.tout("A6"), ["par_delegation 3"]);
    assert_eq!(
        chiffres.ventilation("A6", "delegation"),
        ["la_rochelle_re_aunis_atlantique 1", "haute_saintonge 1", "non_renseigne 1"]
    );
    assert_eq!(
        chiffres.tout("A8"),
        [
            "qualifiees 4/8",
            "non_qualifiees 2/8",
            "pas_encore_analysees 1/8",
            "transferees_avant_analyse 1/8",
            "evaluees_sur_principales 3/8",
            "evaluees_sur_recues 3/9"
        ]
    );
    assert_eq!(chiffres.tout("A9"), ["non_qualifiees 2/8"]);
    assert_eq!(chiffres.tout("A10"), ["classes_apres_evaluation 1/2"]);
    assert_eq!(
        chiffres.tout("A11"),
        [
            "sur_principales 3/8",
            "sur_qualifiees 3/4",
            "avant 1",
            "pendant 1",
            "apres 1",
            "secondes 1",
            "copies_de_tiers 1"
        ]
    );
    assert_eq!(
        chiffres.tout("A12"),
        [
            "parquet 3/9",
            "prestation_ase 1/9",
            "modification 0/9",
            "poursuite 0/9",
            "orientation 0/9",
            "classement_2 1/9",
            "transfert 1/9",
            "sans_objet 0/9",
            "niveau_1 2/9",
            "en_cours 1/9",
            "aed_decidee_puis_refusee 1"
        ]
    );
}

/// Informations, situations qualified, children named: each number says what it counts.
#[tokio::test]
async fn piege_01_une_information_une_ip_et_un_enfant_sont_trois_comptes() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;
    assert_eq!(chiffres.valeur("A1", "recues"), "9");
    assert_eq!(chiffres.valeur("A2", "ip"), "4");
    assert_eq!(chiffres.valeur("A4", "a4a"), "3", "children, one of them named by several");
}

/// What was received is counted before anybody qualified it, and what is left is no class.
#[tokio::test]
async fn piege_02_une_information_compte_avant_d_etre_qualifiee_et_le_reste_n_est_pas_niveau_1() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;
    let (recues, ip) = (chiffres.valeur("A1", "recues"), chiffres.valeur("A2", "ip"));
    let reste = recues.parse::<u32>().unwrap() - ip.parse::<u32>().unwrap();
    let niveau_1 = chiffres.tout("A9").join(" ; ");
    assert!(!niveau_1.contains(&format!(" {reste}/")), "A9 is never a remainder: {niveau_1}");
}

#[tokio::test]
async fn les_delais_et_les_stocks_de_la_crip_se_comptent_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres_du_registre(1).await;

    assert_eq!(
        chiffres.tout("A13"),
        [
            "remises_moyenne 104/2",
            "remises_mediane 35",
            "remises_p90 69",
            "remises_dans_3_mois 2/2",
            "arrivees_moyenne 228/3",
            "arrivees_mediane 69",
            "arrivees_p90 124",
            "arrivees_ouvertes 0",
            "arrivees_ouvertes_age_moyen absente"
        ]
    );
    assert_eq!(chiffres.tout("A14"), ["dans_le_delai 1/4", "interrompues 2"]);
    assert_eq!(
        chiffres.tout("A15"),
        [
            "a_traiter 1",
            "a_mandater 1",
            "en_evaluation 1",
            "a_decider 0",
            "age_moyen_jours 640/3",
            "a_traiter_enregistre 0",
            "a_mandater_enregistre 1",
            "en_evaluation_enregistre 1",
            "a_decider_enregistre 0",
            "age_moyen_jours_enregistre 457/2"
        ]
    );
    // The evening of 31 December: the report of 107 is still to come, and it is 92 days old.
    let soir = monde.journal.position_at("2022-12-31T22:59:59Z".parse().unwrap()).await.unwrap();
    let alors = monde.chiffres(None, Some(soir)).await;
    assert_eq!(alors.valeur("A13", "arrivees_ouvertes"), "1");
    assert_eq!(alors.valeur("A13", "arrivees_ouvertes_age_moyen"), "92/1");
    assert_eq!(alors.valeur("A13", "arrivees_moyenne"), "196/3");
    assert_eq!(alors.valeur("A13", "arrivees_p90"), "92");
    assert_eq!(alors.valeur("A1", "recues"), "8", "106 was not typed yet");
}

#[tokio::test]
async fn les_mesures_a_domicile_se_comptent_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres_du_registre(1).await;

    assert_eq!(
        chiffres.tout("B1"),
        ["en_vigueur 3", "dont_non_executees 1", "echues_encore_exercees 1", "a_effet_differe 1"]
    );
    assert_eq!(
        chiffres.tout("B2"),
        [
            "en_vigueur 3",
            "dont_non_executees 1",
            "echues_encore_exercees 0",
            "a_effet_differe 0",
            "dont_renforcees 1"
        ]
    );
    assert_eq!(chiffres.tout("B3"), ["taux 3/6", "taux_executees 2/4", "taux_avec_pead 4/7"]);
    assert_eq!(
        chiffres.ventilation("B3", "territoire"),
        ["la_rochelle_re_aunis_atlantique 1/3", "haute_saintonge 2/3"]
    );
    assert_eq!(
        chiffres.tout("B4"),
        [
            "aed 1",
            "aemo 1",
            "aemo_r 0",
            "age_depuis_effet 629/2",
            "age_depuis_reception 319/1",
            "age_depuis_attribution 305/1"
        ]
    );
    assert_eq!(
        chiffres.tout("B5"),
        [
            "a_30_jours 3/7",
            "a_90_jours 4/7",
            "a_180_jours 4/7",
            "a_365_jours 4/7",
            "moyenne 60/4",
            "mediane 10",
            "p90 31",
            "jamais_executees 1/7"
        ]
    );
}

#[tokio::test]
async fn les_enfants_accueillis_se_comptent_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres_du_registre(1).await;

    assert_eq!(chiffres.tout("D1"), ["droit 7", "dont_mna 1", "hors_mna 6", "presence 4"]);
    assert_eq!(chiffres.tout("D2"), ["confies 6", "directs 1"]);
    assert_eq!(
        chiffres.tout("D3"),
        ["evolution 6/1", "sur_base_drees -1559/1566", "sur_base_implicite -1956/1963"]
    );
    assert_eq!(
        chiffres.tout("D6"),
        [
            "famille_accueil 1/6",
            "etablissement 1/6",
            "autonomes 1/6",
            "autres 3/6",
            "dont_attente_du_lieu 1/6"
        ]
    );
    assert_eq!(
        chiffres.tout("D10"),
        ["total 3", "domicile 1", "ancienne_place 1", "autre_place 1"]
    );
    assert_eq!(chiffres.tout("E1"), ["e1a 1", "e1b 2"]);
    assert_eq!(chiffres.tout("F1"), ["f1a 4/11", "f1b 2/11", "f1c 2/14"]);
}

#[tokio::test]
async fn un_territoire_se_compte_par_le_role_que_dit_la_definition() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(Some("haute_saintonge"), None).await;

    assert_eq!(chiffres.0["territoire"], "haute_saintonge");
    for (indicateur, cle, attendu) in [
        ("A1", "recues", "2"),
        ("A3", "ip_pour_mille_0_17", "absente"),
        ("A6", "par_delegation", "1"),
        ("A14", "dans_le_delai", "0/3"),
        ("A15", "a_mandater", "1"),
        ("B1", "en_vigueur", "1"),
        ("B3", "taux", "2/3"),
        ("D1", "droit", "2"),
        ("D3", "evolution", "absente"),
        ("D3", "sur_base_drees", "absente"),
        ("D10", "total", "0"),
        ("F1", "f1a", "2/5"),
    ] {
        assert_eq!(chiffres.valeur(indicateur, cle), attendu, "{indicateur} {cle}");
    }
}

#[tokio::test]
async fn un_jour_dit_tout_un_jour_est_compris() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let mut demande = pour_2022(None, None);
    let mut b1_au = async |au: &str| {
        demande.periode.au = jour(au);
        demande.indicateurs = vec!["B1".into(), "D1".into()];
        let rapport = monde.rapport(&demande).await;
        let chiffres = chiffres::Chiffres(serde_json::from_slice(&rapport.json).unwrap());
        (chiffres.valeur("B1", "en_vigueur"), chiffres.valeur("D1", "droit"))
    };
    // The AED of 15 ends with 31 December, that of 16 with his birthday; 38 is placed until his.
    assert_eq!(b1_au("2022-05-31").await, ("5".into(), "6".into()));
    assert_eq!(b1_au("2022-06-01").await, ("4".into(), "6".into()));
    assert_eq!(b1_au("2022-09-30").await, ("4".into(), "6".into()));
    assert_eq!(b1_au("2022-10-01").await, ("4".into(), "5".into()));
}

#[tokio::test]
async fn les_memes_octets_avant_et_apres_d_autres_evenements_et_une_reconstruction() {
    let mut monde = population().await;
    let runner = monde.runner();
    let position = runner.catch_up().await.unwrap();
    let demande = pour_2022(None, Some(position));
    let avant = monde.rapport(&demande).await;

    monde
        .raconte(vec![
            le("2023-03-01", vec![(1, annule(1, 3)), (3, annule(3, 4))]),
            le("2023-03-02", vec![(36, projet_revise(3036, 2))]),
            Requete::saisie(le("2022-06-01", vec![(12, demarree(1012))]), "2023-03-03"),
        ])
        .await;
    runner.catch_up().await.unwrap();
    assert_eq!(monde.rapport(&demande).await, avant);
    let apres = monde.rapport(&pour_2022(None, None)).await;
    assert_ne!(apres.json, avant.json, "as known today, the past has changed");

    runner.rebuild().await.unwrap();
    assert_eq!(monde.rapport(&demande).await, avant);
    assert_eq!(monde.rapport(&pour_2022(None, None)).await, apres);

    // Inside a request: rounded down to its end.
    let dedans = Position::new(position.get() + 1);
    assert_eq!(monde.rapport(&pour_2022(None, Some(dedans))).await, avant);
    let csv = String::from_utf8(avant.csv).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    let expected = format!(
        "{REGISTRE};{position};2022-01-01/2022-12-31;;A1;2;;recues;Informations reçues;compte;9;;"
    );
    assert_eq!(lines[1], expected);
    assert!(lines.iter().all(|line| line.split(';').count() == 13), "{csv}");
}

#[tokio::test]
async fn les_lignes_ne_dependent_ni_des_lots_ni_d_une_reconstruction() {
    let monde = population().await;
    monde.runner_par(1).catch_up().await.unwrap();
    let un_par_un = monde.lignes(None).await;
    for lot_max in [7, 1000] {
        monde.runner_par(lot_max).rebuild().await.unwrap();
        assert_eq!(monde.lignes(None).await, un_par_un, "by {lot_max}");
    }
    assert!(un_par_un.len() > 150, "{}", un_par_un.len());
}

#[tokio::test]
async fn a_chaque_position_les_lignes_sont_celles_d_alors() {
    let mut monde = Monde::nouveau().await;
    let mut seen = Vec::new();
    let story = [annee_de_la_crip(), placements()].into_iter().flatten();
    let corrections = vec![
        le("2023-03-01", vec![(1, annule(1, 3)), (3, annule(3, 4))]),
        le("2023-03-02", vec![(3, annule(3, 16))]),
    ];
    // A new runner each time: nothing is remembered from one request to the next.
    for requete in story.chain(corrections) {
        monde.raconte(vec![requete]).await;
        monde.runner().catch_up().await.unwrap();
        let position = monde.tete().await;
        seen.push((position, monde.lignes(Some(position)).await));
    }
    for (position, alors) in &seen {
        assert_eq!(&monde.lignes(Some(*position)).await, alors, "{position}");
    }
    monde.runner().rebuild().await.unwrap();
    for (position, alors) in &seen {
        assert_eq!(&monde.lignes(Some(*position)).await, alors, "rebuilt, {position}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn de_deux_calculs_a_la_fois_un_seul_ecrit() {
    let monde = population().await;
    let (one, other) = (monde.runner_par(5), monde.runner_par(3));
    let (one, other) = tokio::join!(one.catch_up(), other.catch_up());
    let head = monde.tete().await;
    assert!([one, other].into_iter().flatten().all(|position| position == head));
    let raced = monde.lignes(None).await;
    monde.runner().rebuild().await.unwrap();
    assert_eq!(monde.lignes(None).await, raced);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn qui_attend_une_position_la_voit() {
    let mut monde = population().await;
    let runner = monde.runner();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn({
        let runner = runner.clone();
        async move { runner.run(async { stopped.await.unwrap_or(()) }).await }
    });
    let head = monde.tete().await;
    runner.wait_for(head, Duration::from_secs(30)).await.unwrap();
    monde.raconte(vec![le("2023-05-01", vec![(36, projet_revise(3036, 2))])]).await;
    let head = monde.tete().await;
    runner.wait_for(head, Duration::from_secs(30)).await.unwrap();
    assert_eq!(runner.checkpoint().await.unwrap(), head);
    let beyond = Position::new(head.get() + 1);
    assert!(runner.wait_for(beyond, Duration::from_millis(1)).await.is_err());
    stop.send(()).unwrap();
    running.await.unwrap();
}

#[tokio::test]
async fn un_evenement_illisible_arrete_les_chiffres_et_met_l_enfant_a_part() {
    let mut monde = population().await;
    let runner = monde.runner();
    let avant = runner.catch_up().await.unwrap();
    monde.un_evenement_inconnu(1, "2023-03-01").await;
    monde
        .raconte(vec![
            le("2023-03-02", vec![(1, projet_etabli(3001))]),
            le("2023-03-02", vec![(36, projet_revise(3036, 2))]),
        ])
        .await;
    runner.catch_up().await.unwrap();

    let poison = Position::new(avant.get() + 1);
    assert_eq!(runner.etat().arret, Some(poison));
    assert_eq!(runner.etat().position, monde.tete().await, "the others go on");
    let apart = runner.quarantaines().await.unwrap();
    assert_eq!((apart.len(), apart[0].enfant, apart[0].position), (1, id(1), poison));
    let lines = monde.lignes(None).await.join("\n");
    assert!(!lines.contains(&id(3001).to_string()), "nothing more is computed for him");
    let demande = pour_2022(None, None);
    let refused = projections::rapport::produire(&monde.pool, &monde.journal, &demande).await;
    assert!(matches!(refused, Err(NonProduit::Arretes { a }) if a == poison));
    monde.rapport(&pour_2022(None, Some(avant))).await;

    // Another runner finds him set apart, and a rebuild does not hide it.
    let other = monde.runner();
    other.catch_up().await.unwrap();
    assert_eq!(other.etat().arret, Some(poison));
    other.rebuild().await.unwrap();
    assert_eq!(other.etat().arret, Some(poison));
    assert_eq!(monde.lignes(None).await.join("\n"), lines);
}

#[tokio::test]
async fn ce_qui_n_est_pas_d_un_enfant_n_arrete_ni_ne_change_aucun_chiffre() {
    let mut monde = population().await;
    let runner = monde.runner();
    let before = runner.catch_up().await.unwrap();
    let adulte = StreamId::new(FLUX_PERSONNE, id(9_001));
    let reglages = StreamId::new(FLUX_DEPARTEMENT, id(9_002));
    let naissance = || le("2023-03-01", vec![(9_100, inscrit("2015-01-01"))]);
    monde.avec_un_autre_flux(naissance(), adulte.clone()).await;
    let qualifies = le("2023-03-02", vec![(9_100, reside(LA_ROCHELLE.0, LA_ROCHELLE.1))]);
    monde.avec_un_autre_flux(qualifies, reglages).await;
    let recues = le("2023-03-03", vec![(9_100, recue(9_200, PorteDEntree::Crip, None))]);
    monde.avec_un_autre_flux(recues, adulte).await;

    let reached = runner.catch_up().await.unwrap();
    assert_eq!((reached, runner.etat().arret), (monde.tete().await, None));
    assert!(runner.quarantaines().await.unwrap().is_empty());
    let lines = monde.lignes(None).await;
    let of_the_last = format!("\"from_position\": {}", reached.get());
    assert!(
        lines.iter().any(|line| line.contains(&of_the_last)),
        "a row holds from the end of its request"
    );
    assert!(!lines.iter().any(|line| line.contains(&id(9_001).to_string())), "an adult has no row");
    let figures = monde.chiffres(None, None).await;
    assert_eq!(
        figures.valeur("A1", "recues"),
        monde.chiffres(None, Some(before)).await.valeur("A1", "recues")
    );

    runner.rebuild().await.unwrap();
    assert_eq!(monde.lignes(None).await, lines);
    let one_by_one = monde.runner_par(1);
    one_by_one.rebuild().await.unwrap();
    assert_eq!(monde.lignes(None).await, lines, "wherever a batch is cut");
    assert_eq!(monde.constats().await, []);
}

#[tokio::test]
async fn un_rapport_refuse_ce_qu_il_ne_peut_pas_compter() {
    let monde = population().await;
    let produire =
        async |demande| projections::rapport::produire(&monde.pool, &monde.journal, &demande).await;
    let late = produire(pour_2022(None, None)).await;
    assert!(matches!(late, Err(NonProduit::EnRetard { .. })));
    monde.runner().catch_up().await.unwrap();
    let unknown = produire(pour_2022(Some("atlantide"), None)).await;
    assert!(matches!(unknown, Err(NonProduit::TerritoireInconnu)));
    let mut demande = pour_2022(None, None);
    demande.indicateurs = vec!["A1".into(), "Z1".into()];
    assert!(
        matches!(produire(demande).await, Err(NonProduit::IndicateurInconnu(id)) if id == "Z1")
    );
    // Before the first event, everything is empty, and nothing is a number it is not.
    let vide = monde.chiffres(None, Some(Position::ORIGIN)).await;
    assert_eq!(vide.valeur("A1", "recues"), "0");
    assert_eq!(vide.valeur("A5", "par_la_crip"), "absente");
    assert_eq!(vide.valeur("A13", "remises_mediane"), "absente");
}

#[tokio::test]
async fn la_file_montre_les_situations_ouvertes_la_plus_pressee_d_abord() {
    let mut monde = population().await;
    let runner = monde.runner();
    let position = runner.catch_up().await.unwrap();
    let demande = file::Demande {
        au: jour("2022-12-31"),
        position,
        etats: vec![],
        service: None,
        taille: 2,
        curseur: None,
    };
    let first = file::lister(&monde.pool, &monde.journal, &demande).await.unwrap();
    let seen = |page: &file::Page| {
        let line = |situation: &file::Situation| {
            let numero = situation.numero.unwrap();
            (numero.to_string(), situation.etat, situation.jours_restants)
        };
        page.situations.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        seen(&first),
        [
            ("2021-00001".to_owned(), EtatInformation::AMandater, -275),
            ("2022-00010".to_owned(), EtatInformation::ATraiter, -91),
        ]
    );
    assert_eq!(first.total, 3);
    assert_eq!(first.situations[0].enfants, [id(3)]);
    assert_eq!(first.situations[0].service.as_deref(), Some(HAUTE_SAINTONGE.1));
    assert!(first.situations[0].explication.contains("D226-2-4"));

    // What is recorded meanwhile does not move the next page.
    monde.raconte(vec![le("2023-04-01", vec![(3, annule(3, 3))])]).await;
    runner.catch_up().await.unwrap();
    let next = file::Demande { curseur: first.curseur_suivant.clone(), ..demande.clone() };
    let next = file::lister(&monde.pool, &monde.journal, &next).await.unwrap();
    assert_eq!(seen(&next), [("2022-00007".to_owned(), EtatInformation::EnEvaluation, -1)]);
    assert_eq!((next.total, next.curseur_suivant), (3, None));

    let closed = file::Demande {
        etats: vec![EtatInformation::Decidee, EtatInformation::SignaleeSansEvaluation],
        service: Some(LA_ROCHELLE.1.into()),
        taille: 0,
        ..demande
    };
    let closed = file::lister(&monde.pool, &monde.journal, &closed).await.unwrap();
    let both: Vec<_> = closed.situations.iter().map(|situation| &situation.enfants[..]).collect();
    assert_eq!(both, [&[id(1), id(2)][..], &[id(2)]]);
}

#[tokio::test]
async fn le_registre_numerote_dans_l_ordre_du_journal_et_ne_reprend_jamais_un_numero() {
    let mut monde = population().await;
    let runner = monde.runner_par(4);
    runner.catch_up().await.unwrap();
    let avant = registre(&monde).await;
    let numbers: Vec<_> = avant.iter().map(|(_, annee, numero)| (*annee, *numero)).collect();
    let expected: Vec<_> = [(2021, 1)].into_iter().chain((1..=10).map(|n| (2022, n))).collect();
    assert_eq!(numbers, expected);
    assert_eq!(avant[1].0, id(101), "the first of 2022");
    assert_eq!(avant[4].0, id(110), "one number for the information, not one a child");

    monde.raconte(vec![le("2023-04-01", vec![(3, annule(3, 3))])]).await;
    runner.catch_up().await.unwrap();
    assert_eq!(registre(&monde).await, avant, "an annulled one keeps its number");
    monde.runner().rebuild().await.unwrap();
    assert_eq!(registre(&monde).await, avant);
}

async fn registre(monde: &Monde) -> Vec<(uuid::Uuid, i32, i32)> {
    let client = monde.pool.get().await.unwrap();
    let rows = client
        .query(
            "select information, annee, numero from projections.registre order by annee, numero",
            &[],
        )
        .await
        .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

#[tokio::test]
async fn les_faits_et_les_rapports_ne_disent_rien_de_scelle() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let rapport = monde.rapport(&pour_2022(None, None)).await;
    let said = monde.lignes(None).await.join("\n")
        + &String::from_utf8(rapport.json).unwrap()
        + &String::from_utf8(rapport.csv).unwrap();
    for secret in ["phyrin", "Ambroisine", "confidentiel", "Pins"] {
        assert!(!said.contains(secret), "{secret}");
    }
}

/// The same figures by another way: each child's parcours folded from the events read at a position.
async fn comptes(monde: &Monde, position: Position, au: chrono::NaiveDate) -> [usize; 5] {
    use domain::enfant::Parcours;
    use domain::histoire::{Enregistre, effective};
    use domain::mesure::{Famille, famille};
    let read = monde.journal.read_from(Position::ORIGIN, Some(position), usize::MAX).await.unwrap();
    let mut children: std::collections::BTreeMap<uuid::Uuid, Vec<Enregistre>> = Default::default();
    for event in &read {
        let known = children.entry(event.stream.id).or_default();
        known.push(projections::codec::decode(event).unwrap());
    }
    let [mut aed, mut aemo, mut accueillis, mut recues, mut ip] = [0; 5];
    for recorded in children.values() {
        let parcours = Parcours::fold(&effective(recorded));
        let in_force = parcours.mesure.mesures.values();
        let in_force = in_force.filter(|mesure| mesure.en_vigueur(&parcours.identite, au));
        let families: Vec<Famille> =
            in_force.map(|mesure| famille(mesure.decidee().unwrap().fait.termes.nature)).collect();
        let count = |wanted| families.iter().filter(|family| **family == wanted).count();
        aed += count(Famille::AideADomicile);
        aemo += count(Famille::MilieuOuvert);
        let placed = count(Famille::Confie) + count(Famille::PlacementDirect);
        accueillis += usize::from(placed > 0);
        for information in parcours.information.informations.values() {
            let year = jour("2022-01-01")..=jour("2022-12-31");
            if information.arrivee().is_some_and(|arrivee| year.contains(&arrivee)) {
                recues += 1;
                ip += usize::from(information.qualifiee().is_some());
            }
        }
    }
    [aed, aemo, accueillis, recues, ip]
}

#[tokio::test]
async fn un_second_calcul_depuis_les_evenements_donne_les_memes_chiffres() {
    for graine in [1, 2, 3] {
        let mut hasard = Hasard(graine);
        let mut monde = Monde::nouveau().await;
        monde.raconte(au_hasard(&mut hasard, 60)).await;
        monde.runner_par(37).catch_up().await.unwrap();
        let head = monde.tete().await.get();
        for position in [head, head - 20, head / 2, head / 5] {
            let position = monde.journal.request_end(Position::new(position)).await.unwrap();
            let chiffres = monde.chiffres(None, Some(position)).await;
            let printed = [
                chiffres.valeur("B1", "en_vigueur"),
                chiffres.valeur("B2", "en_vigueur"),
                chiffres.valeur("D1", "droit"),
                chiffres.valeur("A1", "recues"),
                chiffres.valeur("A2", "ip"),
            ];
            let counted = comptes(&monde, position, jour("2022-12-31")).await;
            let context = format!("graine {graine}, position {position}");
            assert_eq!(printed, counted.map(|count| count.to_string()), "{context}");
            assert!(position.get() < head || counted.iter().all(|count| *count > 5), "{context}");
        }
    }
}
