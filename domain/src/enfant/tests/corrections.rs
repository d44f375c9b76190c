//! A life annulled, restored and moved at random says what one written right the first time would say.

use expect_test::expect;
use proptest::prelude::*;
use proptest::sample::{Index, Selector};
use serde_json::json;

use super::ordres::{late, lived, said, state};
use crate::dossier;
use crate::enfant::{Commande, Contexte, Enfant};
use crate::essais::table::{commande, demander};
use crate::essais::vies::vies;
use crate::essais::*;
use crate::evenement::{Acte, Evenement};
use crate::histoire::{Cible, Enregistre};
use crate::temps::Survenu;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 8))]

    #[test]
    fn une_histoire_corrigee_egale_une_histoire_ecrite_juste(
        vie in any::<Index>(),
        hasard in proptest::collection::vec(any::<(Index, Selector)>(), 0..24),
    ) {
        let (_, vie) = vie.get(&vies()).clone();
        let days: Vec<&str> = vie.iter().map(|(le, _)| *le).collect();
        let mut corrected = lived(vie);
        for (cible, choix) in hasard {
            let commande = random_correction(&corrected, &days, cible, choix);
            for acte in corrected.decide(commande, &late("2026-12-31")).unwrap_or_default() {
                corrected.push_acte(acte);
            }
        }
        let right = written_right(&corrected);
        prop_assert_eq!(said(&corrected), said(&right));
        prop_assert_eq!(state(&corrected), state(&right));
        prop_assert_eq!(corrected.parcours().contradictions(), vec![]);
        let again = retyped(&corrected);
        prop_assert!(again.is_empty(), "{}", again.join("\n"));
    }
}

/// What was decided in good faith stays decided, even when a correction shows that it should not have been:
/// no truth is refused for it.
const DE_BONNE_FOI: [(&str, &str); 8] = [
    (
        "ABSENCE_NON_CONSTATEE",
        "une requête en délaissement fut déposée sur des relations mal notées",
    ),
    ("DELAISSEMENT_PREMATURE", "une requête fut déposée sur des relations mal datées"),
    ("SOUTIEN_NON_PROPOSE", "une requête fut déposée sur un soutien noté à tort"),
    (
        "ACCUEIL_NON_OUVERT",
        "un changement fut décidé quand l'enfant, on l'apprit plus tard, était parti",
    ),
    ("DOSSIER_TRANSFERE", "un acte fut pris avant qu'on apprenne le jour du transfert"),
    ("ENFANT_MAJEUR", "une information fut qualifiée sur une naissance fausse"),
    ("ENFANT_A_NAITRE", "une information fut qualifiée sur un jour de naissance faux"),
    ("RETOUR_APRES_VINGT_ET_UN_ANS", "un retour fut accordé sur une naissance fausse"),
];

/// What would be refused, of the facts that stand after corrections, to someone who types each on its day.
fn retyped(enfant: &Enfant) -> Vec<String> {
    let facts = enfant.histoire();
    let typed = facts.into_iter().filter_map(|effectif| {
        let acte = (effectif.survenu.le, commande(effectif.evenement)?);
        Some(acte)
    });
    let mut again = Enfant::nouveau(LEA);
    let mut refused = Vec::new();
    for (le, commande) in typed {
        let contexte = Contexte { survenu: Survenu::le(le), ..late("2026-12-31") };
        match again.decide(commande.clone(), &contexte) {
            Ok(actes) => actes.into_iter().for_each(|acte| again.push_acte(acte)),
            Err(refus) if DE_BONNE_FOI.iter().any(|(code, _)| *code == refus.code()) => {
                again.push_acte(Acte {
                    survenu: contexte.survenu,
                    connu_le: le,
                    evenement: fait(commande),
                });
            }
            Err(refus) => refused.push(format!("{le} {} {commande:?}", refus.code())),
        }
    }
    refused
}

/// The corrections, read one by one as their words say: an event stands unless an annulment that
/// stands names it; it says what the last rectification that stands says.
fn stands(recorded: &[Enregistre], cible: Cible) -> bool {
    let annuls = |e: &&Enregistre| match e.acte.evenement.correction() {
        Some(dossier::Event::Annule(annule)) => annule.cible == cible,
        Some(
            dossier::Event::Rectifie(_)
            | dossier::Event::Efface(_)
            | dossier::Event::Reuni(_)
            | dossier::Event::Disjoint(_),
        )
        | None => false,
    };
    !recorded.iter().filter(annuls).any(|annulment| stands(recorded, annulment.cible))
}

