//! `parcours ecarts`: why two reports differ, value by value.
//!
//! # Invariants
//!
//! - The reports leave for the server as they are in their files, to the byte.
//! - What is shown is what the server attributed; nothing is computed here.

use std::fs;
use std::path::Path;

use prost::Message as _;
use proto::activite::v1::ExpliquerEcartsRequest;
use serde_json::Value;

use crate::Fin;
use crate::arguments::Ecarts;
use crate::client::{self, REQUETE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres::{accorde, decimal, entier};
use crate::rapport::Nombre;
use crate::reponse::{self, chiffre, liste, mot};
use crate::sortie;

/// Shows or writes the explanation.
///
/// # Errors
/// [`Echec`] when a file cannot be read or written, the server cannot be reached or refuses.
pub async fn executer(demande: Ecarts) -> Result<Fin, Echec> {
    let request = ExpliquerEcartsRequest {
        entete: Some(client::entete(&demande.acces, Role::Odpe)),
        avant: lu(&demande.avant)?,
        apres: lu(&demande.apres)?,
    };
    assez_petits(&request)?;
    let mut client = client::activite(&demande.acces).await?;
    let json = client.expliquer_ecarts(request).await?.into_inner().json;
    match demande.sortie {
        Some(fichier) => fs::write(&fichier, json).map_err(Echec::sur("écrire", &fichier))?,
        None => sortie::texte(&texte(&json)?),
    }
    Ok(Fin::Bien)
}

fn lu(fichier: &Path) -> Result<Vec<u8>, Echec> {
    fs::read(fichier).map_err(Echec::sur("lire", fichier))
}

/// What the server would not read is not sent.
fn assez_petits(request: &ExpliquerEcartsRequest) -> Result<(), Echec> {
    if request.encoded_len() <= REQUETE_MAX {
        return Ok(());
    }
    let octets = request.avant.len() as i128 + request.apres.len() as i128;
    Err(Echec::Phrase(format!(
        "Ces deux rapports font {} Mo ensemble, et le serveur n’en lit pas plus de {}.\n  à faire : \
         redemandez les deux pour quelques indicateurs, par --indicateurs",
        decimal((octets * 10).div_euclid(1 << 20), 1),
        REQUETE_MAX >> 20,
    )))
}

/// An indicator a paragraph: its values that differ, their steps, the events.
fn texte(json: &[u8]) -> Result<String, Echec> {
    let lu = reponse::lire(json)?;
    let point = |cote: &str| {
        format!("position {}, registre {}", lu[cote]["position"], mot(&lu[cote]["registre"]))
    };
    let differentes = lu["valeurs_differentes"].as_u64().unwrap_or_default();
    let mut texte = format!(
        "De la {} à la {} : {}, {} entre les deux.\n",
        point("avant"),
        point("apres"),
        accorde(differentes, "valeur diffère", "valeurs diffèrent"),
        accorde(lu["evenements_entre"].as_u64().unwrap_or_default(), "événement", "événements"),
    );
    for indicateur in liste(&lu["indicateurs"]) {
        texte.push_str(&paragraphe(indicateur)?);
    }
    texte.push('\n');
    let non_compares: Vec<&str> = liste(&lu["non_compares"]).map(mot).collect();
    if !non_compares.is_empty() {
        texte.push_str(&format!(
            "Non comparés, un seul des deux rapports les donne : {}\n",
            non_compares.join(", ")
        ));
    }
    for reserve in liste(&lu["reserves"]) {
        texte.push_str(&format!("· {}\n", mot(reserve)));
    }
    Ok(texte)
}

fn paragraphe(indicateur: &Value) -> Result<String, Echec> {
    let mut texte = format!("\n{} · {}\n", mot(&indicateur["id"]), mot(&indicateur["libelle"]));
    for ecart in liste(&indicateur["ecarts"]) {
        let mut ligne = format!(
            "  {}{} : {}",
            axe(ecart),
            mot(&ecart["libelle"]),
            avec_sa_fraction(&ecart["avant"])?
        );
        for etape in liste(&ecart["etapes"]) {
            let par = par(mot(&etape["par"]));
            ligne.push_str(&format!(" → {} ({par})", avec_sa_fraction(&etape["valeur"])?));
        }
        texte.push_str(&ligne);
        texte.push('\n');
    }
    let versions = [&indicateur["version_avant"], &indicateur["version_apres"]];
    if versions[0] != versions[1] {
        let [avant, apres] = versions.map(version);
        texte.push_str(&format!("  définition : {avant}, puis {apres}\n"));
    }
    texte.push_str(&evenements(&indicateur["evenements"]));
    Ok(texte)
}

/// « territoire (recues) : » of a line of a breakdown; nothing of a whole value.
fn axe(ecart: &Value) -> String {
    match (mot(&ecart["axe"]), mot(&ecart["de"])) {
        ("", _) => String::new(),
        (axe, "") => format!("{axe} : "),
        (axe, de) => format!("{axe} ({de}) : "),
    }
}

/// « 46,4 %, 1 557 / 3 355 »: what rounds to the same may differ.
fn avec_sa_fraction(valeur: &Value) -> Result<String, Echec> {
    let fraction = reponse::nombre(valeur)?.map(Nombre::fraction).unwrap_or_default();
    let virgule = if fraction.is_empty() { "" } else { ", " };
    Ok(format!("{}{virgule}{fraction}", chiffre(valeur)?))
}

fn version(version: &Value) -> String {
    version.as_u64().map_or("absente du registre".to_owned(), |n| format!("version {n}"))
}

/// The events that changed the facts, a line a lag; nothing when no value moved by them.
fn evenements(dits: &Value) -> String {
    if dits.is_null() {
        return String::new();
    }
    if dits["attribue"] == Value::Bool(false) {
        return "  non attribué : aucun fait que lit l’indicateur n’a changé entre les deux\n"
            .to_owned();
    }
    let mut texte = String::new();
    for (cle, libelle) in RETARDS {
        let comptes = liste(&dits["comptes"]).filter(|compte| mot(&compte["retard"]) == cle);
        let comptes: Vec<String> = comptes
            .map(|compte| {
                let nombre = compte["nombre"].as_i64().unwrap_or_default();
                format!("{} {}", entier(nombre), mot(&compte["evenement"]))
            })
            .collect();
        if !comptes.is_empty() {
            texte.push_str(&format!("  {libelle} : {}\n", comptes.join(", ")));
        }
    }
    texte
}

const RETARDS: [(&str, &str); 4] = [
    ("connaissance_tardive", "connu tard"),
    ("correction", "corrections"),
    ("reunion", "dossiers réunis ou disjoints"),
    ("courant", "arrivé depuis"),
];

/// What moved a value, as one reads it.
fn par(cle: &str) -> &str {
    match cle {
        "jour_d_observation" => "ce qui est ouvert a vieilli",
        "evenements" => "événements",
        "definition" => "autre définition",
        "references" => "autres données de référence",
        "registre" => "autre registre",
        _ => cle,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::*;

    #[test]
    fn ce_que_le_serveur_ne_lirait_pas_n_est_pas_envoye() {
        let de = |octets: usize| ExpliquerEcartsRequest {
            entete: None,
            avant: vec![b'1'; octets],
            apres: Vec::new(),
        };
        assert!(assez_petits(&de(REQUETE_MAX - 16)).is_ok());
        expect![[r#"
            Ces deux rapports font 4,0 Mo ensemble, et le serveur n’en lit pas plus de 4.
              à faire : redemandez les deux pour quelques indicateurs, par --indicateurs"#]]
        .assert_eq(&assez_petits(&de(REQUETE_MAX)).unwrap_err().to_string());
    }

    #[test]
    fn une_explication_se_lit() {
        let compte = |n: i64| json!({"genre": "compte", "valeur": n});
        let etapes = json!([
            {"par": "evenements", "valeur": compte(1205)},
            {"par": "definition", "valeur": compte(1190)},
        ]);
        let ecart = json!({"axe": "", "de": "", "cle": "recues", "libelle": "Informations reçues",
            "avant": compte(1200), "apres": compte(1190), "etapes": etapes});
        let part = json!({"axe": "territoire", "de": "recues", "cle": "a", "libelle": "Aunis",
            "avant": {"genre": "part", "num": 1, "den": 4}, "apres": {"genre": "absente"},
            "etapes": [{"par": "jour_d_observation", "valeur": {"genre": "absente"}}]});
        let comptes = json!([
            {"retard": "connaissance_tardive", "evenement": "information_recue", "nombre": 4},
            {"retard": "correction", "evenement": "evenement_annule", "nombre": 1},
        ]);
        let json = json!({
            "avant": {"position": 10, "registre": "1"}, "apres": {"position": 30, "registre": "2"},
            "evenements_entre": 20, "valeurs_differentes": 3,
            "indicateurs": [
                {"id": "A1", "libelle": "Informations", "version_avant": 1, "version_apres": 2,
                 "ecarts": [ecart, part], "evenements": {"comptes": comptes, "attribue": true}},
                {"id": "A2", "libelle": "Autre", "version_apres": 1,
                 "ecarts": [], "evenements": {"comptes": [], "attribue": false}},
            ],
            "non_compares": ["A9", "B3"],
            "reserves": ["Une réserve."],
        });
        expect![[r#"
            De la position 10, registre 1 à la position 30, registre 2 : 3 valeurs diffèrent, 20 événements entre les deux.

            A1 · Informations
              Informations reçues : 1 200 → 1 205 (événements) → 1 190 (autre définition)
              territoire (recues) : Aunis : 25,0 %, 1 / 4 → — (ce qui est ouvert a vieilli)
              définition : version 1, puis version 2
              connu tard : 4 information_recue
              corrections : 1 evenement_annule

            A2 · Autre
              définition : absente du registre, puis version 1
              non attribué : aucun fait que lit l’indicateur n’a changé entre les deux

            Non comparés, un seul des deux rapports les donne : A9, B3
            · Une réserve.
        "#]].assert_eq(&texte(json.to_string().as_bytes()).unwrap());
    }
}
