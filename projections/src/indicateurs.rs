//! The arithmetic of the indicators: SQL over facts at a position, exact integers out.
//!
//! A family a file. Every query takes the same parameters: `$1` the log, `$2` the position, `$3` and
//! `$4` the first and last day of the period, `$5` the communes or services of the territory (none: all),
//! `$6` the day of observation, which is the legal day on which the last event taken into account was
//! recorded.
//!
//! # Invariants
//!
//! - A row is read when it is valid at the position: `from_position <= $2 < to_position`.
//! - No floating point: a part is `num/den`, a mean is a sum over a count, a median or a P90 is the value
//!   at the nearest rank. An empty group gives no value.
//! - A breakdown sums to its total: « non renseigné » and « hors département » are lines.
//! - What several indicators of a report stand on is read once ([`Partage`]).

mod accueil;
mod autonomie;
mod crip;
mod justice;
mod milieu_ouvert;
mod mna_et_projet;
mod placements;
mod qualite;
mod sante;
mod sql;
mod statut;

pub(crate) mod vies;

mod flux;
mod protection;
mod stocks;

pub(crate) use crip::rang_de_l_etat;

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{Datelike, NaiveDate};
use domain::codes::Code;
use tokio::sync::OnceCell;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::faits::ecriture::TABLES;
use crate::lecteurs::Lecteurs;
use crate::registre::Definition;
use crate::registre_des_chiffres;
use crate::territoires::{Carte, Population, Rattachement, Territoire};

/// The definitions, by family.
pub(crate) const DEFINITIONS: &[&[Definition]] = &[
    crip::DEFINITIONS,
    crip::DEFINITIONS_2,
    milieu_ouvert::DEFINITIONS,
    milieu_ouvert::seconde::DEFINITIONS,
    accueil::DEFINITIONS,
    mna_et_projet::DEFINITIONS,
    autonomie::DEFINITIONS,
    statut::DEFINITIONS,
    sante::DEFINITIONS,
    justice::DEFINITIONS,
    placements::DEFINITIONS,
    qualite::DEFINITIONS,
    stocks::DEFINITIONS,
    protection::DEFINITIONS,
    flux::DEFINITIONS,
    flux::durees::DEFINITIONS,
    flux::chemins::DEFINITIONS,
    flux::decisions::DEFINITIONS,
];

/// The role of the territory of a measure, or of a child by his measure.
const RESPONSABLE: &str =
    "délégation responsable de l'enfant le dernier jour, à défaut celle que dit la mesure";
/// The same of what no measure stands behind.
const RESPONSABLE_SEULE: &str = "délégation responsable de l'enfant le dernier jour";
const DERNIER_JOUR: &str = "dernier jour de la période";

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mesure {
    /// How many.
    Compte(i64),
    /// A part: exact fraction. The numerator may be negative (an evolution).
    Part {
        /// Above the line.
        num: i64,
        /// Below the line, never 0.
        den: i64,
    },
    /// A rate for 1 000: the fraction, before it is multiplied.
    PourMille {
        /// Above the line.
        num: i64,
        /// Below the line, never 0.
        den: i64,
    },
    /// A mean, in days: sum over count.
    Moyenne {
        /// The sum, in days.
        num: i64,
        /// Of how many, never 0.
        den: i64,
    },
    /// A median or a P90, in days.
    Jours(i64),
    /// A median or a P90, in hours begun.
    Heures(i64),
    /// The group is empty, or nothing covers it: no value.
    Absente,
    /// So few people that a published report does not say ([`crate::publication`]).
    Masquee,
}

/// One value of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Valeur {
    /// Stable key.
    pub cle: String,
    /// As printed.
    pub libelle: String,
    /// The value.
    pub mesure: Mesure,
}

/// The same value, cut along one axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ventilation {
    /// `territoire`, `delegation`, `age`…
    pub axe: &'static str,
    /// The key of the value it cuts.
    pub de: &'static str,
    /// Its lines, which sum to the whole.
    pub lignes: Vec<Valeur>,
}

/// An indicator computed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resultat {
    /// Its values.
    pub valeurs: Vec<Valeur>,
    /// Its breakdowns.
    pub ventilations: Vec<Ventilation>,
}

