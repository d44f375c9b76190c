//! Planted faults: a row altered, a correction forgotten, a report touched. Each makes the two paths disagree, and
//! the disagreement says where.

use chiffres::dits::{annule, reuni};
use chiffres::{Monde, id, le};
use domain::codes::Diffusion;
use eventstore::canonical;
use projections::rapport::Demande;
use serde_json::{Value, json};
use verification::{Constat, Objet};

use super::{population, pour_2022};

/// The report of the whole Département, as the second path sees it.
async fn constat(monde: &Monde) -> Constat {
    let rapport = monde.rapport(&pour_2022(None, None)).await;
    monde.second_chemin(&rapport.json).await
}

/// Where the paths disagree: `indicateur cle`, `indicateur/axe cle`.
fn ou(constat: &Constat) -> Vec<String> {
    let place = |ecart: &verification::Ecart| {
        let axe = if ecart.axe.is_empty() { String::new() } else { format!("/{}", ecart.axe) };
        format!("{}{axe} {}", ecart.indicateur, ecart.cle)
    };
    constat.ecarts.iter().map(place).collect()
}

/// Plants a fault in the rows, says where the paths then disagree, and puts the rows back.
async fn faute(monde: &Monde, sql: &str) -> Vec<String> {
    let planted = monde.pool.get().await.unwrap().execute(sql, &[]).await.unwrap();
    assert!(planted > 0, "nothing was planted: {sql}");
    let found = ou(&constat(monde).await);
    monde.runner().rebuild().await.unwrap();
    found
}

fn dit(found: &[String], places: &[&str]) {
    for place in places {
        assert!(found.iter().any(|found| found == place), "{place} among {found:?}");
    }
}

#[tokio::test]
async fn une_ligne_touchee_separe_les_deux_chemins() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let name = |number| id(number).to_string();

    let date = format!(
        "update projections.fait_information set arrivee = '2021-01-10' where information = '{}'",
        name(101)
    );
    dit(
        &faute(&monde, &date).await,
        &["A1 recues", "A1/territoire la_rochelle_re_aunis_atlantique", "A2 ip"],
    );

    let nature = format!(
        "update projections.fait_mesure set nature = 'aemo', famille = 'milieu_ouvert'
          where mesure = '{}'",
        name(1011)
    );
    dit(&faute(&monde, &nature).await, &["B1 en_vigueur", "B2 en_vigueur", "B3 taux"]);

    let gone = format!("delete from projections.fait_mesure where mesure = '{}'", name(1032));
    dit(&faute(&monde, &gone).await, &["D1 droit", "D2 confies", "D10 domicile"]);

    let doubled = format!(
        "insert into projections.fait_mesure
         select (jsonb_populate_record(fait, jsonb_build_object('mesure', '{}'))).*
           from projections.fait_mesure as fait
          where fait.mesure = '{}'",
        name(9_999_999),
        name(1011)
    );
    dit(
        &faute(&monde, &doubled).await,
        &["B1 en_vigueur", "B3/territoire la_rochelle_re_aunis_atlantique"],
    );

    let closed = format!(
        "update projections.fait_information set to_position = from_position + 1
          where to_position is null and information = '{}'",
        name(105)
    );
    dit(&faute(&monde, &closed).await, &["A1 recues", "A4 non_identifies", "A9 non_qualifiees"]);
    assert!(constat(&monde).await.tient(), "the rows are back");
}

/// The rows a fold would keep that forgets an annulment.
#[tokio::test]
async fn une_annulation_oubliee_separe_les_deux_chemins() {
    let mut monde = population().await;
    monde.raconte(vec![le("2023-02-01", vec![(12, annule(12, 3))])]).await;
    monde.runner().catch_up().await.unwrap();
    assert!(constat(&monde).await.tient());
    let forgotten = format!(
        "update projections.fait_mesure set to_position = null where mesure = '{}'",
        id(1012)
    );
    dit(&faute(&monde, &forgotten).await, &["B1 en_vigueur", "B1 dont_non_executees", "B4 aed"]);
}

