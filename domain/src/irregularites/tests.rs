//! The periods of the findings against the findings of each day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{irregularites, periodes};
use crate::codes::{PositionTitulaire, Titulaire};
use crate::enfant::{Commande, Parcours};
use crate::essais::vies::vies;
use crate::essais::*;
use crate::evenement::Acte;
use crate::histoire::Effectif;
use crate::mesure::{self, AccordNote};

/// The days of a life and of the years that follow: one in three.
fn days(histoire: &[Effectif]) -> impl Iterator<Item = NaiveDate> {
    let first = histoire.first().map(|effectif| effectif.survenu.le).expect("a life");
    let last = histoire.last().map(|effectif| effectif.survenu.le).expect("a life");
    let days = first.iter_days().take_while(move |le| *le <= last + chrono::Days::new(1500));
    days.step_by(3)
}

/// The lives as they were told, or without some of their facts: what is missing is what is irregular.
fn lives() -> Vec<Vec<Acte>> {
    let told = vies()
        .into_iter()
        .map(|(_, vie)| vie.into_iter().map(|(on, what)| le(on, fait(what))).collect::<Vec<_>>());
    let cut = told.flat_map(|life| {
        let without = |rank: usize| {
            let kept = life.iter().enumerate().filter(|(other, _)| *other != rank);
            kept.map(|(_, acte)| acte.clone()).collect::<Vec<_>>()
        };
        let shorter: Vec<_> = (1..life.len()).step_by(9).map(without).collect();
        std::iter::once(life).chain(shorter)
    });
    cut.chain(neglected()).collect()
}

/// Lives in which much is missing.
fn neglected() -> [Vec<Acte>; 4] {
    let withdrawn = mesure::Command::NoterAccord(AccordNote {
        mesure: M1,
        titulaire: Titulaire::Mere,
        position: PositionTitulaire::AccordRetire,
        voie: None,
    });
    let contract = |mesure| fait(contracter(mesure));
    [
        vec![
            lea(),
            le("2026-02-01", fait(ordonner(placement(M1).from("2026-02-01").until("2026-12-31")))),
            le("2026-02-05", fait(admettre(A1))),
            le("2027-02-01", fait(sortir(A1))),
        ],
        vec![lea(), le("2026-02-01", contract(aed(M1).until("2026-03-01").without_consent()))],
        vec![
            lea(),
            le("2026-02-01", contract(aed(M1).until("2027-01-31"))),
            le("2026-04-01", fait(Commande::Mesure(withdrawn))),
        ],
        vec![lea_nee_le("2007-02-01"), le("2026-02-01", contract(jeune_majeur(M1)))],
    ]
}

#[test]
fn chaque_jour_ce_qui_est_ouvert_est_ce_que_l_on_trouve() {
    let mut seen = BTreeSet::new();
    for life in lives() {
        let histoire = enfant(LEA, life).histoire();
        let periods = periodes(&histoire);
        for le in days(&histoire) {
            let open = periods.iter().filter(|one| {
                one.ouverte_le <= le && one.fermee_le.is_none_or(|closed| le < closed)
            });
            let open: BTreeSet<_> =
                open.map(|one| (one.irregularite.code, one.irregularite.objet)).collect();
            let found = irregularites(&Parcours::au(&histoire, le), le).into_iter();
            let found: BTreeSet<_> = found.map(|one| (one.code, one.objet)).collect();
            assert_eq!(open, found, "{le}");
            seen.extend(found.into_iter().map(|(code, _)| code));
        }
    }
    for code in ["SANS_TITRE", "PROJET_MANQUANT", "ACCORD_RETIRE", "AU_DELA_DU_MAXIMUM"] {
        assert!(seen.contains(code), "{code} is never found: {seen:?}");
    }
}

#[test]
fn un_terme_passe_ouvre_et_une_fin_ferme() {
    let terme = ordonner(aemo(M1).from("2026-02-01").until("2026-06-30"));
    let ended = [lea(), le("2026-02-01", fait(terme)), le("2026-07-10", fait(lever(M1)))];
    let histoire = enfant(LEA, ended).histoire();
    let periods = periodes(&histoire).into_iter();
    let seen: Vec<_> = periods
        .filter(|one| one.irregularite.code == "TERME_SANS_DECISION")
        .map(|one| (one.irregularite.depuis, one.ouverte_le, one.fermee_le))
        .collect();
    let expected = (jour("2026-06-30"), jour("2026-07-01"), Some(jour("2026-07-10")));
    assert_eq!(seen, [expected]);
}
