//! The échéancier: what is to be kept on a day, the nearest limit first, each with its reason.
//!
//! # Invariants
//!
//! - Read at a position and on a day, like the queue ([`crate::file`]): the cursor carries both.
//! - Rules that one act keeps, on one object, are one row: the strictest is shown, the others beside it.
//! - A setting of the Département gives or shortens a limit, as it stood on the day of the trigger.
//! - Where the law gives no number the row has no limit, and comes after those that have one.
//!
//! Deliberately absent: names, which are behind seals; who may see the list.

use chrono::{DateTime, NaiveDate, Utc};
use deadpool_postgres::Pool;
use domain::departement::Reglages;
use domain::droit::{Charge, Duree, Regle, regle};
use domain::temps::{Precision, Survenu};
use eventstore::{Journal, Position};
use serde_json::json;
use tokio_postgres::Row;
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::runner::{Failure, bigint};

/// The longest page.
pub const TAILLE_MAX: u32 = 200;

/// The page of one who does not say.
pub const TAILLE: u32 = 50;

/// Which échéances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choix {
    /// Every one that is to be kept.
    #[default]
    Toutes,
    /// Past their limit.
    EnRetard,
    /// Not past their limit, or without one.
    ADu,
    /// Owed by somebody else than the Département.
    ChezAutrui,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Demande {
    /// True on that day.
    pub au: NaiveDate,
    /// As recorded at.
    pub position: Position,
    /// Which.
    pub choix: Choix,
    /// Mine: this professional is in charge of the object.
    pub agent: Option<String>,
    /// My team: the service in charge of the object, else of the residence.
    pub service: Option<String>,
    /// My territory: the délégation of the residence.
    pub territoire: Option<String>,
    /// A court, or a chamber: the beginning of its name.
    pub cabinet: Option<String>,
    /// One child only.
    pub enfant: Option<Uuid>,
    /// Limits up to that day, included.
    pub jusqu_au: Option<NaiveDate>,
    /// How many rows; 0: [`TAILLE`]; never more than [`TAILLE_MAX`].
    pub taille: u32,
    /// From the previous page: its day and position then replace those asked.
    pub curseur: Option<String>,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// True on that day.
    pub au: NaiveDate,
    /// As recorded at.
    pub position: Position,
    /// Its rows.
    pub lignes: Vec<Ligne>,
    /// Opens the next page; none: this is the last.
    pub curseur_suivant: Option<String>,
    /// How many rows all pages have together.
    pub total: u32,
}

/// One act to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Ligne {
    /// The child.
    pub enfant: Uuid,
    /// What it is about; nil: the child himself.
    pub objet: Uuid,
    /// The strictest rule.
    pub regle: &'static Regle,
    /// What started it.
    pub declenchee: Survenu,
    /// Last day; none: no number.
    pub limite: Option<NaiveDate>,
    /// Last instant, where the law counts hours.
    pub limite_a: Option<DateTime<Utc>>,
    /// Days from the day asked to the limit; negative: late.
    pub jours_restants: Option<i32>,
    /// Days since the trigger, where there is no limit to count to.
    pub age_jours: u32,
    /// One French sentence: the rule, its trigger, how the limit was counted.
    pub explication: String,
    /// Professionals in charge.
    pub agents: Vec<String>,
    /// The service in charge.
    pub service: Option<String>,
    /// Court and chamber.
    pub cabinet: Option<String>,
    /// The other rules that the same act keeps, with their limits.
    pub aussi: Vec<(&'static Regle, Option<NaiveDate>)>,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum NonListe {
    /// The cursor is not one of ours.
    #[error("Le curseur ne vient pas d'une page précédente.")]
    CurseurIllisible,
    /// The engine broke.
    #[error("{0}")]
    Failure(#[from] Failure),
}

impl From<tokio_postgres::Error> for NonListe {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Failure(error.into())
    }
}

/// Lists a page. The facts must have reached the position: see [`crate::Runner::wait_for`].
///
/// # Errors
///
/// When the cursor is not one of ours, or the database fails.
pub async fn lister(
    pool: &Pool,
    journal: &Journal,
    reglages: &Reglages,
    demande: &Demande,
) -> Result<Page, NonListe> {
    let curseur = demande.curseur.as_deref().map(Curseur::lire).transpose()?;
    let (au, position) =
        curseur.as_ref().map_or((demande.au, demande.position), |after| (after.au, after.position));
    let taille = if demande.taille == 0 { TAILLE } else { demande.taille.min(TAILLE_MAX) };
    let asked = Demande { au, position, taille, ..demande.clone() };
    let rows = rows(pool, journal.log_id(), reglages, &asked, curseur.as_ref()).await?;
    let total = match rows.first() {
        Some(row) => row.try_get::<_, i64>("total")?,
        None => 0,
    };
    let kept = rows.iter().take(taille as usize);
    let lignes: Vec<Ligne> =
        kept.map(|row| ligne(row, au, reglages)).collect::<Result<_, tokio_postgres::Error>>()?;
    let last = lignes.last().filter(|_| rows.len() > lignes.len());
    let curseur_suivant = last.map(|last| Curseur::apres(last, au, position).ecrire());
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    Ok(Page { au, position, lignes, curseur_suivant, total })
}

