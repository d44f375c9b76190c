//! Facts of every chapter, entered in any order, make the same history; and no day of typing decides.

use std::collections::BTreeSet;
use std::fmt::Debug;

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::{contexte, jour};
use crate::echeances::echeances;
use crate::enfant::{Contexte, Enfant};
use crate::essais::vies::{Dit, vies};
use crate::essais::*;
use crate::evenement::Evenement;
use crate::irregularites::irregularites;
use crate::refus::Refus;
use crate::statut::{fondement_ase, voie};

/// What no command asks for: two files together do it.
const A_DEUX_DOSSIERS: [(&str, &str); 3] = [
    ("information_retiree", "une réaffectation la retire d'un dossier en la donnant à l'autre"),
    ("dossiers_reunis", "une réunion s'écrit sur les deux dossiers"),
    ("dossiers_disjoints", "une disjonction aussi"),
];

pub(super) fn late(le: &str) -> Contexte {
    Contexte { aujourd_hui: jour("2027-01-01"), ..contexte(le) }
}

/// Enters facts as they come; one that finds no ground yet waits for the others. Says what never found any.
pub(super) fn enter(waiting: Vec<Dit>) -> (Enfant, Vec<(Dit, Refus)>) {
    let mut enfant = Enfant::nouveau(LEA);
    let mut waiting: Vec<(Dit, Option<Refus>)> =
        waiting.into_iter().map(|dit| (dit, None)).collect();
    loop {
        let before = waiting.len();
        waiting.retain_mut(|((le, commande), refused)| {
            match enfant.decide(commande.clone(), &late(le)) {
                Ok(actes) => actes.into_iter().for_each(|acte| enfant.push_acte(acte)),
                Err(refus) => *refused = Some(refus),
            }
            refused.is_some()
        });
        if waiting.len() == before || waiting.is_empty() {
            let refused = |(dit, refus): (Dit, Option<Refus>)| Some((dit, refus?));
            return (enfant, waiting.into_iter().filter_map(refused).collect());
        }
        waiting.iter_mut().for_each(|(_, refused)| *refused = None);
    }
}

/// A life entered as it was lived.
pub(super) fn lived(mut vie: Vec<Dit>) -> Enfant {
    vie.sort_by_key(|(le, _)| *le);
    let (enfant, refused) = enter(vie);
    assert_eq!(refused, vec![], "a life is possible");
    enfant
}

/// What happened when, whatever the order of entry.
pub(super) fn said(enfant: &Enfant) -> Vec<String> {
    let lines = enfant.histoire().into_iter();
    let mut lines: Vec<String> =
        lines.map(|effectif| format!("{} {:?}", effectif.survenu, effectif.evenement)).collect();
    lines.sort();
    lines
}

/// The parcours, without the numbers of the events it comes from.
pub(super) fn state(enfant: &Enfant) -> String {
    let mut parcours = enfant.parcours();
    parcours.objets.clear();
    let state = format!("{parcours:#?}");
    let numbered = |line: &&str| !line.trim_start().starts_with("version: ");
    state.lines().filter(numbered).collect::<Vec<_>>().join("\n")
}

fn names(enfant: &Enfant) -> BTreeSet<String> {
    enfant.recorded().iter().map(|e| e.acte.evenement.nom().to_owned()).collect()
}

fn corrected() -> Enfant {
    let residence = fait(declarer_residence("17415"));
    let mut enfant = lived(vec![
        ("2026-01-01", inscrire(None)),
        ("2026-01-02", declarer_residence("17300")),
        ("2026-02-01", rectifier(2, residence, None)),
        ("2026-02-02", annuler(3)),
    ]);
    let today = contexte("2027-01-01");
    enfant
        .decide(effacer(), &today)
        .expect("possible")
        .into_iter()
        .for_each(|acte| enfant.push_acte(acte));
    enfant
}

#[test]
fn chaque_evenement_du_domaine_est_fait_par_une_commande() {
    let mut made: BTreeSet<String> =
        vies().into_iter().flat_map(|(_, vie)| names(&lived(vie))).collect();
    made.extend(names(&corrected()));
    made.extend(A_DEUX_DOSSIERS.map(|(nom, _)| nom.to_owned()));
    let nom = |stored: &str| stored.split_once(".v").map_or(stored, |(nom, _)| nom).to_owned();
    let known: BTreeSet<String> = Evenement::tous_les_noms().into_iter().map(nom).collect();
    assert_eq!(made, known);
}

#[test]
fn chaque_vie_est_possible_telle_qu_elle_fut_vecue() {
    for (nom, mut vie) in vies() {
        vie.sort_by_key(|(le, _)| *le);
        let all = vie.len();
        let (enfant, refused) = enter(vie);
        let refused: Vec<String> =
            refused.iter().map(|((le, _), refus)| format!("{le} {refus}")).collect();
        assert_eq!(refused, Vec::<String>::new(), "{nom}");
        assert_eq!(enfant.version() as usize, all, "{nom}: each fact once");
    }
}

