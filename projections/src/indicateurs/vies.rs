//! The lives that flows, paths and breakdowns stand on: every measure and place of the children followed in
//! the period, read once a report.
//!
//! A child is followed when one of his measures is in force on the eve of the period or in it, or is pronounced in it.
//! All his measures are read then, those of before with them: a path looks back.
//!
//! # Invariants
//!
//! - A measure runs from its effect to the day before [`Intervalle::sortie`]: the earlier of the day it ends and of the day
//!   after its term. One that ends before it takes effect never ran.
//! - The territory of a child is the délégation in charge of him on the last day of the period; where none is known, that
//!   of the measure looked at. It is the same one for what he had before, what he entered and what he left, so that
//!   the flows of a territory are the difference of its stocks.

pub(crate) mod coupes;
pub(in crate::indicateurs) mod sejours;

use chrono::NaiveDate;
use domain::codes::{Code, LieuAccueil, NatureMesure, Sexe};
use domain::mesure::{Famille, famille};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Cadre, Calcul};

/// How long after the last day a measure or a place is still read: what answers a return home.
pub(crate) const SUITE_JOURS: u32 = 30;

/// Days in force, the first one and the first one no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Intervalle {
    /// First day.
    pub entree: NaiveDate,
    /// First day no longer; none: it runs.
    pub sortie: Option<NaiveDate>,
}

impl Intervalle {
    /// What holds at least one day.
    pub(crate) fn new(entree: NaiveDate, sortie: Option<NaiveDate>) -> Option<Self> {
        sortie.is_none_or(|sortie| entree < sortie).then_some(Self { entree, sortie })
    }

    pub(crate) fn contient(self, le: NaiveDate) -> bool {
        self.entree <= le && self.sortie.is_none_or(|sortie| le < sortie)
    }
}

/// A measure of a child.
#[derive(Clone, Debug)]
pub(crate) struct Mesure {
    pub mesure: Uuid,
    pub chaine: Uuid,
    pub decision: Uuid,
    pub nature: NatureMesure,
    pub libelle_local: Option<String>,
    pub administrative: bool,
    pub premiere_de_chaine: bool,
    pub prononcee_le: NaiveDate,
    pub effet_le: NaiveDate,
    pub terme_le: Option<NaiveDate>,
    pub fin_le: Option<NaiveDate>,
    pub motif_fin: Option<String>,
    pub demarree_le: Option<NaiveDate>,
    pub operateur: Option<String>,
    pub service: Option<String>,
}

impl Mesure {
    pub(crate) fn famille(&self) -> Famille {
        famille(self.nature)
    }

    /// When it is in force, executed or not; none: never.
    pub(crate) fn intervalle(&self) -> Option<Intervalle> {
        Intervalle::new(self.effet_le, self.sortie())
    }

    fn sortie(&self) -> Option<NaiveDate> {
        let after_the_term = self.terme_le.and_then(|terme| terme.succ_opt());
        [self.fin_le, after_the_term].into_iter().flatten().min()
    }

    /// Why it ends: the act or the event that ends it, else its term.
    pub(crate) fn motif(&self) -> &str {
        let acted = self.fin_le.is_some() && self.fin_le == self.sortie();
        self.motif_fin.as_deref().filter(|_| acted).unwrap_or(TERME_SANS_ACTE)
    }

    /// The Département calls it « PEAD ».
    pub(crate) fn est_pead(&self) -> bool {
        let local = self.libelle_local.as_deref().and_then(|libelle| libelle.get(..4));
        local.is_some_and(|debut| debut.eq_ignore_ascii_case("pead"))
    }
}

/// The ground of an end that nobody acted.
pub(crate) const TERME_SANS_ACTE: &str = "terme_sans_acte";

/// A spell of a child in a place.
#[derive(Clone, Debug)]
pub(crate) struct Accueil {
    pub accueil: Uuid,
    pub lieu: LieuAccueil,
    pub lieu_id: Option<Uuid>,
    pub commune: Option<String>,
    pub principal: bool,
    pub depuis: NaiveDate,
    pub jusqu_a: Option<NaiveDate>,
    pub motif: Option<String>,
}

impl Accueil {
    /// He is there that day.
    pub(crate) fn ouvert(&self, le: NaiveDate) -> bool {
        self.depuis <= le && self.jusqu_a.is_none_or(|fin| le < fin)
    }
}

/// What is read of one child.
#[derive(Clone, Debug)]
pub(crate) struct Vie {
    pub enfant: Uuid,
    pub naissance: Option<NaiveDate>,
    pub sexe: Sexe,
    pub mna_le: Option<NaiveDate>,
    pub majorite_le: Option<NaiveDate>,
    /// The délégation in charge on the last day of the period.
    pub service: Option<String>,
    /// First qualified as an IP.
    pub ip_le: Option<NaiveDate>,
    /// By effect.
    pub mesures: Vec<Mesure>,
    /// By first day.
    pub accueils: Vec<Accueil>,
}

