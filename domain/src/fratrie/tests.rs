//! What siblings share: the copies agree, and what is the same for all is written for all.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect;
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::decision::Suite;
use crate::enfant::{Contexte, Ensemble, decide_ensemble, freres, reaffecter};
use crate::essais::vies::{Dit, ecrits, evaluations, informations};
use crate::essais::*;

const TOM: EnfantId = EnfantId(Uuid::from_u128(2));
const ZOE: EnfantId = EnfantId(Uuid::from_u128(3));
const TOUS: [EnfantId; 3] = [LEA, TOM, ZOE];

fn contexte(le: &str) -> Contexte {
    let le = jour(le);
    let survenu = Survenu::le(le);
    Contexte { aujourd_hui: le, survenu, connu_le: None, version_attendue: None }
}

/// The files of a fratrie, which take what is decided.
struct Foyer(BTreeMap<EnfantId, Enfant>);

impl Foyer {
    fn ouvert() -> Self {
        Self(TOUS.map(|id| (id, enfant(id, [lea()]))).into())
    }

    fn get(&self, id: EnfantId) -> &Enfant {
        &self.0[&id]
    }

    fn decide(
        &self,
        le: &str,
        asked: &[(EnfantId, Commande)],
    ) -> Result<Ensemble, crate::refus::RefusFratrie> {
        let asked: Vec<(&Enfant, Commande)> =
            asked.iter().map(|(id, commande)| (self.get(*id), commande.clone())).collect();
        let beside: Vec<&Enfant> = freres(&asked).into_iter().map(|id| self.get(id)).collect();
        decide_ensemble(asked, &beside, &contexte(le))
    }

    /// Records what is asked, and says it; a refusal is said too.
    fn joue(&mut self, le: &str, asked: &[(EnfantId, Commande)]) -> String {
        match self.decide(le, asked) {
            Ok(ensemble) => {
                let said = dit(&ensemble);
                self.inscrit(ensemble);
                said
            }
            Err(refus) => format!("refusé : {}", refusal(&refus.refuses[0].1)),
        }
    }

    fn inscrit(&mut self, ensemble: Ensemble) {
        for (id, actes) in ensemble.actes {
            let enfant = self.0.get_mut(&id).expect("a child of the household");
            actes.into_iter().for_each(|acte| enfant.push_acte(acte));
        }
    }

    /// Everything that children may share, and that one of them was told.
    fn objets(&self) -> BTreeSet<Uuid> {
        let recorded = self.0.values().flat_map(Enfant::recorded);
        recorded.filter_map(|e| objet_partage(&e.acte.evenement)).map(|(objet, _)| objet).collect()
    }

    /// Those whose files say that they share an object say the same children, and all of these hold it. One
    /// whom no act ever named with another says nothing.
    fn copies_agree(&self) -> Result<(), String> {
        for objet in self.objets() {
            let holders: Vec<EnfantId> =
                TOUS.into_iter().filter(|id| tient(self.get(*id), &[], objet)).collect();
            for id in TOUS {
                let said = partage(self.get(id), objet);
                let held = said.iter().all(|other| holders.contains(other));
                let same = said.iter().all(|other| partage(self.get(*other), objet) == said);
                let lost = holders.contains(&id) && !said.is_empty() && !said.contains(&id);
                if !held || !same || lost {
                    return Err(format!("{id} says {said:?} of {objet}, held by {holders:?}"));
                }
            }
        }
        Ok(())
    }
}

fn dit(ensemble: &Ensemble) -> String {
    let actes = ensemble.actes.iter().filter(|(_, actes)| !actes.is_empty());
    let lines = actes.map(|(id, actes)| {
        let names: Vec<&str> = actes.iter().map(|acte| acte.evenement.nom()).collect();
        format!("{} {}", id.0.as_u128(), names.join("+"))
    });
    let mut lines: Vec<String> = lines.collect();
    let numbers = |ids: &[EnfantId]| {
        ids.iter().map(|id| id.0.as_u128().to_string()).collect::<Vec<_>>().join(" ")
    };
    if !ensemble.completes.is_empty() {
        lines.push(format!("complétés {}", numbers(&ensemble.completes)));
    }
    if !ensemble.manquants.is_empty() {
        lines.push(format!("manquants {}", numbers(&ensemble.manquants)));
    }
    lines.join(" ; ")
}

