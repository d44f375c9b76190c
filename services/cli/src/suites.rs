//! `parcours comparer`, `parcours trajectoires` and `parcours prevision`: years seen at the same lag, the paths children
//! took, the places that will be needed.
//!
//! # Invariants
//!
//! - JSON and CSV leave as they came from the server, to the byte.
//! - The table shows what the server counted; it computes nothing but thousandths into children, and how many took the
//!   paths that it does not list.

use std::fs;
use std::path::Path;

use proto::activite::v1::{ComparerRequest, PrevoirRequest, ProduireRequest, ProduireResponse};
use serde_json::Value;

use crate::Fin;
use crate::arguments::{
    Comparer, FormatDeSuite, Perimetre, Portee, Prevision, Rendu, Trajectoires,
};
use crate::client;
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres::{accorde, entier};
use crate::reponse::{chiffre, lire, liste, mot};
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
    let Comparer { periode, avec, portee, indicateurs, registre, rendu, acces } = demande;
    let Portee { territoire, connu_a } = portee;
    let request = ComparerRequest {
        entete: Some(client::entete(&acces, Role::Odpe)),
        periode,
        avec,
        territoire,
        connu_a: connu_a.map(Into::into),
        indicateurs,
        au_moins: None,
        registre: registre.unwrap_or(0),
    };
    let reponse = client::activite(&acces).await?.comparer(request).await?;
    montrer(&rendu, reponse.into_inner(), annees)
}

/// Shows or writes the paths of a period.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or the file cannot be written.
pub async fn trajectoires(demande: Trajectoires) -> Result<Fin, Echec> {
    let Trajectoires { perimetre, rendu, acces } = demande;
    let Perimetre { periode, portee: Portee { territoire, connu_a } } = perimetre;
    let request = ProduireRequest {
        entete: Some(client::entete(&acces, Role::Odpe)),
        periode,
        territoire,
        connu_a: connu_a.map(Into::into),
        ..ProduireRequest::default()
    };
    let reponse = client::activite(&acces).await?.trajectoires(request).await?;
    montrer(&rendu, reponse.into_inner(), chemins)
}

/// Shows or writes the forecast.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or the file cannot be written.
pub async fn prevision(demande: Prevision) -> Result<Fin, Echec> {
    let Prevision { au, reference, horizon, portee, sortie, acces } = demande;
    let Portee { territoire, connu_a } = portee;
    let request = PrevoirRequest {
        entete: Some(client::entete(&acces, Role::Odpe)),
        au: au.to_string(),
        territoire,
        connu_a: connu_a.map(Into::into),
        reference_ans: reference.unwrap_or(0),
        horizon_ans: horizon.unwrap_or(0),
        au_moins: None,
    };
    let json = client::activite(&acces).await?.prevoir(request).await?.into_inner().json;
    let octets = if sortie.is_some() { json } else { besoins(&json)?.into_bytes() };
    rendre(sortie.as_deref(), &octets)
}

/// Shows or writes an answer, in the form asked for.
fn montrer(
    rendu: &Rendu,
    reponse: ProduireResponse,
    table: fn(&[u8]) -> Result<String, Echec>,
) -> Result<Fin, Echec> {
    let octets = match rendu.forme() {
        FormatDeSuite::Json => reponse.json,
        FormatDeSuite::Csv => reponse.csv,
        FormatDeSuite::Table => table(&reponse.json)?.into_bytes(),
    };
    rendre(rendu.sortie.as_deref(), &octets)
}

fn rendre(fichier: Option<&Path>, octets: &[u8]) -> Result<Fin, Echec> {
    match fichier {
        Some(fichier) => fs::write(fichier, octets).map_err(Echec::sur("écrire", fichier))?,
        None => sortie::octets(octets),
    }
    Ok(Fin::Bien)
}

