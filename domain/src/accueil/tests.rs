//! Tests of the chapter: where the child is, and what cannot be true of it.

use expect_test::expect;

use super::{
    AbsenceConstatee, Accueil, ChangementDecide, Command, FratrieReunie, FratrieSeparee,
    RetourConstate,
};
use crate::codes::{Absence, EtatMesure, MotifChangementLieu, MotifSeparation, NatureMesure};
use crate::echeances::echeances;
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;
use crate::mesure::jamais_executee;

fn admise() -> Vec<Acte> {
    vec![lea(), le("2026-03-01", fait(admettre(A1)))]
}

fn deplacee() -> Vec<Acte> {
    let mut faits = admise();
    faits.push(le("2026-05-01", fait(changer_de_lieu(A1, A2))));
    faits
}

#[test]
fn une_admission_s_enregistre_sans_ordonnance_connue() {
    given([lea()]).on("2026-03-01").when(admettre(A1)).then(expect!["accueil_admis"]);
}

#[test]
fn un_enfant_n_a_qu_un_accueil_principal_a_la_fois() {
    given(admise()).on("2026-04-01").when(admettre(A2)).then_refused(expect![
        "DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 01/04/2026."
    ]);
    given(admise()).on("2026-04-01").when(admettre_en_relais(A2)).then(expect!["accueil_admis"]);
}

#[test]
fn un_accueil_succede_a_un_autre_le_jour_de_la_sortie_et_pas_la_veille() {
    let sortie = || {
        let mut faits = admise();
        faits.push(le("2026-05-01", fait(sortir(A1))));
        faits
    };
    given(sortie()).on("2026-05-01").when(admettre(A2)).then(expect!["accueil_admis"]);
    given(sortie()).on("2026-04-30").recorded_on("2026-05-02").when(admettre(A2)).then_refused(
        expect!["DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 30/04/2026."],
    );
}

#[test]
fn un_accueil_anterieur_finit_avant_celui_qui_est_enregistre() {
    given(admise()).on("2026-02-01").recorded_on("2026-04-01").when(admettre(A2)).then_refused(
        expect!["DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 01/03/2026."],
    );
}

#[test]
fn on_sort_le_jour_de_l_entree_et_pas_la_veille() {
    given(admise()).on("2026-03-01").when(sortir(A1)).then(expect!["accueil_termine"]);
    given(admise()).on("2026-02-28").recorded_on("2026-03-02").when(sortir(A1)).then_refused(
        expect!["ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 28/02/2026."],
    );
}

#[test]
fn un_accueil_s_ouvre_et_se_ferme_une_fois() {
    given(admise())
        .on("2026-03-02")
        .when(admettre(A1))
        .then_refused(expect!["ACCUEIL_DEJA_OUVERT · Cet épisode d'accueil est déjà enregistré."]);
    let mut sortie = admise();
    sortie.push(le("2026-05-01", fait(sortir(A1))));
    given(sortie.clone()).on("2026-05-02").when(sortir(A1)).then_refused(expect![
        "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 02/05/2026."
    ]);
    given(sortie).on("2026-04-15").recorded_on("2026-05-02").when(sortir(A1)).then_refused(
        expect!["ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/05/2026."],
    );
}

#[test]
fn un_changement_de_lieu_ferme_un_accueil_et_en_ouvre_un_le_meme_jour() {
    let parcours = parcours(deplacee());
    let accueils = &parcours.accueil.accueils;
    let open = |accueil, jour_dit| accueils[&accueil].ouvert(jour(jour_dit));
    assert!(open(A1, "2026-04-30") && !open(A2, "2026-04-30"));
    assert!(!open(A1, "2026-05-01") && open(A2, "2026-05-01"));
    assert!(accueils[&A2].debut().is_some_and(|debut| debut.fait.principal));
    assert_eq!(parcours.mesure_d_accueil(&accueils[&A2], jour("2026-05-01")), Some(M1));
}

