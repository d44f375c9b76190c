//! `parcours etat` and `ecarts`: what each shows, and the code it ends with.

use eventstore::{AppendRequest, Database, Journal, NewEvent, StreamId, Verdict, When, Write};
use serde_json::json;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::essai::{Essai, inscrire, ligne};

/// Records on the stream of child 1, after his registration, an event no chapter knows.
fn empoisonner(essai: &Essai) {
    let le = "2020-01-02".parse().unwrap();
    let event = NewEvent {
        event_id: Uuid::from_u128(0xe1),
        event_type: "evenement_d_un_autre_moteur".into(),
        schema_version: 1,
        survenu: When::day(le),
        connu_le: le,
        causation_id: None,
        payload: b"{}".to_vec(),
    };
    let stream = StreamId::new("enfant", Uuid::from_u128(1));
    let request = AppendRequest {
        command_id: Uuid::from_u128(0xc1),
        request_hash: [1; 32],
        actor: "un.autre".into(),
        finalite: "reprise".into(),
        correlation_id: None,
        simulated_at: None,
        writes: vec![Write { stream, expected: 1, events: vec![event] }],
        checks: vec![],
        erases: vec![],
    };
    let verdict = Runtime::new().unwrap().block_on(async {
        let base = Database::at(&essai.base.url(), 2).unwrap();
        let journal = Journal::open(&base, "17/parcours").await.unwrap();
        journal.append(request).await.unwrap()
    });
    assert!(matches!(verdict, Verdict::Appended { .. }), "{verdict:?}");
}

/// Imports a child, and waits until the views have seen the position.
fn importer(essai: &Essai, commande: u128, enfant: u128, position: &str) {
    let fin = essai.importer(&essai.fichier(&[inscrire(commande, enfant, "Zélie")]));
    assert_eq!(fin.code, Some(0), "{fin:?}");
    let vue = essai.dire("crip", &["file", "--connu-a", position]);
    assert_eq!(vue.code, Some(0), "{vue:?}");
}

#[test]
fn l_etat_finit_par_2_quand_un_evenement_arrete_les_chiffres() {
    let essai = Essai::nouveau();
    importer(&essai, 101, 1, "2");
    let sain = essai.dire("odpe", &["etat"]);
    assert_eq!(sain.code, Some(0), "{sain:?}");
    assert_eq!(
        sain.dit,
        "Chiffres calculés jusqu’à la position 2, sur 2 au journal.\nAucun chiffre n’est arrêté.\n"
    );

    empoisonner(&essai);
    importer(&essai, 102, 2, "5");
    let arrete = essai.dire("odpe", &["etat", "--json"]);
    assert_eq!(arrete.code, Some(2), "{arrete:?}");
    let lu: serde_json::Value = serde_json::from_str(&arrete.dit).unwrap();
    assert_eq!((&lu["atteint"], &lu["arret"]), (&json!(5), &json!(3)));
    assert_eq!(lu["mis_a_part"][0]["position"], 3);
    let refuse = essai.dire("crip", &["etat"]);
    assert_eq!(refuse.code, Some(1), "{refuse:?}");
}

#[test]
fn le_client_sait_ce_que_le_serveur_lit_au_plus() {
    assert_eq!(parcours_cli::client::REQUETE_MAX, server::MESSAGE_MAX);
}

#[test]
fn les_ecarts_de_deux_rapports_se_lisent_ou_s_ecrivent() {
    let essai = Essai::nouveau();
    importer(&essai, 101, 1, "2");
    let fichier = |nom: &str| essai.dossier.path().join(nom).to_str().unwrap().to_owned();
    let (avant, apres, ecarts) = (fichier("a.json"), fichier("b.json"), fichier("ecarts.json"));
    let rapport = |connu_a: &str, sortie: &str| {
        let arguments = ["rapport", "--periode", "2020", "--connu-a", connu_a, "--sortie", sortie];
        let fin = essai.dire("odpe", &arguments);
        assert_eq!(fin.code, Some(0), "{fin:?}");
    };
    rapport("2", &avant);
    let recue = json!({
        "information": Uuid::from_u128(7),
        "porteDEntree": "crip",
        "canal": "courriel",
        "transmetteur": "education_nationale",
        "origine": "personnel_social",
    });
    let recevoir = json!({ "entete": { "enfants": [Uuid::from_u128(1)] }, "recue": recue });
    let fin =
        essai.importer(&essai.fichier(&[ligne("InformationService.Recevoir", 102, recevoir)]));
    assert_eq!(fin.code, Some(0), "{fin:?}");
    rapport("3", &apres);

    let fin = essai.dire("odpe", &["ecarts", &avant, &apres]);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    assert!(fin.dit.starts_with("De la position 2, registre 2 à la position 3"), "{}", fin.dit);
    assert!(fin.dit.contains("\nA1 · "), "{}", fin.dit);
    assert!(fin.dit.contains("0 → 1 (événements)"), "{}", fin.dit);
    assert!(fin.dit.contains("connu tard : 1 information_recue"), "{}", fin.dit);

    let fin = essai.dire("odpe", &["ecarts", &avant, &apres, "--sortie", &ecarts]);
    assert_eq!((fin.code, fin.dit.as_str()), (Some(0), ""));
    let ecrit: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&ecarts).unwrap()).unwrap();
    assert_eq!(ecrit["evenements_entre"], 1);
    let fin = essai.dire("odpe", &["ecarts", &avant, &ecarts]);
    assert_eq!(fin.code, Some(1), "not a report: {fin:?}");
}