/// Two columns a period, its values at equal lag and as seen today; what is broken down stays in the files.
fn annees(json: &[u8]) -> Result<String, Echec> {
    let lu = lire(json)?;
    let recul = lu["recul_jours"].as_u64().unwrap_or_default();
    let mut texte =
        format!("Recul de {} après la fin de chaque période.\n", accorde(recul, "jour", "jours"));
    let (mut entetes, mut colonnes) = (vec![String::new()], vec![Colonne::Replie(48)]);
    for (rang, periode) in liste(&lu["periodes"]).enumerate() {
        texte.push_str(&format!("· {}\n", vue(periode)));
        let annee: String = mot(&periode["au"]).chars().take(4).collect();
        if rang > 0 {
            entetes.extend([annee.clone(), format!("{annee} vue du jour")]);
            colonnes.extend([Colonne::Nombre, Colonne::Nombre]);
        } else {
            entetes.push(annee);
            colonnes.push(Colonne::Nombre);
        }
    }
    let entetes: Vec<&str> = entetes.iter().map(String::as_str).collect();
    for indicateur in liste(&lu["indicateurs"]) {
        let (id, libelle) = (mot(&indicateur["id"]), mot(&indicateur["libelle"]));
        texte.push_str(&format!("\n{id} · {libelle}\n"));
        let entieres = liste(&indicateur["lignes"]).filter(|ligne| mot(&ligne["axe"]).is_empty());
        let lignes: Vec<Vec<String>> = entieres.map(annee_par_annee).collect::<Result<_, _>>()?;
        texte.push_str(&tableau(&colonnes, &entetes, &lignes));
    }
    Ok(texte)
}

/// « 01/01/2022 – 31/12/2022 : données au 15/02/2023, position 500 ».
fn vue(periode: &Value) -> String {
    let [du, au] = ["du", "au"].map(|borne| temps::jour(mot(&periode[borne])));
    let vue = &periode["a_recul_egal"];
    let donnees = match vue["donnees_au"].as_str() {
        Some(au) => format!("données au {}, position {}", temps::jour(au), vue["position"]),
        None => "le journal commence après elle ; elle ne se voit que d’aujourd’hui".to_owned(),
    };
    format!("{du} – {au} : {donnees}")
}

/// The cells of a line: the most recent period once, each other twice.
fn annee_par_annee(ligne: &Value) -> Result<Vec<String>, Echec> {
    let valeur = |vue: &str, rang: usize| chiffre(&ligne[vue][rang]);
    let mut cellules = vec![mot(&ligne["libelle"]).to_owned(), valeur("a_recul_egal", 0)?];
    for rang in 1..liste(&ligne["vu_du_jour"]).count() {
        cellules.push(valeur("a_recul_egal", rang)?);
        cellules.push(valeur("vu_du_jour", rang)?);
    }
    Ok(cellules)
}

/// The paths most taken, and what is left.
fn chemins(json: &[u8]) -> Result<String, Echec> {
    let lu = lire(json)?;
    let libelle = |cle: &Value| {
        let etape = liste(&lu["etapes"]).find(|etape| etape["cle"] == *cle);
        etape.map_or_else(String::new, |etape| mot(&etape["libelle"]).to_owned())
    };
    let enfants = |dit: &Value| dit["enfants"].as_u64().unwrap_or_default();
    let lignes: Vec<Vec<String>> = liste(&lu["parcours"])
        .take(CHEMINS_MONTRES)
        .map(|chemin| {
            let etapes: Vec<String> = liste(&chemin["etapes"]).map(libelle).collect();
            let delais = liste(&chemin["delais_medians_jours"]).map(ToString::to_string);
            let delais: Vec<String> = delais.collect();
            let combien = entier(enfants(chemin).cast_signed());
            vec![combien, etapes.join(" → "), delais.join(" · ")]
        })
        .collect();
    let colonnes = [Colonne::Nombre, Colonne::Replie(70), Colonne::Texte];
    let mut texte = tableau(&colonnes, &["enfants", "parcours", "jours (médianes)"], &lignes);
    let distincts = liste(&lu["parcours"]).count() as u64;
    let autres = liste(&lu["parcours"]).skip(CHEMINS_MONTRES).map(enfants).sum();
    texte.push_str(&format!(
        "{} en tout, {} ; {} sur des parcours plus rares.\n",
        accorde(enfants(&lu), "enfant", "enfants"),
        accorde(distincts, "parcours distinct", "parcours distincts"),
        accorde(autres, "enfant", "enfants"),
    ));
    Ok(texte)
}

