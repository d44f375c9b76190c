//! `parcours chercher`: does a file exist already, and in what is it alike.

use proto::recherche::v1::recherche_service_client::RechercheServiceClient;
use proto::recherche::v1::{Accord, Candidat, ChercherRequest, Identite, Portrait};

use crate::Fin;
use crate::arguments::Chercher;
use crate::client::{self, REPONSE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::sortie;
use crate::tableau::{Colonne, tableau};

/// Searches, and shows the candidates, the most alike first.
///
/// # Errors
/// [`Echec`] when the server cannot be reached, or refuses.
pub async fn executer(demande: Chercher) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Crip).await?;
    let mut client = RechercheServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let found = client.chercher(requete(demande)).await?.into_inner().candidats;
    if found.is_empty() {
        sortie::ligne("Aucun dossier ne ressemble à ce qui est cherché.");
        return Ok(Fin::Bien);
    }
    sortie::texte(&table(&found));
    sortie::ligne("\nUne ressemblance se regarde : rien n’est rattaché sans vous.");
    Ok(Fin::Bien)
}

fn requete(demande: Chercher) -> ChercherRequest {
    let entete = Some(client::entete(&demande.acces, Role::Crip));
    let Chercher { nom, prenom, ne_le, mere, adulte, telephone, adresse, numero, nombre, acces: _ } =
        demande;
    let enfant = Identite {
        nom,
        prenoms: prenom,
        naissance: ne_le,
        sexe: String::new(),
        nom_naissance_mere: mere,
    };
    ChercherRequest {
        entete,
        au_moins: None,
        enfant: Some(enfant),
        adulte: Some(Identite { nom: adulte, ..Identite::default() }),
        telephone,
        adresse,
        numero,
        taille: nombre,
    }
}

fn table(candidats: &[Candidat]) -> String {
    let colonnes = [Colonne::Nombre, Colonne::Replie(30), Colonne::Replie(34), Colonne::Replie(36)];
    let lignes: Vec<Vec<String>> = candidats.iter().map(ligne).collect();
    tableau(&colonnes, &["", "qui", "accords", "enfant"], &lignes)
}

fn ligne(candidat: &Candidat) -> Vec<String> {
    let Candidat { enfant, ressemblance, accords, portrait, message } = candidat;
    let Some(portrait) = portrait else {
        return vec![String::new(), message.clone(), String::new(), enfant.clone()];
    };
    let alike = accords.iter().map(accord).collect::<Vec<_>>().join(", ");
    vec![format!("{} %", ressemblance / 10), qui(portrait), alike, enfant.clone()]
}

fn qui(portrait: &Portrait) -> String {
    let Portrait { noms, prenoms, naissances, .. } = portrait;
    let named = format!("{} {}", noms.join(" / "), prenoms.join(" / "));
    if naissances.is_empty() { named } else { format!("{named}, {}", naissances.join(" ou ")) }
}

fn accord(accord: &Accord) -> String {
    let Accord { champ, accord } = accord;
    let champ = match champ.as_str() {
        "prenoms" => "prénoms",
        "nom_naissance_mere" => "nom de la mère",
        "telephone" => "téléphone",
        "numero" => "numéro",
        autre => autre,
    };
    let accord = match accord.as_str() {
        "equivalent" => "équivalent",
        "inverse" => "inversé",
        "different" => "différent",
        autre => autre,
    };
    format!("{champ} {accord}")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn un_candidat_dit_en_quoi_il_ressemble_et_rien_a_qui_ne_peut_lire() {
        let portrait = Portrait {
            noms: vec!["Thibault".to_owned()],
            prenoms: vec!["Léa".to_owned()],
            naissances: vec!["2015-03-04".to_owned()],
            ..Portrait::default()
        };
        let said = |champ: &str, accord: &str| Accord {
            champ: champ.to_owned(),
            accord: accord.to_owned(),
        };
        let seen = Candidat {
            enfant: "0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e".to_owned(),
            ressemblance: 961,
            accords: vec![said("nom", "equivalent"), said("prenoms", "identique")],
            portrait: Some(portrait),
            message: String::new(),
        };
        let hidden = Candidat {
            enfant: "0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4f".to_owned(),
            message: "Dossier existant, voir le cadre.".to_owned(),
            ..Candidat::default()
        };
        expect![[r#"
                  qui                        accords                            enfant
            ────  ─────────────────────────  ─────────────────────────────────  ────────────────────────────────────
            96 %  Thibault Léa, 2015-03-04   nom équivalent, prénoms identique  0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e
                  Dossier existant, voir le                                     0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4f
                  cadre.
        "#]].assert_eq(&table(&[seen, hidden]));
    }
}
