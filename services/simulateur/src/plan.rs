//! The quotas: whole numbers, year by year, that meet the targets exactly.
//!
//! Published figures fix some cells; the others are spread by stated weights and interpolated
//! between the years that are published. Nothing is drawn here.
//!
//! # Invariants
//!
//! - The classes of a year's informations sum to what is received; the stocks of the territories sum
//!   to the stock of the Département.

use crate::calendrier::ANNEES;
use crate::cibles::{Incoherence, Publie, Taux, au_plus, taux};
use crate::territoire::Territoire;

/// Rank of 2022 in [`ANNEES`].
const EN_2022: usize = 4;
/// Rank of 2023.
const EN_2023: usize = 5;

/// A kind of stock: what a child has at the end of a year, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Genre {
    /// AED, renforcée or not.
    Aed,
    /// AEMO, not renforcée.
    Aemo,
    /// AEMO renforcée.
    AemoR,
    /// Confié, not MNA, not by contract with a volunteer.
    Confie,
    /// Confié, unaccompanied minor.
    Mna,
    /// Accueil durable et bénévole.
    Adb,
    /// Tiers digne de confiance.
    Tdc,
    /// Placed directly in an establishment.
    Direct,
}

impl Genre {
    pub(crate) const TOUS: [Self; 8] = [
        Self::Aed,
        Self::Aemo,
        Self::AemoR,
        Self::Confie,
        Self::Mna,
        Self::Adb,
        Self::Tdc,
        Self::Direct,
    ];

    pub(crate) fn rang(self) -> usize {
        self as usize
    }

    /// The child stays at home.
    pub(crate) fn milieu_ouvert(self) -> bool {
        match self {
            Self::Aed | Self::Aemo | Self::AemoR => true,
            Self::Confie | Self::Mna | Self::Adb | Self::Tdc | Self::Direct => false,
        }
    }

    /// Entrusted to the ASE.
    pub(crate) fn confie(self) -> bool {
        match self {
            Self::Confie | Self::Mna | Self::Adb => true,
            Self::Aed | Self::Aemo | Self::AemoR | Self::Tdc | Self::Direct => false,
        }
    }
}

/// The informations of a year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Informations {
    pub(crate) non_qualifiees: usize,
    pub(crate) evaluees: usize,
    pub(crate) urgentes: usize,
    pub(crate) empechees: usize,
    pub(crate) transferees: usize,
    pub(crate) rattachees: usize,
    pub(crate) doublons: usize,
    /// Among the evaluated, those sent to the parquet.
    pub(crate) evaluees_signalees: usize,
    /// By the délégations, in the order of the territories.
    pub(crate) delegations: [usize; 6],
    pub(crate) autres_services: usize,
}

/// The four groups of places of the published figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    FamilleAccueil,
    Etablissement,
    Autonome,
    Autre,
}

impl Mode {
    pub(crate) const TOUS: [Self; 4] =
        [Self::FamilleAccueil, Self::Etablissement, Self::Autonome, Self::Autre];
}

/// All the quotas.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) informations: [Informations; 6],
    pub(crate) delai_moyen: i64,
    /// By kind and territory: at the take-over, then at the end of each year.
    stocks: [[[usize; 7]; 6]; 8],
    /// By year: AED, AEMO, AEMO-R waiting at the end of the year.
    pub(crate) attentes: [[usize; 3]; 6],
    /// By year, in the order of [`Mode::TOUS`].
    pub(crate) modes: [[usize; 4]; 6],
    /// Share of the followed minors who have a PPE: the middle of the published range.
    pub(crate) ppe_pour_mille: usize,
}

impl Plan {
    /// Finds whole numbers that meet the targets.
    pub(crate) fn tirer(publie: &Publie) -> Result<Self, Incoherence> {
        let stocks = stocks(publie)?;
        let attentes = attentes(publie, &stocks)?;
        let modes = modes(publie, &stocks)?;
        let delai_moyen = i64::try_from(publie.delai_moyen_evaluation_jours_2022.value)
            .expect("the mean delay was checked to be small");
        let ppe = &publie.part_enfants_avec_ppe_percent;
        Ok(Self {
            informations: informations(publie)?,
            delai_moyen,
            stocks,
            attentes,
            modes,
            ppe_pour_mille: usize_de(ppe.low.part(1000) + ppe.high.part(1000)) / 2,
        })
    }

