//! The arguments of what goes beyond the report: years compared, why two differ, the state of the figures, paths, and a
//! forecast.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::Acces;
use crate::temps::{self, ConnuA};

/// A form of the paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatDeSuite {
    /// For eyes.
    Table,
    /// The canonical bytes.
    Json,
    /// For a spreadsheet.
    Csv,
}

/// `parcours comparer`.
#[derive(Clone, Debug, Args)]
pub struct Comparer {
    /// La période la plus récente : une année (2022), ou deux jours compris (2022-01-01/2022-06-30).
    #[arg(long, value_name = "PÉRIODE")]
    pub periode: String,
    /// Les mêmes jours d’années précédentes, par exemple 2021,2020.
    #[arg(long, value_name = "PÉRIODES", value_delimiter = ',', required = true)]
    pub avec: Vec<String>,
    /// Un territoire, par exemple haute_saintonge ; tout le Département sinon.
    #[arg(long, value_name = "TERRITOIRE", default_value = "", hide_default_value = true)]
    pub territoire: String,
    /// Tel qu’enregistré à ce point : position, instant (2023-01-31T12:00:00Z) ou fin d’un jour (2023-01-31).
    #[arg(long, value_name = "POINT", value_parser = temps::connu_a)]
    pub connu_a: Option<ConnuA>,
    /// Seulement ces indicateurs, par exemple A1,B3.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub indicateurs: Vec<String>,
    /// Par ce registre des indicateurs ; celui d’aujourd’hui sinon.
    #[arg(long, value_name = "NUMÉRO")]
    pub registre: Option<u32>,
    /// La forme.
    #[arg(
        long,
        value_name = "FORME",
        value_enum,
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true,
        help = "La forme : table, json ou csv (par défaut : table, sans les ventilations)."
    )]
    pub format: FormatDeSuite,
    /// Écrit dans ce fichier plutôt qu’à l’écran.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours ecarts`.
#[derive(Clone, Debug, Args)]
pub struct Ecarts {
    /// Le premier rapport, en JSON.
    #[arg(value_name = "AVANT")]
    pub avant: PathBuf,
    /// Le second.
    #[arg(value_name = "APRÈS")]
    pub apres: PathBuf,
    /// Écrit toute l’explication, en JSON, dans ce fichier.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours etat`.
#[derive(Clone, Debug, Args)]
pub struct Etat {
    /// L’écrit en JSON, pour une machine.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours trajectoires`.
#[derive(Clone, Debug, Args)]
pub struct Trajectoires {
    /// Une année (2022), ou deux jours compris (2022-01-01/2022-06-30).
    #[arg(long, value_name = "PÉRIODE")]
    pub periode: String,
    /// Un territoire, par exemple haute_saintonge ; tout le Département sinon.
    #[arg(long, value_name = "TERRITOIRE", default_value = "", hide_default_value = true)]
    pub territoire: String,
    /// Tel qu’enregistré à ce point : position, instant (2023-01-31T12:00:00Z) ou fin d’un jour (2023-01-31).
    #[arg(long, value_name = "POINT", value_parser = temps::connu_a)]
    pub connu_a: Option<ConnuA>,
    /// La forme.
    #[arg(
        long,
        value_name = "FORME",
        value_enum,
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true,
        help = "La forme : table, json ou csv (par défaut : table)."
    )]
    pub format: FormatDeSuite,
    /// Écrit dans ce fichier plutôt qu’à l’écran.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours prevision`.
#[derive(Clone, Debug, Args)]
pub struct Prevision {
    /// Le dernier jour connu : la prévision commence le lendemain.
    #[arg(long, value_name = "JOUR")]
    pub au: NaiveDate,
    /// Combien d’années la précèdent et la fondent, 10 au plus.
    #[arg(
        long,
        value_name = "ANS",
        default_value_t = 3,
        hide_default_value = true,
        help = "Combien d’années la précèdent et la fondent, 10 au plus (par défaut : 3)."
    )]
    pub reference: u32,
    /// Combien d’années elle couvre, 5 au plus.
    #[arg(
        long,
        value_name = "ANS",
        default_value_t = 5,
        hide_default_value = true,
        help = "Combien d’années elle couvre, 5 au plus (par défaut : 5)."
    )]
    pub horizon: u32,
    /// Un territoire, par exemple haute_saintonge ; tout le Département sinon.
    #[arg(long, value_name = "TERRITOIRE", default_value = "", hide_default_value = true)]
    pub territoire: String,
    /// Tel qu’enregistré à ce point : position, instant (2023-01-31T12:00:00Z) ou fin d’un jour (2023-01-31).
    #[arg(long, value_name = "POINT", value_parser = temps::connu_a)]
    pub connu_a: Option<ConnuA>,
    /// Écrit tout le calcul, en JSON, dans ce fichier.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}
