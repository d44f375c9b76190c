//! The pitfalls of the chapter: what a hurried engine gets wrong about measures, each with its test.

use expect_test::expect;

use crate::codes::{
    AuteurContact, EtatMesure, GenreSolution, IssueSansExecution, MentionDecision, ModeContact,
    NatureMesure, PositionTitulaire, Preconisateur, Titulaire,
};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::{Acte, Evenement};
use crate::mesure::{
    AccordNote, Command, ContactEnAttente, EffetFixe, Modifiee, Preconisee, SansTitre,
    SolutionProvisoire, Terminee, jamais_executee, sans_titre,
};

fn file(faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    std::iter::once(lea()).chain(faits).collect()
}

fn mesure(command: Command) -> Evenement {
    fait(Commande::Mesure(command))
}

fn noter(titulaire: Titulaire, position: PositionTitulaire) -> Commande {
    let note = AccordNote { mesure: M1, titulaire, position, voie: None };
    Commande::Mesure(Command::NoterAccord(note))
}

fn state(faits: &[Acte], jour_dit: &str) -> EtatMesure {
    let parcours = parcours(faits.to_vec());
    parcours.etat_de_mesure(M1, jour(jour_dit)).expect("the measure is known")
}

fn codes(faits: &[Acte], au: &str) -> Vec<String> {
    let found = irregularites(faits.to_vec(), au);
    found.iter().filter_map(|one| one.split(" · ").next().map(str::to_owned)).collect()
}

#[test]
fn piege_27_l_accord_est_de_chaque_titulaire_date_et_revocable() {
    let signer = |faits: Vec<Acte>| {
        given(faits).on("2026-03-01").when(contracter(aed(M1).without_consent()))
    };
    let accord = || le("2026-02-20", fait(noter(Titulaire::Mere, PositionTitulaire::AccordEcrit)));
    let pere = |position| le("2026-02-25", fait(noter(Titulaire::Pere, position)));
    signer(file([])).then_refused(expect!["CONSENTEMENT_MANQUANT · Une mesure administrative demande l'accord écrit des représentants légaux. (CASF, art. L223-2)"]);
    signer(file([accord()])).then(expect!["mesure_contractee"]);
    signer(file([accord(), pere(PositionTitulaire::InformeParEcrit)]))
        .then(expect!["mesure_contractee"]);
    signer(file([accord(), pere(PositionTitulaire::Opposition)])).then_refused(expect!["TITULAIRE_OPPOSE · La mesure ne se contracte pas contre un titulaire de l'autorité parentale qui s'y oppose ou a retiré son accord (père). (CASF, art. L223-2)"]);
    let change_d_avis = [
        accord(),
        pere(PositionTitulaire::Opposition),
        le("2026-02-28", fait(noter(Titulaire::Pere, PositionTitulaire::AccordEcrit))),
    ];
    signer(file(change_d_avis)).then(expect!["mesure_contractee"]);
}

#[test]
fn piege_27_un_accord_retire_ne_clot_rien_et_se_voit_tant_que_la_mesure_continue() {
    let contrat = le("2026-03-01", fait(contracter(aed(M1).until("2026-12-01"))));
    let retrait = le("2026-04-10", fait(noter(Titulaire::Mere, PositionTitulaire::AccordRetire)));
    let faits = file([contrat, retrait]);
    assert!(codes(&faits, "2026-04-09").is_empty());
    assert_eq!(codes(&faits, "2026-04-10"), ["ACCORD_RETIRE"]);
    let mut finie = faits;
    finie.push(le("2026-04-15", fait(terminer(M1))));
    assert!(codes(&finie, "2026-04-15").is_empty());
}

#[test]
fn piege_20_une_mesure_a_effet_differe_ne_court_pas_avant_la_fin_de_l_autre() {
    let tutelle =
        placement(M1).of_nature(NatureMesure::Tutelle).mentioning(MentionDecision::EffetSuspendu);
    let mut faits = file([le("2026-03-01", fait(ordonner(tutelle)))]);
    let runs = |faits: &[Acte], le: &str| {
        let parcours = parcours(faits.to_vec());
        parcours.mesure.mesures[&M1].en_vigueur(&parcours.identite, jour(le))
    };
    assert!(!runs(&faits, "2026-12-31"));
    assert_eq!(state(&faits, "2026-12-31"), EtatMesure::EffetDiffere);
    let fixe = |jour_dit| EffetFixe { mesure: M1, effet_le: jour(jour_dit), apres: Some(M2) };
    faits.push(le("2026-09-20", mesure(Command::FixerEffet(fixe("2026-09-15")))));
    assert!(!runs(&faits, "2026-09-14") && runs(&faits, "2026-09-15"));
    given(faits)
        .on("2026-10-01")
        .when(Commande::Mesure(Command::FixerEffet(fixe("2026-10-01"))))
        .then_refused(expect!["EFFET_DEJA_FIXE · Le jour d'effet de cette mesure est déjà fixé."]);
}