/// A line a year: what is expected, its interval, and each kind of place.
fn besoins(json: &[u8]) -> Result<String, Echec> {
    let lu = lire(json)?;
    let observe = &lu["calcul"]["observe"];
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
        let au = temps::jour(mot(au));
        let lieux = lieux.iter().map(|lieu| enfants(&par_lieu[lieu.as_str()]));
        [au, total, intervalle].into_iter().chain(lieux).collect::<Vec<String>>()
    };
    let mut lignes = vec![ligne(
        &lu["au"],
        observe["total"].to_string(),
        "observé".to_owned(),
        &observe["par_lieu"],
    )];
    for horizon in liste(&lu["calcul"]["horizons"]) {
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
    for hypothese in liste(&lu["hypotheses"]) {
        texte.push_str(&format!("· {}\n", mot(hypothese)));
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
            {"du":"2009-01-01","au":"2009-12-31"}],"indicateurs":[
            {"id":"A8","version":1,"libelle":"Devenir","unite":"information","definition":"","lignes":[
              {"axe":"","de":"","cle":"recues","libelle":"reçues",
               "a_recul_egal":[{"genre":"compte","valeur":1300},{"genre":"compte","valeur":1200},{"genre":"sans_ligne"}],
               "vu_du_jour":[{"genre":"compte","valeur":1300},{"genre":"compte","valeur":1210},{"genre":"compte","valeur":7}]},
              {"axe":"canal","de":"recues","cle":"courriel","libelle":"par courriel",
               "a_recul_egal":[{"genre":"compte","valeur":3},{"genre":"compte","valeur":2},{"genre":"sans_ligne"}],
               "vu_du_jour":[{"genre":"compte","valeur":3},{"genre":"compte","valeur":2},{"genre":"sans_ligne"}]}]}]}"#;
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

    #[test]
    fn les_parcours_se_comptent_et_s_accordent() {
        let json = r#"{"enfants":1,"etapes":[{"cle":"ip","libelle":"information préoccupante"},
            {"cle":"fin","libelle":"fin de toute mesure"}],
            "parcours":[{"etapes":["ip","fin"],"enfants":1,"delais_medians_jours":[12]}]}"#;
        expect![[r#"
            enfants  parcours                                        jours (médianes)
            ───────  ──────────────────────────────────────────────  ────────────────
                  1  information préoccupante → fin de toute mesure  12
            1 enfant en tout, 1 parcours distinct ; 0 enfant sur des parcours plus rares.
        "#]]
        .assert_eq(&chemins(json.as_bytes()).unwrap());
    }

    #[test]
    fn les_besoins_se_lisent_annee_par_annee() {
        let json = r#"{"au":"2022-12-31","hypotheses":["Une hypothèse."],"calcul":{
            "observe":{"total":3,"par_lieu":{"autre":{"attendu_milliemes":3000}}},
            "horizons":[{"au":"2023-12-31","total":{"attendu_milliemes":2500,"bas":0,"haut":6},
                "par_lieu":{"autre":{"attendu_milliemes":2500}}}]}}"#;
        expect![[r#"
            au          enfants  intervalle  autre
            ──────────  ───────  ──────────  ─────
            31/12/2022        3  observé         3
            31/12/2023        3  0 à 6           3
            · Une hypothèse.
        "#]]
        .assert_eq(&besoins(json.as_bytes()).unwrap());
    }
}
