//! `parcours etat`: where the figures stand, in a few lines or as JSON.
//!
//! # Invariants
//!
//! - Late is not wrong: only figures that are stopped, or a history set apart, end with 2.
//! - Nobody is named: positions, dates and counts.

use proto::activite::v1::{EtatRequest, EtatResponse, MisAPart};
use proto::commun::v1::Repere;
use serde_json::json;

use crate::Fin;
use crate::arguments::Etat;
use crate::client;
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres::{accorde, entier};
use crate::sortie;
use crate::temps;

/// Shows the state of the figures.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses.
pub async fn executer(demande: Etat) -> Result<Fin, Echec> {
    let mut client = client::activite(&demande.acces).await?;
    let request = EtatRequest { entete: Some(client::entete(&demande.acces, Role::Odpe)) };
    let etat = client.etat(request).await?.into_inner();
    if demande.json {
        sortie::ligne(&en_json(&etat));
    } else {
        sortie::texte(&en_lignes(&etat));
    }
    let sain = etat.arret.is_none() && etat.mis_a_part.is_empty();
    Ok(if sain { Fin::Bien } else { Fin::Incomplet })
}

fn en_json(etat: &EtatResponse) -> String {
    let mis_a_part = etat.mis_a_part.iter().map(|apart| {
        let MisAPart { position, enregistre_a, enfant } = apart;
        let depuis = enregistre_a.as_ref().and_then(temps::lu);
        let depuis = depuis.map(|instant| instant.to_rfc3339());
        json!({ "position": position, "depuis": depuis, "enfant": enfant })
    });
    json!({
        "journal": etat.tete.as_ref().map(|tete| &tete.journal),
        "tete": place(etat.tete.as_ref()),
        "atteint": place(etat.atteint.as_ref()),
        "evenements_en_retard": etat.evenements_en_retard,
        "secondes_de_retard": etat.secondes_de_retard,
        "arret": etat.arret,
        "mis_a_part": mis_a_part.collect::<Vec<_>>(),
    })
    .to_string()
}

fn en_lignes(etat: &EtatResponse) -> String {
    let mut texte = format!(
        "Chiffres calculés jusqu’à la position {}, sur {} au journal{}.\n",
        nombre(place(etat.atteint.as_ref())),
        nombre(place(etat.tete.as_ref())),
        retard(etat),
    );
    texte.push_str(&etat.arret.map_or_else(|| "Aucun chiffre n’est arrêté.\n".to_owned(), arrete));
    if !etat.mis_a_part.is_empty() {
        texte.push_str("Mis à part :\n");
    }
    for apart in &etat.mis_a_part {
        texte.push_str(&format!("  • {}\n", ligne(apart)));
    }
    texte
}

/// Where figures stop, and what can still be asked: nothing before the first event.
fn arrete(arret: u64) -> String {
    let avant = if arret > 1 {
        format!(", et demandez vos rapports avec --connu-a {}", arret - 1)
    } else {
        String::new()
    };
    format!(
        "✗ Les chiffres sont arrêtés : l’événement {} ne se lit pas. Aucun n’est donné à partir de \
         là ; les files continuent.\n  à faire : prévenez l’éditeur{avant}\n",
        nombre(arret)
    )
}

/// « , en retard de 3 événements et de 12 secondes », or nothing.
fn retard(etat: &EtatResponse) -> String {
    if etat.evenements_en_retard == 0 {
        return String::new();
    }
    let evenements = accorde(etat.evenements_en_retard, "événement", "événements");
    let secondes = accorde(etat.secondes_de_retard, "seconde", "secondes");
    format!(", en retard de {evenements} et de {secondes}")
}

fn ligne(apart: &MisAPart) -> String {
    let MisAPart { position, enregistre_a, enfant } = apart;
    let depuis = enregistre_a.as_ref().map(temps::instant).unwrap_or_default();
    let qui = if *enfant { "un enfant" } else { "le Département" };
    format!("{qui}, à l’événement {}, depuis le {depuis}", nombre(*position))
}

fn place(repere: Option<&Repere>) -> u64 {
    repere.map_or(0, |repere| repere.position)
}

fn nombre(nombre: u64) -> String {
    entier(nombre.cast_signed())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn repere(position: u64) -> Option<Repere> {
        Some(Repere { journal: "17/parcours".into(), position })
    }

    fn apart(position: u64, enfant: bool) -> MisAPart {
        let enregistre_a = Some(prost_types::Timestamp { seconds: 1_672_491_900, nanos: 0 });
        MisAPart { position, enregistre_a, enfant }
    }

    #[test]
    fn des_chiffres_a_jour_tiennent_en_deux_lignes() {
        let etat =
            EtatResponse { tete: repere(1200), atteint: repere(1200), ..EtatResponse::default() };
        expect![[r#"
            Chiffres calculés jusqu’à la position 1 200, sur 1 200 au journal.
            Aucun chiffre n’est arrêté.
        "#]]
        .assert_eq(&en_lignes(&etat));
    }

    #[test]
    fn arretes_au_premier_evenement_ils_n_ont_rien_avant() {
        let etat = EtatResponse { arret: Some(1), ..EtatResponse::default() };
        let dit = en_lignes(&etat);
        assert!(dit.contains("à faire : prévenez l’éditeur\n"), "{dit}");
    }

    #[test]
    fn un_arret_dit_ou_depuis_quand_et_que_faire() {
        let etat = EtatResponse {
            tete: repere(1203),
            atteint: repere(1200),
            evenements_en_retard: 3,
            secondes_de_retard: 1,
            arret: Some(17),
            mis_a_part: vec![apart(17, true), apart(40, false)],
        };
        expect![[r#"
            Chiffres calculés jusqu’à la position 1 200, sur 1 203 au journal, en retard de 3 événements et de 1 seconde.
            ✗ Les chiffres sont arrêtés : l’événement 17 ne se lit pas. Aucun n’est donné à partir de là ; les files continuent.
              à faire : prévenez l’éditeur, et demandez vos rapports avec --connu-a 16
            Mis à part :
              • un enfant, à l’événement 17, depuis le 31/12/2022 à 14:05
              • le Département, à l’événement 40, depuis le 31/12/2022 à 14:05
        "#]]
        .assert_eq(&en_lignes(&etat));
        let depuis = "2022-12-31T13:05:00+00:00";
        let lu: serde_json::Value = serde_json::from_str(&en_json(&etat)).unwrap();
        let expected = json!({
            "journal": "17/parcours", "tete": 1203, "atteint": 1200,
            "evenements_en_retard": 3, "secondes_de_retard": 1, "arret": 17,
            "mis_a_part": [
                { "position": 17, "depuis": depuis, "enfant": true },
                { "position": 40, "depuis": depuis, "enfant": false },
            ],
        });
        assert_eq!(lu, expected);
    }
}
