//! The same figures of several years, each seen at the same lag after it ended (*à recul égal*), and as seen today
//! beside: f(registry version, periods, territory, position) → canonical JSON and CSV.
//!
//! A year seen six weeks after its end always looks worse than one seen three years after: fewer qualifications, fewer
//! decisions, shorter paths. The lag of the most recent period is the rule for all.
//!
//! # Invariants
//!
//! - Every value is that of a report one can ask for, at the position that the comparison names beside it.
//! - The position of an earlier period is where the journal stood on the evening of the same number of days after its
//!   end. A period that began before the journal did was written down afterwards: what was known then cannot be told,
//!   and no value at equal lag is given for it.
//! - Nothing of the moment it is asked stands in the bytes.
//!
//! Deliberately absent: a rate of change, which says nothing that the two values do not; masking, for a comparison
//! stays in the house.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use deadpool_postgres::Pool;
use domain::codes::Diffusion;
use domain::temps::jour_legal;
use eventstore::{Journal, Position, canonical};
use serde_json::{Value, json};

use crate::rapport::{
    self, FUSEAU, NonProduit, Periode, Rapport, cellule, jour, midnight_after, sans_ligne,
};

/// How many periods are compared to one, at most.
pub const PERIODES_MAX: usize = 10;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Demande {
    /// The most recent period, and everything else of its report. What is compared stays in the house: `diffusion` is
    /// not read.
    pub rapport: rapport::Demande,
    /// The same days of earlier years.
    pub avec: Vec<Periode>,
}

/// A period, seen at equal lag and today.
struct Vue {
    periode: Periode,
    /// Where the journal stood at the same lag, and on which day; none when it did not cover the period.
    a_recul_egal: Option<(Position, NaiveDate)>,
    egale: Option<Value>,
    du_jour: Value,
}

/// Compares.
///
/// # Errors
///
/// [`NonProduit::PeriodesIncomparables`] unless the others are the same days of earlier years, each once;
/// [`NonProduit::PeriodeEnCours`] while the most recent is not over; whatever a report is refused for.
pub async fn comparer(
    pool: &Pool,
    journal: &Journal,
    demande: &Demande,
) -> Result<Rapport, NonProduit> {
    let mut asked = demande.rapport.clone();
    asked.diffusion = Diffusion::Interne;
    let avec = comparables(asked.periode, &demande.avec)?;
    let position = rapport::covered(pool, journal, asked.position).await?;
    asked.position = Some(position);
    let Some((premier, dernier)) = days_recorded(journal, position).await? else {
        return Err(NonProduit::PeriodeEnCours);
    };
    let recul = (dernier - asked.periode.au).num_days();
    let recul = u64::try_from(recul).map_err(|_| NonProduit::PeriodeEnCours)?;
    let du_jour = report(pool, journal, &asked, position).await?;
    let mut vues = vec![Vue {
        periode: asked.periode,
        a_recul_egal: Some((position, dernier)),
        egale: Some(du_jour.clone()),
        du_jour,
    }];
    for periode in avec {
        let mut other = asked.clone();
        other.periode = periode;
        let du_jour = report(pool, journal, &other, position).await?;
        let covered = premier <= periode.du;
        let then =
            if covered { evening_of(journal, periode, recul, position).await? } else { None };
        let egale = match then {
            Some((then, _)) => Some(report(pool, journal, &other, then).await?),
            None => None,
        };
        vues.push(Vue { periode, a_recul_egal: then, egale, du_jour });
    }
    let (json, csv) = (to_json(&asked, position, recul, &vues), to_csv(position, recul, &vues));
    Ok(Rapport { json, csv, position })
}

/// The same days of earlier years, each once, the most recent first.
fn comparables(base: Periode, avec: &[Periode]) -> Result<Vec<Periode>, NonProduit> {
    let days = |periode: Periode| {
        let Periode { du, au } = periode;
        (du.month(), du.day(), au.month(), end_of_month(au), au.year() - du.year())
    };
    let mut avec = avec.to_vec();
    avec.sort_by_key(|periode| std::cmp::Reverse(periode.du));
    let comparable = |periode: &Periode| periode.du < base.du && days(*periode) == days(base);
    let each_once = avec.windows(2).all(|pair| pair[0].du != pair[1].du);
    let enough = (1..=PERIODES_MAX).contains(&avec.len());
    if enough && each_once && avec.iter().all(comparable) {
        return Ok(avec);
    }
    Err(NonProduit::PeriodesIncomparables)
}

