//! Merging two files, parting them again.

use expect_test::expect;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::dossier::Command;
use crate::enfant::{Commande, decide_ensemble};
use crate::essais::vies::{Dit, vies};
use crate::essais::*;
use crate::identite;
use crate::temps::Survenu;

const BIS: EnfantId = EnfantId(Uuid::from_u128(9));

fn contexte(le: &str) -> Contexte {
    let le = jour(le);
    let survenu = Survenu::le(le);
    Contexte {
        aujourd_hui: jour("2027-01-01"),
        survenu,
        connu_le: Some(le),
        version_attendue: None,
    }
}

/// The journal of two files: positions grow with each event, whichever stream it is on.
struct Deux {
    lea: Enfant,
    bis: Enfant,
    position: u64,
}

impl Deux {
    fn nouveaux() -> Self {
        let mut deux = Self { lea: Enfant::nouveau(LEA), bis: Enfant::nouveau(BIS), position: 0 };
        deux.inscrit(LEA, lea());
        deux.inscrit(BIS, le("2026-01-02", fait(inscrire(None))));
        deux
    }

    fn inscrit(&mut self, id: EnfantId, acte: Acte) {
        self.position += 1;
        let enfant = if id == LEA { &mut self.lea } else { &mut self.bis };
        let cible = Cible { flux: id, version: enfant.version() + 1 };
        let position = self.position;
        enfant.push(Enregistre {
            cible,
            position,
            enregistre_a: None,
            auteur: String::new(),
            acte,
        });
    }

    fn inscrits(&mut self, ensemble: Ensemble) {
        for (id, actes) in ensemble.actes {
            actes.into_iter().for_each(|acte| self.inscrit(id, acte));
        }
    }

    /// Léa's file as the engine loads it: with the streams merged into it.
    fn principal(&self) -> Enfant {
        let mut lea = self.lea.clone();
        if lea.absorbes().contains(&BIS) {
            self.bis.recorded().iter().for_each(|event| lea.push(event.clone()));
        }
        lea
    }

    fn fait(&mut self, id: EnfantId, le: &str, commande: Commande) {
        let enfant = if id == LEA { self.principal() } else { self.bis.clone() };
        let decided = decide_ensemble(vec![(&enfant, commande)], &[], &contexte(le));
        self.inscrits(decided.expect("possible"));
    }

    fn reunir(&mut self, le: &str) -> Result<(), RefusFratrie> {
        let merged = fusionner(&self.lea, &self.bis, "même acte de naissance", &contexte(le))?;
        self.inscrits(merged);
        Ok(())
    }

    fn disjoindre(&mut self, le: &str, rendus: &[u32]) -> Result<(), RefusFratrie> {
        let parted = disjoindre(&self.principal(), &self.bis, rendus, "homonymes", &contexte(le))?;
        self.inscrits(parted);
        Ok(())
    }
}

fn said(enfant: &Enfant) -> Vec<String> {
    let line = |e: &Effectif| format!("{} {}", e.survenu, e.evenement.nom());
    enfant.histoire().iter().map(line).collect()
}

fn refused(result: Result<(), RefusFratrie>) -> String {
    let refus = result.expect_err("refused");
    refusal(&refus.refuses[0].1)
}

/// I1 for Léa, I2 for the other file: one child.
fn deux_dossiers() -> Deux {
    let mut deux = Deux::nouveaux();
    deux.fait(LEA, "2026-01-09", recevoir(I1));
    deux.fait(BIS, "2026-01-20", recevoir(I2));
    deux.fait(BIS, "2026-01-10", declarer_residence("17415"));
    deux
}

