//! `parcours import`: the same file twice, bad lines, a run killed half-way, exit codes.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::essai::{Essai, Fin, NOM, inscrire, ligne, parcours};
use expect_test::expect;
use postgres::{Client, NoTls};
use serde_json::{Value, json};

fn inscriptions(nombre: u128) -> Vec<String> {
    (1..=nombre).map(|numero| inscrire(1 << 64 | numero, numero, "Zélie")).collect()
}

/// How many files the journal of cases opens. Each is there twice and no more: its own first event, and one in the
/// bucket of its identity.
fn dossiers(essai: &Essai) -> i64 {
    let mut client = Client::connect(&essai.base.admin_url(), NoTls).unwrap();
    let query = "
        select count(*) filter (where name.name = 'enfant_inscrit'), count(*)
          from journal.event as event
          join journal.log as log on log.log_id = event.log_id
          join journal.name as name on name.name_id = event.event_type
         where log.name = '17/parcours'";
    let row = client.query_one(query, &[]).unwrap();
    let (opened, events): (i64, i64) = (row.get(0), row.get(1));
    assert_eq!(events, opened * 2);
    opened
}

#[test]
fn le_meme_fichier_deux_fois_ne_change_rien() {
    let essai = Essai::nouveau();
    let fichier = essai.fichier(&inscriptions(50));
    let premiere = essai.importer(&fichier);
    expect!["50 lignes : 50 faites, 0 déjà faite, 0 rejetée.\n"].assert_eq(&premiere.dit);
    assert_eq!((premiere.code, dossiers(&essai)), (Some(0), 50), "{premiere:?}");
    let seconde = essai.importer(&fichier);
    expect!["50 lignes : 0 faite, 50 déjà faites, 0 rejetée.\n"].assert_eq(&seconde.dit);
    assert_eq!((seconde.code, dossiers(&essai)), (Some(0), 50), "{seconde:?}");
}

