//! What the engine answers when the answer is no.
//!
//! A refusal is a value, in French, with a stable code for machines, the article when there is one,
//! and what to do next. It carries no personal data: identifiers, dates and versions only. A
//! breakdown is never a refusal.

use chrono::NaiveDate;
use thiserror::Error;

use crate::ids::{
    AccueilId, DecisionId, EnfantId, EvaluationId, InformationId, MesureId, ProjetId,
};

/// What kind of no it is: the door maps it to a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// What is named does not exist.
    Introuvable,
    /// It exists already.
    Existe,
    /// The history forbids it.
    Etat,
    /// A legal limit forbids it.
    Limite,
    /// A field of the request is to blame.
    Champ,
    /// Someone was faster: read again.
    Course,
}

/// Why an act is refused, or a record impossible.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refus {
    /// `ENFANT_INCONNU`
    #[error("Aucun dossier n'est ouvert pour cet enfant.")]
    EnfantInconnu,
    /// `ENFANT_DEJA_INSCRIT`
    #[error("Le dossier de cet enfant est déjà ouvert.")]
    EnfantDejaInscrit,
    /// `ENFANT_DEJA_IDENTIFIE`
    #[error("Cet enfant est déjà identifié.")]
    EnfantDejaIdentifie,
    /// `ENFANT_MAJEUR`
    #[error("La personne est majeure le {} : une information ne se qualifie que pour un mineur.", jour(.le))]
    EnfantMajeur {
        /// The day.
        le: NaiveDate,
    },
    /// `DATE_FUTURE`
    #[error("La date du {} est dans l'avenir.", jour(.le))]
    DateFuture {
        /// The day.
        le: NaiveDate,
    },
    /// `CONNU_AVANT_SURVENU`
    #[error("Le fait serait connu le {}, avant d'être survenu le {}.", jour(.connu), jour(.survenu))]
    ConnuAvantSurvenu {
        /// What the text says: survenu.
        survenu: NaiveDate,
        /// What the text says: connu.
        connu: NaiveDate,
    },
    /// `CONNU_APRES_ENREGISTREMENT`
    #[error("Le fait ne peut pas être connu le {}, après son enregistrement.", jour(.connu))]
    ConnuApresEnregistrement {
        /// What the text says: connu.
        connu: NaiveDate,
    },
    /// `AVANT_LA_NAISSANCE`
    #[error("Le fait précède la naissance de l'enfant, le {}.", jour(.naissance))]
    AvantLaNaissance {
        /// What the text says: naissance.
        naissance: NaiveDate,
    },
    /// `APRES_LE_DECES`
    #[error("L'enfant est décédé le {}.", jour(.deces))]
    ApresLeDeces {
        /// What the text says: deces.
        deces: NaiveDate,
    },
    /// `VERSION_DEPASSEE`
    #[error(
        "Cet objet a changé depuis sa lecture (version {attendue} lue, {actuelle} aujourd'hui)."
    )]
    VersionDepassee {
        /// What the text says: attendue.
        attendue: u32,
        /// What the text says: actuelle.
        actuelle: u32,
    },
    /// `DECIDEUR_MANQUANT`
    #[error("Cet acte engage le Département : il manque qui l'a décidé.")]
    DecideurManquant,
    /// `INFORMATION_INCONNUE`
    #[error("Cette information n'est pas enregistrée pour cet enfant.")]
    InformationInconnue {
        /// What the text says: information.
        information: InformationId,
    },
    /// `INFORMATION_DEJA_RECUE`
    #[error("Cette information est déjà enregistrée pour cet enfant.")]
    InformationDejaRecue {
        /// What the text says: information.
        information: InformationId,
    },
    /// `INFORMATION_DEJA_QUALIFIEE`
    #[error("La première analyse de cette information est déjà faite pour cet enfant.")]
    InformationDejaQualifiee {
        /// What the text says: information.
        information: InformationId,
    },
    /// `INFORMATION_RATTACHEE_A_ELLE_MEME`
    #[error("Une information ne se rattache pas à elle-même.")]
    InformationRattacheeAElleMeme {
        /// What the text says: information.
        information: InformationId,
    },
    /// `INFORMATION_NON_PRINCIPALE`
    #[error("L'information désignée n'est pas une information principale.")]
    InformationNonPrincipale {
        /// What the text says: information.
        information: InformationId,
    },
    /// `AVANT_RECEPTION`
    #[error("La première analyse précéderait l'arrivée de l'information, le {}.", jour(.arrivee))]
    AvantReception {
        /// What the text says: information.
        information: InformationId,
        /// What the text says: arrivee.
        arrivee: NaiveDate,
    },
    /// `MANDAT_SANS_IP`
    #[error(
        "Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant."
    )]
    MandatSansIp,
    /// `EVALUATION_DEJA_MANDATEE`
    #[error("Cette évaluation est déjà mandatée pour cet enfant.")]
    EvaluationDejaMandatee {
        /// What the text says: evaluation.
        evaluation: EvaluationId,
    },
    /// `RAPPORT_NON_REMIS`
    #[error("Le rapport de cette évaluation n'est pas remis à cette date.")]
    RapportNonRemis {
        /// What the text says: evaluation.
        evaluation: EvaluationId,
    },
    /// `RAPPORT_AVANT_MANDAT`
    #[error("Le rapport serait remis avant le mandat du {}.", jour(.mandat))]
    RapportAvantMandat {
        /// What the text says: evaluation.
        evaluation: EvaluationId,
        /// What the text says: mandat.
        mandat: NaiveDate,
    },
    /// `DECISION_DEJA_PRISE`
    #[error("Cette décision est déjà enregistrée pour cet enfant.")]
    DecisionDejaPrise {
        /// What the text says: decision.
        decision: DecisionId,
    },
    /// `DECISION_INCONNUE`
    #[error("Cette décision n'est pas enregistrée pour cet enfant.")]
    DecisionInconnue {
        /// What the text says: decision.
        decision: DecisionId,
    },
    /// `DECISION_SANS_SUITES`
    #[error("La décision ne dit aucune suite.")]
    DecisionSansSuite,
    /// `MESURE_INCONNUE`
    #[error("Cette mesure n'est pas enregistrée pour cet enfant.")]
    MesureInconnue {
        /// What the text says: mesure.
        mesure: MesureId,
    },
    /// `MESURE_DEJA_DECIDEE`
    #[error(
        "Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne."
    )]
    MesureDejaDecidee {
        /// What the text says: mesure.
        mesure: MesureId,
    },
    /// `MESURE_DEJA_FINIE`
    #[error("Cette mesure a déjà pris fin.")]
    MesureDejaFinie {
        /// What the text says: mesure.
        mesure: MesureId,
    },
    /// `CONSENTEMENT_MANQUANT`
    #[error("Une mesure administrative demande l'accord écrit des représentants légaux.")]
    ConsentementManquant,
    /// `AU_DELA_DU_MAXIMUM`
    #[error("Le terme demandé ({}) dépasse le maximum légal du {}.", jour(.terme), jour(.limite))]
    AuDelaDuMaximum {
        /// What the text says: terme.
        terme: NaiveDate,
        /// What the text says: limite.
        limite: NaiveDate,
        /// The article broken.
        article: &'static str,
    },
    /// `TERME_AVANT_EFFET`
    #[error("Le terme ({}) précède la date d'effet ({}).", jour(.terme), jour(.effet))]
    TermeAvantEffet {
        /// What the text says: effet.
        effet: NaiveDate,
        /// What the text says: terme.
        terme: NaiveDate,
    },
    /// `FIN_AVANT_DECISION`
    #[error("La mesure finirait avant d'avoir été décidée, le {}.", jour(.prononcee))]
    FinAvantDecision {
        /// What the text says: mesure.
        mesure: MesureId,
        /// What the text says: prononcee.
        prononcee: NaiveDate,
    },
    /// `DEMARRAGE_APRES_LA_FIN`
    #[error("La mesure aurait démarré après sa fin, le {}.", jour(.fin))]
    DemarrageApresLaFin {
        /// What the text says: mesure.
        mesure: MesureId,
        /// What the text says: fin.
        fin: NaiveDate,
    },
    /// `ACCUEIL_DEJA_OUVERT`
    #[error("Cet épisode d'accueil est déjà enregistré.")]
    AccueilDejaOuvert {
        /// What the text says: accueil.
        accueil: AccueilId,
    },
    /// `ACCUEIL_NON_OUVERT`
    #[error("Cet épisode d'accueil n'est pas ouvert le {}.", jour(.le))]
    AccueilNonOuvert {
        /// What the text says: accueil.
        accueil: AccueilId,
        /// The day.
        le: NaiveDate,
    },
    /// `DEJA_ACCUEILLI`
    #[error("L'enfant est déjà accueilli à titre principal le {}.", jour(.le))]
    DejaAccueilli {
        /// What the text says: ouvert.
        ouvert: AccueilId,
        /// The day.
        le: NaiveDate,
    },
    /// `SORTIE_AVANT_ENTREE`
    #[error("La sortie précéderait l'entrée du {}.", jour(.entree))]
    SortieAvantEntree {
        /// What the text says: accueil.
        accueil: AccueilId,
        /// What the text says: entree.
        entree: NaiveDate,
    },
    /// `PROJET_DEJA_ETABLI`
    #[error("Ce projet pour l'enfant est déjà établi.")]
    ProjetDejaEtabli {
        /// What the text says: projet.
        projet: ProjetId,
    },
    /// `EDITION_INCONNUE`
    #[error("L'édition {edition} de ce projet pour l'enfant n'est pas enregistrée.")]
    EditionInconnue {
        /// What the text says: projet.
        projet: ProjetId,
        /// What the text says: edition.
        edition: u32,
    },
    /// `EDITION_HORS_SUITE`
    #[error("L'édition suivante porte le numéro {attendue}.")]
    EditionHorsSuite {
        /// What the text says: attendue.
        attendue: u32,
    },
    /// `SIGNATURE_AVANT_PROJET`
    #[error("La signature précéderait l'établissement du projet, le {}.", jour(.etabli))]
    SignatureAvantProjet {
        /// What the text says: projet.
        projet: ProjetId,
        /// What the text says: etabli.
        etabli: NaiveDate,
    },
    /// `EVENEMENT_INCONNU`
    #[error("L'événement n° {version} n'est pas enregistré dans ce dossier.")]
    EvenementInconnu {
        /// What the text says: version.
        version: u32,
    },
    /// `REMPLACEMENT_D_AUTRE_NATURE`
    #[error("Un événement se remplace par un événement de même nature, sur le même objet.")]
    RemplacementDAutreNature,
}