/// The rows a fold would keep that forgets a merge.
#[tokio::test]
async fn une_reunion_oubliee_separe_les_deux_chemins() {
    let mut monde = population().await;
    let merged = vec![(31, reuni(32, 31)), (32, reuni(31, 31))];
    monde.raconte(vec![le("2023-02-01", merged)]).await;
    monde.runner().catch_up().await.unwrap();
    assert!(constat(&monde).await.tient());
    let forgotten = format!(
        "update projections.fait_mesure set to_position = null
          where mesure = '{}' and enfant = '{}'",
        id(1032),
        id(32)
    );
    dit(&faute(&monde, &forgotten).await, &["D1 droit", "D2 confies"]);
}

/// The report, with something else in it.
async fn touche(monde: &Monde, touch: impl Fn(&mut Value)) -> Constat {
    let rapport = monde.rapport(&pour_2022(None, None)).await;
    let mut told: Value = serde_json::from_slice(&rapport.json).unwrap();
    touch(&mut told);
    assert_ne!(canonical::to_bytes(&told).unwrap(), rapport.json, "nothing was touched");
    monde.second_chemin(&canonical::to_bytes(&told).unwrap()).await
}

fn indicateur<'a>(told: &'a mut Value, id: &str) -> &'a mut Value {
    let all = told["indicateurs"].as_array_mut().unwrap();
    all.iter_mut().find(|indicateur| indicateur["id"] == id).unwrap()
}

fn objets(constat: &Constat) -> Vec<(Objet, &str, &str)> {
    let of = |ecart: &verification::Ecart| ecart.objet;
    constat.ecarts.iter().map(|ecart| (of(ecart), &*ecart.indicateur, &*ecart.cle)).collect()
}

#[tokio::test]
async fn un_rapport_touche_se_voit_la_ou_il_l_est() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();

    let one_more = touche(&monde, |told| indicateur(told, "A6")["valeurs"][0]["valeur"] = json!(4));
    let one_more = one_more.await;
    assert_eq!(
        objets(&one_more),
        [(Objet::Valeur, "A6", "par_delegation"), (Objet::Somme, "A6", "par_delegation")]
    );
    let said = one_more.ecarts[0].to_string();
    assert!(said.contains("A6 / par_delegation : le rapport dit 4") && said.contains("3 (compte"));

    let swapped = touche(&monde, |told| {
        let line = &mut indicateur(told, "A14")["valeurs"][0];
        let (num, den) = (line["num"].clone(), line["den"].clone());
        (line["num"], line["den"]) = (den, num);
    });
    assert_eq!(objets(&swapped.await), [(Objet::Valeur, "A14", "dans_le_delai")]);

    let reworded = touche(&monde, |told| {
        indicateur(told, "D1")["definition"] = json!("Enfants accueillis.");
        indicateur(told, "D2")["unite"] = json!("mesure");
        indicateur(told, "D3")["libelle"] = json!("Évolution");
    });
    assert_eq!(
        objets(&reworded.await),
        [
            (Objet::Definition, "D1", "definition"),
            (Objet::Definition, "D2", "unite"),
            (Objet::Definition, "D3", "libelle")
        ]
    );

    let moved = touche(&monde, |told| {
        let lines = &mut indicateur(told, "A1")["ventilations"][0]["lignes"];
        let (first, last) = (lines[0]["valeur"].clone(), lines[5]["valeur"].clone());
        (lines[0]["valeur"], lines[5]["valeur"]) = (last, first);
    });
    assert_eq!(
        objets(&moved.await),
        [
            (Objet::Valeur, "A1", "la_rochelle_re_aunis_atlantique"),
            (Objet::Valeur, "A1", "haute_saintonge")
        ]
    );
}