    /// The stock at the end of a year, by its rank.
    pub(crate) fn stock(&self, genre: Genre, territoire: Territoire, annee: usize) -> usize {
        self.stocks[genre.rang()][territoire.rang()][annee + 1]
    }

    /// The stock taken over.
    pub(crate) fn repris(&self, genre: Genre, territoire: Territoire) -> usize {
        self.stocks[genre.rang()][territoire.rang()][0]
    }
}

/// Shares a total by weights, the largest remainders first.
pub(crate) fn repartir(total: usize, poids: &[usize]) -> Vec<usize> {
    let somme = poids.iter().sum::<usize>().max(1);
    let mut parts: Vec<usize> = poids.iter().map(|p| total * p / somme).collect();
    let mut restes: Vec<usize> = (0..poids.len()).collect();
    restes.sort_by_key(|&i| std::cmp::Reverse((total * poids[i] % somme, poids[i])));
    let manque = total - parts.iter().sum::<usize>();
    for &i in restes.iter().cycle().take(manque) {
        parts[i] += 1;
    }
    parts
}

fn six(total: usize, poids: impl Fn(Territoire) -> usize) -> [usize; 6] {
    let parts = repartir(total, &Territoire::TOUS.map(poids));
    std::array::from_fn(|i| parts[i])
}

/// The weight of a territory, without those that are already served.
fn hors(territoire: Territoire, servis: &[Territoire]) -> usize {
    if servis.contains(&territoire) { 0 } else { territoire.poids() }
}

fn usize_de(valeur: u64) -> usize {
    usize::try_from(valeur).expect("a count of children fits in memory")
}

fn informations(publie: &Publie) -> Result<[Informations; 6], Incoherence> {
    let mut annees = Vec::with_capacity(6);
    for recues in publie.informations_recues_par_annee.toutes() {
        annees.push(informations_de_l_annee(publie, recues)?);
    }
    Ok(std::array::from_fn(|i| annees[i]))
}

/// What is published for 2022 gives the shares of the other years.
fn informations_de_l_annee(publie: &Publie, recues: u64) -> Result<Informations, Incoherence> {
    let en_2022 = publie.informations_recues_par_annee.toutes()[EN_2022];
    let regle = |valeur: u64| (2 * valeur * recues + en_2022) / (2 * en_2022);
    let evaluees = regle(publie.informations_qualifiees_et_evaluees_2022.value);
    let reste = recues - evaluees;
    let (urgentes, empechees) = (reste * 7 / 100, reste / 100);
    let (transferees, rattachees) = (reste * 3 / 100, reste * 11 / 100);
    let qualifiees = evaluees + urgentes + empechees;
    let taux_parquet = publie.transmises_parquet_2022.rate_percent;
    let signalees = taux_parquet.part(qualifiees);
    au_plus("signalements sans évaluation", urgentes + empechees, signalees)?;
    au_plus("signalements", signalees, qualifiees)?;
    if recues == en_2022 {
        taux("transmissions au parquet en 2022", taux_parquet, signalees, qualifiees)?;
    }
    let portes = &publie.recues_directement_par_la_crip_2022;
    let delegations = regle(portes.par_les_delegations).min(recues - regle(portes.implied));
    let la_rochelle = regle(portes.dont_la_rochelle_re_aunis_atlantique).min(delegations);
    let autres = usize_de(delegations - la_rochelle);
    let mut par_delegation = six(autres, |t| hors(t, &[Territoire::LaRochelle]));
    par_delegation[Territoire::LaRochelle.rang()] = usize_de(la_rochelle);
    Ok(Informations {
        non_qualifiees: usize_de(reste - urgentes - empechees - transferees - rattachees),
        evaluees: usize_de(evaluees),
        urgentes: usize_de(urgentes),
        empechees: usize_de(empechees),
        transferees: usize_de(transferees),
        rattachees: usize_de(rattachees),
        doublons: usize_de(recues * 3 / 100),
        evaluees_signalees: usize_de(signalees - urgentes - empechees),
        delegations: par_delegation,
        autres_services: usize_de(recues - regle(portes.implied) - delegations),
    })
}

