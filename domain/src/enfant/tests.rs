//! What a child's file takes, refuses and says, whatever the chapter.

mod corrections;
mod ordres;
mod suites;

use expect_test::expect;

use super::*;
use crate::decision::Suite;
use crate::essais::*;

const TOM: EnfantId = EnfantId(Uuid::from_u128(2));
const ZOE: EnfantId = EnfantId(Uuid::from_u128(3));

fn contexte(le: &str) -> Contexte {
    let le = jour(le);
    let survenu = Survenu::le(le);
    Contexte { aujourd_hui: le, survenu, connu_le: None, version_attendue: None }
}

/// The same file, when a name shadows it.
fn dossier() -> Acte {
    lea()
}

fn du_9_janvier(id: EnfantId) -> Enfant {
    enfant(id, [lea(), le("2026-01-09", fait(recevoir(I1)))])
}

// The three dates.

#[test]
fn un_fait_date_d_aujourd_hui_au_plus_tard() {
    given([lea()]).on("2026-02-01").when(recevoir(I1)).then(expect!["information_recue"]);
    given([lea()])
        .on("2026-02-02")
        .recorded_on("2026-02-01")
        .when(recevoir(I1))
        .then_refused(expect!["DATE_FUTURE · La date du 02/02/2026 est dans l'avenir."]);
}

#[test]
fn un_fait_est_connu_entre_le_jour_ou_il_survient_et_celui_ou_il_est_enregistre() {
    let connu = |le: &str| {
        given([lea()]).on("2026-02-01").recorded_on("2026-02-20").known_on(le).when(recevoir(I1))
    };
    connu("2026-01-31").then_refused(expect!["CONNU_AVANT_SURVENU · Le fait serait connu le 31/01/2026, avant d'être survenu le 01/02/2026."]);
    connu("2026-02-01").then(expect!["information_recue"]);
    connu("2026-02-20").then(expect!["information_recue"]);
    connu("2026-02-21").then_refused(expect!["CONNU_APRES_ENREGISTREMENT · Le fait ne peut pas être connu le 21/02/2026, après son enregistrement."]);
}

#[test]
fn un_fait_est_connu_le_jour_de_son_enregistrement_quand_rien_n_est_dit() {
    let dossier =
        given([lea()]).on("2026-02-01").recorded_on("2026-02-20").when(recevoir(I1)).then_file();
    assert_eq!(dossier[1].connu_le, jour("2026-02-20"));
}

// The version one was looking at.

#[test]
fn un_objet_change_depuis_sa_lecture_est_a_relire() {
    let qualifiee =
        || [lea(), le("2026-01-09", fait(recevoir(I1))), le("2026-01-12", fait(qualifier(I1)))];
    let mandat = || mandater(&[I1], cadre());
    let signalement = || signaler(crate::codes::EmetteurSignalement::Tiers, None);
    let having_read = |version| given(qualifiee()).on("2026-01-15").having_read(version);
    having_read(3).when(signalement()).then(expect!["information_signalee"]);
    having_read(2).when(signalement()).then_refused(expect![
        "VERSION_DEPASSEE · Cet objet a changé depuis sa lecture (version 2 lue, 3 aujourd'hui)."
    ]);
    having_read(0).when(mandat()).then(expect!["evaluation_mandatee"]);
}

#[test]
fn une_rectification_change_la_version_de_l_objet() {
    let rectifiee = given([lea(), le("2026-01-09", fait(recevoir(I1)))])
        .on("2026-01-15")
        .when(rectifier(2, fait(recevoir(I1)), Some("2026-01-08")))
        .then_file();
    given(rectifiee.clone())
        .on("2026-01-16")
        .having_read(2)
        .when(qualifier(I1))
        .then_refused(expect!["VERSION_DEPASSEE · Cet objet a changé depuis sa lecture (version 2 lue, 3 aujourd'hui)."]);
    given(rectifiee)
        .on("2026-01-16")
        .having_read(3)
        .when(qualifier(I1))
        .then(expect!["information_qualifiee"]);
}

// A fratrie.

