//! `parcours bench --petit`: every measure is taken, its verifications held, and none of its figures is looked at.
//!
//! Deliberately absent: how fast anything is. A figure of this scale says nothing, and no test asserts a speed.

use std::collections::BTreeSet;

use bench::plan::NAMES;
use serde_json::Value;

use crate::essai::{Fin, parcours};

#[test]
fn chaque_mesure_se_prend() {
    let sortie = parcours().args(["bench", "--petit", "--json"]).output().unwrap();
    let fin = Fin::de(&sortie);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    let mesures: Vec<Value> = serde_json::from_slice(&sortie.stdout).unwrap();
    let nom = |mesure: &Value| mesure["id"].as_str().unwrap().split('.').next().unwrap().to_owned();
    let prises: BTreeSet<String> = mesures.iter().map(nom).collect();
    let manquent: Vec<&str> = NAMES.into_iter().filter(|name| !prises.contains(*name)).collect();
    assert_eq!(manquent, [""; 0]);
    // Other tests run beside: the canary may drop every round of a measure, never all of them.
    assert!(mesures.iter().any(|mesure| mesure["value"].is_number()));
}