/// A straight line between the end of 2018 and the end of 2022, in the order of [`ANNEES`]; the
/// last value is given.
fn ligne(fin_2018: usize, fin_2022: usize, fin_2023: usize) -> [usize; 6] {
    std::array::from_fn(|annee| {
        if annee > EN_2022 {
            return fin_2023;
        }
        (fin_2018 * (EN_2022 - annee) + fin_2022 * annee + EN_2022 / 2) / EN_2022
    })
}

/// The stock taken over is a little under that of the end of the first year.
fn avec_reprise(annees: [usize; 6]) -> [usize; 7] {
    std::array::from_fn(|i| match i {
        0 => annees[0] * 24 / 25,
        _ => annees[i - 1],
    })
}

fn stocks(publie: &Publie) -> Result<[[[usize; 7]; 6]; 8], Incoherence> {
    let mut stocks = [[[0; 7]; 6]; 8];
    stocks_du_milieu_ouvert(publie, &mut stocks)?;
    stocks_des_accueils(publie, &mut stocks)?;
    Ok(stocks)
}

fn stocks_du_milieu_ouvert(
    publie: &Publie,
    stocks: &mut [[[usize; 7]; 6]; 8],
) -> Result<(), Incoherence> {
    let (avant, apres) = (&publie.mesures_en_cours_31_12_2018, &publie.mesures_en_cours_31_12_2022);
    let prolonge = |avant: usize, apres: usize| (apres + apres / 4).saturating_sub(avant / 4);
    let aed = (usize_de(avant.aed), usize_de(apres.aed));
    let aemo = (usize_de(avant.aemo_dont_renforcees), usize_de(apres.aemo_dont_renforcees));
    let aeds = avec_reprise(ligne(aed.0, aed.1, prolonge(aed.0, aed.1)));
    let aemos = avec_reprise(ligne(aemo.0, aemo.1, prolonge(aemo.0, aemo.1)));
    let (poids_aed, poids_aemo) = judiciarisation(publie)?;
    let attente = &publie.mesures_en_attente_31_12_2023;
    for instant in 0..7 {
        let par_aed = six(aeds[instant], |t| poids_aed[t.rang()]);
        let par_aemo = six(aemos[instant], |t| poids_aemo[t.rang()]);
        let renforcees = (aemos[instant] * 12 / 100).max(usize_de(attente.aemo_r) * 3 / 2);
        let par_renforcee = six(renforcees.min(aemos[instant] / 2), |t| par_aemo[t.rang()]);
        for t in 0..6 {
            stocks[Genre::Aed.rang()][t][instant] = par_aed[t];
            stocks[Genre::AemoR.rang()][t][instant] = par_renforcee[t].min(par_aemo[t]);
            stocks[Genre::Aemo.rang()][t][instant] =
                par_aemo[t] - par_renforcee[t].min(par_aemo[t]);
        }
    }
    Ok(())
}

/// AED and AEMO of each territory at the end of 2022: the rates published for two of them, the
/// others by weight.
fn judiciarisation(publie: &Publie) -> Result<([usize; 6], [usize; 6]), Incoherence> {
    let mesures = &publie.mesures_en_cours_31_12_2022;
    let (aed, aemo) = (mesures.aed, mesures.aemo_dont_renforcees);
    let taux = &publie.taux_judiciarisation_par_territoire_2022;
    let total = aed + aemo;
    let hautes = effectifs_possibles(taux.haute_saintonge, total, Territoire::HauteSaintonge);
    let romanes = effectifs_possibles(taux.saintonge_romane, total, Territoire::SaintongeRomane);
    for &(haute_aed, haute_aemo) in &hautes {
        for &(romane_aed, romane_aemo) in &romanes {
            let (prise_aed, prise_aemo) = (haute_aed + romane_aed, haute_aemo + romane_aemo);
            if prise_aed + 4 > aed || prise_aemo + 4 > aemo {
                continue;
            }
            let fixe = |haute, romane, reste| {
                let mut parts = six(usize_de(reste), |t| {
                    hors(t, &[Territoire::HauteSaintonge, Territoire::SaintongeRomane])
                });
                parts[Territoire::HauteSaintonge.rang()] = usize_de(haute);
                parts[Territoire::SaintongeRomane.rang()] = usize_de(romane);
                parts
            };
            return Ok((
                fixe(haute_aed, romane_aed, aed - prise_aed),
                fixe(haute_aemo, romane_aemo, aemo - prise_aemo),
            ));
        }
    }
    Err(Incoherence::SansSolution { intitule: "judiciarisation par territoire en 2022" })
}

