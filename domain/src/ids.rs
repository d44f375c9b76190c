//! Typed identifiers: an information is never taken for an évaluation.
//!
//! Identifiers are chosen by whoever acts (the client, the simulator) and arrive in a command:
//! nothing here draws one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($( $(#[$doc:meta])* $name:ident = $prefix:literal; )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What the identifier names, as printed before it.
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}-{}", $prefix, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            /// Takes the bare UUID or its printed form.
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                let bare = text.strip_prefix(concat!($prefix, "-")).unwrap_or(text);
                Uuid::parse_str(bare).map(Self)
            }
        }
    )+ };
}

ids! {
    /// A child, and the stream of his parcours.
    EnfantId = "enfant";
    /// An information, shared by the children it names.
    InformationId = "information";
    /// An évaluation, shared by the children evaluated.
    EvaluationId = "evaluation";
    /// A decision (jugement, arrêté, contrat), shared by a fratrie.
    DecisionId = "decision";
    /// One legal measure on one child: never shared.
    MesureId = "mesure";
    /// The chain of a child's measure and its renewals.
    ChaineId = "chaine";
    /// One spell of one child in one place.
    AccueilId = "accueil";
    /// A place of accueil (establishment or family).
    LieuId = "lieu";
    /// A projet pour l'enfant, with its successive editions.
    ProjetId = "projet";
    /// A writing, sent or received.
    EcritId = "ecrit";
    /// An incident in an establishment or service, shared by the children it touched.
    IncidentId = "incident";
    /// An objective of a projet pour l'enfant, from one edition to the next.
    ObjectifId = "objectif";
    /// An examination by the Département or its commission (CESSEC, stability).
    ExamenId = "examen";
    /// A judicial file: one juridiction, one cabinet, one number.
    DossierJudiciaireId = "dossier-judiciaire";
    /// A hearing.
    AudienceId = "audience";
    /// A request of justice (soit-transmis).
    DemandeJusticeId = "demande-justice";
    /// An adult, and the stream of what is known of him.
    PersonneId = "personne";
    /// A link between a child and an adult.
    LienId = "lien";
    /// A household a child lives in, shared by the siblings who live there.
    MenageId = "menage";
    /// A document: its content is addressed by its digest.
    PieceId = "piece";
    /// A transfer of a file from one Département to another.
    TransfertId = "transfert";
    /// A procedure of pupille, from the procès-verbal or the judgment.
    RecueilId = "recueil";
    /// A request about parental authority: délaissement, délégation.
    RequeteId = "requete";
    /// An accompaniment to autonomy, proposed and decided.
    AccompagnementId = "accompagnement";
    /// An assessment of minority and isolation.
    MinoriteId = "minorite";
    /// An extract handed over to a judge, shared by the siblings it speaks of.
    ExtraitId = "extrait";
    /// A sender of informations, who has his own key.
    ExpediteurId = "expediteur";
}
