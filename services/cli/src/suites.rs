//! `parcours comparer`, `parcours trajectoires` and `parcours prevision`: years seen at the same lag, the paths children
//! took, the places that will be needed.
//!
//! # Invariants
//!
//! - JSON and CSV leave as they came from the server, to the byte.
//! - The table shows what the server counted; it computes nothing but thousandths into children.

use std::fs;

use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::activite::v1::{ComparerRequest, PrevoirRequest, ProduireRequest};
use serde::Deserialize as _;
use serde_json::Value;

use crate::Fin;
use crate::arguments::{Comparer, FormatDeSuite, Prevision, Trajectoires};
use crate::client::{self, REPONSE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres;
use crate::rapport::Nombre;
use crate::sortie;
use crate::tableau::{Colonne, tableau};
use crate::temps;

/// How many paths the table shows.
const CHEMINS_MONTRES: usize = 25;

/// Shows or writes years compared.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or the file cannot be written.
pub async fn comparer(demande: Comparer) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Odpe).await?;
    let request = ComparerRequest {
        entete: Some(client::entete(&demande.acces, Role::Odpe)),
        periode: demande.periode,
        avec: demande.avec,
        territoire: demande.territoire,
        connu_a: demande.connu_a.map(Into::into),
        indicateurs: demande.indicateurs,
        au_moins: None,
        registre: demande.registre.unwrap_or(0),
    };
    let mut client = ActiviteServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let reponse = client.comparer(request).await?.into_inner();
    let octets = match demande.format {
        FormatDeSuite::Json => reponse.json,
        FormatDeSuite::Csv => reponse.csv,
        FormatDeSuite::Table => annees(&reponse.json)?.into_bytes(),
    };
    rendre(demande.sortie.as_deref(), &octets)
}

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

/// Two columns a period, its values at equal lag and as seen today; what is broken down stays in the files.
fn annees(json: &[u8]) -> Result<String, Echec> {
    let lu = lu(json)?;
    let liste = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let dit = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let periodes = liste(&lu["periodes"]);
    let recul = lu["recul_jours"].as_u64().unwrap_or_default();
    let mut texte = format!(
        "Recul de {} après la fin de chaque période.\n",
        nombres::accorde(recul, "jour", "jours")
    );
    let (mut entetes, mut colonnes) = (vec![String::new()], vec![Colonne::Replie(48)]);
    for (rang, periode) in periodes.iter().enumerate() {
        let nom = format!(
            "{} – {}",
            temps::jour(&dit(&periode["du"])),
            temps::jour(&dit(&periode["au"]))
        );
        let vue = &periode["a_recul_egal"];
        let donnees = match vue["donnees_au"].as_str() {
            Some(au) => format!("données au {}, position {}", temps::jour(au), vue["position"]),
            None => "le journal commence après elle ; elle ne se voit que d’aujourd’hui".to_owned(),
        };
        texte.push_str(&format!("· {nom} : {donnees}\n"));
        let annee = dit(&periode["au"]).chars().take(4).collect::<String>();
        entetes.push(annee.clone());
        colonnes.push(Colonne::Nombre);
        if rang > 0 {
            entetes.push(format!("{annee} vue du jour"));
            colonnes.push(Colonne::Nombre);
        }
    }
    let entetes: Vec<&str> = entetes.iter().map(String::as_str).collect();
    for indicateur in liste(&lu["indicateurs"]) {
        texte.push_str(&format!(
            "\n{} · {}\n",
            dit(&indicateur["id"]),
            dit(&indicateur["libelle"])
        ));
        let entieres = |ligne: &Value| dit(&ligne["axe"]).is_empty();
        let lignes: Vec<Vec<String>> = liste(&indicateur["lignes"])
            .iter()
            .filter(|ligne| entieres(ligne))
            .map(annee_par_annee)
            .collect();
        texte.push_str(&tableau(&colonnes, &entetes, &lignes));
    }
    Ok(texte)
}

/// The cells of a line: the most recent period once, each other twice.
fn annee_par_annee(ligne: &Value) -> Vec<String> {
    let valeur = |vue: &str, rang: usize| {
        Nombre::deserialize(&ligne[vue][rang]).map_or_else(|_| "—".to_owned(), Nombre::texte)
    };
    let mut cellules = vec![ligne["libelle"].as_str().unwrap_or_default().to_owned()];
    cellules.push(valeur("a_recul_egal", 0));
    for rang in 1..ligne["vu_du_jour"].as_array().map_or(0, Vec::len) {
        cellules.push(valeur("a_recul_egal", rang));
        cellules.push(valeur("vu_du_jour", rang));
    }
    cellules
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

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn les_annees_se_lisent_cote_a_cote() {
        let json = r#"{"recul_jours":46,"periodes":[
            {"du":"2023-01-01","au":"2023-12-31","a_recul_egal":{"position":900,"donnees_au":"2024-02-15"}},
            {"du":"2022-01-01","au":"2022-12-31","a_recul_egal":{"position":500,"donnees_au":"2023-02-15"}},
            {"du":"2009-01-01","au":"2009-12-31","a_recul_egal":null}],"indicateurs":[
            {"id":"A8","libelle":"Devenir","lignes":[
              {"axe":"","de":"","cle":"recues","libelle":"reçues",
               "a_recul_egal":[{"genre":"compte","valeur":1300},{"genre":"compte","valeur":1200}],
               "vu_du_jour":[{"genre":"compte","valeur":1300},{"genre":"compte","valeur":1210},{"genre":"compte","valeur":7}]},
              {"axe":"canal","de":"recues","cle":"courriel","libelle":"par courriel","a_recul_egal":[],"vu_du_jour":[]}]}]}"#;
        expect![[r#"
            Recul de 46 jours après la fin de chaque période.
            · 01/01/2023 – 31/12/2023 : données au 15/02/2024, position 900
            · 01/01/2022 – 31/12/2022 : données au 15/02/2023, position 500
            · 01/01/2009 – 31/12/2009 : le journal commence après elle ; elle ne se voit que d’aujourd’hui

            A8 · Devenir
                     2023   2022  2022 vue du jour  2009  2009 vue du jour
            ──────  ─────  ─────  ────────────────  ────  ────────────────
            reçues  1 300  1 200             1 210     —                 7
        "#]].assert_eq(&annees(json.as_bytes()).unwrap());
    }
}