#[test]
fn on_change_de_lieu_depuis_un_accueil_ouvert_vers_un_accueil_nouveau() {
    given([lea()]).on("2026-05-01").when(changer_de_lieu(A1, A2)).then_refused(expect![
        "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/05/2026."
    ]);
    given(admise())
        .on("2026-02-28")
        .recorded_on("2026-05-01")
        .when(changer_de_lieu(A1, A2))
        .then_refused(expect![
            "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 28/02/2026."
        ]);
    given(deplacee()).on("2026-06-01").when(changer_de_lieu(A1, A3)).then_refused(expect![
        "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/06/2026."
    ]);
    given(deplacee())
        .on("2026-06-01")
        .when(changer_de_lieu(A2, A3))
        .then(expect!["accueil_lieu_change"]);
}

#[test]
fn l_admission_d_un_enfant_deja_sorti_ne_s_annule_ni_ne_se_deplace_apres_sa_sortie() {
    given(deplacee()).on("2026-06-01").when(annuler(2)).then_refused(expect![
        "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/05/2026."
    ]);
    let entrer = |jour: &str| {
        let admission = rectifier(2, fait(admettre(A1)), Some(jour));
        given(deplacee()).on("2026-06-01").when(admission)
    };
    entrer("2026-05-01").then(expect!["evenement_rectifie"]);
    entrer("2026-05-02").then_refused(expect![
        "SORTIE_AVANT_ENTREE · La sortie précéderait l'entrée du 02/05/2026."
    ]);
}

#[test]
fn annuler_un_changement_de_lieu_rouvre_l_accueil_d_avant() {
    let dossier = given(deplacee()).on("2026-06-01").when(annuler(3)).then_file();
    let parcours = parcours(dossier);
    let ouvert = parcours.accueil.principal_au(jour("2026-06-01")).map(|(id, _)| *id);
    assert_eq!(ouvert, Some(A1));
    assert_eq!(parcours.accueil.accueils.get(&A2).and_then(Accueil::debut), None);
}

#[test]
fn piege_31_en_fugue_a_l_hopital_ou_detenue_elle_reste_accueillie_et_la_mesure_continue() {
    let away = |genre| {
        let absence = AbsenceConstatee { accueil: A1, genre };
        Commande::Accueil(Command::ConstaterAbsence(absence))
    };
    let back = || Commande::Accueil(Command::ConstaterRetour(RetourConstate { accueil: A1 }));
    for genre in [Absence::Fugue, Absence::Hospitalisation, Absence::Detention] {
        let mut faits = admise();
        faits.insert(1, le("2026-03-01", fait(ordonner(placement(M1).until("2027-03-01")))));
        faits.push(le("2026-04-10", fait(away(genre))));
        faits.push(le("2026-04-14", fait(back())));
        let parcours = parcours(faits);
        let accueil = &parcours.accueil.accueils[&A1];
        let absent = |le: &str| accueil.absence_au(jour(le)).map(|absence| absence.fait.genre);
        assert_eq!((absent("2026-04-09"), absent("2026-04-10")), (None, Some(genre)));
        assert_eq!((absent("2026-04-13"), absent("2026-04-14")), (Some(genre), None));
        assert!(accueil.ouvert(jour("2026-04-12")));
        let known = &parcours.mesure.mesures[&M1];
        assert!(known.en_vigueur(&parcours.identite, jour("2026-04-12")));
        let state = parcours.etat_de_mesure(M1, jour("2026-04-12"));
        assert_eq!(state, Some(crate::codes::EtatMesure::Effective));
    }
}

#[test]
fn une_fratrie_separee_le_reste_jusqu_a_sa_reunion() {
    let separer = FratrieSeparee { accueil: A1, motif: MotifSeparation::ManqueDePlace };
    let reunir = FratrieReunie { accueil: A1 };
    let mut faits = admise();
    faits.push(le("2026-03-01", fait(Commande::Accueil(Command::SeparerFratrie(separer)))));
    faits.push(le("2026-06-01", fait(Commande::Accueil(Command::ReunirFratrie(reunir)))));
    let parcours = parcours(faits);
    let accueil = &parcours.accueil.accueils[&A1];
    assert!(accueil.separation_au(jour("2026-02-28")).is_none());
    assert!(accueil.separation_au(jour("2026-05-31")).is_some());
    assert!(accueil.separation_au(jour("2026-06-01")).is_none());
}

