//! The arguments of the commands about the journal itself: what it proves, and who keeps its heads.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Acces, GABARIT};

/// `parcours verify`.
#[derive(Clone, Debug, Args)]
pub struct Verify {
    /// What to verify.
    #[command(subcommand)]
    pub quoi: Quoi,
}

/// What may be verified.
#[derive(Clone, Debug, Subcommand)]
pub enum Quoi {
    /// Le journal entier : chaque ligne, chaque empreinte, chaque tête signée.
    ///
    /// Tout ce qui se recalcule est recalculé puis comparé : les feuilles, l’arbre, l’ordre, les
    /// versions, les commandes. Ce qui ne tient pas est dit par sa position ; là où les empreintes
    /// ont été recalculées aussi, par l’intervalle entre deux têtes signées. La base n’est que lue,
    /// et peut servir en même temps.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours verify journal\n  \
                      parcours verify journal --donnees .parcours/demo\n  \
                      parcours verify journal --database-url \"host=bd.interne user=controle dbname=parcours\" \\\n    \
                      --cle \"17/parcours+9a3c7f20+AQ…\" --tete coffre/17-parcours-120000.note\n\n\
                      Codes de sortie : 0 tout tient ; 2 quelque chose ne tient pas ; 1 panne."
    )]
    Journal(VerifyJournal),
    /// Un rapport d’activité : chaque chiffre recompté des événements, par un autre chemin.
    ///
    /// Seul, un rapport se vérifie sur sa forme et sur son manifeste : empreintes, signature, tête du
    /// journal à sa position. Avec la base, le journal est vérifié jusqu’à cette position, puis chaque
    /// valeur est recomptée des événements bruts, enfant par enfant, et comparée. Ce qui a été vérifié
    /// est dit.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours verify rapport rapport-2022/rapport.json\n  \
                      parcours verify rapport rapport.json --manifeste manifeste.note --sans-journal \\\n    \
                      --cle \"17/parcours+9a3c7f20+AQ…\"\n\n\
                      Codes de sortie : 0 tout tient ; 2 quelque chose ne tient pas ; 1 panne."
    )]
    Rapport(VerifyRapport),
    /// Un extrait remis à un juge : sa signature, chaque ligne, chaque champ ouvert ; sans serveur.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemple :\n  parcours verify extrait audience.json\n\n\
                      Comparez l’empreinte de la clé et celle de l’extrait à celles qui sont imprimées.\n\
                      Codes de sortie : 0 tout tient ; 2 quelque chose ne tient pas ; 1 panne."
    )]
    Extrait(VerifyExtrait),
}

/// `parcours verify rapport`.
#[derive(Clone, Debug, Args)]
pub struct VerifyRapport {
    /// Le rapport, en JSON.
    #[arg(value_name = "RAPPORT")]
    pub rapport: PathBuf,
    /// Son manifeste signé ; sans lui, « manifeste.note » à côté du rapport, s’il y est.
    #[arg(long, value_name = "FICHIER")]
    pub manifeste: Option<PathBuf>,
    /// Ce rapport fut demandé pour ces indicateurs seulement, par exemple A1,B3.
    #[arg(long, value_name = "CODES", value_delimiter = ',', conflicts_with = "sans_journal")]
    pub indicateurs: Vec<String>,
    /// Ne lit aucune base : la forme, les empreintes et les signatures seulement.
    #[arg(long)]
    pub sans_journal: bool,
    #[command(flatten)]
    /// Where the journal is, and whom to believe.
    pub base: VerifyJournal,
}

/// `parcours verify extrait`.
#[derive(Clone, Debug, Args)]
pub struct VerifyExtrait {
    /// Le fichier de données de l’extrait.
    #[arg(value_name = "FICHIER")]
    pub fichier: PathBuf,
}

/// `parcours verify journal`.
#[derive(Clone, Debug, Args)]
pub struct VerifyJournal {
    /// La base à vérifier. Sans elle, celle de --donnees.
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// Le dossier d’un serveur : sa base privée et ses clés.
    #[arg(
        long,
        value_name = "DOSSIER",
        default_value = ".parcours/serveur",
        hide_default_value = true,
        help = "Le dossier d’un serveur : sa base privée et ses clés (par défaut : .parcours/serveur)."
    )]
    pub donnees: PathBuf,
    /// Seulement ces journaux, par exemple 17/parcours ; tous sinon.
    #[arg(long, value_name = "JOURNAL", value_delimiter = ',')]
    pub journal: Vec<String>,
    /// Une clé publique à croire (forme C2SP) ; sans elle, celles du dossier.
    #[arg(long, value_name = "CLÉ")]
    pub cle: Vec<String>,
    /// Une tête signée gardée ailleurs, telle que « parcours ancrer » l’écrit ; un dossier en donne plusieurs.
    #[arg(long, value_name = "FICHIER")]
    pub tete: Vec<PathBuf>,
}

/// Which of the two logs of a Département.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Journal {
    /// The log of cases.
    Parcours,
    /// The log of read receipts.
    Acces,
}

/// `parcours ancrer`.
#[derive(Clone, Debug, Args)]
pub struct Ancrer {
    /// Un fichier, un dossier (un fichier par tête), ou l’adresse http(s) d’un témoin C2SP.
    #[arg(long, value_name = "DESTINATION")]
    pub vers: String,
    #[command(flatten)]
    /// Which log.
    pub journal: QuelJournal,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours tete`.
#[derive(Clone, Debug, Args)]
pub struct Tete {
    #[command(flatten)]
    /// Which log.
    pub journal: QuelJournal,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// Which log.
#[derive(Clone, Copy, Debug, Args)]
pub struct QuelJournal {
    /// Le journal : parcours ou acces.
    #[arg(
        long = "journal",
        value_name = "JOURNAL",
        value_enum,
        default_value = "parcours",
        hide_default_value = true,
        hide_possible_values = true,
        help = "Le journal : parcours ou acces (par défaut : parcours)."
    )]
    pub lequel: Journal,
}
