//! What came before and what follows: renewals, returns, prior paths, returns home, changes of place (X8, X9, X12,
//! B10, D14).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::codes::MotifSortie;
use domain::temps::{plus_jours, plus_mois};

use super::passages::{Passage, Stock, Vu};
use crate::cadre::Cadre;
use crate::enfant::Sejour;
use crate::nombres::{Coupe, Dit, combien, compte, jours, moyenne, part, pour_mille, rang};

/// How long after a return home help may come.
pub(super) const SUITE_JOURS: u32 = 30;

/// Key and label of the stocks whose renewals are counted.
const STOCKS: [(&str, &str, Stock); 4] = [
    ("aed", "AED", Stock::Aed),
    ("aemo", "AEMO", Stock::Aemo),
    ("accueil", "Accueil", Stock::Accueil),
    ("jeune_majeur", "Contrats jeune majeur", Stock::JeuneMajeur),
];

/// What is kept while children are read.
#[derive(Debug, Default)]
pub(super) struct Comptes {
    suivantes: BTreeMap<&'static str, i64>,
    interruptions: Vec<i64>,
    accueil: Retours,
    toute_mesure: Retours,
    aemo: i64,
    aemo_apres_aed: i64,
    accueil_apres_ip: i64,
    accueil_apres_aed: i64,
    accueil_apres_aemo: i64,
    accueil_sans_rien: i64,
    retours: i64,
    accompagnes: i64,
    changements: i64,
    jours_enfants: i64,
    presents: i64,
    trois_lieux: i64,
}

/// Entries, and those that follow an exit of twelve, of twenty-four months at most.
#[derive(Debug, Default)]
struct Retours {
    entrees: i64,
    douze: i64,
    vingt_quatre: i64,
}

impl Retours {
    fn voit(&mut self, vu: &Vu<'_>, stock: Stock) {
        let every = vu.passages(stock);
        for passage in vu.passages_demandes(stock) {
            let entree = passage.jours.entree;
            if !vu.cadre.dans_la_periode(Some(entree)) {
                continue;
            }
            let before = every.iter().rfind(|known| known.jours.entree < entree);
            let left = before.and_then(|before| before.jours.sortie);
            let within = |months: u32| left.is_some_and(|left| entree <= plus_mois(left, months));
            self.entrees += 1;
            self.douze += i64::from(within(12));
            self.vingt_quatre += i64::from(within(24));
        }
    }
}

impl Comptes {
    pub(super) fn voit(&mut self, vu: &Vu<'_>) {
        for (cle, _, stock) in STOCKS {
            self.suivantes(vu, cle, stock);
        }
        self.accueil.voit(vu, Stock::Accueil);
        self.toute_mesure.voit(vu, Stock::Toute);
        self.anterieur(vu);
        if vu.suivi() && vu.cadre.service_demande(vu.service_du_dernier()) {
            self.retours(vu);
        }
        for passage in vu.passages_demandes(Stock::Accueil) {
            self.stabilite(vu, &passage);
        }
    }

    fn suivantes(&mut self, vu: &Vu<'_>, cle: &'static str, stock: Stock) {
        let held = vu.tenues(stock);
        for (mesure, _) in &held {
            let asked = vu.cadre.service_demande(vu.service(mesure));
            if !asked || !vu.cadre.dans_la_periode(Some(mesure.effet)) {
                continue;
            }
            let before = held
                .iter()
                .filter(|(known, _)| known.chaine == mesure.chaine && known.effet < mesure.effet);
            let exits: Vec<Option<NaiveDate>> = before.map(|(_, jours)| jours.sortie).collect();
            if exits.is_empty() {
                continue;
            }
            *self.suivantes.entry(cle).or_default() += 1;
            // One that still runs leaves no gap.
            let last = exits.iter().copied().collect::<Option<Vec<_>>>();
            let gap = last.and_then(|exits| exits.into_iter().max());
            let gap = gap.map(|sortie| (mesure.effet - sortie).num_days());
            self.interruptions.extend(gap.filter(|days| 0 < *days));
        }
    }

    fn anterieur(&mut self, vu: &Vu<'_>) {
        let had = |stock, le| vu.tenues(stock).iter().any(|(_, jours)| jours.entree < le);
        let entries = |stock| {
            let every = vu.passages_demandes(stock).into_iter().map(|passage| passage.jours.entree);
            every.filter(|entree| vu.cadre.dans_la_periode(Some(*entree))).collect::<Vec<_>>()
        };
        for entree in entries(Stock::Aemo) {
            self.aemo += 1;
            self.aemo_apres_aed += i64::from(had(Stock::Aed, entree));
        }
        for entree in entries(Stock::Accueil) {
            let ip = vu.enfant.premiere_ip().is_some_and(|ip| ip <= entree);
            let (aed, aemo) = (had(Stock::Aed, entree), had(Stock::Aemo, entree));
            self.accueil_apres_ip += i64::from(ip);
            self.accueil_apres_aed += i64::from(aed);
            self.accueil_apres_aemo += i64::from(aemo);
            self.accueil_sans_rien += i64::from(!ip && !aed && !aemo);
        }
    }

