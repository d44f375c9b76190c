//! The rows of the periodic documents and reviews, with the kinds of measures each is about.

use chrono::NaiveDate;

use crate::codes::{Autorite, NatureMesure};
use crate::droit::{Charge, Duree, Genre, LOI, Regle};
use crate::mesure::{Famille, famille};

const REFORME_2022: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 9);
const TROIS_ANS: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 23);
const VEILLE_TROIS_ANS: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 22);

const PROJET: &str = "établissement du projet pour l'enfant";
const RAPPORT: &str = "rapport établi après évaluation pluridisciplinaire";
const AU_JUGE: &str = "transmission du rapport au juge des enfants";

/// The rows.
pub(in crate::echeances) const REGLES: &[Regle] = &[
    Regle {
        id: "DO-01",
        article: "CASF, art. L223-1-1 et D223-12",
        duree: Duree::Mois(3),
        verification: "S",
        declencheur: "effet de la mesure",
        condition: "tout mineur",
        cloture: PROJET,
        explication: "Le projet pour l'enfant est établi dans les trois mois du début de la mesure.",
        ..LOI
    },
    Regle {
        id: "DO-02",
        article: "Règlement départemental d'aide sociale de la Charente-Maritime (AED)",
        duree: Duree::Mois(2),
        locale: true,
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "action éducative à domicile",
        cloture: PROJET,
        explication: "Pour une AED, le projet pour l'enfant est établi dans les deux mois.",
        ..LOI
    },
    Regle {
        id: "DO-03",
        article: "CASF, art. D223-13",
        duree: Duree::Fixee,
        reglage: Some("do_03_delai_mise_a_jour"),
        verification: "V",
        declencheur: "rapport de situation ou changement d'accompagnement",
        condition: "projet pour l'enfant établi",
        cloture: "nouvelle édition du projet pour l'enfant",
        explication: "Chaque rapport de situation et chaque changement d'accompagnement met à jour le projet pour l'enfant.",
        ..LOI
    },
    Regle {
        id: "DO-04",
        article: "CASF, art. L223-5 al. 2",
        genre: Genre::Periodic,
        duree: Duree::Mois(12),
        verification: "V",
        declencheur: "début du suivi ou rapport précédent",
        condition: "enfant accueilli ou suivi par une mesure éducative",
        cloture: RAPPORT,
        explication: "La situation de l'enfant fait l'objet d'un rapport au moins une fois par an.",
        ..LOI
    },
    Regle {
        id: "DO-04-3",
        article: "CASF, art. L223-5 al. 2",
        genre: Genre::Periodic,
        duree: Duree::Mois(6),
        du: TROIS_ANS,
        verification: "V",
        declencheur: "début du suivi ou rapport précédent",
        condition: "moins de trois ans ce jour-là",
        cloture: RAPPORT,
        explication: "Avant trois ans, le rapport de situation est établi tous les six mois.",
        ..LOI
    },
    Regle {
        id: "DO-04-2",
        article: "CASF, art. L223-5 al. 2, avant la loi 2022-219",
        genre: Genre::Periodic,
        duree: Duree::Mois(6),
        au: VEILLE_TROIS_ANS,
        verification: "V",
        declencheur: "début du suivi ou rapport précédent",
        condition: "moins de deux ans ce jour-là",
        cloture: RAPPORT,
        explication: "Avant deux ans, le rapport de situation était établi tous les six mois.",
        ..LOI
    },
    Regle {
        id: "DO-05",
        article: "CASF, art. L223-5 al. 3",
        genre: Genre::Periodic,
        duree: Duree::Mois(12),
        verification: "V",
        declencheur: "début du placement ou rapport précédent",
        condition: "enfant confié au Département (C. civ., art. 375-3 3°)",
        cloture: AU_JUGE,
        explication: "Le rapport sur un enfant confié est transmis chaque année à l'autorité judiciaire.",
        ..LOI
    },
    Regle {
        id: "DO-05-3",
        article: "CASF, art. L223-5 al. 3",
        genre: Genre::Periodic,
        duree: Duree::Mois(6),
        du: TROIS_ANS,
        verification: "V",
        declencheur: "début du placement ou rapport précédent",
        condition: "enfant confié au Département, moins de trois ans ce jour-là",
        cloture: AU_JUGE,
        explication: "Avant trois ans, le rapport sur un enfant confié est transmis tous les six mois.",
        ..LOI
    },
    Regle {
        id: "DO-06",
        article: "C. civ., art. 375 dernier al.",
        genre: Genre::Periodic,
        duree: Duree::Mois(12),
        verification: "V26",
        declencheur: "début de la mesure ou rapport précédent",
        condition: "mesure d'assistance éducative",
        cloture: AU_JUGE,
        charge: Charge::Service,
        explication: "Le service qui exerce la mesure transmet chaque année un rapport au juge des enfants.",
        ..LOI
    },
    Regle {
        id: "DO-06-2",
        article: "C. civ., art. 375 dernier al.",
        genre: Genre::Periodic,
        duree: Duree::Mois(6),
        verification: "V26",
        declencheur: "début de la mesure ou rapport précédent",
        condition: "mesure d'assistance éducative, moins de deux ans ce jour-là",
        cloture: AU_JUGE,
        charge: Charge::Service,
        explication: "Avant deux ans, le rapport au juge est semestriel, avec un bilan pédiatrique, psychique et social.",
        ..LOI
    },
    Regle {
        id: "DO-08",
        article: "CASF, art. L223-5",
        verification: "O",
        declencheur: "rapport sur la situation de l'enfant",
        condition: "selon l'âge et la maturité pour l'enfant ; sauf information différée",
        cloture: "contenu du rapport porté à la connaissance des parents ou de l'enfant",
        explication: "Le contenu du rapport est porté à la connaissance des parents et de l'enfant.",
        ..LOI
    },
    Regle {
        id: "DO-09",
        article: "CASF, art. L223-1 et D223-26",
        duree: Duree::Fixee,
        reglage: Some("do_09_delai_cessec"),
        verification: "V",
        declencheur: "enfant confié depuis un an et risque signalé à la commission",
        condition: "risque de délaissement ou statut inadapté",
        cloture: "avis de la commission (CESSEC)",
        explication: "La commission examine la situation de l'enfant confié depuis plus d'un an dont le statut paraît inadapté.",
        ..LOI
    },
    // The year that opens the examination of DO-09: a length of the law, so a row.
    Regle {
        id: "DO-09-AN",
        article: "CASF, art. L223-1 et D223-26",
        genre: Genre::Notice,
        duree: Duree::Mois(12),
        verification: "V",
        declencheur: "enfant confié",
        condition: "ouvre l'examen de la commission ; rien n'est dû ce jour-là",
        cloture: "avis de la commission (CESSEC)",
        explication: "L'enfant est confié depuis plus d'un an.",
        ..LOI
    },
    Regle {
        id: "DO-10",
        article: "CASF, art. L223-1",
        genre: Genre::Periodic,
        duree: Duree::Mois(6),
        du: TROIS_ANS,
        verification: "V",
        declencheur: "enfant confié ou avis précédent",
        condition: "moins de trois ans ce jour-là",
        cloture: "avis de la commission (CESSEC)",
        explication: "La commission examine tous les six mois la situation d'un enfant confié de moins de trois ans.",
        ..LOI
    },
    Regle {
        id: "DO-11",
        article: "CASF, art. L227-2-1 et D223-28",
        genre: Genre::Periodic,
        duree: Duree::Mois(24),
        verification: "V",
        declencheur: "enfant confié ou examen précédent",
        condition: "placement d'assistance éducative, enfant confié à deux ans ou plus",
        cloture: "examen de la stabilité du parcours",
        explication: "Tous les deux ans, le service examine d'autres mesures que le placement pour assurer la stabilité de l'enfant.",
        ..LOI
    },
    Regle {
        id: "DO-11-JUGE",
        article: "CASF, art. L227-2-1 et D223-28",
        verification: "V",
        declencheur: "examen de la stabilité du parcours",
        condition: "placement d'assistance éducative",
        cloture: "information motivée du juge des enfants",
        explication: "Le service informe le juge, avec ses motifs, de l'examen de la stabilité du parcours.",
        ..LOI
    },
    Regle {
        id: "DO-12",
        article: "CASF, art. L227-2-1 et D223-28",
        genre: Genre::Periodic,
        duree: Duree::Mois(12),
        verification: "V",
        declencheur: "enfant confié ou examen précédent",
        condition: "placement d'assistance éducative, enfant confié avant deux ans",
        cloture: "examen de la stabilité du parcours",
        explication: "Quand l'enfant fut confié avant deux ans, l'examen de la stabilité se fait chaque année.",
        ..LOI
    },
    Regle {
        id: "DO-13",
        article: "CASF, art. L223-1-1 al. 4",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "entrée dans le dispositif",
        condition: "tout mineur",
        cloture: "bilan de santé et de prévention",
        explication: "Un bilan de santé et de prévention est fait dès le début de la mesure ; ses besoins alimentent le projet pour l'enfant.",
        ..LOI
    },
    Regle {
        id: "DO-14",
        article: "CASF, art. L221-4 al. 2",
        duree: Duree::Fixee,
        reglage: Some("do_14_delai_rapport_circonstancie"),
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "milieu ouvert, placement direct ou tiers digne de confiance",
        cloture: "rapport circonstancié reçu du service",
        charge: Charge::Service,
        explication: "Le service chargé de la mesure adresse au Département un rapport circonstancié.",
        ..LOI
    },
    Regle {
        id: "DO-15",
        article: "CASF, art. L221-4 al. 3 ; décret 2023-826",
        du: REFORME_2022,
        verification: "V",
        declencheur: "enfant confié à un tiers digne de confiance",
        condition: "sans AEMO ; accompagnement renforcé avant trois ans",
        cloture: "désignation du référent",
        explication: "Un référent de l'aide sociale à l'enfance, ou d'un organisme habilité, informe et accompagne le tiers digne de confiance.",
        ..LOI
    },
    Regle {
        id: "DO-16",
        article: "C. civ., art. 375-7 al. 4 ; CPC, art. 1199-3 ; CASF, art. R223-29 à R223-31",
        genre: Genre::Periodic,
        duree: Duree::Fixee,
        verification: "V26",
        declencheur: "droit de visite fixé ou visite précédente",
        condition: "visite en présence d'un tiers, à la fréquence du jugement",
        cloture: "visite tenue, ou empêchée sans que le service y soit pour rien",
        charge: Charge::Service,
        explication: "Les visites en présence d'un tiers se tiennent à la fréquence fixée par le jugement.",
        ..LOI
    },
];

