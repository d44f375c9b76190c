//! What the engine answers when the answer is no.
//!
//! A refusal is a value, in French, with a stable code for machines, the article when there is one,
//! and what to do next. It carries no personal data: identifiers, dates and versions only. A
//! breakdown is never a refusal.

use std::fmt;

use chrono::NaiveDate;
use thiserror::Error;

use crate::codes::Titulaire;
use crate::ids::{
    AccueilId, DecisionId, EnfantId, EvaluationId, ExtraitId, InformationId, LienId, MesureId,
    MinoriteId, PieceId, ProjetId, RecueilId,
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

/// One refusal an entry: its name and what it knows, its code, its kind, its article; what it says; what
/// to do next. Everything said about a refusal stands in its entry.
macro_rules! refusals {
    ($(
        $name:ident $({ $($field:ident: $type:ty),+ })? = $code:literal, $genre:ident, $article:expr,
            $text:literal $(, $argument:expr)*;
            $que_faire:literal;
    )+) => {
        /// Why an act is refused, or a record impossible.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Refus {
            $(
                #[doc = $text]
                $name $({ $(
                    #[doc = concat!("What the text names ", stringify!($field), ".")]
                    $field: $type
                ),+ })?
            ),+
        }

        impl fmt::Display for Refus {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $({ $($field),+ })? => {
                        $($(let _ = $field;)+)?
                        write!(f, $text $(, $argument)*)
                    })+
                }
            }
        }

        impl std::error::Error for Refus {}

        impl Refus {
            /// Every code, in the order of the entries.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// Stable code, for machines.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),+ })? => $code),+ }
            }

            /// What kind of no it is.
            #[must_use]
            pub fn genre(&self) -> Genre {
                match self { $(Self::$name $({ $($field: _),+ })? => Genre::$genre),+ }
            }

            /// The article that founds it, when one does.
            #[must_use]
            pub fn article(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name $({ $($field),+ })? => {
                        $($(let _ = $field;)+)?
                        $article
                    })+
                }
            }

            /// One of each, in the order of the entries, with made-up dates: for the list of refusals.
            #[must_use]
            pub fn exemples() -> Vec<Self> {
                vec![$(Self::$name $({ $($field: Exemple::exemple()),+ })?),+]
            }

            /// What to do next.
            #[must_use]
            pub fn que_faire(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),+ })? => $que_faire),+ }
            }
        }
    };
}

