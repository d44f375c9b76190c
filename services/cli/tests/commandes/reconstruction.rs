//! `parcours rebuild`, while a server runs on the same database: what it finds, how it says it, what it puts right.

use std::time::{Duration, Instant};

use postgres::{Client, NoTls};

use crate::essai::{Essai, Fin, inscrire, parcours};

/// How long the facts may take to reach the head of a journal of a few events.
const ATTENTE_MAX: Duration = Duration::from_secs(60);

/// A server whose facts are at the head of its journal.
fn essai(inscrits: u128) -> Essai {
    let essai = Essai::nouveau();
    let lignes: Vec<_> =
        (1..=inscrits).map(|numero| inscrire(1 << 64 | numero, numero, "Zélie")).collect();
    let fin = essai.importer(&essai.fichier(&lignes));
    assert_eq!(fin.code, Some(0), "{fin:?}");
    let mut client = client(&essai);
    let late = "select count(*) from projections.fait_enfant where to_position is null";
    let written = |client: &mut Client| client.query_one(late, &[]).unwrap().get::<_, i64>(0);
    let limite = Instant::now() + ATTENTE_MAX;
    while u128::from(written(&mut client).unsigned_abs()) < inscrits {
        assert!(Instant::now() < limite, "{} of {inscrits}", written(&mut client));
        std::thread::sleep(Duration::from_millis(20));
    }
    essai
}

fn client(essai: &Essai) -> Client {
    Client::connect(&essai.base.url(), NoTls).unwrap()
}

/// Every table that is read, but the one that says how far they are.
fn tables(essai: &Essai) -> i64 {
    let count = "
        select count(*) from pg_catalog.pg_class as relation
         where relation.relnamespace = 'projections'::regnamespace and relation.relkind = 'r'
           and relation.relname <> 'checkpoint'";
    client(essai).query_one(count, &[]).unwrap().get(0)
}

fn reconstruire(essai: &Essai, arguments: &[&str]) -> Fin {
    let mut commande = parcours();
    commande.args(["rebuild", "faits", "--database-url"]).arg(essai.base.url()).args(arguments);
    Fin::de(&commande.output().unwrap())
}

#[test]
fn des_faits_faux_sont_dits_par_leur_table_puis_remis() {
    let essai = essai(12);
    let juste = reconstruire(&essai, &["--comparer"]);
    assert_eq!(juste.code, Some(0), "{juste:?}");
    let compare = format!("position 24 : {} tables, ", tables(&essai));
    assert!(juste.dit.contains(&compare), "{compare:?} is not in {juste:?}");
    assert!(juste.dit.contains("Tout concorde"), "{juste:?}");

    let faute = "update projections.fait_enfant set sexe = 'faux' where to_position is null";
    assert_eq!(client(&essai).execute(faute, &[]).unwrap(), 12);
    let faux = reconstruire(&essai, &["--comparer"]);
    assert_eq!(faux.code, Some(2), "{faux:?}");
    let ligne = "✗ fait_enfant : 12 lignes manquent sur 12, 12 en trop";
    assert!(faux.dit.contains(ligne) && faux.dit.contains("Rien n’a été remplacé"), "{faux:?}");
    assert!(!faux.dit.contains("feminin"), "{faux:?}");

    let remis = reconstruire(&essai, &[]);
    assert_eq!(remis.code, Some(0), "{remis:?}");
    assert!(remis.dit.contains(ligne) && remis.dit.contains("sont remplacées"), "{remis:?}");
    let encore = reconstruire(&essai, &["--comparer"]);
    assert_eq!(encore.code, Some(0), "{encore:?}");
}

#[test]
fn une_base_sans_ce_journal_le_dit() {
    let essai = essai(1);
    let fin = reconstruire(&essai, &["--departement", "16"]);
    assert_eq!(fin.code, Some(1), "{fin:?}");
    assert!(fin.erreurs.contains("n’a pas de journal « 16/parcours »"), "{fin:?}");
}
