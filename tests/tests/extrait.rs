//! An extract for a judge: what it shows and leaves out, what is recorded of it, and that whatever is changed in it is
//! found, by the engine and by the page, in a real browser.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod essai;
mod extraits;

use std::process::Command;

use essai::{commande, id};
use extraits::Fratrie;
use proto::dossier::v1::{AnnulerRequest, ExtraireRequest, ExtraireResponse, LireRequest};
use serde_json::{Value, json};
use server::extrait::{VERIFICATEUR, verifier};
use tonic::Code;

const REMIS: &str = "2024-02-12T09:00:00Z";

/// The places that do not hold.
fn fautes(donnees: &[u8]) -> Vec<String> {
    verifier(donnees).fautes.into_iter().map(|faute| faute.ou).collect()
}

fn removed(response: &ExtraireResponse, section: usize) -> Vec<(String, u32)> {
    let retraits = &response.sections[section].retraits;
    retraits.iter().map(|one| (one.motif.clone(), one.nombre)).collect()
}

#[tokio::test]
async fn un_extrait_remis_se_verifie_et_s_inscrit_au_dossier_de_chacun() {
    let fratrie = Fratrie::devant_le_juge().await;
    let request = fratrie.demande("magistrat", REMIS);
    let response = fratrie.extraire(request.clone()).await.unwrap();
    let verification = verifier(&response.donnees);
    assert_eq!(verification.fautes, []);
    assert_eq!(verification.empreinte, response.empreinte);
    assert_eq!(verification.evenements, 9, "5 of Zoé, 4 of Noé");
    assert!(verification.champs >= 4, "names and the judge's words");
    let text = String::from_utf8(response.donnees.clone()).unwrap();
    assert!(text.contains("Martin Zoé") && !text.contains("Durand"), "never a sender");
    let waits = text.contains("4 jours depuis l'effet (12/01/2024)");
    assert!(waits, "Noé waits since the effect: {text}");

    for enfant in [fratrie.zoe, fratrie.noe] {
        let lignes = fratrie.lignes(enfant).await;
        let last = lignes.last().unwrap();
        assert_eq!(last.r#type, "extrait_remis");
        assert_eq!(last.phrase, "Extrait remis à TJ La Rochelle (magistrat), au 16/01/2024.");
    }
    let receipts = fratrie.essai.attestations().await;
    let receipt = receipts.iter().find(|one| one.rpc.ends_with("/Extraire")).unwrap();
    assert_eq!(receipt.enfants, [fratrie.zoe, fratrie.noe]);

    let again = fratrie.extraire(request).await.unwrap();
    assert_eq!(again.donnees, response.donnees, "the same is given again");
    assert!(again.recu.is_none());
}

#[tokio::test]
async fn un_extrait_s_imprime_et_le_meme_se_redonne() {
    let fratrie = Fratrie::devant_le_juge().await;
    let request = ExtraireRequest { pdf: true, ..fratrie.demande("magistrat", REMIS) };
    let response = fratrie.extraire(request.clone()).await;
    let response =
        response.expect("the printing program is beside: `./parcours test` puts it there");
    assert!(response.pdf.starts_with(b"%PDF-1.7"));
    let again = fratrie.extraire(request).await.unwrap();
    assert!(again.pdf == response.pdf && again.recu.is_none(), "a rendering of the same file");
    let unprinted = fratrie.extraire(fratrie.demande("magistrat", REMIS)).await.unwrap();
    assert!(unprinted.pdf.is_empty() && !unprinted.donnees.is_empty());
    let preview =
        ExtraireRequest { apercu: true, pdf: true, ..fratrie.demande("magistrat", REMIS) };
    assert!(fratrie.extraire(preview).await.unwrap().pdf.is_empty(), "nothing is signed");
}

#[tokio::test]
async fn un_apercu_n_ecrit_rien_et_le_contradictoire_tait_ce_que_les_parties_ne_lisent_pas() {
    let fratrie = Fratrie::devant_le_juge().await;
    let request = ExtraireRequest { apercu: true, ..fratrie.demande("contradictoire", REMIS) };
    let response = fratrie.extraire(request).await.unwrap();
    assert!(response.donnees.is_empty() && response.empreinte.is_empty());
    assert_eq!(
        removed(&response, 0),
        [("hors_saisine".to_owned(), 1), ("lieu_secret".to_owned(), 2)],
        "the information, the place, the judge's words about it"
    );
    assert_eq!(removed(&response, 1), [("hors_saisine".to_owned(), 1)]);
    let recorded = fratrie.lignes(fratrie.zoe).await;
    assert!(recorded.iter().all(|ligne| ligne.r#type != "extrait_remis"), "it records nothing");

    let handed = fratrie.extraire(fratrie.demande("contradictoire", REMIS)).await.unwrap();
    assert_eq!(fautes(&handed.donnees), Vec::<String>::new());
    let text = String::from_utf8(handed.donnees).unwrap();
    assert!(!text.contains("accueil_admis"), "the secret place is not in the file at all");
}

#[tokio::test]
async fn une_ligne_montree_puis_annulee_alerte_jusqu_a_l_extrait_rectificatif() {
    let fratrie = Fratrie::devant_le_juge().await;
    fratrie.extraire(fratrie.demande("magistrat", REMIS)).await.unwrap();
    let alerts = async || {
        let request = LireRequest {
            entete: essai::entete(),
            enfant: fratrie.zoe.to_string(),
            coordonnees: None,
        };
        let read = fratrie.essai.dossier().lire(request).await.unwrap().into_inner();
        let found = read.irregularites.into_iter().filter(|one| one.code == "EXTRAIT_A_RECTIFIER");
        found.map(|one| one.phrase).collect::<Vec<String>>()
    };
    assert_eq!(alerts().await, Vec::<String>::new());
    let recorded = fratrie.lignes(fratrie.zoe).await;
    let admise = recorded.into_iter().find(|ligne| ligne.r#type == "accueil_admis").unwrap();
    let admise = admise.cible.unwrap();
    let request = AnnulerRequest {
        entete: Some(commande(&[], "2024-02-13", "2024-02-13T09:00:00Z")),
        cibles: vec![admise],
        motif: "erreur de saisie".into(),
    };
    let recu = fratrie.essai.dossier().annuler(request).await.unwrap().into_inner();
    let told = recu.consequences.iter().any(|one| one.phrase.contains("extrait rectificatif"));
    assert!(told, "whoever corrects is told: {:?}", recu.consequences);
    assert_eq!(alerts().await.len(), 1);
    let later = fratrie.demande("magistrat", "2024-02-14T09:00:00Z");
    fratrie.extraire(later).await.unwrap();
    assert_eq!(alerts().await, Vec::<String>::new());
}

#[tokio::test]
async fn un_extrait_sans_signataire_d_un_autre_dossier_ou_de_l_avenir_est_refuse() {
    let fratrie = Fratrie::devant_le_juge().await;
    let asked = || fratrie.demande("magistrat", REMIS);
    let unsigned = ExtraireRequest { decideur: None, ..asked() };
    let refused = fratrie.extraire(unsigned).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
    let elsewhere = ExtraireRequest { dossier: id().to_string(), ..asked() };
    assert_eq!(fratrie.extraire(elsewhere).await.unwrap_err().code(), Code::NotFound);
    let coordonnees = |au: &str, su_au: &str| proto::commun::v1::Coordonnees {
        au: au.into(),
        su_au: su_au.into(),
        ..proto::commun::v1::Coordonnees::default()
    };
    for coordonnees in [coordonnees("2099-01-01", ""), coordonnees("", "2024-01-20")] {
        let request = ExtraireRequest { coordonnees: Some(coordonnees), ..asked() };
        assert_eq!(fratrie.extraire(request).await.unwrap_err().code(), Code::InvalidArgument);
    }
    let nobody = ExtraireRequest { entete: Some(commande(&[], "2024-02-12", REMIS)), ..asked() };
    assert_eq!(fratrie.extraire(nobody).await.unwrap_err().code(), Code::InvalidArgument);
}

/// Changes one thing of an extract.
fn changed(donnees: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(donnees).unwrap();
    change(&mut value);
    serde_json::to_vec(&value).unwrap()
}

/// The place of the first event of a type among those of an extract.
fn of_type(value: &Value, event_type: &str) -> usize {
    let events = value["contenu"]["evenements"].as_array().unwrap();
    events.iter().position(|event| event["type"] == event_type).unwrap()
}

fn other_bytes(text: &Value) -> Value {
    let text = text.as_str().unwrap();
    let first = if text.starts_with('A') { 'B' } else { 'A' };
    json!(format!("{first}{}", &text[1..]))
}

/// What may be changed in an extract, and where that must be seen beside its own signature.
fn changes(donnees: &[u8]) -> Vec<(&'static str, Vec<u8>, String)> {
    let value: Value = serde_json::from_slice(donnees).unwrap();
    let rank = of_type(&value, "enfant_inscrit");
    let position = value["contenu"]["evenements"][rank]["position"].as_u64().unwrap();
    let event = format!("événement {position}");
    let field = |change: fn(&mut Value)| {
        changed(donnees, |value| change(&mut value["contenu"]["evenements"][rank]))
    };
    let payload = field(|event| event["charge"] = other_bytes(&event["charge"]));
    let date = field(|event| event["survenu_le"] = json!("2024-01-07"));
    let path = field(|event| event["chemin"][0] = other_bytes(&event["chemin"][0]));
    let seal = field(|event| {
        let key = event["ouvertures"]["/etat_civil"].clone();
        event["ouvertures"]["/etat_civil"] = other_bytes(&key);
    });
    let head = changed(donnees, |value| {
        let note =
            value["contenu"]["tete"].as_str().unwrap().replacen("/parcours\n", "/parcours\n9", 1);
        value["contenu"]["tete"] = json!(note);
    });
    let sentence = changed(donnees, |value| {
        value["contenu"]["sections"][0]["rubriques"][0]["lignes"][0]["texte"] = json!("Autre.");
    });
    let cite = changed(donnees, |value| {
        value["contenu"]["sections"][0]["rubriques"][0]["lignes"][0]["cites"][0]["version"] =
            json!(99);
    });
    let signature = "signature de l".to_owned();
    vec![
        ("contenu", payload, event.clone()),
        ("date", date, event.clone()),
        ("chemin", path, event.clone()),
        ("scellé", seal, format!("{event}, champ scellé /etat_civil")),
        ("tête", head, "tête du journal".to_owned()),
        ("phrase", sentence, signature),
        ("citation", cite, "L'enfant".to_owned()),
    ]
}

#[tokio::test]
async fn ce_qui_est_change_est_trouve_la_ou_c_est() {
    let fratrie = Fratrie::devant_le_juge().await;
    let donnees = fratrie.extraire(fratrie.demande("magistrat", REMIS)).await.unwrap().donnees;
    for (quoi, changed, ou) in changes(&donnees) {
        let found = fautes(&changed);
        assert!(found.iter().any(|found| found.starts_with(&ou)), "{quoi}: {found:?}");
        let signature = found.iter().any(|found| found.starts_with("signature de l"));
        assert!(signature, "{quoi}: whatever is changed, the whole is no longer what was signed");
    }
    assert_eq!(fautes(b"{}"), ["fichier"]);
    assert_eq!(fautes(b"pas du JSON"), ["fichier"]);
}

/// What the page says of an extract, in a browser without network: its verdict, and the whole document.
fn page(donnees: &[u8]) -> (String, String) {
    let text = String::from_utf8(donnees.to_vec()).unwrap().replace('<', "\\u003c");
    let joint =
        format!("<script type=\"application/json\" id=\"extrait\">{text}</script>\n</main>");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("verificateur.html");
    std::fs::write(&file, VERIFICATEUR.replacen("</main>", &joint, 1)).unwrap();
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--disable-background-networking", "--no-first-run", "--virtual-time-budget=60000"])
        .arg(format!("--user-data-dir={}", folder.path().join("profil").display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", file.display()))
        .output()
        .expect("chromium is installed: `./parcours test` does it");
    let document = String::from_utf8(output.stdout).unwrap();
    let verdict = document.split("data-verdict=\"").nth(1).and_then(|rest| rest.split('"').next());
    (verdict.unwrap_or_default().to_owned(), document)
}

#[tokio::test]
async fn la_page_verifie_sans_reseau_et_dit_ou_ca_ne_tient_pas() {
    let fratrie = Fratrie::devant_le_juge().await;
    let response = fratrie.extraire(fratrie.demande("magistrat", REMIS)).await.unwrap();
    let (verdict, document) = page(&response.donnees);
    assert_eq!(verdict, "tient", "{document}");
    for told in ["Martin Zoé", "TJ La Rochelle", "est attesté par la personne qui l", "✓ vérifiée"]
    {
        assert!(document.contains(told), "{told}: {document}");
    }
    let printed = server::extrait::empreinte_de_cle(&response.cles[0]).unwrap();
    assert!(document.replace(' ', "").contains(&printed), "the key's fingerprint is shown");
    for (quoi, changed, ou) in changes(&response.donnees) {
        let (verdict, document) = page(&changed);
        assert_eq!(verdict, "ne-tient-pas", "{quoi}");
        assert!(document.contains(&format!("data-ou=\"{ou}")), "{quoi}: {document}");
    }
}