#[test]
fn un_acte_de_fratrie_est_refuse_en_entier_et_propose_les_autres() {
    let lea = du_9_janvier(LEA);
    let tom = enfant(TOM, [lea_nee_le("2008-01-01"), le("2026-01-09", fait(recevoir(I1)))]);
    let zoe = Enfant::nouveau(ZOE);
    let demandes = vec![(&lea, qualifier(I1)), (&tom, qualifier(I1)), (&zoe, qualifier(I1))];
    let refus = decide_fratrie(demandes, &contexte("2026-01-12")).expect_err("refused");
    assert_eq!(refus.possibles, [LEA]);
    let lines: Vec<String> =
        refus.refuses.iter().map(|(enfant, refus)| format!("{enfant} {}", refus.code())).collect();
    expect![[r#"
        [
            "enfant-00000000-0000-0000-0000-000000000002 ENFANT_MAJEUR",
            "enfant-00000000-0000-0000-0000-000000000003 ENFANT_INCONNU",
        ]
    "#]]
    .assert_debug_eq(&lines);
}

#[test]
fn un_acte_de_fratrie_passe_pour_tous_et_dit_qui_l_avait_deja() {
    let lea = du_9_janvier(LEA);
    let tom = enfant(TOM, [dossier()]);
    let decided =
        decide_fratrie(vec![(&lea, recevoir(I1)), (&tom, recevoir(I1))], &contexte("2026-01-09"));
    let counts: Vec<_> = decided.expect("done").iter().map(|(id, a)| (*id, a.len())).collect();
    assert_eq!(counts, [(LEA, 0), (TOM, 1)]);
}

// The wrong child.

fn after(mut enfant: Enfant, actes: &[Acte]) -> Enfant {
    for acte in actes {
        enfant.push_acte(acte.clone());
    }
    enfant
}

/// Moves I1, and gives back both files.
fn move_i1(de: Enfant, vers: Enfant, le: &str) -> (Enfant, Enfant) {
    let moved = reaffecter(&de, &vers, I1, "autre enfant".into(), &[], &contexte(le));
    let mut moved = moved.expect("moved").actes;
    let (_, into) = moved.remove(1);
    let (_, out) = moved.remove(0);
    (after(de, &out), after(vers, &into))
}

#[test]
fn une_information_reaffectee_quitte_l_un_et_garde_ses_dates_chez_l_autre() {
    let lea = after(du_9_janvier(LEA), &[le("2026-01-12", fait(qualifier(I1)))]);
    let tom = enfant(TOM, [dossier()]);
    let (lea, tom) = move_i1(lea, tom, "2026-01-20");
    assert!(lea.parcours().information.informations[&I1].retiree.is_some());
    let chez_tom = tom.parcours();
    let chez_tom = &chez_tom.information.informations[&I1];
    assert_eq!(chez_tom.arrivee(), Some(jour("2026-01-09")));
    assert!(chez_tom.qualifiee().is_some());
    let refus = lea.decide(qualifier(I1), &contexte("2026-01-21")).expect_err("gone");
    expect!["INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."]
        .assert_eq(&refusal(&refus));
}

#[test]
fn une_information_reaffectee_puis_rendue_recommence_ou_elle_en_etait() {
    let lea = du_9_janvier(LEA);
    let tom = enfant(TOM, [dossier()]);
    let (lea, tom) = move_i1(lea, tom, "2026-01-20");
    let (tom, lea) = move_i1(tom, lea, "2026-01-22");
    assert!(lea.parcours().contradictions().is_empty());
    lea.decide(qualifier(I1), &contexte("2026-01-23")).expect("it is here again");
    let (lea, tom) = move_i1(lea, tom, "2026-01-25");
    assert!(tom.parcours().contradictions().is_empty());
    assert_eq!(tom.parcours().information.informations[&I1].recues.len(), 1);
    assert!(lea.parcours().information.informations[&I1].retiree.is_some());
}

#[test]
fn on_ne_reaffecte_que_ce_qu_on_a_vers_qui_ne_l_a_pas() {
    let tom = enfant(TOM, [dossier()]);
    let refused = |de: &Enfant, vers: &Enfant| {
        let moved = reaffecter(de, vers, I1, "autre enfant".into(), &[], &contexte("2026-01-20"));
        let refus = moved.expect_err("refused");
        format!("{} {}", refus.refuses[0].0, refusal(&refus.refuses[0].1))
    };
    let lea = du_9_janvier(LEA);
    expect!["enfant-00000000-0000-0000-0000-000000000002 INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."].assert_eq(&refused(&tom, &lea));
    expect!["enfant-00000000-0000-0000-0000-000000000002 INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."].assert_eq(&refused(&lea, &du_9_janvier(TOM)));
    expect!["enfant-00000000-0000-0000-0000-000000000003 ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."].assert_eq(&refused(&lea, &Enfant::nouveau(ZOE)));
    expect!["enfant-00000000-0000-0000-0000-000000000000 INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."].assert_eq(&refused(&lea, &lea));
}

// Orders of entry, and whatever may be asked: every chapter.

#[test]
fn une_decision_demande_un_rapport_meme_quand_il_arrive_apres_dans_la_saisie() {
    let decision = || decider(vec![Suite::SansSuite], Some(E1), cadre());
    given([lea()]).on("2026-03-25").when(decision()).then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
    given([lea(), le("2026-03-20", fait(remettre_rapport()))])
        .on("2026-03-25")
        .when(decision())
        .then(expect!["decision_prise"]);
}
