//! Why two reports differ: what came late, what was corrected, two files made one, days that passed, another registry;
//! and each value goes by its steps to that of the second report.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::collections::{BTreeMap, BTreeSet};

use chiffres::dits::{annule, inscrit, mandatee, qualifiee, recue, reuni};
use chiffres::{Monde, le, pour_2022};
use domain::codes::PorteDEntree;
use eventstore::Position;
use projections::ecarts::{self, Cote, NonExplique};
use projections::rapport;
use serde_json::{Value, json};

/// Three files, each with an information, recorded the day they happen.
async fn d_abord(monde: &mut Monde) -> Position {
    let recue = |numero| recue(numero, PorteDEntree::Crip, None);
    let told = (1..4).map(|enfant| {
        le("2022-06-01", vec![(enfant, inscrit("2012-04-05")), (enfant, recue(100 + enfant))])
    });
    monde.raconte(told.collect()).await;
    monde.runner().catch_up().await.unwrap()
}

/// Since: an information of 1 June known on the 10th, one of the 9th, one withdrawn, two files made one.
async fn ensuite(monde: &mut Monde) -> Position {
    let recue = |numero| recue(numero, PorteDEntree::Crip, None);
    monde
        .raconte(vec![
            le("2022-06-01", vec![(3, recue(201))]).saisie("2022-06-10"),
            le("2022-06-09", vec![(3, recue(202))]).saisie("2022-06-10"),
            le("2022-06-10", vec![(3, annule(3, 2))]),
            le("2022-06-10", vec![(1, reuni(2, 1)), (2, reuni(1, 1))]),
        ])
        .await;
    monde.runner().catch_up().await.unwrap()
}

async fn rapport(monde: &Monde, registre: u32, position: Position) -> Vec<u8> {
    let mut demande = pour_2022(None, Some(position));
    demande.registre = Some(registre);
    rapport::produire(&monde.pool, &monde.journal, &demande).await.unwrap().json
}

async fn expliquer(monde: &Monde, avant: &[u8], apres: &[u8]) -> Result<Value, NonExplique> {
    let json = ecarts::expliquer(&monde.pool, &monde.journal, "17", (avant, apres)).await?;
    let explication: Value = serde_json::from_slice(&json).unwrap();
    tout_est_explique(&explication, avant, apres);
    Ok(explication)
}

fn indicateur<'v>(explication: &'v Value, id: &str) -> &'v Value {
    let indicateurs = explication["indicateurs"].as_array().unwrap();
    indicateurs.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id} is explained"))
}

/// The steps of a value, as « avant → par valeur → … ».
fn etapes(indicateur: &Value, cle: &str) -> String {
    let ecarts = indicateur["ecarts"].as_array().unwrap();
    let ecart = ecarts.iter().find(|ecart| ecart["axe"] == "" && ecart["cle"] == cle).unwrap();
    let mut texte = ecart["avant"]["valeur"].to_string();
    for etape in ecart["etapes"].as_array().unwrap() {
        texte.push_str(&format!(" → {} {}", etape["par"], etape["valeur"]["valeur"]));
    }
    texte.replace('"', "")
}

/// The events counted, as « lag kind number ».
fn comptes(indicateur: &Value) -> Vec<String> {
    let comptes = indicateur["evenements"]["comptes"].as_array().unwrap().iter();
    let told = comptes
        .map(|compte| format!("{} {} {}", compte["retard"], compte["evenement"], compte["nombre"]));
    told.map(|texte| texte.replace('"', "")).collect()
}

/// The values of a report, by indicator and key.
fn valeurs(rapport: &[u8]) -> BTreeMap<(String, String), Value> {
    let rapport: Value = serde_json::from_slice(rapport).unwrap();
    let mut values = BTreeMap::new();
    for one in rapport["indicateurs"].as_array().unwrap() {
        for valeur in one["valeurs"].as_array().unwrap() {
            let mut valeur = valeur.clone();
            valeur.as_object_mut().unwrap().remove("libelle");
            let key = [&one["id"], &valeur["cle"]].map(|name| name.as_str().unwrap().to_owned());
            values.insert(key.into(), valeur);
        }
    }
    values
}

/// Each value that differs is there, and its steps end at the second report's.
fn tout_est_explique(explication: &Value, avant: &[u8], apres: &[u8]) {
    for indicateur in explication["indicateurs"].as_array().unwrap() {
        for ecart in indicateur["ecarts"].as_array().unwrap() {
            let etapes = ecart["etapes"].as_array().unwrap();
            assert_eq!(etapes.last().unwrap()["valeur"], ecart["apres"], "{ecart}");
            assert_ne!(ecart["avant"], ecart["apres"]);
        }
    }
    let (avant, apres) = (valeurs(avant), valeurs(apres));
    for key in avant.keys().chain(apres.keys()).filter(|key| avant.get(*key) != apres.get(*key)) {
        let ecarts = indicateur(explication, &key.0)["ecarts"].as_array().unwrap();
        let told = ecarts.iter().any(|ecart| ecart["axe"] == "" && ecart["cle"] == *key.1);
        assert!(told, "{key:?}");
    }
}