refusals! {
    EnfantInconnu = "ENFANT_INCONNU", Introuvable, None,
        "Aucun dossier n'est ouvert pour cet enfant.";
        "Ouvrir le dossier (Inscrire ou SignalerNonIdentifie), ou vérifier l'identifiant.";

    EnfantDejaInscrit = "ENFANT_DEJA_INSCRIT", Existe, None,
        "Le dossier de cet enfant est déjà ouvert.";
        "Reprendre le dossier existant.";

    EnfantDejaIdentifie = "ENFANT_DEJA_IDENTIFIE", Existe, None,
        "Cet enfant est déjà identifié.";
        "Rectifier l'identité si elle a été mal saisie.";

    EnfantMajeur { le: NaiveDate } = "ENFANT_MAJEUR", Etat, Some("C. civ., art. 375"),
        "La personne est majeure le {} : une information ne se qualifie que pour un mineur.", jour(le);
        "Ne pas qualifier, avec le motif « personne majeure ».";

    DateFuture { le: NaiveDate } = "DATE_FUTURE", Champ, None,
        "La date du {} est dans l'avenir.", jour(le);
        "Corriger la date de survenue.";

    ConnuAvantSurvenu { survenu: NaiveDate, connu: NaiveDate } = "CONNU_AVANT_SURVENU", Champ, None,
        "Le fait serait connu le {}, avant d'être survenu le {}.", jour(connu), jour(survenu);
        "Corriger l'une des deux dates.";

    ConnuApresEnregistrement { connu: NaiveDate } = "CONNU_APRES_ENREGISTREMENT", Champ, None,
        "Le fait ne peut pas être connu le {}, après son enregistrement.", jour(connu);
        "Corriger la date à laquelle le Département l'a connu.";

    AvantLaNaissance { naissance: NaiveDate } = "AVANT_LA_NAISSANCE", Etat, None,
        "Le fait précède la naissance de l'enfant, le {}.", jour(naissance);
        "Corriger la date du fait ou la date de naissance.";

    ApresLeDeces { deces: NaiveDate } = "APRES_LE_DECES", Etat, None,
        "L'enfant est décédé le {}.", jour(deces);
        "Corriger la date du fait ou annuler la déclaration de décès.";

    VersionDepassee { attendue: u32, actuelle: u32 } = "VERSION_DEPASSEE", Course, None,
        "Cet objet a changé depuis sa lecture (version {attendue} lue, {actuelle} aujourd'hui).";
        "Relire le dossier, puis recommencer.";

    DecideurManquant = "DECIDEUR_MANQUANT", Champ, None,
        "Cet acte engage le Département : il manque qui l'a décidé.";
        "Indiquer le décideur, sa qualité et sa délégation.";

    InformationInconnue { information: InformationId } = "INFORMATION_INCONNUE", Introuvable, None,
        "Cette information n'est pas enregistrée pour cet enfant.";
        "Enregistrer sa réception, ou vérifier l'enfant.";

    InformationDejaRecue { information: InformationId } = "INFORMATION_DEJA_RECUE", Existe, None,
        "Cette information est déjà enregistrée pour cet enfant.";
        "Reprendre l'information existante ; marquer un doublon si le message est arrivé deux fois.";

    InformationDejaQualifiee { information: InformationId } = "INFORMATION_DEJA_QUALIFIEE", Etat, Some("CASF, art. D226-2-4 I"),
        "La première analyse de cette information est déjà faite pour cet enfant.";
        "Rectifier la qualification si elle a été mal saisie.";

    InformationRattacheeAElleMeme { information: InformationId } = "INFORMATION_RATTACHEE_A_ELLE_MEME", Champ, None,
        "Une information ne se rattache pas à elle-même.";
        "Indiquer l'information principale.";

    InformationNonPrincipale { information: InformationId } = "INFORMATION_NON_PRINCIPALE", Etat, None,
        "L'information désignée n'est pas une information principale.";
        "Rattacher à l'information principale de la situation.";

    InformationNonRattachee { information: InformationId } = "INFORMATION_NON_RATTACHEE", Etat, None,
        "Cette information n'est pas rattachée à celle qui est désignée.";
        "Vérifier à quelle information principale elle est rattachée.";

    AccordDeTransfertManquant = "ACCORD_DE_TRANSFERT_MANQUANT", Etat, Some("CASF, art. R221-5-2"),
        "Le dossier d'une prestation administrative ne se transmet qu'avec l'accord écrit des parents, recueilli avant.";
        "Recueillir l'accord ; à défaut, transmettre comme information préoccupante, et saisir l'autorité judiciaire s'il y a danger.";

    AccuseAvantTransfert { information: InformationId, transferee: NaiveDate } = "ACCUSE_AVANT_TRANSFERT", Etat, None,
        "L'autre Département aurait accusé réception avant le transfert du {}.", jour(transferee);
        "Corriger l'une des deux dates.";

    AvantReception { information: InformationId, arrivee: NaiveDate } = "AVANT_RECEPTION", Etat, Some("CASF, art. D226-2-4 II"),
        "Un acte du Département sur cette information précéderait son arrivée, le {}.", jour(arrivee);
        "Corriger l'une des deux dates.";

    MandatSansIp = "MANDAT_SANS_IP", Etat, Some("CASF, art. D226-2-4"),
        "Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant.";
        "Qualifier l'information, ou joindre l'enfant à l'évaluation du foyer.";

    EvaluationDejaMandatee { evaluation: EvaluationId } = "EVALUATION_DEJA_MANDATEE", Existe, None,
        "Cette évaluation est déjà mandatée pour cet enfant.";
        "Reprendre l'évaluation existante.";

    EquipeVide = "EQUIPE_VIDE", Champ, Some("CASF, art. L226-3"),
        "L'équipe d'évaluation désignée ne compte personne.";
        "Désigner au moins un évaluateur.";

    RapportNonRemis { evaluation: EvaluationId } = "RAPPORT_NON_REMIS", Etat, Some("CASF, art. D226-2-7"),
        "Le rapport de cette évaluation n'est pas remis à cette date.";
        "Enregistrer la remise du rapport, ou décider sans citer l'évaluation.";

    RapportAvantMandat { evaluation: EvaluationId, mandat: NaiveDate } = "RAPPORT_AVANT_MANDAT", Etat, None,
        "Le rapport serait remis avant le mandat du {}.", jour(mandat);
        "Corriger l'une des deux dates.";

    DecisionDejaPrise { decision: DecisionId } = "DECISION_DEJA_PRISE", Existe, None,
        "Cette décision est déjà enregistrée pour cet enfant.";
        "Réviser la décision si des faits nouveaux la changent, la rectifier si elle a été mal saisie.";

    DecisionInconnue { decision: DecisionId } = "DECISION_INCONNUE", Introuvable, None,
        "Cette décision n'est pas enregistrée pour cet enfant.";
        "Vérifier l'identifiant de la décision.";

    DecisionSansSuite = "DECISION_SANS_SUITES", Champ, None,
        "La décision ne dit aucune suite.";
        "Choisir au moins une suite, fût-ce « sans suite ».";

    MesureInconnue { mesure: MesureId } = "MESURE_INCONNUE", Introuvable, None,
        "Cette mesure n'est pas enregistrée pour cet enfant.";
        "Enregistrer la décision qui l'ordonne, ou vérifier l'identifiant.";

    MesureDejaDecidee { mesure: MesureId } = "MESURE_DEJA_DECIDEE", Existe, None,
        "Cette mesure est déjà enregistrée : un renouvellement est une nouvelle mesure de la même chaîne.";
        "Donner un nouvel identifiant à la mesure.";

    MesureDejaFinie { mesure: MesureId } = "MESURE_DEJA_FINIE", Etat, None,
        "Cette mesure a déjà pris fin.";
        "Rectifier la fin enregistrée si elle est erronée.";

    ConsentementManquant = "CONSENTEMENT_MANQUANT", Etat, Some("CASF, art. L223-2"),
        "Une mesure administrative demande l'accord écrit des représentants légaux.";
        "Recueillir et enregistrer l'accord, ou saisir l'autorité judiciaire.";

    AccordPropreManquant = "ACCORD_PROPRE_MANQUANT", Etat, Some("CASF, art. L222-2 et L222-5 5°"),
        "La mesure demande l'accord écrit du jeune lui-même : celui de ses parents ne le remplace pas.";
        "Recueillir et enregistrer son propre accord ; rien ne se décide sans lui.";

    AccordSansAutorite = "ACCORD_SANS_AUTORITE", Etat, Some("CASF, art. L223-2 ; C. civ., art. 377 et 411"),
        "Les parents n'exercent plus l'autorité parentale (pupille, tutelle ou délégation) : leur accord ne fonde pas la mesure.";
        "Recueillir l'accord du tuteur (préfet ou Département, avec le conseil de famille s'il y en a un) ou du délégataire ; vérifier qui exerce l'autorité parentale.";

    AidePourUnMajeur { le: NaiveDate } = "AIDE_POUR_UN_MAJEUR", Etat, Some("CASF, art. L222-2 et L222-5 5°"),
        "La personne est majeure ou émancipée depuis le {} : une aide ne se décide plus pour elle comme pour un mineur.", jour(le);
        "À sa propre demande et avec son accord, décider un accompagnement de jeune majeur jusqu'à vingt et un ans ; ensuite, orienter vers le droit commun.";

    TitulaireOppose { titulaire: Titulaire } = "TITULAIRE_OPPOSE", Etat, Some("CASF, art. L223-2"),
        "La mesure ne se contracte pas contre un titulaire de l'autorité parentale qui s'y oppose ou a retiré son accord ({titulaire}).";
        "Recueillir et enregistrer son accord, ou saisir l'autorité judiciaire.";

    EffetDejaFixe { mesure: MesureId } = "EFFET_DEJA_FIXE", Existe, None,
        "Le jour d'effet de cette mesure est déjà fixé.";
        "Rectifier le jour enregistré s'il est erroné.";

    SejourDejaRenouvele { accueil: AccueilId } = "SEJOUR_DEJA_RENOUVELE", Limite, Some("CASF, art. D341-1 s. (décret 2025-900)"),
        "Le séjour en pouponnière ne se renouvelle qu'une fois.";
        "Préparer un autre lieu d'accueil, et enregistrer le changement.";

    AuDelaDuMaximum { terme: NaiveDate, limite: NaiveDate, article: &'static str } = "AU_DELA_DU_MAXIMUM", Limite, Some(article),
        "Le terme demandé ({}) dépasse le maximum légal du {}.", jour(terme), jour(limite);
        "Ramener le terme dans la limite, ou prévoir un renouvellement.";

    TermeAvantEffet { effet: NaiveDate, terme: NaiveDate } = "TERME_AVANT_EFFET", Champ, None,
        "Le terme ({}) précède la date d'effet ({}).", jour(terme), jour(effet);
        "Corriger l'une des deux dates.";

    FinAvantDecision { mesure: MesureId, prononcee: NaiveDate } = "FIN_AVANT_DECISION", Etat, None,
        "La mesure finirait avant d'avoir été décidée, le {}.", jour(prononcee);
        "Corriger l'une des deux dates.";

    DemarrageApresLaFin { mesure: MesureId, fin: NaiveDate } = "DEMARRAGE_APRES_LA_FIN", Etat, None,
        "La mesure aurait démarré après sa fin, le {}.", jour(fin);
        "Corriger l'une des deux dates.";

    DossierJudiciaireDejaOuvert = "DOSSIER_JUDICIAIRE_DEJA_OUVERT", Existe, None,
        "Ce dossier judiciaire est déjà ouvert pour cet enfant.";
        "Reprendre le dossier existant ; un nouveau cabinet ou un autre tribunal s'enregistre à part.";

    DecisionJudiciaireDejaRendue = "DECISION_JUDICIAIRE_DEJA_RENDUE", Existe, None,
        "Le dispositif de cette décision est déjà enregistré pour cet enfant.";
        "Rectifier la saisie si elle est erronée ; si le juge rectifie sa décision, enregistrer l'ordonnance rectificative.";

    DecisionSurElleMeme { decision: DecisionId } = "DECISION_SUR_ELLE_MEME", Champ, None,
        "Une décision ne rectifie ni ne proroge elle-même.";
        "Indiquer la décision d'avant, et donner son propre identifiant à la nouvelle.";

    NotificationAvantDecision { prononcee: NaiveDate } = "NOTIFICATION_AVANT_DECISION", Etat, None,
        "La notification précéderait la décision, prononcée le {}.", jour(prononcee);
        "Corriger l'une des deux dates.";

    AppelAvantDecision { prononcee: NaiveDate } = "APPEL_AVANT_DECISION", Etat, Some("CPC, art. 1191"),
        "L'appel précéderait la décision, prononcée le {}.", jour(prononcee);
        "Corriger l'une des deux dates.";

    ArretAvantDecision { prononcee: NaiveDate } = "ARRET_AVANT_DECISION", Etat, None,
        "L'arrêt précéderait la décision qu'il juge, prononcée le {}.", jour(prononcee);
        "Corriger l'une des deux dates.";

    ArretDejaRendu = "ARRET_DEJA_RENDU", Existe, None,
        "Un arrêt est déjà enregistré sur cette décision.";
        "Rectifier l'arrêt enregistré s'il a été mal saisi.";

    AudienceDejaTenue = "AUDIENCE_DEJA_TENUE", Existe, None,
        "Cette audience s'est déjà tenue.";
        "Rectifier l'audience enregistrée, ou en fixer une autre.";

    DemandeDejaRecue = "DEMANDE_DEJA_RECUE", Existe, None,
        "Cette demande de la justice est déjà enregistrée pour cet enfant.";
        "Reprendre la demande existante.";

    ReponseAvantDemande { recue: NaiveDate } = "REPONSE_AVANT_DEMANDE", Etat, None,
        "La réponse précéderait la demande, reçue le {}.", jour(recue);
        "Corriger l'une des deux dates.";

    AccueilDejaOuvert { accueil: AccueilId } = "ACCUEIL_DEJA_OUVERT", Existe, None,
        "Cet épisode d'accueil est déjà enregistré.";
        "Donner un nouvel identifiant à l'épisode.";

    AccueilNonOuvert { accueil: AccueilId, le: NaiveDate } = "ACCUEIL_NON_OUVERT", Etat, None,
        "Cet épisode d'accueil n'est pas ouvert le {}.", jour(le);
        "Vérifier l'épisode et la date.";

    DejaAccueilli { ouvert: AccueilId, le: NaiveDate } = "DEJA_ACCUEILLI", Etat, None,
        "L'enfant est déjà accueilli à titre principal le {}.", jour(le);
        "Terminer l'épisode en cours ou enregistrer un changement de lieu ; un relais n'est pas principal.";

    SortieAvantEntree { accueil: AccueilId, entree: NaiveDate } = "SORTIE_AVANT_ENTREE", Etat, None,
        "La sortie précéderait l'entrée du {}.", jour(entree);
        "Corriger l'une des deux dates.";

    ProjetDejaEtabli { projet: ProjetId } = "PROJET_DEJA_ETABLI", Existe, Some("CASF, art. L223-1-1"),
        "Ce projet pour l'enfant est déjà établi.";
        "Le réviser : une nouvelle édition s'ajoute à la précédente.";

    EditionInconnue { projet: ProjetId, edition: u32 } = "EDITION_INCONNUE", Introuvable, None,
        "L'édition {edition} de ce projet pour l'enfant n'est pas enregistrée.";
        "Établir ou réviser le projet d'abord.";

    EditionHorsSuite { attendue: u32 } = "EDITION_HORS_SUITE", Champ, None,
        "L'édition suivante porte le numéro {attendue}.";
        "Corriger le numéro de l'édition.";

    SignatureAvantProjet { projet: ProjetId, etabli: NaiveDate } = "SIGNATURE_AVANT_PROJET", Etat, None,
        "La signature précéderait l'établissement du projet, le {}.", jour(etabli);
        "Corriger l'une des deux dates.";

    ProjetTropLong { signes: u32 } = "PROJET_TROP_LONG", Limite, None,
        "Le projet ne tient plus sur un recto-verso : {signes} signe(s) de trop.";
        "Résumer chaque rubrique ; verser le détail en pièce.";

    RubriqueEnDouble = "RUBRIQUE_EN_DOUBLE", Champ, None,
        "Une rubrique ou un objectif est écrit deux fois dans la même édition.";
        "Réunir les deux textes, ou dire lequel ne concerne qu'un parent.";

    ObjectifInconnu = "OBJECTIF_INCONNU", Introuvable, None,
        "Cet objectif n'est fixé par aucune édition de ce projet à cette date.";
        "Fixer l'objectif par une édition, ou vérifier son identifiant.";

    SuiteAvantActe { le: NaiveDate } = "SUITE_AVANT_ACTE", Champ, None,
        "La suite prévue précéderait l'acte du {}.", jour(le);
        "Corriger l'une des deux dates.";

    EcritDejaEmis = "ECRIT_DEJA_EMIS", Existe, None,
        "Cet écrit est déjà parti.";
        "Donner un autre identifiant à un nouvel envoi ; rectifier l'envoi s'il a été mal saisi.";

    DossierJudiciaireInconnu = "DOSSIER_JUDICIAIRE_INCONNU", Introuvable, None,
        "Ce dossier judiciaire n'est pas ouvert pour chacun de ces enfants.";
        "L'ouvrir (JusticeService.OuvrirDossier), ou retirer de l'extrait l'enfant qui n'en est pas.";

    ExtraitDejaRemis { extrait: ExtraitId } = "EXTRAIT_DEJA_REMIS", Existe, None,
        "Cet extrait est déjà remis.";
        "Donner un autre identifiant à un nouvel extrait ; un extrait rectificatif est un autre extrait.";

    EcritDejaRecu = "ECRIT_DEJA_RECU", Existe, None,
        "Cet écrit est déjà reçu.";
        "Donner un autre identifiant à un nouvel écrit ; rectifier la réception si elle a été mal saisie.";

    EcritDeDeuxGenres = "ECRIT_DE_DEUX_GENRES", Etat, None,
        "Un même écrit ne peut pas être reçu sous un genre et envoyé sous un autre.";
        "Donner un autre identifiant à l'écrit envoyé, ou corriger son genre.";

    AccuseAvantEnvoi { emis: NaiveDate } = "ACCUSE_AVANT_ENVOI", Etat, None,
        "L'accusé de réception précéderait l'envoi de l'écrit, le {}.", jour(emis);
        "Corriger l'une des deux dates.";

    EnvoiAvantReception { emis: NaiveDate } = "ENVOI_AVANT_RECEPTION", Etat, None,
        "L'écrit serait transmis le {}, avant d'avoir été reçu du service.", jour(emis);
        "Corriger l'une des deux dates.";

    ValidationApresEnvoi { emis: NaiveDate } = "VALIDATION_APRES_ENVOI", Etat, None,
        "L'écrit est parti le {} : il ne se valide plus.", jour(emis);
        "Corriger l'une des deux dates ; un envoi sans validation se garde tel quel.";

    InformationNonDifferee = "INFORMATION_NON_DIFFEREE", Etat, None,
        "Cette information n'est pas différée à cette date.";
        "Vérifier l'écrit et l'objet dont l'information est différée.";

    ReexamenSansDate = "REEXAMEN_SANS_DATE", Champ, Some("CASF, art. D226-2-6"),
        "Une information encore différée demande le jour de son prochain réexamen.";
        "Indiquer ce jour, ou lever le report.";

    LienDejaDeclare { lien: LienId } = "LIEN_DEJA_DECLARE", Existe, None,
        "Ce lien est déjà déclaré.";
        "Donner un autre identifiant à un autre lien ; rectifier celui-ci s'il a été mal saisi.";

    LienFiniAvantSonDebut { debut: NaiveDate } = "LIEN_FINI_AVANT_SON_DEBUT", Etat, None,
        "Ce lien a commencé le {} : il ne finit pas avant.", jour(debut);
        "Corriger l'une des deux dates.";

    PersonneInconnue = "PERSONNE_INCONNUE", Introuvable, None,
        "Aucune fiche n'est ouverte pour cette personne.";
        "Inscrire la personne, ou vérifier l'identifiant.";

    PersonneDejaInscrite = "PERSONNE_DEJA_INSCRITE", Existe, None,
        "La fiche de cette personne est déjà ouverte.";
        "Reprendre la fiche existante ; la rectifier si elle a été mal saisie.";

    DecesDejaDeclare { le: NaiveDate } = "DECES_DEJA_DECLARE", Existe, None,
        "Le décès de cette personne est déjà déclaré, au {}.", jour(le);
        "Rectifier la date si elle a été mal saisie.";

    PieceDejaVersee { piece: PieceId } = "PIECE_DEJA_VERSEE", Existe, None,
        "Cette pièce est déjà versée au dossier.";
        "Donner un autre identifiant à une autre pièce ; rectifier celle-ci si elle a été mal décrite.";

    EvenementInconnu { version: u32 } = "EVENEMENT_INCONNU", Introuvable, None,
        "L'événement n° {version} n'est pas enregistré dans ce dossier.";
        "Relire la chronologie pour trouver son numéro.";

    RemplacementDAutreNature = "REMPLACEMENT_D_AUTRE_NATURE", Champ, None,
        "Un événement se remplace par un événement de même nature, sur le même objet.";
        "Annuler l'événement erroné, puis enregistrer le bon.";

    ActeSigne = "ACTE_SIGNE", Etat, Some("CRPA, art. L212-1"),
        "Cet acte est signé : son contenu ne se rectifie plus.";
        "Réviser l'acte (nouvelle décision, nouvelle édition) ; l'annuler s'il n'a jamais existé ; seule sa date se rectifie.";

    TenuParLeMoteur = "TENU_PAR_LE_MOTEUR", Etat, None,
        "Le partage d'un objet entre frères et sœurs est tenu par le moteur.";
        "Corriger l'acte qui a fait ou défait le partage.";

    ReunionACorriger = "REUNION_A_CORRIGER", Etat, None,
        "Une réunion de dossiers ne s'annule ni ne se rectifie comme un fait.";
        "Disjoindre les dossiers, en disant ce qui revient à chacun.";

    MemeDossier = "MEME_DOSSIER", Champ, None,
        "Un dossier ne se réunit pas à lui-même.";
        "Nommer les deux dossiers.";

    IdentiteVoisine { autre: EnfantId } = "IDENTITE_VOISINE", Etat, None,
        "Un dossier vient d'être ouvert sous une identité voisine.";
        "Chercher de nouveau et regarder ce dossier ; s'il est celui d'un autre enfant, ouvrir le dossier.";

    RechercheAutre = "RECHERCHE_AUTRE", Etat, None,
        "La recherche portait sur une autre identité que celle à inscrire.";
        "Chercher sous l'identité à inscrire, puis ouvrir le dossier.";

    DossierReuni = "DOSSIER_REUNI", Etat, None,
        "Ce dossier est déjà réuni à un autre.";
        "Agir sur le dossier principal ; disjoindre d'abord pour réunir autrement ou effacer.";

    DossiersNonReunis = "DOSSIERS_NON_REUNIS", Etat, None,
        "Ces deux dossiers ne sont pas réunis.";
        "Vérifier les deux identifiants, et lequel est le principal.";

    PasDepuisLaReunion { version: u32 } = "PAS_DEPUIS_LA_REUNION", Champ, None,
        "L'événement n° {version} n'est pas un fait enregistré dans le dossier principal depuis la réunion.";
        "Ne rendre à l'autre enfant que des faits qui comptent, enregistrés depuis la réunion.";

    DossierTransfere { le: NaiveDate } = "DOSSIER_TRANSFERE", Etat, Some("CASF, art. L221-3"),
        "Un autre Département est responsable de l'enfant depuis le {} : ce dossier ne reçoit plus d'acte.", jour(le);
        "Transmettre au Département responsable ; ce qui est arrivé, ou fut décidé avant, s'enregistre encore.";

    DossierEfface { le: NaiveDate } = "DOSSIER_EFFACE", Etat, Some("RGPD, art. 17 ; C. patr., art. L212-2"),
        "Ce dossier est effacé depuis le {} : rien ne s'y ajoute plus.", jour(le);
        "S'adresser au délégué à la protection des données.";

    SuiviEnCours { le: NaiveDate } = "SUIVI_EN_COURS", Etat, Some("RGPD, art. 17 § 3 b"),
        "Une mesure ou un accueil est en cours le {} : le dossier ne s'efface pas.", jour(le);
        "Enregistrer la fin du suivi, ou annuler ce qui fut saisi à tort.";

    ReglageInconnu = "REGLAGE_INCONNU", Champ, None,
        "Aucune règle ne se règle sous ce nom.";
        "Choisir un réglage de la liste publiée avec les règles.";

    ArreteDejaPris = "ARRETE_DEJA_PRIS", Existe, None,
        "Un autre arrêté des données porte déjà cet identifiant.";
        "Choisir un autre identifiant.";

    AnneeArretee { annee: u32 } = "ANNEE_ARRETEE", Existe, None,
        "Les données de {} ont un arrêté définitif.", annee;
        "Citer l'arrêté définitif ; les faits enregistrés depuis paraîtront dans les chiffres vus d'aujourd'hui.";

    ArreteInconnu = "ARRETE_INCONNU", Introuvable, None,
        "Cet arrêté des données n'est pas enregistré.";
        "Choisir un arrêté de la liste, ou arrêter d'abord les données.";

    RapportHorsDeLArrete = "RAPPORT_HORS_DE_L_ARRETE", Etat, None,
        "Le rapport n'est pas produit à la position que fixe l'arrêté qu'il cite.";
        "Produire le rapport à la position de l'arrêté, ou ne pas le citer.";

    PublicationSansArrete = "PUBLICATION_SANS_ARRETE", Etat, Some("CASF, art. D226-3-4"),
        "Une publication cite l'arrêté des données sur lequel elle se fonde.";
        "Arrêter les données de l'année, puis publier à cette position.";

    RapportDejaEmis = "RAPPORT_DEJA_EMIS", Existe, None,
        "Un autre rapport est déjà émis sous cet identifiant.";
        "Choisir un autre identifiant.";

    ChiffreInexact = "CHIFFRE_INEXACT", Champ, None,
        "Un chiffre publié s'écrit exactement, et sa période commence avant de finir.";
        "Écrire un entier (94), un décimal (79.8) ou une fraction (1557/3355), et la période de ses deux jours.";

    EffacementHorsDuJour { le: NaiveDate } = "EFFACEMENT_HORS_DU_JOUR", Champ, None,
        "Un dossier s'efface le jour où l'effacement est enregistré : le {}.", jour(le);
        "Dater l'effacement du jour de son enregistrement.";

    EnfantANaitre = "ENFANT_A_NAITRE", Etat, Some("CASF, art. R226-2-2"),
        "L'enfant n'est pas né : une information ne se qualifie que pour un mineur.";
        "Garder l'alerte prénatale, préparer la naissance avec la maternité ; qualifier à la naissance.";

    PasANaitre = "PAS_A_NAITRE", Etat, None,
        "Ce dossier n'est pas celui d'un enfant à naître.";
        "Inscrire l'enfant, ou fixer sa naissance avec sa source.";

    EnfantDejaNe = "ENFANT_DEJA_NE", Existe, None,
        "La naissance, ou la fin de l'alerte prénatale, est déjà enregistrée.";
        "Rectifier ce qui a été mal saisi.";

    MiseALAbriInconnue { minorite: MinoriteId } = "MISE_A_L_ABRI_INCONNUE", Introuvable, Some("CASF, art. R221-11"),
        "Aucune mise à l'abri n'est enregistrée : il n'y a rien à prolonger.";
        "Enregistrer le premier jour de prise en charge.";

    MiseALAbriTropProlongee { minorite: MinoriteId } = "MISE_A_L_ABRI_TROP_PROLONGEE", Limite, Some("CASF, art. R221-11 I"),
        "L'accueil provisoire d'urgence ne se prolonge que deux fois.";
        "Décider de la minorité, ou saisir le procureur de la République.";

    SantePourLaMinorite = "SANTE_POUR_LA_MINORITE", Limite, Some("CASF, art. R221-11 III"),
        "Les constatations de santé ne servent pas à évaluer la minorité.";
        "Les retirer des éléments de l'évaluation ; elles restent au dossier de santé.";

    ExamenOsseuxSansJuge = "EXAMEN_OSSEUX_SANS_JUGE", Limite, Some("C. civ., art. 388"),
        "Un examen osseux ne se fait que sur décision de l'autorité judiciaire et avec l'accord de l'intéressé.";
        "Le retirer des éléments ; saisir l'autorité judiciaire si un doute demeure.";

    DouteProfiteALInteresse = "DOUTE_PROFITE_A_L_INTERESSE", Limite, Some("C. civ., art. 388"),
        "L'évaluation conclut à un doute : le doute profite à l'intéressé.";
        "Le reconnaître mineur, ou saisir l'autorité judiciaire et attendre sa décision.";

    StatutsSimultanes { le: NaiveDate } = "STATUTS_SIMULTANES", Etat, None,
        "Deux statuts différents prendraient effet le {} : un enfant n'en a qu'un à la fois.", jour(le);
        "Corriger la date d'effet de l'un des deux.";

    RecueilInconnu { recueil: RecueilId } = "RECUEIL_INCONNU", Introuvable, Some("CASF, art. L224-5"),
        "Aucun procès-verbal de recueil n'est enregistré.";
        "Enregistrer le procès-verbal, ou vérifier l'identifiant.";

    RecueilDejaDresse { recueil: RecueilId } = "RECUEIL_DEJA_DRESSE", Existe, Some("CASF, art. L224-5"),
        "Le procès-verbal de ce recueil est déjà enregistré.";
        "Rectifier celui qui existe, ou donner un autre identifiant au nouveau recueil.";

    PupilleDejaAdmis { recueil: RecueilId } = "PUPILLE_DEJA_ADMIS", Existe, Some("CASF, art. L224-8"),
        "L'admission comme pupille est déjà enregistrée.";
        "Rectifier l'admission si elle a été mal saisie.";

    AdmissionPrematuree { limite: NaiveDate } = "ADMISSION_PREMATUREE", Limite, Some("CASF, art. L224-4 et L224-8"),
        "L'enfant est pupille à titre provisoire jusqu'au {} inclus : l'admission n'est prononcée qu'après.", jour(limite);
        "Attendre la fin du délai.";

    RepriseHorsDelai { limite: NaiveDate } = "REPRISE_HORS_DELAI", Limite, Some("CASF, art. L224-6"),
        "L'enfant ne pouvait être repris sans formalité que jusqu'au {} inclus.", jour(limite);
        "Présenter la demande de restitution au tuteur et au conseil de famille.";

    EnfantDejaRepris { le: NaiveDate } = "ENFANT_DEJA_REPRIS", Etat, Some("CASF, art. L224-6"),
        "L'enfant a été repris le {} : ce recueil ne mène plus à une admission.", jour(le);
        "Vérifier les dates, ou dresser un nouveau procès-verbal.";

    AbsenceNonConstatee = "ABSENCE_NON_CONSTATEE", Etat, Some("C. civ., art. 381-1"),
        "L'absence des relations nécessaires n'est pas constatée pour chaque parent visé.";
        "Enregistrer ce qui a été observé des relations de chaque parent.";

    DelaissementPremature { un_an: NaiveDate } = "DELAISSEMENT_PREMATURE", Limite, Some("C. civ., art. 381-1"),
        "L'absence de relations n'aura duré un an que le {}.", jour(un_an);
        "Attendre ce jour, en proposant un soutien aux parents.";

    SoutienNonPropose = "SOUTIEN_NON_PROPOSE", Etat, Some("C. civ., art. 381-2"),
        "La demande de délaissement suit des mesures de soutien proposées aux parents : aucune n'est enregistrée.";
        "Proposer un soutien, ou enregistrer celui qui l'a été.";

    BesoinsIncomplets = "BESOINS_INCOMPLETS", Champ, Some("CASF, art. R222-6"),
        "Le projet dit de chacun des six besoins, une fois, s'il est couvert : ressources, logement, emploi et formation, soins, démarches, accompagnement socio-éducatif.";
        "Ranger chaque besoin parmi les couverts ou les non couverts.";

    RetourApresVingtEtUnAns { limite: NaiveDate } = "RETOUR_APRES_VINGT_ET_UN_ANS", Limite, Some("CASF, art. L222-5 5°"),
        "Le droit au retour s'arrête aux vingt et un ans, le {}.", jour(limite);
        "Orienter vers le droit commun.";

    AnneeFinieAvantDEtreEngagee { jusqu_au: NaiveDate } = "ANNEE_FINIE_AVANT_D_ETRE_ENGAGEE", Champ, None,
        "L'année scolaire finirait le {}, avant d'être engagée.", jour(jusqu_au);
        "Corriger l'une des deux dates.";

    RubriqueInconnue = "RUBRIQUE_INCONNUE", Champ, None,
        "Cette rubrique n'est pas dans la table des observations de situation.";
        "Prendre la clé d'une rubrique de la table.";

    ReponseHorsListe { rubrique: String } = "REPONSE_HORS_LISTE", Champ, None,
        "Cette réponse n'est pas de celles qu'admet la rubrique {rubrique}.";
        "Prendre une réponse admise, ou dire « ne sait pas » ou « sans objet ».";

    ReponseManquante { rubrique: String } = "REPONSE_MANQUANTE", Champ, None,
        "La rubrique est dite connue et sa réponse manque : {rubrique}.";
        "Donner la réponse, ou dire « ne sait pas » ou « sans objet ».";

    ReponseEnTrop { rubrique: String } = "REPONSE_EN_TROP", Champ, None,
        "La rubrique n'est pas dite connue, et une réponse l'accompagne : {rubrique}.";
        "Retirer la réponse, ou dire la rubrique connue.";

    RubriqueRepetee { rubrique: String } = "RUBRIQUE_REPETEE", Champ, None,
        "La même rubrique est répondue deux fois dans cette observation : {rubrique}.";
        "Garder une seule réponse.";

    ObservationVide = "OBSERVATION_VIDE", Champ, None,
        "L'observation ne répond à aucune rubrique.";
        "Répondre à une rubrique au moins.";
}

/// A made-up value, to show a text.
trait Exemple {
    fn exemple() -> Self;
}

impl Exemple for NaiveDate {
    fn exemple() -> Self {
        Self::from_ymd_opt(2026, 3, 20).expect("a day of the calendar")
    }
}

impl Exemple for u32 {
    fn exemple() -> Self {
        2
    }
}

impl Exemple for Titulaire {
    fn exemple() -> Self {
        Self::Pere
    }
}

impl Exemple for String {
    fn exemple() -> Self {
        "handicap (non, oui)".to_owned()
    }
}

impl Exemple for &'static str {
    fn exemple() -> Self {
        "l'article qui fixe la limite"
    }
}

macro_rules! exemples_of_ids {
    ($($id:ident),+ $(,)?) => { $(
        impl Exemple for $id {
            fn exemple() -> Self {
                Self(uuid::Uuid::nil())
            }
        }
    )+ };
}

exemples_of_ids!(
    AccueilId,
    DecisionId,
    EnfantId,
    EvaluationId,
    InformationId,
    LienId,
    MesureId,
    PieceId,
    ProjetId,
    MinoriteId,
    RecueilId,
    ExtraitId
);

/// A day as a French reader writes it.
fn jour(le: &NaiveDate) -> String {
    le.format("%d/%m/%Y").to_string()
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
mod tests;