#[test]
fn piege_21_deux_mesures_courent_ensemble_et_finissent_chacune() {
    let faits = file([
        le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
        le("2026-04-01", fait(ordonner(aemo(M2).of_nature(NatureMesure::Mjagbf)))),
        le("2026-06-01", fait(lever(M1))),
    ]);
    let parcours = parcours(faits);
    let running = |le: &str| {
        let known = parcours.mesure.mesures.values();
        known.filter(|known| known.en_vigueur(&parcours.identite, jour(le))).count()
    };
    assert_eq!((running("2026-05-01"), running("2026-06-01")), (2, 1));
}

#[test]
fn piege_22_place_sur_le_papier_au_domicile_en_fait() {
    let solution = SolutionProvisoire { mesure: M1, genre: GenreSolution::Domicile, accueil: None };
    let contact = ContactEnAttente {
        mesure: M1,
        par: AuteurContact::ReferentListeAttente,
        mode: ModeContact::Domicile,
        enfant_vu: true,
    };
    let faits = file([
        le("2026-03-01", fait(ordonner(placement(M1).until("2026-09-30")))),
        le("2026-03-05", fait(mettre_en_attente(M1))),
        le("2026-03-06", mesure(Command::NoterSolutionProvisoire(solution))),
        le("2026-04-02", mesure(Command::NoterContactEnAttente(contact))),
    ]);
    assert_eq!(state(&faits, "2026-06-01"), EtatMesure::EnAttente, "never « effective »");
    let known = &parcours(faits).mesure.mesures[&M1];
    assert_eq!(known.solutions.last().map(|it| it.fait.genre), Some(GenreSolution::Domicile));
    assert_eq!(known.contacts.last().map(crate::histoire::Datee::le), Some(jour("2026-04-02")));
}

/// In a foyer under a placement that ends on 9 September.
fn au_foyer() -> Vec<Acte> {
    file([
        le("2026-03-01", fait(ordonner(placement(M1).until("2026-09-09")))),
        le("2026-03-01", fait(admettre(A1))),
        le("2026-03-02", fait(etablir_projet(cadre()))),
    ])
}

#[test]
fn piege_23_une_mesure_echue_est_reordonnee_et_les_jours_sans_titre_se_voient() {
    let mut faits = au_foyer();
    assert!(codes(&faits, "2026-09-09").is_empty());
    assert_eq!(codes(&faits, "2026-09-10"), ["TERME_SANS_DECISION", "SANS_TITRE"]);
    faits.push(le("2026-09-21", fait(renouveler(M1, placement(M2).until("2027-03-21")))));
    let gap = sans_titre(&parcours(faits.clone()), M1).expect("a gap");
    let (depuis, jusqu_au) = (jour("2026-09-10"), Some(jour("2026-09-21")));
    assert_eq!(gap, SansTitre { depuis, jusqu_au });
    assert_eq!((gap.jours(jour("2026-09-10")), gap.jours(jour("2027-01-01"))), (1, 11));
    assert_eq!(codes(&faits, "2026-09-21"), ["RENOUVELLEMENT_TARDIF"]);
}

#[test]
fn sans_titre_s_arrete_au_depart_de_l_enfant_et_n_existe_pas_sans_accueil() {
    let mut partie = au_foyer();
    partie.push(le("2026-09-15", fait(sortir(A1))));
    let gap = sans_titre(&parcours(partie), M1).expect("a gap");
    assert_eq!(gap.jours(jour("2026-12-01")), 5);
    let a_temps = [
        au_foyer(),
        vec![le("2026-09-01", fait(renouveler(M1, placement(M2).from("2026-09-10"))))],
    ];
    assert_eq!(sans_titre(&parcours(a_temps.concat()), M1), None);
    let chez_elle = file([le("2026-03-01", fait(ordonner(placement(M1).until("2026-09-09"))))]);
    assert_eq!(sans_titre(&parcours(chez_elle), M1), None);
    let levee = [au_foyer(), vec![le("2026-09-10", fait(lever(M1)))]];
    assert_eq!(sans_titre(&parcours(levee.concat()), M1), None, "lifted the day after the term");
}