/// The page's rows and one more, which says that there is a next page.
async fn rows(
    pool: &Pool,
    log_id: i16,
    reglages: &Reglages,
    demande: &Demande,
    after: Option<&Curseur>,
) -> Result<Vec<Row>, NonListe> {
    let (regles, depuis, jours) = settings(reglages);
    let choix = match demande.choix {
        Choix::Toutes => "toutes",
        Choix::EnRetard => "en_retard",
        Choix::ADu => "a_du",
        Choix::ChezAutrui => "chez_autrui",
    };
    let ours: Vec<&str> = ours().map(Charge::cle).collect();
    let agent = demande.agent.as_ref().map(|agent| format!(" {agent} "));
    let limit = i64::from(demande.taille) + 1;
    let client = pool.get().await.map_err(Failure::from)?;
    let rows = client
        .query_typed(
            ECHEANCIER,
            &[
                (&log_id, Type::INT2),
                (&bigint(demande.position), Type::INT8),
                (&demande.au, Type::DATE),
                (&regles, Type::TEXT_ARRAY),
                (&depuis, Type::DATE_ARRAY),
                (&jours, Type::INT4_ARRAY),
                (&choix, Type::TEXT),
                (&ours, Type::TEXT_ARRAY),
                (&agent, Type::TEXT),
                (&demande.service, Type::TEXT),
                (&demande.territoire, Type::TEXT),
                (&demande.cabinet, Type::TEXT),
                (&demande.enfant, Type::UUID),
                (&demande.jusqu_au, Type::DATE),
                (&after.map(|after| after.limite), Type::DATE),
                (&after.map(|after| after.enfant), Type::UUID),
                (&after.map(|after| after.objet), Type::UUID),
                (&after.map(|after| after.regle.as_str()), Type::TEXT),
                (&limit, Type::INT8),
                (&after.and_then(|after| after.limite_a), Type::TIMESTAMPTZ),
            ],
        )
        .await?;
    Ok(rows)
}

/// Who owes an act of the Département itself.
fn ours() -> impl Iterator<Item = Charge> {
    Charge::TOUS.into_iter().filter(|charge| charge.du_departement())
}

/// The settings, rule by rule: a setting may give its length to several rules.
fn settings(reglages: &Reglages) -> (Vec<&'static str>, Vec<NaiveDate>, Vec<i32>) {
    let mut found = (Vec::new(), Vec::new(), Vec::new());
    for (cle, depuis, jours) in reglages.tous() {
        let named = domain::droit::regles().filter(|regle| regle.reglage == Some(cle));
        for regle in named {
            found.0.push(regle.id);
            found.1.push(depuis);
            found.2.push(i32::try_from(jours).unwrap_or(i32::MAX));
        }
    }
    found
}

