//! The queue of the CRIP: a row is a situation, that is a principal information, its children inside.
//!
//! # Invariants
//!
//! - Read at a position and on a day: a page and the next are of the same queue, whatever is recorded
//!   between them, because the cursor carries both.
//! - The state of a situation is that of its least advanced child.
//! - The most urgent first: said to be urgent, then the nearest échéance.
//!
//! Deliberately absent: names, which are behind seals, and who may see the queue.

use chrono::NaiveDate;
use deadpool_postgres::Pool;
use domain::codes::EtatInformation;
use domain::droit;
use eventstore::{Journal, Position};
use serde_json::json;
use tokio_postgres::Row;
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::indicateurs::rang_de_l_etat;
use crate::registre_des_numeros::Numero;
use crate::runner::{Failure, bigint};

/// The longest page.
pub const TAILLE_MAX: u32 = 200;

/// The page of one who does not say.
pub const TAILLE: u32 = 50;

/// The states of a situation that is still open.
pub const OUVERTS: [EtatInformation; 4] = [
    EtatInformation::ATraiter,
    EtatInformation::AMandater,
    EtatInformation::EnEvaluation,
    EtatInformation::ADecider,
];

/// What is asked.
#[derive(Clone, Debug)]
pub struct Demande {
    /// True on that day.
    pub au: NaiveDate,
    /// As recorded at.
    pub position: Position,
    /// Which states; empty: [`OUVERTS`].
    pub etats: Vec<EtatInformation>,
    /// Délégation in charge; none: all.
    pub service: Option<String>,
    /// How many rows; 0: [`TAILLE`]; never more than [`TAILLE_MAX`].
    pub taille: u32,
    /// From the previous page: its day and position then replace those asked.
    pub curseur: Option<String>,
}

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// True on that day.
    pub au: NaiveDate,
    /// As recorded at.
    pub position: Position,
    /// Its rows.
    pub situations: Vec<Situation>,
    /// Opens the next page; none: this is the last.
    pub curseur_suivant: Option<String>,
    /// How many rows all pages have together.
    pub total: u32,
}

/// A situation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The information.
    pub information: Uuid,
    /// Its number in the register.
    pub numero: Option<Numero>,
    /// Arrival at the Département.
    pub recue_le: NaiveDate,
    /// Code PORTE_D_ENTREE.
    pub porte_d_entree: String,
    /// Code TRANSIP.
    pub transmetteur: String,
    /// Where it stands.
    pub etat: EtatInformation,
    /// The évaluation is due that day.
    pub echeance: NaiveDate,
    /// Days from the day asked to the échéance; negative: late.
    pub jours_restants: i32,
    /// The rule behind the échéance, in French, with its article.
    pub explication: String,
    /// Said to be urgent.
    pub urgence: bool,
    /// The délégation in charge.
    pub service: Option<String>,
    /// The children it names.
    pub enfants: Vec<Uuid>,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum NonListee {
    /// The cursor is not one of ours.
    #[error("Le curseur ne vient pas d'une page précédente.")]
    CurseurIllisible,
    /// The engine broke.
    #[error("{0}")]
    Failure(#[from] Failure),
}

impl From<tokio_postgres::Error> for NonListee {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Failure(error.into())
    }
}

/// Lists a page of the queue. The facts must have reached the position: see
/// [`crate::Runner::wait_for`].
///
/// # Errors
///
/// When the cursor is not one of ours, or the database fails.
pub async fn lister(pool: &Pool, journal: &Journal, demande: &Demande) -> Result<Page, NonListee> {
    let curseur = demande.curseur.as_deref().map(Curseur::lire).transpose()?;
    let (au, position) =
        curseur.as_ref().map_or((demande.au, demande.position), |after| (after.au, after.position));
    let taille = if demande.taille == 0 { TAILLE } else { demande.taille.min(TAILLE_MAX) };
    let rows =
        rows(pool, journal.log_id(), demande, (au, position), curseur.as_ref(), taille).await?;
    let total = match rows.first() {
        Some(row) => row.try_get::<_, i64>("total")?,
        None => 0,
    };
    let kept = rows.iter().take(taille as usize);
    let situations: Vec<Situation> =
        kept.map(|row| situation(row, au)).collect::<Result<_, tokio_postgres::Error>>()?;
    let more = rows.len() > situations.len();
    let last = situations.last().filter(|_| more);
    let curseur_suivant = last.map(|last| Curseur::apres(last, au, position).ecrire());
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    Ok(Page { au, position, situations, curseur_suivant, total })
}

