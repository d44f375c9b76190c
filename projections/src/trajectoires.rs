//! Journeys: every distinct path of the children to whom something happened in a period, with how many took it.
//!
//! A path is all that led a child where he is on the last day of the period: the steps dated by then, in the order of
//! their days, and of [`Etape::TOUTES`] within a day. A step repeated at once counts for one, on its first day.
//!
//! # Invariants
//!
//! - Each child has one path: the counts of the paths sum to the number of children.
//! - A renewal is no step, nor a measure of the same kind that goes on; *fin* is the first day without any measure.
//! - The position is treated as that of a report: the same bytes for ever.
//!
//! Deliberately absent: masking of the rare paths, for they are not published; who may read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use deadpool_postgres::Pool;
use domain::codes::{Code as _, Diffusion, NatureMesure};
use domain::mesure::{Famille, famille};
use eventstore::{Journal, canonical};
use serde_json::{Value, json};
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::indicateurs::vies::accueil_administratif;
use crate::indicateurs::vies::coupes::rang;
use crate::rapport::{Demande, NonProduit, Rapport, cellule, covered, jour};
use crate::runner::{self, bigint};
use crate::territoires::carte;

/// The whole of it, in French.
const DEFINITION: &str = "Parcours des enfants identifiés qui ont au moins une étape dans la période. Étapes, dans l'ordre des jours et, le même jour, dans celui de la liste : information reçue (ni doublon ni retirée), information qualifiée préoccupante, évaluation mandatée, premier jour d'un séjour en AED, AEMO, accueil administratif (accueil provisoire, accueil de 72 heures, recueil de 5 jours, accueil durable et bénévole, pupille), accueil judiciaire (autre mesure confiant à l'ASE), placement direct, contrat jeune majeur, et fin : premier jour sans aucune de ces mesures. Les mesures courent de leur effet à leur fin ou au lendemain de leur terme ; celles d'un même genre qui se suivent sans un jour d'interruption font un séjour. Le parcours d'un enfant va de sa première étape connue au dernier jour de la période ; une étape qui se répète de suite compte une fois, à son premier jour. Délai : médiane, au rang le plus proche, des jours d'une étape à la suivante.";

/// A step of a path, in the order of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Etape {
    /// An information arrived.
    Information,
    /// It was qualified as an IP.
    Ip,
    /// An évaluation was mandated.
    Evaluation,
    /// AED.
    Aed,
    /// AEMO.
    Aemo,
    /// Confided to the ASE by agreement or arrêté.
    AccueilAdministratif,
    /// Confided to the ASE by a judge or the parquet.
    AccueilJudiciaire,
    /// Placed by the judge without the ASE.
    PlacementDirect,
    /// Contrat jeune majeur.
    ContratJeuneMajeur,
    /// No measure any more.
    Fin,
}

impl Etape {
    /// Every step.
    pub const TOUTES: [Self; 10] = [
        Self::Information,
        Self::Ip,
        Self::Evaluation,
        Self::Aed,
        Self::Aemo,
        Self::AccueilAdministratif,
        Self::AccueilJudiciaire,
        Self::PlacementDirect,
        Self::ContratJeuneMajeur,
        Self::Fin,
    ];

    /// Stable key.
    #[must_use]
    pub const fn cle(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Ip => "ip",
            Self::Evaluation => "evaluation",
            Self::Aed => "aed",
            Self::Aemo => "aemo",
            Self::AccueilAdministratif => "accueil_administratif",
            Self::AccueilJudiciaire => "accueil_judiciaire",
            Self::PlacementDirect => "placement_direct",
            Self::ContratJeuneMajeur => "contrat_jeune_majeur",
            Self::Fin => "fin",
        }
    }

    /// As printed.
    #[must_use]
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Information => "information reçue",
            Self::Ip => "information préoccupante",
            Self::Evaluation => "évaluation",
            Self::Aed => "AED",
            Self::Aemo => "AEMO",
            Self::AccueilAdministratif => "accueil administratif",
            Self::AccueilJudiciaire => "accueil judiciaire",
            Self::PlacementDirect => "placement direct",
            Self::ContratJeuneMajeur => "contrat jeune majeur",
            Self::Fin => "fin de toute mesure",
        }
    }

    /// The step a measure makes; none: one that is no step.
    fn de_la_mesure(nature: NatureMesure) -> Option<Self> {
        match famille(nature) {
            Famille::AideADomicile => Some(Self::Aed),
            Famille::MilieuOuvert => Some(Self::Aemo),
            Famille::Confie if accueil_administratif(nature) => Some(Self::AccueilAdministratif),
            Famille::Confie => Some(Self::AccueilJudiciaire),
            Famille::PlacementDirect => Some(Self::PlacementDirect),
            Famille::Autre => {
                (nature == NatureMesure::ContratJeuneMajeur).then_some(Self::ContratJeuneMajeur)
            }
        }
    }
}

