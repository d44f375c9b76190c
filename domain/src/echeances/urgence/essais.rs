//! A test a rule, the pitfalls of the emergency (11 to 14), and the vectors of its delays.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::codes::{
    Autorite, Correspondant, GenreDecisionJudiciaire as Genre, GenreEcrit, NatureMesure,
    PositionTitulaire, Titulaire,
};
use crate::echeances::Etat;
use crate::ecrit;
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::{Acte, Evenement};
use crate::ids::{AudienceId, EcritId};
use crate::justice::essais::*;
use crate::justice::{Command, HospitalisationTerminee, InterdictionLevee};
use crate::mesure;
use crate::temps::{Survenu, ZONE};

const AU2: AudienceId = AudienceId(Uuid::from_u128(0xb2));

fn au(le: &str) -> Survenu {
    Survenu::le(jour(le))
}

fn file(faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    std::iter::once(lea()).chain(faits).collect()
}

/// A fact at an instant.
fn at(instant: &str, evenement: Evenement) -> Acte {
    let instant: DateTime<Utc> = instant.parse().expect("an instant");
    let survenu = Survenu::a(instant, ZONE);
    Acte { survenu, connu_le: survenu.le, evenement }
}

fn recueil() -> Commande {
    contracter(aed(M1).of_nature(NatureMesure::Recueil5Jours).without_consent())
}

fn accueil_72h() -> Commande {
    contracter(aed(M1).of_nature(NatureMesure::Accueil72h).without_consent())
}

fn letter(number: u128, genre: GenreEcrit, destinataire: Correspondant) -> Commande {
    Commande::Ecrit(ecrit::Command::Emettre(ecrit::Emis {
        ecrit: EcritId(Uuid::from_u128(number)),
        genre,
        destinataire,
        objet: Some(M1.0),
        voie: None,
        numero: None,
        decideur: None,
        pieces: vec![],
        rapport: None,
    }))
}

fn oppose() -> Commande {
    Commande::Mesure(mesure::Command::NoterAccord(mesure::AccordNote {
        mesure: M1,
        titulaire: Titulaire::Mere,
        position: PositionTitulaire::Opposition,
        voie: None,
    }))
}

fn sans_audience() -> Dispositif {
    decision(J1, Genre::OrdonnanceSansAudience)
}

#[test]
fn un_recueil_ne_demande_pas_d_accord() {
    use expect_test::expect;
    given([lea()]).on("2026-12-24").when(recueil()).then(expect!["mesure_contractee"]);
    given([lea()]).on("2026-12-24").when(accueil_72h()).then(expect!["mesure_contractee"]);
}

#[test]
fn ur_01_le_procureur_est_avise_immediatement_d_un_recueil() {
    let received = file([le("2026-12-24", fait(recueil()))]);
    let echeance = echeance_de("UR-01", &received);
    assert_eq!((echeance.stricte, echeance.etat(au("2026-12-25"))), (None, Etat::Ouverte));
    let mut told = received;
    let avis = letter(1, GenreEcrit::AvisProcureur, Correspondant::Procureur);
    told.push(le("2026-12-24", fait(avis)));
    assert_eq!(echeance_de("UR-01", &told).etat(au("2026-12-24")), Etat::Tenue);
}

#[test]
fn ur_02_un_recueil_dure_cinq_jours_qui_ne_se_prorogent_pas() {
    let received = file([le("2026-12-22", fait(recueil()))]);
    // The fifth day, 27 December 2026, is a Sunday: a duty of the CASF is not put off.
    kept_until("UR-02", &received, &saisir_le_parquet(M1), "2026-12-27", "2026-12-28");
    kept_until("UR-02", &received, &terminer(M1), "2026-12-27", "2026-12-28");
    let agreed = contracter(aed(M2).of_nature(NatureMesure::AccueilProvisoire));
    kept_until("UR-02", &received, &agreed, "2026-12-27", "2026-12-28");
    let christmas = file([le("2026-12-24", fait(recueil()))]);
    let expected = ("2026-12-29".to_owned(), "2026-12-29".to_owned(), Etat::Ouverte);
    assert_eq!(stands(&echeance_de("UR-02", &christmas), "2026-12-29"), expected);
}