#[tokio::test]
async fn un_rapport_ou_quelque_chose_manque_ou_s_ajoute_se_voit() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();

    let without = touche(&monde, |told| {
        told["indicateurs"].as_array_mut().unwrap().retain(|one| one["id"] != "B4");
    });
    let without = without.await;
    assert_eq!(objets(&without), [(Objet::Indicateur, "B4", "")]);
    assert!(without.verifies.iter().all(|one| one.id != "B4"));

    let other_version = touche(&monde, |told| indicateur(told, "B5")["version"] = json!(9));
    assert_eq!(objets(&other_version.await), [(Objet::Indicateur, "B5", "")]);

    let lines = touche(&monde, |told| {
        indicateur(told, "E1")["valeurs"].as_array_mut().unwrap().remove(1);
        let line = json!({"cle": "e1c", "libelle": "Autres", "genre": "compte", "valeur": 1});
        indicateur(told, "D2")["valeurs"].as_array_mut().unwrap().push(line);
        indicateur(told, "B3")["ventilations"] = json!([]);
    });
    assert_eq!(
        objets(&lines.await),
        [(Objet::Ventilation, "B3", ""), (Objet::Ligne, "D2", "e1c"), (Objet::Ligne, "E1", "e1b")]
    );

    let elsewhere = touche(&monde, |told| {
        told["note"] = json!("chiffres provisoires");
    });
    assert_eq!(objets(&elsewhere.await), [(Objet::Entete, "", "note")]);

    let rapport = monde.rapport(&pour_2022(None, None)).await;
    let value: Value = serde_json::from_slice(&rapport.json).unwrap();
    let pretty = serde_json::to_vec_pretty(&value).unwrap();
    assert_eq!(objets(&monde.second_chemin(&pretty).await), [(Objet::Forme, "", "")]);
}

/// What is hidden in a report for publication is not compared; what it shows is.
#[tokio::test]
async fn un_rapport_publie_se_verifie_sauf_ce_qu_il_masque() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let publie = Demande { diffusion: Diffusion::Publication, ..chiffres::pour_2022(None, None) };
    let rapport = monde.rapport(&publie).await;
    let constat = monde.second_chemin(&rapport.json).await;
    assert!(constat.tient(), "{:?}", ou(&constat));
    assert!(constat.masquees > 5, "{}", constat.masquees);

    let mut told: Value = serde_json::from_slice(&rapport.json).unwrap();
    let known = |one: &Value| constat.verifies.iter().any(|verified| one["id"] == verified.id);
    let all = told["indicateurs"].as_array_mut().unwrap().iter_mut();
    let counted = all.filter(|one| known(one));
    let mut shown = counted.flat_map(|one| one["valeurs"].as_array_mut().unwrap());
    let shown = shown.find(|line| line["valeur"].as_i64().is_some()).unwrap();
    shown["valeur"] = json!(shown["valeur"].as_i64().unwrap() + 1);
    let touched = monde.second_chemin(&canonical::to_bytes(&told).unwrap()).await;
    assert!(!touched.tient());

    let hidden = touche(&monde, |told| {
        let line = &mut indicateur(told, "A2")["valeurs"][0];
        *line = json!({"cle": line["cle"], "libelle": line["libelle"], "genre": "masquee"});
    });
    let hidden = hidden.await;
    assert_eq!(objets(&hidden), [(Objet::Valeur, "A2", "ip")], "an internal report hides nothing");
}

/// A position inside a request is not one a report is given at.
#[tokio::test]
async fn un_rapport_qui_coupe_une_demande_se_voit() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let cut = touche(&monde, |told| told["position"] = json!(1)).await;
    assert_eq!(cut.ecarts[0].objet, Objet::Entete);
    assert_eq!((&*cut.ecarts[0].cle, &*cut.ecarts[0].evenements), ("position", "0"));
    let beyond = touche(&monde, |told| told["position"] = json!(1_000_000)).await;
    assert!(beyond.ecarts.iter().any(|ecart| ecart.objet == Objet::Entete));
}

/// The mask of one small number is taken off a published report: the number is right, and is not to be shown.
#[tokio::test]
async fn un_masque_ote_d_un_rapport_publie_se_voit() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let publie = Demande { diffusion: Diffusion::Publication, ..chiffres::pour_2022(None, None) };
    let mut told: Value = serde_json::from_slice(&monde.rapport(&publie).await.json).unwrap();
    let interne = monde.rapport(&chiffres::pour_2022(None, None)).await.json;
    let whole: Value = serde_json::from_slice(&interne).unwrap();
    let small = |line: &Value| line["valeur"].as_i64().is_some_and(|n| 0 < n && n < 5);
    let counts = |line: &&Value| line["genre"] == "compte" && small(line);
    let all = whole["indicateurs"].as_array().unwrap().iter();
    let mut found = all.filter_map(|one| {
        let line = one["valeurs"].as_array().unwrap().iter().find(counts)?;
        Some((one["id"].as_str().unwrap(), line))
    });
    let (id, line) = found.next().unwrap();
    let cle = line["cle"].as_str().unwrap();
    let hidden = ligne(&mut told, id, cle);
    assert_eq!(hidden["genre"], "masquee");
    *hidden = line.clone();
    let constat = monde.second_chemin(&canonical::to_bytes(&told).unwrap()).await;
    assert_eq!(objets(&constat), [(Objet::Secret, id, cle)]);
    let said = constat.ecarts[0].to_string();
    assert!(said.starts_with(&format!("secret {id} / {cle} : ")), "{said}");
}