/// What one row says of a child: a day, and for a measure the first day without it.
type Jalon = (Etape, NaiveDate, Option<NaiveDate>);

/// Produces the journeys of a period, as a report: canonical JSON and CSV.
///
/// Which indicators and which registry are asked for has no meaning here.
///
/// # Errors
///
/// A refusal when they are to be published, the territory is unknown or the position is not computed; a failure of the
/// engine.
pub async fn produire(
    pool: &Pool,
    journal: &Journal,
    demande: &Demande,
) -> Result<Rapport, NonProduit> {
    if demande.diffusion == Diffusion::Publication {
        return Err(NonProduit::TrajectoiresAPublier);
    }
    let slug = demande.territoire.as_deref().filter(|slug| !slug.is_empty());
    let territoire = match slug {
        None => None,
        Some(slug) => {
            let known = carte(&demande.departement).and_then(|carte| carte.territoire(slug));
            Some(known.ok_or(NonProduit::TerritoireInconnu)?)
        }
    };
    let position = covered(pool, journal, demande.position).await?;
    let services: Option<Vec<&str>> =
        territoire.map(|territoire| territoire.services.iter().map(String::as_str).collect());
    let client = pool.get().await.map_err(runner::Failure::from)?;
    let rows = client
        .query_typed(
            JALONS,
            &[
                (&journal.log_id(), Type::INT2),
                (&bigint(position), Type::INT8),
                (&demande.periode.du, Type::DATE),
                (&demande.periode.au, Type::DATE),
                (&services, Type::TEXT_ARRAY),
            ],
        )
        .await?;
    let mut children: BTreeMap<Uuid, Vec<Jalon>> = BTreeMap::new();
    for row in &rows {
        let (genre, le) = (row.try_get::<_, &str>(1)?, row.try_get(2)?);
        let Some(etape) = etape(genre) else { continue };
        children.entry(row.try_get(0)?).or_default().push((etape, le, row.try_get(3)?));
    }
    let paths = chemins(children.into_values(), demande.periode.du, demande.periode.au);
    Ok(Rapport {
        json: to_json(demande, journal.name(), position.get(), &paths),
        csv: to_csv(demande, position.get(), &paths),
        position,
    })
}

/// Every dated fact of the children whom the period may concern, identified and in charge of the territory.
const JALONS: &str = "
    with jalon as materialized (
        select fait.enfant, 'information' as genre, fait.arrivee as le, null::date as sortie_le
          from projections.fait_information as fait
         where fait.log_id = $1 and fait.from_position <= $2
           and (fait.to_position is null or $2 < fait.to_position)
           and fait.retiree_le is null and fait.doublon_le is null and fait.arrivee <= $4
         union all
        select fait.enfant, 'ip', fait.qualifiee_le, null
          from projections.fait_information as fait
         where fait.log_id = $1 and fait.from_position <= $2
           and (fait.to_position is null or $2 < fait.to_position)
           and fait.retiree_le is null and fait.doublon_le is null and fait.qualifiee_le <= $4
         union all
        select fait.enfant, 'evaluation', fait.mandatee_le, null
          from projections.fait_evaluation as fait
         where fait.log_id = $1 and fait.from_position <= $2
           and (fait.to_position is null or $2 < fait.to_position)
           and fait.mandatee_le <= $4
         union all
        select fait.enfant, fait.nature, fait.effet_le, least(fait.fin_le, fait.terme_le + 1)
          from projections.fait_mesure as fait
         where fait.log_id = $1 and fait.from_position <= $2
           and (fait.to_position is null or $2 < fait.to_position)
           and fait.effet_le <= $4
           and (fait.fin_le is null or fait.effet_le < fait.fin_le)
           and (fait.terme_le is null or fait.effet_le <= fait.terme_le)),
         concerne as (
        select distinct jalon.enfant
          from jalon
         where jalon.le >= $3 or jalon.sortie_le between $3 and $4)
    select jalon.enfant, jalon.genre, jalon.le, jalon.sortie_le
      from jalon
      join concerne on concerne.enfant = jalon.enfant
      join projections.fait_enfant as enfant
        on enfant.log_id = $1 and enfant.enfant = jalon.enfant
       and enfant.from_position <= $2
       and (enfant.to_position is null or $2 < enfant.to_position)
       and enfant.identifie
      left join projections.fait_residence as residence
        on residence.log_id = $1 and residence.enfant = jalon.enfant
       and residence.from_position <= $2
       and (residence.to_position is null or $2 < residence.to_position)
       and residence.depuis <= $4
       and (residence.jusqu_a is null or $4 < residence.jusqu_a)
     where $5::text[] is null or residence.service_responsable = any ($5)";

