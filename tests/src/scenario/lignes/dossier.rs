//! Sentences about two files: « réunir Léa bis à Léa, motif … », « disjoindre Léa bis de Léa, motif …,
//! rendre 5 et 6 ».

use proto::reprise::v1::Commande;
use serde_json::{Value, json};

use crate::scenario::commandes::Lecture;
use crate::scenario::phrase::list;

pub(crate) fn reunir(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let (absorbe, principal) = head.split_once(" à ").expect("réunir A à B");
    let request = deux(lecture, principal, absorbe);
    commande("Fusionner", &request)
}

pub(crate) fn disjoindre(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let (absorbe, principal) = head.split_once(" de ").expect("disjoindre A de B");
    let mut request = deux(lecture, principal, absorbe);
    let rendus = lecture.phrase.take("rendre ").map(|said| list(&said)).unwrap_or_default();
    let number = |said: &String| said.parse::<u32>().expect("a version is a number");
    request["rendus"] = json!(rendus.iter().map(number).collect::<Vec<u32>>());
    commande("Disjoindre", &request)
}

fn deux(lecture: &mut Lecture<'_>, principal: &str, absorbe: &str) -> Value {
    let (principal, absorbe) = (lecture.id(principal), lecture.id(absorbe));
    let motif = lecture.phrase.take("motif ").unwrap_or_else(|| "même enfant".into());
    let entete = lecture.entete_json(vec![]);
    json!({ "entete": entete, "principal": principal, "absorbe": absorbe, "motif": motif })
}

fn commande(method: &str, request: &Value) -> Commande {
    let rpc = format!("parcours.dossier.v1.DossierService/{method}");
    let line = json!({ "rpc": rpc, "request": request }).to_string();
    proto::json::ligne(&line).unwrap_or_else(|why| panic!("{method}: {why:?} — {line}"))
}