const ECHEANCIER: &str = "
    with ouverte as (
         select fait.enfant, fait.objet, fait.regle, fait.cloture, fait.charge, fait.agents,
                coalesce(fait.service, residence.service_responsable) as service, fait.cabinet,
                residence.service_responsable as territoire,
                fait.declenchee_le, fait.declenchee_a, fait.stricte_le, fait.stricte_a,
                least(fait.legale_le, fait.declenchee_le + reglage.jours) as limite
           from projections.fait_echeance as fait
           left join projections.fait_residence as residence
             on residence.log_id = $1 and residence.enfant = fait.enfant
            and residence.from_position <= $2
            and (residence.to_position is null or $2 < residence.to_position)
            and residence.depuis <= $3
            and (residence.jusqu_a is null or $3 < residence.jusqu_a)
           left join lateral (
                select reglage.jours
                  from unnest($4::text[], $5::date[], $6::integer[])
                       as reglage (regle, depuis, jours)
                 where reglage.regle = fait.regle and reglage.depuis <= fait.declenchee_le
                 order by reglage.depuis desc
                 limit 1) as reglage on true
          where fait.log_id = $1 and fait.from_position <= $2
            and (fait.to_position is null or $2 < fait.to_position)
            and fait.declenchee_le <= $3
            and (fait.tenue_le is null or $3 < fait.tenue_le)
            and (fait.sans_objet_le is null or $3 < fait.sans_objet_le)
            and ($13::uuid is null or fait.enfant = $13)),
         acte as (
         select ouverte.enfant, ouverte.objet, ouverte.cloture,
                array_agg(ouverte.regle order by ouverte.limite, ouverte.stricte_a, ouverte.regle) as regles,
                array_agg(ouverte.limite order by ouverte.limite, ouverte.stricte_a, ouverte.regle) as limites,
                array_agg(ouverte.charge order by ouverte.limite, ouverte.stricte_a, ouverte.regle) as charges,
                array_agg(ouverte.declenchee_le order by ouverte.limite, ouverte.stricte_a, ouverte.regle) as declenchees,
                array_agg(ouverte.declenchee_a order by ouverte.limite, ouverte.stricte_a, ouverte.regle) as instants,
                array_agg(ouverte.stricte_le order by ouverte.limite, ouverte.stricte_a, ouverte.regle) as strictes,
                array_agg(ouverte.stricte_a order by ouverte.limite, ouverte.stricte_a, ouverte.regle) as limites_a,
                min(ouverte.agents) as agents,
                min(ouverte.service) as service,
                min(ouverte.cabinet) as cabinet,
                min(ouverte.territoire) as territoire
           from ouverte
          group by ouverte.enfant, ouverte.objet, ouverte.cloture),
         choisie as (
         select acte.enfant, acte.objet, acte.regles, acte.limites, acte.declenchees, acte.instants,
                acte.strictes, acte.limites_a, acte.agents, acte.service, acte.cabinet,
                acte.regles[1] as regle,
                coalesce(acte.limites[1], 'infinity'::date) as limite,
                coalesce(acte.limites_a[1], 'infinity'::timestamptz) as limite_a,
                count(*) over () as total
           from acte
          where ($7 <> 'en_retard' or acte.limites[1] < $3)
            and ($7 <> 'a_du' or acte.limites[1] is null or $3 <= acte.limites[1])
            and ($7 <> 'chez_autrui' or acte.charges[1] <> all ($8))
            and ($9::text is null or position($9 in acte.agents) > 0)
            and ($10::text is null or acte.service = $10)
            and ($11::text is null or acte.territoire = $11)
            and ($12::text is null or starts_with(acte.cabinet, $12))
            and ($14::date is null or acte.limites[1] <= $14))
    select choisie.enfant, choisie.objet, choisie.regles, choisie.limites, choisie.declenchees[1] as declenchee_le,
           choisie.instants[1] as declenchee_a, choisie.strictes[1] as stricte_le,
           choisie.limites_a[1] as stricte_a, choisie.agents, choisie.service, choisie.cabinet,
           choisie.declenchees, choisie.total
      from choisie
     where $16::uuid is null
        or (choisie.limite, choisie.limite_a, choisie.enfant, choisie.objet, choisie.regle)
           > (coalesce($15::date, 'infinity'::date), coalesce($20::timestamptz, 'infinity'::timestamptz),
              $16, $17::uuid, $18::text)
     order by choisie.limite, choisie.limite_a, choisie.enfant, choisie.objet, choisie.regle
     limit $19";

fn ligne(row: &Row, au: NaiveDate, reglages: &Reglages) -> Result<Ligne, tokio_postgres::Error> {
    let (regles, limites): (Vec<String>, Vec<Option<NaiveDate>>) =
        (row.try_get("regles")?, row.try_get("limites")?);
    let declenchees: Vec<NaiveDate> = row.try_get("declenchees")?;
    let known = |rang: usize| {
        let (id, le) = (&regles[rang], declenchees[rang]);
        regle(id, le).expect("a fact names a rule in force on its trigger")
    };
    let declenchee = survenu(row.try_get("declenchee_le")?, row.try_get("declenchee_a")?);
    let stricte: Option<NaiveDate> = row.try_get("stricte_le")?;
    let limite = limites[0];
    let agents: Option<String> = row.try_get("agents")?;
    let days = |limite: NaiveDate| i32::try_from((limite - au).num_days()).unwrap_or(i32::MAX);
    Ok(Ligne {
        enfant: row.try_get("enfant")?,
        objet: row.try_get("objet")?,
        regle: known(0),
        declenchee,
        limite,
        limite_a: row.try_get("stricte_a")?,
        jours_restants: limite.map(days),
        age_jours: u32::try_from((au - declenchee.le).num_days()).unwrap_or(0),
        explication: explication(known(0), declenchee, stricte, limite, reglages),
        agents: agents.iter().flat_map(|all| all.split_whitespace()).map(str::to_owned).collect(),
        service: row.try_get("service")?,
        cabinet: row.try_get("cabinet")?,
        aussi: (1..regles.len()).map(|rang| (known(rang), limites[rang])).collect(),
    })
}