fn rectified(recorded: &[Enregistre], original: &Enregistre) -> Acte {
    let mut acte = original.acte.clone();
    for later in recorded.iter().filter(|later| stands(recorded, later.cible)) {
        if let Evenement::Dossier(dossier::Event::Rectifie(rectifie)) = &later.acte.evenement
            && rectifie.cible == original.cible
        {
            acte.survenu = rectifie.survenu;
            acte.evenement = (*rectifie.remplacement).clone();
        }
    }
    acte
}

/// The same story, written by someone who makes no mistake.
fn written_right(corrected: &Enfant) -> Enfant {
    let recorded = corrected.recorded();
    let facts = recorded.iter().filter(|e| !matches!(e.acte.evenement, Evenement::Dossier(_)));
    let standing = facts.filter(|fact| stands(recorded, fact.cible));
    enfant(LEA, standing.map(|fact| rectified(recorded, fact)))
}

/// Annuls any event, or moves a fact to another of the days of the story. The opening of the file is left:
/// annulled, it is opened again otherwise, and the facts wait for it.
fn random_correction(enfant: &Enfant, days: &[&str], cible: Index, choix: Selector) -> Commande {
    let recorded = &enfant.recorded()[1..];
    let any = recorded[cible.index(recorded.len())].cible.version;
    let fact = &recorded[cible.index(days.len() - 1)];
    let day = choix.select(days.iter().copied());
    choix.select([
        annuler(any),
        rectifier(fact.cible.version, fact.acte.evenement.clone(), Some(day)),
    ])
}

// What the properties found, one example each.