fn etape(genre: &str) -> Option<Etape> {
    let told = [Etape::Information, Etape::Ip, Etape::Evaluation];
    let known = told.into_iter().find(|etape| etape.cle() == genre);
    known.or_else(|| Etape::de_la_mesure(NatureMesure::de_cle(genre)?))
}

/// A path, and who took it.
#[derive(Debug, PartialEq, Eq)]
struct Chemin {
    etapes: Vec<Etape>,
    enfants: usize,
    /// From each step to the next.
    delais: Vec<i64>,
}

/// The distinct paths, the most taken first, then in the order of their steps.
fn chemins(
    children: impl Iterator<Item = Vec<Jalon>>,
    du: NaiveDate,
    au: NaiveDate,
) -> Vec<Chemin> {
    let mut taken: BTreeMap<Vec<Etape>, Vec<Vec<NaiveDate>>> = BTreeMap::new();
    for facts in children {
        let dated = dates(facts, au);
        if !dated.iter().any(|(le, _)| du <= *le) {
            continue;
        }
        let mut path = dated;
        path.dedup_by_key(|(_, etape)| *etape);
        let (days, etapes) = path.into_iter().unzip();
        taken.entry(etapes).or_default().push(days);
    }
    let mut paths: Vec<Chemin> = taken.into_iter().map(chemin).collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.enfants));
    paths
}

fn chemin((etapes, days): (Vec<Etape>, Vec<Vec<NaiveDate>>)) -> Chemin {
    let median = |step: usize| {
        let mut delays: Vec<i64> =
            days.iter().map(|days| (days[step] - days[step - 1]).num_days()).collect();
        delays.sort_unstable();
        rang(&delays, 5).expect("somebody took the path")
    };
    let delais = (1..etapes.len()).map(median).collect();
    Chemin { enfants: days.len(), etapes, delais }
}

/// The steps of a child by the last day, in their order.
fn dates(facts: Vec<Jalon>, au: NaiveDate) -> Vec<(NaiveDate, Etape)> {
    let is_measure = |etape: Etape| (Etape::Aed..Etape::Fin).contains(&etape);
    let mut steps: Vec<(NaiveDate, Etape)> = Vec::new();
    let mut kinds: BTreeMap<Etape, Vec<(NaiveDate, Option<NaiveDate>)>> = BTreeMap::new();
    for (etape, le, sortie) in facts {
        if is_measure(etape) {
            kinds.entry(etape).or_default().push((le, sortie));
            kinds.entry(Etape::Fin).or_default().push((le, sortie));
        } else {
            steps.push((le, etape));
        }
    }
    for (etape, days) in kinds {
        let known = sejours(days).into_iter().filter_map(|(entree, sortie)| {
            let le = if etape == Etape::Fin { sortie? } else { entree };
            Some((le, etape))
        });
        steps.extend(known);
    }
    steps.retain(|(le, _)| *le <= au);
    steps.sort_unstable();
    steps
}

/// Days on end, from days that may overlap or touch.
fn sejours(mut days: Vec<(NaiveDate, Option<NaiveDate>)>) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    days.sort_unstable();
    let mut found: Vec<(NaiveDate, Option<NaiveDate>)> = Vec::new();
    for (entree, sortie) in days {
        match found.last_mut() {
            Some((_, last)) if last.is_none_or(|last| entree <= last) => {
                *last = last.zip(sortie).map(|(one, other)| one.max(other));
            }
            Some(_) | None => found.push((entree, sortie)),
        }
    }
    found
}

