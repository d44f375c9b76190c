//! The arguments of what ends: the erasure of a file, the rotation of the master key.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::{Acces, GABARIT};

/// `parcours effacer`.
#[derive(Clone, Debug, Args)]
pub struct Effacer {
    /// L’identifiant de l’enfant.
    #[arg(value_name = "ENFANT")]
    pub enfant: String,
    /// Pourquoi : terme_de_conservation, droit_a_l_effacement, traitement_illicite ou decision_de_justice.
    #[arg(long, value_name = "CODE")]
    pub motif: String,
    /// La référence de la décision appliquée : visa des archives, réponse à la personne, jugement.
    #[arg(long, value_name = "RÉFÉRENCE")]
    pub decision: String,
    /// Sur un journal simulé seulement : l’instant d’enregistrement, par exemple 2024-01-08T09:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    pub enregistre_a: Option<DateTime<Utc>>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours cles`.
#[derive(Clone, Debug, Args)]
pub struct Cles {
    /// What to do with them.
    #[command(subcommand)]
    pub quoi: QuellesCles,
}

/// What may be done with the keys.
#[derive(Clone, Debug, Subcommand)]
pub enum QuellesCles {
    /// Change la clé maîtresse : referme toutes les clés sous une nouvelle.
    ///
    /// Les serveurs qui lisent ce dossier continuent pendant ce temps ; ceux d’une autre machine
    /// doivent d’abord recevoir le dossier des clés. Interrompue, la même commande reprend où elle en
    /// était. L’ancienne clé reste à côté jusqu’à --retirer-l-ancienne, à donner une fois le dossier
    /// des clés sauvegardé.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours cles tourner\n  \
                      parcours cles tourner --retirer-l-ancienne\n  \
                      parcours cles tourner --database-url \"host=bd.interne user=parcours dbname=parcours\""
    )]
    Tourner(Tourner),
}

/// `parcours cles tourner`.
#[derive(Clone, Debug, Args)]
pub struct Tourner {
    /// La base dont les clés sont à refermer. Sans elle, celle de --donnees.
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// Le dossier du serveur : ses clés, et sa base privée.
    #[arg(
        long,
        value_name = "DOSSIER",
        default_value = ".parcours/serveur",
        hide_default_value = true,
        help = "Le dossier du serveur : ses clés, et sa base privée (par défaut : .parcours/serveur)."
    )]
    pub donnees: PathBuf,
    /// Ne change rien d’autre : retire l’ancienne clé maîtresse, si plus aucune clé n’en dépend.
    #[arg(long)]
    pub retirer_l_ancienne: bool,
}
