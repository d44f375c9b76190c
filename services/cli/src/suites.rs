//! `parcours trajectoires` and `parcours prevision`: the paths children took, the places that will be needed.
//!
//! # Invariants
//!
//! - JSON and CSV leave as they came from the server, to the byte.
//! - The table shows what the server counted; it computes nothing but thousandths into children.

use std::fs;

use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::activite::v1::{PrevoirRequest, ProduireRequest};
use serde_json::Value;

use crate::Fin;
use crate::arguments::{FormatDeSuite, Prevision, Trajectoires};
use crate::client::{self, REPONSE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::sortie;
use crate::tableau::{Colonne, tableau};

/// How many paths the table shows.
const CHEMINS_MONTRES: usize = 25;

/// Shows or writes the paths of a period.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or the file cannot be written.
pub async fn trajectoires(demande: Trajectoires) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Odpe).await?;
    let request = ProduireRequest {
        entete: Some(client::entete(&demande.acces, Role::Odpe)),
        periode: demande.periode,
        territoire: demande.territoire,
        connu_a: demande.connu_a.map(Into::into),
        ..ProduireRequest::default()
    };
    let mut client = ActiviteServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let reponse = client.trajectoires(request).await?.into_inner();
    let octets = match demande.format {
        FormatDeSuite::Json => reponse.json,
        FormatDeSuite::Csv => reponse.csv,
        FormatDeSuite::Table => chemins(&reponse.json)?.into_bytes(),
    };
    rendre(demande.sortie.as_deref(), &octets)
}

/// Shows or writes the forecast.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or the file cannot be written.
pub async fn prevision(demande: Prevision) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Odpe).await?;
    let request = PrevoirRequest {
        entete: Some(client::entete(&demande.acces, Role::Odpe)),
        au: demande.au.to_string(),
        territoire: demande.territoire,
        connu_a: demande.connu_a.map(Into::into),
        reference_ans: demande.reference,
        horizon_ans: demande.horizon,
        au_moins: None,
    };
    let mut client = ActiviteServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let reponse = client.prevoir(request).await?.into_inner();
    let octets = match demande.sortie {
        Some(_) => reponse.json,
        None => besoins(&reponse.json)?.into_bytes(),
    };
    rendre(demande.sortie.as_deref(), &octets)
}

fn rendre(fichier: Option<&std::path::Path>, octets: &[u8]) -> Result<Fin, Echec> {
    match fichier {
        Some(fichier) => fs::write(fichier, octets).map_err(Echec::sur("écrire", fichier))?,
        None => sortie::octets(octets),
    }
    Ok(Fin::Bien)
}

fn lu(octets: &[u8]) -> Result<Value, Echec> {
    serde_json::from_slice(octets)
        .map_err(|_| Echec::Phrase("La réponse du serveur ne se lit pas.".to_owned()))
}

/// The paths most taken, and what is left.
fn chemins(json: &[u8]) -> Result<String, Echec> {
    let lu = lu(json)?;
    let libelles = lu["etapes"].as_array().cloned().unwrap_or_default();
    let libelle = |cle: &Value| {
        let etape = libelles.iter().find(|etape| etape["cle"] == *cle);
        etape.and_then(|etape| etape["libelle"].as_str()).unwrap_or_default().to_owned()
    };
    let parcours = lu["parcours"].as_array().cloned().unwrap_or_default();
    let lignes: Vec<Vec<String>> = parcours
        .iter()
        .take(CHEMINS_MONTRES)
        .map(|chemin| {
            let etapes = chemin["etapes"].as_array().cloned().unwrap_or_default();
            let delais = chemin["delais_medians_jours"].as_array().cloned().unwrap_or_default();
            let etapes: Vec<String> = etapes.iter().map(libelle).collect();
            let delais: Vec<String> = delais.iter().map(ToString::to_string).collect();
            vec![chemin["enfants"].to_string(), etapes.join(" → "), delais.join(" · ")]
        })
        .collect();
    let colonnes = [Colonne::Nombre, Colonne::Replie(70), Colonne::Texte];
    let mut texte = tableau(&colonnes, &["enfants", "parcours", "jours (médianes)"], &lignes);
    let autres: u64 =
        parcours.iter().skip(CHEMINS_MONTRES).filter_map(|chemin| chemin["enfants"].as_u64()).sum();
    texte.push_str(&format!(
        "{} enfants en tout, {} parcours distincts ; {autres} enfants sur des parcours plus rares.\n",
        lu["enfants"],
        parcours.len()
    ));
    Ok(texte)
}

/// A line a year: what is expected, its interval, and each kind of place.
fn besoins(json: &[u8]) -> Result<String, Echec> {
    let lu = lu(json)?;
    let observe = &lu["calcul"]["observe"];
    let horizons = lu["calcul"]["horizons"].as_array().cloned().unwrap_or_default();
    let mut lieux: Vec<String> = observe["par_lieu"]
        .as_object()
        .map(|lieux| lieux.keys().cloned().collect())
        .unwrap_or_default();
    lieux.sort();
    let enfants = |attendu: &Value| {
        let milliemes = attendu["attendu_milliemes"].as_i64().unwrap_or_default();
        ((milliemes + 500) / 1_000).to_string()
    };
    let ligne = |au: &Value, total: String, intervalle: String, par_lieu: &Value| {
        let au = au.as_str().unwrap_or_default().to_owned();
        let lieux = lieux.iter().map(|lieu| enfants(&par_lieu[lieu.as_str()]));
        [au, total, intervalle].into_iter().chain(lieux).collect::<Vec<String>>()
    };
    let mut lignes = vec![ligne(
        &lu["au"],
        observe["total"].to_string(),
        "observé".to_owned(),
        &observe["par_lieu"],
    )];
    for horizon in &horizons {
        let total = &horizon["total"];
        let intervalle = format!("{} à {}", total["bas"], total["haut"]);
        lignes.push(ligne(&horizon["au"], enfants(total), intervalle, &horizon["par_lieu"]));
    }
    let entetes: Vec<&str> = ["au", "enfants", "intervalle"]
        .into_iter()
        .chain(lieux.iter().map(String::as_str))
        .collect();
    let mut colonnes = vec![Colonne::Texte, Colonne::Nombre, Colonne::Texte];
    colonnes.extend(lieux.iter().map(|_| Colonne::Nombre));
    let mut texte = tableau(&colonnes, &entetes, &lignes);
    for hypothese in lu["hypotheses"].as_array().into_iter().flatten() {
        texte.push_str(&format!("· {}\n", hypothese.as_str().unwrap_or_default()));
    }
    Ok(texte)
}