/// What a figure is asked for.
pub(crate) struct Cadre<'a> {
    pub(crate) lecteurs: &'a Lecteurs,
    pub(crate) departement: &'a str,
    pub(crate) log_id: i16,
    pub(crate) position: i64,
    /// The position of the end of the last day of the period, when the journal covers it.
    pub(crate) fin_de_journee: Option<i64>,
    pub(crate) du: NaiveDate,
    pub(crate) au: NaiveDate,
    pub(crate) observation: NaiveDate,
    pub(crate) carte: Option<&'a Carte>,
    pub(crate) population: Option<&'a Population>,
    pub(crate) territoire: Option<&'a Territoire>,
    pub(crate) partage: Partage,
}

/// What was read for one indicator and serves others of the same report.
#[derive(Default)]
pub(crate) struct Partage {
    informations: OnceCell<Agregat>,
    mineurs: OnceCell<Agregat>,
    milieu_ouvert: OnceCell<Agregat>,
    accueillis: OnceCell<Agregat>,
    vies: OnceCell<Vec<vies::Vie>>,
    lues: Option<Mutex<BTreeSet<&'static str>>>,
}

impl Partage {
    /// One that remembers which tables were read.
    pub(crate) fn qui_retient() -> Self {
        Self { lues: Some(Mutex::default()), ..Self::default() }
    }

    /// The tables read so far; none when it does not remember.
    pub(crate) fn lues(&self) -> BTreeSet<&'static str> {
        let lues = self.lues.as_ref();
        let lues = lues.map(|lues| lues.lock().unwrap_or_else(PoisonError::into_inner).clone());
        lues.unwrap_or_default()
    }

    fn retient(&self, sql: &str) {
        let Some(lues) = &self.lues else { return };
        let read = SOURCES.iter().filter(|table| nomme(sql, table));
        lues.lock().unwrap_or_else(PoisonError::into_inner).extend(read);
    }
}

/// Every table a figure may read.
static SOURCES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| TABLES.iter().copied().chain(registre_des_chiffres::TABLES).collect());

/// Whether a statement names that table, and not one whose name begins the same way.
fn nomme(sql: &str, table: &str) -> bool {
    let named = format!("projections.{table}");
    sql.match_indices(&*named).any(|(at, _)| {
        let after = sql[at + named.len()..].chars().next();
        !after.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    })
}

/// The database failed while a figure was computed.
pub(crate) type Calcul<T> = Result<T, tokio_postgres::Error>;

/// What computes an indicator.
pub(crate) type Calculateur =
    for<'a> fn(&'a Cadre<'_>) -> Pin<Box<dyn Future<Output = Calcul<Resultat>> + Send + 'a>>;

