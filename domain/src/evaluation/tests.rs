//! What the chapter takes, refuses and says.

use expect_test::expect;

use uuid::Uuid;

use super::{
    Avis, Command, CommissionTenue, ComplementRecu, DesaccordNote, Empechee, EnfantApprecie,
    EquipeDesignee, Evaluateur, Reprise,
};
use crate::Decideur;
use crate::codes::{
    Conclusion, EtatEvaluation, GenreSuite, MembreCommission, MotifEmpechement, MotifReaffectation,
    ProfessionEvaluateur,
};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;
use crate::ids::EnfantId;
use crate::sealed::Sealed;

fn qualifiee() -> Vec<Acte> {
    vec![lea(), le("2026-01-09", fait(recevoir(I1))), le("2026-01-12", fait(qualifier(I1)))]
}

fn mandatee() -> Vec<Acte> {
    let mut faits = qualifiee();
    faits.push(le("2026-01-15", fait(mandater(&[I1], cadre()))));
    faits
}

#[test]
fn un_mandat_demande_une_information_preoccupante() {
    given([lea(), le("2026-01-09", fait(recevoir(I1)))])
        .on("2026-01-15")
        .when(mandater(&[I1], cadre()))
        .then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
    given(qualifiee())
        .on("2026-01-15")
        .when(mandater(&[], cadre()))
        .then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
    given(qualifiee())
        .on("2026-01-15")
        .when(mandater(&[I2, I1], cadre()))
        .then(expect!["evaluation_mandatee"]);
}

#[test]
fn une_information_partie_chez_un_autre_enfant_ne_fonde_plus_de_mandat() {
    let ailleurs = crate::information::Event::Retiree(crate::information::Retiree {
        information: I1,
        vers: crate::ids::EnfantId(uuid::Uuid::from_u128(2)),
        motif: "autre enfant".into(),
    });
    let mut retiree = qualifiee();
    retiree.push(le("2026-01-14", crate::evenement::Evenement::Information(ailleurs)));
    given(retiree).on("2026-01-15").when(mandater(&[I1], cadre())).then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
}

#[test]
fn on_mandate_le_jour_de_la_qualification_et_pas_la_veille() {
    given(qualifiee())
        .on("2026-01-12")
        .when(mandater(&[I1], cadre()))
        .then(expect!["evaluation_mandatee"]);
    given(qualifiee())
        .on("2026-01-11")
        .recorded_on("2026-01-15")
        .when(mandater(&[I1], cadre()))
        .then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
}

