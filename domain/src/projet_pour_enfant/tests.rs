//! The projet pour l'enfant: its editions, its signatures, its views, its examinations.

use expect_test::expect;
use uuid::Uuid;

use super::*;
use crate::codes::{ActeurPpe, RubriquePpe, Titulaire};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;

const O1: ObjectifId = ObjectifId(Uuid::from_u128(0x62));

fn etabli() -> Vec<Acte> {
    vec![lea(), le("2026-03-01", fait(etablir_projet(cadre())))]
}

#[test]
fn un_projet_s_etablit_une_fois_sous_une_signature() {
    given([lea()]).on("2026-03-01").when(etablir_projet(None)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given([lea()]).on("2026-03-01").when(etablir_projet(cadre())).then(expect!["projet_etabli"]);
    given(etabli()).on("2026-03-02").when(etablir_projet(cadre())).then_refused(expect![
        "PROJET_DEJA_ETABLI · Ce projet pour l'enfant est déjà établi. (CASF, art. L223-1-1)"
    ]);
}

#[test]
fn les_editions_se_suivent_sans_trou() {
    given([lea()]).on("2026-03-01").when(reviser_projet(2)).then_refused(expect![
        "EDITION_INCONNUE · L'édition 1 de ce projet pour l'enfant n'est pas enregistrée."
    ]);
    given(etabli())
        .on("2026-09-01")
        .when(reviser_projet(3))
        .then_refused(expect!["EDITION_HORS_SUITE · L'édition suivante porte le numéro 2."]);
    given(etabli())
        .on("2026-09-01")
        .when(reviser_projet(1))
        .then_refused(expect!["EDITION_HORS_SUITE · L'édition suivante porte le numéro 2."]);
    let dossier = given(etabli()).on("2026-09-01").when(reviser_projet(2)).then_file();
    assert_eq!(parcours(dossier.clone()).projet.projets[&P1].edition(), 2);
    given(dossier).on("2026-12-01").when(reviser_projet(3)).then(expect!["projet_revise"]);
}

#[test]
fn une_edition_intercalee_entre_deux_autres_est_refusee() {
    let mut revise = etabli();
    revise.push(le("2026-09-01", fait(reviser_projet(2))));
    given(revise)
        .on("2026-06-01")
        .recorded_on("2026-09-02")
        .when(reviser_projet(2))
        .then_refused(expect!["EDITION_HORS_SUITE · L'édition suivante porte le numéro 3."]);
}

#[test]
fn on_signe_une_edition_qui_existe_le_jour_du_projet_au_plus_tot() {
    given(etabli()).on("2026-03-01").when(signer_projet(1)).then(expect!["projet_signe"]);
    given(etabli()).on("2026-03-01").when(signer_projet(2)).then_refused(expect![
        "EDITION_INCONNUE · L'édition 2 de ce projet pour l'enfant n'est pas enregistrée."
    ]);
    given(etabli()).on("2026-02-28").recorded_on("2026-03-02").when(signer_projet(1)).then_refused(
        expect!["EDITION_INCONNUE · L'édition 1 de ce projet pour l'enfant n'est pas enregistrée."],
    );
}

#[test]
fn un_projet_signe_ne_s_annule_ni_ne_se_deplace_apres_sa_signature() {
    let mut signe = etabli();
    signe.push(le("2026-03-15", fait(signer_projet(1))));
    given(signe.clone()).on("2026-04-01").when(annuler(2)).then_refused(expect![
        "EDITION_INCONNUE · L'édition 1 de ce projet pour l'enfant n'est pas enregistrée."
    ]);
    let deplacer = |jour: &str| {
        let projet = rectifier(2, fait(etablir_projet(cadre())), Some(jour));
        given(signe.clone()).on("2026-04-01").when(projet)
    };
    deplacer("2026-03-15").then(expect!["evenement_rectifie"]);
    deplacer("2026-03-16").then_refused(expect!["SIGNATURE_AVANT_PROJET · La signature précéderait l'établissement du projet, le 16/03/2026."]);
}

// What an edition says, and to whom.

fn rubrique(rubrique: RubriquePpe, concerne: Option<Titulaire>, texte: &str) -> Rubrique {
    Rubrique { rubrique, concerne, texte: Sealed::nouveau(texte.into()) }
}

fn objectif() -> Objectif {
    Objectif {
        objectif: O1,
        rubrique: RubriquePpe::Sante,
        concerne: None,
        texte: Sealed::nouveau("Un rendez-vous par trimestre.".into()),
        acteur: ActeurPpe::LieuAccueil,
        jusqu_au: Some(jour("2026-09-01")),
    }
}

fn ecrire(rubriques: Vec<Rubrique>, objectifs_suivis: Vec<Objectif>) -> Commande {
    Commande::Projet(Command::Etablir(Etabli {
        projet: P1,
        objectifs: None,
        rubriques,
        objectifs_suivis,
        reference: None,
        decideur: cadre(),
    }))
}

fn evaluer(objectif: ObjectifId) -> Commande {
    Commande::Projet(Command::EvaluerObjectif(ObjectifEvalue {
        projet: P1,
        objectif,
        resultat: ResultatObjectif::PartiellementAtteint,
        observation: Some(Sealed::nouveau("Deux sur trois.".into())),
    }))
}

fn remettre(edition: u32) -> Commande {
    let destinataire = DestinatairePpe::Mere;
    Commande::Projet(Command::Remettre(Remis { projet: P1, edition, destinataire, voie: None }))
}

#[test]
fn une_vue_ne_montre_rien_d_un_parent_a_l_autre() {
    let rubriques = [
        rubrique(RubriquePpe::Sante, None, "Un suivi."),
        rubrique(RubriquePpe::Famille, Some(Titulaire::Mere), "Les visites de la mère."),
        rubrique(RubriquePpe::Famille, Some(Titulaire::Pere), "Les visites du père."),
        rubrique(RubriquePpe::AvisParents, None, "D'accord."),
    ];
    let objectif_du_pere = Objectif { concerne: Some(Titulaire::Pere), ..objectif() };
    let contenu = Contenu { rubriques: &rubriques, objectifs: &[objectif_du_pere] };
    let seen = |pour| {
        let shown = contenu.rubriques_pour(pour).into_iter();
        shown.map(|one| one.texte.clair().cloned().expect("open")).collect::<Vec<_>>()
    };
    assert_eq!(seen(DestinatairePpe::Mere), ["Un suivi.", "Les visites de la mère.", "D'accord."]);
    assert_eq!(seen(DestinatairePpe::Pere), ["Un suivi.", "Les visites du père.", "D'accord."]);
    assert_eq!(seen(DestinatairePpe::Enfant), ["Un suivi."]);
    assert_eq!(seen(DestinatairePpe::Service).len(), 4);
    assert!(contenu.objectifs_pour(DestinatairePpe::Mere).is_empty());
    assert_eq!(contenu.objectifs_pour(DestinatairePpe::Pere).len(), 1);
}

#[test]
fn chaque_rubrique_a_une_vue_et_une_seule() {
    use crate::codes::Code;
    for rubrique in RubriquePpe::TOUS {
        assert_eq!(VUES.iter().filter(|vue| vue.rubrique == *rubrique).count(), 1, "{rubrique}");
        assert!(montree(*rubrique, DestinatairePpe::Juge), "{rubrique}: the judge reads it all");
    }
}

#[test]
fn une_edition_tient_sur_un_recto_verso() {
    let of_length = |signes: usize| {
        let texte = "é".repeat(signes);
        given([lea()])
            .on("2026-03-01")
            .when(ecrire(vec![rubrique(RubriquePpe::Sante, None, &texte)], vec![]))
    };
    of_length(RECTO_VERSO.signes).then(expect!["projet_etabli"]);
    of_length(RECTO_VERSO.signes + 1).then_refused(expect![
        "PROJET_TROP_LONG · Le projet ne tient plus sur un recto-verso : 1 signe(s) de trop."
    ]);
    assert_eq!(RECTO_VERSO.verification, "M", "no text gives the number of signs");
}

#[test]
fn une_edition_dit_chaque_chose_une_fois() {
    let twice = |concerne| {
        let rubriques = vec![
            rubrique(RubriquePpe::Famille, Some(Titulaire::Mere), "Un."),
            rubrique(RubriquePpe::Famille, concerne, "Deux."),
        ];
        given([lea()]).on("2026-03-01").when(ecrire(rubriques, vec![]))
    };
    twice(Some(Titulaire::Pere)).then(expect!["projet_etabli"]);
    twice(Some(Titulaire::Mere)).then_refused(expect![
        "RUBRIQUE_EN_DOUBLE · Une rubrique ou un objectif est écrit deux fois dans la même édition."
    ]);
}

#[test]
fn un_objectif_s_evalue_quand_une_edition_l_a_fixe() {
    let fixe = vec![lea(), le("2026-03-01", fait(ecrire(vec![], vec![objectif()])))];
    let evaluated = given(fixe.clone()).on("2026-09-01").when(evaluer(O1)).then_file();
    let projet = &parcours(evaluated.clone()).projet.projets[&P1];
    assert_eq!(projet.resultat(O1), Some(ResultatObjectif::PartiellementAtteint));
    given(fixe.clone()).on("2026-09-01").when(evaluer(ObjectifId(P1.0))).then_refused(expect![
        "OBJECTIF_INCONNU · Cet objectif n'est fixé par aucune édition de ce projet à cette date."
    ]);
    given(fixe).on("2026-02-28").recorded_on("2026-09-01").when(evaluer(O1)).then_refused(expect![
        "OBJECTIF_INCONNU · Cet objectif n'est fixé par aucune édition de ce projet à cette date."
    ]);
}

#[test]
fn une_edition_signee_se_revise_et_ne_se_recrit_pas() {
    let texte = |texte: &str| ecrire(vec![rubrique(RubriquePpe::Sante, None, texte)], vec![]);
    let written = vec![lea(), le("2026-03-01", fait(texte("Un suivi.")))];
    let rewrite = |faits: &[Acte]| {
        let correction = rectifier(2, fait(texte("Deux suivis.")), None);
        given(faits.to_vec()).on("2026-04-01").when(correction)
    };
    rewrite(&written).then(expect!["evenement_rectifie"]);
    let signed = [written, vec![le("2026-03-15", fait(signer_projet(1)))]].concat();
    rewrite(&signed).then_refused(expect![
        "ACTE_SIGNE · Cet acte est signé : son contenu ne se rectifie plus. (CRPA, art. L212-1)"
    ]);
    given(signed).on("2026-04-01").when(reviser_projet(2)).then(expect!["projet_revise"]);
}

#[test]
fn on_remet_une_edition_qui_existe() {
    given(etabli()).on("2026-03-02").when(remettre(1)).then(expect!["projet_remis"]);
    given(etabli()).on("2026-03-02").when(remettre(2)).then_refused(expect![
        "EDITION_INCONNUE · L'édition 2 de ce projet pour l'enfant n'est pas enregistrée."
    ]);
    let remis = given(etabli()).on("2026-03-02").when(remettre(1)).then_file();
    given(remis).on("2026-03-03").when(annuler(2)).then_refused(expect![
        "EDITION_INCONNUE · L'édition 1 de ce projet pour l'enfant n'est pas enregistrée."
    ]);
}

#[test]
fn les_textes_d_un_projet_sont_scelles_sous_la_cle_de_l_enfant() {
    let rubriques = vec![rubrique(RubriquePpe::Sante, None, "Dort mal.")];
    let stored = fait(ecrire(rubriques, vec![objectif()])).to_stored().data;
    let owner = LEA.0.to_string();
    assert_eq!(stored["rubriques"][0]["texte"]["sujet"], owner);
    assert_eq!(stored["objectifs_suivis"][0]["texte"]["sujet"], owner);
    assert_eq!(stored["rubriques"][0]["rubrique"], "sante");
}
