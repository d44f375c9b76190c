//! The same report, to the byte: after ten thousand more events, after every fact was computed again, by a binary whose
//! registry has newer definitions; and an event altered behind it is told, where it is and in the figures it changes.
//!
//! # Invariants
//!
//! - The specimens of `specimens/` are what the binaries of before gave. They are written once, and never again: a report
//!   that is no longer theirs is a broken promise, not a golden file to accept.
//! - The stories they are counted from are those of `recits`, where nothing depends on a clock. Another story is another
//!   specimen.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::fs;
use std::path::{Path, PathBuf};

use chiffres::hasard::{Hasard, annee_au_hasard, avec_des_corrections};
use chiffres::recits::{annee_de_la_crip, milieu_ouvert, placements};
use chiffres::{Monde, Requete, id, pour_2022};
use projections::rapport::{Demande, Rapport};
use projections::registre::{Definition, REGISTRE, definition, definitions};
use serde_json::Value;

/// Told again by the environment, a specimen that is not there yet is written.
const ECRIRE: &str = "UPDATE_EXPECT";

async fn population() -> Monde {
    let mut monde = Monde::nouveau().await;
    let told = [annee_de_la_crip(), milieu_ouvert(), placements()];
    monde.raconte(told.into_iter().flatten().collect()).await;
    monde
}

/// The reports of a registry, of the whole Département and of a territory, and the name of each.
fn demandes(registre: u32) -> [(String, Demande); 2] {
    [None, Some("haute_saintonge")].map(|territoire| {
        let name = format!("registre_{registre}_{}", territoire.unwrap_or("departement"));
        (name, Demande { registre: Some(registre), ..pour_2022(territoire, None) })
    })
}

#[tokio::test]
async fn un_rapport_se_refait_apres_dix_mille_evenements_et_tous_les_faits_recalcules() {
    let mut monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let alors = monde.tete().await;
    let mut given: Vec<(Demande, Rapport)> = Vec::new();
    for (_, demande) in (1..=REGISTRE).flat_map(demandes) {
        let rapport = monde.rapport(&demande).await;
        given.push((Demande { position: Some(alors), ..demande }, rapport));
    }

    let mut hasard = Hasard(71);
    let told = annee_au_hasard(&mut hasard, 800);
    let told = avec_des_corrections(&mut hasard, told).into_iter();
    monde.raconte(told.map(|requete: Requete| requete.saisie("2024-02-01")).collect()).await;
    let more = monde.tete().await.get() - alors.get();
    assert!(10_000 <= more, "{more} more events");
    monde.runner_par(1000).catch_up().await.unwrap();
    for (demande, rapport) in &given {
        assert_eq!(monde.rapport(demande).await, *rapport, "after {more} more events");
        let today = monde.rapport(&Demande { position: None, ..demande.clone() }).await;
        assert_ne!(value(&today), value(rapport), "what came later counts later");
    }
    monde.runner_par(1000).rebuild().await.unwrap();
    for (demande, rapport) in &given {
        assert_eq!(monde.rapport(demande).await, *rapport, "after every fact was computed again");
        let constat = monde.second_chemin(&rapport.json).await;
        assert!(constat.tient(), "{:?}", constat.ecarts.first().map(ToString::to_string));
    }
}

/// The indicators of a report, without its position.
fn value(rapport: &Rapport) -> Value {
    let told: Value = serde_json::from_slice(&rapport.json).unwrap();
    told["indicateurs"].clone()
}

fn specimen(name: &str, forme: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("specimens");
    folder.join(format!("{name}.{forme}"))
}

/// The bytes kept, written first when they are not there and that is asked for.
fn garde(name: &str, forme: &str, octets: &[u8]) -> Vec<u8> {
    let file = specimen(name, forme);
    if !file.is_file() && std::env::var_os(ECRIRE).is_some() {
        fs::write(&file, octets).unwrap();
    }
    fs::read(&file).unwrap_or_else(|_| panic!("{} is kept for ever", file.display()))
}

/// What the first registry gave, a binary whose registry has newer versions of its definitions gives.
#[tokio::test]
async fn les_specimens_du_premier_registre_se_refont_a_l_octet() {
    let newer = |one: &&'static Definition| {
        definition(REGISTRE, one.id).is_some_and(|today| one.version < today.version)
    };
    let replaced = definitions(1).into_iter().filter(newer).count();
    assert!(5 < replaced, "{replaced} definitions of this binary are newer");

    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    for (name, demande) in demandes(1) {
        let rapport = monde.rapport(&demande).await;
        for (forme, octets) in [("json", &rapport.json), ("csv", &rapport.csv)] {
            let kept = garde(&name, forme, octets);
            let (kept, given) = (String::from_utf8(kept).unwrap(), String::from_utf8_lossy(octets));
            assert_eq!(given, kept, "{name}.{forme}");
        }
        let constat = monde.second_chemin(&fs::read(specimen(&name, "json")).unwrap()).await;
        assert!(constat.tient() && constat.non_couverts.is_empty(), "{name}");
    }
}

/// The owner of the database moves an arrival by a year: the journal says at which position, the second path which
/// figures of the report given before are no longer those of the events.
#[tokio::test]
async fn un_evenement_altere_par_le_proprietaire_se_dit_a_sa_place_et_dans_les_chiffres() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let rapport = monde.rapport(&pour_2022(None, None)).await;
    assert!(monde.second_chemin(&rapport.json).await.tient());
    assert_eq!(monde.constats().await.len(), 0);

    let arrivee = "event.event_type = (select name.name_id from journal.name as name
                                        where name.name = 'information_recue')";
    let of_104 = format!("convert_from(event.payload, 'UTF8') like '%{}%'", id(104));
    let sql =
        format!("select event.position from journal.event as event where {arrivee} and {of_104}");
    let client = monde.pool.get().await.unwrap();
    let position: i64 = client.query_one(&sql, &[]).await.unwrap().get(0);
    let altered = format!(
        "update journal.event set survenu_le = survenu_le + 365 where position = {position}"
    );
    monde.falsifie(&altered).await;

    let found: Vec<String> =
        monde.constats().await.iter().map(|finding| format!("{finding:?}")).collect();
    assert!(found.iter().any(|finding| finding.contains(&position.to_string())), "{found:?}");
    let constat = monde.second_chemin(&rapport.json).await;
    let places: Vec<(&str, &str)> =
        constat.ecarts.iter().map(|ecart| (&*ecart.indicateur, &*ecart.cle)).collect();
    for place in [("A1", "recues"), ("A2", "ip")] {
        assert!(places.contains(&place), "{place:?} among {places:?}");
    }
}
