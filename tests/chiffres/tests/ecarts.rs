//! Why two reports differ: what came late, what was corrected, two files made one, days that passed, another registry;
//! and each value goes by its steps to that of the second report.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::collections::{BTreeMap, BTreeSet};

use chiffres::dits::{annule, inscrit, mandatee, qualifiee, recue, reuni};
use chiffres::{Monde, Requete, le, pour_2022};
use domain::codes::PorteDEntree;
use domain::evenement::Evenement;
use eventstore::Position;
use projections::ecarts::{self, Cote, NonExplique};
use projections::rapport;
use projections::registre::REGISTRE;
use serde_json::{Value, json};

/// An information, come by the CRIP.
fn information(numero: u128) -> Evenement {
    recue(numero, PorteDEntree::Crip, None)
}

/// What is told, and where the facts are then.
async fn puis(monde: &mut Monde, told: Vec<Requete>) -> Position {
    monde.raconte(told).await;
    monde.runner().catch_up().await.unwrap()
}

/// Three files, each with an information, recorded the day they happen.
async fn d_abord(monde: &mut Monde) -> Position {
    let told = (1..4).map(|enfant| {
        let faits = vec![(enfant, inscrit("2012-04-05")), (enfant, information(100 + enfant))];
        le("2022-06-01", faits)
    });
    puis(monde, told.collect()).await
}

/// Since: an information of 1 June known on the 10th, one of the 9th, one withdrawn, two files made one.
async fn ensuite(monde: &mut Monde) -> Position {
    let told = vec![
        le("2022-06-01", vec![(3, information(201))]).saisie("2022-06-10"),
        le("2022-06-09", vec![(3, information(202))]).saisie("2022-06-10"),
        le("2022-06-10", vec![(3, annule(3, 2))]),
        le("2022-06-10", vec![(1, reuni(2, 1)), (2, reuni(1, 1))]),
    ];
    puis(monde, told).await
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

/// What differs between two positions, by the registry of the day.
async fn entre(monde: &Monde, a: Position, b: Position) -> Value {
    let (avant, apres) = (rapport(monde, REGISTRE, a).await, rapport(monde, REGISTRE, b).await);
    expliquer(monde, &avant, &apres).await.unwrap()
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

/// What moved values, of every indicator.
fn causes(explication: &Value) -> BTreeSet<&str> {
    let indicateurs = explication["indicateurs"].as_array().unwrap().iter();
    let ecarts = indicateurs.flat_map(|indicateur| indicateur["ecarts"].as_array().unwrap());
    let etapes = ecarts.flat_map(|ecart| ecart["etapes"].as_array().unwrap());
    etapes.map(|etape| etape["par"].as_str().unwrap()).collect()
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
    let explication = entre(&monde, a, b).await;
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

    let rien = entre(&monde, a, a).await;
    assert_eq!((&rien["valeurs_differentes"], &rien["indicateurs"]), (&json!(0), &json!([])));
    let retour = entre(&monde, b, a).await;
    assert_eq!(etapes(indicateur(&retour, "A1"), "recues"), "4 → evenements 3");
}

/// What came and was undone between the two positions is no cause, and an event of another family is none either.
#[tokio::test]
async fn ce_qui_fut_defait_entre_les_deux_n_explique_rien() {
    let mut monde = Monde::nouveau().await;
    let a = d_abord(&mut monde).await;
    let told = vec![
        le("2022-06-03", vec![(1, information(301))]),
        le("2022-06-04", vec![(1, annule(1, 3))]),
        le("2022-06-05", vec![(2, information(302))]),
    ];
    let b = puis(&mut monde, told).await;
    let explication = entre(&monde, a, b).await;
    let recues = indicateur(&explication, "A1");
    assert_eq!(etapes(recues, "recues"), "3 → evenements 4");
    assert_eq!(comptes(recues), ["courant information_recue 1"]);
}

#[tokio::test]
async fn ce_qui_est_ouvert_vieillit_sans_aucun_evenement_sur_lui() {
    let mut monde = Monde::nouveau().await;
    d_abord(&mut monde).await;
    let ouverte = le("2022-06-02", vec![(1, qualifiee(101)), (1, mandatee(401, 101))]);
    let a = puis(&mut monde, vec![ouverte]).await;
    let b = puis(&mut monde, vec![le("2022-09-20", vec![(9, inscrit("2014-05-06"))])]).await;
    let explication = entre(&monde, a, b).await;
    assert!(causes(&explication).contains("jour_d_observation"), "{explication}");
}

#[tokio::test]
async fn ce_que_change_une_autre_definition_ne_se_met_pas_au_compte_des_evenements() {
    let mut monde = Monde::nouveau().await;
    let a = d_abord(&mut monde).await;
    let (un, deux) = (rapport(&monde, 1, a).await, rapport(&monde, 2, a).await);
    let explication = expliquer(&monde, &un, &deux).await.unwrap();
    for indicateur in explication["indicateurs"].as_array().unwrap() {
        assert!(indicateur.get("evenements").is_none(), "{indicateur}");
        for ecart in indicateur["ecarts"].as_array().unwrap() {
            assert_eq!(ecart["etapes"].as_array().unwrap().len(), 1, "{ecart}");
        }
    }
    let causes = causes(&explication);
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
