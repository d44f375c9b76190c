//! The activity report: f(registry version, period, territory, position) → canonical JSON and CSV, the
//! same to the byte for ever.
//!
//! # Invariants
//!
//! - The position is the end of a request; the facts have reached it, and no child set apart stands
//!   before it. Otherwise there is no report, and the refusal says why.
//! - Nothing of the moment it is asked stands in the bytes.
//!
//! Deliberately absent: signature, manifest and renderings; masking of small cells, which belongs to
//! what is published.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{Europe::Paris, Tz};
use deadpool_postgres::Pool;
use domain::codes::{Code as _, Diffusion};
use domain::departement::{ChiffrePublie, valeur_exacte};
use domain::temps::jour_legal;
use eventstore::canonical;
use eventstore::{Journal, Position};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use serde_json::{Map, Value, json};

use crate::indicateurs::{Cadre, Mesure, Partage, Resultat, Valeur, Ventilation};
use crate::lecteurs::Lecteurs;
use crate::rapprochement::{Feuille, Fraction, Hypothese, feuille, lignes};
use crate::registre::{Definition, REGISTRE, Section, definition, definitions};
use crate::registre_des_chiffres::publies;
use crate::runner::{self, bigint, checkpoint, quarantaines};
use crate::territoires::{Carte, Territoire, carte, population, territoire};
use crate::{constats, publication, tranches};

/// The legal time zone of the Départements of this engine.
pub(crate) const FUSEAU: Tz = Paris;

/// The days a report covers, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periode {
    /// First day.
    pub du: NaiveDate,
    /// Last day.
    pub au: NaiveDate,
}

impl FromStr for Periode {
    type Err = NonProduit;

    /// Reads `AAAA`, or `AAAA-MM-JJ/AAAA-MM-JJ`.
    fn from_str(texte: &str) -> Result<Self, NonProduit> {
        let invalide = || NonProduit::PeriodeInvalide;
        if let Some((du, au)) = texte.split_once('/') {
            let jour = |jour: &str| jour.parse::<NaiveDate>().map_err(|_| invalide());
            let periode = Self { du: jour(du)?, au: jour(au)? };
            return if periode.du <= periode.au { Ok(periode) } else { Err(invalide()) };
        }
        let year = texte.parse::<i32>().ok().filter(|year| (1900..=9999).contains(year));
        let year = year.ok_or_else(invalide)?;
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or_else(invalide);
        Ok(Self { du: day(1, 1)?, au: day(12, 31)? })
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Demande {
    /// Code of the Département.
    pub departement: String,
    /// Which days.
    pub periode: Periode,
    /// Key of a territory; none: the whole Département.
    pub territoire: Option<String>,
    /// As recorded at; none: the head of the journal.
    pub position: Option<Position>,
    /// Identifiers; empty: all.
    pub indicateurs: Vec<String>,
    /// By which registry; none: today's.
    pub registre: Option<u32>,
    /// For whom: what is published hides small numbers.
    pub diffusion: Diffusion,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rapport {
    /// Canonical JSON.
    pub json: Vec<u8>,
    /// The same values, one a line.
    pub csv: Vec<u8>,
    /// As recorded at: the end of a request.
    pub position: Position,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum NonProduit {
    /// Not a year nor two days.
    #[error("La période s'écrit AAAA, ou AAAA-MM-JJ/AAAA-MM-JJ du premier au dernier jour.")]
    PeriodeInvalide,
    /// The map has no such territory.
    #[error("Ce territoire n'est pas sur la carte du Département.")]
    TerritoireInconnu,
    /// No registry has that number.
    #[error("Le registre {0} n'existe pas : les registres vont de 1 à {REGISTRE}.")]
    RegistreInconnu(u32),
    /// What is published is whole, or small numbers come back by difference.
    #[error(
        "Une publication porte sur une année civile, tout le Département et tous les indicateurs du registre du jour."
    )]
    PublicationPartielle,
    /// Paths are told whole: the rare ones would name their children.
    #[error("Les parcours ne se publient pas : les plus rares disent de qui ils sont.")]
    TrajectoiresAPublier,
    /// Too many years of reference.
    #[error("Une prévision se fonde sur {0} ans au plus.")]
    ReferenceTropLongue(u32),
    /// Too many years ahead.
    #[error("Une prévision va à {0} ans au plus.")]
    HorizonTropLong(u32),
    /// What is compared is the same days of other years.
    #[error(
        "On compare une période aux mêmes jours d'années précédentes : de une à dix périodes, chacune une fois."
    )]
    PeriodesIncomparables,
    /// Its lag is not known yet.
    #[error("Cette période n'est pas finie dans le journal : elle n'a pas de recul à comparer.")]
    PeriodeEnCours,
    /// The registry has no such indicator.
    #[error("L'indicateur {0} n'est pas au registre.")]
    IndicateurInconnu(String),
    /// The facts are behind.
    #[error(
        "Les chiffres en sont à la position {en} du journal ; la position {demandee} n'est pas encore calculée."
    )]
    EnRetard {
        /// Where they are.
        en: Position,
        /// What was asked.
        demandee: Position,
    },
    /// An event could not be read.
    #[error("Les chiffres sont arrêtés avant la position {a} : un événement n'y est pas lisible.")]
    Arretes {
        /// The event.
        a: Position,
    },
    /// The engine broke.
    #[error("{0}")]
    Failure(#[from] runner::Failure),
}

