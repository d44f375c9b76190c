//! `parcours effacer` and `parcours cles`: what each says when it is done, and how it says no.

use std::os::unix::fs::symlink;

use crate::essai::{Essai, Fin, NOM, inscrire, parcours};
use uuid::Uuid;

fn enfant() -> String {
    Uuid::from_u128(1).to_string()
}

fn essai() -> Essai {
    let essai = Essai::nouveau();
    let fin = essai.importer(&essai.fichier(&[inscrire(101, 1, "Zélie")]));
    assert_eq!(fin.code, Some(0), "{fin:?}");
    essai
}

fn effacer(essai: &Essai, role: &str, motif: &str) -> Fin {
    let enfant = enfant();
    essai.dire(role, &["effacer", &enfant, "--motif", motif, "--decision", "visa 2036-004"])
}

#[test]
fn effacer_imprime_le_certificat_et_le_redonne() {
    let essai = essai();
    let fin = effacer(&essai, "archives", "terme_de_conservation");
    assert_eq!(fin.code, Some(0), "{fin:?}");
    for texte in [
        &*format!("Certificat d’effacement\nenfant      {}\n", enfant()),
        "\nmotif       terme de la conservation, élimination visée par les archives\n",
        "\ndécision    visa 2036-004\n",
        "position 3 du journal 17/parcours",
        "\nDétruit\n  • ce qui n'est que de l'enfant : clé ",
        "Dans 1 événement du dossier",
        "\nReste en clair, pseudonyme et non anonyme\n  • la date de naissance",
        "Une sauvegarde des clés peut encore ouvrir ce qui est détruit jusqu’au ",
    ] {
        assert!(fin.dit.contains(texte), "{texte:?} is not in {}", fin.dit);
    }
    assert_eq!(effacer(&essai, "archives", "decision_de_justice").dit, fin.dit, "as things stand");
    let dossier = essai.dire("justice", &["dossier", &enfant()]);
    assert!(dossier.dit.starts_with("‹effacé le ") && !dossier.dit.contains(NOM), "{dossier:?}");
    assert!(
        dossier.dit.contains("Le dossier est effacé : terme de la conservation"),
        "{dossier:?}"
    );
}

#[test]
fn effacer_dit_non_en_francais() {
    let essai = essai();
    let fin = effacer(&essai, "crip", "terme_de_conservation");
    assert_eq!((fin.code, &*fin.dit), (Some(1), ""), "{fin:?}");
    assert!(fin.erreurs.starts_with("✗ Votre rôle ne permet pas cette demande."), "{fin:?}");
    let fin = effacer(&essai, "archives", "caprice");
    assert!(fin.erreurs.contains("champ : efface.motif"), "{fin:?}");
    assert!(fin.erreurs.contains("terme_de_conservation"), "the keys are listed: {fin:?}");
}

#[test]
fn les_cles_tournent_pendant_que_le_serveur_tourne() {
    let essai = essai();
    // The command takes the folder of a server, whose keys are one level below.
    symlink(".", essai.dossier.path().join("cles")).unwrap();
    let tourner = |arguments: &[&str]| {
        let mut commande = parcours();
        commande.args(["cles", "tourner", "--database-url", &essai.base.url(), "--donnees"]);
        commande.arg(essai.dossier.path()).args(arguments);
        Fin::de(&commande.output().unwrap())
    };
    let fin = tourner(&[]);
    assert!(fin.dit.starts_with("1 clé refermée sous la nouvelle clé maîtresse."), "{fin:?}");
    let fin = tourner(&["--retirer-l-ancienne"]);
    assert!(fin.dit.starts_with("L’ancienne clé maîtresse est retirée"), "{fin:?}");
    let fin = tourner(&["--retirer-l-ancienne"]);
    assert_eq!(fin.dit, "Il n’y avait pas d’ancienne clé maîtresse à retirer.\n", "{fin:?}");

    let dossier = essai.dire("justice", &["dossier", &enfant()]);
    assert!(dossier.dit.starts_with(&format!("{NOM} Zélie")), "{dossier:?}");
    let fin = essai.importer(&essai.fichier(&[inscrire(102, 2, "Tom")]));
    assert_eq!(fin.code, Some(0), "a new key is made under the new one: {fin:?}");
}

#[test]
fn sans_base_cles_tourner_dit_ou_la_chercher() {
    let vide = tempfile::tempdir().unwrap();
    let mut commande = parcours();
    commande.args(["cles", "tourner", "--donnees"]).arg(vide.path());
    let fin = Fin::de(&commande.output().unwrap());
    assert_eq!(fin.code, Some(1), "{fin:?}");
    assert!(fin.erreurs.starts_with("✗ Il n’y a pas de base dans "), "{fin:?}");
}
