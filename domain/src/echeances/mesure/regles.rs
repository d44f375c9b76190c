//! The rows ME: lives of measures, changes of place, what comes before and after a placement.

use chrono::NaiveDate;

use crate::droit::{Charge, Duree, Genre, LOI, Regle};

const REFORME_2022: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 9);
const VEILLE_DE_LA_REFORME: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 8);
const AVIS_PEAD: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 2, 14);
const HOTEL_INTERDIT: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 2, 1);
const VEILLE_DE_L_ANNULATION: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 6, 30);
const DECRET_ANNULE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 7, 1);
const DECRET_POUPONNIERE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 9, 6);

/// What ends the life of a measure: rules kept by it on one measure are shown together.
const FIN_OU_SUITE: &str = "renouvellement ou fin de la mesure";

/// The most a measure may last, and what is due before its term.
const VIES: &[Regle] = &[
    Regle {
        id: "ME-01",
        article: "C. civ., art. 375",
        genre: Genre::Max,
        duree: Duree::Mois(24),
        au: VEILLE_DE_LA_REFORME,
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "mesure d'assistance éducative exercée par un service ou une institution",
        cloture: FIN_OU_SUITE,
        charge: Charge::Juge,
        explication: "Une mesure d'assistance éducative exercée par un service ou une institution ne dépasse pas deux ans.",
        ..LOI
    },
    Regle {
        id: "ME-01",
        article: "C. civ., art. 375",
        genre: Genre::Max,
        duree: Duree::Mois(24),
        du: REFORME_2022,
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "mesure d'assistance éducative, quel que soit celui à qui l'enfant est confié",
        cloture: FIN_OU_SUITE,
        charge: Charge::Juge,
        explication: "Une mesure d'assistance éducative ne dépasse pas deux ans.",
        ..LOI
    },
    Regle {
        id: "ME-02",
        article: "C. civ., art. 375",
        genre: Genre::Max,
        duree: Duree::Fixee,
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "accueil par un service ou une institution, difficultés parentales graves, sévères et chroniques",
        cloture: FIN_OU_SUITE,
        charge: Charge::Juge,
        explication: "Un accueil décidé en raison de difficultés parentales graves, sévères et chroniques peut dépasser deux ans : il dure ce que la décision fixe.",
        ..LOI
    },
    Regle {
        id: "ME-03",
        article: "C. civ., art. 375-2",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        du: REFORME_2022,
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "AEMO renforcée ou intensifiée",
        cloture: FIN_OU_SUITE,
        charge: Charge::Juge,
        explication: "Une AEMO renforcée ou intensifiée ne dépasse pas un an.",
        ..LOI
    },
    Regle {
        id: "ME-04",
        article: "C. civ., art. 375-2 ; Cass., avis, 14 février 2024, n° 23-70.015",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        du: AVIS_PEAD,
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "placement éducatif à domicile (PEAD) ordonné en milieu ouvert",
        cloture: FIN_OU_SUITE,
        charge: Charge::Juge,
        explication: "Un PEAD ordonné par le juge est une AEMO renforcée, et non un placement : il ne dépasse pas un an.",
        ..LOI
    },
    Regle {
        id: "ME-06",
        article: "CPC, art. 1183",
        genre: Genre::Max,
        duree: Duree::Mois(6),
        verification: "S",
        declencheur: "notification de la mesure",
        condition: "MJIE",
        cloture: FIN_OU_SUITE,
        charge: Charge::Service,
        explication: "Une MJIE ne dépasse pas six mois.",
        ..LOI
    },
    Regle {
        id: "ME-06A",
        article: "CPC, art. 1183 ; arrêté du 2 février 2011",
        genre: Genre::Notice,
        duree: Duree::Jours(15),
        verification: "S",
        declencheur: "terme de la MJIE",
        condition: "MJIE",
        cloture: "rapport de la MJIE",
        charge: Charge::Service,
        explication: "Le rapport d'une MJIE est remis quinze jours avant son terme.",
        ..LOI
    },
    Regle {
        id: "ME-07",
        article: "C. civ., art. 375-9-1",
        genre: Genre::Max,
        duree: Duree::Mois(24),
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "MJAGBF",
        cloture: FIN_OU_SUITE,
        charge: Charge::Juge,
        explication: "Une mesure judiciaire d'aide à la gestion du budget familial ne dépasse pas deux ans.",
        ..LOI
    },
    Regle {
        id: "ME-08",
        article: "CASF, art. L223-5",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "mesure administrative",
        cloture: FIN_OU_SUITE,
        charge: Charge::Ase,
        explication: "Une mesure administrative ne dépasse pas un an, renouvelable.",
        ..LOI
    },
    Regle {
        id: "ME-09",
        article: "Charente-Maritime, règlement départemental, p. 38",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        locale: true,
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "AED",
        cloture: FIN_OU_SUITE,
        charge: Charge::Ase,
        explication: "Un contrat d'AED dure de trois à douze mois, renouvelable.",
        ..LOI
    },
    Regle {
        id: "ME-09A",
        article: "Charente-Maritime, règlement départemental, p. 38",
        genre: Genre::Due,
        duree: Duree::Mois(3),
        locale: true,
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "AED",
        cloture: "terme du contrat",
        charge: Charge::Ase,
        explication: "Un contrat d'AED dure au moins trois mois.",
        ..LOI
    },
    Regle {
        id: "ME-10",
        article: "Charente-Maritime, règlement départemental, p. 43",
        genre: Genre::Max,
        duree: Duree::Mois(12),
        locale: true,
        verification: "V",
        declencheur: "effet de la mesure",
        condition: "accueil provisoire",
        cloture: FIN_OU_SUITE,
        charge: Charge::Ase,
        explication: "Un accueil provisoire ne dépasse pas un an, renouvelable ; il peut être exercé en PEAD ou chez un accueillant durable et bénévole.",
        ..LOI
    },
    Regle {
        id: "ME-11",
        article: "CASF, art. R223-6",
        duree: Duree::Fixee,
        verification: "O",
        declencheur: "accueil provisoire, dont le terme approche",
        condition: "accueil provisoire",
        cloture: "reprise par les parents, renouvellement ou saisine de l'autorité judiciaire",
        charge: Charge::Ase,
        explication: "Au terme d'un accueil provisoire l'enfant n'est pas gardé : les parents le reprennent ou demandent le renouvellement, sinon l'autorité judiciaire est saisie.",
        ..LOI
    },
    Regle {
        id: "ME-18",
        article: "C. civ., art. 375-3 (aucun délai légal d'exécution)",
        genre: Genre::Immediate,
        duree: Duree::SansDelai,
        reglage: Some("execution_mesure_jours"),
        verification: "V26",
        declencheur: "effet de la mesure",
        condition: "mesure ordonnée par le juge ou le procureur",
        cloture: "premier acte d'exécution",
        charge: Charge::Ase,
        explication: "Aucun texte ne fixe de délai pour exécuter une mesure ordonnée : les jours d'attente se comptent depuis l'effet.",
        ..LOI
    },
    Regle {
        id: "ME-19",
        article: "C. civ., art. 375-3",
        genre: Genre::Notice,
        duree: Duree::SansDelai,
        du: REFORME_2022,
        verification: "V26",
        declencheur: "décision de confier l'enfant",
        condition: "enfant confié hors de sa famille et des siens, sauf urgence",
        cloture: "évaluation de l'accueil par un membre de la famille ou un tiers digne de confiance, et audition de l'enfant",
        charge: Charge::Juge,
        explication: "Avant de confier l'enfant hors de sa famille, on évalue l'accueil par un membre de la famille ou un tiers digne de confiance et on entend l'enfant capable de discernement, sauf urgence.",
        ..LOI
    },
    Regle {
        id: "ME-21",
        article: "CASF, art. L224-6",
        duree: Duree::Mois(36),
        verification: "V",
        declencheur: "restitution de l'enfant",
        condition: "pupille restitué à l'un de ses parents",
        cloture: "proposition d'un accompagnement",
        charge: Charge::Ase,
        explication: "Le parent à qui un pupille est restitué se voit proposer un accompagnement pendant les trois ans qui suivent.",
        ..LOI
    },
];

