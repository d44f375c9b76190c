//! What arrived in the period, cut by door, transmitter, territory, and age by sex; and what comes from the 119.
//!
//! Invariant: each breakdown adds up to the value it cuts; what was told in no word of its list has its own line.

use std::collections::BTreeMap;

use domain::codes::{Code as _, PorteDEntree, Sexe, Transip};
use projections::tranches;

use super::informations::Arrivee;
use super::{Comptes, Temoin, a1, a2, a4, a8, a14, delais};
use crate::cadre::Cadre;
use crate::nombres::{Coupe, Dit, Ligne, combien, compte, par_cle, par_code, par_place, part};

/// One line a territory, for the whole Département only.
pub(super) fn par_territoire<T>(
    cadre: &Cadre,
    total: &'static str,
    units: &[T],
    commune: impl Fn(&T) -> Option<String>,
    line: impl Fn(&str, &str, &[&T]) -> Ligne,
) -> Option<Coupe> {
    let carte = cadre.carte.filter(|_| cadre.territoire.is_none())?;
    let lignes = par_place(&Cadre::places(carte), |place, cle, libelle| {
        let here = |unit: &&T| Cadre::place_de_la_commune(carte, commune(unit).as_deref()) == place;
        let here: Vec<&T> = units.iter().filter(here).collect();
        line(cle, libelle, &here)
    });
    Some(Coupe { axe: "territoire", total, lignes })
}

/// Received, by territory, door and transmitter.
pub(crate) fn a1_ventilee(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut dit = a1(cadre, comptes);
    let recues = comptes.recues(cadre);
    let told = |of: fn(&Temoin) -> Option<&str>| -> Vec<String> {
        recues.iter().map(|arrivee| arrivee.premier_nom(of).unwrap_or_default()).collect()
    };
    let (portes, transmetteurs) = (told(|temoin| temoin.porte), told(|temoin| temoin.transmetteur));
    let portes = par_code::<PorteDEntree>(portes.iter().map(String::as_str));
    let transmetteurs = par_code::<Transip>(transmetteurs.iter().map(String::as_str));
    for (axe, lignes) in [("porte", portes), ("transmetteur", transmetteurs)] {
        dit.coupes.push(Coupe { axe, total: "recues", lignes });
    }
    dit
}

/// Informations préoccupantes, by territory.
pub(crate) fn a2_ventilee(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut dit = a2(cadre, comptes);
    let mut all = comptes.principales(cadre);
    all.retain(Arrivee::qualifiee);
    let line = |cle: &str, libelle: &str, here: &[&Arrivee<'_>]| {
        compte(cle, libelle, combien(here.iter()))
    };
    dit.coupes.extend(par_territoire(cadre, "ip", &all, Arrivee::commune, line));
    dit
}

/// The key of a value, and what an information is to be in it.
type Essai = (&'static str, fn(&Arrivee<'_>) -> bool);

/// Qualified, and evaluated, by territory.
pub(crate) fn a8_ventilee(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut dit = a8(cadre, comptes);
    let all = comptes.principales(cadre);
    let tests: [Essai; 2] = [
        ("qualifiees", |arrivee| arrivee.qualifiee()),
        ("evaluees_sur_principales", |arrivee| arrivee.evaluee()),
    ];
    for (total, test) in tests {
        let line = |cle: &str, libelle: &str, here: &[&Arrivee<'_>]| {
            let kept = here.iter().filter(|arrivee| test(arrivee));
            part(cle, libelle, combien(kept), combien(here.iter()))
        };
        dit.coupes.extend(par_territoire(cadre, total, &all, Arrivee::commune, line));
    }
    dit
}

/// What was due in the period, by territory.
pub(crate) fn a14_ventilee(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut dit = a14(cadre, comptes);
    let all = delais::echues(cadre, comptes);
    let line = |cle: &str, libelle: &str, here: &[&delais::Echue]| {
        let in_time = here.iter().filter(|due| due.in_time);
        part(cle, libelle, combien(in_time), combien(here.iter()))
    };
    let commune = |due: &delais::Echue| due.commune.clone();
    dit.coupes.extend(par_territoire(cadre, "dans_le_delai", &all, commune, line));
    dit
}

