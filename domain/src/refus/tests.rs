//! The refusals read well: one code each, no identifier in a text, a page for the professional.

use std::collections::BTreeSet;

use expect_test::{expect, expect_file};

use super::*;

#[test]
fn chaque_refus_a_son_code() {
    let codes: Vec<&str> = Refus::exemples().iter().map(Refus::code).collect();
    assert_eq!(codes, Refus::CODES);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
}

#[test]
fn un_refus_ne_montre_aucun_identifiant() {
    for refus in Refus::exemples() {
        let texte = format!("{refus} {}", refus.que_faire());
        assert!(!texte.contains("00000000-"), "{texte}");
    }
}

const EN_TETE: &str = "# Les refus

Ce que le moteur répond quand la réponse est non : un code stable pour les machines, une phrase pour le
professionnel, l'article quand il y en a un, et ce qu'il peut faire. Un refus dit qu'un acte est interdit
au Département ou qu'un fait est impossible ; ce qui est seulement irrégulier s'enregistre et se signale.

Page écrite par le moteur lui-même (`cargo test -p domain refus`) ; les dates y sont des exemples.
";

fn genre(genre: Genre) -> &'static str {
    match genre {
        Genre::Introuvable => "ce qui est nommé n'existe pas",
        Genre::Existe => "c'est déjà enregistré",
        Genre::Etat => "l'histoire du dossier ne le permet pas",
        Genre::Limite => "une limite légale l'interdit",
        Genre::Champ => "une donnée de la demande est à corriger",
        Genre::Course => "quelqu'un a été plus rapide",
    }
}

#[test]
fn la_liste_des_refus_se_lit() {
    let mut page = EN_TETE.to_owned();
    for refus in Refus::exemples() {
        let article = refus.article().map(|article| format!(" · {article}")).unwrap_or_default();
        assert!(!refus.to_string().is_empty() && !refus.que_faire().is_empty());
        let (code, why, faire) = (refus.code(), genre(refus.genre()), refus.que_faire());
        page += &format!("\n## {code}\n\n{refus}\n\n*{why}{article}*\n\n→ {faire}\n");
    }
    expect_file!["../../../docs/refus.md"].assert_eq(&page);
}

#[test]
fn un_refus_de_fratrie_compte_les_enfants() {
    let refuses = vec![(EnfantId(uuid::Uuid::nil()), Refus::MandatSansIp)];
    let possibles = vec![EnfantId(uuid::Uuid::from_u128(2)); 2];
    let refus = RefusFratrie { refuses, possibles };
    expect!["L'acte est refusé pour 1 enfant(s) sur 3."].assert_eq(&refus.to_string());
}