/// Every minor with a prestation or a measure of protection has a project: an inquiry protects nobody
/// yet, an emergency of some days is not a measure, a young adult is no minor.
pub(super) fn appelle_un_projet(nature: NatureMesure, _: Autorite) -> bool {
    match famille(nature) {
        Famille::AideADomicile | Famille::MilieuOuvert | Famille::PlacementDirect => true,
        Famille::Confie => {
            nature != NatureMesure::Accueil72h && nature != NatureMesure::Recueil5Jours
        }
        Famille::Autre => {
            nature != NatureMesure::Mjie && nature != NatureMesure::ContratJeuneMajeur
        }
    }
}

/// An AED, renforcée or not.
pub(super) fn aed(nature: NatureMesure, _: Autorite) -> bool {
    famille(nature) == Famille::AideADomicile
}

/// A child accueilli, or under an educational measure (CASF L223-5).
pub(super) fn accueilli_ou_suivi(nature: NatureMesure, autorite: Autorite) -> bool {
    match famille(nature) {
        Famille::AideADomicile | Famille::MilieuOuvert => true,
        Famille::Confie => appelle_un_projet(nature, autorite),
        Famille::PlacementDirect | Famille::Autre => nature == NatureMesure::AccueilParentEnfant,
    }
}

/// Confided by the judge under C. civ. 375-3 3°.
pub(super) fn confie_par_le_juge(nature: NatureMesure, _: Autorite) -> bool {
    nature == NatureMesure::PlacementAse
}