impl From<tokio_postgres::Error> for NonProduit {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Failure(error.into())
    }
}

impl From<eventstore::Failure> for NonProduit {
    fn from(failure: eventstore::Failure) -> Self {
        Self::Failure(failure.into())
    }
}

/// Produces a report.
///
/// # Errors
///
/// A refusal when the demand has no meaning or its position is not computed; a failure of the engine.
pub async fn produire(
    pool: &Pool,
    journal: &Journal,
    demande: &Demande,
) -> Result<Rapport, NonProduit> {
    let registre = demande.registre.unwrap_or(REGISTRE);
    let wanted = chosen(registre, &demande.indicateurs)?;
    publishable(demande, registre)?;
    place(demande)?;
    let position = covered(pool, journal, demande.position).await?;
    let lecteurs = Lecteurs::de(pool).await.map_err(runner::Failure::from)?;
    let cadre = cadre(&lecteurs, journal, demande, position).await?;
    let mut computed = compute(&cadre, wanted).await?;
    if demande.diffusion == Diffusion::Publication {
        publication::masquer(&mut computed, demande.periode.au);
    }
    let days = (demande.periode.du, demande.periode.au);
    let publies = publies(lecteurs.prendre().client(), cadre.log_id, cadre.position, days).await?;
    let name = journal.name();
    let entete = Entete { demande, registre, journal: name, position, cadre: &cadre, publies };
    Ok(Rapport { json: to_json(&entete, &computed), csv: to_csv(&entete, &computed), position })
}

/// Every indicator, in the order of the registry, as many at a time as there are connections.
async fn compute(
    cadre: &Cadre<'_>,
    wanted: Vec<&'static Definition>,
) -> Result<Vec<(&'static Definition, Resultat)>, NonProduit> {
    let asked: Vec<_> = wanted.iter().map(|definition| (definition.calcul)(cadre)).collect();
    let several = stream::iter(asked).buffered(cadre.lecteurs.nombre());
    let computed: Vec<Resultat> = several.try_collect().await?;
    Ok(wanted.into_iter().zip(computed).collect())
}

/// What the figures of a demand are computed from, at a position its facts have reached.
pub(crate) async fn cadre<'a>(
    lecteurs: &'a Lecteurs,
    journal: &Journal,
    demande: &'a Demande,
    position: Position,
) -> Result<Cadre<'a>, NonProduit> {
    let (carte, territoire) = place(demande)?;
    let observation = observation(journal, position, demande.periode.au).await?;
    let fin_de_journee = evening(journal, position, demande.periode.au).await?;
    let registre = demande.registre.unwrap_or(REGISTRE);
    Ok(Cadre {
        lecteurs,
        departement: &demande.departement,
        log_id: journal.log_id(),
        position: bigint(position),
        fin_de_journee: fin_de_journee.map(bigint),
        du: demande.periode.du,
        au: demande.periode.au,
        observation,
        carte,
        population: population(&demande.departement, registre),
        territoire,
        partage: Partage::default(),
    })
}

