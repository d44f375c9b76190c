//! What the chapter takes, refuses and says.

use expect_test::expect;

use super::{
    Command, Detachee, MisEnCause, NavetteEnvoyee, NavetteRetournee, Transferee, TransfertAccuse,
};
use crate::codes::EmetteurSignalement::{Departement, Tiers};
use crate::codes::{Canal, MiseEnCause, MotifDetachement, TitreTransfert};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;
use crate::ids::InformationId;

fn recue() -> Vec<Acte> {
    vec![lea(), le("2026-01-09", fait(recevoir(I1)))]
}

fn qualifiee() -> Vec<Acte> {
    let mut faits = recue();
    faits.push(le("2026-01-12", fait(qualifier(I1))));
    faits
}

#[test]
fn une_information_ne_se_recoit_qu_une_fois() {
    given(recue()).on("2026-01-09").when(recevoir(I1)).then_already_so();
    given(recue()).on("2026-01-10").when(recevoir(I1)).then_refused(expect![
        "INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."
    ]);
    given(recue()).on("2026-01-08").recorded_on("2026-01-10").when(recevoir(I1)).then_refused(
        expect!["INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."],
    );
}

#[test]
fn une_information_se_qualifie_le_jour_de_son_arrivee_et_pas_la_veille() {
    given(recue()).on("2026-01-09").when(qualifier(I1)).then(expect!["information_qualifiee"]);
    given(recue()).on("2026-01-08").recorded_on("2026-01-12").when(qualifier(I1)).then_refused(
        expect!["INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."],
    );
}

#[test]
fn une_information_se_qualifie_une_fois_dans_un_sens_ou_dans_l_autre() {
    given(qualifiee()).on("2026-01-13").when(qualifier(I1)).then_refused(expect!["INFORMATION_DEJA_QUALIFIEE · La première analyse de cette information est déjà faite pour cet enfant. (CASF, art. D226-2-4 I)"]);
    given(qualifiee())
        .on("2026-01-13")
        .when(ne_pas_qualifier(cadre()))
        .then_refused(expect!["INFORMATION_DEJA_QUALIFIEE · La première analyse de cette information est déjà faite pour cet enfant. (CASF, art. D226-2-4 I)"]);
    given(qualifiee())
        .on("2026-01-10")
        .recorded_on("2026-01-13")
        .when(ne_pas_qualifier(cadre()))
        .then_refused(expect!["INFORMATION_DEJA_QUALIFIEE · La première analyse de cette information est déjà faite pour cet enfant. (CASF, art. D226-2-4 I)"]);
}