#[test]
fn piege_28_l_aide_a_domicile_ne_se_poursuit_pas_quand_le_juge_intervient() {
    let mut faits = file([
        le("2026-03-01", fait(contracter(aed(M1).until("2027-02-01")))),
        le("2026-03-02", fait(etablir_projet(cadre()))),
        le("2026-06-01", fait(ordonner(aemo(M2).until("2027-06-01")))),
    ]);
    assert!(codes(&faits, "2026-05-31").is_empty());
    assert_eq!(codes(&faits, "2026-06-01"), ["MESURE_ADMINISTRATIVE_MAINTENUE"]);
    let liee = Terminee {
        mesure: M1,
        motif: crate::codes::MotifFin::Remplacement,
        situation_apres: None,
        remplacee_par: Some(M2),
    };
    faits.push(le("2026-06-01", mesure(Command::Terminer(liee))));
    assert!(codes(&faits, "2026-06-01").is_empty());
    let linked = parcours(faits).mesure.mesures[&M1].fins[0].fait.remplacee_par;
    assert_eq!(linked, Some(M2));
}

#[test]
fn piege_28_une_mjie_ne_met_pas_fin_a_l_aide_a_domicile() {
    let faits = file([
        le("2026-03-01", fait(contracter(aed(M1).until("2027-02-01")))),
        le("2026-03-02", fait(etablir_projet(cadre()))),
        le("2026-06-01", fait(ordonner(aemo(M2).of_nature(NatureMesure::Mjie)))),
    ]);
    assert!(codes(&faits, "2026-06-01").is_empty());
}

#[test]
fn jamais_executee_est_une_issue() {
    let ordonnee = || le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30"))));
    let issue = |faits: Vec<Acte>, au: &str| jamais_executee(&parcours(faits), M1, jour(au));
    assert_eq!(issue(file([ordonnee()]), "2026-09-30"), None);
    assert_eq!(issue(file([ordonnee()]), "2026-10-01"), Some(IssueSansExecution::Echue));
    let levee = || file([ordonnee(), le("2026-07-01", fait(lever(M1)))]);
    assert_eq!(issue(levee(), "2026-06-30"), None);
    assert_eq!(issue(levee(), "2026-07-01"), Some(IssueSansExecution::Levee));
    let demarree = file([ordonnee(), le("2026-05-01", fait(demarrer(M1)))]);
    assert_eq!(issue(demarree, "2026-10-01"), None);
    let remplacee = Terminee {
        mesure: M1,
        motif: crate::codes::MotifFin::Remplacement,
        situation_apres: None,
        remplacee_par: Some(M2),
    };
    let remplacee = file([ordonnee(), le("2026-06-01", mesure(Command::Terminer(remplacee)))]);
    assert_eq!(issue(remplacee, "2026-10-01"), Some(IssueSansExecution::Remplacee));
    let majeure = vec![lea_nee_le("2008-07-01"), ordonnee()];
    assert_eq!(issue(majeure, "2026-07-01"), Some(IssueSansExecution::Majorite));
    let renouvelee =
        file([ordonnee(), le("2026-09-20", fait(renouveler(M1, aemo(M2).from("2026-10-01"))))]);
    assert_eq!(issue(renouvelee, "2026-10-01"), None, "the chain goes on");
}

#[test]
fn le_juge_modifie_le_terme_sans_nouvelle_mesure() {
    let modifiee = Modifiee {
        mesure: M1,
        objet: crate::codes::ObjetModification::Terme,
        terme_le: Some(jour("2026-06-30")),
        decision: None,
    };
    let faits = file([
        le("2026-03-01", fait(ordonner(aemo(M1).until("2026-09-30")))),
        le("2026-05-01", mesure(Command::Modifier(modifiee))),
    ]);
    assert_eq!(state(&faits, "2026-06-30"), EtatMesure::Ordonnee);
    assert_eq!(state(&faits, "2026-07-01"), EtatMesure::Echue);
}

#[test]
fn une_mesure_preconisee_n_est_pas_encore_decidee() {
    let preconisee = Preconisee {
        mesure: M1,
        nature: NatureMesure::PlacementAse,
        par: Preconisateur::Evaluation,
        libelle_local: None,
        evaluation: Some(E1),
    };
    let preconisee = le("2026-02-01", mesure(Command::Preconiser(preconisee)));
    assert_eq!(state(&file([preconisee.clone()]), "2026-03-01"), EtatMesure::Preconisee);
    let ordonnee = le("2026-03-01", fait(ordonner(aemo(M1))));
    assert_eq!(state(&file([preconisee, ordonnee]), "2026-03-01"), EtatMesure::Ordonnee);
}
