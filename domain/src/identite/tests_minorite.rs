//! Births as claims, children to be born, assessments of minority.

use expect_test::expect;
use uuid::Uuid;

use super::*;
use crate::codes::{ConclusionMinorite, ElementMinorite, MotifPrenatalClos, Sexe, SourceNaissance};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::{Acte, Evenement};
use crate::ids::MinoriteId;
use crate::sealed::Sealed;

const N1: MinoriteId = MinoriteId(Uuid::from_u128(0x74));

fn dire(command: Command) -> Commande {
    Commande::Identite(command)
}

fn claimed(le: &str, source: SourceNaissance) -> Commande {
    let naissance = Naissance { source, ..naissance(le) };
    dire(Command::FixerNaissance(NaissanceFixee { naissance }))
}

fn a_naitre() -> Commande {
    dire(Command::SignalerANaitre(ANaitreSignale {
        description: Sealed::nouveau("une grossesse suivie à la maternité".into()),
        terme_prevu_le: Some(jour("2026-05-10")),
        mere: None,
    }))
}

fn naitre(nommee: bool) -> Commande {
    let civil = EtatCivil { nom: "Duroc".into(), prenoms: "Zoé".into(), nom_naissance_mere: None };
    let etat_civil = nommee.then(|| Sealed::nouveau(civil));
    dire(Command::ConstaterNaissance(Ne { etat_civil, sexe: Sexe::Feminin }))
}

fn abri() -> Evenement {
    fait(dire(Command::MettreALAbri(MisALAbri { minorite: N1 })))
}

fn prolonger() -> Commande {
    let fait = MiseALAbriProlongee { minorite: N1, decideur: cadre() };
    dire(Command::ProlongerMiseALAbri(fait))
}

fn evaluer(conclusion: ConclusionMinorite, elements: Vec<ElementMinorite>) -> Commande {
    dire(Command::EvaluerMinorite(MinoriteEvaluee { minorite: N1, conclusion, elements }))
}

fn refuser() -> Commande {
    let refus = MinoriteRefusee { minorite: N1, voies_de_recours: true, decideur: cadre() };
    dire(Command::RefuserMinorite(refus))
}

fn abritee() -> Vec<Acte> {
    vec![lea_nee_le("2009-06-15"), le("2026-02-01", abri())]
}

#[test]
fn piege_26_de_plusieurs_naissances_le_jugement_l_emporte_puis_le_document() {
    let held = |claims: &[(&str, &str, SourceNaissance)]| {
        let mut faits = vec![le("2026-01-01", fait(inscrire(None)))];
        let told = |&(day, born, source)| le(day, fait(claimed(born, source)));
        faits.extend(claims.iter().map(told));
        let identite = parcours(faits).identite;
        identite.naissance().map(|naissance| naissance.le.to_string())
    };
    let declaree = ("2026-01-02", "2009-06-15", SourceNaissance::Declaration);
    let evaluee = ("2026-01-20", "2008-01-01", SourceNaissance::Evaluation);
    let document = ("2026-02-01", "2009-06-20", SourceNaissance::EtatCivil);
    let jugee = ("2026-03-01", "2009-01-01", SourceNaissance::DecisionJudiciaire);
    let encore = ("2026-04-01", "2009-02-02", SourceNaissance::EtatCivil);
    assert_eq!(held(&[declaree]).as_deref(), Some("2009-06-15"));
    assert_eq!(held(&[evaluee, declaree]).as_deref(), Some("2008-01-01"));
    assert_eq!(held(&[declaree, evaluee, document]).as_deref(), Some("2009-06-20"));
    assert_eq!(held(&[declaree, document, jugee, encore]).as_deref(), Some("2009-01-01"));
    let appel = ("2026-09-01", "2008-12-01", SourceNaissance::DecisionJudiciaire);
    assert_eq!(held(&[jugee, appel]).as_deref(), Some("2008-12-01"), "the later judgment");
}

#[test]
fn piege_08_un_enfant_a_naitre_a_une_alerte_et_aucune_information_qualifiee() {
    let prenatal =
        || vec![le("2026-02-01", fait(a_naitre())), le("2026-02-02", fait(recevoir(I1)))];
    given(prenatal()).on("2026-02-03").when(qualifier(I1)).then_refused(expect!["ENFANT_A_NAITRE · L'enfant n'est pas né : une information ne se qualifie que pour un mineur. (CASF, art. R226-2-2)"]);
    let nee = || given(prenatal()).on("2026-05-04").when(naitre(true)).then_file();
    let identite = enfant(LEA, nee()).parcours().identite;
    assert!(identite.identifie() && !identite.a_naitre_au(jour("2026-05-04")));
    assert_eq!(identite.naissance().map(|naissance| naissance.le), Some(jour("2026-05-04")));
    given(nee()).on("2026-05-04").when(qualifier(I1)).then(expect!["information_qualifiee"]);
    given(nee())
        .on("2026-05-03")
        .recorded_on("2026-05-06")
        .when(qualifier(I1))
        .then_refused(expect!["ENFANT_A_NAITRE · L'enfant n'est pas né : une information ne se qualifie que pour un mineur. (CASF, art. R226-2-2)"]);
}

