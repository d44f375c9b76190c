//! What the engine answers when the answer is no.
//!
//! A refusal is a value, in French, with a stable code for machines, the article when there is one,
//! and what to do next. It carries no personal data: identifiers, dates and versions only. A
//! breakdown is never a refusal.

use std::fmt;

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

    AvantReception { information: InformationId, arrivee: NaiveDate } = "AVANT_RECEPTION", Etat, Some("CASF, art. D226-2-4 II"),
        "La première analyse précéderait l'arrivée de l'information, le {}.", jour(arrivee);
        "Corriger l'une des deux dates.";

    MandatSansIp = "MANDAT_SANS_IP", Etat, Some("CASF, art. D226-2-4"),
        "Aucune des informations citées n'est qualifiée d'information préoccupante pour cet enfant.";
        "Qualifier l'information, ou joindre l'enfant à l'évaluation du foyer.";

    EvaluationDejaMandatee { evaluation: EvaluationId } = "EVALUATION_DEJA_MANDATEE", Existe, None,
        "Cette évaluation est déjà mandatée pour cet enfant.";
        "Reprendre l'évaluation existante.";

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

    EvenementInconnu { version: u32 } = "EVENEMENT_INCONNU", Introuvable, None,
        "L'événement n° {version} n'est pas enregistré dans ce dossier.";
        "Relire la chronologie pour trouver son numéro.";

    RemplacementDAutreNature = "REMPLACEMENT_D_AUTRE_NATURE", Champ, None,
        "Un événement se remplace par un événement de même nature, sur le même objet.";
        "Annuler l'événement erroné, puis enregistrer le bon.";

    DossierEfface { le: NaiveDate } = "DOSSIER_EFFACE", Etat, Some("RGPD, art. 17 ; C. patr., art. L212-2"),
        "Ce dossier est effacé depuis le {} : rien ne s'y ajoute plus.", jour(le);
        "S'adresser au délégué à la protection des données.";

    SuiviEnCours { le: NaiveDate } = "SUIVI_EN_COURS", Etat, Some("RGPD, art. 17 § 3 b"),
        "Une mesure ou un accueil est en cours le {} : le dossier ne s'efface pas.", jour(le);
        "Enregistrer la fin du suivi, ou annuler ce qui fut saisi à tort.";

    ReglageInconnu = "REGLAGE_INCONNU", Champ, None,
        "Aucune règle ne se règle sous ce nom.";
        "Choisir un réglage de la liste publiée avec les règles.";

    EffacementHorsDuJour { le: NaiveDate } = "EFFACEMENT_HORS_DU_JOUR", Champ, None,
        "Un dossier s'efface le jour où l'effacement est enregistré : le {}.", jour(le);
        "Dater l'effacement du jour de son enregistrement.";
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

exemples_of_ids!(AccueilId, DecisionId, EnfantId, EvaluationId, InformationId, MesureId, ProjetId);

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
mod tests {
    use std::collections::BTreeSet;

    use expect_test::{expect, expect_file};

    use super::*;

    #[test]
    fn chaque_refus_a_son_code() {
        let codes: Vec<&str> = Refus::exemples().iter().map(Refus::code).collect();
        assert_eq!(codes, Refus::CODES);
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    }

    #[test]
    fn un_refus_ne_montre_aucun_identifiant() {
        for refus in Refus::exemples() {
            let texte = format!("{refus} {}", refus.que_faire());
            assert!(!texte.contains("00000000-"), "{texte}");
        }
    }

    const EN_TETE: &str = "# Les refus

Ce que le moteur répond quand la réponse est non : un code stable pour les machines, une phrase pour le
professionnel, l'article quand il y en a un, et ce qu'il peut faire. Un refus dit qu'un acte est interdit
au Département ou qu'un fait est impossible ; ce qui est seulement irrégulier s'enregistre et se signale.

Page écrite par le moteur lui-même (`cargo test -p domain refus`) ; les dates y sont des exemples.
";

    fn genre(genre: Genre) -> &'static str {
        match genre {
            Genre::Introuvable => "ce qui est nommé n'existe pas",
            Genre::Existe => "c'est déjà enregistré",
            Genre::Etat => "l'histoire du dossier ne le permet pas",
            Genre::Limite => "une limite légale l'interdit",
            Genre::Champ => "une donnée de la demande est à corriger",
            Genre::Course => "quelqu'un a été plus rapide",
        }
    }

    #[test]
    fn la_liste_des_refus_se_lit() {
        let mut page = EN_TETE.to_owned();
        for refus in Refus::exemples() {
            let article =
                refus.article().map(|article| format!(" · {article}")).unwrap_or_default();
            assert!(!refus.to_string().is_empty() && !refus.que_faire().is_empty());
            let (code, why, faire) = (refus.code(), genre(refus.genre()), refus.que_faire());
            page += &format!("\n## {code}\n\n{refus}\n\n*{why}{article}*\n\n→ {faire}\n");
        }
        expect_file!["../../docs/refus.md"].assert_eq(&page);
    }

    #[test]
    fn un_refus_de_fratrie_compte_les_enfants() {
        let refuses = vec![(EnfantId(uuid::Uuid::nil()), Refus::MandatSansIp)];
        let possibles = vec![EnfantId(uuid::Uuid::from_u128(2)); 2];
        let refus = RefusFratrie { refuses, possibles };
        expect!["L'acte est refusé pour 1 enfant(s) sur 3."].assert_eq(&refus.to_string());
    }
}