/// A part of one of the lives, the opening of the file included, in another order.
fn desordre() -> impl Strategy<Value = (Vec<Dit>, Vec<Dit>)> {
    let part = |vie: Vec<Dit>| {
        let all = vie.len();
        subsequence(vie, all.div_ceil(2)..=all)
    };
    let parts = any::<Index>().prop_map(|choix| choix.get(&vies()).1.clone()).prop_flat_map(part);
    parts.prop_flat_map(|part| (Just(part.clone()), Just(part).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 8))]

    #[test]
    fn des_faits_dans_n_importe_quel_ordre_font_la_meme_histoire((mut droit, desordre) in desordre()) {
        droit.sort_by_key(|(le, _)| *le);
        let ((droit, refused), (desordre, late)) = (enter(droit), enter(desordre));
        prop_assert_eq!(refusals(&refused), refusals(&late));
        prop_assert_eq!(said(&droit), said(&desordre));
        prop_assert_eq!(state(&droit), state(&desordre));
    }

    #[test]
    fn aujourd_hui_ne_decide_de_rien_que_de_l_avenir(
        vie in any::<Index>(), acte in any::<Index>(), jours in 0..400u64, autres in 0..400u64,
    ) {
        let (_, vie) = vie.get(&vies()).clone();
        let (le, commande) = acte.get(&vie).clone();
        let before: Vec<Dit> = vie.into_iter().filter(|(other, _)| *other < le).collect();
        let enfant = lived(before);
        let on = |aujourd_hui| {
            let contexte = Contexte { aujourd_hui, connu_le: Some(jour(le)), ..contexte(le) };
            enfant.decide(commande.clone(), &contexte)
        };
        let day = |days| jour(le) + chrono::Days::new(days);
        prop_assert_eq!(on(day(jours)), on(day(autres)));
        let yesterday = jour(le).pred_opt().expect("a day before");
        prop_assert_eq!(on(yesterday), Err(Refus::DateFuture { le: jour(le) }));
    }
}

/// The same life, each fact told of the last day of its month: many facts of one day.
fn by_month(vie: Vec<Dit>) -> Vec<Dit> {
    const ENDS: [&str; 12] = [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
        "2026-06-30",
        "2026-07-31",
        "2026-08-31",
        "2026-09-30",
        "2026-10-31",
        "2026-11-30",
        "2026-12-31",
    ];
    let end = |le: &str| ENDS.into_iter().find(|end| le <= *end).expect("a day of 2026");
    vie.into_iter().map(|(le, commande)| (end(le), commande)).collect()
}

/// What professionals read of a file, at the end of each quarter.
fn read(enfant: &Enfant) -> Vec<String> {
    let parcours = enfant.parcours();
    let mut lines: Vec<String> =
        echeances(&parcours).iter().map(|echeance| format!("{echeance:?}")).collect();
    for au in ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"].map(jour) {
        let mut say = |what: &dyn Debug| lines.push(format!("{au} {what:?}"));
        irregularites(&parcours, au).iter().for_each(|found| say(found));
        say(&(voie(&parcours, au), fondement_ase(&parcours, au)));
        for &id in parcours.mesure.mesures.keys() {
            say(&(id, parcours.etat_de_mesure(id, au)));
        }
        for &id in parcours.information.informations.keys() {
            say(&(id, parcours.etat_d_information(id)));
        }
        for (id, accueil) in &parcours.accueil.accueils {
            let away = accueil.absence_au(au).is_some();
            say(&(id, accueil.ouvert(au), away, accueil.separation_au(au).is_some()));
        }
    }
    lines.sort();
    lines
}

fn refusals(refused: &[(Dit, Refus)]) -> Vec<String> {
    let mut lines: Vec<String> =
        refused.iter().map(|(dit, refus)| format!("{dit:?} {refus}")).collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 8))]

    #[test]
    fn l_ordre_de_saisie_des_faits_d_un_meme_jour_ne_dit_rien((droit, desordre) in desordre()) {
        let (droit, refused) = enter(by_month(droit));
        let (desordre, late) = enter(by_month(desordre));
        prop_assert_eq!(refusals(&refused), refusals(&late));
        prop_assert_eq!(said(&droit), said(&desordre));
        prop_assert_eq!(read(&droit), read(&desordre));
    }
}

#[test]
fn l_agregat_se_relit_de_ses_evenements() {
    for (nom, vie) in vies() {
        let enfant = lived(vie);
        let written = serde_json::to_string(&enfant).expect("json");
        let read: Enfant = serde_json::from_str(&written).expect("an aggregate");
        assert_eq!(state(&read), state(&enfant), "{nom}");
        assert_eq!(read.version(), enfant.version());
    }
}