#[test]
fn ur_03_un_refus_n_attend_pas_les_cinq_jours() {
    let refused = file([le("2026-12-24", fait(recueil())), le("2026-12-25", fait(oppose()))]);
    let echeance = echeance_de("UR-03", &refused);
    assert_eq!(echeance.declenchee.le, jour("2026-12-25"));
    assert_eq!((echeance.stricte, echeance.etat(au("2026-12-26"))), (None, Etat::Ouverte));
    assert_eq!(echeance_de("UR-02", &refused).etat(au("2026-12-26")), Etat::Ouverte);
    let mut seized = refused;
    seized.push(le("2026-12-25", fait(saisir_le_parquet(M1))));
    assert_eq!(echeance_de("UR-03", &seized).etat(au("2026-12-26")), Etat::Tenue);
    assert!(echeances_de("UR-03", &file([le("2026-12-24", fait(recueil()))])).is_empty());
}

/// Received at that instant; the accueil ends by it, or too late.
fn seventy_two_hours(from: &str, last: &str, late: &str) {
    let received = file([at(from, fait(accueil_72h()))]);
    let limite = echeance_de("UR-04", &received).stricte.and_then(|limite| limite.a);
    assert_eq!(limite, Some(last.parse().expect("an instant")));
    for (instant, expected) in [(last, Etat::Tenue), (late, Etat::TenueEnRetard)] {
        let mut file = received.clone();
        file.push(at(instant, fait(terminer(M1))));
        assert_eq!(echeance_de("UR-04", &file).etat(au("2040-01-01")), expected, "{instant}");
    }
}

#[test]
fn ur_04_soixante_douze_heures_se_comptent_sur_des_instants() {
    let (last, late) = ("2026-03-07T10:00:00+01:00", "2026-03-07T10:00:01+01:00");
    seventy_two_hours("2026-03-04T10:00:00+01:00", last, late);
}

#[test]
fn ur_04_les_parents_et_le_procureur_sont_informes_sans_delai() {
    let mut told = file([le("2026-03-04", fait(accueil_72h()))]);
    let avis = letter(1, GenreEcrit::AvisProcureur, Correspondant::Procureur);
    told.push(le("2026-03-04", fait(avis)));
    assert_eq!(echeance_de("UR-04-I", &told).etat(au("2026-03-05")), Etat::Ouverte);
    let parents = letter(2, GenreEcrit::InformationAccueil, Correspondant::RepresentantsLegaux);
    told.push(le("2026-03-05", fait(parents)));
    assert_eq!(echeance_de("UR-04-I", &told).etat(au("2026-03-05")), Etat::Tenue);
}

#[test]
fn piege_11_soixante_douze_heures_enjambent_le_changement_d_heure() {
    let (last, late) = ("2026-10-27T19:00:00+01:00", "2026-10-27T19:00:01+01:00");
    seventy_two_hours("2026-10-24T20:00:00+02:00", last, late);
    let (last, late) = ("2027-03-30T21:00:00+02:00", "2027-03-30T21:00:01+02:00");
    seventy_two_hours("2027-03-27T20:00:00+01:00", last, late);
}

#[test]
fn ur_05_le_parquet_saisit_le_juge_dans_les_huit_jours() {
    let placed = file([le("2026-12-11", fait(opp_du_parquet(M1)))]);
    // The eighth day, 19 December 2026, is a Saturday.
    kept_until("UR-05", &placed, &saisir_le_juge(Some(M1)), "2026-12-21", "2026-12-22");
    kept_until("UR-05", &placed, &ouvrir_dossier(DJ1), "2026-12-21", "2026-12-22");
    let other = file([
        le("2026-12-11", fait(opp_du_parquet(M1))),
        le("2026-12-12", fait(saisir_le_juge(Some(M2)))),
    ]);
    assert_eq!(echeance_de("UR-05", &other).etat(au("2026-12-12")), Etat::Ouverte);
}