/// An assistance éducative measure of the judge.
pub(super) fn assistance_educative(nature: NatureMesure, autorite: Autorite) -> bool {
    let of_the_judge = autorite == Autorite::JugeDesEnfants || autorite == Autorite::CourDAppel;
    of_the_judge
        && match famille(nature) {
            Famille::MilieuOuvert | Famille::PlacementDirect => true,
            Famille::Confie => {
                nature == NatureMesure::PlacementAse || nature == NatureMesure::OppJuge
            }
            Famille::AideADomicile => false,
            Famille::Autre => nature == NatureMesure::AutreParent,
        }
}

/// Confided to the Département, whoever decided it.
pub(super) fn confie(nature: NatureMesure, autorite: Autorite) -> bool {
    famille(nature) == Famille::Confie && appelle_un_projet(nature, autorite)
}

/// Placed by assistance éducative with the Département.
pub(super) fn place(nature: NatureMesure, autorite: Autorite) -> bool {
    famille(nature) == Famille::Confie && assistance_educative(nature, autorite)
}

/// Followed by a service that reports to the Département.
pub(super) fn suivi_par_un_service(nature: NatureMesure, _: Autorite) -> bool {
    matches!(famille(nature), Famille::MilieuOuvert | Famille::PlacementDirect)
}