/// Changes of place, brothers and sisters, places where a child may not stay.
const LIEUX: &[Regle] = &[
    Regle {
        id: "ME-05",
        article: "C. civ., art. 375-2",
        genre: Genre::Immediate,
        duree: Duree::SansDelai,
        verification: "V26",
        declencheur: "hébergement de l'enfant",
        condition: "AEMO avec hébergement",
        cloture: "information des parents, du juge et du Département",
        charge: Charge::Service,
        explication: "Chaque hébergement pendant une AEMO avec hébergement est porté sans délai à la connaissance des parents, du juge et du président du conseil départemental.",
        ..LOI
    },
    Regle {
        id: "ME-12",
        article: "CASF, art. L223-2 et R223-8",
        duree: Duree::Jours(28),
        verification: "O",
        declencheur: "réception de la demande d'accord",
        condition: "enfant accueilli par décision administrative",
        cloture: "réponse des titulaires de l'autorité parentale",
        charge: Charge::Tiers,
        explication: "Sans réponse quatre semaines après la réception de la demande, l'accord au changement de lieu ou de mode d'accueil est réputé donné.",
        ..LOI
    },
    Regle {
        id: "ME-12A",
        article: "CASF, art. L223-2 et R223-8",
        duree: Duree::Jours(42),
        verification: "O",
        declencheur: "envoi de la demande d'accord",
        condition: "enfant accueilli par décision administrative, demande sans accusé de réception",
        cloture: "réponse des titulaires de l'autorité parentale",
        charge: Charge::Tiers,
        explication: "Sans accusé de réception ni réponse six semaines après l'envoi de la demande, l'accord au changement de lieu ou de mode d'accueil est réputé donné.",
        ..LOI
    },
    Regle {
        id: "ME-13",
        article: "CASF, art. L223-3",
        genre: Genre::Notice,
        duree: Duree::Mois(1),
        verification: "V",
        declencheur: "décision de changer le lieu d'accueil",
        condition: "enfant confié par le juge, changement prévu",
        cloture: "avis au juge du changement de lieu",
        charge: Charge::Ase,
        explication: "Le juge est informé, avec les raisons, un mois au moins avant un changement de lieu d'accueil prévu.",
        ..LOI
    },
    Regle {
        id: "ME-14",
        article: "CASF, art. L223-3",
        duree: Duree::Heures(48),
        verification: "V",
        declencheur: "décision de changer le lieu d'accueil en urgence",
        condition: "enfant confié par le juge, changement en urgence",
        cloture: "avis au juge du changement de lieu",
        charge: Charge::Ase,
        explication: "Le juge est informé, avec les raisons, dans les quarante-huit heures d'un changement de lieu décidé en urgence.",
        ..LOI
    },
    Regle {
        id: "ME-15",
        article: "CASF, art. L223-3",
        duree: Duree::Heures(48),
        verification: "V",
        declencheur: "séparation de la fratrie",
        condition: "enfant confié par le juge",
        cloture: "avis au juge de la séparation de la fratrie",
        charge: Charge::Ase,
        explication: "Le juge est informé, avec les raisons, dans les quarante-huit heures d'une séparation de la fratrie.",
        ..LOI
    },
    Regle {
        id: "ME-16",
        article: "CASF, art. D341-1 s. (décret 2025-900)",
        genre: Genre::Max,
        duree: Duree::Mois(4),
        du: DECRET_POUPONNIERE,
        verification: "S",
        declencheur: "entrée en pouponnière",
        condition: "enfant de moins de trois ans",
        cloture: "renouvellement après évaluation, ou sortie de la pouponnière",
        charge: Charge::Ase,
        explication: "Un séjour en pouponnière ne dépasse pas quatre mois, renouvelables une fois après évaluation.",
        ..LOI
    },
    Regle {
        id: "ME-16A",
        article: "CASF, art. D341-1 s. (décret 2025-900)",
        genre: Genre::Max,
        duree: Duree::Mois(8),
        du: DECRET_POUPONNIERE,
        verification: "S",
        declencheur: "entrée en pouponnière",
        condition: "enfant de moins de trois ans, séjour renouvelé",
        cloture: "sortie de la pouponnière",
        charge: Charge::Ase,
        explication: "Un séjour en pouponnière, renouvelé une fois, ne dépasse pas huit mois.",
        ..LOI
    },
    Regle {
        id: "ME-17",
        article: "CASF, art. L221-2-3 et D221-10-1",
        genre: Genre::Max,
        duree: Duree::Mois(2),
        du: HOTEL_INTERDIT,
        au: VEILLE_DE_L_ANNULATION,
        verification: "V",
        declencheur: "entrée à l'hôtel",
        condition: "mise à l'abri en urgence, structure déclarée",
        cloture: "sortie de l'hôtel",
        charge: Charge::Ase,
        explication: "L'accueil à l'hôtel est interdit depuis le 1er février 2024 ; la mise à l'abri en urgence ne dépassait pas deux mois.",
        ..LOI
    },
    Regle {
        id: "ME-17",
        article: "CASF, art. L221-2-3 ; CE, 1er juillet 2025, n° 491374",
        genre: Genre::Immediate,
        duree: Duree::SansDelai,
        du: DECRET_ANNULE,
        verification: "S",
        declencheur: "entrée à l'hôtel",
        condition: "tout mineur ou jeune majeur accueilli",
        cloture: "sortie de l'hôtel",
        charge: Charge::Ase,
        explication: "L'accueil à l'hôtel est interdit, et le décret qui y dérogeait est annulé : la sortie se prépare sans délai.",
        ..LOI
    },
    Regle {
        id: "ME-20",
        article: "C. civ., art. 375-7 et 371-5",
        genre: Genre::Immediate,
        duree: Duree::SansDelai,
        verification: "V26",
        declencheur: "séparation de la fratrie pour un autre motif que l'intérêt de l'enfant",
        condition: "enfant accueilli",
        cloture: "réunion de la fratrie",
        charge: Charge::Ase,
        explication: "L'enfant accueilli l'est avec ses frères et sœurs, sauf si son intérêt commande une autre solution.",
        ..LOI
    },
];

/// Every row, group after group.
pub(in crate::echeances) const REGLES: &[Regle] = &joined();

const fn joined() -> [Regle; VIES.len() + LIEUX.len()] {
    let mut all = [LOI; VIES.len() + LIEUX.len()];
    let mut rank = 0;
    while rank < all.len() {
        all[rank] = if rank < VIES.len() { VIES[rank] } else { LIEUX[rank - VIES.len()] };
        rank += 1;
    }
    all
}