/// The indicators asked for, in the order of the registry.
fn chosen(registre: u32, ids: &[String]) -> Result<Vec<&'static Definition>, NonProduit> {
    if !(1..=REGISTRE).contains(&registre) {
        return Err(NonProduit::RegistreInconnu(registre));
    }
    if let Some(unknown) = ids.iter().find(|id| definition(registre, id).is_none()) {
        return Err(NonProduit::IndicateurInconnu(unknown.clone()));
    }
    let asked = |definition: &&Definition| {
        ids.is_empty() || ids.iter().any(|id| id.as_str() == definition.id)
    };
    Ok(definitions(registre).into_iter().filter(asked).collect())
}

/// What is published is one closed set of tables, solved together: nothing is left out of it.
fn publishable(demande: &Demande, registre: u32) -> Result<(), NonProduit> {
    let Periode { du, au } = demande.periode;
    let year = du.year() == au.year() && (du.ordinal(), au.month(), au.day()) == (1, 12, 31);
    let whole = demande.territoire.as_deref().is_none_or(str::is_empty)
        && demande.indicateurs.is_empty()
        && registre == REGISTRE;
    match demande.diffusion {
        Diffusion::Publication if !(year && whole) => Err(NonProduit::PublicationPartielle),
        Diffusion::Publication | Diffusion::Interne => Ok(()),
    }
}

/// The map of the report: that of the territory asked for, else today's.
fn place(
    demande: &Demande,
) -> Result<(Option<&'static Carte>, Option<&'static Territoire>), NonProduit> {
    let Some(slug) = demande.territoire.as_deref().filter(|slug| !slug.is_empty()) else {
        return Ok((carte(&demande.departement), None));
    };
    let known = territoire(&demande.departement, slug);
    let (carte, territoire) = known.ok_or(NonProduit::TerritoireInconnu)?;
    Ok((Some(carte), Some(territoire)))
}

/// The position rounded down to the end of a request, once the facts have reached it.
pub(crate) async fn covered(
    pool: &Pool,
    journal: &Journal,
    asked: Option<Position>,
) -> Result<Position, NonProduit> {
    let head = journal.head().await?.position;
    let position = journal.request_end(asked.unwrap_or(head).min(head)).await?;
    let en = checkpoint(pool, journal.log_id()).await?;
    if en < position {
        return Err(NonProduit::EnRetard { en, demandee: position });
    }
    let apart = quarantaines(pool, journal.log_id()).await?;
    match apart.first() {
        Some(first) if first.position <= position => Err(NonProduit::Arretes { a: first.position }),
        Some(_) | None => Ok(position),
    }
}

/// The legal day on which the last event taken into account was recorded: what open cases are aged to.
async fn observation(
    journal: &Journal,
    position: Position,
    au: NaiveDate,
) -> Result<NaiveDate, NonProduit> {
    let last = journal.read_from(position.previous(), Some(position), 1).await?;
    Ok(last.first().map_or(au, |event| jour_legal(event.recorded_at, FUSEAU)))
}

/// Where the journal stood at the end of a day, no later than the report's own position.
async fn evening(
    journal: &Journal,
    position: Position,
    le: NaiveDate,
) -> Result<Option<Position>, NonProduit> {
    let Some(midnight) = midnight_after(le) else { return Ok(None) };
    let evening = journal.position_at(midnight - TimeDelta::microseconds(1)).await?.min(position);
    // Of a report from before the first event, nothing recorded since is an evening.
    Ok((evening != Position::ORIGIN).then_some(evening))
}

pub(crate) fn midnight_after(le: NaiveDate) -> Option<DateTime<Utc>> {
    let next = le.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN);
    FUSEAU.from_local_datetime(&next).earliest().map(|midnight| midnight.with_timezone(&Utc))
}

/// What stands above the figures.
struct Entete<'a> {
    demande: &'a Demande,
    registre: u32,
    journal: &'a str,
    position: Position,
    cadre: &'a Cadre<'a>,
    publies: Vec<ChiffrePublie>,
}