/// Who prevails when a child has several placements: the hierarchy of D2.
const HIERARCHIE: [NatureMesure; 12] = [
    NatureMesure::PlacementAse,
    NatureMesure::OppJuge,
    NatureMesure::OppParquet,
    NatureMesure::DelegationAutoriteParentale,
    NatureMesure::Tutelle,
    NatureMesure::Pupille,
    NatureMesure::AccueilProvisoire,
    NatureMesure::Accueil72h,
    NatureMesure::Recueil5Jours,
    NatureMesure::AccueilDurableBenevole,
    NatureMesure::PlacementDirect,
    NatureMesure::TiersDigneDeConfiance,
];

impl Vie {
    /// The délégation in charge of him, else that of a measure.
    pub(crate) fn service_de<'a>(&'a self, mesure: &'a Mesure) -> Option<&'a str> {
        self.service.as_deref().or(mesure.service.as_deref())
    }

    /// His measures in force on a day.
    pub(crate) fn en_vigueur(&self, le: NaiveDate) -> impl Iterator<Item = &Mesure> {
        self.mesures.iter().filter(move |mesure| {
            mesure.intervalle().is_some_and(|intervalle| intervalle.contient(le))
        })
    }

    /// What prevails among these on a day: what is in force, then the hierarchy, then the last to take effect.
    pub(crate) fn principale<'a>(
        mesures: impl IntoIterator<Item = &'a Mesure>,
        le: NaiveDate,
    ) -> Option<&'a Mesure> {
        let rang = |nature| HIERARCHIE.iter().position(|known| *known == nature);
        mesures.into_iter().min_by_key(|mesure| {
            let over = !mesure.intervalle().is_some_and(|intervalle| intervalle.contient(le));
            let rang = rang(mesure.nature).unwrap_or(HIERARCHIE.len());
            (over, rang, std::cmp::Reverse(mesure.effet_le), mesure.mesure)
        })
    }

    /// The measure by which he is in D1-droit on a day.
    pub(crate) fn placement_au(&self, le: NaiveDate) -> Option<&Mesure> {
        Self::principale(self.en_vigueur(le).filter(|mesure| est_un_accueil(mesure)), le)
    }

    /// Recognised as an unaccompanied minor by that day.
    pub(crate) fn mna_au(&self, le: NaiveDate) -> bool {
        self.mna_le.is_some_and(|reconnu| reconnu <= le)
    }

    /// Where he is on a day: the last principal place he entered.
    pub(crate) fn lieu_au(&self, le: NaiveDate) -> Option<&Accueil> {
        let open = self.accueils.iter().filter(|accueil| accueil.principal && accueil.ouvert(le));
        open.max_by_key(|accueil| (accueil.depuis, std::cmp::Reverse(accueil.accueil)))
    }
}

/// Confided to the ASE or placed directly: D1.
pub(crate) fn est_un_accueil(mesure: &Mesure) -> bool {
    matches!(mesure.famille(), Famille::Confie | Famille::PlacementDirect)
}

/// Decided with the holders of authority or by arrêté, as the tables of the DREES class them.
pub(crate) fn accueil_administratif(nature: NatureMesure) -> bool {
    matches!(
        nature,
        NatureMesure::Accueil72h
            | NatureMesure::Recueil5Jours
            | NatureMesure::AccueilProvisoire
            | NatureMesure::AccueilDurableBenevole
            | NatureMesure::Pupille
    )
}

/// The children followed in the period.
macro_rules! suivis {
    ($reste:literal) => {
        concat!(
            "with suivi as materialized (
                 select distinct fait.enfant
                   from projections.fait_mesure as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and ((fait.effet_le <= $4
                          and (fait.terme_le is null
                               or greatest($3 - 1, fait.effet_le) <= fait.terme_le)
                          and (fait.fin_le is null
                               or greatest($3 - 1, fait.effet_le) < fait.fin_le))
                         or fait.prononcee_le between $3 and $4))
             ",
            $reste
        )
    };
}

/// The lives of a report, read once.
pub(crate) async fn vies<'a>(cadre: &'a Cadre<'_>) -> Calcul<&'a [Vie]> {
    let read = || async {
        let mut lives = mesures(cadre).await?;
        accueils(cadre, &mut lives).await?;
        qualifications(cadre, &mut lives).await?;
        Ok(lives)
    };
    Ok(cadre.partage.vies.get_or_try_init(read).await?)
}

