//! `parcours rapport`: the activity report, its exact bytes or a table for eyes.
//!
//! # Invariants
//!
//! - JSON and CSV leave as they came from the server, to the byte.
//! - The table shows values; it computes none but the rounding of a fraction.
//! - What the figures stand on, and how far it is anchored, is said on standard error.

mod lecture;

pub use lecture::{Indicateur, Nombre, Periode, Rapport, Valeur, Ventilation};

use std::fs;

use proto::activite::v1::{ProduireRequest, ProduireResponse};

use crate::Fin;
use crate::arguments::{self, Format, Perimetre, Portee};
use crate::client::{self, Canal};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::sortie;
use crate::tableau::{Colonne, tableau};
use crate::temps;
use crate::tete;

/// Asks for the report and shows or writes it.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or the file cannot be written.
pub async fn executer(demande: arguments::Rapport) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Odpe).await?;
    let reponse = produire(&canal, requete(&demande)).await?;
    let donnees = reponse.coordonnees.as_ref().map(temps::donnees).unwrap_or_default();
    // Beside the report and never in it: its bytes are the same for ever.
    let ancre = tete::ancre_des_chiffres(&canal, client::entete(&demande.acces, Role::Odpe));
    let format = demande.forme();
    let octets = match format {
        Format::Json => reponse.json,
        Format::Csv => reponse.csv,
        Format::Table => texte(&reponse)?.into_bytes(),
        Format::Xlsx | Format::Pdf => imprime(reponse)?,
    };
    match &demande.sortie {
        None if sortie::est_un_terminal() && format.est_imprime() => {
            return Err(Echec::Phrase(
                "Un classeur ou un PDF ne se lit pas à l’écran.\n  à faire : ajoutez --sortie FICHIER"
                    .to_owned(),
            ));
        }
        Some(fichier) => fs::write(fichier, octets).map_err(Echec::sur("écrire", fichier))?,
        None => montrer(&octets),
    }
    sortie::note(&format!("données {donnees} · {}", ancre.await));
    Ok(Fin::Bien)
}

impl Format {
    /// The code of what the server prints.
    fn imprimee(self) -> Option<&'static str> {
        match self {
            Self::Xlsx => Some("xlsx"),
            Self::Pdf => Some("pdf"),
            Self::Table | Self::Json | Self::Csv => None,
        }
    }

    fn est_imprime(self) -> bool {
        self.imprimee().is_some()
    }
}

/// The document that was printed.
fn imprime(reponse: ProduireResponse) -> Result<Vec<u8>, Echec> {
    let document = reponse.documents.into_iter().next();
    let document = document.map(|document| document.contenu);
    document.ok_or_else(|| Echec::Phrase("Le serveur n’a pas donné le document.".to_owned()))
}

/// Asks for a report.
///
/// # Errors
/// [`Echec`] when the server refuses.
pub async fn produire(canal: &Canal, request: ProduireRequest) -> Result<ProduireResponse, Echec> {
    Ok(client::activite_par(canal.clone()).produire(request).await?.into_inner())
}

fn requete(demande: &arguments::Rapport) -> ProduireRequest {
    let Perimetre { periode, portee: Portee { territoire, connu_a } } = &demande.perimetre;
    ProduireRequest {
        entete: Some(client::entete(&demande.acces, Role::Odpe)),
        periode: periode.clone(),
        territoire: territoire.clone(),
        connu_a: connu_a.map(Into::into),
        indicateurs: demande.indicateurs.clone(),
        au_moins: None,
        registre: demande.registre.unwrap_or(0),
        diffusion: if demande.publication { "publication" } else { "interne" }.to_owned(),
        formes: demande.forme().imprimee().map(str::to_owned).into_iter().collect(),
    }
}

/// Adds the end of line a terminal wants and a file must not have.
fn montrer(octets: &[u8]) {
    sortie::octets(octets);
    if sortie::est_un_terminal() && !octets.ends_with(b"\n") {
        sortie::ligne("");
    }
}

fn texte(reponse: &ProduireResponse) -> Result<String, Echec> {
    let rapport = Rapport::lire(&reponse.json)?;
    let moment = reponse.coordonnees.as_ref().map(temps::coordonnees).unwrap_or_default();
    let tables: Vec<String> = rapport.indicateurs.iter().map(table).collect();
    let Periode { du, au } = &rapport.periode;
    Ok(format!(
        "Rapport d’activité du {} au {}, {}\n{moment} · registre {} · sha256 {}\n\n{}",
        temps::jour(du),
        temps::jour(au),
        rapport.territoire.as_deref().unwrap_or("tout le Département"),
        rapport.registre,
        reponse.json_sha256,
        tables.join("\n")
    ))
}

fn table(indicateur: &Indicateur) -> String {
    let Indicateur { id, version, libelle, unite, definition, valeurs, ventilations, .. } =
        indicateur;
    let largeur = sortie::largeur();
    let definition = crate::tableau::plier(definition, largeur).join("\n");
    let mut texte = format!("{id} v{version} · {libelle} (unité : {unite})\n{definition}\n");
    texte.push_str(&lignes(valeurs));
    for ventilation in ventilations {
        texte.push_str(&format!(
            "\n{id} · par {}\n{}",
            ventilation.axe,
            lignes(&ventilation.lignes)
        ));
    }
    texte
}

fn lignes(valeurs: &[Valeur]) -> String {
    let colonnes = [Colonne::Replie(60), Colonne::Nombre, Colonne::Nombre];
    let lignes: Vec<Vec<String>> = valeurs
        .iter()
        .map(|valeur| vec![valeur.libelle.clone(), valeur.texte(), valeur.fraction()])
        .collect();
    tableau(&colonnes, &["", "valeur", "numérateur / dénominateur"], &lignes)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn un_indicateur_se_lit_avec_ses_fractions() {
        let json = r#"{"registre":"1","departement":"17","journal":"17/parcours","position":9,
            "periode":{"du":"2022-01-01","au":"2022-12-31"},"indicateurs":[
            {"id":"A8","version":1,"libelle":"Devenir","unite":"information","genre":"cohorte",
             "definition":"Parts des informations reçues.","valeurs":[
              {"cle":"recues","libelle":"reçues","genre":"compte","valeur":3355},
              {"cle":"evaluees_sur_recues","libelle":"évaluées","genre":"part","num":1557,"den":3355},
              {"cle":"vide","libelle":"rien","genre":"absente"},
              {"cle":"cachee","libelle":"trop peu","genre":"masquee"}],"ventilations":[]}]}"#;
        let rapport = Rapport::lire(json.as_bytes()).unwrap();
        expect![[r#"
            A8 v1 · Devenir (unité : information)
            Parts des informations reçues.
                      valeur  numérateur / dénominateur
            ────────  ──────  ─────────────────────────
            reçues     3 355
            évaluées  46,4 %              1 557 / 3 355
            rien           —
            trop peu  secret
        "#]]
        .assert_eq(&table(&rapport.indicateurs[0]));
    }
}