/// A day as a French reader writes it.
fn jour(le: &NaiveDate) -> String {
    le.format("%d/%m/%Y").to_string()
}

impl Refus {
    /// Stable code, for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::EnfantInconnu => "ENFANT_INCONNU",
            Self::EnfantDejaInscrit => "ENFANT_DEJA_INSCRIT",
            Self::EnfantDejaIdentifie => "ENFANT_DEJA_IDENTIFIE",
            Self::EnfantMajeur { le: _ } => "ENFANT_MAJEUR",
            Self::DateFuture { le: _ } => "DATE_FUTURE",
            Self::ConnuAvantSurvenu { survenu: _, connu: _ } => "CONNU_AVANT_SURVENU",
            Self::ConnuApresEnregistrement { connu: _ } => "CONNU_APRES_ENREGISTREMENT",
            Self::AvantLaNaissance { naissance: _ } => "AVANT_LA_NAISSANCE",
            Self::ApresLeDeces { deces: _ } => "APRES_LE_DECES",
            Self::VersionDepassee { attendue: _, actuelle: _ } => "VERSION_DEPASSEE",
            Self::DecideurManquant => "DECIDEUR_MANQUANT",
            Self::InformationInconnue { information: _ } => "INFORMATION_INCONNUE",
            Self::InformationDejaRecue { information: _ } => "INFORMATION_DEJA_RECUE",
            Self::InformationDejaQualifiee { information: _ } => "INFORMATION_DEJA_QUALIFIEE",
            Self::InformationRattacheeAElleMeme { information: _ } => {
                "INFORMATION_RATTACHEE_A_ELLE_MEME"
            }
            Self::InformationNonPrincipale { information: _ } => "INFORMATION_NON_PRINCIPALE",
            Self::AvantReception { information: _, arrivee: _ } => "AVANT_RECEPTION",
            Self::MandatSansIp => "MANDAT_SANS_IP",
            Self::EvaluationDejaMandatee { evaluation: _ } => "EVALUATION_DEJA_MANDATEE",
            Self::RapportNonRemis { evaluation: _ } => "RAPPORT_NON_REMIS",
            Self::RapportAvantMandat { evaluation: _, mandat: _ } => "RAPPORT_AVANT_MANDAT",
            Self::DecisionDejaPrise { decision: _ } => "DECISION_DEJA_PRISE",
            Self::DecisionInconnue { decision: _ } => "DECISION_INCONNUE",
            Self::DecisionSansSuite => "DECISION_SANS_SUITES",
            Self::MesureInconnue { mesure: _ } => "MESURE_INCONNUE",
            Self::MesureDejaDecidee { mesure: _ } => "MESURE_DEJA_DECIDEE",
            Self::MesureDejaFinie { mesure: _ } => "MESURE_DEJA_FINIE",
            Self::ConsentementManquant => "CONSENTEMENT_MANQUANT",
            Self::AuDelaDuMaximum { terme: _, limite: _, article: _ } => "AU_DELA_DU_MAXIMUM",
            Self::TermeAvantEffet { effet: _, terme: _ } => "TERME_AVANT_EFFET",
            Self::FinAvantDecision { mesure: _, prononcee: _ } => "FIN_AVANT_DECISION",
            Self::DemarrageApresLaFin { mesure: _, fin: _ } => "DEMARRAGE_APRES_LA_FIN",
            Self::AccueilDejaOuvert { accueil: _ } => "ACCUEIL_DEJA_OUVERT",
            Self::AccueilNonOuvert { accueil: _, le: _ } => "ACCUEIL_NON_OUVERT",
            Self::DejaAccueilli { ouvert: _, le: _ } => "DEJA_ACCUEILLI",
            Self::SortieAvantEntree { accueil: _, entree: _ } => "SORTIE_AVANT_ENTREE",
            Self::ProjetDejaEtabli { projet: _ } => "PROJET_DEJA_ETABLI",
            Self::EditionInconnue { projet: _, edition: _ } => "EDITION_INCONNUE",
            Self::EditionHorsSuite { attendue: _ } => "EDITION_HORS_SUITE",
            Self::SignatureAvantProjet { projet: _, etabli: _ } => "SIGNATURE_AVANT_PROJET",
            Self::EvenementInconnu { version: _ } => "EVENEMENT_INCONNU",
            Self::RemplacementDAutreNature => "REMPLACEMENT_D_AUTRE_NATURE",
        }
    }

    /// What kind of no it is.
    #[must_use]
    pub fn genre(&self) -> Genre {
        match self {
            Self::EnfantInconnu
            | Self::InformationInconnue { information: _ }
            | Self::DecisionInconnue { decision: _ }
            | Self::MesureInconnue { mesure: _ }
            | Self::EditionInconnue { projet: _, edition: _ }
            | Self::EvenementInconnu { version: _ } => Genre::Introuvable,
            Self::EnfantDejaInscrit
            | Self::EnfantDejaIdentifie
            | Self::InformationDejaRecue { information: _ }
            | Self::EvaluationDejaMandatee { evaluation: _ }
            | Self::DecisionDejaPrise { decision: _ }
            | Self::MesureDejaDecidee { mesure: _ }
            | Self::AccueilDejaOuvert { accueil: _ }
            | Self::ProjetDejaEtabli { projet: _ } => Genre::Existe,
            Self::EnfantMajeur { le: _ }
            | Self::AvantLaNaissance { naissance: _ }
            | Self::ApresLeDeces { deces: _ }
            | Self::InformationDejaQualifiee { information: _ }
            | Self::InformationNonPrincipale { information: _ }
            | Self::AvantReception { information: _, arrivee: _ }
            | Self::MandatSansIp
            | Self::RapportNonRemis { evaluation: _ }
            | Self::RapportAvantMandat { evaluation: _, mandat: _ }
            | Self::MesureDejaFinie { mesure: _ }
            | Self::ConsentementManquant
            | Self::FinAvantDecision { mesure: _, prononcee: _ }
            | Self::DemarrageApresLaFin { mesure: _, fin: _ }
            | Self::AccueilNonOuvert { accueil: _, le: _ }
            | Self::DejaAccueilli { ouvert: _, le: _ }
            | Self::SortieAvantEntree { accueil: _, entree: _ }
            | Self::SignatureAvantProjet { projet: _, etabli: _ } => Genre::Etat,
            Self::DateFuture { le: _ }
            | Self::ConnuAvantSurvenu { survenu: _, connu: _ }
            | Self::ConnuApresEnregistrement { connu: _ }
            | Self::DecideurManquant
            | Self::InformationRattacheeAElleMeme { information: _ }
            | Self::DecisionSansSuite
            | Self::TermeAvantEffet { effet: _, terme: _ }
            | Self::EditionHorsSuite { attendue: _ }
            | Self::RemplacementDAutreNature => Genre::Champ,
            Self::VersionDepassee { attendue: _, actuelle: _ } => Genre::Course,
            Self::AuDelaDuMaximum { terme: _, limite: _, article: _ } => Genre::Limite,
        }
    }

    /// The article that founds it, when one does.
    #[must_use]
    pub fn article(&self) -> Option<&'static str> {
        match self {
            Self::EnfantMajeur { le: _ } => Some("C. civ., art. 375"),
            Self::InformationDejaQualifiee { information: _ } => Some("CASF, art. D226-2-4 I"),
            Self::AvantReception { information: _, arrivee: _ } => Some("CASF, art. D226-2-4 II"),
            Self::MandatSansIp => Some("CASF, art. D226-2-4"),
            Self::RapportNonRemis { evaluation: _ } => Some("CASF, art. D226-2-7"),
            Self::ConsentementManquant => Some("CASF, art. L223-2"),
            Self::AuDelaDuMaximum { terme: _, limite: _, article } => Some(article),
            Self::ProjetDejaEtabli { projet: _ } => Some("CASF, art. L223-1-1"),
            Self::EnfantInconnu
            | Self::EnfantDejaInscrit
            | Self::EnfantDejaIdentifie
            | Self::DateFuture { le: _ }
            | Self::ConnuAvantSurvenu { survenu: _, connu: _ }
            | Self::ConnuApresEnregistrement { connu: _ }
            | Self::AvantLaNaissance { naissance: _ }
            | Self::ApresLeDeces { deces: _ }
            | Self::VersionDepassee { attendue: _, actuelle: _ }
            | Self::DecideurManquant
            | Self::InformationInconnue { information: _ }
            | Self::InformationDejaRecue { information: _ }
            | Self::InformationRattacheeAElleMeme { information: _ }
            | Self::InformationNonPrincipale { information: _ }
            | Self::EvaluationDejaMandatee { evaluation: _ }
            | Self::RapportAvantMandat { evaluation: _, mandat: _ }
            | Self::DecisionDejaPrise { decision: _ }
            | Self::DecisionInconnue { decision: _ }
            | Self::DecisionSansSuite
            | Self::MesureInconnue { mesure: _ }
            | Self::MesureDejaDecidee { mesure: _ }
            | Self::MesureDejaFinie { mesure: _ }
            | Self::TermeAvantEffet { effet: _, terme: _ }
            | Self::FinAvantDecision { mesure: _, prononcee: _ }
            | Self::DemarrageApresLaFin { mesure: _, fin: _ }
            | Self::AccueilDejaOuvert { accueil: _ }
            | Self::AccueilNonOuvert { accueil: _, le: _ }
            | Self::DejaAccueilli { ouvert: _, le: _ }
            | Self::SortieAvantEntree { accueil: _, entree: _ }
            | Self::EditionInconnue { projet: _, edition: _ }
            | Self::EditionHorsSuite { attendue: _ }
            | Self::SignatureAvantProjet { projet: _, etabli: _ }
            | Self::EvenementInconnu { version: _ }
            | Self::RemplacementDAutreNature => None,
        }
    }

    /// What to do next.
    #[must_use]
    pub fn que_faire(&self) -> &'static str {
        match self {
            Self::EnfantInconnu => {
                "Ouvrir le dossier (Inscrire ou SignalerNonIdentifie), ou vérifier l'identifiant."
            }
            Self::EnfantDejaInscrit => "Reprendre le dossier existant.",
            Self::EnfantDejaIdentifie => "Rectifier l'identité si elle a été mal saisie.",
            Self::EnfantMajeur { le: _ } => "Ne pas qualifier, avec le motif « personne majeure ».",
            Self::DateFuture { le: _ } => "Corriger la date de survenue.",
            Self::ConnuAvantSurvenu { survenu: _, connu: _ } => "Corriger l'une des deux dates.",
            Self::ConnuApresEnregistrement { connu: _ } => {
                "Corriger la date à laquelle le Département l'a connu."
            }
            Self::AvantLaNaissance { naissance: _ } => {
                "Corriger la date du fait ou la date de naissance."
            }
            Self::ApresLeDeces { deces: _ } => {
                "Corriger la date du fait ou annuler la déclaration de décès."
            }
            Self::VersionDepassee { attendue: _, actuelle: _ } => {
                "Relire le dossier, puis recommencer."
            }
            Self::DecideurManquant => "Indiquer le décideur, sa qualité et sa délégation.",
            Self::InformationInconnue { information: _ } => {
                "Enregistrer sa réception, ou vérifier l'enfant."
            }
            Self::InformationDejaRecue { information: _ } => {
                "Reprendre l'information existante ; marquer un doublon si le message est arrivé deux fois."
            }
            Self::InformationDejaQualifiee { information: _ } => {
                "Rectifier la qualification si elle a été mal saisie."
            }
            Self::InformationRattacheeAElleMeme { information: _ } => {
                "Indiquer l'information principale."
            }
            Self::InformationNonPrincipale { information: _ } => {
                "Rattacher à l'information principale de la situation."
            }
            Self::AvantReception { information: _, arrivee: _ } => "Corriger l'une des deux dates.",
            Self::MandatSansIp => {
                "Qualifier l'information, ou joindre l'enfant à l'évaluation du foyer."
            }
            Self::EvaluationDejaMandatee { evaluation: _ } => "Reprendre l'évaluation existante.",
            Self::RapportNonRemis { evaluation: _ } => {
                "Enregistrer la remise du rapport, ou décider sans citer l'évaluation."
            }
            Self::RapportAvantMandat { evaluation: _, mandat: _ } => {
                "Corriger l'une des deux dates."
            }
            Self::DecisionDejaPrise { decision: _ } => {
                "Réviser la décision si des faits nouveaux la changent, la rectifier si elle a été mal saisie."
            }
            Self::DecisionInconnue { decision: _ } => "Vérifier l'identifiant de la décision.",
            Self::DecisionSansSuite => "Choisir au moins une suite, fût-ce « sans suite ».",
            Self::MesureInconnue { mesure: _ } => {
                "Enregistrer la décision qui l'ordonne, ou vérifier l'identifiant."
            }
            Self::MesureDejaDecidee { mesure: _ } => "Donner un nouvel identifiant à la mesure.",
            Self::MesureDejaFinie { mesure: _ } => {
                "Rectifier la fin enregistrée si elle est erronée."
            }
            Self::ConsentementManquant => {
                "Recueillir et enregistrer l'accord, ou saisir l'autorité judiciaire."
            }
            Self::AuDelaDuMaximum { terme: _, limite: _, article: _ } => {
                "Ramener le terme dans la limite, ou prévoir un renouvellement."
            }
            Self::TermeAvantEffet { effet: _, terme: _ } => "Corriger l'une des deux dates.",
            Self::FinAvantDecision { mesure: _, prononcee: _ } => "Corriger l'une des deux dates.",
            Self::DemarrageApresLaFin { mesure: _, fin: _ } => "Corriger l'une des deux dates.",
            Self::AccueilDejaOuvert { accueil: _ } => "Donner un nouvel identifiant à l'épisode.",
            Self::AccueilNonOuvert { accueil: _, le: _ } => "Vérifier l'épisode et la date.",
            Self::DejaAccueilli { ouvert: _, le: _ } => {
                "Terminer l'épisode en cours ou enregistrer un changement de lieu ; un relais n'est pas principal."
            }
            Self::SortieAvantEntree { accueil: _, entree: _ } => "Corriger l'une des deux dates.",
            Self::ProjetDejaEtabli { projet: _ } => {
                "Le réviser : une nouvelle édition s'ajoute à la précédente."
            }
            Self::EditionInconnue { projet: _, edition: _ } => {
                "Établir ou réviser le projet d'abord."
            }
            Self::EditionHorsSuite { attendue: _ } => "Corriger le numéro de l'édition.",
            Self::SignatureAvantProjet { projet: _, etabli: _ } => "Corriger l'une des deux dates.",
            Self::EvenementInconnu { version: _ } => {
                "Relire la chronologie pour trouver son numéro."
            }
            Self::RemplacementDAutreNature => {
                "Annuler l'événement erroné, puis enregistrer le bon."
            }
        }
    }
}

