//! Status, autonomy, health and handicap: a population told for them, and the figures of 2022 counted by hand.

use chiffres::dits::{contractee, levee, mna, ordonnee, termes};
use chiffres::recits::{HAUTE_SAINTONGE, LA_ROCHELLE, habite};
use chiffres::suites::{
    accompagnement_decide, acte_sante, adopte, cessec_avis, cessec_saisie, delaissement_demande,
    delaissement_juge, entretien_des_17_ans, observe, projet_autonomie, propose, pupille, pv,
    repond, sortie,
};
use chiffres::{Monde, Requete, le};
use domain::codes::{
    ActeSante, BesoinAutonomie, CasPupille, EvolutionStatut, NatureMesure, SensAccompagnement,
};

/// A placement whose number is a thousand more than the child's.
fn place(enfant: u128, effet: &str, terme: Option<&str>) -> Requete {
    let mesure = termes(1000 + enfant, NatureMesure::PlacementAse, effet, terme);
    le(effet, vec![(enfant, ordonnee(mesure))])
}

/// Small children, examined or not; pupilles.
fn statuts() -> Vec<Requete> {
    use EvolutionStatut::{Delaissement, Maintien, Tutelle};
    vec![
        // Two years old: examined, and under tutelle six months later.
        habite(401, "2020-06-01", LA_ROCHELLE),
        place(401, "2021-03-01", None),
        le("2022-02-01", vec![(401, cessec_saisie(8001))]),
        le("2022-03-01", vec![(401, cessec_avis(8001, Tutelle))]),
        le(
            "2022-09-01",
            vec![(401, ordonnee(termes(2401, NatureMesure::Tutelle, "2022-09-01", None)))],
        ),
        // One year old: never examined.
        habite(402, "2021-01-01", HAUTE_SAINTONGE),
        place(402, "2022-01-01", None),
        // Twelve: examined twice; the second avis has not its twelve months.
        habite(403, "2010-01-01", LA_ROCHELLE),
        place(403, "2021-01-01", None),
        le("2022-01-10", vec![(403, cessec_avis(8003, Delaissement))]),
        le("2022-11-15", vec![(403, cessec_avis(8004, Maintien))]),
        // Born under X: provisionally, then admitted.
        habite(411, "2022-03-01", LA_ROCHELLE),
        le("2022-03-02", vec![(411, pv(8011, CasPupille::SansFiliation))]),
        le("2022-06-01", vec![(411, pupille(8011, CasPupille::SansFiliation))]),
        // Remitted by his parents: still provisionally.
        habite(412, "2019-01-01", LA_ROCHELLE),
        le("2022-11-20", vec![(412, pv(8012, CasPupille::RemisParLesParents))]),
        // Adopted.
        habite(413, "2015-01-01", LA_ROCHELLE),
        le("2019-10-01", vec![(413, pv(8013, CasPupille::Orphelin))]),
        le("2020-01-01", vec![(413, pupille(8013, CasPupille::Orphelin))]),
        le("2022-05-05", vec![(413, adopte(8013))]),
        // Délaissement declared, then admitted; rejected.
        habite(414, "2012-01-01", HAUTE_SAINTONGE),
        le("2022-02-02", vec![(414, delaissement_demande(8014))]),
        le("2022-10-10", vec![(414, delaissement_juge(8014, true))]),
        le("2022-11-11", vec![(414, pupille(8015, CasPupille::Delaissement))]),
        habite(415, "2012-01-01", LA_ROCHELLE),
        le("2021-09-09", vec![(415, delaissement_demande(8016))]),
        le("2022-04-04", vec![(415, delaissement_juge(8016, false))]),
        // The last thing recorded: the day of observation.
        habite(416, "2012-01-01", LA_ROCHELLE),
        le("2023-06-30", vec![(416, delaissement_demande(8017))]),
    ]
}