fn survenu(le: NaiveDate, a: Option<DateTime<Utc>>) -> Survenu {
    let precision = if a.is_some() { Precision::Instant } else { Precision::Jour };
    Survenu { le, a, precision }
}

/// The rule, what started it, and how the limit was counted.
fn explication(
    regle: &Regle,
    declenchee: Survenu,
    stricte: Option<NaiveDate>,
    limite: Option<NaiveDate>,
    reglages: &Reglages,
) -> String {
    let written = |jour: NaiveDate| jour.format("%d/%m/%Y").to_string();
    let mut said = format!("{} ({})", regle.explication, regle.article);
    said += &format!(" Départ : {}, {declenchee}.", regle.declencheur);
    let own = regle.reglage.and_then(|cle| reglages.jours(cle, declenchee.le));
    match (limite, stricte) {
        (None, _) => said += &format!(" Délai : {}.", regle.duree),
        (Some(limite), Some(stricte)) if limite == regle.legale(stricte) && limite != stricte => {
            said += &format!(
                " Limite le {}, prorogée au {} (CPC, art. 642).",
                written(stricte),
                written(limite)
            );
        }
        (Some(limite), _) => said += &format!(" Limite le {}.", written(limite)),
    }
    if let Some(jours) = own
        && limite == Some(Duree::Jours(jours).depuis(declenchee.le))
    {
        said += &format!(" Délai réglé par le Département : {jours} jours.");
    }
    said
}

/// Where a page ends, and of which list.
#[derive(Debug, PartialEq, Eq)]
struct Curseur {
    au: NaiveDate,
    position: Position,
    limite: Option<NaiveDate>,
    limite_a: Option<DateTime<Utc>>,
    enfant: Uuid,
    objet: Uuid,
    regle: String,
}

impl Curseur {
    fn apres(last: &Ligne, au: NaiveDate, position: Position) -> Self {
        let Ligne { enfant, objet, regle, limite, limite_a, .. } = last;
        let (regle, limite, limite_a) = (regle.id.to_owned(), *limite, *limite_a);
        Self { au, position, limite, limite_a, enfant: *enfant, objet: *objet, regle }
    }

    fn ecrire(&self) -> String {
        let Self { au, position, limite, limite_a, enfant, objet, regle } = self;
        hex::encode(json!([au, position.get(), limite, limite_a, enfant, objet, regle]).to_string())
    }

    fn lire(texte: &str) -> Result<Self, NonListe> {
        type Ecrit = (NaiveDate, u64, Option<NaiveDate>, Option<DateTime<Utc>>, Uuid, Uuid, String);
        let read = || {
            let bytes = hex::decode(texte).ok()?;
            let (au, position, limite, limite_a, enfant, objet, regle) =
                serde_json::from_slice::<Ecrit>(&bytes).ok()?;
            let position = Position::new(position);
            Some(Self { au, position, limite, limite_a, enfant, objet, regle })
        };
        read().ok_or(NonListe::CurseurIllisible)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    #[test]
    fn un_curseur_se_relit_et_rien_d_autre() {
        for limite in [None, Some(jour("2026-03-20"))] {
            let curseur = Curseur {
                au: jour("2026-01-09"),
                position: Position::new(42),
                limite,
                limite_a: limite.and_then(|jour| jour.and_hms_opt(14, 30, 0)).map(|a| a.and_utc()),
                enfant: Uuid::from_u128(1),
                objet: Uuid::nil(),
                regle: "IP-04".into(),
            };
            assert_eq!(Curseur::lire(&curseur.ecrire()).unwrap(), curseur);
        }
        for autre in ["", "zz", "5b5d"] {
            assert!(matches!(Curseur::lire(autre), Err(NonListe::CurseurIllisible)), "{autre}");
        }
    }

    #[test]
    fn l_explication_dit_la_regle_le_depart_et_la_limite() {
        let declenchee = Survenu::le(jour("2026-11-30"));
        let ip_04 = regle("IP-04", declenchee.le).unwrap();
        let limite = Some(jour("2027-02-28"));
        let dit = explication(ip_04, declenchee, limite, limite, &Reglages::default());
        assert_eq!(
            dit,
            "L'évaluation est rendue dans les trois mois de la réception de l'information. (CASF, art. \
             D226-2-4 II) Départ : arrivée de l'information au Département, le 30/11/2026. Limite le \
             28/02/2027."
        );
    }
}