#[test]
fn un_enfant_a_naitre_nait_une_fois_et_dans_son_dossier() {
    let prenatal = || vec![le("2026-02-01", fait(a_naitre()))];
    given([lea()])
        .on("2026-05-04")
        .when(naitre(true))
        .then_refused(expect!["PAS_A_NAITRE · Ce dossier n'est pas celui d'un enfant à naître."]);
    let nee = given(prenatal()).on("2026-05-04").when(naitre(false)).then_file();
    given(nee.clone()).on("2026-05-05").when(naitre(false)).then_refused(expect![
        "ENFANT_DEJA_NE · La naissance, ou la fin de l'alerte prénatale, est déjà enregistrée."
    ]);
    given(nee)
        .on("2026-05-07")
        .when(crate::essais::identifier("2026-05-04"))
        .then(expect!["enfant_identifie"]);
    given(prenatal())
        .on("2026-03-01")
        .when(inscrire(None))
        .then_refused(expect!["ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."]);
    let motif = MotifPrenatalClos::GrossesseInterrompue;
    let clos = dire(Command::ClorePrenatal(PrenatalClos { motif }));
    given(prenatal()).on("2026-03-01").when(clos).then(expect!["prenatal_clos"]);
}

#[test]
fn mn_01_une_troisieme_prolongation_est_refusee_et_la_deuxieme_non() {
    let fois = |jours: &[&str]| {
        let told = jours.iter().map(|&jour| le(jour, fait(prolonger())));
        abritee().into_iter().chain(told).collect::<Vec<_>>()
    };
    given(fois(&["2026-02-06"]))
        .on("2026-02-11")
        .when(prolonger())
        .then(expect!["mise_a_l_abri_prolongee"]);
    given(fois(&["2026-02-06", "2026-02-11"]))
        .on("2026-02-16")
        .when(prolonger())
        .then_refused(expect!["MISE_A_L_ABRI_TROP_PROLONGEE · L'accueil provisoire d'urgence ne se prolonge que deux fois. (CASF, art. R221-11 I)"]);
    given([lea()]).on("2026-02-06").when(prolonger()).then_refused(expect!["MISE_A_L_ABRI_INCONNUE · Aucune mise à l'abri n'est enregistrée : il n'y a rien à prolonger. (CASF, art. R221-11)"]);
}

#[test]
fn mn_02_les_constatations_de_sante_n_evaluent_pas_la_minorite() {
    let sur = |element| {
        let elements = vec![ElementMinorite::Entretiens, element];
        given(abritee()).on("2026-02-10").when(evaluer(ConclusionMinorite::NonEtablies, elements))
    };
    sur(ElementMinorite::ConstatationsDeSante).then_refused(expect!["SANTE_POUR_LA_MINORITE · Les constatations de santé ne servent pas à évaluer la minorité. (CASF, art. R221-11 III)"]);
    sur(ElementMinorite::ExamenOsseux).then_refused(expect!["EXAMEN_OSSEUX_SANS_JUGE · Un examen osseux ne se fait que sur décision de l'autorité judiciaire et avec l'accord de l'intéressé. (C. civ., art. 388)"]);
    sur(ElementMinorite::ExamenOrdonne).then(expect!["minorite_evaluee"]);
}

#[test]
fn mn_03_apres_un_doute_la_prise_en_charge_n_est_pas_refusee() {
    let conclue = |conclusion| {
        let evaluee = fait(evaluer(conclusion, vec![ElementMinorite::Entretiens]));
        [abritee(), vec![le("2026-02-08", evaluee)]].concat()
    };
    given(conclue(ConclusionMinorite::Doute))
        .on("2026-02-10")
        .when(refuser())
        .then_refused(expect!["DOUTE_PROFITE_A_L_INTERESSE · L'évaluation conclut à un doute : le doute profite à l'intéressé. (C. civ., art. 388)"]);
    given(conclue(ConclusionMinorite::NonEtablies))
        .on("2026-02-10")
        .when(refuser())
        .then(expect!["minorite_refusee"]);
}
