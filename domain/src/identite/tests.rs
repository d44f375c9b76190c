//! The file of a child: opened once, named once, born once.

use expect_test::expect;

use crate::enfant::Parcours;
use crate::essais::*;

#[test]
fn un_dossier_s_ouvre_une_fois() {
    let ouvrir = || inscrire(Some(naissance("2015-03-04")));
    given([]).on("2026-01-10").when(ouvrir()).then(expect!["enfant_inscrit"]);
    given([lea()])
        .on("2026-01-10")
        .when(ouvrir())
        .then_refused(expect!["ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."]);
    given([lea()])
        .on("2026-01-10")
        .when(signaler_non_identifie())
        .then_refused(expect!["ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."]);
}

#[test]
fn ouvrir_le_meme_dossier_le_meme_jour_est_deja_fait() {
    given([lea()]).on("2026-01-01").when(inscrire(Some(naissance("2015-03-04")))).then_already_so();
}

#[test]
fn un_dossier_anterieur_a_celui_qui_existe_est_refuse_aussi() {
    given([lea()])
        .on("2025-12-31")
        .when(inscrire(None))
        .then_refused(expect!["ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."]);
}

#[test]
fn rien_ne_s_enregistre_sans_dossier_ouvert() {
    given([])
        .on("2026-01-10")
        .when(recevoir(I1))
        .then_refused(expect!["ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."]);
    given([le("2026-01-10", fait(signaler_non_identifie()))])
        .on("2026-01-10")
        .when(recevoir(I1))
        .then(expect!["information_recue"]);
}

#[test]
fn un_enfant_s_identifie_une_fois() {
    let inconnu = || le("2026-01-05", fait(signaler_non_identifie()));
    let dossier = given([inconnu()]).on("2026-01-20").when(identifier("2021-06-01")).then_file();
    assert!(enfant(LEA, dossier.clone()).parcours().identite.identifie());
    given(dossier.clone())
        .on("2026-01-21")
        .when(identifier("2021-06-02"))
        .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
    given(dossier)
        .on("2026-01-10")
        .recorded_on("2026-01-21")
        .when(identifier("2021-06-02"))
        .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
    given([lea()])
        .on("2026-01-20")
        .when(identifier("2015-03-04"))
        .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
}

#[test]
fn la_derniere_naissance_fixee_est_tenue_pour_vraie() {
    let parcours =
        parcours([lea_nee_le("2015-03-04"), le("2026-02-01", fait(fixer_naissance("2007-03-04")))]);
    let identite = &parcours.identite;
    assert_eq!(identite.naissance().map(|naissance| naissance.le), Some(jour("2007-03-04")));
    assert_eq!(identite.majorite(), Some(jour("2025-03-04")));
}

#[test]
fn on_est_mineur_la_veille_de_ses_dix_huit_ans_et_plus_le_jour_meme() {
    let identite = parcours([lea_nee_le("2008-01-15")]).identite;
    assert!(identite.mineur_au(jour("2026-01-14")));
    assert!(!identite.mineur_au(jour("2026-01-15")));
}

#[test]
fn un_dossier_ouvert_plus_tard_dit_deja_qui_etait_l_enfant() {
    let majeure = [lea_nee_le("2007-12-01"), le("2025-12-20", fait(recevoir(I1)))];
    given(majeure)
        .on("2025-12-22")
        .recorded_on("2026-01-05")
        .when(qualifier(I1))
        .then_refused(expect!["ENFANT_MAJEUR · La personne est majeure le 22/12/2025 : une information ne se qualifie que pour un mineur. (C. civ., art. 375)"]);
    let histoire = enfant(LEA, [lea(), le("2026-01-02", fait(declarer_residence("17300")))]);
    let identite = Parcours::au(&histoire.histoire(), jour("2025-12-31")).identite;
    assert!(identite.identifie() && identite.residences.is_empty());
    let inconnue = [
        le("2026-01-05", fait(signaler_non_identifie())),
        le("2026-01-20", fait(identifier("2007-12-01"))),
    ];
    let histoire = enfant(LEA, inconnue).histoire();
    let identite = Parcours::au(&histoire, jour("2026-01-10")).identite;
    assert!(!identite.identifie() && !identite.mineur_au(jour("2026-01-10")));
}

#[test]
fn la_residence_est_celle_du_jour() {
    let identite = parcours([
        lea(),
        le("2026-03-01", fait(declarer_residence("17415"))),
        le("2026-02-01", fait(declarer_residence("17300"))),
    ])
    .identite;
    let commune =
        |le: &str| identite.residence_au(jour(le)).and_then(|residence| residence.commune.clone());
    assert_eq!(commune("2026-01-31"), None);
    assert_eq!(commune("2026-02-28").as_deref(), Some("17300"));
    assert_eq!(commune("2026-03-01").as_deref(), Some("17415"));
}

#[test]
fn une_mesure_peut_dater_du_jour_de_la_naissance_et_pas_de_la_veille() {
    let nourrisson = || [lea_nee_le("2026-01-01")];
    given(nourrisson())
        .on("2026-01-01")
        .when(ordonner(placement(M1)))
        .then(expect!["mesure_ordonnee"]);
    given(nourrisson())
        .on("2025-12-31")
        .recorded_on("2026-01-05")
        .when(ordonner(placement(M1)))
        .then_refused(expect![
            "AVANT_LA_NAISSANCE · Le fait précède la naissance de l'enfant, le 01/01/2026."
        ]);
}

#[test]
fn rien_ne_s_exerce_apres_le_jour_du_deces() {
    let decedee = || [lea(), le("2026-05-10", fait(declarer_deces()))];
    given(decedee()).on("2026-05-10").when(terminer(M1)).then(expect!["mesure_terminee"]);
    given(decedee())
        .on("2026-05-11")
        .when(terminer(M1))
        .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 10/05/2026."]);
    given(decedee())
        .on("2026-05-11")
        .when(admettre(A1))
        .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 10/05/2026."]);
}

#[test]
fn un_deces_ne_precede_pas_une_mesure_demarree() {
    let suivie = || [lea(), le("2026-05-10", fait(demarrer(M1)))];
    given(suivie()).on("2026-05-10").when(declarer_deces()).then(expect!["enfant_decede"]);
    given(suivie())
        .on("2026-05-09")
        .recorded_on("2026-05-12")
        .when(declarer_deces())
        .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 09/05/2026."]);
}
