//! Tests of the chapter: what a measure may be, and where it stands on a day.

use expect_test::expect;

use crate::codes::{DecisionAutorite, EtatMesure, NatureMesure, Titulaire, TitulaireAutorite};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;
use crate::ids::MesureId;
use crate::{autonomie, statut};

fn file(faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    std::iter::once(lea()).chain(faits).collect()
}

fn runs(faits: &[Acte], mesure: MesureId, jour_dit: &str) -> bool {
    let parcours = parcours(faits.to_vec());
    parcours.mesure.mesures[&mesure].en_vigueur(&parcours.identite, jour(jour_dit))
}

fn state(faits: &[Acte], mesure: MesureId, jour_dit: &str) -> EtatMesure {
    let parcours = parcours(faits.to_vec());
    parcours.etat_de_mesure(mesure, jour(jour_dit)).expect("the measure is known")
}

/// The measure runs on the first day, and no longer on the second.
#[track_caller]
fn stops(faits: &[Acte], last: &str, after: &str) {
    assert!(runs(faits, M1, last), "{last}");
    assert!(!runs(faits, M1, after), "{after}");
}

#[test]
fn une_aed_dure_un_an_et_pas_un_jour_de_plus() {
    let signer =
        |terme: &str| given([lea()]).on("2026-03-01").when(contracter(aed(M1).until(terme)));
    signer("2027-03-01").then(expect!["mesure_contractee"]);
    signer("2027-03-02").then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (02/03/2027) dépasse le maximum légal du 01/03/2027. (CASF, art. L223-5)"]);
}

#[test]
fn l_annee_d_une_aed_court_de_son_effet() {
    let signer = |terme: &str| {
        let aed = aed(M1).from("2026-04-01").until(terme);
        given([lea()]).on("2026-03-01").when(contracter(aed))
    };
    signer("2027-04-01").then(expect!["mesure_contractee"]);
    signer("2027-04-02").then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (02/04/2027) dépasse le maximum légal du 01/04/2027. (CASF, art. L223-5)"]);
}

#[test]
fn une_mesure_administrative_demande_un_accord_et_une_signature() {
    let signer = |mesure| given([lea()]).on("2026-03-01").when(contracter(mesure));
    signer(aed(M1).without_consent()).then_refused(expect!["CONSENTEMENT_MANQUANT · Une mesure administrative demande l'accord écrit des représentants légaux. (CASF, art. L223-2)"]);
    signer(aed(M1).without_signatory()).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    signer(aed(M1)).then(expect!["mesure_contractee"]);
}