impl Comptes {
    /// The minors somebody can name, each with what he says of the first arrival of the period that makes him
    /// count: in an information received, or in an IP alone; told as asked.
    fn premieres(
        &self,
        cadre: &Cadre,
        of_an_ip: bool,
        test: fn(&Temoin) -> bool,
    ) -> BTreeMap<u32, &Temoin> {
        let mut first: BTreeMap<u32, &Temoin> = BTreeMap::new();
        for arrivee in self.arrivees(cadre) {
            let ip = arrivee.principale() && arrivee.qualifiee();
            if !arrivee.recue() || (of_an_ip && !ip) {
                continue;
            }
            for temoin in arrivee.temoins {
                let counts = temoin.ouvert
                    && temoin.nomme
                    && temoin.mineur_a_l_arrivee
                    && cadre.commune_demandee(temoin.commune.as_deref());
                if counts && test(temoin) {
                    let kept = first.entry(temoin.enfant).or_insert(temoin);
                    if temoin.arrivee < kept.arrivee {
                        *kept = temoin;
                    }
                }
            }
        }
        first
    }
}

/// Minors named, by age and sex.
pub(crate) fn a4_ventilee(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut dit = a4(cadre, comptes);
    let ages = &tranches::ages().tranches;
    let known: Vec<(String, String)> = ages
        .iter()
        .flat_map(|band| {
            Sexe::TOUS.iter().map(move |sexe| {
                let libelle = format!("{}, sexe {}", band.libelle, sexe.libelle());
                (format!("{}_{}", band.cle, sexe.cle()), libelle)
            })
        })
        .collect();
    for (total, of_an_ip) in [("a4a", false), ("a4b", true)] {
        let first = comptes.premieres(cadre, of_an_ip, |_| true);
        let told = first.values().map(|temoin| {
            let band = temoin.ans.and_then(|ans| tranches::ages().de(ans));
            band.map_or_else(String::new, |rang| format!("{}_{}", ages[rang].cle, temoin.sexe))
        });
        let told: Vec<String> = told.collect();
        let listed = known.iter().map(|(cle, libelle)| (cle, libelle));
        let lignes = par_cle(listed, told.iter().map(String::as_str));
        dit.coupes.push(Coupe { axe: "age_et_sexe", total, lignes });
    }
    dit
}

fn du_119(temoin: &Temoin) -> bool {
    temoin.transmetteur == Some(Transip::Snated.cle())
}

/// What the 119 transmits.
pub(crate) fn a7(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let (recues, mut ip) = (comptes.recues(cadre), comptes.principales(cadre));
    ip.retain(Arrivee::qualifiee);
    let sent = |all: &[Arrivee<'_>]| {
        let by_it = |arrivee: &&Arrivee<'_>| {
            let by = arrivee.premier_nom(|temoin| temoin.transmetteur);
            by.as_deref() == Some(Transip::Snated.cle())
        };
        (combien(all.iter().filter(by_it)), combien(all.iter()))
    };
    let children = |of_an_ip: bool| {
        let named = |test| combien(comptes.premieres(cadre, of_an_ip, test).values());
        (named(du_119), named(|_| true))
    };
    let told = [
        (
            "informations_sur_recues",
            "Informations transmises par le 119, sur les informations reçues",
            sent(&recues),
        ),
        (
            "ip_sur_ip",
            "Informations préoccupantes transmises par le 119, sur les informations préoccupantes",
            sent(&ip),
        ),
        (
            "enfants_sur_nommes",
            "Mineurs nommés par le 119, sur les mineurs nommés dans une information reçue",
            children(false),
        ),
        (
            "enfants_sur_nommes_ip",
            "Mineurs nommés par le 119, sur les mineurs nommés dans une information préoccupante",
            children(true),
        ),
    ];
    Dit::seules(told.map(|(cle, libelle, (num, den))| part(cle, libelle, num, den)).to_vec())
}