/// Those who come of age, and those who leave.
fn jeunes() -> Vec<Requete> {
    use SensAccompagnement::{Accord, Fin, Refus};
    let cjm = |enfant: u128, effet: &str, terme: Option<&str>| {
        let mesure = termes(2000 + enfant, NatureMesure::ContratJeuneMajeur, effet, terme);
        le(effet, vec![(enfant, contractee(mesure))])
    };
    vec![
        // Held at 17; asked and granted before 18, in contract.
        habite(421, "2004-02-01", LA_ROCHELLE),
        place(421, "2019-01-01", None),
        le("2021-01-15", vec![(421, entretien_des_17_ans(true))]),
        le("2022-01-10", vec![(421, propose(8021))]),
        le("2022-01-15", vec![(421, repond(8021, true))]),
        le("2022-01-20", vec![(421, accompagnement_decide(8021, Accord))]),
        cjm(421, "2022-02-01", Some("2023-01-31")),
        // Held after 17; declined what was proposed; left, of what needs nobody says.
        habite(422, "2004-03-01", LA_ROCHELLE),
        place(422, "2020-01-01", None),
        le("2021-06-01", vec![(422, entretien_des_17_ans(true))]),
        le("2022-02-01", vec![(422, propose(8022))]),
        le("2022-02-10", vec![(422, repond(8022, false))]),
        le("2022-03-01", vec![(422, sortie())]),
        // Never held; asked and refused; left without a home.
        habite(423, "2004-05-01", HAUTE_SAINTONGE),
        place(423, "2020-01-01", None),
        le("2022-04-01", vec![(423, projet_autonomie(&[BesoinAutonomie::Logement]))]),
        le("2022-05-01", vec![(423, sortie())]),
        le("2022-06-01", vec![(423, accompagnement_decide(8023, Refus))]),
        // Asked at the end of the year: not decided yet.
        habite(424, "2003-12-01", LA_ROCHELLE),
        le("2022-12-01", vec![(424, propose(8024))]),
        le("2022-12-20", vec![(424, repond(8024, true))]),
        // Twenty: his accompaniment was ended, and he left.
        habite(425, "2002-01-01", LA_ROCHELLE),
        le("2021-04-20", vec![(425, accompagnement_decide(8025, Accord))]),
        cjm(425, "2021-05-01", None),
        le("2022-03-03", vec![(425, accompagnement_decide(8025, Fin))]),
        le("2022-03-03", vec![(425, levee(2425)), (425, sortie())]),
        // No longer confided when he came of age.
        habite(426, "2004-08-01", LA_ROCHELLE),
        place(426, "2021-01-01", Some("2022-03-31")),
        // Declined the interview; left with every need covered.
        habite(427, "2004-09-09", LA_ROCHELLE),
        place(427, "2020-01-01", None),
        le("2022-01-01", vec![(427, entretien_des_17_ans(false))]),
        le("2022-08-01", vec![(427, projet_autonomie(&[]))]),
        le("2022-09-09", vec![(427, sortie())]),
        // Twenty-two when he left.
        habite(428, "2000-01-01", LA_ROCHELLE),
        le("2022-02-02", vec![(428, sortie())]),
    ]
}

/// Health acts and observations of those who are placed.
fn sante() -> Vec<Requete> {
    vec![
        // Twelve months before the last day is not within them.
        le("2021-12-31", vec![(401, acte_sante(ActeSante::BilanEntree))]),
        le("2022-02-02", vec![(403, acte_sante(ActeSante::BilanDentaire))]),
        habite(431, "2012-01-01", HAUTE_SAINTONGE),
        place(431, "2020-01-01", None),
        le("2022-05-05", vec![(431, acte_sante(ActeSante::Suivi))]),
        habite(432, "2008-01-01", LA_ROCHELLE),
        le("2021-06-01", vec![(432, mna())]),
        place(432, "2021-06-01", None),
        le("2022-12-31", vec![(432, acte_sante(ActeSante::Vaccination))]),
        // A handicap until the next year, none, not known, never asked.
        le("2022-01-01", vec![(401, observe("handicap", Some("oui")))]),
        le("2023-01-05", vec![(401, observe("handicap", Some("non")))]),
        le("2022-01-01", vec![(402, observe("handicap", Some("oui")))]),
        le("2022-02-02", vec![(402, observe("handicap", Some("non")))]),
        le("2022-02-02", vec![(402, observe("orientation_cdaph", Some("non")))]),
        le("2022-03-03", vec![(403, observe("handicap", None))]),
        le("2022-03-03", vec![(432, observe("handicap", Some("oui")))]),
    ]
}

