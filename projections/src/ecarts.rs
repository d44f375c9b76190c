//! The differences between two reports of the same days and territory, each with what made it.
//!
//! A value goes from the first report to the second by exact steps: the day of observation, then the events between the
//! two positions, then the definition. Each step is the figure computed again; events are then counted by kind and by lag.
//!
//! # Invariants
//!
//! - Both reports are those of this journal, to the byte: what somebody changed is not explained.
//! - A report made to be published is not explained: the steps would tell the small numbers it hides.
//! - No child is named, and what cannot be attributed is said so.
//!
//! Deliberately absent: which of the events counted moved a value. They changed the facts the indicator reads; some may
//! have moved nothing in that territory or those days.

mod evenements;

use std::collections::{BTreeMap, BTreeSet};

use deadpool_postgres::Pool;
use domain::codes::{Code as _, Diffusion};
use eventstore::{Journal, Position, canonical};
use serde_json::{Value, json};

use crate::indicateurs::{Cadre, Mesure, Partage, Resultat};
use crate::lecteurs::Lecteurs;
use crate::rapport::{self, Demande, NonProduit, Periode, cadre, chiffre, jour, sans_ligne};
use crate::registre::{Definition, definition};
use crate::runner;
use evenements::{Entre, Etendue};

/// What whoever reads the answer has to know.
const RESERVES: [&str; 3] = [
    "Les étapes sont exactes et dans cet ordre : jour d'observation, événements, définition. Dans un autre ordre, les parts de chacune seraient autres.",
    "Les événements comptés sont ceux qui ont changé, entre les deux positions, les faits que l'indicateur lit, dans tout le Département : chacun n'a pas forcément changé la valeur.",
    "Connaissance tardive : arrivé au plus tard le jour du premier rapport, enregistré après. Courant : arrivé depuis.",
];

/// One of the two reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cote {
    /// The first.
    Avant,
    /// The second.
    Apres,
}

/// Why nothing is explained.
#[derive(Debug, thiserror::Error)]
pub enum NonExplique {
    /// Not the JSON of a report.
    #[error("Ce n'est pas le JSON d'un rapport d'activité.")]
    Illisible(Cote),
    /// Made to be published.
    #[error(
        "Un rapport à publier ne s'explique pas, ses petits nombres étant cachés : demander le rapport interne du même point."
    )]
    Publication(Cote),
    /// Other days, another territory.
    #[error("Les deux rapports ne sont pas de la même période et du même territoire.")]
    Incomparables,
    /// This journal gives other bytes.
    #[error(
        "Ce rapport n'est pas celui que ce journal donne au même point : il a été changé, ou vient d'ailleurs."
    )]
    Etranger(Cote),
    /// A figure cannot be computed.
    #[error("{0}")]
    NonProduit(#[from] NonProduit),
}

impl From<tokio_postgres::Error> for NonExplique {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::NonProduit(error.into())
    }
}

impl From<eventstore::Failure> for NonExplique {
    fn from(failure: eventstore::Failure) -> Self {
        Self::NonProduit(failure.into())
    }
}

/// A report, as read.
struct Lu {
    demande: Demande,
    registre: u32,
    position: Position,
    /// What it says of each indicator.
    dits: BTreeMap<String, [Value; 2]>,
}

