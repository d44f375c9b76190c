//! The small Département told: a year of its CRIP, its home measures, its placements.

use domain::codes::{EmetteurSignalement, LieuAccueil, NatureMesure, PorteDEntree};
use domain::decision::Suite;

use crate::dits::{
    admis, aed, attribuee, change, contractee, decidee, demarree, doublon, inscrit, levee,
    mandatee, mesure_recue, mna, non_identifie, non_qualifiee, ordonnee, projet_etabli, qualifiee,
    rapport, rattachee, recue, recue_a, refusee, renouvelee, reside, retiree, signalee, termes,
    transferee,
};
use crate::{Requete, le};

pub const LA_ROCHELLE: (&str, &str) = ("17300", "dt_la_rochelle_re_aunis_atlantique");
pub const HAUTE_SAINTONGE: (&str, &str) = ("17197", "dt_haute_saintonge");

/// A child and where he lives.
pub fn habite(enfant: u128, naissance: &str, (commune, service): (&str, &str)) -> Requete {
    le("2018-01-01", vec![(enfant, inscrit(naissance)), (enfant, reside(commune, service))])
}

/// A year of the CRIP. Children 1 and 2 are siblings; 4 is unidentified; 5 is of age.
pub fn annee_de_la_crip() -> Vec<Requete> {
    use PorteDEntree::{AutreService, Crip, DelegationTerritoriale as Dt};
    let both =
        |evenement: domain::evenement::Evenement| vec![(1, evenement.clone()), (2, evenement)];
    let ours = EmetteurSignalement::Departement;
    vec![
        habite(1, "2012-01-01", LA_ROCHELLE),
        habite(2, "2014-01-01", LA_ROCHELLE),
        habite(3, "2005-06-01", HAUTE_SAINTONGE),
        le("2018-01-01", vec![(5, inscrit("2003-12-31"))]),
        // 111, of the year before: qualified, never mandated.
        le("2021-12-31", vec![(3, recue(111, Crip, None))]),
        le("2022-01-03", vec![(3, qualifiee(111))]),
        // 101, of the two siblings: evaluated on time, two outcomes.
        le("2022-01-10", both(recue(101, Crip, None))),
        le("2022-01-15", both(qualifiee(101))),
        le("2022-01-20", both(mandatee(201, 101))),
        le("2022-03-20", both(rapport(201))),
        le(
            "2022-03-25",
            vec![(1, decidee(301, 201, aed())), (2, decidee(301, 201, Suite::SansSuite))],
        ),
        // 102 is attached to it, 103 is the same message as 102.
        le("2022-02-01", both(recue(102, Dt, Some(LA_ROCHELLE.1)))),
        le("2022-02-02", both(rattachee(102, 101))),
        le("2022-02-02", vec![(1, recue(103, Crip, None))]),
        le("2022-02-03", vec![(1, doublon(103, 102))]),
        // 110 was entered on 5, and is of 1.
        le("2022-03-01", vec![(5, recue(110, Crip, None))]),
        Requete::saisie(le("2022-03-01", vec![(1, recue(110, Crip, None))]), "2022-03-05"),
        le("2022-03-05", vec![(5, retiree(110, 1))]),
        le("2022-03-10", vec![(1, non_qualifiee(110))]),
        // 104: qualified, signalled twice, copied once, never mandated.
        le("2022-05-31", vec![(3, recue(104, Dt, Some(HAUTE_SAINTONGE.1)))]),
        le("2022-06-10", vec![(3, qualifiee(104))]),
        le("2022-06-11", vec![(3, signalee(104, ours))]),
        le("2022-06-20", vec![(3, signalee(104, ours))]),
        le("2022-06-21", vec![(3, signalee(104, EmetteurSignalement::Tiers))]),
        // 105, of nobody yet: not an IP.
        le("2022-06-01", vec![(4, non_identifie()), (4, recue(105, Crip, None))]),
        le("2022-06-05", vec![(4, non_qualifiee(105))]),
        // 106 waits for its analysis; it was typed six months late.
        Requete::saisie(le("2022-07-01", vec![(5, recue(106, Crip, None))]), "2023-01-05"),
        // 107: signalled during an évaluation that ends late, next year.
        le("2022-09-30", vec![(3, recue(107, AutreService, None))]),
        le("2022-10-03", vec![(3, qualifiee(107))]),
        le("2022-10-10", vec![(3, mandatee(202, 107))]),
        le("2022-11-01", vec![(3, signalee(107, ours))]),
        le("2023-02-01", vec![(3, rapport(202))]),
        // 108 went to another Département before any analysis.
        le("2022-10-01", vec![(1, recue_a(108, Dt, None, Some("33063")))]),
        le("2022-10-05", vec![(1, transferee(108))]),
        // 109: AED decided, refused, sent to the parquet.
        le("2022-11-15", vec![(2, recue(109, Crip, None))]),
        le("2022-11-20", vec![(2, qualifiee(109))]),
        le("2022-11-25", vec![(2, mandatee(203, 109))]),
        le("2022-12-20", vec![(2, rapport(203))]),
        le("2022-12-22", vec![(2, decidee(303, 203, aed()))]),
        le("2023-01-10", vec![(2, refusee(303))]),
        le("2023-01-11", vec![(2, signalee(109, ours))]),
    ]
}

