//! `parcours emettre`, then `parcours verify rapport`: a report that holds, and one touched in a figure, in a definition,
//! in its manifest, or in an event behind it. Each is told where it is, and the code is two.

use std::fs;
use std::path::{Path, PathBuf};

use postgres::{Client, NoTls};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::essai::{Essai, Fin, inscrire, ligne, parcours};

/// A report of 2020, issued: one information of one child is in it.
fn emis() -> (Essai, PathBuf) {
    let essai = Essai::nouveau();
    let recue = json!({
        "information": Uuid::from_u128(7),
        "porteDEntree": "crip",
        "canal": "courriel",
        "transmetteur": "education_nationale",
        "origine": "personnel_social",
        "commune": "17300",
    });
    let recevoir = json!({ "entete": { "enfants": [Uuid::from_u128(1)] }, "recue": recue });
    let lignes = [inscrire(101, 1, "Zélie"), ligne("InformationService.Recevoir", 102, recevoir)];
    let fin = essai.importer(&essai.fichier(&lignes));
    assert_eq!(fin.code, Some(0), "{fin:?}");
    let dossier = essai.dossier.path().join("rapport-2020");
    let cible = dossier.to_str().unwrap();
    let arguments =
        ["emettre", "--periode", "2020", "--connu-a", "3", "--formes", "xlsx", "--dossier", cible];
    let fin = essai.dire("odpe", &arguments);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    (essai, dossier)
}

fn cle(essai: &Essai) -> String {
    let fin = essai.dire("technique", &["tete"]);
    let cle = fin.erreurs.lines().find_map(|ligne| ligne.strip_prefix("clé "));
    cle.unwrap().to_owned()
}

fn verifier(essai: &Essai, rapport: &Path, cle: &str) -> Fin {
    let mut commande = parcours();
    commande.args(["verify", "rapport"]).arg(rapport).args(["--cle", cle, "--database-url"]);
    commande.arg(essai.base.url()).arg("--donnees").arg(essai.dossier.path());
    Fin::de(&commande.output().unwrap())
}

/// The report with one thing changed, written as canonically as before.
fn touche(rapport: &Path, change: impl Fn(&mut Value)) {
    let mut told: Value = serde_json::from_slice(&fs::read(rapport).unwrap()).unwrap();
    let before = told.clone();
    change(&mut told);
    assert_ne!(told, before, "nothing was touched");
    fs::write(rapport, eventstore::canonical::to_bytes(&told).unwrap()).unwrap();
}

fn indicateur<'a>(told: &'a mut Value, id: &str) -> &'a mut Value {
    let all = told["indicateurs"].as_array_mut().unwrap();
    all.iter_mut().find(|one| one["id"] == id).unwrap()
}

fn faute(fin: &Fin, attendus: &[&str]) {
    assert_eq!(fin.code, Some(2), "{fin:?}");
    for attendu in attendus {
        assert!(fin.dit.contains(attendu), "{attendu:?} is not in {}", fin.dit);
    }
}

#[test]
fn un_rapport_emis_tient_et_ce_qu_on_y_touche_est_dit_a_sa_place() {
    let (essai, dossier) = emis();
    let (cle, rapport) = (cle(&essai), dossier.join("rapport.json"));
    let (sain, manifeste) = (fs::read(&rapport).unwrap(), dossier.join("manifeste.note"));
    let signe = fs::read_to_string(&manifeste).unwrap();
    let fin = verifier(&essai, &rapport, &cle);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    assert!(fin.dit.ends_with("Tout tient.\n"), "{}", fin.dit);

    touche(&rapport, |told| indicateur(told, "A1")["valeurs"][0]["valeur"] = json!(2));
    faute(
        &verifier(&essai, &rapport, &cle),
        &["✗ empreinte du rapport, telle que signée", "A1 / recues : le rapport dit 2"],
    );
    fs::write(&rapport, &sain).unwrap();

    touche(&rapport, |told| indicateur(told, "A1")["definition"] = json!("Autre chose."));
    faute(
        &verifier(&essai, &rapport, &cle),
        &[
            "✗ empreinte du rapport, telle que signée",
            "✗ définition A1 / definition : le rapport dit Autre chose., le second chemin ",
        ],
    );
    fs::write(&rapport, &sain).unwrap();

    fs::write(&manifeste, signe.replacen("2020", "2021", 1)).unwrap();
    faute(&verifier(&essai, &rapport, &cle), &["✗ manifeste signé par une clé que l’on croit"]);
    fs::write(&manifeste, &signe).unwrap();

    let mut client = Client::connect(&essai.base.admin_url(), NoTls).unwrap();
    client
        .batch_execute(
            "alter table journal.event disable trigger all;
             update journal.event set survenu_le = survenu_le + 400
              where log_id = 1 and position = 3",
        )
        .unwrap();
    faute(
        &verifier(&essai, &rapport, &cle),
        &["✗ La position 3 : la ligne a été changée", "A1 / recues : le rapport dit 1"],
    );
}