async fn mesures(cadre: &Cadre<'_>) -> Calcul<Vec<Vie>> {
    let rows = cadre
        .lignes(
            suivis!(
                "select fait.enfant, enfant.naissance, enfant.sexe, enfant.mna_le,
                        enfant.majorite_le, residence.service_responsable,
                        fait.mesure, fait.chaine, fait.decision, fait.nature, fait.libelle_local,
                        fait.administrative, fait.premiere_de_chaine, fait.prononcee_le,
                        fait.effet_le, fait.terme_le, fait.fin_le, fait.motif_fin,
                        fait.demarree_le, fait.operateur, fait.service_responsable
                   from suivi
                   join projections.fait_mesure as fait
                     on fait.log_id = $1 and fait.enfant = suivi.enfant
                    and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and least(fait.effet_le, fait.prononcee_le) <= $4 + 30
                   left join projections.fait_enfant as enfant
                     on enfant.log_id = $1 and enfant.enfant = suivi.enfant
                    and enfant.from_position <= $2
                    and (enfant.to_position is null or $2 < enfant.to_position)
                   left join projections.fait_residence as residence
                     on residence.log_id = $1 and residence.enfant = suivi.enfant
                    and residence.from_position <= $2
                    and (residence.to_position is null or $2 < residence.to_position)
                    and residence.depuis <= $4
                    and (residence.jusqu_a is null or $4 < residence.jusqu_a)
                  order by fait.enfant, fait.effet_le, fait.mesure"
            ),
            None,
        )
        .await?;
    let mut lives: Vec<Vie> = Vec::new();
    for row in &rows {
        let enfant: Uuid = row.try_get(0)?;
        if lives.last().is_none_or(|life| life.enfant != enfant) {
            lives.push(vie(row, enfant)?);
        }
        let life = lives.last_mut().expect("one was just pushed");
        life.mesures.push(mesure(row)?);
    }
    Ok(lives)
}

fn vie(row: &Row, enfant: Uuid) -> Calcul<Vie> {
    let sexe: Option<&str> = row.try_get(2)?;
    Ok(Vie {
        enfant,
        naissance: row.try_get(1)?,
        sexe: sexe.map_or(Sexe::NeSaitPas, code),
        mna_le: row.try_get(3)?,
        majorite_le: row.try_get(4)?,
        service: row.try_get(5)?,
        ip_le: None,
        mesures: Vec::new(),
        accueils: Vec::new(),
    })
}

fn mesure(row: &Row) -> Calcul<Mesure> {
    Ok(Mesure {
        mesure: row.try_get(6)?,
        chaine: row.try_get(7)?,
        decision: row.try_get(8)?,
        nature: code(row.try_get(9)?),
        libelle_local: row.try_get(10)?,
        administrative: row.try_get(11)?,
        premiere_de_chaine: row.try_get(12)?,
        prononcee_le: row.try_get(13)?,
        effet_le: row.try_get(14)?,
        terme_le: row.try_get(15)?,
        fin_le: row.try_get(16)?,
        motif_fin: row.try_get(17)?,
        demarree_le: row.try_get(18)?,
        operateur: row.try_get(19)?,
        service: row.try_get(20)?,
    })
}

/// The code of a key.
pub(crate) fn code<C: Code>(cle: &str) -> C {
    C::de_cle(cle).expect("the facts hold the keys of the code lists")
}

async fn accueils(cadre: &Cadre<'_>, lives: &mut [Vie]) -> Calcul<()> {
    let rows = cadre
        .lignes(
            suivis!(
                "select fait.enfant, fait.accueil, fait.lieu, fait.commune, fait.principal,
                        fait.depuis, fait.jusqu_a, fait.motif, fait.lieu_id
                   from suivi
                   join projections.fait_accueil as fait
                     on fait.log_id = $1 and fait.enfant = suivi.enfant
                    and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.depuis <= $4 + 30
                  order by fait.enfant, fait.depuis, fait.accueil"
            ),
            None,
        )
        .await?;
    for row in &rows {
        let Some(life) = de(lives, row.try_get(0)?) else { continue };
        life.accueils.push(Accueil {
            accueil: row.try_get(1)?,
            lieu: code(row.try_get(2)?),
            commune: row.try_get(3)?,
            principal: row.try_get(4)?,
            depuis: row.try_get(5)?,
            jusqu_a: row.try_get(6)?,
            motif: row.try_get(7)?,
            lieu_id: row.try_get(8)?,
        });
    }
    Ok(())
}

async fn qualifications(cadre: &Cadre<'_>, lives: &mut [Vie]) -> Calcul<()> {
    let rows = cadre
        .lignes(
            suivis!(
                "select fait.enfant, min(fait.qualifiee_le)
                   from suivi
                   join projections.fait_information as fait
                     on fait.log_id = $1 and fait.enfant = suivi.enfant
                    and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.retiree_le is null and fait.qualifiee_le is not null
                  group by fait.enfant"
            ),
            None,
        )
        .await?;
    for row in &rows {
        if let Some(life) = de(lives, row.try_get(0)?) {
            life.ip_le = row.try_get(1)?;
        }
    }
    Ok(())
}

/// The life of a child: they stand in the order of their identifiers.
fn de(lives: &mut [Vie], enfant: Uuid) -> Option<&mut Vie> {
    let rang = lives.binary_search_by_key(&enfant, |life| life.enfant).ok()?;
    lives.get_mut(rang)
}

impl Cadre<'_> {
    /// Whether the territory asked for holds a délégation.
    pub(crate) fn retient(&self, service: Option<&str>) -> bool {
        self.territoire.is_none_or(|territoire| {
            service.is_some_and(|service| territoire.services.iter().any(|known| known == service))
        })
    }
}