#[test]
fn un_mandat_engage_le_departement_et_ne_se_donne_qu_une_fois() {
    given(qualifiee()).on("2026-01-15").when(mandater(&[I1], None)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given(mandatee()).on("2026-01-15").when(mandater(&[I1], cadre())).then_already_so();
    given(mandatee()).on("2026-01-16").when(mandater(&[I1], cadre())).then_refused(expect![
        "EVALUATION_DEJA_MANDATEE · Cette évaluation est déjà mandatée pour cet enfant."
    ]);
    given(mandatee())
        .on("2026-01-14")
        .recorded_on("2026-01-16")
        .when(mandater(&[I1], cadre()))
        .then_refused(expect![
            "EVALUATION_DEJA_MANDATEE · Cette évaluation est déjà mandatée pour cet enfant."
        ]);
}

#[test]
fn un_rapport_est_remis_le_jour_du_mandat_au_plus_tot() {
    given(mandatee()).on("2026-01-15").when(remettre_rapport()).then(expect!["rapport_remis"]);
    given(mandatee())
        .on("2026-01-14")
        .recorded_on("2026-01-20")
        .when(remettre_rapport())
        .then_refused(expect![
            "RAPPORT_AVANT_MANDAT · Le rapport serait remis avant le mandat du 15/01/2026."
        ]);
}

#[test]
fn un_rapport_recu_sans_mandat_connu_est_enregistre() {
    given([lea()]).on("2026-03-01").when(remettre_rapport()).then(expect!["rapport_remis"]);
}

#[test]
fn un_complement_se_demande_sur_un_rapport() {
    given(mandatee()).on("2026-03-01").when(demander_complement()).then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
    let mut rendue = mandatee();
    rendue.push(le("2026-03-01", fait(remettre_rapport())));
    given(rendue.clone())
        .on("2026-03-01")
        .when(demander_complement())
        .then(expect!["complement_demande"]);
    given(rendue.clone())
        .on("2026-02-28")
        .recorded_on("2026-03-01")
        .when(demander_complement())
        .then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
    rendue.push(le("2026-03-01", fait(demander_complement())));
    let etat = parcours(rendue).evaluation.evaluations[&E1].etat(false);
    assert_eq!(etat, EtatEvaluation::ComplementDemande);
}

#[test]
fn le_premier_rapport_arrete_le_delai() {
    let mut rendue = mandatee();
    rendue.push(le("2026-03-20", fait(remettre_rapport())));
    rendue.push(le("2026-03-01", fait(remettre_rapport())));
    let parcours = parcours(rendue);
    let premier = parcours.evaluation.evaluations[&E1].premier_rapport().map(|r| r.le());
    assert_eq!(premier, Some(jour("2026-03-01")));
}

#[test]
fn la_qualification_qui_fonde_un_mandat_ne_s_annule_pas_ni_ne_le_suit() {
    given(mandatee()).on("2026-02-01").when(annuler(3)).then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
    let deplacer = |jour: &str| rectifier(3, fait(qualifier(I1)), Some(jour));
    given(mandatee())
        .on("2026-02-01")
        .when(deplacer("2026-01-15"))
        .then(expect!["evenement_rectifie"]);
    given(mandatee()).on("2026-02-01").when(deplacer("2026-01-16")).then_refused(expect!["MANDAT_SANS_IP · Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant. (CASF, art. D226-2-4)"]);
}

#[test]
fn le_mandat_qui_suivrait_un_rapport_deja_remis_est_refuse() {
    let rendue = || {
        let mut faits = qualifiee();
        faits.push(le("2026-03-01", fait(remettre_rapport())));
        faits
    };
    given(rendue())
        .on("2026-03-01")
        .when(mandater(&[I1], cadre()))
        .then(expect!["evaluation_mandatee"]);
    given(rendue()).on("2026-03-02").when(mandater(&[I1], cadre())).then_refused(expect![
        "RAPPORT_AVANT_MANDAT · Le rapport serait remis avant le mandat du 02/03/2026."
    ]);
}

// How it is conducted.

fn asked(command: Command) -> Commande {
    Commande::Evaluation(command)
}

fn designer(agents: &[&str], decideur: Option<Decideur>) -> Commande {
    let membre = |agent: &&str| Evaluateur {
        agent: (*agent).to_owned(),
        profession: Some(ProfessionEvaluateur::Educateur),
        service: None,
    };
    asked(Command::DesignerEquipe(EquipeDesignee {
        evaluation: E1,
        membres: agents.iter().map(membre).collect(),
        service: None,
        motif: Some(MotifReaffectation::Absence),
        decideur,
    }))
}

fn recevoir_complement(conclusion: Option<Conclusion>) -> Commande {
    let complement = ComplementRecu { evaluation: E1, conclusion, synthese: None };
    asked(Command::RecevoirComplement(complement))
}

fn commission() -> Commande {
    asked(Command::TenirCommission(CommissionTenue {
        evaluation: E1,
        avis: vec![Avis { membre: MembreCommission::Pmi, suite: GenreSuite::AideAdministrative }],
        compte_rendu: None,
    }))
}

fn desaccord() -> Commande {
    asked(Command::NoterDesaccord(DesaccordNote {
        evaluation: E1,
        agent: "agent-0008".into(),
        conclusion: Some(Conclusion::RisqueDeDanger),
        propositions: vec![],
        argument: None,
    }))
}

fn empecher() -> Commande {
    asked(Command::ConstaterEmpechement(Empechee {
        evaluation: E1,
        motif: MotifEmpechement::EnfantNonRencontre,
    }))
}

fn reprendre() -> Commande {
    asked(Command::Reprendre(Reprise { evaluation: E1 }))
}

fn etat_de(faits: Vec<Acte>) -> EtatEvaluation {
    parcours(faits).evaluation.evaluations[&E1].etat(false)
}

fn apres(mut faits: Vec<Acte>, plus: &[(&str, Commande)]) -> Vec<Acte> {
    faits.extend(plus.iter().map(|(jour_dit, commande)| le(jour_dit, fait(commande.clone()))));
    faits
}

#[test]
fn l_equipe_est_la_derniere_designee_et_une_personne_seule_n_en_est_pas_une() {
    let faits = apres(
        mandatee(),
        &[
            ("2026-01-16", designer(&["agent-0007", "agent-0008"], cadre())),
            ("2026-02-04", designer(&["agent-0009"], cadre())),
        ],
    );
    let known = parcours(faits.clone());
    let equipe = known.evaluation.evaluations[&E1].equipe();
    let agents: Vec<_> = equipe.iter().map(|membre| membre.agent.as_str()).collect();
    assert_eq!(agents, ["agent-0009"]);
    assert_eq!(
        irregularites(faits, "2026-02-10"),
        [
            "EVALUATEUR_SEUL · L'équipe d'évaluation ne compte qu'une personne. (CASF, art. L226-3 et D226-2-5)"
        ]
    );
    given(mandatee()).on("2026-02-04").when(designer(&[], cadre())).then_refused(expect![
        "EQUIPE_VIDE · L'équipe d'évaluation désignée ne compte personne. (CASF, art. L226-3)"
    ]);
    given(mandatee()).on("2026-02-04").when(designer(&["agent-0009"], None)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
}

#[test]
fn une_evaluation_empechee_reprend() {
    let empechee = apres(mandatee(), &[("2026-02-10", empecher())]);
    assert_eq!(etat_de(empechee.clone()), EtatEvaluation::Empechee);
    let reprise = apres(empechee, &[("2026-02-20", reprendre())]);
    assert_eq!(etat_de(reprise.clone()), EtatEvaluation::Mandatee, "nobody was met yet");
    assert_eq!(etat_de(apres(reprise, &[("2026-03-02", empecher())])), EtatEvaluation::Empechee);
}

#[test]
fn un_complement_demande_puis_recu_mene_a_la_commission() {
    let rendue = apres(mandatee(), &[("2026-03-20", remettre_rapport())]);
    let demande = apres(rendue, &[("2026-03-24", demander_complement())]);
    assert_eq!(etat_de(demande.clone()), EtatEvaluation::ComplementDemande);
    let plus = recevoir_complement(Some(Conclusion::RisqueDeDanger));
    let recu = apres(demande, &[("2026-04-02", plus)]);
    assert_eq!(etat_de(recu.clone()), EtatEvaluation::RapportRemis);
    let known = parcours(recu.clone());
    let evaluation = &known.evaluation.evaluations[&E1];
    assert_eq!(evaluation.conclusion(), Some(Conclusion::RisqueDeDanger));
    assert_eq!(evaluation.premier_rapport().map(|premier| premier.le()), Some(jour("2026-03-20")));
    assert_eq!(etat_de(apres(recu, &[("2026-04-07", commission())])), EtatEvaluation::EnCommission);
}

#[test]
fn un_desaccord_ne_change_pas_la_conclusion_commune() {
    let faits =
        apres(mandatee(), &[("2026-03-20", remettre_rapport()), ("2026-03-20", desaccord())]);
    let known = parcours(faits);
    let evaluation = &known.evaluation.evaluations[&E1];
    assert_eq!(evaluation.conclusion(), Some(Conclusion::Danger));
    assert_eq!(evaluation.desaccords.len(), 1);
}

#[test]
fn ce_qui_est_observe_se_note_dans_n_importe_quel_ordre() {
    for observation in [recevoir_complement(None), commission(), desaccord(), reprendre()] {
        let dossier = given([lea()]).on("2026-04-01").when(observation).then_file();
        assert_eq!(parcours(dossier).contradictions(), []);
    }
}

#[test]
fn ce_qui_est_dit_d_un_enfant_est_a_lui_et_ce_que_la_fratrie_partage_a_l_evaluation() {
    let texte = || Some(Sealed::nouveau("dit".to_owned()));
    let apprecie = EnfantApprecie { analyse: texte(), ..vide() };
    let mut enfant = crate::evaluation::Event::EnfantApprecie(apprecie);
    enfant.confie_les_scelles(LEA_AUTRE);
    let crate::evaluation::Event::EnfantApprecie(apprecie) = enfant else {
        unreachable!("that is what it was")
    };
    assert_eq!(owner(apprecie.analyse), LEA_AUTRE.0);
    let partage = ComplementRecu { evaluation: E1, conclusion: None, synthese: texte() };
    let mut partage = crate::evaluation::Event::ComplementRecu(partage);
    partage.confie_les_scelles(LEA_AUTRE);
    let crate::evaluation::Event::ComplementRecu(partage) = partage else {
        unreachable!("that is what it was")
    };
    assert_eq!(owner(partage.synthese), E1.0);
}

const LEA_AUTRE: EnfantId = EnfantId(Uuid::from_u128(0x99));

fn owner(texte: Option<Sealed<String>>) -> Uuid {
    let Some(Sealed::Ouvert(ouvert)) = texte else { panic!("still open") };
    ouvert.sujet
}

fn vide() -> EnfantApprecie {
    serde_json::from_value(serde_json::json!({ "evaluation": E1 })).expect("all else may be absent")
}
