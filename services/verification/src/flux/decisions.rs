//! What was decided in the period, by whom; what became of the AED proposed (X10, X11).

use std::collections::{BTreeMap, BTreeSet};

use domain::codes::{Code as _, NatureMesure};
use uuid::Uuid;

use super::passages::Vu;
use crate::cadre::Cadre;
use crate::enfant::MesureSuivie;
use crate::natures::AED;
use crate::nombres::{Coupe, Dit, Ligne, combien, compte, jours, moyenne, part, rang};

/// What is kept while children are read.
#[derive(Debug, Default)]
pub(super) struct Comptes {
    mesures: i64,
    decisions: BTreeSet<Uuid>,
    enfants: i64,
    par_source: BTreeMap<&'static str, i64>,
    par_nature: BTreeMap<&'static str, i64>,
    proposees: i64,
    refusees: i64,
    /// Days from the decision to the signature.
    signees: Vec<i64>,
}

impl Comptes {
    pub(super) fn voit(&mut self, vu: &Vu<'_>) {
        let decided = vu.mesures.iter().filter(|mesure| {
            vu.cadre.dans_la_periode(Some(mesure.prononcee))
                && vu.cadre.service_demande(vu.service(mesure))
        });
        let mut some = false;
        for mesure in decided {
            some = true;
            self.mesures += 1;
            self.decisions.insert(mesure.decision);
            *self.par_source.entry(source(mesure)).or_default() += 1;
            *self.par_nature.entry(mesure.nature.cle()).or_default() += 1;
        }
        self.enfants += i64::from(some);
        if vu.cadre.service_demande(vu.enfant.delegation(vu.cadre.au)) {
            self.aed(vu);
        }
    }

    fn aed(&mut self, vu: &Vu<'_>) {
        let observation = vu.cadre.observation;
        let proposed = vu.enfant.aed_proposees();
        for (rang, (le, refusee)) in proposed.iter().enumerate() {
            if !vu.cadre.dans_la_periode(Some(*le)) {
                continue;
            }
            let next = proposed.get(rang + 1).map(|(next, _)| *next);
            let signed = vu.mesures.iter().filter(|mesure| {
                AED.contains(&mesure.nature)
                    && (*le..=observation).contains(&mesure.prononcee)
                    && next.is_none_or(|next| mesure.prononcee < next)
            });
            self.proposees += 1;
            match signed.map(|mesure| mesure.prononcee).min() {
                Some(signed) => self.signees.push((signed - *le).num_days()),
                None => {
                    self.refusees += i64::from(refusee.is_some_and(|le| le <= observation));
                }
            }
        }
    }
}

fn source(mesure: &MesureSuivie<'_>) -> &'static str {
    match (mesure.nature == NatureMesure::OppParquet, mesure.administrative) {
        (true, _) => "parquet",
        (false, true) => "administrative",
        (false, false) => "juge",
    }
}

/// Measures decided.
pub(crate) fn x10(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { mesures, decisions, enfants, par_source, par_nature, .. } = &comptes.decisions;
    let of = |known: &BTreeMap<&str, i64>, cle: &str, libelle: &str| -> Ligne {
        compte(cle, libelle, known.get(cle).copied().unwrap_or_default())
    };
    let sources = [
        ("administrative", "Département, par contrat ou arrêté"),
        ("juge", "juge"),
        ("parquet", "parquet"),
    ];
    let sources = sources.map(|(cle, libelle)| of(par_source, cle, libelle));
    let natures = NatureMesure::TOUS.iter();
    let natures = natures.map(|nature| of(par_nature, nature.cle(), nature.libelle())).collect();
    Dit {
        lignes: vec![
            compte("mesures", "Mesures décidées", *mesures),
            compte("decisions", "Décisions distinctes", combien(decisions.iter())),
            compte("enfants", "Enfants distincts", *enfants),
        ],
        coupes: vec![
            Coupe { axe: "source", total: "mesures", lignes: sources.into() },
            Coupe { axe: "nature", total: "mesures", lignes: natures },
        ],
    }
}

/// AED proposed, signed, refused.
pub(crate) fn x11(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { proposees, refusees, signees, .. } = &comptes.decisions;
    let (all, signed) = (*proposees, combien(signees.iter()));
    Dit::seules(vec![
        compte("proposees", "AED proposées", all),
        part("signees", "Signées", signed, all),
        part("refusees", "Refusées", *refusees, all),
        part("en_attente", "Ni signées ni refusées", all - signed - refusees, all),
        moyenne("delai_moyen", "Délai moyen de signature", signees.iter().sum(), signed),
        jours("delai_median", "Délai médian de signature", rang(signees, 1, 2)),
        jours("delai_p90", "9 signées sur 10 en moins de", rang(signees, 9, 10)),
    ])
}
