//! What a report says adds up, added up: the sums its definitions declare, and the lines of its breakdowns.

use projections::registre::definitions;
use serde_json::Value;

use crate::Chiffres;

impl Chiffres {
    /// Every sum of the registry that this report breaks, in words.
    pub fn sommes_rompues(&self, registre: u32) -> Vec<String> {
        let mut broken = Vec::new();
        for definition in definitions(registre) {
            for somme in definition.sommes {
                let told = |nom: &&str| self.nombre(definition.id, nom);
                let Some(total) = told(&somme.total) else { continue };
                let parts: Option<Vec<i64>> = somme.parties.iter().map(told).collect();
                let Some(parts) = parts.map(|parts| parts.iter().sum::<i64>()) else { continue };
                if total != parts {
                    let (id, parties) = (definition.id, somme.parties);
                    broken
                        .push(format!("{id} {}: {total} is not {parties:?}: {parts}", somme.total));
                }
            }
        }
        broken
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

    /// The number that a sum names. A part of an empty group is of 0; what is above the line of an absent value is
    /// nothing that adds up.
    fn nombre(&self, id: &str, nom: &str) -> Option<i64> {
        let (id, nom) = nom.split_once(':').unwrap_or((id, nom));
        let (cle, part) = nom.split_once('.').unwrap_or((nom, "valeur"));
        let valeurs = self.indicateur(id)["valeurs"].as_array().unwrap();
        let told = |valeur: &&Value| valeur["cle"] == cle;
        let valeur = valeurs.iter().find(told).unwrap_or_else(|| panic!("{id} has no value {cle}"));
        valeur[part].as_i64().or((part == "den").then_some(0))
    }
}