#[test]
fn deux_dossiers_reunis_ont_une_seule_histoire() {
    let mut deux = deux_dossiers();
    deux.reunir("2026-02-01").expect("merged");
    let lea = deux.principal();
    expect![[r#"
        le 01/01/2026 enfant_inscrit
        le 09/01/2026 information_recue
        le 10/01/2026 residence_declaree
        le 20/01/2026 information_recue"#]]
    .assert_eq(&said(&lea).join("\n"));
    assert_eq!(lea.parcours().contradictions(), []);
    assert_eq!(lea.parcours().identite.naissance().map(|n| n.le), Some(jour("2015-03-04")));
    assert_eq!(deux.bis.reuni_a(), Some(LEA));
    deux.reunir("2026-02-02").expect("already so");
    assert_eq!((deux.lea.version(), deux.bis.version()), (3, 4));
}

#[test]
fn le_dossier_absorbe_ne_recoit_plus_rien_et_aucun_des_deux_ne_s_efface() {
    let mut deux = deux_dossiers();
    deux.reunir("2026-02-01").expect("merged");
    let refus = |enfant: &Enfant, commande: Commande| {
        refusal(&enfant.decide(commande, &contexte("2026-02-03")).expect_err("refused"))
    };
    expect!["DOSSIER_REUNI · Ce dossier est déjà réuni à un autre."]
        .assert_eq(&refus(&deux.bis, recevoir(I1)));
    expect!["DOSSIER_REUNI · Ce dossier est déjà réuni à un autre."]
        .assert_eq(&refus(&deux.principal(), effacer()));
    expect![
        "REUNION_A_CORRIGER · Une réunion de dossiers ne s'annule ni ne se rectifie comme un fait."
    ]
    .assert_eq(&refus(&deux.principal(), annuler(3)));
}

#[test]
fn deux_histoires_qui_se_contredisent_ne_se_reunissent_pas() {
    let mut deux = Deux::nouveaux();
    deux.fait(LEA, "2026-01-09", admettre(A1));
    deux.fait(BIS, "2026-01-12", admettre(A2));
    expect!["DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 12/01/2026."]
        .assert_eq(&refused(deux.reunir("2026-02-01")));
    expect!["DOSSIERS_NON_REUNIS · Ces deux dossiers ne sont pas réunis."]
        .assert_eq(&refused(deux.disjoindre("2026-02-01", &[])));
}

#[test]
fn disjoindre_rend_a_chacun_ce_qui_fut_saisi_depuis() {
    let mut deux = deux_dossiers();
    deux.reunir("2026-02-01").expect("merged");
    deux.fait(LEA, "2026-02-10", qualifier(I2));
    deux.fait(LEA, "2026-02-11", qualifier(I1));
    expect!["PAS_DEPUIS_LA_REUNION · L'événement n° 2 n'est pas un fait enregistré dans le dossier principal depuis la réunion."]
        .assert_eq(&refused(deux.disjoindre("2026-03-01", &[2])));
    // I2 is the other child's: her qualification stays nowhere without it.
    expect!["INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."]
        .assert_eq(&refused(deux.disjoindre("2026-03-01", &[])));
    deux.disjoindre("2026-03-01", &[4]).expect("parted");
    expect![[r#"
        le 01/01/2026 enfant_inscrit
        le 09/01/2026 information_recue
        le 11/02/2026 information_qualifiee"#]]
    .assert_eq(&said(&deux.principal()).join("\n"));
    expect![[r#"
        le 02/01/2026 enfant_inscrit
        le 10/01/2026 residence_declaree
        le 20/01/2026 information_recue
        le 10/02/2026 information_qualifiee"#]]
    .assert_eq(&said(&deux.bis).join("\n"));
    assert_eq!(deux.bis.reuni_a(), None);
    deux.fait(BIS, "2026-03-02", recevoir(I1));
}

#[test]
fn piege_19_une_correction_faite_sur_le_dossier_reuni_suit_l_enfant() {
    let mut deux = deux_dossiers();
    deux.reunir("2026-02-01").expect("merged");
    let cible = Cible { flux: BIS, version: 3 };
    let annule = Annule { cible, motif: "autre commune".into() };
    deux.fait(LEA, "2026-02-10", Commande::Dossier(Command::Annuler(annule)));
    assert_eq!(said(&deux.principal()).len(), 3);
    deux.disjoindre("2026-03-01", &[]).expect("parted");
    expect!["le 02/01/2026 enfant_inscrit, le 20/01/2026 information_recue"]
        .assert_eq(&said(&deux.bis).join(", "));
}

#[test]
fn la_version_d_un_objet_grandit_quel_que_soit_le_flux() {
    let mut deux = deux_dossiers();
    deux.reunir("2026-02-01").expect("merged");
    let before = deux.principal().parcours().objets[&I2.0];
    deux.fait(LEA, "2026-02-10", qualifier(I2));
    assert!(before < deux.principal().parcours().objets[&I2.0]);
}

/// A part of one of the lives, each fact told on one of the two files.
fn sur_deux_dossiers() -> impl Strategy<Value = (Vec<Dit>, Vec<bool>)> {
    let part = |(_, vie): (&str, Vec<Dit>)| {
        let facts: Vec<Dit> = vie.into_iter().filter(|dit| !ouvre(dit)).collect();
        let all = facts.len();
        (subsequence(facts, 0..=all), proptest::collection::vec(any::<bool>(), all))
    };
    select(vies()).prop_flat_map(part)
}

fn ouvre((_, commande): &Dit) -> bool {
    matches!(
        commande,
        Commande::Identite(
            identite::Command::Inscrire(_)
                | identite::Command::SignalerNonIdentifie(_)
                | identite::Command::SignalerANaitre(_)
        )
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 6))]

    /// Merging, whatever happened on either file, then parting with nothing given back, leaves both as
    /// they were; merged, they say what one file would have said.
    #[test]
    fn reunir_puis_disjoindre_retablit_les_deux((mut facts, sides) in sur_deux_dossiers()) {
        let mut deux = Deux::nouveaux();
        facts.sort_by_key(|(le, _)| *le);
        for ((le, commande), chez_lea) in facts.into_iter().zip(sides) {
            let enfant = if chez_lea { deux.lea.clone() } else { deux.bis.clone() };
            if let Ok(ensemble) = decide_ensemble(vec![(&enfant, commande)], &[], &contexte(le)) {
                deux.inscrits(ensemble);
            }
        }
        let (lea, bis) = (said(&deux.lea), said(&deux.bis));
        let parcours = (deux.lea.parcours(), deux.bis.parcours());
        if deux.reunir("2026-12-31").is_ok() {
            let principal = deux.principal();
            prop_assert_eq!(principal.parcours().contradictions(), vec![]);
            prop_assert_eq!(toutes(&said(&principal)), toutes(&[lea.clone(), suivis(&deux.bis)].concat()));
            deux.disjoindre("2026-12-31", &[]).expect("what was two is two again");
        }
        prop_assert_eq!(said(&deux.principal()), lea);
        prop_assert_eq!(said(&deux.bis), bis);
        prop_assert_eq!((deux.principal().parcours(), deux.bis.parcours()), parcours);
    }
}

fn toutes(lines: &[String]) -> Vec<String> {
    let mut lines = lines.to_vec();
    lines.sort();
    lines
}

/// What happened to the child of a file, without what it says of who he is.
fn suivis(enfant: &Enfant) -> Vec<String> {
    let who = ["enfant_inscrit", "enfant_identifie", "naissance_fixee"];
    let facts = said(enfant).into_iter();
    facts.filter(|line| !who.iter().any(|nom| line.ends_with(nom))).collect()
}