fn all(commande: &Commande) -> Vec<(EnfantId, Commande)> {
    TOUS.map(|id| (id, commande.clone())).into()
}

/// I1 received for the three, qualified, E1 mandated.
fn en_evaluation() -> Foyer {
    let mut foyer = Foyer::ouvert();
    foyer.joue("2026-01-09", &all(&recevoir(I1)));
    foyer.joue("2026-01-12", &all(&qualifier(I1)));
    foyer.joue("2026-01-12", &all(&mandater(&[I1], cadre())));
    foyer
}

#[test]
fn un_objet_partage_se_dit_une_fois_sur_chaque_flux() {
    let mut foyer = Foyer::ouvert();
    expect!["0 information_recue+objet_partage ; 2 information_recue+objet_partage ; 3 information_recue+objet_partage"]
        .assert_eq(&foyer.joue("2026-01-09", &all(&recevoir(I1))));
    expect!["0 information_qualifiee ; 2 information_qualifiee ; 3 information_qualifiee"]
        .assert_eq(&foyer.joue("2026-01-12", &all(&qualifier(I1))));
    expect!["0 information_recue"].assert_eq(&foyer.joue("2026-01-13", &[(LEA, recevoir(I2))]));
    assert_eq!(foyer.copies_agree(), Ok(()));
}

#[test]
fn un_enfant_qui_rejoint_est_dit_sur_tous_les_flux() {
    let mut foyer = Foyer::ouvert();
    foyer.joue("2026-01-09", &[(LEA, recevoir(I1)), (TOM, recevoir(I1))]);
    expect!["3 information_recue+objet_partage ; 0 objet_partage ; 2 objet_partage ; manquants 2"]
        .assert_eq(&foyer.joue("2026-01-09", &[(ZOE, recevoir(I1)), (LEA, recevoir(I1))]));
    assert_eq!(foyer.copies_agree(), Ok(()));
    assert_eq!(partage(foyer.get(TOM), I1.0), TOUS);
}

#[test]
fn un_acte_commun_est_complete_par_les_freres_et_soeurs_oublies() {
    let mut foyer = en_evaluation();
    expect!["0 rapport_remis ; 2 rapport_remis ; 3 rapport_remis ; complétés 2 3"]
        .assert_eq(&foyer.joue("2026-03-20", &[(LEA, remettre_rapport())]));
    expect!["2 complement_demande ; 0 complement_demande ; 3 complement_demande ; complétés 0 3"]
        .assert_eq(&foyer.joue("2026-03-23", &[(TOM, demander_complement())]));
}

#[test]
fn piege_07_un_acte_decide_par_enfant_n_est_pas_complete_et_dit_qui_manque() {
    let mut foyer = en_evaluation();
    foyer.joue("2026-03-20", &[(LEA, remettre_rapport())]);
    let decide = |suite| decider(vec![suite], Some(E1), cadre());
    expect!["0 decision_prise"]
        .assert_eq(&foyer.joue("2026-03-25", &[(LEA, decide(Suite::SansSuite))]));
    let mut foyer = Foyer::ouvert();
    foyer.joue("2026-01-09", &all(&recevoir(I1)));
    expect!["0 information_qualifiee ; manquants 2 3"]
        .assert_eq(&foyer.joue("2026-01-12", &[(LEA, qualifier(I1))]));
}

#[test]
fn un_frere_pour_qui_l_acte_est_impossible_n_arrete_pas_les_autres() {
    let mut foyer = en_evaluation();
    foyer.joue("2026-01-20", &[(ZOE, effacer())]);
    expect![
        "0 rapport_remis+objet_partage ; 2 rapport_remis+objet_partage ; complétés 2 ; manquants 3"
    ]
    .assert_eq(&foyer.joue("2026-03-20", &[(LEA, remettre_rapport())]));
    assert_eq!(partage(foyer.get(LEA), E1.0), [LEA, TOM]);
}

