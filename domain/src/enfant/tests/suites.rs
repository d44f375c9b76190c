//! Whatever may be asked, on whatever day: refused, or a history that holds.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::Index;

use super::jour;
use crate::decision::Suite;
use crate::dossier;
use crate::echeances::{Etat, echeances};
use crate::enfant::{Commande, Contexte, Enfant, Parcours};
use crate::essais::vies::vies;
use crate::essais::*;
use crate::irregularites::irregularites;
use crate::statut::{fondement_ase, voie};
use crate::temps::Survenu;

/// What is asked of every chapter: each fact of each life, what other tests say, corrections of any event.
fn anything(version: u32) -> Vec<(NaiveDate, Commande)> {
    let lived = vies().into_iter().flat_map(|(_, vie)| vie);
    let mut all: Vec<_> = lived.map(|(le, commande)| (jour(le), commande)).collect();
    let days: Vec<NaiveDate> = all.iter().map(|(le, _)| *le).collect();
    all.extend(days.into_iter().cycle().step_by(7).zip(others(version)));
    all
}

fn others(version: u32) -> Vec<Commande> {
    vec![
        inscrire(None),
        signaler_non_identifie(),
        identifier("2015-03-04"),
        fixer_naissance("2014-03-04"),
        declarer_residence("17300"),
        declarer_deces(),
        recevoir(I1),
        recevoir(I2),
        qualifier(I1),
        ne_pas_qualifier(cadre()),
        rattacher(I2, I1),
        marquer_doublon(I2, I1),
        mandater(&[I1], cadre()),
        remettre_rapport(),
        demander_complement(),
        decider(vec![Suite::SansSuite], Some(E1), cadre()),
        reviser_decision(vec![Suite::PoursuiteMesure], cadre()),
        ordonner(placement(M1).until("2026-08-01")),
        contracter(aed(M2).until("2026-12-31")),
        recevoir_mesure(M1),
        demarrer(M1),
        suspendre(M1),
        reprendre(M1),
        lever(M1),
        terminer(M2),
        admettre(A1),
        admettre_en_relais(A3),
        changer_de_lieu(A1, A2),
        sortir(A1),
        etablir_projet(cadre()),
        reviser_projet(2),
        signer_projet(1),
        transmettre(cadre()),
        accepter("2026-06-01"),
        revenir(),
        annuler(version),
        annuler(version / 2 + 1),
        rectifier(version, fait(declarer_residence("17415")), Some("2026-03-03")),
        effacer(),
    ]
}

/// One thing that may be asked: which, on its own day or so many days from the first of January, about
/// which event.
fn asked() -> impl Strategy<Value = (Index, Option<u64>, u32)> {
    (any::<Index>(), proptest::option::weighted(0.3, 0..500u64), 1..40u32)
}

/// What is read of a state holds on any day: before it all, that day, on a leap day, after it all.
fn readable(enfant: &Enfant, le: NaiveDate) -> Result<(), TestCaseError> {
    let (histoire, parcours) = (enfant.histoire(), enfant.parcours());
    for au in [jour("2025-12-31"), le, jour("2028-02-29"), jour("2034-01-01")] {
        for echeance in
            echeances(&parcours).into_iter().chain(echeances(&Parcours::au(&histoire, au)))
        {
            prop_assert!(!echeance.to_string().is_empty());
            prop_assert!(echeance.legale() >= echeance.stricte.map(|limite| limite.le));
            prop_assert_eq!(echeance.retard(au).is_some(), echeance.legale().is_some());
            let before = Survenu::le(echeance.declenchee.le - Days::new(1));
            prop_assert_eq!(echeance.etat(before), Etat::AVenir);
            prop_assert!(
                echeance.etat(Survenu::le(au)) != Etat::AVenir || au < echeance.declenchee.le
            );
        }
        for irregularite in irregularites(&parcours, au) {
            prop_assert!(
                irregularite.depuis <= au,
                "{} on {au}: {irregularite:?}",
                irregularite.code
            );
        }
        let _ = (voie(&parcours, au), fondement_ase(&parcours, au));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 6))]

    /// Any sequence of commands, on any days, either is refused or leaves a history without contradiction;
    /// and the day on which it is typed decides nothing.
    #[test]
    fn toute_suite_de_commandes_laisse_une_histoire_sans_contradiction(
        story in proptest::collection::vec(asked(), 1..60), reading in 0..500u64,
    ) {
        let mut enfant = enfant(LEA, [lea()]);
        for (choice, day, version) in story {
            let all = anything(version);
            let (own, commande) = choice.get(&all).clone();
            let le = day.map_or(own, |days| jour("2026-01-01") + Days::new(days));
            let typed_on = |today: &str| {
                let contexte = Contexte {
                    aujourd_hui: jour(today),
                    survenu: Survenu::le(le),
                    connu_le: Some(le),
                    version_attendue: None,
                };
                enfant.decide(commande.clone(), &contexte)
            };
            let decided = typed_on("2027-12-01");
            // An erasure is dated of the day it is recorded: the one act that looks at it.
            if !matches!(commande, Commande::Dossier(dossier::Command::Effacer(_))) {
                prop_assert_eq!(&decided, &typed_on("2030-06-30"));
            }
            for acte in decided.unwrap_or_default() {
                enfant.push_acte(acte);
            }
            prop_assert_eq!(enfant.parcours().contradictions(), vec![]);
        }
        readable(&enfant, jour("2026-01-01") + Days::new(reading))?;
    }
}