#[test]
fn ur_05_les_huit_jours_suivent_le_calendrier() {
    for (opp, stricte, legale) in [
        ("2026-12-11", "2026-12-19", "2026-12-21"),
        ("2026-12-24", "2027-01-01", "2027-01-04"),
        ("2027-04-28", "2027-05-06", "2027-05-07"),
    ] {
        let placed = file([le(opp, fait(opp_du_parquet(M1)))]);
        let expected = (stricte.to_owned(), legale.to_owned(), Etat::Ouverte);
        assert_eq!(stands(&echeance_de("UR-05", &placed), legale), expected);
    }
}

fn seized(le_: &str) -> Vec<Acte> {
    file([le("2026-12-09", fait(opp_du_parquet(M1))), le(le_, fait(saisir_le_juge(Some(M1))))])
}

#[test]
fn ur_06_le_juge_saisi_statue_dans_les_quinze_jours() {
    let decides = rendre(decision(J2, Genre::OrdonnanceProvisoire));
    kept_until("UR-06", &seized("2026-12-11"), &decides, "2026-12-28", "2026-12-29");
}

#[test]
fn ur_06_les_quinze_jours_suivent_le_calendrier() {
    for (saisine, stricte, legale) in
        [("2026-12-11", "2026-12-26", "2026-12-28"), ("2027-05-01", "2027-05-16", "2027-05-18")]
    {
        let expected = (stricte.to_owned(), legale.to_owned(), Etat::Ouverte);
        assert_eq!(stands(&echeance_de("UR-06", &seized(saisine)), legale), expected);
    }
}

#[test]
fn ur_07_l_audience_se_tient_dans_les_quinze_jours_de_la_decision() {
    let ordered = file([le("2026-12-11", fait(rendre(sans_audience())))]);
    kept_until("UR-07", &ordered, &tenir_audience(AU1), "2026-12-28", "2026-12-29");
    let heard = file([le("2026-12-11", fait(rendre(decision(J1, Genre::OrdonnanceProvisoire))))]);
    assert!(echeances_de("UR-07", &heard).is_empty(), "the parties were heard");
}

#[test]
fn piege_12_une_audience_ou_une_decision_et_pas_le_meme_depart() {
    // The parquet's way: eight days to seize, then fifteen to decide, from the seizure.
    let parquet = seized("2026-12-17");
    let limite = echeance_de("UR-06", &parquet);
    assert_eq!(
        (limite.declenchee.le, limite.stricte),
        (jour("2026-12-17"), Some(au("2027-01-01")))
    );
    let mut heard = parquet.clone();
    heard.push(le("2026-12-30", fait(tenir_audience(AU1))));
    assert_eq!(
        echeance_de("UR-06", &heard).etat(au("2027-01-05")),
        Etat::Depassee,
        "a hearing is no decision"
    );
    // The judge's way: fifteen days from his decision, for a hearing.
    let judge = file([le("2026-12-17", fait(rendre(sans_audience())))]);
    let mut decided = judge.clone();
    decided.push(le("2026-12-30", fait(rendre(jugement(J2)))));
    assert_eq!(
        echeance_de("UR-07", &decided).etat(au("2027-01-05")),
        Etat::Depassee,
        "a decision is no hearing"
    );
    assert!(echeances_de("UR-06", &judge).is_empty());
}

#[test]
fn piege_13_un_delai_manque_ne_met_fin_a_rien() {
    let mut placed = seized("2026-12-11");
    placed.push(le("2026-12-12", fait(rendre(decision(J2, Genre::AutreOrdonnance)))));
    let known = parcours(seized("2026-12-11"));
    let day = jour("2028-06-01");
    assert!(known.mesure.mesures[&M1].en_vigueur(&known.identite, day));
    for id in ["UR-06", "UR-07", "UR-08", "UR-09"] {
        let regle = crate::droit::regle(id, day).expect("in the table");
        assert_eq!(regle.genre, crate::droit::Genre::RightToRelease, "{id}");
    }
    assert_eq!(echeance_de("UR-06", &seized("2026-12-11")).etat(Survenu::le(day)), Etat::Depassee);
}