#[test]
fn une_correction_commune_se_fait_chez_tous() {
    let mut foyer = en_evaluation();
    foyer.joue("2026-03-20", &[(LEA, remettre_rapport())]);
    let cible = |foyer: &Foyer, id: EnfantId, nom: &str| {
        let said = foyer.get(id).recorded().iter().rev();
        said.clone().find(|e| e.acte.evenement.nom() == nom).expect("recorded").cible
    };
    let annule = |cible| {
        let annule = dossier::Annule { cible, motif: "erreur".into() };
        Commande::Dossier(dossier::Command::Annuler(annule))
    };
    let rapport = cible(&foyer, TOM, "rapport_remis");
    expect!["2 evenement_annule ; 0 evenement_annule ; 3 evenement_annule ; complétés 0 3"]
        .assert_eq(&foyer.joue("2026-03-21", &[(TOM, annule(rapport))]));
    let annulation = cible(&foyer, LEA, "evenement_annule");
    expect!["0 evenement_annule ; 2 evenement_annule ; 3 evenement_annule ; complétés 2 3"]
        .assert_eq(&foyer.joue("2026-03-22", &[(LEA, annule(annulation))]));
    // A reception is annulled for the one who was not concerned, and rectified for all.
    let recue = cible(&foyer, ZOE, "information_recue");
    assert!(
        foyer
            .joue("2026-03-23", &[(ZOE, annule(recue))])
            .starts_with("refusé : INFORMATION_INCONNUE")
    );
    let rectifie = Commande::Dossier(dossier::Command::Rectifier {
        cible: recue,
        motif: "arrivée la veille".into(),
        remplacement: Box::new(fait(recevoir(I1))),
        survenu: Some(Survenu::le(jour("2026-01-08"))),
    });
    expect!["3 evenement_rectifie ; 0 evenement_rectifie ; 2 evenement_rectifie ; complétés 0 2"]
        .assert_eq(&foyer.joue("2026-03-23", &[(ZOE, rectifie)]));
    assert_eq!(foyer.copies_agree(), Ok(()));
}

#[test]
fn une_correction_impossible_chez_un_frere_est_refusee_pour_tous() {
    let mut foyer = en_evaluation();
    foyer.joue("2026-03-20", &[(LEA, remettre_rapport())]);
    foyer.joue("2026-03-25", &[(TOM, decider(vec![Suite::SansSuite], Some(E1), cadre()))]);
    let rapport =
        foyer.get(LEA).recorded().iter().find(|e| e.acte.evenement.nom() == "rapport_remis");
    let cible = rapport.expect("recorded").cible;
    let annule = dossier::Annule { cible, motif: "erreur".into() };
    let annule = Commande::Dossier(dossier::Command::Annuler(annule));
    let refus = foyer.decide("2026-03-26", &[(LEA, annule)]).expect_err("refused");
    assert_eq!(refus.refuses[0].0, TOM, "the sibling whose decision stood on it");
}

#[test]
fn une_information_reaffectee_quitte_le_partage() {
    let mut foyer = Foyer::ouvert();
    foyer.joue("2026-01-09", &[(LEA, recevoir(I1)), (TOM, recevoir(I1))]);
    let beside = [foyer.get(TOM)];
    let moved = reaffecter(
        foyer.get(LEA),
        foyer.get(ZOE),
        I1,
        "autre enfant".into(),
        &beside,
        &contexte("2026-01-12"),
    );
    foyer.inscrit(moved.expect("moved"));
    assert_eq!(foyer.copies_agree(), Ok(()));
    assert_eq!(partage(foyer.get(LEA), I1.0), [TOM, ZOE], "it is told who is left");
}

