//! Version 2 of family B: whom the measures are for, what the Département calls « PEAD », who waits for whom.

use std::collections::BTreeMap;

use projections::tranches::{Tranche, attentes_de_mesure};

use super::{Comptes, dite_pead};
use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::{AED, AEMO, rang};
use crate::nombres::{Coupe, Dit, Ligne, combien, compte, part};
use crate::repartition::Groupe;

/// What version 2 keeps beside version 1.
#[derive(Debug, Default)]
pub(super) struct Seconde {
    aed: Groupe,
    aemo: Groupe,
    attente: Groupe,
    /// Those that wait, by the service each was last given to.
    par_operateur: BTreeMap<Option<String>, i64>,
    /// The same, in days since their effect.
    attentes: Vec<i64>,
    pead: Pead,
}

/// Measures in force under that local name, by what the decision says they are.
#[derive(Debug, Default)]
struct Pead {
    aed: i64,
    aemo: i64,
    placement: i64,
    autre: i64,
}

impl Seconde {
    /// Takes a measure of the territory into account.
    pub(super) fn voit(
        &mut self,
        cadre: &Cadre,
        enfant: &Enfant,
        mesure: &MesureSuivie<'_>,
        service: Option<&str>,
    ) {
        if !mesure.en_vigueur(cadre.au) {
            return;
        }
        let (aed, aemo) = (AED.contains(&mesure.nature), AEMO.contains(&mesure.nature));
        if dite_pead(mesure) {
            let placement = rang(mesure.nature).is_some();
            self.pead.aed += i64::from(aed);
            self.pead.aemo += i64::from(aemo);
            self.pead.placement += i64::from(placement);
            self.pead.autre += i64::from(!aed && !aemo && !placement);
        }
        if aed {
            self.aed.ajoute(cadre, enfant, service);
        } else if aemo {
            self.aemo.ajoute(cadre, enfant, service);
        } else {
            return;
        }
        if !mesure.exercee_le(cadre.au) {
            self.attente.ajoute(cadre, enfant, service);
            *self.par_operateur.entry(mesure.operateur.map(str::to_owned)).or_default() += 1;
            self.attentes.push((cadre.au - mesure.effet).num_days());
        }
    }

    fn par_operateur(&self) -> Vec<Ligne> {
        let given =
            self.par_operateur.iter().filter_map(|(service, n)| Some((service.as_deref()?, n)));
        let mut lignes: Vec<Ligne> = given.map(|(cle, n)| compte(cle, cle, *n)).collect();
        let to_none = self.par_operateur.get(&None).copied().unwrap_or_default();
        lignes.push(compte("non_attribuee", "non attribuées", to_none));
        lignes
    }

    fn par_attente(&self) -> Vec<Ligne> {
        let bands = attentes_de_mesure().tranches.iter();
        let line = |band: &Tranche| {
            let held = |days: &&i64| band.de <= **days && band.a.is_none_or(|last| **days <= last);
            let n = combien(self.attentes.iter().filter(held));
            compte(&band.cle, &band.libelle, n)
        };
        bands.map(line).collect()
    }
}

fn a_domicile(cadre: &Cadre, mut dit: Dit, group: &Groupe, pead: i64) -> Dit {
    dit.lignes.push(compte("dont_pead", "dont appelées « PEAD » par le Département", pead));
    dit.coupes = group.coupes(cadre, "en_vigueur");
    dit
}

/// AED.
pub(crate) fn b1_v2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Seconde { aed, pead, .. } = &comptes.seconde;
    a_domicile(cadre, super::b1(cadre, comptes), aed, pead.aed)
}

/// AEMO.
pub(crate) fn b2_v2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Seconde { aemo, pead, .. } = &comptes.seconde;
    a_domicile(cadre, super::b2(cadre, comptes), aemo, pead.aemo)
}

/// AEMO among both.
pub(crate) fn b3_v2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Pead { aed, aemo, placement, autre } = &comptes.seconde.pead;
    let (own_aemo, own_aed) = (comptes.aemo.en_vigueur - aemo, comptes.aed.en_vigueur - aed);
    let all = aed + aemo + placement + autre;
    let mut dit = super::b3(cadre, comptes);
    dit.lignes.extend([
        part("taux_sans_pead", "Sans aucun PEAD", own_aemo, own_aemo + own_aed),
        compte("pead", "Mesures appelées « PEAD » par le Département", all),
        compte("pead_aed", "dont AED, selon la décision", *aed),
        compte("pead_aemo", "dont AEMO, selon la décision", *aemo),
        compte("pead_placement", "dont confiés ou placés, selon la décision", *placement),
        compte("pead_autre", "dont autres, selon la décision", *autre),
    ]);
    dit
}

/// Those that wait.
pub(crate) fn b4_v2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let seconde = &comptes.seconde;
    let mut dit = super::b4(cadre, comptes);
    dit.lignes.push(compte("total", "Mesures en attente", seconde.attente.total));
    let cuts = [
        ("operateur", seconde.par_operateur()),
        ("attente", seconde.par_attente()),
        ("age", seconde.attente.ages()),
        ("territoire", seconde.attente.territoires(cadre)),
    ];
    dit.coupes = cuts.map(|(axe, lignes)| Coupe { axe, total: "total", lignes }).into();
    dit
}