/// AED and AEMO: the number of the measure is a thousand more than the child's.
pub fn milieu_ouvert() -> Vec<Requete> {
    use NatureMesure::{Aed, Aemo, AemoRenforcee};
    let aed = |enfant: u128, signee: &str, effet: &str, terme: &str| {
        let termes = termes(1000 + enfant, Aed, effet, Some(terme));
        le(signee, vec![(enfant, contractee(termes))])
    };
    let aemo = |enfant: u128, nature, effet: &str, terme: &str| {
        le(effet, vec![(enfant, ordonnee(termes(1000 + enfant, nature, effet, Some(terme))))])
    };
    vec![
        // Executed; waiting; past its term; not yet in effect; on its last day; of age before any act.
        habite(11, "2012-01-01", LA_ROCHELLE),
        aed(11, "2022-02-01", "2022-02-01", "2023-01-31"),
        le("2022-02-20", vec![(11, demarree(1011))]),
        habite(12, "2012-01-01", LA_ROCHELLE),
        aed(12, "2022-03-01", "2022-03-01", "2023-02-28"),
        habite(13, "2012-01-01", LA_ROCHELLE),
        aed(13, "2021-12-01", "2021-12-01", "2022-11-30"),
        le("2021-12-15", vec![(13, demarree(1013))]),
        habite(14, "2012-01-01", LA_ROCHELLE),
        aed(14, "2022-12-15", "2023-01-15", "2024-01-14"),
        habite(15, "2012-01-01", HAUTE_SAINTONGE),
        aed(15, "2022-01-01", "2022-01-01", "2022-12-31"),
        le("2022-02-01", vec![(15, demarree(1015))]),
        habite(16, "2004-06-01", HAUTE_SAINTONGE),
        aed(16, "2022-04-01", "2022-04-01", "2023-03-31"),
        // AEMO: waiting; renforcée; renewed; lifted on the last day.
        habite(17, "2012-01-01", LA_ROCHELLE),
        aemo(17, Aemo, "2022-02-10", "2023-02-10"),
        le("2022-02-15", vec![(17, mesure_recue(1017))]),
        le("2022-03-01", vec![(17, attribuee(1017))]),
        habite(18, "2012-01-01", HAUTE_SAINTONGE),
        aemo(18, AemoRenforcee, "2022-05-01", "2023-04-30"),
        le("2022-05-01", vec![(18, demarree(1018))]),
        habite(19, "2012-01-01", HAUTE_SAINTONGE),
        aemo(19, Aemo, "2021-05-01", "2022-05-01"),
        le("2021-06-01", vec![(19, demarree(1019))]),
        le(
            "2022-04-20",
            vec![(19, renouvelee(1019, termes(2019, Aemo, "2022-05-02", Some("2023-05-02"))))],
        ),
        habite(20, "2012-01-01", LA_ROCHELLE),
        aemo(20, Aemo, "2022-06-01", "2023-06-01"),
        le("2022-06-11", vec![(20, demarree(1020))]),
        le("2022-12-31", vec![(20, levee(1020))]),
        // Projects: on time; old.
        le("2022-04-01", vec![(11, projet_etabli(3011))]),
        le("2021-06-01", vec![(19, projet_etabli(3019))]),
    ]
}