/// The first registry whose reports say where they are printed and what they stand on.
const REGISTRE_DES_SECTIONS: u32 = 2;

fn to_json(entete: &Entete<'_>, computed: &[(&Definition, Resultat)]) -> Vec<u8> {
    let Entete { demande, registre, journal, position, cadre, publies } = entete;
    let sections = *registre >= REGISTRE_DES_SECTIONS;
    let indicateurs: Vec<Value> = computed
        .iter()
        .map(|(definition, resultat)| {
            let mut told = indicateur(definition, resultat, sections);
            if sections {
                told["lectures"] = lectures(&demande.departement, definition.id);
                told["rapprochements"] = rapprochements(entete, definition, resultat);
            }
            told
        })
        .collect();
    let mut report = json!({
        "registre": registre.to_string(),
        "departement": demande.departement,
        "journal": journal,
        "position": position.get(),
        "periode": {"du": jour(demande.periode.du), "au": jour(demande.periode.au)},
        "indicateurs": indicateurs,
    });
    if let Some(territoire) = demande.territoire.as_deref().filter(|slug| !slug.is_empty()) {
        report["territoire"] = json!(territoire);
    }
    if sections {
        report["diffusion"] = json!(demande.diffusion.cle());
        report["donnees_au"] = json!(jour(cadre.observation));
        report["references"] = references(cadre);
        report["chiffres_publies"] = publies.iter().map(chiffre_publie).collect();
        report["sections"] = Section::TOUTES
            .iter()
            .filter(|section| computed.iter().any(|(known, _)| known.section == **section))
            .map(|section| json!({"cle": section.cle(), "titre": section.titre()}))
            .collect();
    }
    canonical::to_bytes(&report).expect("a report holds text, lists and integers below 2^53")
}

/// The reference data that the figures were joined with.
fn references(cadre: &Cadre<'_>) -> Value {
    let mut references = Map::new();
    if let Some(carte) = cadre.carte {
        let told = json!({
            "version": carte.version,
            "valide_du": jour(carte.valide_du),
            "source": carte.source,
            "reserve": carte.reserve,
        });
        references.insert("territoires".to_owned(), told);
    }
    if let Some(population) = cadre.population {
        let mut told = json!({"source": population.source, "reserve": population.reserve});
        if let Some(edition) = &population.edition {
            told["edition"] = json!(edition);
        }
        references.insert("population".to_owned(), told);
    }
    for (name, bands) in
        [("tranches_d_age", tranches::ages()), ("tranches_d_attente", tranches::attentes())]
    {
        let told = json!({"version": bands.version, "source": bands.source});
        references.insert(name.to_owned(), told);
    }
    Value::Object(references)
}

/// A figure of the ledger, as published.
fn chiffre_publie(publie: &ChiffrePublie) -> Value {
    let ChiffrePublie { cle, indicateur, libelle, valeur, unite, du, au, auteur, source, edition } =
        publie;
    json!({
        "cle": cle,
        "indicateur": indicateur.as_deref().unwrap_or_default(),
        "libelle": libelle,
        "valeur": valeur,
        "unite": unite,
        "du": jour(du.unwrap_or(*au)),
        "au": jour(*au),
        "auteur": auteur,
        "source": source,
        "edition": edition,
    })
}

/// The figures of the ledger that face a value of this indicator: of the whole Département, and of the same days.
fn rapprochements(entete: &Entete<'_>, definition: &Definition, resultat: &Resultat) -> Value {
    let Periode { du, au } = entete.demande.periode;
    let whole = entete.cadre.territoire.is_none();
    let same_days =
        |publie: &&ChiffrePublie| publie.au == au && publie.du.is_none_or(|le| le == du);
    let facing = entete.publies.iter().filter(same_days).filter(|_| whole);
    let sheets = facing.filter_map(|publie| {
        let (id, cle) = publie.indicateur.as_deref()?.split_once(':')?;
        (id == definition.id).then(|| rapprochement(publie, id, cle, resultat)).flatten()
    });
    sheets.collect()
}

