//! The arguments that several commands share: which days and where, as recorded when, and in what form it is given.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::temps::{self, ConnuA};

/// Where, and as recorded when.
#[derive(Clone, Debug, Args)]
pub struct Portee {
    /// Un territoire, par exemple haute_saintonge ; tout le Département sinon.
    #[arg(long, value_name = "TERRITOIRE", default_value = "", hide_default_value = true)]
    pub territoire: String,
    /// Tel qu’enregistré à ce point : position, instant (2023-01-31T12:00:00Z) ou fin d’un jour (2023-01-31).
    #[arg(long, value_name = "POINT", value_parser = temps::connu_a)]
    pub connu_a: Option<ConnuA>,
}

/// Which days, where, and as recorded when.
#[derive(Clone, Debug, Args)]
pub struct Perimetre {
    /// Une année (2022), ou deux jours compris (2022-01-01/2022-06-30).
    #[arg(long, value_name = "PÉRIODE")]
    pub periode: String,
    #[command(flatten)]
    /// Where, and as recorded when.
    pub portee: Portee,
}

/// A form of what goes beyond the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatDeSuite {
    /// For eyes.
    Table,
    /// The canonical bytes.
    Json,
    /// For a spreadsheet.
    Csv,
}

/// In what form, and where it goes.
#[derive(Clone, Debug, Args)]
pub struct Rendu {
    /// La forme.
    #[arg(
        long,
        value_name = "FORME",
        value_enum,
        hide_possible_values = true,
        help = "La forme : table, json ou csv (par défaut : table, ou celle que dit le nom de --sortie)."
    )]
    pub format: Option<FormatDeSuite>,
    /// Écrit dans ce fichier plutôt qu’à l’écran.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
}

impl Rendu {
    /// The form asked for.
    #[must_use]
    pub fn forme(&self) -> FormatDeSuite {
        forme(self.format, self.sortie.as_deref()).unwrap_or(FormatDeSuite::Table)
    }
}

/// The form said, else the one the name of the file ends with.
pub(super) fn forme<F: ValueEnum>(dite: Option<F>, sortie: Option<&Path>) -> Option<F> {
    let suffixe = sortie.and_then(Path::extension).and_then(|suffixe| suffixe.to_str());
    dite.or_else(|| F::from_str(suffixe?, false).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendu(format: Option<FormatDeSuite>, sortie: Option<&str>) -> FormatDeSuite {
        Rendu { format, sortie: sortie.map(PathBuf::from) }.forme()
    }

    #[test]
    fn la_forme_est_celle_qu_on_dit_sinon_celle_du_nom_sinon_une_table() {
        assert_eq!(rendu(None, Some("parcours-2022.csv")), FormatDeSuite::Csv);
        assert_eq!(rendu(None, Some("parcours-2022.json")), FormatDeSuite::Json);
        assert_eq!(rendu(Some(FormatDeSuite::Json), Some("a.csv")), FormatDeSuite::Json);
        assert_eq!(rendu(None, Some("parcours-2022.txt")), FormatDeSuite::Table);
        assert_eq!(rendu(None, None), FormatDeSuite::Table);
    }
}