#[test]
fn une_ordonnance_au_dela_du_maximum_est_enregistree_et_irreguliere() {
    let dossier = |terme: &str| {
        given([lea()]).on("2026-03-01").when(ordonner(aemo(M1).until(terme))).then_file()
    };
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&irregularites(dossier("2028-03-01"), "2026-03-01"));
    expect![[r#"
        [
            "AU_DELA_DU_MAXIMUM · La durée décidée dépasse le maximum. Une mesure d'assistance éducative ne dépasse pas deux ans. (C. civ., art. 375)",
        ]
    "#]].assert_debug_eq(&irregularites(dossier("2028-03-02"), "2026-03-01"));
}

#[test]
fn une_aemo_renforcee_ne_depasse_un_an_que_depuis_la_reforme_de_2022() {
    let irregular = |prononcee: &str, terme: &str| {
        let aemo = aemo(M1).of_nature(NatureMesure::AemoRenforcee).until(terme);
        let dossier = vec![lea(), le(prononcee, fait(ordonner(aemo)))];
        irregularites(dossier, prononcee).len()
    };
    assert_eq!(irregular("2022-02-08", "2024-02-08"), 0);
    assert_eq!(irregular("2022-02-09", "2023-02-09"), 0);
    assert_eq!(irregular("2022-02-09", "2023-02-10"), 1);
}

#[test]
fn un_terme_ne_precede_pas_l_effet() {
    let dater = |terme: &str| {
        let aemo = aemo(M1).from("2026-04-01").until(terme);
        given([lea()]).on("2026-03-01").when(ordonner(aemo))
    };
    dater("2026-04-01").then(expect!["mesure_ordonnee"]);
    dater("2026-03-31").then_refused(expect![
        "TERME_AVANT_EFFET · Le terme (31/03/2026) précède la date d'effet (01/04/2026)."
    ]);
}

#[test]
fn une_mesure_se_decide_une_fois() {
    let ordonnee = || file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
    given(ordonnee()).on("2026-03-01").when(ordonner(aemo(M1))).then_already_so();
    given(ordonnee())
        .on("2026-03-02")
        .when(ordonner(aemo(M1)))
        .then_refused(expect!["MESURE_DEJA_DECIDEE · Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne."]);
    given(ordonnee())
        .on("2026-02-28")
        .recorded_on("2026-03-02")
        .when(ordonner(aemo(M1)))
        .then_refused(expect!["MESURE_DEJA_DECIDEE · Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne."]);
}

#[test]
fn un_renouvellement_prolonge_une_mesure_connue() {
    let ordonnee = || file([le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30"))))]);
    let suite = || aemo(M2).from("2026-10-01").until("2027-03-31");
    given([lea()]).on("2026-09-20").when(renouveler(M1, suite())).then_refused(expect![
        "MESURE_INCONNUE · Cette mesure n'est pas enregistrée pour cet enfant."
    ]);
    given(ordonnee())
        .on("2026-09-20")
        .when(renouveler(M1, aemo(M1)))
        .then_refused(expect!["MESURE_DEJA_DECIDEE · Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne."]);
    given(ordonnee())
        .on("2026-09-20")
        .when(renouveler(M1, suite()))
        .then(expect!["mesure_renouvelee"]);
}

#[test]
fn une_aed_se_renouvelle_sous_les_memes_conditions_qu_elle_se_signe() {
    let signee = || file([le("2026-03-01", fait(contracter(aed(M1).until("2026-08-31"))))]);
    let prolonger = |mesure| given(signee()).on("2026-08-20").when(renouveler(M1, mesure));
    let suite = || aed(M2).from("2026-09-01");
    prolonger(suite().without_consent()).then_refused(expect!["CONSENTEMENT_MANQUANT · Une mesure administrative demande l'accord écrit des représentants légaux. (CASF, art. L223-2)"]);
    prolonger(suite().without_signatory()).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    prolonger(suite().until("2027-09-02")).then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (02/09/2027) dépasse le maximum légal du 01/09/2027. (CASF, art. L223-5)"]);
    prolonger(suite().until("2027-09-01")).then(expect!["mesure_renouvelee"]);
}

#[test]
fn un_renouvellement_le_jour_du_terme_est_a_l_heure_et_le_lendemain_en_retard() {
    let renouvelee = |prononcee: &str| {
        let faits = file([
            le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
            le("2026-09-30", fait(etablir_projet(cadre()))),
        ]);
        let dossier = given(faits)
            .on(prononcee)
            .when(renouveler(M1, aemo(M2).until("2027-03-31")))
            .then_file();
        irregularites(dossier, "2026-12-01")
    };
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&renouvelee("2026-09-30"));
    expect![[r#"
        [
            "RENOUVELLEMENT_TARDIF · La mesure a été décidée 21 jour(s) après le terme de la précédente. (C. civ., art. 375)",
        ]
    "#]].assert_debug_eq(&renouvelee("2026-10-21"));
}

#[test]
fn un_terme_passe_sans_decision_est_irregulier_des_le_lendemain() {
    let dossier = || file([le("2026-03-01", fait(ordonner(aemo(M1).until("2026-04-30"))))]);
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&irregularites(dossier(), "2026-04-30"));
    expect![[r#"
        [
            "TERME_SANS_DECISION · Le terme du 30/04/2026 est passé sans décision. (C. civ., art. 375 ; CASF, art. L223-5)",
        ]
    "#]].assert_debug_eq(&irregularites(dossier(), "2026-05-01"));
}

#[test]
fn le_projet_pour_l_enfant_est_du_trois_mois_apres_l_effet() {
    let dossier = || file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&irregularites(dossier(), "2026-06-01"));
    expect![[r#"
        [
            "PROJET_MANQUANT · Aucun projet pour l'enfant n'est établi trois mois après l'effet. (CASF, art. L223-1-1 et D223-12)",
        ]
    "#]].assert_debug_eq(&irregularites(dossier(), "2026-06-02"));
    let mut avec = dossier();
    avec.push(le("2026-06-02", fait(etablir_projet(cadre()))));
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&irregularites(avec, "2026-06-02"));
}

#[test]
fn une_mesure_exercee_sans_decision_connue_est_irreguliere_jusqu_a_ce_qu_elle_arrive() {
    let mut dossier = file([le("2026-03-10", fait(demarrer(M1)))]);
    expect![[r#"
        [
            "DECISION_NON_ENREGISTREE · La mesure s'exerce, mais la décision qui la fonde n'est pas enregistrée. (C. civ., art. 375 ; CASF, art. L223-2)",
        ]
    "#]].assert_debug_eq(&irregularites(dossier.clone(), "2026-03-20"));
    assert_eq!(state(&dossier, M1, "2026-03-20"), EtatMesure::Inconnue);
    dossier.push(le("2026-03-01", fait(ordonner(aemo(M1)))));
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&irregularites(dossier.clone(), "2026-03-20"));
    assert_eq!(state(&dossier, M1, "2026-03-20"), EtatMesure::Effective);
}

#[test]
fn une_mesure_est_en_vigueur_de_son_effet_a_son_terme_compris() {
    let aemo = aemo(M1).from("2026-04-01").until("2026-09-30");
    let faits = file([le("2026-03-01", fait(ordonner(aemo)))]);
    assert!(!runs(&faits, M1, "2026-03-31"));
    assert!(runs(&faits, M1, "2026-04-01"));
    stops(&faits, "2026-09-30", "2026-10-01");
}

#[test]
fn sans_date_d_effet_une_mesure_court_du_jour_ou_elle_est_prononcee() {
    let faits = file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
    assert!(!runs(&faits, M1, "2026-02-28"));
    assert!(runs(&faits, M1, "2026-03-01"));
    assert!(runs(&faits, M1, "2026-12-31"), "nothing says when it ends");
}

#[test]
fn une_mesure_s_arrete_le_jour_de_sa_mainlevee_ou_de_sa_fin() {
    let ordonnee = || le("2026-03-01", fait(ordonner(aemo(M1).until("2027-03-01"))));
    stops(&file([ordonnee(), le("2026-07-01", fait(lever(M1)))]), "2026-06-30", "2026-07-01");
    stops(&file([ordonnee(), le("2026-07-01", fait(terminer(M1)))]), "2026-06-30", "2026-07-01");
}

#[test]
fn une_mesure_s_arrete_quand_son_renouvellement_prend_effet() {
    let faits = file([
        le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
        le("2026-08-20", fait(renouveler(M1, aemo(M2).from("2026-09-01")))),
    ]);
    stops(&faits, "2026-08-31", "2026-09-01");
    assert!(!runs(&faits, M2, "2026-08-31"));
    assert!(runs(&faits, M2, "2026-09-01"));
}

#[test]
fn une_mesure_s_arrete_a_la_majorite_sauf_celle_d_un_jeune_majeur() {
    let aux_dix_huit_ans = |mesure| vec![lea_nee_le("2008-07-01"), le("2026-03-01", fait(mesure))];
    let ordonnee = aux_dix_huit_ans(ordonner(placement(M1).until("2027-03-01")));
    stops(&ordonnee, "2026-06-30", "2026-07-01");
    let contrat = aux_dix_huit_ans(contracter(jeune_majeur(M1).until("2027-03-01")));
    assert!(runs(&contrat, M1, "2026-07-01"));
    stops(&contrat, "2027-03-01", "2027-03-02");
}

#[test]
fn une_mesure_s_arrete_a_l_emancipation_et_au_deces() {
    let ordonnee = || le("2026-03-01", fait(ordonner(placement(M1).until("2027-03-01"))));
    for fin in [declarer_emancipation(), declarer_deces()] {
        stops(&file([ordonnee(), le("2026-07-01", fait(fin))]), "2026-06-30", "2026-07-01");
    }
}

#[test]
fn une_mesure_passe_de_l_ordonnance_a_l_attente_puis_a_l_effectivite() {
    let faits = file([
        le("2026-03-01", fait(ordonner(aemo(M1).from("2026-03-05").until("2026-09-30")))),
        le("2026-03-10", fait(recevoir_mesure(M1))),
        le("2026-03-12", fait(attribuer(M1))),
        le("2026-03-15", fait(mettre_en_attente(M1))),
        le("2026-05-20", fait(demarrer(M1))),
        le("2026-06-01", fait(suspendre(M1))),
        le("2026-06-15", fait(reprendre(M1))),
        le("2026-08-01", fait(suspendre(M1))),
        le("2026-08-10", fait(reprendre(M1))),
    ]);
    for (le, attendu) in [
        ("2026-03-04", EtatMesure::EffetDiffere),
        ("2026-03-05", EtatMesure::Ordonnee),
        ("2026-03-10", EtatMesure::Recue),
        ("2026-03-12", EtatMesure::Attribuee),
        ("2026-03-15", EtatMesure::EnAttente),
        ("2026-05-19", EtatMesure::EnAttente),
        ("2026-05-20", EtatMesure::Effective),
        ("2026-06-01", EtatMesure::Suspendue),
        ("2026-06-14", EtatMesure::Suspendue),
        ("2026-06-15", EtatMesure::Effective),
        ("2026-08-05", EtatMesure::Suspendue),
        ("2026-09-30", EtatMesure::Effective),
        ("2026-10-01", EtatMesure::Echue),
    ] {
        assert_eq!(state(&faits, M1, le), attendu, "{le}");
    }
}

#[test]
fn une_mesure_levee_n_est_ni_terminee_ni_echue() {
    let ordonnee = || le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30"))));
    let levee = file([ordonnee(), le("2026-07-01", fait(lever(M1)))]);
    assert_eq!(state(&levee, M1, "2026-06-30"), EtatMesure::Ordonnee);
    assert_eq!(state(&levee, M1, "2026-12-01"), EtatMesure::Levee);
    let terminee = file([ordonnee(), le("2026-07-01", fait(terminer(M1)))]);
    assert_eq!(state(&terminee, M1, "2026-12-01"), EtatMesure::Terminee);
}

#[test]
fn une_mesure_ne_finit_qu_une_fois_ni_avant_d_etre_decidee() {
    let ordonnee = || file([le("2026-03-01", fait(ordonner(aemo(M1))))]);
    given(ordonnee()).on("2026-03-01").when(lever(M1)).then(expect!["mesure_levee"]);
    given(ordonnee()).on("2026-02-28").recorded_on("2026-03-05").when(lever(M1)).then_refused(
        expect![
            "FIN_AVANT_DECISION · La mesure finirait avant d'avoir été décidée, le 01/03/2026."
        ],
    );
    let mut levee = ordonnee();
    levee.push(le("2026-07-01", fait(lever(M1))));
    given(levee)
        .on("2026-07-02")
        .when(terminer(M1))
        .then_refused(expect!["MESURE_DEJA_FINIE · Cette mesure a déjà pris fin."]);
}

#[test]
fn l_entree_de_l_enfant_execute_le_placement_et_le_renouvellement_le_reste() {
    let faits = file([
        le("2026-03-01", fait(ordonner(placement(M1).until("2027-02-28")))),
        le("2026-03-10", fait(mettre_en_attente(M1))),
        le("2026-04-02", fait(admettre(A1))),
        le("2027-02-10", fait(renouveler(M1, placement(M2).from("2027-03-01")))),
    ]);
    assert_eq!(state(&faits, M1, "2026-04-01"), EtatMesure::EnAttente);
    assert_eq!(state(&faits, M1, "2026-04-02"), EtatMesure::Effective);
    assert_eq!(state(&faits, M2, "2027-02-28"), EtatMesure::EffetDiffere);
    assert_eq!(state(&faits, M2, "2027-03-01"), EtatMesure::Effective);
}

#[test]
fn une_mesure_ne_s_execute_pas_avant_son_effet() {
    let faits = [
        lea(),
        le("2026-03-01", fait(admettre(A1))),
        le("2026-03-04", fait(ordonner(placement(M1)))),
    ];
    assert_eq!(parcours(faits).executee_le(M1), Some(jour("2026-03-04")));
}

#[test]
fn une_mesure_ne_demarre_pas_apres_sa_fin() {
    let levee =
        || file([le("2026-03-01", fait(ordonner(aemo(M1)))), le("2026-07-01", fait(lever(M1)))]);
    let demarrer =
        |jour: &str| given(levee()).on(jour).recorded_on("2026-08-01").when(demarrer(M1));
    demarrer("2026-07-01").then(expect!["mesure_demarree"]);
    demarrer("2026-07-02").then_refused(expect![
        "DEMARRAGE_APRES_LA_FIN · La mesure aurait démarré après sa fin, le 01/07/2026."
    ]);
}

#[test]
fn un_second_demarrage_ne_suit_pas_la_fin_non_plus() {
    let levee = file([
        le("2026-03-01", fait(ordonner(aemo(M1)))),
        le("2026-05-01", fait(demarrer(M1))),
        le("2026-07-01", fait(lever(M1))),
    ]);
    given(levee).on("2026-07-02").when(demarrer(M1)).then_refused(expect![
        "DEMARRAGE_APRES_LA_FIN · La mesure aurait démarré après sa fin, le 01/07/2026."
    ]);
}

#[test]
fn la_mesure_renouvelee_ne_s_annule_pas_sous_celle_qui_la_renouvelle() {
    let faits = file([
        le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
        le("2026-09-20", fait(renouveler(M1, aemo(M2)))),
    ]);
    given(faits).on("2026-10-01").when(annuler(2)).then_refused(expect![
        "MESURE_INCONNUE · Cette mesure n'est pas enregistrée pour cet enfant."
    ]);
}

#[test]
fn a_domicile_une_mesure_de_meme_nature_poursuit_celle_qu_elle_remplace() {
    let executed = |mesure: Mesure, attend: bool| {
        let mut faits = file([
            le("2026-03-01", fait(ordonner(aemo(M1)))),
            le("2026-04-01", fait(demarrer(M1))),
            le("2026-06-10", fait(ordonner(mesure))),
            le("2026-06-12", fait(remplacer(M1, M2))),
        ]);
        faits.extend(attend.then(|| le("2026-06-12", fait(mettre_en_attente(M2)))));
        parcours(faits).executee_le(M2)
    };
    assert_eq!(executed(aemo(M2), false), Some(jour("2026-06-12")));
    assert_eq!(executed(aemo(M2), true), None, "it waits for a professional of its own");
    let renforcee = aemo(M2).of_nature(NatureMesure::AemoRenforcee);
    assert_eq!(executed(renforcee, false), None, "another service, another work");
}

#[test]
fn un_jeune_majeur_est_accompagne_jusqu_a_la_veille_de_ses_vingt_et_un_ans() {
    let majeure = || vec![lea_nee_le("2006-06-15")];
    let until = |faits: Vec<Acte>, terme: &str| {
        given(faits).on("2027-01-10").when(contracter(jeune_majeur(M1).until(terme)))
    };
    until(majeure(), "2027-06-14").then(expect!["mesure_contractee"]);
    until(majeure(), "2027-06-15").then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (15/06/2027) dépasse le maximum légal du 14/06/2027. (CASF, art. L222-5 5°)"]);
    let annee = autonomie::AnneeEngagee { jusqu_au: jour("2027-06-30") };
    let annee = Commande::Autonomie(autonomie::Command::EngagerAnnee(annee));
    let etudiante = || [majeure(), vec![le("2026-09-01", fait(annee.clone()))]].concat();
    until(etudiante(), "2027-06-30").then(expect!["mesure_contractee"]);
    until(etudiante(), "2027-07-01").then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (01/07/2027) dépasse le maximum légal du 30/06/2027. (CASF, art. L222-5 5°)"]);
    let apres = || given(majeure()).on("2027-06-15").when(contracter(jeune_majeur(M1)));
    apres().then_refused(expect!["AU_DELA_DU_MAXIMUM · Le terme demandé (15/06/2027) dépasse le maximum légal du 14/06/2027. (CASF, art. L222-5 5°)"]);
}

#[test]
fn un_accompagnement_sans_terme_se_signale_a_vingt_et_un_ans() {
    let faits =
        vec![lea_nee_le("2006-06-15"), le("2026-01-10", fait(contracter(jeune_majeur(M1))))];
    assert!(irregularites(faits.clone(), "2027-06-14").is_empty());
    expect!["AU_DELA_DU_MAXIMUM · La durée décidée dépasse le maximum. Le jeune majeur confié avant sa majorité est accompagné jusqu'à 21 ans, y compris s'il revient après être sorti. (CASF, art. L222-5 5°)"]
        .assert_eq(&irregularites(faits, "2027-06-15").join("\n"));
}

#[test]
fn un_majeur_donne_son_propre_accord_et_pour_une_aide_de_majeur() {
    let on = |le_jour: &str, mesure: Mesure| {
        given([lea_nee_le("2008-06-15")]).on(le_jour).when(contracter(mesure))
    };
    on("2026-06-14", aed(M1)).then(expect!["mesure_contractee"]);
    on("2026-06-15", aed(M1)).then_refused(expect!["AIDE_POUR_UN_MAJEUR · La personne est majeure ou émancipée depuis le 15/06/2026 : une aide ne se décide plus pour elle comme pour un mineur. (CASF, art. L222-2 et L222-5 5°)"]);
    on("2026-06-14", aed(M1).from("2026-06-15")).then_refused(expect!["AIDE_POUR_UN_MAJEUR · La personne est majeure ou émancipée depuis le 15/06/2026 : une aide ne se décide plus pour elle comme pour un mineur. (CASF, art. L222-2 et L222-5 5°)"]);
    on("2026-06-15", jeune_majeur(M1)).then(expect!["mesure_contractee"]);
    let sans_lui = || aed(M1).of_nature(NatureMesure::ContratJeuneMajeur);
    on("2026-06-15", sans_lui()).then_refused(expect!["ACCORD_PROPRE_MANQUANT · La mesure demande l'accord écrit du jeune lui-même : celui de ses parents ne le remplace pas. (CASF, art. L222-2 et L222-5 5°)"]);
    let enregistree =
        vec![lea_nee_le("2008-06-15"), le("2026-06-15", fait(contracter(sans_lui())))];
    let found = irregularites(enregistree, "2026-06-15");
    assert_eq!(
        found,
        [
            "CONSENTEMENT_MANQUANT · Aucun accord écrit du jeune lui-même n'est enregistré. (CASF, art. L223-2)"
        ]
    );
}

#[test]
fn les_parents_ne_consentent_pas_a_la_place_du_tuteur() {
    let tutelle = |titulaire, decision| {
        let constat = statut::AutoriteConstatee {
            titulaire,
            decision,
            partielle: false,
            effet_le: None,
            juridiction: None,
            requete: None,
        };
        let constat = Commande::Statut(statut::Command::ConstaterAutorite(constat));
        file([le("2026-02-10", fait(constat))])
    };
    let deferee = || tutelle(TitulaireAutorite::President, DecisionAutorite::Tutelle);
    let accueil = || aed(M1).of_nature(NatureMesure::AccueilProvisoire).until("2026-12-31");
    let signee = |faits: Vec<Acte>, le_jour: &str, mesure: Mesure| {
        given(faits).on(le_jour).recorded_on("2026-03-01").when(contracter(mesure))
    };
    signee(deferee(), "2026-02-09", accueil()).then(expect!["mesure_contractee"]);
    signee(deferee(), "2026-02-10", accueil()).then_refused(expect!["ACCORD_SANS_AUTORITE · Les parents n'exercent plus l'autorité parentale (pupille, tutelle ou délégation) : leur accord ne fonde pas la mesure. (CASF, art. L223-2 ; C. civ., art. 377 et 411)"]);
    signee(deferee(), "2026-02-10", accueil().without_consent()).then_refused(expect!["CONSENTEMENT_MANQUANT · Une mesure administrative demande l'accord écrit des représentants légaux. (CASF, art. L223-2)"]);
    let mut par_le_tuteur = accueil();
    par_le_tuteur.0.consentements = vec![Titulaire::Tuteur];
    signee(deferee(), "2026-02-10", par_le_tuteur).then(expect!["mesure_contractee"]);
    let chez_la_mere = tutelle(TitulaireAutorite::Mere, DecisionAutorite::Jaf);
    signee(chez_la_mere, "2026-02-10", accueil()).then(expect!["mesure_contractee"]);
}