#[test]
fn qualifier_ou_non_engage_le_departement() {
    given(recue()).on("2026-01-12").when(qualifier_par(None, I1)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given(recue()).on("2026-01-12").when(ne_pas_qualifier(None)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given(recue())
        .on("2026-01-12")
        .when(ne_pas_qualifier(cadre()))
        .then(expect!["information_non_qualifiee"]);
}

#[test]
fn on_qualifie_jusqu_a_la_veille_des_dix_huit_ans() {
    let presque_majeure = || [lea_nee_le("2008-02-01"), le("2026-01-09", fait(recevoir(I1)))];
    given(presque_majeure())
        .on("2026-01-31")
        .when(qualifier(I1))
        .then(expect!["information_qualifiee"]);
    given(presque_majeure())
        .on("2026-02-01")
        .when(qualifier(I1))
        .then_refused(expect!["ENFANT_MAJEUR · La personne est majeure le 01/02/2026 : une information ne se qualifie que pour un mineur. (C. civ., art. 375)"]);
    given(presque_majeure())
        .on("2026-02-01")
        .when(ne_pas_qualifier(cadre()))
        .then(expect!["information_non_qualifiee"]);
}

#[test]
fn le_departement_signale_sous_la_signature_de_quelqu_un_un_tiers_non() {
    given(recue()).on("2026-01-09").when(signaler(Departement, None)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given(recue())
        .on("2026-01-09")
        .when(signaler(Departement, cadre()))
        .then(expect!["information_signalee"]);
    given(recue())
        .on("2026-01-09")
        .when(signaler(Tiers, None))
        .then(expect!["information_signalee"]);
}

#[test]
fn on_ne_rattache_qu_a_une_information_principale() {
    let deux = || {
        let mut faits = recue();
        faits.push(le("2026-01-15", fait(recevoir(I2))));
        faits
    };
    given(deux()).on("2026-01-15").when(rattacher(I2, I1)).then(expect!["information_rattachee"]);
    given(deux()).on("2026-01-15").when(rattacher(I2, I2)).then_refused(expect![
        "INFORMATION_RATTACHEE_A_ELLE_MEME · Une information ne se rattache pas à elle-même."
    ]);
    given(recue()).on("2026-01-15").when(rattacher(I2, I1)).then_refused(expect![
        "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
    ]);
    let mut rattachee = deux();
    rattachee.push(le("2026-01-15", fait(rattacher(I1, I2))));
    given(rattachee).on("2026-01-16").when(rattacher(I2, I1)).then_refused(expect![
        "INFORMATION_NON_PRINCIPALE · L'information désignée n'est pas une information principale."
    ]);
}

#[test]
fn un_doublon_est_celui_d_un_message_recu() {
    let deux = || {
        let mut faits = recue();
        faits.push(le("2026-01-10", fait(recevoir(I2))));
        faits
    };
    given(deux())
        .on("2026-01-10")
        .when(marquer_doublon(I2, I1))
        .then(expect!["information_doublon_marque"]);
    given(deux()).on("2026-01-10").when(marquer_doublon(I1, I1)).then_refused(expect![
        "INFORMATION_RATTACHEE_A_ELLE_MEME · Une information ne se rattache pas à elle-même."
    ]);
    given(recue()).on("2026-01-10").when(marquer_doublon(I1, I2)).then_refused(expect![
        "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
    ]);
}

#[test]
fn l_echeance_court_de_l_arrivee_et_non_de_la_qualification() {
    let parcours = parcours(qualifiee());
    let information = &parcours.information.informations[&I1];
    assert_eq!(parcours.echeance_d_evaluation(information), Some(jour("2026-04-09")));
}

#[test]
fn une_qualification_rectifiee_avant_l_arrivee_est_refusee() {
    let rendre = |jour: &str| rectifier(3, fait(qualifier(I1)), Some(jour));
    given(qualifiee())
        .on("2026-01-20")
        .when(rendre("2026-01-09"))
        .then(expect!["evenement_rectifie"]);
    given(qualifiee()).on("2026-01-20").when(rendre("2026-01-08")).then_refused(expect!["AVANT_RECEPTION · Un acte du Département sur cette information précéderait son arrivée, le 09/01/2026. (CASF, art. D226-2-4 II)"]);
}

#[test]
fn une_reception_dont_d_autres_faits_dependent_ne_s_annule_pas_seule() {
    given(qualifiee()).on("2026-01-20").when(annuler(2)).then_refused(expect![
        "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
    ]);
    let dossier = given(qualifiee()).on("2026-01-20").when(annuler(3)).then_file();
    given(dossier).on("2026-01-20").when(annuler(2)).then(expect!["evenement_annule"]);
}

// What the délégation, the senders and the others say.

fn asked(command: Command) -> Commande {
    Commande::Information(command)
}

fn navette() -> Commande {
    asked(Command::EnvoyerNavette(NavetteEnvoyee {
        information: I1,
        service: "DT de Saintes".into(),
        attendu_le: None,
    }))
}

fn retour_de_navette() -> Commande {
    asked(Command::NoterRetourNavette(NavetteRetournee {
        information: I1,
        service: "DT de Saintes".into(),
        famille_connue: Some(true),
        reponse: None,
    }))
}

fn detacher(information: InformationId, principale: InformationId) -> Commande {
    let motif = MotifDetachement::RattacheeParErreur;
    asked(Command::Detacher(Detachee { information, principale, motif }))
}

fn transferer(titre: Option<TitreTransfert>, accord: Option<&str>) -> Commande {
    asked(Command::Transferer(Transferee {
        information: I1,
        vers_departement: "33".into(),
        canal: Canal::LettreRecommandee,
        parents_informes: Some(true),
        titre,
        accord_ecrit_le: accord.map(jour),
        numero: None,
        decideur: cadre(),
        pieces: vec![],
    }))
}

fn accuser() -> Commande {
    asked(Command::NoterAccuseTransfert(TransfertAccuse { information: I1, numero: None }))
}

#[test]
fn une_navette_sans_retour_ne_retient_rien() {
    let mut faits = recue();
    faits.push(le("2026-01-10", fait(navette())));
    let open = |faits: Vec<Acte>| {
        parcours(faits).information.informations[&I1].navettes_sans_retour().count()
    };
    assert_eq!(open(faits.clone()), 1);
    given(faits.clone())
        .on("2026-01-12")
        .when(qualifier(I1))
        .then(expect!["information_qualifiee"]);
    faits.push(le("2026-01-20", fait(retour_de_navette())));
    assert_eq!(open(faits), 0);
    given([lea()]).on("2026-01-12").when(navette()).then_refused(expect![
        "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
    ]);
}

#[test]
fn ce_que_disent_les_autres_se_note_avant_meme_la_reception() {
    for observation in [retour_de_navette(), accuser(), signaler(Tiers, None)] {
        let dossier = given([lea()]).on("2026-01-12").when(observation).then_file();
        assert_eq!(
            irregularites(dossier.clone(), "2026-01-12"),
            [
                "INFORMATION_NON_ENREGISTREE · Des faits citent une information dont la réception n'est pas enregistrée. (CASF, art. L226-3)"
            ]
        );
        let late = given(dossier)
            .on("2026-01-09")
            .recorded_on("2026-01-13")
            .when(recevoir(I1))
            .then_file();
        assert_eq!(irregularites(late, "2026-01-13"), Vec::<String>::new());
    }
}

#[test]
fn ce_qui_se_rattache_se_detache_par_un_acte() {
    let rattachee = || {
        let mut faits = recue();
        faits.push(le("2026-01-15", fait(recevoir(I2))));
        faits.push(le("2026-01-15", fait(rattacher(I2, I1))));
        faits
    };
    let dossier = given(rattachee()).on("2026-01-15").when(detacher(I2, I1)).then_file();
    let known = parcours(dossier.clone());
    assert!(known.information.informations[&I2].principale());
    assert_eq!(known.information.informations[&I2].rattachements.len(), 1, "both acts remain");
    let again = given(dossier.clone()).on("2026-02-01").when(rattacher(I2, I1)).then_file();
    assert!(!parcours(again).information.informations[&I2].principale());
    for wrong in [detacher(I2, I2), detacher(I1, I2)] {
        given(rattachee()).on("2026-01-16").when(wrong).then_refused(expect!["INFORMATION_NON_RATTACHEE · Cette information n'est pas rattachée à celle qui est désignée."]);
    }
    given(dossier).on("2026-01-16").when(detacher(I2, I1)).then_refused(expect!["INFORMATION_NON_RATTACHEE · Cette information n'est pas rattachée à celle qui est désignée."]);
    let mut detached = rattachee();
    detached.push(le("2026-01-20", fait(detacher(I2, I1))));
    given(detached).on("2026-01-21").when(annuler(4)).then_refused(expect!["INFORMATION_NON_RATTACHEE · Cette information n'est pas rattachée à celle qui est désignée."]);
}

#[test]
fn une_information_qui_met_en_cause_un_des_notres_protege_le_dossier() {
    let mettre_en_cause = |qui| {
        let mut faits = recue();
        let mise = MisEnCause { information: I1, mis_en_cause: vec![qui] };
        faits.push(le("2026-01-10", fait(asked(Command::NoterMiseEnCause(mise)))));
        parcours(faits).information.informations[&I1].protegee()
    };
    assert!(mettre_en_cause(MiseEnCause::AssistantFamilial));
    assert!(mettre_en_cause(MiseEnCause::ProcheDUnAgent));
    assert!(!mettre_en_cause(MiseEnCause::Famille));
}

// To another Département.

#[test]
fn une_prestation_ne_se_transmet_qu_avec_un_accord_ecrit_anterieur() {
    let transferred =
        |titre, accord| given(recue()).on("2026-02-10").when(transferer(titre, accord));
    let prestation = Some(TitreTransfert::Prestation);
    transferred(prestation, Some("2026-02-10")).then(expect!["information_transferee"]);
    transferred(prestation, Some("2026-02-11")).then_refused(expect!["ACCORD_DE_TRANSFERT_MANQUANT · Le dossier d'une prestation administrative ne se transmet qu'avec l'accord écrit des parents, recueilli avant. (CASF, art. R221-5-2)"]);
    transferred(prestation, None).then_refused(expect!["ACCORD_DE_TRANSFERT_MANQUANT · Le dossier d'une prestation administrative ne se transmet qu'avec l'accord écrit des parents, recueilli avant. (CASF, art. R221-5-2)"]);
    transferred(Some(TitreTransfert::PrestationSansAccord), None)
        .then(expect!["information_transferee"]);
    transferred(None, None).then(expect!["information_transferee"]);
}

#[test]
fn l_autre_departement_accuse_reception_le_jour_du_transfert_au_plus_tot() {
    let transferee = || {
        let mut faits = recue();
        faits.push(le("2026-02-10", fait(transferer(None, None))));
        faits
    };
    assert_eq!(
        irregularites(transferee(), "2026-03-01"),
        [
            "TRANSFERT_SANS_ACCUSE · Le Département 33 n'a pas accusé réception de ce qui lui fut transmis. (CASF, art. R221-7)"
        ]
    );
    let dossier = given(transferee()).on("2026-02-10").when(accuser()).then_file();
    assert_eq!(irregularites(dossier, "2026-03-01"), Vec::<String>::new());
    given(transferee()).on("2026-02-09").recorded_on("2026-03-01").when(accuser()).then_refused(expect!["ACCUSE_AVANT_TRANSFERT · L'autre Département aurait accusé réception avant le transfert du 10/02/2026."]);
}

#[test]
fn un_transfert_par_mail_ou_a_l_insu_des_parents_est_irregulier() {
    let mut faits = recue();
    let Commande::Information(Command::Transferer(transferee)) = transferer(None, None) else {
        unreachable!("that is what it makes")
    };
    let transferee =
        Transferee { canal: Canal::Courriel, parents_informes: Some(false), ..transferee };
    faits.push(le("2026-02-10", fait(asked(Command::Transferer(transferee)))));
    faits.push(le("2026-02-20", fait(accuser())));
    assert_eq!(
        irregularites(faits, "2026-03-01"),
        [
            "TRANSFERT_PAR_VOIE_ORDINAIRE · La transmission n'a pris ni la lettre recommandée ni la voie sécurisée. (CASF, art. R221-6)",
            "TRANSFERT_SANS_INFORMATION_DES_PARENTS · Les parents n'ont pas été informés avant la transmission. (CASF, art. L221-3 et R221-5-1)",
        ]
    );
}