#[test]
fn un_changement_se_decide_depuis_un_accueil_ouvert() {
    let decide = ChangementDecide {
        accueil: A1,
        prevu_le: Some(jour("2026-06-01")),
        urgence: false,
        motif: MotifChangementLieu::FinDAgrement,
    };
    let decider = || Commande::Accueil(Command::DeciderChangement(decide.clone()));
    given(admise()).on("2026-04-20").when(decider()).then(expect!["accueil_changement_decide"]);
    given([lea()]).on("2026-04-20").when(decider()).then_refused(expect![
        "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 20/04/2026."
    ]);
}

/// In a foyer by order of the parquet, then by judgment from 15 March: she does not move.
fn jugee_sur_place() -> Vec<Acte> {
    vec![
        lea(),
        le("2026-03-01", fait(ordonner(placement(M1).of_nature(NatureMesure::OppParquet)))),
        le("2026-03-01", fait(admettre(A1))),
        le("2026-03-15", fait(ordonner(placement(M2).until("2026-09-14")))),
        le("2026-03-15", fait(remplacer(M1, M2))),
    ]
}

#[test]
fn la_mesure_qui_en_remplace_une_autre_s_execute_ou_l_enfant_est_reste() {
    let parcours = parcours(jugee_sur_place());
    let executed = |le: &str| parcours.mesure_d_accueil(&parcours.accueil.accueils[&A1], jour(le));
    assert_eq!((executed("2026-03-14"), executed("2026-03-15")), (Some(M1), Some(M2)));
    assert_eq!(parcours.executee_le(M2), Some(jour("2026-03-15")));
    let state = |le: &str| parcours.etat_de_mesure(M2, jour(le));
    assert_eq!(state("2026-03-15"), Some(EtatMesure::Effective));
    assert_eq!(jamais_executee(&parcours, M2, jour("2026-10-01")), None);
}

#[test]
fn elle_ne_s_execute_pas_dans_un_accueil_que_l_enfant_a_quitte() {
    let partie = |le_jour: &str| [jugee_sur_place(), vec![le(le_jour, fait(sortir(A1)))]].concat();
    let executed = |faits: Vec<Acte>| parcours(faits).executee_le(M2);
    assert_eq!(executed(partie("2026-03-15")), None);
    assert_eq!(executed(partie("2026-03-16")), Some(jour("2026-03-15")));
}

#[test]
fn elle_ne_s_execute_pas_avant_son_effet_ni_par_une_mesure_qui_ne_place_pas() {
    let replaced = |mesure: Mesure| {
        let mut faits = jugee_sur_place();
        faits[3] = le("2026-03-15", fait(ordonner(mesure)));
        parcours(faits).executee_le(M2)
    };
    assert_eq!(replaced(placement(M2).from("2026-03-20")), Some(jour("2026-03-20")));
    assert_eq!(replaced(aemo(M2)), None);
}

#[test]
fn le_lieu_change_sous_la_mesure_de_ce_jour_la() {
    let accueil = aed(M1).of_nature(NatureMesure::AccueilProvisoire).until("2027-02-28");
    let mut faits = jugee_sur_place();
    faits[1] = le("2026-03-01", fait(contracter(accueil)));
    let deplacee = |le_jour: &str| {
        let faits = [faits.clone(), vec![le(le_jour, fait(changer_de_lieu(A1, A2)))]].concat();
        let codes = |found: Vec<String>| found.iter().any(|one| one.contains("SANS_ACCORD"));
        let notice = echeances(&parcours(faits.clone())).iter().any(|one| one.regle.id == "ME-13");
        (codes(irregularites(faits, "2026-05-02")), notice)
    };
    assert_eq!(deplacee("2026-03-14"), (true, false), "still by contract: the holders agree");
    assert_eq!(deplacee("2026-05-01"), (false, true), "confided by the judge: he is told");
}
