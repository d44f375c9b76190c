//! A report, read: what it was asked for, and the indicators it tells.

use chrono::NaiveDate;
use projections::registre::REGISTRE;
use serde_json::Value;

use crate::constat::{Panne, Reference};

/// Every member a report may have.
const MEMBRES: [&str; 12] = [
    "chiffres_publies",
    "departement",
    "diffusion",
    "donnees_au",
    "indicateurs",
    "journal",
    "periode",
    "position",
    "references",
    "registre",
    "sections",
    "territoire",
];

/// What a report tells.
#[derive(Debug)]
pub(crate) struct Dit {
    pub(crate) registre: u32,
    pub(crate) departement: String,
    pub(crate) journal: String,
    pub(crate) position: u64,
    pub(crate) du: NaiveDate,
    pub(crate) au: NaiveDate,
    pub(crate) territoire: Option<String>,
    /// For whom it was made.
    pub(crate) diffusion: Option<String>,
    /// What the report says it stands on, and how it is printed; null when it does not.
    pub(crate) donnees_au: Value,
    pub(crate) references: Value,
    pub(crate) sections: Value,
    /// Each indicator, as written.
    pub(crate) indicateurs: Vec<(Reference, Value)>,
    /// Members no report has.
    pub(crate) en_trop: Vec<String>,
}

impl Dit {
    /// Reads a report.
    pub(crate) fn lire(bytes: &[u8]) -> Result<Self, Panne> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|_| Panne::PasUnRapport("du JSON"))?;
        let word = |member: &'static str| {
            value[member].as_str().map(str::to_owned).ok_or(Panne::PasUnRapport(member))
        };
        let registre = word("registre")?.parse().ok();
        let registre = registre.filter(|registre| (1..=REGISTRE).contains(registre));
        let day = |member: &str| value["periode"][member].as_str()?.parse::<NaiveDate>().ok();
        let period = || Panne::PasUnRapport("periode");
        let members = value.as_object().into_iter().flatten().map(|(member, _)| member.clone());
        Ok(Self {
            registre: registre.ok_or(Panne::PasUnRapport("registre"))?,
            departement: word("departement")?,
            journal: word("journal")?,
            position: value["position"].as_u64().ok_or(Panne::PasUnRapport("position"))?,
            du: day("du").ok_or_else(period)?,
            au: day("au").ok_or_else(period)?,
            territoire: value["territoire"].as_str().map(str::to_owned),
            diffusion: value["diffusion"].as_str().map(str::to_owned),
            donnees_au: value["donnees_au"].clone(),
            references: value["references"].clone(),
            sections: value["sections"].clone(),
            indicateurs: indicateurs(&value)?,
            en_trop: members.filter(|member| !MEMBRES.contains(&member.as_str())).collect(),
        })
    }
}

fn indicateurs(report: &Value) -> Result<Vec<(Reference, Value)>, Panne> {
    let missing = || Panne::PasUnRapport("indicateurs");
    let all = report["indicateurs"].as_array().ok_or_else(missing)?;
    let read = all.iter().map(|value| {
        let id = value["id"].as_str().ok_or_else(missing)?.to_owned();
        let version = value["version"].as_u64().and_then(|version| u32::try_from(version).ok());
        Ok((Reference { id, version: version.ok_or_else(missing)? }, value.clone()))
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ce_qui_n_est_pas_un_rapport_est_dit() {
        for (bytes, member) in [
            (&b"du texte"[..], "du JSON"),
            (b"[]", "registre"),
            (br#"{"registre":"0"}"#, "registre"),
            (br#"{"registre":"1","departement":"17","journal":"17/parcours"}"#, "position"),
        ] {
            let refused = Dit::lire(bytes);
            assert!(matches!(refused, Err(Panne::PasUnRapport(said)) if said == member));
        }
    }
}
