//! The rows of the rules IP.

use chrono::NaiveDate;

use crate::droit::{Charge, Duree, Genre, LOI, Regle};

/// Before that law a private sender had no right to an answer.
const REFORME_2022: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 2, 9);

/// The rows.
pub(in crate::echeances) const REGLES: &[Regle] = &[
    Regle {
        id: "IP-01",
        article: "CASF, art. L226-2-1",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "écrit du professionnel",
        condition: "transmise par un professionnel, date de l'écrit connue",
        cloture: "arrivée de l'information au Département",
        charge: Charge::Tiers,
        explication: "Qui concourt à la protection de l'enfance transmet l'information sans délai.",
        ..LOI
    },
    Regle {
        id: "IP-02",
        article: "CASF, art. L226-6",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "appel au 119",
        condition: "transmise par le SNATED, date de la fiche connue",
        cloture: "arrivée de l'information au Département",
        charge: Charge::Tiers,
        explication: "Le 119 transmet sans délai les informations qu'il recueille.",
        ..LOI
    },
    Regle {
        id: "IP-03",
        article: "CASF, art. D226-2-4 I",
        duree: Duree::Fixee,
        reglage: Some("premiere_analyse"),
        verification: "V",
        declencheur: "arrivée de l'information au Département",
        cloture: "première analyse",
        charge: Charge::Crip,
        explication: "Toute information fait l'objet d'une première analyse ; aucun délai national n'est fixé.",
        ..LOI
    },
    Regle {
        id: "IP-04",
        article: "CASF, art. D226-2-4 II",
        duree: Duree::Mois(3),
        verification: "V",
        declencheur: "arrivée de l'information au Département",
        condition: "information qualifiée, principale",
        cloture: "remise du rapport d'évaluation",
        charge: Charge::Evaluateur,
        explication: "L'évaluation est rendue dans les trois mois de la réception de l'information.",
        ..LOI
    },
    Regle {
        id: "IP-05",
        article: "CASF, art. D226-2-4 II",
        duree: Duree::Fixee,
        reglage: Some("evaluation_delai_reduit"),
        verification: "V",
        declencheur: "arrivée de l'information au Département",
        condition: "délai réduit à la qualification, ou enfant de moins de deux ans",
        cloture: "remise du rapport d'évaluation",
        charge: Charge::Evaluateur,
        explication: "Le délai de l'évaluation est réduit selon le danger et l'âge, notamment avant deux ans.",
        ..LOI
    },
    Regle {
        id: "IP-03A",
        article: "CASF, art. D226-2-4 I (silencieux avant la naissance)",
        duree: Duree::Fixee,
        reglage: Some("premiere_analyse"),
        verification: "M",
        declencheur: "naissance, ou jour où elle est attendue",
        condition: "information arrivée avant la naissance de l'enfant",
        cloture: "première analyse",
        charge: Charge::Crip,
        explication: "Avant sa naissance l'enfant n'est pas un mineur : une alerte prénatale est gardée, et l'information s'analyse à la naissance.",
        ..LOI
    },
    Regle {
        id: "IP-04A",
        article: "CASF, art. D226-2-4 II (silencieux avant la naissance)",
        duree: Duree::Mois(3),
        verification: "M",
        declencheur: "naissance",
        condition: "information arrivée avant la naissance de l'enfant, qualifiée, principale",
        cloture: "remise du rapport d'évaluation",
        charge: Charge::Evaluateur,
        explication: "L'information arrivée avant la naissance n'est pas encore préoccupante : les trois mois de l'évaluation courent de la naissance.",
        ..LOI
    },
    Regle {
        id: "IP-05A",
        article: "CASF, art. D226-2-4 II (silencieux avant la naissance)",
        duree: Duree::Fixee,
        reglage: Some("evaluation_delai_reduit"),
        verification: "M",
        declencheur: "naissance",
        condition: "information arrivée avant la naissance de l'enfant, qualifiée, principale",
        cloture: "remise du rapport d'évaluation",
        charge: Charge::Evaluateur,
        explication: "Le délai de l'évaluation est réduit pour un nouveau-né ; il court de la naissance.",
        ..LOI
    },
    Regle {
        id: "IP-06",
        article: "CASF, art. D226-2-4 et L226-4",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "constat d'un danger grave et immédiat",
        cloture: "signalement au parquet",
        charge: Charge::Crip,
        explication: "Un danger grave et immédiat est signalé sans délai, l'évaluation pouvant continuer.",
        ..LOI
    },
    Regle {
        id: "IP-07",
        article: "CASF, art. D226-2-6 II et L226-4",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "impossibilité de rencontrer l'enfant",
        condition: "évaluation en cours",
        cloture: "signalement pour impossibilité d'évaluer",
        charge: Charge::Crip,
        explication: "L'enfant ne pouvant être rencontré, l'autorité judiciaire est saisie.",
        ..LOI
    },
    Regle {
        id: "IP-08",
        article: "CASF, art. D226-2-6 I",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "mandat d'évaluation",
        condition: "sauf intérêt contraire de l'enfant, motivé",
        cloture: "information des titulaires de l'autorité parentale",
        charge: Charge::Crip,
        explication: "Les titulaires de l'autorité parentale sont informés de l'évaluation.",
        ..LOI
    },
    Regle {
        id: "IP-09",
        article: "CASF, art. D226-2-6 II",
        duree: Duree::Fixee,
        verification: "V",
        declencheur: "mandat d'évaluation",
        cloture: "rencontre au domicile",
        charge: Charge::Evaluateur,
        explication: "L'évaluation comprend au moins une rencontre au domicile, avant la remise du rapport.",
        ..LOI
    },
    Regle {
        id: "IP-10",
        article: "CASF, art. L226-5, dernier alinéa",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "signalement au parquet",
        cloture: "écrit informant les parents de la saisine",
        charge: Charge::Crip,
        explication: "Les parents sont informés par écrit de la saisine de l'autorité judiciaire.",
        ..LOI
    },
    Regle {
        id: "IP-11",
        article: "CASF, art. L226-5, al. 1",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "suite donnée à l'information",
        condition: "expéditeur professionnel ou élu",
        cloture: "écrit à l'expéditeur",
        charge: Charge::Crip,
        explication: "Le professionnel ou l'élu qui a transmis l'information est informé de ses suites.",
        ..LOI
    },
    Regle {
        id: "IP-12",
        article: "CASF, art. L226-5, al. 2, et D226-2-8",
        genre: Genre::OnRequest,
        duree: Duree::Mois(3),
        du: REFORME_2022,
        verification: "V",
        declencheur: "demande de l'expéditeur",
        condition: "tout autre expéditeur",
        cloture: "écrit à l'expéditeur",
        charge: Charge::Crip,
        explication: "L'expéditeur qui le demande est informé dans les trois mois de sa demande.",
        ..LOI
    },
    Regle {
        id: "IP-13",
        article: "CASF, art. L226-4 I, dernier alinéa",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "signalement par le Département",
        cloture: "retour du parquet",
        charge: Charge::Procureur,
        explication: "Le procureur informe le Département, dans les meilleurs délais, des suites données.",
        ..LOI
    },
    Regle {
        id: "IP-14",
        article: "CASF, art. L226-4 II",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "signalement direct au parquet par un tiers",
        cloture: "réception de la copie",
        charge: Charge::Tiers,
        explication: "Qui signale directement au parquet en adresse copie au Département.",
        ..LOI
    },
    Regle {
        id: "IP-15",
        article: "CASF, art. L221-3, R221-5-1, R221-6 et R221-7",
        genre: Genre::Immediate,
        verification: "O",
        declencheur: "départ de la famille pour un autre Département",
        condition: "information en cours de traitement ou d'évaluation",
        cloture: "transmission à l'autre Département",
        charge: Charge::Crip,
        explication: "L'information est transmise au Département d'accueil dans les meilleurs délais.",
        ..LOI
    },
    Regle {
        id: "IP-16",
        article: "CASF, art. R221-5-2",
        genre: Genre::Notice,
        duree: Duree::Fixee,
        verification: "O",
        declencheur: "départ de la famille pour un autre Département",
        condition: "prestation administrative en cours",
        cloture: "accord écrit des parents",
        charge: Charge::Crip,
        explication: "L'accord écrit des parents précède la transmission d'une prestation en cours.",
        ..LOI
    },
    Regle {
        id: "IP-17",
        article: "CASF, art. L226-3-2",
        duree: Duree::Jours(10),
        verification: "O",
        declencheur: "demande d'adresse à la CPAM ou à la CAF",
        cloture: "réponse de l'organisme",
        charge: Charge::Tiers,
        explication: "La CPAM ou la CAF répond dans les dix jours de la réception de la demande.",
        ..LOI
    },
];