impl Cadre<'_> {
    /// The communes of the territory; none: all.
    fn communes(&self) -> Option<Vec<&str>> {
        let territoire = self.territoire?;
        Some(territoire.communes.iter().map(|commune| commune.code.as_str()).collect())
    }

    /// The délégations of the territory; none: all.
    fn services(&self) -> Option<Vec<&str>> {
        let territoire = self.territoire?;
        Some(territoire.services.iter().map(String::as_str).collect())
    }

    /// The period is one calendar year: a yearly rate has a meaning.
    fn annee_civile(&self) -> bool {
        let whole = (self.du.month(), self.du.day(), self.au.month(), self.au.day());
        self.du.year() == self.au.year() && whole == (1, 1, 12, 31)
    }

    async fn lignes(&self, sql: &str, lieux: Option<Vec<&str>>) -> Calcul<Vec<Row>> {
        self.lignes_le(sql, lieux, self.position, self.au).await
    }

    async fn lignes_le(
        &self,
        sql: &str,
        lieux: Option<Vec<&str>>,
        position: i64,
        au: NaiveDate,
    ) -> Calcul<Vec<Row>> {
        self.partage.retient(sql);
        let lecture = self.lecteurs.prendre();
        lecture
            .client()
            .query_typed(
                sql,
                &[
                    (&self.log_id, Type::INT2),
                    (&position, Type::INT8),
                    (&self.du, Type::DATE),
                    (&au, Type::DATE),
                    (&lieux, Type::TEXT_ARRAY),
                    (&self.observation, Type::DATE),
                ],
            )
            .await
    }

    /// Numbers added up over the rows of an aggregate.
    async fn ligne(&self, sql: &str, lieux: Option<Vec<&str>>) -> Calcul<Agregat> {
        self.ligne_le(sql, lieux, self.position, self.au).await
    }

    async fn ligne_le(
        &self,
        sql: &str,
        lieux: Option<Vec<&str>>,
        position: i64,
        au: NaiveDate,
    ) -> Calcul<Agregat> {
        Ok(Agregat(self.lignes_le(sql, lieux, position, au).await?))
    }

    /// Lines by territory from rows `(place, …)`, those of no territory last; none without a map.
    fn par_territoire<T: Default>(
        &self,
        rows: Vec<(Rattachement, T)>,
        mut add: impl FnMut(&mut T, T),
        valeur: impl Fn(&str, &str, T) -> Valeur,
    ) -> Vec<Valeur> {
        let Some(carte) = self.carte else { return Vec::new() };
        let known = carte.territoires.iter().enumerate().map(|(rang, territoire)| {
            (Rattachement::Territoire(rang), &*territoire.slug, &*territoire.libelle)
        });
        let others = [
            (Rattachement::NonRenseigne, "non_renseigne", "Non renseigné"),
            (Rattachement::HorsDepartement, "hors_departement", "Hors département"),
        ];
        let mut lines: Vec<_> = known
            .chain(others)
            .map(|(place, cle, libelle)| (place, cle, libelle, T::default()))
            .collect();
        for (place, value) in rows {
            let line = lines.iter_mut().find(|(line, ..)| *line == place);
            add(&mut line.expect("every place has its line").3, value);
        }
        lines.into_iter().map(|(_, cle, libelle, value)| valeur(cle, libelle, value)).collect()
    }

    /// A value cut by the commune of each row, for the whole Département only: none in a territory, or without a map.
    fn par_commune<T: Default>(
        &self,
        de: &'static str,
        rows: &[Row],
        lu: impl Fn(&Row) -> Calcul<T>,
        add: impl FnMut(&mut T, T),
        valeur: impl Fn(&str, &str, T) -> Valeur,
    ) -> Calcul<Option<Ventilation>> {
        let Some(carte) = self.carte.filter(|_| self.territoire.is_none()) else { return Ok(None) };
        let mut counted = Vec::with_capacity(rows.len());
        for row in rows {
            counted.push((carte.de_la_commune(row.try_get("commune")?), lu(row)?));
        }
        let lignes = self.par_territoire(counted, add, valeur);
        Ok(Some(Ventilation { axe: "territoire", de, lignes }))
    }

    /// A part cut by the commune of each row.
    fn parts_par_commune(
        &self,
        rows: &Agregat,
        de: &'static str,
        num: &str,
        den: &str,
    ) -> Calcul<Option<Ventilation>> {
        let lu = |row: &Row| Ok((nombre(row, num)?, nombre(row, den)?));
        self.par_commune(de, &rows.0, lu, ajoute, |cle, libelle, (num, den)| {
            part(cle, libelle, num, den)
        })
    }
}

/// A number of a row; 0 when there is none.
fn nombre(row: &Row, column: &str) -> Calcul<i64> {
    Ok(row.try_get::<_, Option<i64>>(column)?.unwrap_or(0))
}

/// Adds a numerator and its denominator.
fn ajoute(sum: &mut (i64, i64), (num, den): (i64, i64)) {
    sum.0 += num;
    sum.1 += den;
}

/// Named numbers: of one row, or of a few that are summed (counts and sums only).
pub(crate) struct Agregat(Vec<Row>);

impl Agregat {
    fn n(&self, column: &str) -> Calcul<i64> {
        Ok(self.peut_etre(column)?.unwrap_or(0))
    }

    fn peut_etre(&self, column: &str) -> Calcul<Option<i64>> {
        let mut sum = None;
        for row in &self.0 {
            let told: Option<i64> = row.try_get(column)?;
            sum = told.map(|told| sum.unwrap_or(0) + told).or(sum);
        }
        Ok(sum)
    }