fn to_json(demande: &Demande, journal: &str, position: u64, paths: &[Chemin]) -> Vec<u8> {
    let path = |Chemin { etapes, enfants, delais }: &Chemin| {
        let etapes: Vec<&str> = etapes.iter().map(|etape| etape.cle()).collect();
        json!({"etapes": etapes, "enfants": enfants, "delais_medians_jours": delais})
    };
    let step = |etape: &Etape| json!({"cle": etape.cle(), "libelle": etape.libelle()});
    let mut told = json!({
        "trajectoires": "1",
        "departement": demande.departement,
        "journal": journal,
        "position": position,
        "periode": {"du": jour(demande.periode.du), "au": jour(demande.periode.au)},
        "definition": DEFINITION,
        "role_du_territoire": "délégation responsable de l'enfant le dernier jour de la période",
        "etapes": Etape::TOUTES.iter().map(step).collect::<Vec<Value>>(),
        "enfants": paths.iter().map(|path| path.enfants).sum::<usize>(),
        "parcours": paths.iter().map(path).collect::<Vec<Value>>(),
    });
    if let Some(territoire) = demande.territoire.as_deref().filter(|slug| !slug.is_empty()) {
        told["territoire"] = json!(territoire);
    }
    canonical::to_bytes(&told).expect("journeys hold text, lists and integers below 2^53")
}

fn to_csv(demande: &Demande, position: u64, paths: &[Chemin]) -> Vec<u8> {
    let periode = format!("{}/{}", jour(demande.periode.du), jour(demande.periode.au));
    let territoire = demande.territoire.as_deref().unwrap_or_default();
    let head = [&*position.to_string(), &*periode, territoire].map(cellule).join(";");
    let mut csv =
        String::from("position;periode;territoire;parcours;enfants;delais_medians_jours\n");
    for Chemin { etapes, enfants, delais } in paths {
        let etapes: Vec<&str> = etapes.iter().map(|etape| etape.cle()).collect();
        let delais: Vec<String> = delais.iter().map(i64::to_string).collect();
        let line = [&*etapes.join(" > "), &*enfants.to_string(), &*delais.join(" ")];
        csv.push_str(&format!("{head};{}\n", line.map(cellule).join(";")));
    }
    csv.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn le(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    fn keys(facts: Vec<Jalon>, au: &str) -> Vec<&'static str> {
        dates(facts, le(au)).into_iter().map(|(_, etape)| etape.cle()).collect()
    }

    #[test]
    fn un_renouvellement_n_est_pas_une_etape_et_la_fin_est_celle_de_toute_mesure() {
        let facts = vec![
            (Etape::Aed, le("2021-01-01"), Some(le("2022-01-01"))),
            (Etape::Aed, le("2022-01-01"), Some(le("2022-06-01"))),
            (Etape::Aemo, le("2022-06-01"), Some(le("2022-12-01"))),
        ];
        assert_eq!(keys(facts.clone(), "2022-12-31"), ["aed", "aemo", "fin"]);
        assert_eq!(keys(facts, "2022-11-30"), ["aed", "aemo"], "the end is to come");
    }

    #[test]
    fn les_etapes_d_un_jour_suivent_l_ordre_de_la_liste() {
        let day = le("2022-03-01");
        let facts = vec![
            (Etape::AccueilJudiciaire, day, None),
            (Etape::Ip, day, None),
            (Etape::Information, day, None),
        ];
        assert_eq!(keys(facts, "2022-12-31"), ["information", "ip", "accueil_judiciaire"]);
        let order: Vec<Etape> = Etape::TOUTES.to_vec();
        assert!(order.is_sorted());
    }

    #[test]
    fn chaque_enfant_a_un_chemin_et_la_somme_des_comptes_est_leur_nombre() {
        let one = |ip: &str| {
            vec![(Etape::Information, le("2022-01-01"), None), (Etape::Ip, le(ip), None)]
        };
        let twice = vec![
            (Etape::Information, le("2022-01-01"), None),
            (Etape::Information, le("2022-01-03"), None),
            (Etape::Ip, le("2022-01-31"), None),
        ];
        let before = vec![(Etape::Information, le("2021-12-31"), None)];
        let children = [one("2022-01-11"), one("2022-01-21"), twice, before];
        let paths = chemins(children.into_iter(), le("2022-01-01"), le("2022-12-31"));
        let expected =
            Chemin { etapes: vec![Etape::Information, Etape::Ip], enfants: 3, delais: vec![20] };
        assert_eq!(paths, [expected], "nothing happened to the last one in the period");
    }
}
