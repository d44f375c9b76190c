//! The arguments of what is fixed and published: a freeze of the data, a report issued.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};

use super::{Acces, Perimetre};

/// Whether a freeze is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatutArrete {
    /// Another may follow.
    Provisoire,
    /// The last of its year.
    Definitif,
}

impl StatutArrete {
    /// Its key in the contract.
    #[must_use]
    pub const fn cle(self) -> &'static str {
        match self {
            Self::Provisoire => "provisoire",
            Self::Definitif => "definitif",
        }
    }

    /// As a title says it.
    #[must_use]
    pub const fn dit(self) -> &'static str {
        match self {
            Self::Provisoire => "provisoire",
            Self::Definitif => "définitif",
        }
    }
}

/// `parcours arreter`.
#[derive(Clone, Debug, Args)]
pub struct Arreter {
    /// L’année des chiffres.
    #[arg(long, value_name = "ANNÉE")]
    pub annee: u32,
    /// provisoire : un autre peut suivre ; definitif : le dernier de l’année.
    #[arg(long, value_name = "STATUT", value_enum, hide_possible_values = true)]
    pub statut: StatutArrete,
    /// La dernière position du journal qui compte ; la tête du journal sinon.
    #[arg(long, value_name = "POSITION")]
    pub position: Option<u64>,
    /// Comment on le citera ; « Arrêté ANNÉE, STATUT » sinon.
    #[arg(long, value_name = "TEXTE")]
    pub intitule: Option<String>,
    /// Qui le décide : son identifiant professionnel.
    #[arg(long, value_name = "AGENT")]
    pub agent: String,
    /// En quelle qualité.
    #[arg(
        long,
        value_name = "CODE",
        default_value = "president",
        hide_default_value = true,
        help = "En quelle qualité : un code de QUALITE_DECIDEUR (par défaut : president)."
    )]
    pub qualite: String,
    /// Sur un journal simulé seulement : l’instant d’enregistrement, par exemple 2024-01-08T09:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    pub enregistre_a: Option<DateTime<Utc>>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours emettre`.
#[derive(Clone, Debug, Args)]
pub struct Emettre {
    #[command(flatten)]
    /// Which days, where, and as recorded when.
    pub perimetre: Perimetre,
    /// L’arrêté des données sur lequel il se fonde : il donne la position.
    #[arg(long, value_name = "IDENTIFIANT", conflicts_with = "connu_a")]
    pub arrete: Option<String>,
    /// À publier : les petits nombres sont cachés. Demande un arrêté, une année et tout le Département.
    #[arg(long, requires = "arrete")]
    pub publication: bool,
    /// Ce qu’on imprime, en plus de JSON, CSV et du manifeste : xlsx, pdf.
    #[arg(
        long,
        value_name = "FORMES",
        value_delimiter = ',',
        default_value = "xlsx,pdf",
        hide_default_value = true,
        help = "Ce qu’on imprime, en plus de JSON, CSV et du manifeste (par défaut : xlsx,pdf)."
    )]
    pub formes: Vec<String>,
    /// Le dossier où écrire les documents.
    #[arg(long, value_name = "DOSSIER")]
    pub dossier: PathBuf,
    /// Sur un journal simulé seulement : l’instant d’enregistrement, par exemple 2024-01-08T09:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    pub enregistre_a: Option<DateTime<Utc>>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}