#[test]
fn ur_08_le_juge_statue_au_fond_dans_les_six_mois() {
    let ordered = file([le("2026-08-31", fait(rendre(sans_audience())))]);
    let expected = ("2027-02-28".to_owned(), "2027-03-01".to_owned(), Etat::Ouverte);
    assert_eq!(stands(&echeance_de("UR-08", &ordered), "2027-03-01"), expected);
    kept_until("UR-08", &ordered, &rendre(jugement(J2)), "2027-03-01", "2027-03-02");
    let placed = ordonner(placement(M2));
    kept_until("UR-08", &ordered, &placed, "2027-03-01", "2027-03-02");
}

#[test]
fn ur_08_une_seconde_decision_provisoire_ne_fait_pas_repartir_les_six_mois() {
    let twice = file([
        le("2026-08-31", fait(rendre(sans_audience()))),
        le("2026-09-12", fait(tenir_audience(AU2))),
        le("2026-09-12", fait(rendre(decision(J2, Genre::OrdonnanceProvisoire)))),
    ]);
    assert_eq!(echeance_de("UR-08", &twice).declenchee.le, jour("2026-08-31"));
    let mut judged = twice;
    judged.push(le("2027-01-10", fait(rendre(jugement(J3)))));
    assert_eq!(echeance_de("UR-08", &judged).etat(au("2027-01-10")), Etat::Tenue);
}

#[test]
fn ur_08_court_aussi_d_un_placement_dont_le_dispositif_n_est_pas_saisi() {
    let opp = placement(M1).of_nature(NatureMesure::OppJuge);
    let silent = file([le("2026-08-31", fait(ordonner(opp)))]);
    assert_eq!(echeance_de("UR-08", &silent).objet, J1.0);
    assert_eq!(echeance_de("UR-07", &silent).stricte, Some(au("2026-09-15")));
}

#[test]
fn piege_14_les_six_mois_courent_de_la_decision_du_juge() {
    let parquet = seized("2026-12-11");
    assert!(echeances_de("UR-08", &parquet).is_empty(), "the procureur's order starts nothing");
    let mut judge = parquet;
    judge.push(le("2026-12-22", fait(rendre(decision(J2, Genre::OrdonnanceProvisoire)))));
    assert_eq!(echeance_de("UR-08", &judge).declenchee.le, jour("2026-12-22"));
}

fn prorogation(terme: Option<&str>) -> Commande {
    let order = decision(J2, Genre::OrdonnanceProrogation).about(J1);
    rendre(order.with(|rendue| rendue.terme_le = terme.map(jour)))
}

#[test]
fn ur_09_une_prorogation_de_six_mois_au_plus_prise_dans_les_six_premiers() {
    let prolonged = |day: &str, terme| {
        file([le("2026-08-31", fait(rendre(sans_audience()))), le(day, fait(prorogation(terme)))])
    };
    // Six and six months are counted from the origin: 31 August, not 28.
    let in_time = prolonged("2027-03-01", None);
    assert_eq!(echeance_de("UR-09", &in_time).stricte, Some(au("2027-08-31")));
    assert_eq!(echeance_de("UR-08", &in_time).etat(au("2027-03-02")), Etat::SansObjet);
    kept_until("UR-09", &in_time, &rendre(jugement(J3)), "2027-08-31", "2027-09-01");
    let shorter = prolonged("2027-02-10", Some("2027-05-31"));
    assert_eq!(echeance_de("UR-09", &shorter).stricte, Some(au("2027-05-31")));
    let too_late = prolonged("2027-03-02", None);
    assert!(echeances_de("UR-09", &too_late).is_empty());
    assert_eq!(echeance_de("UR-08", &too_late).etat(au("2027-03-02")), Etat::Depassee);
}

