//! A line of an import file is a command, and back; a bad line says where and why, and quotes nothing.

use crate::soutien::{line, lines};
use proto::json::{commande_json, ligne, ligne_de};
use serde_json::{Value, json};

#[test]
fn chaque_commande_s_ecrit_et_se_relit() {
    for (rpc, request) in lines() {
        let read = ligne(&json!({"rpc": rpc, "request": request}).to_string()).expect(rpc);
        let written = ligne_de(&read);
        assert_eq!(ligne(&written).as_ref(), Ok(&read), "{rpc}");
        let (service, method) = rpc.rsplit_once('/').unwrap();
        let short = format!("{}.{method}", service.rsplit_once('.').unwrap().1);
        let written: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(written, json!({"rpc": short, "request": request}), "{rpc}");
    }
}

#[test]
fn la_meme_commande_a_toujours_le_meme_json() {
    for (rpc, request) in lines() {
        let once = ligne(&json!({"rpc": rpc, "request": request}).to_string()).unwrap();
        let camel = camel_case(request);
        let again = ligne(&json!({"request": camel, "rpc": rpc}).to_string()).unwrap();
        assert_eq!(commande_json(&once).to_string(), commande_json(&again).to_string());
        assert_eq!(commande_json(&once).as_object().unwrap().len(), 1, "{rpc}");
    }
}

fn camel_case(value: &Value) -> Value {
    match value {
        Value::Object(object) => object.iter().map(|(k, v)| (camel(k), camel_case(v))).collect(),
        Value::Array(items) => items.iter().map(camel_case).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |so_far, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        so_far + &head.to_uppercase() + tail
    })
}

#[test]
fn une_ligne_illisible_dit_ou_et_pourquoi() {
    let with = |path: &str, value: Value| {
        let mut line = line("InformationService.Recevoir");
        *line.pointer_mut(path).expect("the field is there") = value;
        line.to_string()
    };
    let mut unknown = line("InformationService.Recevoir");
    unknown["request"]["recue"]["transmeteur"] = json!("hopital");
    let mut both = line("InformationService.Recevoir");
    both["request"]["recue"]["recit"] = json!({"clair": "Un récit.", "scelle": true});
    for (line, champ, code) in [
        ("{".to_owned(), "ligne", "JSON_ILLISIBLE"),
        ("[]".to_owned(), "ligne", "TYPE_INATTENDU"),
        (json!({"request": {}}).to_string(), "rpc", "CHAMP_OBLIGATOIRE"),
        (json!({"rpc": 3, "request": {}}).to_string(), "rpc", "TYPE_INATTENDU"),
        (json!({"rpc": "MesureService.Oublier", "request": {}}).to_string(), "rpc", "RPC_INCONNU"),
        (json!({"rpc": "FileService.Lister", "request": {}}).to_string(), "rpc", "RPC_INCONNU"),
        (json!({"rpc": "MesureService.Lever"}).to_string(), "request", "CHAMP_OBLIGATOIRE"),
        (
            json!({"rpc": "MesureService.Lever", "request": [1]}).to_string(),
            "request",
            "TYPE_INATTENDU",
        ),
        (
            json!({"rpc": "MesureService.Lever", "request": {}, "quand": 1}).to_string(),
            "quand",
            "CHAMP_INCONNU",
        ),
        (unknown.to_string(), "recue.transmeteur", "CHAMP_INCONNU"),
        (both.to_string(), "recue.recit.scelle", "CHAMPS_EXCLUSIFS"),
        (with("/request/recue/transmetteur", json!(12)), "recue.transmetteur", "TYPE_INATTENDU"),
        (with("/request/recue/urgence", json!("oui")), "recue.urgence", "TYPE_INATTENDU"),
        (with("/request/entete/enfants", json!("un")), "entete.enfants", "TYPE_INATTENDU"),
        (with("/request/entete/enfants", json!(["a", {}])), "entete.enfants[1]", "TYPE_INATTENDU"),
        (
            with("/request/entete/survenu", json!({"a": "hier"})),
            "entete.survenu.a",
            "TYPE_INATTENDU",
        ),
        (
            with("/request/entete/survenu", json!({"precision": "MOIS"})),
            "entete.survenu.precision",
            "TYPE_INATTENDU",
        ),
    ] {
        let refused = ligne(&line).expect_err(champ);
        assert_eq!((refused.champ.as_str(), refused.code), (champ, code), "{refused}");
    }
}

#[test]
fn une_ligne_illisible_ne_cite_aucune_valeur() {
    let mut line = line("IdentiteService.Inscrire");
    line["request"]["inscriptions"][0]["inscrit"]["naissance"] = json!("Capucine Marais");
    line["request"]["inscriptions"][0]["inscrit"]["Capucine Marais"] = json!("Capucine Marais");
    for broken in [line.to_string(), line.to_string().replace("Marais\"", "Marais")] {
        let refused = ligne(&broken).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("Capucine"), "{}", refused.champ);
    }
}

#[test]
fn le_rpc_s_ecrit_de_plusieurs_facons() {
    let request = line("MesureService.Lever")["request"].take();
    let read = |rpc: &str| ligne(&json!({"rpc": rpc, "request": request}).to_string());
    let short = read("MesureService.Lever").unwrap();
    for rpc in [
        "MesureService/Lever",
        "parcours.mesure.v1.MesureService/Lever",
        "/parcours.mesure.v1.MesureService/Lever",
        "parcours.mesure.v1.MesureService.Lever",
    ] {
        assert_eq!(read(rpc).as_ref(), Ok(&short), "{rpc}");
    }
}