#[test]
fn qui_a_quitte_le_partage_apprend_encore_ce_qui_le_suit() {
    let mut foyer = Foyer::ouvert();
    foyer.joue("2026-01-09", &[(TOM, recevoir(I1)), (ZOE, recevoir(I1))]);
    let recue = |foyer: &Foyer, id: EnfantId| {
        let said = foyer.get(id).recorded().iter();
        said.clone()
            .find(|e| e.acte.evenement.nom() == "information_recue")
            .expect("recorded")
            .cible
    };
    let annule = |cible| {
        let annule = dossier::Annule { cible, motif: "erreur".into() };
        Commande::Dossier(dossier::Command::Annuler(annule))
    };
    let chez_zoe = recue(&foyer, ZOE);
    foyer.joue("2026-01-10", &[(ZOE, annule(chez_zoe))]);
    let beside = [foyer.get(ZOE)];
    let moved = reaffecter(
        foyer.get(TOM),
        foyer.get(LEA),
        I1,
        "autre".into(),
        &beside,
        &contexte("2026-01-12"),
    );
    foyer.inscrit(moved.expect("moved"));
    assert_eq!(partage(foyer.get(ZOE), I1.0), [LEA]);
    let chez_lea = recue(&foyer, LEA);
    foyer.joue("2026-01-13", &[(LEA, annule(chez_lea))]);
    assert!(TOUS.iter().all(|&id| partage(foyer.get(id), I1.0).is_empty()), "nobody holds it");
}

/// One thing that may be asked of some of the three: which, of whom, about which event.
fn acts() -> impl Strategy<Value = (Vec<usize>, Index, u32)> {
    (prop::collection::vec(0..3usize, 1..=3), any::<Index>(), 1..24u32)
}

/// What siblings may share and what is written about it, on its day; for the last ranks, none: a
/// correction, or an information moved.
fn shared(choice: Index) -> Option<Dit> {
    let facts = [informations(), evaluations(), ecrits()].concat();
    facts.get(choice.index(facts.len() + facts.len() / 4)).cloned()
}

impl Foyer {
    fn joue_au_hasard(&mut self, who: &BTreeSet<EnfantId>, choice: Index, version: u32) {
        let asked = |commande: &dyn Fn(EnfantId) -> Commande| -> Vec<(EnfantId, Commande)> {
            who.iter().map(|&id| (id, commande(id))).collect()
        };
        if let Some((le, commande)) = shared(choice) {
            self.joue(le, &asked(&|_| commande.clone()));
        } else if version.is_multiple_of(3) {
            self.deplace_au_hasard(who, version);
        } else {
            let annule =
                |flux| dossier::Annule { cible: Cible { flux, version }, motif: "erreur".into() };
            self.joue(
                "2026-12-30",
                &asked(&|id| Commande::Dossier(dossier::Command::Annuler(annule(id)))),
            );
        }
    }

    fn deplace_au_hasard(&mut self, who: &BTreeSet<EnfantId>, version: u32) {
        let de = who.first().expect("one at least");
        let vers = TOUS[version as usize / 3 % 3];
        let information = InformationId(Uuid::from_u128(0x21));
        let beside: Vec<&Enfant> =
            self.0.values().filter(|one| one.id() != *de && one.id() != vers).collect();
        let (de, vers) = (self.get(*de), self.get(vers));
        let moved =
            reaffecter(de, vers, information, "autre".into(), &beside, &contexte("2026-12-30"));
        if let Ok(moved) = moved {
            self.inscrit(moved);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    /// Whatever is asked of whom, in whatever order, corrections included.
    #[test]
    fn les_copies_des_freres_et_soeurs_s_accordent(story in prop::collection::vec(acts(), 1..30)) {
        let mut foyer = Foyer::ouvert();
        for (who, choice, version) in story {
            let who: BTreeSet<EnfantId> = who.into_iter().map(|rank| TOUS[rank]).collect();
            foyer.joue_au_hasard(&who, choice, version);
            prop_assert_eq!(foyer.copies_agree(), Ok(()));
            for enfant in foyer.0.values() {
                prop_assert_eq!(enfant.parcours().contradictions(), vec![]);
            }
        }
    }
}