fn faits(dits: &[(&'static str, &str, serde_json::Value)]) -> Vec<Acte> {
    let opened = lea();
    let told = dits.iter().map(|(jour, nom, said)| le(jour, fait(demander(nom, said.clone()))));
    [opened].into_iter().chain(told).collect()
}

/// Moves the event number n of a file to a day.
fn deplacer(faits: &[Acte], version: u32, jour: &str) -> Outcome {
    let evenement = faits[version as usize - 1].evenement.clone();
    given(faits.to_vec()).on("2026-12-31").when(rectifier(version, evenement, Some(jour)))
}

fn recue() -> serde_json::Value {
    json!({ "arrivee_crip": null, "ecrite_le": null, "reaffectee_de": null })
}

#[test]
fn une_information_n_arrive_pas_apres_ce_que_le_departement_en_a_fait() {
    for acte in
        ["navette_envoyee", "adresse_demandee", "information_transferee", "information_signalee"]
    {
        let faits =
            faits(&[("2026-01-09", "information_recue", recue()), ("2026-01-12", acte, json!({}))]);
        deplacer(&faits, 2, "2026-01-12").then(expect!["evenement_rectifie"]);
        deplacer(&faits, 2, "2026-01-13").then_refused(expect!["AVANT_RECEPTION · Un acte du Département sur cette information précéderait son arrivée, le 13/01/2026. (CASF, art. D226-2-4 II)"]);
    }
}

#[test]
fn un_complement_ne_se_demande_pas_avant_le_rapport() {
    let faits = faits(&[
        ("2026-03-10", "rapport_remis", json!({})),
        ("2026-03-12", "complement_demande", json!({})),
    ]);
    deplacer(&faits, 2, "2026-03-12").then(expect!["evenement_rectifie"]);
    deplacer(&faits, 2, "2026-03-13").then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
}

#[test]
fn une_decision_n_est_pas_revisee_avant_d_etre_prise() {
    let faits = faits(&[
        ("2026-03-20", "decision_prise", json!({ "evaluation": null })),
        ("2026-03-26", "decision_revisee", json!({})),
    ]);
    deplacer(&faits, 2, "2026-03-26").then(expect!["evenement_rectifie"]);
    deplacer(&faits, 2, "2026-03-27").then_refused(expect![
        "DECISION_INCONNUE · Cette décision n'est pas enregistrée pour cet enfant."
    ]);
}

#[test]
fn une_edition_ne_se_signe_ni_ne_se_remet_avant_d_etre_ecrite() {
    for acte in ["projet_signe", "projet_remis", "projet_signature_refusee"] {
        let faits = faits(&[
            ("2026-05-04", "projet_etabli", json!({})),
            ("2026-11-02", "projet_revise", json!({})),
            ("2026-11-03", acte, json!({ "edition": 2 })),
        ]);
        deplacer(&faits, 4, "2026-11-02").then(expect!["evenement_rectifie"]);
        deplacer(&faits, 4, "2026-11-01").then_refused(expect![
            "EDITION_INCONNUE · L'édition 2 de ce projet pour l'enfant n'est pas enregistrée."
        ]);
    }
}

#[test]
fn une_mesure_n_est_pas_renouvelee_avant_d_etre_decidee() {
    let faits = faits(&[
        (
            "2026-04-01",
            "mesure_ordonnee",
            json!({ "mesure": { "notifiee_le": null, "recue_le": null } }),
        ),
        (
            "2026-09-20",
            "mesure_renouvelee",
            json!({ "mesure": { "notifiee_le": null, "recue_le": null } }),
        ),
    ]);
    deplacer(&faits, 3, "2026-04-01").then(expect!["evenement_rectifie"]);
    deplacer(&faits, 3, "2026-03-31").then_refused(expect![
        "MESURE_INCONNUE · Cette mesure n'est pas enregistrée pour cet enfant."
    ]);
}

#[test]
fn un_enfant_n_est_ni_repris_ni_admis_sans_proces_verbal() {
    for (jour, acte) in [("2026-02-20", "enfant_repris"), ("2026-09-01", "pupille_admis")] {
        let faits =
            faits(&[("2026-01-06", "pv_recueil_dresse", json!({})), (jour, acte, json!({}))]);
        given(faits).on("2026-12-31").when(annuler(2)).then_refused(expect![
            "RECUEIL_INCONNU · Aucun procès-verbal de recueil n'est enregistré. (CASF, art. L224-5)"
        ]);
    }
}

#[test]
fn une_mise_a_l_abri_prolongee_a_commence() {
    let faits = faits(&[
        ("2026-01-13", "mis_a_l_abri", json!({})),
        ("2026-01-17", "mise_a_l_abri_prolongee", json!({})),
    ]);
    deplacer(&faits, 2, "2026-01-17").then(expect!["evenement_rectifie"]);
    deplacer(&faits, 2, "2026-01-18").then_refused(expect!["MISE_A_L_ABRI_INCONNUE · Aucune mise à l'abri n'est enregistrée : il n'y a rien à prolonger. (CASF, art. R221-11)"]);
    given(faits).on("2026-12-31").when(annuler(2)).then_refused(expect!["MISE_A_L_ABRI_INCONNUE · Aucune mise à l'abri n'est enregistrée : il n'y a rien à prolonger. (CASF, art. R221-11)"]);
}

#[test]
fn une_information_reexaminee_fut_differee() {
    let faits = faits(&[
        ("2026-05-01", "information_differee", json!({})),
        ("2026-06-01", "information_differee_reexaminee", json!({})),
    ]);
    deplacer(&faits, 2, "2026-06-01").then(expect!["evenement_rectifie"]);
    deplacer(&faits, 2, "2026-06-02").then_refused(expect![
        "INFORMATION_NON_DIFFEREE · Cette information n'est pas différée à cette date."
    ]);
}

#[test]
fn un_changement_en_urgence_se_decide_le_jour_meme_dans_quelque_ordre_qu_on_le_saisisse() {
    let parti = faits(&[
        ("2026-04-21", "accueil_admis", json!({})),
        ("2026-06-20", "accueil_lieu_change", json!({ "juge_informe_le": null })),
    ]);
    let decider =
        || demander("accueil_changement_decide", json!({ "urgence": true, "prevu_le": null }));
    given(parti.clone())
        .on("2026-06-20")
        .when(decider())
        .then(expect!["accueil_changement_decide"]);
    given(parti).on("2026-06-21").when(decider()).then_refused(expect![
        "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 21/06/2026."
    ]);
}