/// (AED, AEMO) of a territory that print a rate, the nearest to its weight first.
fn effectifs_possibles(taux: Taux, total: u64, territoire: Territoire) -> Vec<(u64, u64)> {
    let poids = u64::try_from(territoire.poids()).expect("a weight is small");
    let vise = total * poids / 100;
    let mut tailles: Vec<u64> = (1..total).collect();
    tailles.sort_by_key(|taille| taille.abs_diff(vise));
    tailles
        .into_iter()
        .map(|taille| (taille - taux.part(taille).min(taille), taux.part(taille)))
        .filter(|&(aed, aemo)| taux.convient(aemo, aed + aemo))
        .take(200)
        .collect()
}

fn stocks_des_accueils(
    publie: &Publie,
    stocks: &mut [[[usize; 7]; 6]; 8],
) -> Result<(), Incoherence> {
    let (fin_2022, fin_2023) = (&publie.accueillis_31_12_2022, &publie.accueillis_31_12_2023);
    // The schéma says + 16.1 % between the end of 2018 and the end of 2022.
    let total_2018 = usize_de(fin_2022.value * 1000 / 1161);
    let totaux = ligne(total_2018, usize_de(fin_2022.value), usize_de(fin_2023.value));
    let mna_2022 = usize_de(fin_2022.dont_mna);
    let mnas = ligne(mna_2022 * 45 / 100, mna_2022, usize_de(fin_2023.dont_mna));
    let directs = usize_de(fin_2022.placements_directs);
    let tdc_2022 = directs * 88 / 100;
    let tdcs = ligne(tdc_2022 * 6 / 10, tdc_2022, usize_de(publie.tiers_2023_12.tdc));
    let placements = ligne(directs - tdc_2022, directs - tdc_2022, directs - tdc_2022);
    let adb_2023 = usize_de(publie.tiers_2023_12.adb);
    let adbs = ligne(adb_2023 / 2, adb_2023 * 9 / 10, adb_2023);
    let part_la_rochelle = (
        usize_de(fin_2023.la_rochelle_re_aunis_atlantique_hors_mna),
        usize_de(fin_2023.value - fin_2023.dont_mna),
    );
    let series = [mnas, adbs, tdcs, placements].map(avec_reprise);
    let totaux = avec_reprise(totaux);
    for instant in 0..7 {
        let [mna, adb, tdc, direct] = series.map(|serie| serie[instant]);
        let hors_mna = totaux[instant].saturating_sub(mna);
        let la_rochelle =
            (hors_mna * part_la_rochelle.0 + part_la_rochelle.1 / 2) / part_la_rochelle.1.max(1);
        let accueillis = hors_mna_par_territoire(hors_mna, la_rochelle);
        let parts = [
            (Genre::Mna, six(mna, poids_mna)),
            (Genre::Adb, six(adb, Territoire::poids)),
            (Genre::Tdc, six(tdc, Territoire::poids)),
            (Genre::Direct, six(direct, Territoire::poids)),
        ];
        for (genre, part) in parts {
            for t in 0..6 {
                stocks[genre.rang()][t][instant] = part[t];
            }
        }
        for t in 0..6 {
            let ailleurs = parts[1].1[t] + parts[2].1[t] + parts[3].1[t];
            let intitule = "tiers, bénévoles et placements directs d'un territoire";
            au_plus(intitule, ailleurs as u64, accueillis[t] as u64)?;
            stocks[Genre::Confie.rang()][t][instant] = accueillis[t] - ailleurs;
        }
    }
    Ok(())
}