#[tokio::test]
async fn chaque_ecart_entre_deux_positions_dit_les_evenements_et_leur_retard() {
    let mut monde = Monde::nouveau().await;
    let a = d_abord(&mut monde).await;
    let b = ensuite(&mut monde).await;
    let (avant, apres) = (rapport(&monde, 2, a).await, rapport(&monde, 2, b).await);
    let explication = expliquer(&monde, &avant, &apres).await.unwrap();
    assert_eq!(explication["evenements_entre"], json!(5));

    let recues = indicateur(&explication, "A1");
    assert_eq!(etapes(recues, "recues"), "3 → evenements 4");
    let told = comptes(recues);
    for expected in [
        "connaissance_tardive information_recue 1",
        "courant information_recue 1",
        "correction evenement_annule 1",
        "reunion dossiers_reunis 2",
    ] {
        assert!(told.iter().any(|compte| compte == expected), "{expected}: {told:?}");
    }
    assert_eq!(etapes(indicateur(&explication, "A4"), "a4a"), "3 → evenements 2");

    let rien = expliquer(&monde, &avant, &avant).await.unwrap();
    assert_eq!((&rien["valeurs_differentes"], &rien["indicateurs"]), (&json!(0), &json!([])));
    let retour = expliquer(&monde, &apres, &avant).await.unwrap();
    assert_eq!(etapes(indicateur(&retour, "A1"), "recues"), "4 → evenements 3");
}

/// What came and was undone between the two positions is no cause, and an event of another family is none either.
#[tokio::test]
async fn ce_qui_fut_defait_entre_les_deux_n_explique_rien() {
    let mut monde = Monde::nouveau().await;
    let a = d_abord(&mut monde).await;
    monde
        .raconte(vec![
            le("2022-06-03", vec![(1, recue(301, PorteDEntree::Crip, None))]),
            le("2022-06-04", vec![(1, annule(1, 3))]),
            le("2022-06-05", vec![(2, recue(302, PorteDEntree::Crip, None))]),
        ])
        .await;
    let b = monde.runner().catch_up().await.unwrap();
    let (avant, apres) = (rapport(&monde, 2, a).await, rapport(&monde, 2, b).await);
    let explication = expliquer(&monde, &avant, &apres).await.unwrap();
    let recues = indicateur(&explication, "A1");
    assert_eq!(etapes(recues, "recues"), "3 → evenements 4");
    assert_eq!(comptes(recues), ["courant information_recue 1"]);
}

#[tokio::test]
async fn ce_qui_est_ouvert_vieillit_sans_aucun_evenement_sur_lui() {
    let mut monde = Monde::nouveau().await;
    d_abord(&mut monde).await;
    monde.raconte(vec![le("2022-06-02", vec![(1, qualifiee(101)), (1, mandatee(401, 101))])]).await;
    let a = monde.runner().catch_up().await.unwrap();
    monde.raconte(vec![le("2022-09-20", vec![(9, inscrit("2014-05-06"))])]).await;
    let b = monde.runner().catch_up().await.unwrap();
    let (avant, apres) = (rapport(&monde, 2, a).await, rapport(&monde, 2, b).await);
    let explication = expliquer(&monde, &avant, &apres).await.unwrap();
    let mut causes = BTreeSet::new();
    for indicateur in explication["indicateurs"].as_array().unwrap() {
        for ecart in indicateur["ecarts"].as_array().unwrap() {
            let etapes = ecart["etapes"].as_array().unwrap().iter();
            causes.extend(etapes.map(|etape| etape["par"].as_str().unwrap().to_owned()));
        }
    }
    assert!(causes.contains("jour_d_observation"), "{causes:?}: {explication}");
}

#[tokio::test]
async fn ce_que_change_une_autre_definition_ne_se_met_pas_au_compte_des_evenements() {
    let mut monde = Monde::nouveau().await;
    let a = d_abord(&mut monde).await;
    let (un, deux) = (rapport(&monde, 1, a).await, rapport(&monde, 2, a).await);
    let explication = expliquer(&monde, &un, &deux).await.unwrap();
    let mut causes = BTreeSet::new();
    for indicateur in explication["indicateurs"].as_array().unwrap() {
        assert!(indicateur.get("evenements").is_none(), "{indicateur}");
        for ecart in indicateur["ecarts"].as_array().unwrap() {
            let etapes = ecart["etapes"].as_array().unwrap();
            assert_eq!(etapes.len(), 1, "{ecart}");
            causes.insert(etapes[0]["par"].as_str().unwrap().to_owned());
        }
    }
    assert!(causes.contains("registre") && causes.contains("definition"), "{causes:?}");
    assert!(!causes.contains("evenements"), "{causes:?}");
    let a1 = indicateur(&explication, "A1");
    assert_eq!((&a1["version_avant"], &a1["version_apres"]), (&json!(1), &json!(2)));

    let b = ensuite(&mut monde).await;
    let explication = expliquer(&monde, &un, &rapport(&monde, 2, b).await).await.unwrap();
    let steps = etapes(indicateur(&explication, "A1"), "recues");
    assert!(steps.starts_with("3 → evenements 4"), "{steps}");
}

#[tokio::test]
async fn un_rapport_change_ou_d_autres_jours_ne_s_explique_pas() {
    let mut monde = Monde::nouveau().await;
    let a = d_abord(&mut monde).await;
    let avant = rapport(&monde, 2, a).await;
    let change = String::from_utf8(avant.clone()).unwrap();
    let change = change.replacen(r#""valeur":3"#, r#""valeur":4"#, 1).into_bytes();
    assert_ne!(change, avant);
    let refused = expliquer(&monde, &avant, &change).await;
    assert!(matches!(refused, Err(NonExplique::Etranger(Cote::Apres))), "{refused:?}");
    let refused = expliquer(&monde, &change, &avant).await;
    assert!(matches!(refused, Err(NonExplique::Etranger(Cote::Avant))), "{refused:?}");
    let mut demande = pour_2022(None, Some(a));
    demande.periode = "2021".parse().unwrap();
    let autre = rapport::produire(&monde.pool, &monde.journal, &demande).await.unwrap().json;
    let refused = expliquer(&monde, &avant, &autre).await;
    assert!(matches!(refused, Err(NonExplique::Incomparables)), "{refused:?}");
}