/// The refusal of an act over a fratrie: refused whole, each child's refusal listed, the others
/// offered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("L'acte est refusé pour {} enfant(s) sur {}.", refuses.len(), refuses.len() + possibles.len())]
pub struct RefusFratrie {
    /// Who is refused, and why.
    pub refuses: Vec<(EnfantId, Refus)>,
    /// For whom the act would pass.
    pub possibles: Vec<EnfantId>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::expect;

    use super::*;
    use crate::essais::{A1, D1, E1, I1, M1, P1, jour as day};

    /// One of each, in the order of their declaration.
    fn tous() -> Vec<Refus> {
        let (avant, apres) = (day("2026-01-09"), day("2026-03-20"));
        vec![
            Refus::EnfantInconnu,
            Refus::EnfantDejaInscrit,
            Refus::EnfantDejaIdentifie,
            Refus::EnfantMajeur { le: avant },
            Refus::DateFuture { le: avant },
            Refus::ConnuAvantSurvenu { survenu: apres, connu: avant },
            Refus::ConnuApresEnregistrement { connu: apres },
            Refus::AvantLaNaissance { naissance: avant },
            Refus::ApresLeDeces { deces: avant },
            Refus::VersionDepassee { attendue: 3, actuelle: 5 },
            Refus::DecideurManquant,
            Refus::InformationInconnue { information: I1 },
            Refus::InformationDejaRecue { information: I1 },
            Refus::InformationDejaQualifiee { information: I1 },
            Refus::InformationRattacheeAElleMeme { information: I1 },
            Refus::InformationNonPrincipale { information: I1 },
            Refus::AvantReception { information: I1, arrivee: avant },
            Refus::MandatSansIp,
            Refus::EvaluationDejaMandatee { evaluation: E1 },
            Refus::RapportNonRemis { evaluation: E1 },
            Refus::RapportAvantMandat { evaluation: E1, mandat: avant },
            Refus::DecisionDejaPrise { decision: D1 },
            Refus::DecisionInconnue { decision: D1 },
            Refus::DecisionSansSuite,
            Refus::MesureInconnue { mesure: M1 },
            Refus::MesureDejaDecidee { mesure: M1 },
            Refus::MesureDejaFinie { mesure: M1 },
            Refus::ConsentementManquant,
            Refus::AuDelaDuMaximum { terme: apres, limite: avant, article: "CASF, art. L223-5" },
            Refus::TermeAvantEffet { effet: apres, terme: avant },
            Refus::FinAvantDecision { mesure: M1, prononcee: apres },
            Refus::DemarrageApresLaFin { mesure: M1, fin: avant },
            Refus::AccueilDejaOuvert { accueil: A1 },
            Refus::AccueilNonOuvert { accueil: A1, le: avant },
            Refus::DejaAccueilli { ouvert: A1, le: avant },
            Refus::SortieAvantEntree { accueil: A1, entree: apres },
            Refus::ProjetDejaEtabli { projet: P1 },
            Refus::EditionInconnue { projet: P1, edition: 2 },
            Refus::EditionHorsSuite { attendue: 2 },
            Refus::SignatureAvantProjet { projet: P1, etabli: apres },
            Refus::EvenementInconnu { version: 4 },
            Refus::RemplacementDAutreNature,
        ]
    }