async fn population() -> Monde {
    let mut monde = Monde::nouveau().await;
    monde.raconte([statuts(), jeunes(), sante()].into_iter().flatten().collect()).await;
    monde
}

#[tokio::test]
async fn les_examens_et_les_pupilles_se_comptent_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;

    assert_eq!(
        chiffres.tout("F2"),
        [
            "jeunes_examines 1/2",
            "avis_rendus 3",
            "enfants_examines 2",
            "statut_change 1/3",
            "sans_recul 1"
        ]
    );
    assert_eq!(chiffres.ventilation("F2", "avis"), ["maintien 1", "delaissement 1", "tutelle 1"]);
    assert_eq!(
        chiffres.tout("F3"),
        [
            "pupilles 2",
            "provisoires 1",
            "admissions 2",
            "sorties 1",
            "delaissements_demandes 1",
            "delaissements_declares 1",
            "delaissements_rejetes 1"
        ]
    );
    assert_eq!(chiffres.ventilation("F3", "cas"), ["sans_filiation 1", "delaissement 1"]);
    assert_eq!(chiffres.ventilation("F3", "fin"), ["adoption 1"]);

    let saintonge = monde.chiffres(Some("haute_saintonge"), None).await;
    assert_eq!(saintonge.valeur("F2", "jeunes_examines"), "0/1");
    assert_eq!(saintonge.valeur("F2", "statut_change"), "absente");
    assert_eq!(saintonge.valeur("F3", "pupilles"), "1");
}

#[tokio::test]
async fn l_acces_a_l_autonomie_se_compte_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;

    assert_eq!(
        chiffres.tout("E4"),
        [
            "en_contrat 1",
            "demandes 3",
            "demandeurs 3",
            "accordees 1",
            "refusees 1",
            "en_attente 1",
            "propositions 3",
            "declinees 1",
            "accords 1",
            "refus 1",
            "arrets 1"
        ]
    );
    assert_eq!(
        chiffres.tout("E5"),
        [
            "tenus 2/4",
            "tenus_a_17_ans 1",
            "tenus_apres_17_ans 1",
            "declines 1",
            "non_tenus 1",
            "seches 1/4",
            "avec_contrat 1",
            "besoins_couverts 1",
            "besoins_inconnus 1"
        ]
    );
}

#[tokio::test]
async fn la_sante_et_le_handicap_se_comptent_a_la_main() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let chiffres = monde.chiffres(None, None).await;

    // Confided on both days: 401, 403, 431, 432.
    assert_eq!(chiffres.tout("G1"), ["bilan 1/4", "bilan_dentaire 1/4"]);
    // In D1 and not MNA: 401, 402, 403, 431.
    assert_eq!(
        chiffres.tout("G2"),
        ["droit 1/4", "sans_droit 1", "ne_sait_pas 1", "non_renseigne 1"]
    );
    let saintonge = monde.chiffres(Some("haute_saintonge"), None).await;
    assert_eq!(saintonge.tout("G1"), ["bilan 1/1", "bilan_dentaire 0/1"]);
    assert_eq!(saintonge.valeur("G2", "droit"), "0/2");
}

#[tokio::test]
async fn ces_chiffres_se_recomptent_des_evenements() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let indicateurs = ["E4", "E5", "F2", "F3", "G1", "G2"];
    for territoire in [None, Some("haute_saintonge"), Some("la_rochelle_re_aunis_atlantique")] {
        let said = monde.ecarts_du_recompte(&indicateurs, territoire, None).await;
        assert!(said.is_empty(), "{territoire:?}:\n{}", said.join("\n"));
    }
}