#[test]
fn une_mauvaise_ligne_est_dite_et_le_reste_entre() {
    let essai = Essai::nouveau();
    let lignes = [
        inscrire(101, 1, "Zélie"),
        "{".to_owned(),
        ligne("IdentiteService.Baptiser", 102, json!({})),
        String::new(),
        ligne("IdentiteService.ReconnaitreMna", 103, json!({ "prenom": "Zélie" })),
        inscrire(104, 1, "Autre"),
        inscrire(105, 2, "Zélie").replace("feminin", "fille"),
        inscrire(106, 3, "Zélie"),
    ];
    let fin = essai.importer(&essai.fichier(&lignes));
    assert_eq!((fin.code, dossiers(&essai)), (Some(2), 2), "{fin:?}");
    assert!(fin.dit.starts_with("7 lignes : 2 faites, 0 déjà faite, 5 rejetées.\n"), "{fin:?}");
    assert!(!fin.erreurs.contains(NOM) && !fin.erreurs.contains("Zélie"), "{fin:?}");
    expect![[r#"
        2 | JSON_ILLISIBLE | ligne | Ce n'est pas du JSON (caractère 1).
        3 | RPC_INCONNU | rpc | Cette commande n'existe pas. Elle s'écrit comme « InformationService.Recevoir » ou « parcours.information.v1.InformationService/Recevoir ».
        5 | CHAMP_INCONNU | prenom | Ce champ n'existe pas dans le contrat.
        6 | ENFANT_DEJA_INSCRIT |  | Le dossier de cet enfant est déjà ouvert.
        7 | CODE_INCONNU | inscriptions[0].inscrit.sexe | Cette clé n'est pas dans la liste SEXE. Clés admises : masculin, feminin, ne_sait_pas.
    "#]].assert_eq(&rejets(&essai));
}

/// The rejects without their raw lines, which are checked here to be those of the file.
fn rejets(essai: &Essai) -> String {
    let fichier = essai.dossier.path().join("a.jsonl");
    let lignes = std::fs::read_to_string(&fichier).unwrap();
    let lignes: Vec<&str> = lignes.split('\n').collect();
    let rejets = std::fs::read_to_string(fichier.with_extension("jsonl.rejets.jsonl")).unwrap();
    let dire = |rejet: &str| {
        let mut rejet: Value = serde_json::from_str(rejet).unwrap();
        let numero = usize::try_from(rejet["ligne"].as_u64().unwrap()).unwrap();
        assert_eq!(rejet["ligne_brute"].take(), lignes[numero - 1]);
        let texte = |cle: &str| rejet[cle].as_str().unwrap_or_default().to_owned();
        format!("{numero} | {} | {} | {}\n", texte("code"), texte("champ"), texte("message"))
    };
    rejets.lines().map(dire).collect()
}

#[test]
fn corriger_les_lignes_rejetees_puis_relancer_fait_le_reste() {
    let essai = Essai::nouveau();
    let mut lignes = inscriptions(3);
    let bonne = std::mem::replace(&mut lignes[1], "{".to_owned());
    assert_eq!(essai.importer(&essai.fichier(&lignes)).code, Some(2));
    lignes[1] = bonne;
    let fin = essai.importer(&essai.fichier(&lignes));
    expect!["3 lignes : 1 faite, 2 déjà faites, 0 rejetée.\n"].assert_eq(&fin.dit);
    assert_eq!((fin.code, dossiers(&essai)), (Some(0), 3));
    let rejets = essai.dossier.path().join("a.jsonl.rejets.jsonl");
    assert!(!rejets.exists(), "nothing is left to correct");
}

#[test]
fn tue_a_mi_chemin_puis_relance_rien_n_est_fait_deux_fois() {
    const LIGNES: i64 = 6_000;
    let essai = Essai::nouveau();
    let fichier = essai.fichier(&inscriptions(LIGNES.unsigned_abs().into()));
    let mut premiere = essai
        .commande("reprise", &["import", fichier.to_str().unwrap()])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut dits = BufReader::new(premiere.stderr.take().unwrap()).lines();
    let avance = dits.next().unwrap().unwrap();
    premiere.kill().unwrap();
    assert!(!premiere.wait().unwrap().success(), "it was killed after « {avance} »");
    let seconde = essai.importer(&fichier);
    assert_eq!((seconde.code, dossiers(&essai)), (Some(0), LIGNES), "{seconde:?}");
    assert!(!seconde.dit.contains(" 0 déjà faite,"), "the first run did something: {seconde:?}");
    let troisieme = essai.importer(&fichier);
    expect![[r#"
        6 000 lignes : 0 faite, 6 000 déjà faites, 0 rejetée.
    "#]]
    .assert_eq(&troisieme.dit);
    assert_eq!(dossiers(&essai), LIGNES);
}

#[test]
fn le_code_de_sortie_distingue_une_panne_d_une_faute_de_frappe() {
    let dossier = tempfile::tempdir().unwrap();
    let jeton = dossier.path().join("jeton");
    std::fs::write(&jeton, "x").unwrap();
    let mut personne = parcours();
    personne.args(["import", "a.jsonl", "--serveur", "http://127.0.0.1:1", "--jeton"]).arg(&jeton);
    let fin = Fin::de(&personne.output().unwrap());
    assert_eq!(fin.code, Some(1));
    assert!(fin.erreurs.contains("Aucun serveur ne répond à http://127.0.0.1:1."), "{fin:?}");
    let fin = Fin::de(&parcours().args(["import"]).output().unwrap());
    assert_eq!(fin.code, Some(64));
    assert!(fin.erreurs.contains("Il manque : <FICHIER>."), "{fin:?}");
}

#[test]
fn un_jeton_d_un_autre_role_n_importe_pas() {
    let essai = Essai::nouveau();
    let fichier = essai.fichier(&inscriptions(1));
    let fin = essai.dire("odpe", &["import", fichier.to_str().unwrap()]);
    assert_eq!((fin.code, dossiers(&essai)), (Some(1), 0));
    assert!(fin.erreurs.contains("Votre rôle ne permet pas cette demande."), "{fin:?}");
}