/// The page's rows and one more, which says that there is a next page.
async fn rows(
    pool: &Pool,
    log_id: i16,
    demande: &Demande,
    (au, position): (NaiveDate, Position),
    after: Option<&Curseur>,
    taille: u32,
) -> Result<Vec<Row>, NonListee> {
    let etats = if demande.etats.is_empty() { &OUVERTS[..] } else { &demande.etats };
    let rangs: Vec<i32> = etats.iter().copied().map(rang).collect();
    let limit = i64::from(taille) + 1;
    let client = pool.get().await.map_err(Failure::from)?;
    let rows = client
        .query_typed(
            FILE,
            &[
                (&log_id, Type::INT2),
                (&bigint(position), Type::INT8),
                (&rangs, Type::INT4_ARRAY),
                (&au, Type::DATE),
                (&demande.service, Type::TEXT),
                (&after.map(|after| after.urgence), Type::BOOL),
                (&after.map(|after| after.echeance), Type::DATE),
                (&after.map(|after| after.information), Type::UUID),
                (&limit, Type::INT8),
            ],
        )
        .await?;
    Ok(rows)
}

/// The situations that one child at least leaves in a state asked are looked at whole, and no other; where their children
/// live is looked for last.
const FILE: &str = concat!(
    "with ouverte as materialized (
         select distinct fait.information
           from projections.fait_information as fait
          where fait.log_id = $1 and fait.from_position <= $2
            and (fait.to_position is null or $2 < fait.to_position)
            and fait.arrivee <= $4 and ",
    rang_de_l_etat!(),
    " = any ($3)),
          entiere as materialized (
         select fait.information,
                min(fait.arrivee) as recue_le,
                min(fait.porte) as porte,
                min(fait.transmetteur) as transmetteur,
                min(fait.echeance) as echeance,
                min(fait.delai_reduit_jours) as delai_reduit_jours,
                bool_or(fait.urgence) as urgence,
                array_agg(fait.enfant order by fait.enfant) as enfants,
                min(",
    rang_de_l_etat!(),
    ") as etat
           from ouverte
           join projections.fait_information as fait
             on fait.log_id = $1 and fait.information = ouverte.information
            and fait.from_position <= $2
            and (fait.to_position is null or $2 < fait.to_position)
            and fait.arrivee <= $4
          group by fait.information),
          situation as materialized (
         select entiere.information, entiere.recue_le, entiere.porte, entiere.transmetteur,
                entiere.echeance, entiere.delai_reduit_jours, entiere.urgence, entiere.enfants,
                entiere.etat,
                (select min(residence.service_responsable)
                   from projections.fait_residence as residence
                  where residence.log_id = $1 and residence.enfant = any (entiere.enfants)
                    and residence.from_position <= $2
                    and (residence.to_position is null or $2 < residence.to_position)
                    and residence.depuis <= $4
                    and (residence.jusqu_a is null or $4 < residence.jusqu_a)) as service
           from entiere
          where entiere.etat = any ($3)),
          file as (
         select situation.information, situation.recue_le, situation.porte,
                situation.transmetteur, situation.echeance, situation.delai_reduit_jours,
                situation.urgence, situation.service, situation.enfants, situation.etat,
                count(*) over () as total
           from situation
          where $5::text is null or situation.service = $5)
     select file.information, registre.annee, registre.numero, file.recue_le, file.porte,
            file.transmetteur, file.echeance, file.delai_reduit_jours, file.urgence, file.service,
            file.enfants, file.etat, file.total
       from file
       left join projections.registre as registre
         on registre.log_id = $1 and registre.information = file.information
      where $8::uuid is null
         or (not file.urgence, file.echeance, file.information) > (not $6::boolean, $7::date, $8)
      order by not file.urgence, file.echeance, file.information
      limit $9"
);

fn situation(row: &Row, au: NaiveDate) -> Result<Situation, tokio_postgres::Error> {
    let (annee, numero): (Option<i32>, Option<i32>) =
        (row.try_get("annee")?, row.try_get("numero")?);
    let recue_le: NaiveDate = row.try_get("recue_le")?;
    let echeance: NaiveDate = row.try_get("echeance")?;
    let reduit: Option<i32> = row.try_get("delai_reduit_jours")?;
    Ok(Situation {
        information: row.try_get("information")?,
        numero: annee.zip(numero).map(|(annee, numero)| Numero { annee, numero }),
        recue_le,
        porte_d_entree: row.try_get("porte")?,
        transmetteur: row.try_get("transmetteur")?,
        etat: etat(row.try_get("etat")?),
        echeance,
        jours_restants: i32::try_from((echeance - au).num_days()).unwrap_or(i32::MAX),
        explication: explication(recue_le, reduit, echeance),
        urgence: row.try_get("urgence")?,
        service: row.try_get("service")?,
        enfants: row.try_get("enfants")?,
    })
}

/// The rule, as it applied on arrival. Only a birth that comes after makes the limit later than that of the arrival.
fn explication(recue_le: NaiveDate, reduit_jours: Option<i32>, echeance: NaiveDate) -> String {
    let reduit = reduit_jours.and_then(|jours| u32::try_from(jours).ok());
    let (id, depart) = if droit::echeance_evaluation(recue_le, reduit) < echeance {
        ("IP-04A", "la naissance")
    } else {
        ("IP-04", "la réception")
    };
    let regle = droit::regle(id, recue_le).expect("both are in the table without bounds");
    let legal = format!("{} ({})", regle.explication, regle.article);
    match reduit_jours {
        None => legal,
        Some(jours) => format!("Délai réduit à {jours} jours depuis {depart}. {legal}"),
    }
}

/// The rank SQL gives to a state.
fn rang(etat: EtatInformation) -> i32 {
    match etat {
        EtatInformation::ATraiter => 1,
        EtatInformation::AMandater => 2,
        EtatInformation::EnEvaluation => 3,
        EtatInformation::ADecider => 4,
        EtatInformation::Decidee => 5,
        EtatInformation::NonQualifiee => 6,
        EtatInformation::SignaleeSansEvaluation => 7,
        EtatInformation::Rattachee => 8,
        EtatInformation::Doublon => 9,
        EtatInformation::Transferee => 10,
        EtatInformation::Retiree => 11,
    }
}

fn etat(rank: i32) -> EtatInformation {
    use domain::codes::Code as _;
    let known = EtatInformation::TOUS.iter().find(|etat| rang(**etat) == rank);
    *known.expect("SQL gives the ranks of `rang_de_l_etat` and no other")
}

/// Where a page ends, and of which queue.
#[derive(Debug, PartialEq, Eq)]
struct Curseur {
    au: NaiveDate,
    position: Position,
    urgence: bool,
    echeance: NaiveDate,
    information: Uuid,
}

impl Curseur {
    fn apres(last: &Situation, au: NaiveDate, position: Position) -> Self {
        let Situation { information, echeance, urgence, .. } = last;
        Self { au, position, urgence: *urgence, echeance: *echeance, information: *information }
    }

    fn ecrire(&self) -> String {
        let Self { au, position, urgence, echeance, information } = self;
        hex::encode(json!([au, position.get(), urgence, echeance, information]).to_string())
    }

    fn lire(texte: &str) -> Result<Self, NonListee> {
        let read = || {
            let bytes = hex::decode(texte).ok()?;
            let (au, position, urgence, echeance, information) =
                serde_json::from_slice::<(NaiveDate, u64, bool, NaiveDate, Uuid)>(&bytes).ok()?;
            let position = Position::new(position);
            Some(Self { au, position, urgence, echeance, information })
        };
        read().ok_or(NonListee::CurseurIllisible)
    }
}

#[cfg(test)]
mod tests {
    use domain::codes::Code as _;

    use super::*;

    #[test]
    fn un_curseur_se_relit_et_rien_d_autre() {
        let le = |texte: &str| texte.parse::<NaiveDate>().unwrap();
        let curseur = Curseur {
            au: le("2022-12-31"),
            position: Position::new(42),
            urgence: true,
            echeance: le("2023-01-05"),
            information: Uuid::from_u128(7),
        };
        assert_eq!(Curseur::lire(&curseur.ecrire()).unwrap(), curseur);
        for autre in ["", "zz", "5b5d", "2022-12-31"] {
            assert!(matches!(Curseur::lire(autre), Err(NonListee::CurseurIllisible)), "{autre}");
        }
    }

    #[test]
    fn avant_la_naissance_la_regle_dite_est_celle_de_la_naissance() {
        let le = |texte: &str| texte.parse::<NaiveDate>().unwrap();
        let (recue, ne) = (le("2026-02-10"), le("2026-05-04"));
        let sur = |echeance: &str, reduit| explication(recue, reduit, le(echeance));
        assert!(sur("2026-05-10", None).contains("de la réception de l'information"));
        assert!(sur("2026-02-25", Some(15)).starts_with("Délai réduit à 15 jours depuis la réc"));
        assert!(sur("2026-08-04", None).contains("courent de la naissance"));
        let reduit = (ne + chrono::Days::new(15)).to_string();
        assert!(sur(&reduit, Some(15)).starts_with("Délai réduit à 15 jours depuis la naissance."));
    }

    #[test]
    fn chaque_etat_a_son_rang() {
        for &known in EtatInformation::TOUS {
            assert_eq!(etat(rang(known)), known);
        }
    }

    #[test]
    fn l_echeance_s_explique_avec_son_article() {
        let day = |mois, jour| NaiveDate::from_ymd_opt(2022, mois, jour).unwrap();
        let explication = explication(day(1, 31), Some(30), day(3, 2));
        assert!(explication.starts_with("Délai réduit à 30 jours"), "{explication}");
        assert!(explication.ends_with("(CASF, art. D226-2-4 II)"), "{explication}");
    }
}
