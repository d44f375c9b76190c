//! A test a rule: its limit, the last day it may be kept, the first day it is late.

use crate::Decideur;
use crate::codes::{Correspondant, GenreDecisionJudiciaire, GenreEcrit, PartieAudience, SensArret};
use crate::echeances::Etat;
use crate::ecrit;
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;
use crate::ids::EcritId;
use crate::justice::essais::*;
use crate::temps::Survenu;
use uuid::Uuid;

fn au(le: &str) -> Survenu {
    Survenu::le(jour(le))
}

fn file(faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    std::iter::once(lea()).chain(faits).collect()
}

/// A report about M1, received from the service.
fn rapport(number: u128, genre: GenreEcrit) -> Commande {
    Commande::Ecrit(ecrit::Command::Recevoir(ecrit::Recu {
        ecrit: EcritId(Uuid::from_u128(number)),
        genre,
        auteur: Correspondant::ServiceHabilite,
        objet: Some(M1.0),
        service: None,
        pieces: vec![],
        rapport: None,
    }))
}

fn placed() -> [Acte; 2] {
    [
        le("2026-12-24", fait(ordonner(placement(M1).until("2028-12-24")))),
        le("2026-12-24", fait(rendre(jugement(J1)))),
    ]
}

#[test]
fn ju_01_la_convocation_est_recue_huit_jours_avant_l_audience() {
    let fixed = file([le("2026-11-02", fait(fixer_audience("2026-12-28")))]);
    // 20 December 2026 is a Sunday: a notice is not put off, that would shorten it.
    kept_until("JU-01", &fixed, &recevoir_convocation(), "2026-12-20", "2026-12-21");
    let held = file([
        le("2026-11-02", fait(fixer_audience("2026-12-28"))),
        le("2026-12-28", fait(tenir_audience(AU1))),
    ]);
    assert_eq!(echeance_de("JU-01", &held).etat(au("2026-12-28")), Etat::SansObjet);
}

#[test]
fn ju_01_un_renvoi_demande_une_autre_convocation() {
    let put_off = file([
        le("2026-11-02", fait(fixer_audience("2026-12-28"))),
        le("2026-11-10", fait(recevoir_convocation())),
        le("2026-12-28", fait(renvoyer(Some("2027-02-15")))),
    ]);
    let states: Vec<_> = echeances_de("JU-01", &put_off)
        .iter()
        .map(|echeance| stands(echeance, "2027-01-01"))
        .collect();
    let day = |le: &str, etat| (le.to_owned(), le.to_owned(), etat);
    assert_eq!(states, [day("2026-12-20", Etat::Tenue), day("2027-02-07", Etat::Ouverte)]);
}

#[test]
fn ju_02_la_decision_est_notifiee_dans_les_huit_jours() {
    let notify = notifier(J1, PartieAudience::Mere);
    // The eighth day, 1 January, is a holiday: put off to Monday 4.
    kept_until("JU-02", &file(placed()), &notify, "2027-01-04", "2027-01-05");
    let ascension = file([le("2027-04-28", fait(rendre(jugement(J1))))]);
    let limits = |strict: &str, legal: &str| (strict.to_owned(), legal.to_owned(), Etat::Ouverte);
    let found = stands(&echeance_de("JU-02", &ascension), "2027-05-01");
    assert_eq!(found, limits("2027-05-06", "2027-05-07"));
}

#[test]
fn ju_02_une_ordonnance_rectificative_se_notifie_aussi() {
    let order = decision(J2, GenreDecisionJudiciaire::OrdonnanceRectificative).about(J1);
    let rectified = file(placed().into_iter().chain([le("2027-01-20", fait(rendre(order)))]));
    assert_eq!(echeances_de("JU-02", &rectified).len(), 2);
}

#[test]
fn ju_03_le_departement_a_quinze_jours_pour_faire_appel() {
    let told = notifier(J1, PartieAudience::Departement);
    let notified = file(placed().into_iter().chain([le("2027-05-01", fait(told))]));
    let echeance = echeance_de("JU-03", &notified);
    let limits = |etat| ("2027-05-16".to_owned(), "2027-05-18".to_owned(), etat);
    // The fifteenth day is a Sunday, the next is lundi de Pentecôte.
    assert_eq!(stands(&echeance, "2027-05-18"), limits(Etat::Ouverte));
    assert_eq!(stands(&echeance, "2027-05-19"), limits(Etat::SansObjet));
    let mut appealed = notified;
    appealed.push(le("2027-05-18", fait(appeler(J1, PartieAudience::Departement))));
    assert_eq!(echeance_de("JU-03", &appealed).etat(au("2027-05-19")), Etat::Tenue);
}