/// Explains the differences between two reports, as canonical JSON.
///
/// # Errors
///
/// A refusal when the two cannot be compared, or are not this journal's; a failure of the engine.
pub async fn expliquer(
    pool: &Pool,
    journal: &Journal,
    departement: &str,
    octets: (&[u8], &[u8]),
) -> Result<Vec<u8>, NonExplique> {
    let avant = lu(Cote::Avant, departement, octets.0)?;
    let apres = lu(Cote::Apres, departement, octets.1)?;
    if avant.demande.periode != apres.demande.periode
        || avant.demande.territoire != apres.demande.territoire
    {
        return Err(NonExplique::Incomparables);
    }
    for (cote, lu, octets) in [(Cote::Avant, &avant, octets.0), (Cote::Apres, &apres, octets.1)] {
        if !le_notre(pool, journal, lu, octets).await? {
            return Err(NonExplique::Etranger(cote));
        }
    }
    let lecteurs =
        Lecteurs::de(pool).await.map_err(runner::Failure::from).map_err(NonProduit::from)?;
    let points = Points::nouveaux(&lecteurs, journal, &avant, &apres).await?;
    let (changes, non_compares) = points.changes().await?;
    let etendue =
        Etendue { lecteurs: &lecteurs, journal, bornes: points.bornes(), jour: points.jour() };
    let entre =
        Entre::lire(etendue, changes.iter().filter_map(|change| change.lues.as_ref())).await?;
    let told: Vec<Value> = changes.iter().map(|change| change.dit(&entre)).collect();
    let mut answer = json!({
        "departement": departement,
        "journal": journal.name(),
        "periode": {"du": jour(avant.demande.periode.du), "au": jour(avant.demande.periode.au)},
        "avant": point(&avant, &points.avant),
        "apres": point(&apres, &points.apres),
        "evenements_entre": entre.tous,
        "valeurs_differentes": changes.iter().map(|change| change.ecarts.len()).sum::<usize>(),
        "indicateurs": told,
        "non_compares": non_compares,
        "reserves": RESERVES,
    });
    if let Some(territoire) = &avant.demande.territoire {
        answer["territoire"] = json!(territoire);
    }
    Ok(canonical::to_bytes(&answer).expect("text, lists and integers below 2^53"))
}

fn point(lu: &Lu, cadre: &Cadre<'_>) -> Value {
    json!({
        "registre": lu.registre.to_string(),
        "position": lu.position.get(),
        "donnees_au": jour(cadre.observation),
    })
}

fn lu(cote: Cote, departement: &str, octets: &[u8]) -> Result<Lu, NonExplique> {
    let rapport: Value =
        serde_json::from_slice(octets).map_err(|_| NonExplique::Illisible(cote))?;
    if rapport["diffusion"] == json!(Diffusion::Publication.cle()) {
        return Err(NonExplique::Publication(cote));
    }
    demande(&rapport, departement).ok_or(NonExplique::Illisible(cote))
}

/// The demand a report answers.
fn demande(rapport: &Value, departement: &str) -> Option<Lu> {
    let day = |name: &str| rapport["periode"][name].as_str()?.parse().ok();
    let registre = rapport["registre"].as_str()?.parse().ok()?;
    let position = Position::new(rapport["position"].as_u64()?);
    let indicateurs = rapport["indicateurs"].as_array()?.iter();
    let dit = |one: &Value| {
        let id = one["id"].as_str()?.to_owned();
        Some((id, [one["valeurs"].clone(), one["ventilations"].clone()]))
    };
    let dits: BTreeMap<String, [Value; 2]> = indicateurs.map(dit).collect::<Option<_>>()?;
    let demande = Demande {
        departement: departement.to_owned(),
        periode: Periode { du: day("du")?, au: day("au")? },
        territoire: rapport["territoire"].as_str().map(str::to_owned),
        position: Some(position),
        indicateurs: dits.keys().cloned().collect(),
        registre: Some(registre),
        diffusion: Diffusion::Interne,
    };
    Some(Lu { demande, registre, position, dits })
}

/// Whether this journal gives these bytes. A demand it does not understand was never answered by it.
async fn le_notre(
    pool: &Pool,
    journal: &Journal,
    lu: &Lu,
    octets: &[u8],
) -> Result<bool, NonProduit> {
    match rapport::produire(pool, journal, &lu.demande).await {
        Ok(produced) => Ok(produced.json == octets),
        Err(
            NonProduit::PeriodeInvalide
            | NonProduit::TerritoireInconnu
            | NonProduit::RegistreInconnu(_)
            | NonProduit::PublicationPartielle
            | NonProduit::TrajectoiresAPublier
            | NonProduit::ReferenceTropLongue(_)
            | NonProduit::HorizonTropLong(_)
            | NonProduit::PeriodesIncomparables
            | NonProduit::PeriodeEnCours
            | NonProduit::IndicateurInconnu(_),
        ) => Ok(false),
        Err(
            cause @ (NonProduit::EnRetard { .. }
            | NonProduit::Arretes { .. }
            | NonProduit::Failure(_)),
        ) => Err(cause),
    }
}

/// Where figures are computed again, in the order of the steps.
struct Points<'a> {
    lus: (&'a Lu, &'a Lu),
    lecteurs: &'a Lecteurs,
    journal: &'a Journal,
    /// The first report's.
    avant: Cadre<'a>,
    /// The same, observed on the second's day.
    vieilli: Cadre<'a>,
    /// The second's.
    apres: Cadre<'a>,
}