/// The day of the month; the last day of February is the same day every year.
fn end_of_month(au: NaiveDate) -> u32 {
    let last = au.succ_opt().is_some_and(|next| next.month() != au.month());
    if last { 31 } else { au.day() }
}

/// The legal days on which the first and the last event taken into account were recorded.
async fn days_recorded(
    journal: &Journal,
    position: Position,
) -> Result<Option<(NaiveDate, NaiveDate)>, NonProduit> {
    let first = journal.read_from(Position::ORIGIN, Some(position), 1).await?;
    let last = journal.read_from(position.previous(), Some(position), 1).await?;
    let day = |event: &eventstore::RecordedEvent| jour_legal(event.recorded_at, FUSEAU);
    Ok(first.first().map(day).zip(last.first().map(day)))
}

/// Where the journal stood so many days after a period.
async fn evening_of(
    journal: &Journal,
    periode: Periode,
    recul: u64,
    position: Position,
) -> Result<Option<(Position, NaiveDate)>, NonProduit> {
    let then = periode.au.checked_add_days(Days::new(recul));
    let Some((then, midnight)) = then.and_then(|then| Some((then, midnight_after(then)?))) else {
        return Ok(None);
    };
    let evening = journal.position_at(midnight - TimeDelta::microseconds(1)).await?.min(position);
    Ok((evening != Position::ORIGIN).then_some((evening, then)))
}

async fn report(
    pool: &Pool,
    journal: &Journal,
    demande: &rapport::Demande,
    position: Position,
) -> Result<Value, NonProduit> {
    let asked = rapport::Demande { position: Some(position), ..demande.clone() };
    let produced = rapport::produire(pool, journal, &asked).await?;
    Ok(serde_json::from_slice(&produced.json).expect("a report is canonical JSON"))
}

/// What names a value inside an indicator: its axis, what the axis divides, its key.
type Cle = [String; 3];

/// The values of one indicator of one report, in their order.
fn values(report: &Value, id: &Value) -> Vec<(Cle, Value)> {
    let indicators = report["indicateurs"].as_array().into_iter().flatten();
    let Some(told) = indicators.into_iter().find(|told| told["id"] == *id) else {
        return Vec::new();
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = |axe: String, de: String, lines: &Value| {
        let lines = lines.as_array().into_iter().flatten();
        let keyed = |line: &Value| ([axe.clone(), de.clone(), text(&line["cle"])], line.clone());
        lines.map(keyed).collect::<Vec<_>>()
    };
    let whole = lines(String::new(), String::new(), &told["valeurs"]);
    let cuts = told["ventilations"].as_array().into_iter().flatten();
    let cut = cuts.flat_map(|cut| lines(text(&cut["axe"]), text(&cut["de"]), &cut["lignes"]));
    whole.into_iter().chain(cut).collect()
}

/// What the views say of one indicator, each by the name of its values.
struct Colonnes {
    egales: Vec<BTreeMap<Cle, Value>>,
    du_jour: Vec<BTreeMap<Cle, Value>>,
    /// The lines of the most recent period first, then those that only another one has.
    lignes: Vec<(Cle, String)>,
}

impl Colonnes {
    fn of(vues: &[Vue], id: &Value) -> Self {
        let (mut egales, mut du_jour) = (Vec::new(), Vec::new());
        let (mut lignes, mut known) = (Vec::new(), BTreeSet::new());
        for vue in vues {
            for (report, columns) in
                [(Some(&vue.du_jour), &mut du_jour), (vue.egale.as_ref(), &mut egales)]
            {
                let values = report.map(|report| values(report, id)).unwrap_or_default();
                for (cle, line) in &values {
                    if known.insert(cle.clone()) {
                        lignes.push((cle.clone(), text(&line["libelle"])));
                    }
                }
                columns.push(values.into_iter().map(|(cle, line)| (cle, bare(line))).collect());
            }
        }
        Self { egales, du_jour, lignes }
    }

    fn told(&self) -> Value {
        let row = |columns: &[BTreeMap<Cle, Value>], cle: &Cle| -> Value {
            let told = |column: &BTreeMap<Cle, Value>| column.get(cle).cloned();
            columns.iter().map(|column| told(column).unwrap_or_else(sans_ligne)).collect()
        };
        let line = |(cle, libelle): &(Cle, String)| {
            let [axe, de, key] = cle;
            json!({
                "axe": axe,
                "de": de,
                "cle": key,
                "libelle": libelle,
                "a_recul_egal": row(&self.egales, cle),
                "vu_du_jour": row(&self.du_jour, cle),
            })
        };
        self.lignes.iter().map(line).collect()
    }
}

/// A value without what names it.
fn bare(mut line: Value) -> Value {
    if let Some(members) = line.as_object_mut() {
        members.remove("cle");
        members.remove("libelle");
    }
    line
}

fn to_json(demande: &rapport::Demande, position: Position, recul: u64, vues: &[Vue]) -> Vec<u8> {
    let base = &vues[0].du_jour;
    let indicateurs: Value = base["indicateurs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|told| {
            let id = &told["id"];
            let lines = Colonnes::of(vues, id).told();
            json!({
                "id": id, "version": told["version"], "libelle": told["libelle"],
                "unite": told["unite"], "definition": told["definition"], "lignes": lines,
            })
        })
        .collect();
    let periode = |vue: &Vue| {
        let mut told = json!({"du": jour(vue.periode.du), "au": jour(vue.periode.au)});
        if let Some((position, le)) = vue.a_recul_egal {
            told["a_recul_egal"] = json!({"position": position.get(), "donnees_au": jour(le)});
        }
        told
    };
    let periodes: Value = vues.iter().map(periode).collect();
    let mut told = json!({
        "registre": base["registre"],
        "departement": base["departement"],
        "journal": base["journal"],
        "position": position.get(),
        "recul_jours": recul,
        "periodes": periodes,
        "indicateurs": indicateurs,
    });
    if let Some(territoire) = demande.territoire.as_deref().filter(|slug| !slug.is_empty()) {
        told["territoire"] = json!(territoire);
    }
    canonical::to_bytes(&told).expect("a comparison holds text, lists and integers below 2^53")
}

