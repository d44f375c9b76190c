//! The arguments of what goes beyond the report: years compared, why two differ, the state of the figures, paths, and a
//! forecast.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::{Acces, Perimetre, Portee, Rendu};

/// `parcours comparer`.
#[derive(Clone, Debug, Args)]
pub struct Comparer {
    /// La période la plus récente : une année (2022), ou deux jours compris (2022-01-01/2022-06-30).
    #[arg(long, value_name = "PÉRIODE")]
    pub periode: String,
    /// Les mêmes jours d’années précédentes, par exemple 2021,2020.
    #[arg(long, value_name = "PÉRIODES", value_delimiter = ',', required = true)]
    pub avec: Vec<String>,
    #[command(flatten)]
    /// Where, and as recorded when.
    pub portee: Portee,
    /// Seulement ces indicateurs, par exemple A1,B3.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub indicateurs: Vec<String>,
    /// Par ce registre des indicateurs ; celui d’aujourd’hui sinon.
    #[arg(long, value_name = "NUMÉRO")]
    pub registre: Option<u32>,
    #[command(flatten)]
    /// In what form, and where it goes.
    pub rendu: Rendu,
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
    #[command(flatten)]
    /// Which days, where, and as recorded when.
    pub perimetre: Perimetre,
    #[command(flatten)]
    /// In what form, and where it goes.
    pub rendu: Rendu,
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
    /// Combien d’années la précèdent et la fondent.
    #[arg(
        long,
        value_name = "ANS",
        value_parser = ans(10),
        help = "Combien d’années la précèdent et la fondent, 10 au plus (par défaut : 3)."
    )]
    pub reference: Option<u32>,
    /// Combien d’années elle couvre.
    #[arg(
        long,
        value_name = "ANS",
        value_parser = ans(5),
        help = "Combien d’années elle couvre, 5 au plus (par défaut : 5)."
    )]
    pub horizon: Option<u32>,
    #[command(flatten)]
    /// Where, and as recorded when.
    pub portee: Portee,
    /// Écrit tout le calcul, en JSON, dans ce fichier.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// Reads a number of years.
fn ans(au_plus: u32) -> impl Fn(&str) -> Result<u32, String> + Clone + Send + Sync + 'static {
    move |texte| {
        let lu = texte.parse().ok().filter(|ans| (1..=au_plus).contains(ans));
        lu.ok_or_else(|| format!("donnez un nombre d’années, de 1 à {au_plus}"))
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};
    use projections::prevision::{HORIZON_ANS, HORIZON_ANS_MAX, REFERENCE_ANS, REFERENCE_ANS_MAX};

    use crate::arguments::{Arguments, en_francais};

    fn lire(argument: &str, ans: u32) -> Result<Arguments, clap::Error> {
        let ans = ans.to_string();
        Arguments::try_parse_from(["parcours", "prevision", "--au", "2023-12-31", argument, &ans])
    }

    #[test]
    fn les_limites_d_une_prevision_sont_celles_du_calcul() {
        let mut commande = Arguments::command();
        commande.build();
        let aide = commande.find_subcommand_mut("prevision").unwrap().render_long_help();
        for (argument, defaut, au_plus) in [
            ("--reference", REFERENCE_ANS, REFERENCE_ANS_MAX),
            ("--horizon", HORIZON_ANS, HORIZON_ANS_MAX),
        ] {
            assert!(lire(argument, au_plus).is_ok());
            let refus = en_francais(&lire(argument, au_plus + 1).unwrap_err());
            assert!(
                refus.contains(&format!("donnez un nombre d’années, de 1 à {au_plus}")),
                "{refus}"
            );
            let dit = format!("{au_plus} au plus (par défaut : {defaut})");
            assert!(aide.to_string().contains(&dit), "{dit}: {aide}");
        }
    }
}