/// What changed in an indicator.
struct Change {
    definitions: (Option<&'static Definition>, Option<&'static Definition>),
    ecarts: Vec<Value>,
    /// The tables read, when events moved a value.
    lues: Option<BTreeSet<&'static str>>,
}

impl<'a> Points<'a> {
    async fn nouveaux(
        lecteurs: &'a Lecteurs,
        journal: &'a Journal,
        avant: &'a Lu,
        apres: &'a Lu,
    ) -> Result<Self, NonProduit> {
        let one = cadre(lecteurs, journal, &avant.demande, avant.position).await?;
        let other = cadre(lecteurs, journal, &apres.demande, apres.position).await?;
        let mut vieilli = cadre(lecteurs, journal, &avant.demande, avant.position).await?;
        vieilli.observation = other.observation;
        Ok(Self { lus: (avant, apres), lecteurs, journal, avant: one, vieilli, apres: other })
    }

    /// The two positions, the lower first.
    fn bornes(&self) -> (Position, Position) {
        let (avant, apres) = (self.lus.0.position, self.lus.1.position);
        (avant.min(apres), avant.max(apres))
    }

    /// The day the report of the lower position was observed on.
    fn jour(&self) -> chrono::NaiveDate {
        if self.lus.0.position <= self.lus.1.position {
            self.avant.observation
        } else {
            self.apres.observation
        }
    }

    /// What changed, and the indicators that only one of the reports was asked for.
    async fn changes(&self) -> Result<(Vec<Change>, Vec<&'a str>), NonProduit> {
        let (avant, apres) = self.lus;
        let (mut changes, mut non_compares) = (Vec::new(), Vec::new());
        let ids: BTreeSet<&'a String> = avant.dits.keys().chain(apres.dits.keys()).collect();
        for id in ids {
            let missing =
                |lu: &Lu| !lu.dits.contains_key(id) && definition(lu.registre, id).is_some();
            if missing(avant) || missing(apres) {
                non_compares.push(id.as_str());
                continue;
            }
            let same = avant.registre == apres.registre && avant.dits.get(id) == apres.dits.get(id);
            if !same {
                changes.extend(self.change(id).await?);
            }
        }
        Ok((changes, non_compares))
    }

    async fn change(&self, id: &str) -> Result<Option<Change>, NonProduit> {
        let (avant, apres) = self.lus;
        let definitions = (definition(avant.registre, id), definition(apres.registre, id));
        let mut retient =
            cadre(self.lecteurs, self.journal, &avant.demande, apres.position).await?;
        retient.partage = Partage::qui_retient();
        let steps = [
            calcule(definitions.0, &self.avant).await?,
            calcule(definitions.0, &self.vieilli).await?,
            calcule(definitions.0, &retient).await?,
            calcule(definitions.1, &self.apres).await?,
        ];
        let last = derniere(definitions);
        let moved = steps[1] != steps[2];
        let ecarts = ecarts(&steps, ["jour_d_observation", "evenements", last]);
        let lues = moved.then(|| retient.partage.lues());
        Ok((!ecarts.is_empty()).then_some(Change { definitions, ecarts, lues }))
    }
}

/// What the last step is: another definition, or the same one on other reference data.
fn derniere((avant, apres): (Option<&Definition>, Option<&Definition>)) -> &'static str {
    match (avant, apres) {
        (Some(avant), Some(apres)) if avant.version == apres.version => "references",
        (Some(_), Some(_)) => "definition",
        (None, _) | (_, None) => "registre",
    }
}

/// A line of an indicator: the axis and the value cut, both empty for a value, and the key.
type Ligne = (&'static str, &'static str, String);

/// The lines of an indicator; none when the registry does not have it.
async fn calcule(
    definition: Option<&Definition>,
    cadre: &Cadre<'_>,
) -> Result<BTreeMap<Ligne, (String, Mesure)>, NonProduit> {
    let Some(definition) = definition else { return Ok(BTreeMap::new()) };
    let Resultat { valeurs, ventilations } = (definition.calcul)(cadre).await?;
    let whole = valeurs.into_iter().map(|valeur| (("", ""), valeur));
    let cut = ventilations.into_iter().flat_map(|cut| {
        let (axe, de) = (cut.axe, cut.de);
        cut.lignes.into_iter().map(move |valeur| ((axe, de), valeur))
    });
    let named =
        |((axe, de), valeur): ((&'static str, &'static str), crate::indicateurs::Valeur)| {
            ((axe, de, valeur.cle), (valeur.libelle, valeur.mesure))
        };
    Ok(whole.chain(cut).map(named).collect())
}