fn to_csv(position: Position, recul: u64, vues: &[Vue]) -> Vec<u8> {
    let mut csv = String::from(
        "position;recul_jours;periode;vue;vue_a_la_position;indicateur;version;axe;de;cle;libelle;genre;valeur;num;den\n",
    );
    let of = |vue: &Vue, name: &str, seen: Position, report: &Value, csv: &mut String| {
        let periode = format!("{}/{}", jour(vue.periode.du), jour(vue.periode.au));
        let head =
            [&*position.to_string(), &*recul.to_string(), &periode, name, &*seen.to_string()];
        let head = head.map(cellule).join(";");
        for told in report["indicateurs"].as_array().into_iter().flatten() {
            for (cle, line) in values(report, &told["id"]) {
                let cells = [&told["id"], &told["version"]].map(text);
                let numbers =
                    ["libelle", "genre", "valeur", "num", "den"].map(|name| text(&line[name]));
                let cells = cells.into_iter().chain(cle).chain(numbers);
                let cells: Vec<String> = cells.map(|cell| cellule(&cell)).collect();
                csv.push_str(&format!("{head};{}\n", cells.join(";")));
            }
        }
    };
    for vue in vues {
        if let Some(((seen, _), report)) = vue.a_recul_egal.zip(vue.egale.as_ref()) {
            of(vue, "a_recul_egal", seen, report, &mut csv);
        }
        of(vue, "vu_du_jour", position, &vue.du_jour, &mut csv);
    }
    csv.into_bytes()
}

/// Text as it is, a number in digits, nothing for nothing.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periode(texte: &str) -> Periode {
        texte.parse().unwrap()
    }

    #[test]
    fn seules_les_memes_dates_d_annees_precedentes_se_comparent() {
        let annee = periode("2024");
        let ordre = comparables(annee, &[periode("2020"), periode("2023")]).unwrap();
        assert_eq!(ordre, [periode("2023"), periode("2020")]);
        for refusee in ["2024", "2025", "2023-01-01/2023-06-30", "2022-01-01/2023-12-31"] {
            assert!(comparables(annee, &[periode(refusee)]).is_err(), "{refusee}");
        }
        assert!(comparables(annee, &[]).is_err(), "nothing to compare");
        assert!(comparables(annee, &[periode("2023"), periode("2023")]).is_err(), "twice");
    }

    #[test]
    fn fevrier_finit_le_meme_jour_chaque_annee() {
        let bissextile = periode("2024-01-01/2024-02-29");
        assert!(comparables(bissextile, &[periode("2023-01-01/2023-02-28")]).is_ok());
        assert!(comparables(bissextile, &[periode("2023-01-01/2023-02-27")]).is_err());
    }
}