#[test]
fn ju_03_ne_court_pas_pour_un_enfant_reste_chez_lui() {
    let at_home = file([
        le("2026-12-24", fait(ordonner(aemo(M1)))),
        le("2026-12-24", fait(rendre(jugement(J1)))),
        le("2026-12-28", fait(notifier(J1, PartieAudience::Departement))),
    ]);
    assert!(echeances_de("JU-03", &at_home).is_empty());
}

#[test]
fn ju_04_la_cour_statue_en_trois_mois_sur_un_placement_provisoire() {
    let order = decision(J1, GenreDecisionJudiciaire::OrdonnanceProvisoire);
    let opp = placement(M1).of_nature(crate::codes::NatureMesure::OppJuge);
    let appealed = file([
        le("2026-11-20", fait(ordonner(opp))),
        le("2026-11-20", fait(rendre(order))),
        le("2026-11-30", fait(appeler(J1, PartieAudience::Mere))),
    ]);
    let arret = rendre_arret(SensArret::Confirme, None);
    // 28 February 2027 is a Sunday.
    kept_until("JU-04", &appealed, &arret, "2027-03-01", "2027-03-02");
    let merits = file(
        placed().into_iter().chain([le("2027-01-04", fait(appeler(J1, PartieAudience::Mere)))]),
    );
    assert!(
        echeances_de("JU-04", &merits).is_empty(),
        "a judgment on the merits has no such limit"
    );
}

#[test]
fn ju_05_le_batonnier_designe_un_avocat_dans_les_huit_jours() {
    let asked = file([le("2026-12-11", fait(demander_avocat(PartieAudience::Enfant)))]);
    let named = designer_avocat(PartieAudience::Enfant);
    kept_until("JU-05", &asked, &named, "2026-12-21", "2026-12-22");
    let mut other = asked;
    other.push(le("2026-12-14", fait(designer_avocat(PartieAudience::Mere))));
    assert_eq!(echeance_de("JU-05", &other).etat(au("2026-12-15")), Etat::Ouverte);
}

#[test]
fn ju_06_le_parquet_rend_le_dossier_dans_les_quinze_jours() {
    let sent = file([le("2026-12-11", fait(communiquer_au_parquet()))]);
    // 26 December 2026 is a Saturday.
    kept_until("JU-06", &sent, &retourner_du_parquet(), "2026-12-28", "2026-12-29");
}

#[test]
fn ju_07_le_dossier_se_lit_jusqu_a_la_veille() {
    let fixed = file([le("2026-11-02", fait(fixer_audience("2026-12-28")))]);
    let echeance = echeance_de("JU-07", &fixed);
    let limits = |etat| ("2026-12-27".to_owned(), "2026-12-27".to_owned(), etat);
    assert_eq!(stands(&echeance, "2026-12-27"), limits(Etat::Ouverte));
    assert_eq!(stands(&echeance, "2026-12-28"), limits(Etat::SansObjet));
    let mut read = fixed;
    read.push(le("2026-12-27", fait(consulter_dossier())));
    assert_eq!(echeance_de("JU-07", &read).etat(au("2026-12-28")), Etat::Tenue);
}

#[test]
fn ju_08_une_audience_tous_les_trois_ans_pour_un_placement_de_plus_de_deux_ans() {
    let long = |terme: &str| file([le("2026-03-02", fait(ordonner(placement(M1).until(terme))))]);
    assert!(echeances_de("JU-08", &long("2028-03-02")).is_empty(), "two years, not more");
    for (day, expected) in [("2029-03-02", Etat::Tenue), ("2029-03-03", Etat::TenueEnRetard)] {
        let mut heard = long("2032-03-02");
        heard.push(le(day, fait(tenir_audience(AU1))));
        assert_eq!(echeances_de("JU-08", &heard)[0].etat(au("2029-04-01")), expected, "{day}");
    }
    let mut heard = long("2032-03-02");
    heard.push(le("2028-01-10", fait(tenir_audience(AU1))));
    let limits: Vec<_> = echeances_de("JU-08", &heard)
        .iter()
        .map(|echeance| stands(echeance, "2028-02-01"))
        .collect();
    let day = |le: &str, etat| (le.to_owned(), le.to_owned(), etat);
    assert_eq!(limits[0], day("2029-03-02", Etat::Tenue));
    assert_eq!(limits[1], day("2031-01-10", Etat::Ouverte));
    assert_eq!(stands(&echeances_de("JU-08", &heard)[1], "2032-03-03").2, Etat::SansObjet);
}