fn rapprochement(
    publie: &ChiffrePublie,
    id: &str,
    cle: &str,
    resultat: &Resultat,
) -> Option<Value> {
    let of =
        |cle: &str| fraction(&resultat.valeurs.iter().find(|valeur| valeur.cle == cle)?.mesure);
    let (num, den) = valeur_exacte(&publie.valeur)?;
    let externe = Fraction::new(num, den)?.en(&publie.unite);
    let Feuille { notre, externe, ecart, hypotheses, inexplique } =
        feuille(of(cle)?, externe, lignes(id, cle), of)?;
    let hypothese = |one: &Hypothese| {
        let Hypothese { cle, dit, notre, reste } = one;
        json!({"cle": cle, "dit": dit, "notre": notre.to_string(), "reste": reste.to_string()})
    };
    Some(json!({
        "publie": publie.cle,
        "auteur": publie.auteur,
        "edition": publie.edition,
        "cle": cle,
        "notre": notre.to_string(),
        "externe": externe.to_string(),
        "ecart": ecart.to_string(),
        "hypotheses": hypotheses.iter().map(hypothese).collect::<Vec<_>>(),
        "inexplique": inexplique.to_string(),
    }))
}

/// A value as an exact number.
fn fraction(mesure: &Mesure) -> Option<Fraction> {
    match *mesure {
        Mesure::Compte(n) | Mesure::Jours(n) | Mesure::Heures(n) => Fraction::new(n, 1),
        Mesure::Part { num, den }
        | Mesure::PourMille { num, den }
        | Mesure::Moyenne { num, den } => Fraction::new(num, den),
        Mesure::Absente | Mesure::Masquee => None,
    }
}

/// What was published of an indicator and can be read in two ways, with the values that show each.
fn lectures(departement: &str, id: &str) -> Value {
    let told = |constat: &constats::Constat| {
        let lectures = constat.lectures.iter().map(|lecture| {
            json!({"indicateur": lecture.indicateur, "cle": lecture.cle, "lit": lecture.lit})
        });
        json!({
            "constat": constat.id,
            "publie": constat.publie,
            "retenu": constat.retenu,
            "lectures": lectures.collect::<Vec<_>>(),
            "publies": constat.publies,
        })
    };
    constats::de_l_indicateur(departement, id).into_iter().map(told).collect()
}

fn indicateur(definition: &Definition, resultat: &Resultat, sections: bool) -> Value {
    let lines = |valeurs: &[Valeur]| valeurs.iter().map(valeur).collect::<Vec<_>>();
    let ventilation = |cut: &Ventilation| {
        let mut told = json!({"axe": cut.axe, "lignes": lines(&cut.lignes)});
        if sections {
            told["de"] = json!(cut.de);
        }
        told
    };
    let ventilations: Vec<Value> = resultat.ventilations.iter().map(ventilation).collect();
    let mut told = json!({
        "id": definition.id,
        "version": definition.version,
        "libelle": definition.libelle,
        "unite": definition.unite,
        "genre": definition.genre,
        "definition": definition.definition,
        "valeurs": lines(&resultat.valeurs),
        "ventilations": ventilations,
    });
    if sections {
        told["section"] = json!(definition.section.cle());
        told["numerateur"] = json!(definition.numerateur);
        told["denominateur"] = json!(definition.denominateur);
        told["regle_de_date"] = json!(definition.regle_de_date);
        told["role_du_territoire"] = json!(definition.territoire);
        told["date_de_l_age"] = json!(definition.date_de_l_age);
        told["source"] = json!(definition.source);
    }
    told
}

fn valeur(valeur: &Valeur) -> Value {
    let Valeur { cle, libelle, mesure } = valeur;
    let mut members = Map::new();
    members.insert("cle".to_owned(), json!(cle));
    members.insert("libelle".to_owned(), json!(libelle));
    members.extend(chiffre(mesure));
    Value::Object(members)
}

/// What a value is, and its numbers.
pub(crate) fn chiffre(mesure: &Mesure) -> Map<String, Value> {
    let mut members = Map::from_iter([("genre".to_owned(), json!(genre(mesure)))]);
    for (name, number) in ["valeur", "num", "den"].into_iter().zip(nombres(mesure)) {
        if let Some(number) = number {
            members.insert(name.to_owned(), json!(number));
        }
    }
    members
}