fn hors_mna_par_territoire(hors_mna: usize, la_rochelle: usize) -> [usize; 6] {
    let mut parts = six(hors_mna - la_rochelle, |t| hors(t, &[Territoire::LaRochelle]));
    parts[Territoire::LaRochelle.rang()] = la_rochelle;
    parts
}

fn poids_mna(territoire: Territoire) -> usize {
    if territoire == Territoire::LaRochelle { 90 } else { territoire.poids() }
}

/// The waiting list of 2023 is published; it grew towards it.
fn attentes(
    publie: &Publie,
    stocks: &[[[usize; 7]; 6]; 8],
) -> Result<[[usize; 3]; 6], Incoherence> {
    let total = |genre: Genre, annee: usize| -> usize {
        stocks[genre.rang()].iter().map(|territoire| territoire[annee + 1]).sum()
    };
    let en_2023 = &publie.mesures_en_attente_31_12_2023;
    let (aemo, renforcee) = (usize_de(en_2023.aemo), usize_de(en_2023.aemo_r));
    let moitie = |genre| (total(genre, EN_2023) / 2) as u64;
    au_plus("AEMO en attente", aemo as u64, moitie(Genre::Aemo))?;
    au_plus("AEMO renforcées en attente", renforcee as u64, moitie(Genre::AemoR) * 3 / 2)?;
    Ok(std::array::from_fn(|annee| {
        let part = |valeur: usize| valeur * (ANNEES.len() + annee) / (ANNEES.len() + EN_2023);
        [total(Genre::Aed, annee) / 30, part(aemo), part(renforcee)]
    }))
}

fn modes(publie: &Publie, stocks: &[[[usize; 7]; 6]; 8]) -> Result<[[usize; 4]; 6], Incoherence> {
    let en_2022 = modes_de_2022(publie)?;
    let total = |genre: Genre, annee: usize| -> usize {
        stocks[genre.rang()].iter().map(|territoire| territoire[annee + 1]).sum()
    };
    let adb = total(Genre::Adb, EN_2022) as u64;
    au_plus("accueillants bénévoles parmi les autres modes", adb, en_2022[3] as u64)?;
    Ok(std::array::from_fn(|annee| {
        let confies: usize =
            Genre::TOUS.into_iter().filter(|g| g.confie()).map(|g| total(g, annee)).sum();
        let parts = repartir(confies, &en_2022);
        std::array::from_fn(|mode| parts[mode])
    }))
}

/// Counts that print the four published shares and sum to the base.
fn modes_de_2022(publie: &Publie) -> Result<[usize; 4], Incoherence> {
    let modes = &publie.confies_par_mode_2022_percent;
    let taux = [modes.famille_accueil, modes.etablissement, modes.autonomes, modes.autres];
    let sans_solution = Incoherence::SansSolution { intitule: "confiés par mode en 2022" };
    let mut parts = [0; 4];
    let mut marges = [0; 4];
    for (mode, taux) in taux.into_iter().enumerate() {
        let vise = taux.part(modes.base);
        let proches = vise.saturating_sub(modes.base / 100 + 1)..=vise + modes.base / 100 + 1;
        let possibles: Vec<u64> = proches.filter(|n| taux.convient(*n, modes.base)).collect();
        let (Some(&bas), Some(&haut)) = (possibles.first(), possibles.last()) else {
            return Err(sans_solution);
        };
        (parts[mode], marges[mode]) = (bas, haut - bas);
    }
    for mode in 0..4 {
        let manque = modes.base.saturating_sub(parts.iter().sum());
        parts[mode] += manque.min(marges[mode]);
    }
    if parts.iter().sum::<u64>() == modes.base {
        Ok(parts.map(usize_de))
    } else {
        Err(sans_solution)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_parts_font_toujours_le_tout() {
        assert_eq!(repartir(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(repartir(7, &[0, 5, 5]), [0, 4, 3]);
        assert_eq!(repartir(3, &[0, 0]).iter().sum::<usize>(), 3);
    }
}