    fn compte(&self, cle: &str, libelle: &str) -> Calcul<Valeur> {
        Ok(compte(cle, libelle, self.n(cle)?))
    }

    /// The part whose numerator is the column of its key.
    fn part(&self, cle: &str, libelle: &str, den: &str) -> Calcul<Valeur> {
        Ok(part(cle, libelle, self.n(cle)?, self.n(den)?))
    }

    /// The mean whose sum is the column of its key.
    fn moyenne(&self, cle: &str, libelle: &str, den: &str) -> Calcul<Valeur> {
        Ok(moyenne(cle, libelle, self.n(cle)?, self.n(den)?))
    }

    fn heures(&self, cle: &str, libelle: &str) -> Calcul<Valeur> {
        let mesure = self.peut_etre(cle)?.map_or(Mesure::Absente, Mesure::Heures);
        Ok(Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure })
    }

    fn jours(&self, cle: &str, libelle: &str) -> Calcul<Valeur> {
        let mesure = self.peut_etre(cle)?.map_or(Mesure::Absente, Mesure::Jours);
        Ok(Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure })
    }
}

fn fraction(num: i64, den: i64, of: impl Fn(i64, i64) -> Mesure) -> Mesure {
    if den == 0 { Mesure::Absente } else { of(num, den) }
}

fn compte(cle: &str, libelle: &str, n: i64) -> Valeur {
    Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure: Mesure::Compte(n) }
}

fn part(cle: &str, libelle: &str, num: i64, den: i64) -> Valeur {
    let mesure = fraction(num, den, |num, den| Mesure::Part { num, den });
    Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure }
}

fn moyenne(cle: &str, libelle: &str, sum: i64, n: i64) -> Valeur {
    let mesure = fraction(sum, n, |num, den| Mesure::Moyenne { num, den });
    Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure }
}

fn pour_mille(cle: &str, libelle: &str, num: i64, den: Option<i64>) -> Valeur {
    let mesure = fraction(num, den.unwrap_or(0), |num, den| Mesure::PourMille { num, den });
    Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure }
}

fn absente(cle: &str, libelle: &str) -> Valeur {
    Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure: Mesure::Absente }
}

/// The values of a code list, as lines.
fn codes<C: Code>() -> impl Iterator<Item = (&'static str, &'static str)> {
    C::TOUS.iter().map(|code| (code.cle(), code.libelle()))
}

/// Cuts a value by the column of the rows that has the name of the axis: the lines listed, then what is none of them.
fn par_cle(
    (axe, de): (&'static str, &'static str),
    lignes: impl Iterator<Item = (&'static str, &'static str)>,
    rows: &Agregat,
) -> Calcul<Ventilation> {
    let mut counts: Vec<(&str, &str, i64)> =
        lignes.map(|(cle, libelle)| (cle, libelle, 0)).collect();
    counts.push(("non_renseigne", "Non renseigné", 0));
    let last = counts.len() - 1;
    for row in &rows.0 {
        let told: Option<&str> = row.try_get(axe)?;
        let n: i64 = row.try_get(de)?;
        let at = counts.iter().position(|(cle, ..)| Some(*cle) == told).unwrap_or(last);
        counts[at].2 += n;
    }
    let lignes = counts.into_iter().map(|(cle, libelle, n)| compte(cle, libelle, n)).collect();
    Ok(Ventilation { axe, de, lignes })
}

fn seules(valeurs: Vec<Valeur>) -> Resultat {
    Resultat { valeurs, ventilations: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_table_lue_ne_se_confond_pas_avec_celle_dont_le_nom_commence_de_meme() {
        let sql =
            "select 1 from projections.fait_rapport_du as du join projections.fait_enfant\n on";
        let read: Vec<_> = SOURCES.iter().filter(|table| nomme(sql, table)).collect();
        assert_eq!(read, [&"fait_enfant", &"fait_rapport_du"]);
        let partage = Partage::qui_retient();
        partage.retient("select 1 from projections.conseil");
        assert_eq!(partage.lues(), BTreeSet::from(["conseil"]));
    }
}
