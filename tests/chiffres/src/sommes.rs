//! What a report says adds up, added up: the sums its definitions declare, and the lines of its breakdowns.

use std::collections::BTreeMap;

use projections::registre::{Somme, definitions};
use serde_json::Value;

use crate::Chiffres;

impl Chiffres {
    /// Every sum of the registry that this report breaks, in words.
    pub fn sommes_rompues(&self, registre: u32) -> Vec<String> {
        let numbers = self.nombres();
        let mut broken = Vec::new();
        for definition in definitions(registre) {
            for somme in definition.sommes {
                for line in somme.lignes(definition.id, numbers.keys().map(String::as_str)) {
                    let told = |name: &&str| {
                        let full = Somme::nom(definition.id, name, &line);
                        *numbers.get(&full).unwrap_or_else(|| panic!("no value {full}"))
                    };
                    let parts: Option<Vec<i64>> = somme.parties.iter().map(told).collect();
                    let (Some(total), Some(parts)) = (told(&somme.total), parts) else { continue };
                    if total != parts.iter().sum::<i64>() {
                        let (id, Somme { total: name, parties }) = (definition.id, somme);
                        broken.push(format!(
                            "{id} {name}{line}: {total} is not {parties:?}: {parts:?}"
                        ));
                    }
                }
            }
        }
        broken
    }

    /// Every number that a sum may name. A part of an empty group is of 0; what is above the line of an absent value is
    /// nothing that adds up.
    fn nombres(&self) -> BTreeMap<String, Option<i64>> {
        let mut numbers = BTreeMap::new();
        let mut tell = |name: String, axis: String, valeur: &Value| {
            for (part, suffix) in [("valeur", ""), ("num", ".num"), ("den", ".den")] {
                let told = valeur[part].as_i64().or((part == "den").then_some(0));
                numbers.insert(format!("{name}{suffix}{axis}"), told);
            }
        };
        for indicateur in self.0["indicateurs"].as_array().unwrap() {
            let id = indicateur["id"].as_str().unwrap();
            for valeur in indicateur["valeurs"].as_array().unwrap() {
                tell(format!("{id}:{}", valeur["cle"].as_str().unwrap()), String::new(), valeur);
            }
            for cut in indicateur["ventilations"].as_array().unwrap() {
                let Some(de) = cut["de"].as_str() else { continue };
                let axe = cut["axe"].as_str().unwrap();
                for line in cut["lignes"].as_array().unwrap() {
                    let axis = format!("@{axe}/{}", line["cle"].as_str().unwrap());
                    tell(format!("{id}:{de}"), axis, line);
                }
            }
        }
        numbers
    }

    /// Every breakdown whose lines do not sum to the value they cut, in words.
    pub fn coupes_rompues(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for indicateur in self.0["indicateurs"].as_array().unwrap() {
            let id = indicateur["id"].as_str().unwrap();
            for cut in indicateur["ventilations"].as_array().unwrap() {
                let Some(de) = cut["de"].as_str() else { continue };
                let values = indicateur["valeurs"].as_array().unwrap();
                let Some(whole) = values.iter().find(|valeur| valeur["cle"] == de) else {
                    broken.push(format!("{id} {}: no value {de}", cut["axe"]));
                    continue;
                };
                for part in ["valeur", "num", "den"] {
                    let lines = cut["lignes"].as_array().unwrap().iter();
                    let sum: i64 = lines.map(|line| line[part].as_i64().unwrap_or(0)).sum();
                    let whole = whole[part].as_i64().unwrap_or(0);
                    if sum != whole {
                        broken.push(format!("{id} {} {part}: {sum} for {whole}", cut["axe"]));
                    }
                }
            }
        }
        broken
    }
}