    fn retours(&mut self, vu: &Vu<'_>) {
        let home = |sejour: &&Sejour| {
            sejour.principal && sejour.motif == Some(MotifSortie::RetourEnFamille)
        };
        let held = [Stock::Aed, Stock::Aemo].map(|stock| vu.tenues(stock)).concat();
        for le in vu.sejours.iter().filter(home).filter_map(|sejour| sejour.jusqu_a) {
            let elsewhere = vu.sejours.iter().any(|known| known.principal && known.ouvert(le));
            if elsewhere || !vu.cadre.dans_la_periode(Some(le)) {
                continue;
            }
            let helped = (0..=SUITE_JOURS).any(|days| {
                let on = plus_jours(le, days);
                held.iter().any(|(_, jours)| jours.tient(on))
            });
            self.retours += 1;
            self.accompagnes += i64::from(helped);
        }
    }

    fn stabilite(&mut self, vu: &Vu<'_>, passage: &Passage<'_>) {
        let cadre = vu.cadre;
        let mut places: Vec<NaiveDate> = vu
            .sejours
            .iter()
            .filter(|sejour| sejour.principal && passage.jours.tient(sejour.depuis))
            .map(|sejour| sejour.depuis)
            .filter(|depuis| *depuis <= cadre.au)
            .collect();
        places.sort_unstable();
        let moved = places.iter().skip(1).filter(|le| cadre.dans_la_periode(Some(**le)));
        self.changements += combien(moved);
        let days = cadre.du.iter_days().take_while(|le| *le <= cadre.au);
        self.jours_enfants += combien(days.filter(|le| passage.jours.tient(*le)));
        if passage.jours.tient(cadre.au) {
            self.presents += 1;
            self.trois_lieux += i64::from(3 <= places.len());
        }
    }
}

/// Renewals.
pub(crate) fn x8(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { suivantes, interruptions, .. } = &comptes.chemins;
    let (all, late) = (suivantes.values().sum::<i64>(), combien(interruptions.iter()));
    let longest = interruptions.iter().max().copied();
    let lignes = vec![
        compte("suivantes", "Mesures qui en suivent une autre", all),
        part("a_temps", "Sans un jour d'interruption", all - late, all),
        compte("apres_interruption", "Après une interruption", late),
        moyenne("interruption_moyenne", "Interruption moyenne", interruptions.iter().sum(), late),
        jours("interruption_mediane", "Interruption médiane", rang(interruptions, 1, 2)),
        jours("interruption_maximum", "Interruption la plus longue", longest),
    ];
    let line = |(cle, libelle, _): (&'static str, &str, Stock)| {
        compte(cle, libelle, suivantes.get(cle).copied().unwrap_or_default())
    };
    let cut = STOCKS.map(line).into();
    Dit { lignes, coupes: vec![Coupe { axe: "stock", total: "suivantes", lignes: cut }] }
}

/// Returns after an exit.
pub(crate) fn x9(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let mut lignes = Vec::new();
    for (cle, libelle, known) in [
        ("accueil", "Entrées en accueil", &comptes.chemins.accueil),
        ("toute_mesure", "Entrées dans une mesure", &comptes.chemins.toute_mesure),
    ] {
        for (months, n) in [(12, known.douze), (24, known.vingt_quatre)] {
            let libelle = format!("{libelle}, {months} mois au plus après une sortie");
            lignes.push(part(&format!("{cle}_{months}_mois"), &libelle, n, known.entrees));
        }
    }
    Dit::seules(lignes)
}

/// What came before an entry.
pub(crate) fn x12(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { aemo, aemo_apres_aed, accueil_apres_ip, accueil_apres_aed, .. } =
        &comptes.chemins;
    let Comptes { accueil_apres_aemo, accueil_sans_rien, accueil, .. } = &comptes.chemins;
    let of = |cle: &str, libelle: &str, n: i64| part(cle, libelle, n, accueil.entrees);
    Dit::seules(vec![
        part("aemo_apres_aed", "Entrées en AEMO après une AED", *aemo_apres_aed, *aemo),
        part("aemo_sans_aed", "Entrées en AEMO sans AED auparavant", aemo - aemo_apres_aed, *aemo),
        of("accueil_apres_ip", "Entrées en accueil après une IP", *accueil_apres_ip),
        of("accueil_apres_aed", "Entrées en accueil après une AED", *accueil_apres_aed),
        of("accueil_apres_aemo", "Entrées en accueil après une AEMO", *accueil_apres_aemo),
        of("accueil_sans_rien", "Entrées en accueil sans rien de cela", *accueil_sans_rien),
    ])
}

/// Returns home.
pub(crate) fn b10(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { retours, accompagnes, .. } = &comptes.chemins;
    let accompanied = "Retours accompagnés dans les trente jours";
    Dit::seules(vec![
        part("accompagnes", accompanied, *accompagnes, *retours),
        compte("sans", "Retours sans mesure à domicile", retours - accompagnes),
    ])
}

/// How many places.
pub(crate) fn d14(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { changements, jours_enfants, presents, trois_lieux, .. } = &comptes.chemins;
    let per_day = "Changements pour mille jours-enfants";
    let three = "Trois lieux ou plus depuis le début du séjour";
    Dit::seules(vec![
        compte("changements", "Changements de lieu principal", *changements),
        compte("jours_enfants", "Jours-enfants en accueil", *jours_enfants),
        pour_mille("pour_mille_jours", per_day, *changements, Some(*jours_enfants)),
        part("trois_lieux", three, *trois_lieux, *presents),
    ])
}