/// In place of a value, when one of the reports set side by side has no such line.
pub(crate) fn sans_ligne() -> Value {
    json!({"genre": "sans_ligne"})
}

fn genre(mesure: &Mesure) -> &'static str {
    match mesure {
        Mesure::Compte(_) => "compte",
        Mesure::Part { num: _, den: _ } => "part",
        Mesure::PourMille { num: _, den: _ } => "pour_mille",
        Mesure::Moyenne { num: _, den: _ } => "moyenne",
        Mesure::Jours(_) => "jours",
        Mesure::Heures(_) => "heures",
        Mesure::Absente => "absente",
        Mesure::Masquee => "masquee",
    }
}

/// Value, numerator, denominator: those that a value has.
fn nombres(mesure: &Mesure) -> [Option<i64>; 3] {
    match *mesure {
        Mesure::Compte(n) | Mesure::Jours(n) | Mesure::Heures(n) => [Some(n), None, None],
        Mesure::Part { num, den }
        | Mesure::PourMille { num, den }
        | Mesure::Moyenne { num, den } => [None, Some(num), Some(den)],
        Mesure::Absente | Mesure::Masquee => [None; 3],
    }
}

fn to_csv(entete: &Entete<'_>, computed: &[(&Definition, Resultat)]) -> Vec<u8> {
    let Entete { demande, registre, journal: _, position, cadre: _, publies: _ } = entete;
    let periode = format!("{}/{}", jour(demande.periode.du), jour(demande.periode.au));
    let territoire = demande.territoire.as_deref().unwrap_or_default();
    let head = [&*registre.to_string(), &position.to_string(), &periode, territoire]
        .map(cellule)
        .join(";");
    let mut csv = String::from(
        "registre;position;periode;territoire;indicateur;version;axe;cle;libelle;genre;valeur;num;den\n",
    );
    for (definition, resultat) in computed {
        let whole = resultat.valeurs.iter().map(|valeur| ("", valeur));
        let cut = resultat.ventilations.iter().flat_map(|ventilation| {
            ventilation.lignes.iter().map(move |valeur| (ventilation.axe, valeur))
        });
        for (axe, valeur) in whole.chain(cut) {
            csv.push_str(&head);
            csv.push_str(&ligne(definition, axe, valeur));
        }
    }
    csv.into_bytes()
}

fn ligne(definition: &Definition, axe: &str, valeur: &Valeur) -> String {
    let numbers = nombres(&valeur.mesure)
        .map(|number| number.map(|number| number.to_string()).unwrap_or_default());
    let [value, num, den] = &numbers;
    let version = definition.version.to_string();
    let cells = [
        definition.id,
        &version,
        axe,
        &valeur.cle,
        &valeur.libelle,
        genre(&valeur.mesure),
        value,
        num,
        den,
    ];
    format!(";{}\n", cells.map(cellule).join(";"))
}

/// A cell, quoted when it must be (RFC 4180).
pub(crate) fn cellule(texte: &str) -> String {
    if texte.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", texte.replace('"', "\"\""))
    } else {
        texte.to_owned()
    }
}

pub(crate) fn jour(le: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", le.year(), le.month(), le.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_periode_est_une_annee_ou_deux_jours() {
        let annee: Periode = "2022".parse().unwrap();
        assert_eq!("2022-01-01/2022-12-31".parse::<Periode>().unwrap(), annee);
        for invalide in ["", "22", "2022-13", "2022-02-01/2022-01-31", "2022/2023"] {
            assert!(invalide.parse::<Periode>().is_err(), "{invalide}");
        }
    }

    #[test]
    fn le_soir_est_celui_du_fuseau_legal() {
        let le: NaiveDate = "2022-12-31".parse().unwrap();
        let expected: DateTime<Utc> = "2022-12-31T23:00:00Z".parse().unwrap();
        assert_eq!(midnight_after(le), Some(expected));
    }

    #[test]
    fn une_cellule_se_protege() {
        assert_eq!(cellule("dont « a »"), "dont « a »");
        assert_eq!(cellule("a;\"b\""), "\"a;\"\"b\"\"\"");
    }
}
