//! Family J, continued: how children come to be placed, with or without their siblings, and what was never carried out.
//!
//! Invariant: a child is counted as soon as he is read; of a child in a place, who his parents are and where he is are
//! kept until all were read, to tell the fratries.

mod executions;
mod fratries;

use domain::codes::{Code as _, MotifSeparation, NatureMesure};

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::{AED, AEMO, rang};
use crate::nombres::{Coupe, Dit, combien, compte, par_code, part};

pub(crate) use executions::j7;

/// The order in which measures of one day count.
const ORDRE: [NatureMesure; 5] = [
    NatureMesure::OppParquet,
    NatureMesure::OppJuge,
    NatureMesure::PlacementAse,
    NatureMesure::PlacementDirect,
    NatureMesure::TiersDigneDeConfiance,
];

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    premiers: Premiers,
    presents: Vec<fratries::Present>,
    executions: executions::Executions,
}

/// First placements of the period: by whom, after what.
#[derive(Debug, Default)]
struct Premiers {
    parquet: i64,
    opp_du_juge: i64,
    jugement: i64,
    administratif: i64,
    autre_juridiction: i64,
    apres_une_ip: i64,
    apres_une_aed: i64,
    apres_une_aemo: i64,
    sans_antecedent: i64,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mesures = enfant.mesures_suivies();
        self.premiers.voit(cadre, enfant, &mesures);
        self.presents.extend(fratries::present(cadre, enfant, &mesures));
        self.executions.voit(cadre, enfant, &mesures);
    }
}

impl Premiers {
    fn voit(&mut self, cadre: &Cadre, enfant: &Enfant, mesures: &[MesureSuivie<'_>]) {
        let order = |nature: NatureMesure| {
            ORDRE.iter().position(|known| *known == nature).unwrap_or(ORDRE.len())
        };
        let first = mesures
            .iter()
            .filter(|mesure| rang(mesure.nature).is_some())
            .min_by_key(|mesure| (mesure.effet, order(mesure.nature), mesure.mesure));
        let asked = |mesure: &&MesureSuivie<'_>| {
            cadre.dans_la_periode(Some(mesure.effet))
                && cadre.service_demande(enfant.delegation(cadre.au).or(mesure.service))
        };
        let Some(first) = first.filter(asked) else { return };
        *self.source(first) += 1;
        let by = |le: Option<_>| le.is_some_and(|le| le <= first.effet);
        let ip = enfant
            .appels()
            .iter()
            .any(|appel| appel.retiree.is_none() && by(appel.arrivee) && by(appel.qualifiee));
        let before = |natures: &[NatureMesure]| {
            mesures.iter().any(|other| natures.contains(&other.nature) && other.effet < first.effet)
        };
        let (aed, aemo) = (before(AED), before(AEMO));
        self.apres_une_ip += i64::from(ip);
        self.apres_une_aed += i64::from(aed);
        self.apres_une_aemo += i64::from(aemo);
        self.sans_antecedent += i64::from(!ip && !aed && !aemo);
    }

    fn source(&mut self, mesure: &MesureSuivie<'_>) -> &mut i64 {
        if mesure.administrative {
            return &mut self.administratif;
        }
        match ORDRE.iter().position(|known| *known == mesure.nature) {
            Some(0) => &mut self.parquet,
            Some(1) => &mut self.opp_du_juge,
            Some(_) => &mut self.jugement,
            None => &mut self.autre_juridiction,
        }
    }
}

/// First placements.
pub(crate) fn j4(_: &Cadre, comptes: &Comptes) -> Dit {
    let known = &comptes.premiers;
    let Premiers { parquet, opp_du_juge, jugement, administratif, autre_juridiction, .. } = known;
    let all = parquet + opp_du_juge + jugement + administratif + autre_juridiction;
    Dit::seules(vec![
        compte("premiers", "Enfants placés pour la première fois", all),
        compte("parquet", "par OPP du parquet", *parquet),
        compte("opp_du_juge", "par OPP du juge", *opp_du_juge),
        compte("jugement", "par jugement", *jugement),
        compte("administratif", "par décision administrative", *administratif),
        compte("autre_juridiction", "par une autre juridiction", *autre_juridiction),
        part(
            "precedes_d_une_ip",
            "Précédés d'une information préoccupante",
            known.apres_une_ip,
            all,
        ),
        part("precedes_d_une_aed", "Précédés d'une AED", known.apres_une_aed, all),
        part("precedes_d_une_aemo", "Précédés d'une AEMO", known.apres_une_aemo, all),
        part("sans_antecedent", "Sans antécédent", known.sans_antecedent, all),
    ])
}

/// Fratries in places.
pub(crate) fn j5(_: &Cadre, comptes: &Comptes) -> Dit {
    let groups = fratries::fratries(&comptes.presents);
    let of = |vie| groups.iter().filter(move |group| fratries::vie(group) == vie);
    let count = |vie| combien(of(vie));
    let (separees, reunies) = (count(fratries::Vie::Separee), count(fratries::Vie::Reunie));
    let inconnues = count(fratries::Vie::NonRenseignee);
    let apart: Vec<&str> = of(fratries::Vie::Separee)
        .flatten()
        .map(|present| present.motif.map_or("", MotifSeparation::cle))
        .collect();
    let lignes = vec![
        part("separees", "Fratries séparées", separees, combien(groups.iter())),
        compte("reunies", "Fratries réunies", reunies),
        compte("non_renseignees", "Fratries dont le lieu n'est pas renseigné", inconnues),
        compte("enfants_separes", "Enfants des fratries séparées", combien(apart.iter())),
    ];
    let cut = par_code::<MotifSeparation>(apart.iter().copied());
    Dit { lignes, coupes: vec![Coupe { axe: "motif", total: "enfants_separes", lignes: cut }] }
}