#[test]
fn ju_09_un_rapport_chaque_annee_a_defaut_de_date_fixee() {
    let placed = file([le("2026-03-02", fait(ordonner(placement(M1).until("2029-03-02"))))]);
    let annual = rapport(1, GenreEcrit::RapportAnnuel);
    let mut late = placed.clone();
    late.push(le("2027-03-10", fait(annual)));
    late.push(le("2028-02-20", fait(rapport(2, GenreEcrit::RapportAnnuel))));
    let limits: Vec<_> = echeances_de("JU-09", &late)
        .iter()
        .map(|echeance| stands(echeance, "2028-06-01"))
        .map(|(strict, _, etat)| (strict, etat))
        .collect();
    let expected = [
        ("2027-03-02".to_owned(), Etat::TenueEnRetard),
        ("2028-03-02".to_owned(), Etat::Tenue),
        ("2029-03-02".to_owned(), Etat::Ouverte),
    ];
    assert_eq!(limits, expected, "a late report does not put the next one off");
    assert_eq!(echeance_de("JU-09", &placed).etat(au("2027-03-02")), Etat::Ouverte);
    assert_eq!(echeance_de("JU-09", &placed).etat(au("2027-03-03")), Etat::Depassee);
}

#[test]
fn ju_09_la_decision_fixe_les_dates_des_rapports() {
    let told = jugement(J1).with(|rendue| {
        rendue.rapports_le = vec![jour("2026-09-02"), jour("2027-02-02")];
    });
    let ordered = file([
        le("2026-03-02", fait(ordonner(aemo(M1).until("2027-03-02")))),
        le("2026-03-02", fait(rendre(told))),
        le("2026-09-02", fait(rapport(1, GenreEcrit::RapportAnnuel))),
    ]);
    let found = echeances_de("JU-09", &ordered);
    let days = |le: &str, etat| (le.to_owned(), le.to_owned(), etat);
    assert_eq!(stands(&found[0], "2026-10-01"), days("2026-09-02", Etat::Tenue));
    assert_eq!(stands(&found[1], "2026-10-01"), days("2027-02-02", Etat::Ouverte));
    let every_six = jugement(J1).with(|rendue| rendue.rapport_tous_les_mois = Some(6));
    let ordered = file([
        le("2026-03-02", fait(ordonner(aemo(M1).until("2027-03-02")))),
        le("2026-03-02", fait(rendre(every_six))),
    ]);
    assert_eq!(
        stands(&echeance_de("JU-09", &ordered), "2026-10-01"),
        days("2026-09-02", Etat::Depassee)
    );
}

#[test]
fn ju_10_le_rapport_d_echeance_arrive_avant_la_convocation_de_la_derniere_audience() {
    let ordered = file([le("2026-03-02", fait(ordonner(aemo(M1).until("2027-03-02"))))]);
    let report = rapport(1, GenreEcrit::RapportEcheance);
    // Eight days before the term (JU-01), counted back and never put off.
    kept_until("JU-10", &ordered, &report, "2027-02-22", "2027-02-23");
    let with_a_month = echeance_de("JU-10", &ordered).reglee(30);
    let limits = |etat| ("2027-01-23".to_owned(), "2027-01-23".to_owned(), etat);
    assert_eq!(stands(&with_a_month, "2027-01-23"), limits(Etat::Ouverte));
    assert_eq!(stands(&with_a_month, "2027-01-24"), limits(Etat::Depassee));
    assert_eq!(with_a_month.regle.reglage, Some("ju_10_delai_rapport"));
    let early = file([
        le("2026-03-02", fait(ordonner(placement(M1).until("2028-03-02")))),
        le("2026-09-01", fait(rapport(1, GenreEcrit::RapportEcheance))),
    ]);
    assert_eq!(
        echeance_de("JU-10", &early).etat(au("2027-12-01")),
        Etat::Ouverte,
        "of another year"
    );
}

#[test]
fn ju_11_une_demande_de_la_justice_a_le_delai_qu_elle_fixe() {
    let asked = file([le("2026-12-11", fait(recevoir_demande(Some("2026-12-26"))))]);
    kept_until("JU-11", &asked, &repondre_demande(), "2026-12-26", "2026-12-27");
    let by_letter = Commande::Ecrit(ecrit::Command::Emettre(ecrit::Emis {
        ecrit: EcritId(Uuid::from_u128(9)),
        genre: GenreEcrit::ReponseJustice,
        destinataire: Correspondant::JugeDesEnfants,
        objet: Some(ST1.0),
        voie: None,
        numero: None,
        decideur: None::<Decideur>,
        pieces: vec![],
        rapport: None,
    }));
    kept_until("JU-11", &asked, &by_letter, "2026-12-26", "2026-12-27");
    let undated = file([le("2026-12-11", fait(recevoir_demande(None)))]);
    assert_eq!(echeance_de("JU-11", &undated).stricte, None);
    assert_eq!(echeance_de("JU-11", &undated).etat(au("2027-12-11")), Etat::Ouverte);
}