/// The report a Département publishes, and the same one for itself.
async fn publie_et_interne(monde: &Monde) -> [Value; 2] {
    let interne = chiffres::pour_2022(None, None);
    let publie = Demande { diffusion: Diffusion::Publication, ..interne.clone() };
    let read = async |demande: &Demande| {
        serde_json::from_slice(&monde.rapport(demande).await.json).unwrap()
    };
    [read(&publie).await, read(&interne).await]
}

/// A delay of an indicator that hides a group is that of the few it hides.
#[tokio::test]
async fn un_delai_rendu_a_un_rapport_publie_se_voit() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let [mut told, whole] = publie_et_interne(&monde).await;
    let hidden = ligne(&mut told, "A13", "remises_mediane");
    assert_eq!(hidden["genre"], "masquee");
    let lines = whole["indicateurs"].as_array().unwrap().iter().find(|one| one["id"] == "A13");
    let mut lines = lines.unwrap()["valeurs"].as_array().unwrap().iter();
    *hidden = lines.find(|line| line["cle"] == "remises_mediane").unwrap().clone();
    assert_eq!(hidden["genre"], "jours");
    let constat = monde.second_chemin(&canonical::to_bytes(&told).unwrap()).await;
    assert_eq!(objets(&constat), [(Objet::Secret, "A13", "remises_mediane")]);
}

/// What a definition says adds up on each line of an axis does not any more on one.
#[tokio::test]
async fn une_somme_dite_d_un_axe_se_verifie_ligne_a_ligne() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let [_, mut told] = publie_et_interne(&monde).await;
    let cuts = indicateur(&mut told, "B2")["ventilations"].as_array_mut().unwrap();
    let cut = cuts.iter_mut().find(|cut| cut["axe"] == "territoire").unwrap();
    let line = &mut cut["lignes"].as_array_mut().unwrap()[0];
    let slug = line["cle"].as_str().unwrap().to_owned();
    line["valeur"] = json!(line["valeur"].as_i64().unwrap() + 1);
    let constat = monde.second_chemin(&canonical::to_bytes(&told).unwrap()).await;
    for part in ["num", "den"] {
        let name = format!("taux.{part}@territoire/{slug}");
        assert!(objets(&constat).contains(&(Objet::Somme, "B3", &*name)), "{:?}", ou(&constat));
    }
}

/// A fraction made simpler, a mean rounded to days, a rank off by one: none is what the events give.
#[tokio::test]
async fn un_arrondi_se_voit() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let rank = touche(&monde, |told| {
        let line = ligne(told, "A13", "remises_mediane");
        line["valeur"] = json!(line["valeur"].as_i64().unwrap() + 1);
    });
    assert_eq!(objets(&rank.await), [(Objet::Valeur, "A13", "remises_mediane")]);
    let rounded = touche(&monde, |told| {
        let line = ligne(told, "A13", "remises_moyenne");
        let days = line["num"].as_i64().unwrap() / line["den"].as_i64().unwrap();
        (line["num"], line["den"]) = (json!(days), json!(1));
    });
    assert_eq!(objets(&rounded.await), [(Objet::Valeur, "A13", "remises_moyenne")]);
    let simpler = touche(&monde, |told| {
        let line = ligne(told, "A13", "remises_moyenne");
        let (num, den) = (line["num"].as_i64().unwrap(), line["den"].as_i64().unwrap());
        (line["num"], line["den"]) = (json!(2 * num), json!(2 * den));
    });
    assert_eq!(objets(&simpler.await), [(Objet::Valeur, "A13", "remises_moyenne")]);
}

fn ligne<'a>(told: &'a mut Value, id: &str, cle: &str) -> &'a mut Value {
    let lines = indicateur(told, id)["valeurs"].as_array_mut().unwrap();
    lines.iter_mut().find(|line| line["cle"] == cle).unwrap()
}