/// Placements.
pub fn placements() -> Vec<Requete> {
    use NatureMesure::{ContratJeuneMajeur, OppJuge, PlacementAse, TiersDigneDeConfiance, Tutelle};
    let place = |enfant: u128, nature, effet: &str, terme: Option<&str>| {
        le(effet, vec![(enfant, ordonnee(termes(1000 + enfant, nature, effet, terme)))])
    };
    let mut pead = termes(1021, PlacementAse, "2022-03-01", None);
    pead.libelle_local = Some("PEAD".into());
    vec![
        // Placed at home; moved once; waiting at home.
        habite(21, "2012-01-01", HAUTE_SAINTONGE),
        le("2022-03-01", vec![(21, ordonnee(pead))]),
        le("2022-03-05", vec![(21, admis(4021, Some(1021), LieuAccueil::DomicileParents))]),
        habite(31, "2012-01-01", LA_ROCHELLE),
        place(31, PlacementAse, "2022-01-10", Some("2024-01-10")),
        le("2022-01-12", vec![(31, admis(4031, Some(1031), LieuAccueil::Mecs))]),
        le("2022-06-01", vec![(31, change(4031, 5031, LieuAccueil::AssistantFamilial))]),
        habite(32, "2012-01-01", LA_ROCHELLE),
        place(32, PlacementAse, "2022-11-01", None),
        // Kept where an earlier measure had put him; somewhere, nobody says for which measure.
        habite(33, "2012-01-01", LA_ROCHELLE),
        place(33, OppJuge, "2022-02-01", None),
        le("2022-02-01", vec![(33, admis(4033, Some(1033), LieuAccueil::FoyerDeLEnfance))]),
        le("2022-08-01", vec![(33, levee(1033))]),
        le("2022-08-01", vec![(33, ordonnee(termes(2033, PlacementAse, "2022-08-01", None)))]),
        habite(34, "2012-01-01", LA_ROCHELLE),
        le("2022-12-01", vec![(34, admis(4034, None, LieuAccueil::Hotel))]),
        place(34, PlacementAse, "2022-12-15", None),
        // Two measures at once, one child; with a third person.
        habite(35, "2006-01-01", LA_ROCHELLE),
        le("2022-02-15", vec![(35, mna())]),
        place(35, Tutelle, "2022-03-01", None),
        le("2022-03-01", vec![(35, admis(4035, Some(1035), LieuAccueil::HebergementAutonome))]),
        le(
            "2022-03-01",
            vec![(35, ordonnee(termes(2035, TiersDigneDeConfiance, "2022-03-01", None)))],
        ),
        habite(36, "2020-06-01", HAUTE_SAINTONGE),
        place(36, TiersDigneDeConfiance, "2022-04-01", None),
        le("2022-04-02", vec![(36, demarree(1036))]),
        // Of age: by contract; by birthday, while still in his place. Placed four years ago.
        habite(37, "2004-05-01", LA_ROCHELLE),
        le("2019-01-01", vec![(37, mna())]),
        place(37, ContratJeuneMajeur, "2022-05-01", Some("2023-04-30")),
        habite(38, "2004-10-01", LA_ROCHELLE),
        place(38, PlacementAse, "2021-01-01", None),
        le("2021-01-01", vec![(38, admis(4038, Some(1038), LieuAccueil::Mecs))]),
        habite(39, "2008-01-01", LA_ROCHELLE),
        place(39, PlacementAse, "2018-01-01", Some("2019-12-31")),
        // Projects: late; of an infant, on time and then too old.
        le("2022-09-01", vec![(31, projet_etabli(3031))]),
        le("2022-05-01", vec![(36, projet_etabli(3036))]),
    ]
}
