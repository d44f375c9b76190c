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

    EffacementHorsDuJour { le: NaiveDate } = "EFFACEMENT_HORS_DU_JOUR", Champ, None,
        "Un dossier s'efface le jour où l'effacement est enregistré : le {}.", jour(le);
        "Dater l'effacement du jour de son enregistrement.";
}

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
            Refus::DossierEfface { le: avant },
            Refus::SuiviEnCours { le: avant },
            Refus::EffacementHorsDuJour { le: avant },
        ]
    }

    #[test]
    fn chaque_refus_est_dans_cette_liste_et_porte_le_code_qu_il_annonce() {
        let codes: Vec<&str> = tous().iter().map(Refus::code).collect();
        assert_eq!(codes, Refus::CODES);
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
            DOSSIER_EFFACE · Etat · RGPD, art. 17 ; C. patr., art. L212-2
                Ce dossier est effacé depuis le 09/01/2026 : rien ne s'y ajoute plus.
                S'adresser au délégué à la protection des données.
            SUIVI_EN_COURS · Etat · RGPD, art. 17 § 3 b
                Une mesure ou un accueil est en cours le 09/01/2026 : le dossier ne s'efface pas.
                Enregistrer la fin du suivi, ou annuler ce qui fut saisi à tort.
            EFFACEMENT_HORS_DU_JOUR · Champ · —
                Un dossier s'efface le jour où l'effacement est enregistré : le 09/01/2026.
                Dater l'effacement du jour de son enregistrement.
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
