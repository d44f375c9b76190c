//! The arguments of `rebuild`: what is computed from the journal again.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::GABARIT;

/// `parcours rebuild`.
#[derive(Clone, Debug, Args)]
pub struct Rebuild {
    /// Which views.
    #[command(subcommand)]
    pub quoi: QuellesVues,
}

/// What may be rebuilt.
#[derive(Clone, Debug, Subcommand)]
pub enum QuellesVues {
    /// Les faits : les lignes d’où viennent rapports, file et échéancier.
    ///
    /// Tout est recalculé depuis le premier événement dans des tables à part, puis comparé ligne à ligne. Ce qui
    /// diffère est remplacé d’un coup : qui lit n’attend pas, et une interruption laisse tout en l’état. Un
    /// serveur peut tourner en même temps.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours rebuild faits --comparer\n  \
                      parcours rebuild faits --donnees .parcours/demo\n  \
                      parcours rebuild faits --database-url \"host=bd.interne user=parcours dbname=parcours\"\n\n\
                      Codes de sortie : 0 les faits sont ceux du journal ; 2 ils en diffèrent, avec --comparer ; \
                      1 panne."
    )]
    Faits(RebuildFaits),
}

/// `parcours rebuild faits`.
#[derive(Clone, Debug, Args)]
pub struct RebuildFaits {
    /// Compare et ne remplace rien.
    #[arg(long)]
    pub comparer: bool,
    /// La base à reconstruire. Sans elle, celle de --donnees.
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// Le dossier d’un serveur : sa base privée.
    #[arg(
        long,
        value_name = "DOSSIER",
        default_value = ".parcours/serveur",
        hide_default_value = true,
        help = "Le dossier d’un serveur : sa base privée (par défaut : .parcours/serveur)."
    )]
    pub donnees: PathBuf,
    /// Le code du Département.
    #[arg(
        long,
        value_name = "CODE",
        default_value = "17",
        hide_default_value = true,
        help = "Le code du Département (par défaut : 17)."
    )]
    pub departement: String,
}