/// The lines whose value is not the same in the first and in the last, with the steps that moved it.
fn ecarts(steps: &[BTreeMap<Ligne, (String, Mesure)>; 4], names: [&str; 3]) -> Vec<Value> {
    let [first, .., last] = steps;
    let keys: BTreeSet<&Ligne> = first.keys().chain(last.keys()).collect();
    let told = |key: &Ligne| {
        let values = steps.each_ref().map(|step| step.get(key).map(|(_, mesure)| *mesure));
        if values[0] == values[3] {
            return None;
        }
        let (libelle, _) = last.get(key).or_else(|| first.get(key))?;
        let moved = (1..4).filter(|at| values[at - 1] != values[*at]);
        let etapes: Vec<Value> =
            moved.map(|at| json!({"par": names[at - 1], "valeur": dit(values[at])})).collect();
        let (axe, de, cle) = key;
        Some(json!({
            "axe": axe,
            "de": de,
            "cle": cle,
            "libelle": libelle,
            "avant": dit(values[0]),
            "apres": dit(values[3]),
            "etapes": etapes,
        }))
    };
    keys.into_iter().filter_map(told).collect()
}

/// A value, or that the definition has no such line.
fn dit(mesure: Option<Mesure>) -> Value {
    mesure.map_or_else(sans_ligne, |mesure| chiffre(&mesure).into())
}

impl Change {
    fn dit(&self, entre: &Entre) -> Value {
        let Self { definitions, ecarts, lues } = self;
        let (avant, apres) = *definitions;
        let known = apres.or(avant);
        let mut told = json!({
            "id": known.map_or("", |known| known.id),
            "libelle": known.map_or("", |known| known.libelle),
            "ecarts": ecarts,
        });
        for (name, definition) in [("version_avant", avant), ("version_apres", apres)] {
            if let Some(definition) = definition {
                told[name] = json!(definition.version);
            }
        }
        if let Some(lues) = lues {
            told["evenements"] = entre.dit(lues);
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(n: i64) -> BTreeMap<Ligne, (String, Mesure)> {
        BTreeMap::from([(("", "", "recues".to_owned()), ("Reçues".to_owned(), Mesure::Compte(n)))])
    }

    #[test]
    fn chaque_etape_dit_la_valeur_qu_elle_laisse_et_la_derniere_est_celle_du_second() {
        let names = ["jour_d_observation", "evenements", "definition"];
        let steps = [lines(3), lines(3), lines(5), lines(4)];
        let told = ecarts(&steps, names);
        assert_eq!(told.len(), 1);
        let compte = |n: i64| json!({"genre": "compte", "valeur": n});
        assert_eq!((&told[0]["avant"], &told[0]["apres"]), (&compte(3), &compte(4)));
        let etapes = json!([
            {"par": "evenements", "valeur": compte(5)},
            {"par": "definition", "valeur": compte(4)},
        ]);
        assert_eq!(told[0]["etapes"], etapes);
        let same = [lines(3), lines(4), lines(4), lines(3)];
        assert!(ecarts(&same, names).is_empty(), "nothing to explain");
    }

    #[test]
    fn une_valeur_qui_n_est_que_dans_l_un_des_registres_se_dit() {
        let steps = [lines(3), lines(3), lines(3), BTreeMap::new()];
        let told = ecarts(&steps, ["jour_d_observation", "evenements", "registre"]);
        assert_eq!(told[0]["apres"], json!({"genre": "sans_ligne"}));
        assert_eq!(told[0]["etapes"][0]["par"], "registre");
    }

    #[test]
    fn un_rapport_a_publier_ne_s_explique_pas() {
        let publie = br#"{"diffusion":"publication"}"#;
        assert!(matches!(
            lu(Cote::Apres, "17", publie),
            Err(NonExplique::Publication(Cote::Apres))
        ));
        assert!(matches!(lu(Cote::Avant, "17", b"{}"), Err(NonExplique::Illisible(Cote::Avant))));
    }
}