    /// The codes written in the comments of the enum.
    fn documented() -> Vec<&'static str> {
        let lines = include_str!("refus.rs").lines();
        let code = |line: &'static str| line.strip_prefix("    /// `")?.strip_suffix('`');
        lines.filter_map(code).collect()
    }

    #[test]
    fn chaque_refus_est_dans_cette_liste_et_porte_le_code_qu_il_annonce() {
        let codes: Vec<&str> = tous().iter().map(Refus::code).collect();
        assert_eq!(codes, documented());
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    }

    #[test]
    fn un_refus_ne_montre_aucun_identifiant() {
        for refus in tous() {
            let texte = format!("{refus} {}", refus.que_faire());
            assert!(!texte.contains("00000000-"), "{texte}");
        }
    }

    #[test]
    fn chaque_refus_dit_pourquoi_et_que_faire() {
        let line = |refus: Refus| {
            let article = refus.article().unwrap_or("—");
            assert!(!refus.to_string().is_empty() && !refus.que_faire().is_empty());
            let (code, faire) = (refus.code(), refus.que_faire());
            format!("{code} · {:?} · {article}\n    {refus}\n    {faire}\n", refus.genre())
        };
        let table: String = tous().into_iter().map(line).collect();
        expect![[r#"
            ENFANT_INCONNU · Introuvable · —
                Aucun dossier n'est ouvert pour cet enfant.
                Ouvrir le dossier (Inscrire ou SignalerNonIdentifie), ou vérifier l'identifiant.
            ENFANT_DEJA_INSCRIT · Existe · —
                Le dossier de cet enfant est déjà ouvert.
                Reprendre le dossier existant.
            ENFANT_DEJA_IDENTIFIE · Existe · —
                Cet enfant est déjà identifié.
                Rectifier l'identité si elle a été mal saisie.
            ENFANT_MAJEUR · Etat · C. civ., art. 375
                La personne est majeure le 09/01/2026 : une information ne se qualifie que pour un mineur.
                Ne pas qualifier, avec le motif « personne majeure ».
            DATE_FUTURE · Champ · —
                La date du 09/01/2026 est dans l'avenir.
                Corriger la date de survenue.
            CONNU_AVANT_SURVENU · Champ · —
                Le fait serait connu le 09/01/2026, avant d'être survenu le 20/03/2026.
                Corriger l'une des deux dates.
            CONNU_APRES_ENREGISTREMENT · Champ · —
                Le fait ne peut pas être connu le 20/03/2026, après son enregistrement.
                Corriger la date à laquelle le Département l'a connu.
            AVANT_LA_NAISSANCE · Etat · —
                Le fait précède la naissance de l'enfant, le 09/01/2026.
                Corriger la date du fait ou la date de naissance.
            APRES_LE_DECES · Etat · —
                L'enfant est décédé le 09/01/2026.
                Corriger la date du fait ou annuler la déclaration de décès.
            VERSION_DEPASSEE · Course · —
                Cet objet a changé depuis sa lecture (version 3 lue, 5 aujourd'hui).
                Relire le dossier, puis recommencer.
            DECIDEUR_MANQUANT · Champ · —
                Cet acte engage le Département : il manque qui l'a décidé.
                Indiquer le décideur, sa qualité et sa délégation.
            INFORMATION_INCONNUE · Introuvable · —
                Cette information n'est pas enregistrée pour cet enfant.
                Enregistrer sa réception, ou vérifier l'enfant.
            INFORMATION_DEJA_RECUE · Existe · —
                Cette information est déjà enregistrée pour cet enfant.
                Reprendre l'information existante ; marquer un doublon si le message est arrivé deux fois.
            INFORMATION_DEJA_QUALIFIEE · Etat · CASF, art. D226-2-4 I
                La première analyse de cette information est déjà faite pour cet enfant.
                Rectifier la qualification si elle a été mal saisie.
            INFORMATION_RATTACHEE_A_ELLE_MEME · Champ · —
                Une information ne se rattache pas à elle-même.
                Indiquer l'information principale.
            INFORMATION_NON_PRINCIPALE · Etat · —
                L'information désignée n'est pas une information principale.
                Rattacher à l'information principale de la situation.
            AVANT_RECEPTION · Etat · CASF, art. D226-2-4 II
                La première analyse précéderait l'arrivée de l'information, le 09/01/2026.
                Corriger l'une des deux dates.
            MANDAT_SANS_IP · Etat · CASF, art. D226-2-4
                Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant.
                Qualifier l'information, ou joindre l'enfant à l'évaluation du foyer.
            EVALUATION_DEJA_MANDATEE · Existe · —
                Cette évaluation est déjà mandatée pour cet enfant.
                Reprendre l'évaluation existante.
            RAPPORT_NON_REMIS · Etat · CASF, art. D226-2-7
                Le rapport de cette évaluation n'est pas remis à cette date.
                Enregistrer la remise du rapport, ou décider sans citer l'évaluation.
            RAPPORT_AVANT_MANDAT · Etat · —
                Le rapport serait remis avant le mandat du 09/01/2026.
                Corriger l'une des deux dates.
            DECISION_DEJA_PRISE · Existe · —
                Cette décision est déjà enregistrée pour cet enfant.
                Réviser la décision si des faits nouveaux la changent, la rectifier si elle a été mal saisie.
            DECISION_INCONNUE · Introuvable · —
                Cette décision n'est pas enregistrée pour cet enfant.
                Vérifier l'identifiant de la décision.
            DECISION_SANS_SUITES · Champ · —
                La décision ne dit aucune suite.
                Choisir au moins une suite, fût-ce « sans suite ».
            MESURE_INCONNUE · Introuvable · —
                Cette mesure n'est pas enregistrée pour cet enfant.
                Enregistrer la décision qui l'ordonne, ou vérifier l'identifiant.
            MESURE_DEJA_DECIDEE · Existe · —
                Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne.
                Donner un nouvel identifiant à la mesure.
            MESURE_DEJA_FINIE · Etat · —
                Cette mesure a déjà pris fin.
                Rectifier la fin enregistrée si elle est erronée.
            CONSENTEMENT_MANQUANT · Etat · CASF, art. L223-2
                Une mesure administrative demande l'accord écrit des représentants légaux.
                Recueillir et enregistrer l'accord, ou saisir l'autorité judiciaire.
            AU_DELA_DU_MAXIMUM · Limite · CASF, art. L223-5
                Le terme demandé (20/03/2026) dépasse le maximum légal du 09/01/2026.
                Ramener le terme dans la limite, ou prévoir un renouvellement.
            TERME_AVANT_EFFET · Champ · —
                Le terme (09/01/2026) précède la date d'effet (20/03/2026).
                Corriger l'une des deux dates.
            FIN_AVANT_DECISION · Etat · —
                La mesure finirait avant d'avoir été décidée, le 20/03/2026.
                Corriger l'une des deux dates.
            DEMARRAGE_APRES_LA_FIN · Etat · —
                La mesure aurait démarré après sa fin, le 09/01/2026.
                Corriger l'une des deux dates.
            ACCUEIL_DEJA_OUVERT · Existe · —
                Cet épisode d'accueil est déjà enregistré.
                Donner un nouvel identifiant à l'épisode.
            ACCUEIL_NON_OUVERT · Etat · —
                Cet épisode d'accueil n'est pas ouvert le 09/01/2026.
                Vérifier l'épisode et la date.
            DEJA_ACCUEILLI · Etat · —
                L'enfant est déjà accueilli à titre principal le 09/01/2026.
                Terminer l'épisode en cours ou enregistrer un changement de lieu ; un relais n'est pas principal.
            SORTIE_AVANT_ENTREE · Etat · —
                La sortie précéderait l'entrée du 20/03/2026.
                Corriger l'une des deux dates.
            PROJET_DEJA_ETABLI · Existe · CASF, art. L223-1-1
                Ce projet pour l'enfant est déjà établi.
                Le réviser : une nouvelle édition s'ajoute à la précédente.
            EDITION_INCONNUE · Introuvable · —
                L'édition 2 de ce projet pour l'enfant n'est pas enregistrée.
                Établir ou réviser le projet d'abord.
            EDITION_HORS_SUITE · Champ · —
                L'édition suivante porte le numéro 2.
                Corriger le numéro de l'édition.
            SIGNATURE_AVANT_PROJET · Etat · —
                La signature précéderait l'établissement du projet, le 20/03/2026.
                Corriger l'une des deux dates.
            EVENEMENT_INCONNU · Introuvable · —
                L'événement n° 4 n'est pas enregistré dans ce dossier.
                Relire la chronologie pour trouver son numéro.
            REMPLACEMENT_D_AUTRE_NATURE · Champ · —
                Un événement se remplace par un événement de même nature, sur le même objet.
                Annuler l'événement erroné, puis enregistrer le bon.
        "#]].assert_eq(&table);
    }

    #[test]
    fn un_refus_de_fratrie_compte_les_enfants() {
        let refuses = vec![(EnfantId(uuid::Uuid::nil()), Refus::MandatSansIp)];
        let possibles = vec![EnfantId(uuid::Uuid::from_u128(2)); 2];
        let refus = RefusFratrie { refuses, possibles };
        expect!["L'acte est refusé pour 1 enfant(s) sur 3."].assert_eq(&refus.to_string());
    }
}
