//! `parcours etat`: what it shows, and the code it ends with.

use eventstore::{AppendRequest, Database, Journal, NewEvent, StreamId, Verdict, When, Write};
use serde_json::json;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::essai::{Essai, inscrire};

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