#[test]
fn ur_10_le_juge_du_lieu_se_dessaisit_dans_le_mois() {
    let found = file([
        le("2026-11-20", fait(ouvrir_dossier(DJ1))),
        le("2026-11-30", fait(rendre(sans_audience().with(|rendue| rendue.juge_du_lieu = true)))),
    ]);
    kept_until("UR-10", &found, &dessaisir(DJ1), "2026-12-30", "2026-12-31");
    let usual = file([le("2026-11-30", fait(rendre(sans_audience())))]);
    assert!(echeances_de("UR-10", &usual).is_empty());
}

fn interdiction(autorite: Autorite, jusqu_au: Option<&str>) -> Dispositif {
    decision(J1, Genre::AutreOrdonnance).by(autorite).with(|rendue| {
        rendue.interdiction_sortie = true;
        rendue.interdiction_sortie_jusqu_au = jusqu_au.map(jour);
    })
}

#[test]
fn ur_11_l_interdiction_du_procureur_saisit_le_juge_et_finit_en_deux_mois() {
    let forbidden = file([le("2026-12-11", fait(rendre(interdiction(Autorite::Procureur, None))))]);
    kept_until("UR-11", &forbidden, &saisir_le_juge(None), "2026-12-21", "2026-12-22");
    let most = echeance_de("UR-11-M", &forbidden);
    let limits = |etat| ("2027-02-11".to_owned(), "2027-02-11".to_owned(), etat);
    assert_eq!(stands(&most, "2027-02-11"), limits(Etat::Ouverte));
    assert_eq!(stands(&most, "2027-02-12"), limits(Etat::SansObjet));
}

#[test]
fn ur_12_l_interdiction_du_juge_dure_deux_ans_au_plus() {
    let limit = |jusqu_au| {
        let order = interdiction(Autorite::JugeDesEnfants, jusqu_au);
        let forbidden = file([le("2027-02-28", fait(rendre(order)))]);
        echeance_de("UR-12", &forbidden)
    };
    assert_eq!(limit(None).stricte, Some(au("2029-02-28")));
    assert_eq!(limit(Some("2028-01-01")).stricte, Some(au("2028-01-01")));
    assert_eq!(limit(Some("2031-01-01")).stricte, Some(au("2029-02-28")), "never beyond");
    assert_eq!(limit(None).etat(au("2029-02-28")), Etat::Ouverte);
    assert_eq!(limit(None).etat(au("2029-03-01")), Etat::SansObjet);
    let lift = InterdictionLevee { decision: J1 };
    let order = interdiction(Autorite::JugeDesEnfants, None);
    let lifted = file([
        le("2027-02-28", fait(rendre(order))),
        le("2027-06-01", fait(Commande::Justice(Command::LeverInterdiction(lift)))),
    ]);
    assert_eq!(echeance_de("UR-12", &lifted).etat(au("2027-06-01")), Etat::Tenue);
}

fn hospitalisation(id: crate::ids::DecisionId) -> Commande {
    rendre(decision(id, Genre::AutreOrdonnance).with(|rendue| {
        rendue.hospitalisation_psychiatrique = true;
    }))
}

fn way_out(decision: crate::ids::DecisionId) -> Commande {
    let out = HospitalisationTerminee { decision };
    Commande::Justice(Command::TerminerHospitalisation(out))
}

#[test]
fn ur_13_quinze_jours_a_l_hopital_puis_un_mois_a_chaque_fois() {
    let first = file([le("2026-03-02", fait(hospitalisation(J1)))]);
    kept_until("UR-13", &first, &way_out(J1), "2026-03-17", "2026-03-18");
    kept_until("UR-13", &first, &hospitalisation(J2), "2026-03-17", "2026-03-18");
    let mut renewed = first;
    renewed.push(le("2026-03-17", fait(hospitalisation(J2))));
    kept_until("UR-13-R", &renewed, &way_out(J2), "2026-04-17", "2026-04-18");
    renewed.push(le("2026-04-10", fait(way_out(J2))));
    renewed.push(le("2027-01-10", fait(hospitalisation(J3))));
    assert_eq!(echeances_de("UR-13", &renewed).len(), 2, "another stay begins with fifteen days");
}
