//! `parcours dossier`, `file` and `rapport`: what each shows, and how it says no.

use std::path::PathBuf;

use crate::essai::{Essai, Fin, NOM, inscrire, ligne};
use expect_test::expect;
use serde_json::json;
use uuid::Uuid;

/// A child of whom one information was received, by the CRIP, on 2 January 2020.
fn essai() -> (Essai, String) {
    let (essai, enfant) = (Essai::nouveau(), Uuid::from_u128(1));
    let recue = json!({
        "information": Uuid::from_u128(7),
        "porteDEntree": "crip",
        "canal": "courriel",
        "transmetteur": "education_nationale",
        "origine": "personnel_social",
        "commune": "17300",
    });
    let recevoir = json!({ "entete": { "enfants": [enfant] }, "recue": recue });
    let fichier = essai
        .fichier(&[inscrire(101, 1, "Zélie"), ligne("InformationService.Recevoir", 102, recevoir)]);
    let fin = essai.importer(&fichier);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    (essai, enfant.to_string())
}

#[test]
fn le_dossier_dit_qui_ou_en_est_on_et_toute_l_histoire() {
    let (essai, enfant) = essai();
    let fin = essai.dire("justice", &["dossier", &enfant, "--au", "2020-01-31"]);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    assert!(fin.dit.starts_with(&format!("{NOM} Zélie · enfant {enfant}\n")), "{fin:?}");
    let attendu = [
        "Informations\n  • reçue le 02/01/2020 : pas encore analysée",
        "Chronologie (2 événements)\n  02/01/2020  Ouverture du dossier.\n",
        "Information reçue par CRIP (courriel)",
        "par reprise.donnees (événement 2)",
    ];
    for texte in attendu {
        assert!(fin.dit.contains(texte), "{texte:?} is not in {}", fin.dit);
    }
}

#[test]
fn la_file_montre_la_situation_ouverte_avec_son_echeance_et_la_regle() {
    let (essai, _) = essai();
    // A point is waited for; without one, the queue is read where the view stands.
    let fin = essai.dire("crip", &["file", "--au", "2020-04-10", "--connu-a", "3"]);
    let sans_la_tete = fin.dit.split_once("\n\n").unwrap().1;
    expect![[r#"
        n°          reçue le    état                 échéance         reste  règle  enfants
        ──────────  ──────────  ───────────────────  ──────────  ──────────  ─────  ────────────────────────────────────
        2020-00001  02/01/2020  pas encore analysée  02/04/2020  retard 8 j  (1)    00000000-0000-0000-0000-000000000001

        (1) L'évaluation est rendue dans les trois mois de la réception de l'information. (CASF, art. D226-2-4 II)

        1 situation montrée sur 1.
    "#]].assert_eq(sans_la_tete);
}

#[test]
fn le_rapport_est_le_meme_a_l_octet_avec_connu_a() {
    let (essai, _) = essai();
    let json = |connu_a: &str| {
        let arguments = ["rapport", "--periode", "2020", "--format", "json", "--connu-a", connu_a];
        essai.dire("odpe", &arguments).dit
    };
    let avant = json("3");
    assert!(avant.starts_with('{') && avant.ends_with('}'), "nothing is added to the bytes");
    let fin = essai.importer(&essai.fichier(&[inscrire(103, 2, "Tom")]));
    assert_eq!(fin.code, Some(0), "{fin:?}");
    assert_eq!(json("3"), avant);
    assert_ne!(json("5"), avant, "another position is another report");
}

#[test]
fn la_forme_du_rapport_suit_le_nom_du_fichier() {
    let (essai, _) = essai();
    let chemin = |nom: &str| essai.dossier.path().join(nom);
    let ecrire = |fichier: &PathBuf| {
        let fichier = fichier.to_str().unwrap();
        let fin = essai.dire("odpe", &["rapport", "--periode", "2020", "--sortie", fichier]);
        assert_eq!((fin.code, &*fin.dit), (Some(0), ""), "{fin:?}");
        std::fs::read_to_string(fichier).unwrap()
    };
    assert!(ecrire(&chemin("a.csv")).starts_with("registre;position;periode;"));
    assert!(ecrire(&chemin("a.json")).starts_with('{'));
    assert!(ecrire(&chemin("a.txt")).starts_with("Rapport d’activité du 01/01/2020 au"));
}

#[test]
fn un_refus_se_lit_en_francais_et_dit_que_faire() {
    let (essai, enfant) = essai();
    let dit = |fin: Fin| {
        assert_eq!((fin.code, &*fin.dit), (Some(1), ""), "{fin:?}");
        fin.erreurs
    };
    expect![[r#"
        ✗ Votre rôle ne permet pas cette demande.
          code : ACCES_REFUSE
          à faire : S'adresser au responsable des habilitations.
    "#]]
    .assert_eq(&dit(essai.dire("odpe", &["dossier", &enfant])));
    let inconnu = Uuid::from_u128(9).to_string();
    expect![[r#"
        ✗ Aucun dossier n'est ouvert pour cet enfant à ce point du journal.
          code : ENFANT_INCONNU
          à faire : Vérifier l'identifiant, ou le point du journal.
    "#]]
    .assert_eq(&dit(essai.dire("justice", &["dossier", &inconnu])));
    expect![[r#"
        ✗ Ce n'est pas un identifiant : un UUID, qui ne soit pas nul.
          champ : enfant
          code : IDENTIFIANT_ILLISIBLE
          à faire : Corriger les champs cités.
    "#]]
    .assert_eq(&dit(essai.dire("justice", &["dossier", "Zélie"])));
    let ailleurs = ["rapport", "--periode", "2020", "--territoire", "atlantide"];
    expect![[r#"
        ✗ Ce territoire n'est pas sur la carte du Département.
          champ : territoire
          code : TERRITOIRE_INCONNU
          à faire : Corriger les champs cités.
    "#]]
    .assert_eq(&dit(essai.dire("odpe", &ailleurs)));
}
