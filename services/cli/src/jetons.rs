//! The tokens a server wrote for its users, as a client finds them: one file a role.
//!
//! `demo` and `serve` write them in `jetons/` of their folder each time they start. A client that is
//! given none takes the newest for the role its command needs: that of the server last started here.
//!
//! Deliberately not here: making or checking a token. The server does.

use std::fs;
use std::path::{Path, PathBuf};

use crate::echec::Echec;

/// Where `demo` and `serve` keep their data unless told otherwise.
const DOSSIERS: [&str; 2] = [".parcours/demo", ".parcours/serveur"];

/// Whom a command is for: each has its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The evaluator of the CRIP.
    Crip,
    /// The judges' liaison.
    Justice,
    /// The analyst of the ODPE.
    Odpe,
    /// Whoever brings the past in.
    Reprise,
    /// The machine that follows the journal, proves it and puts its heads away.
    Technique,
    /// Whoever erases a file when a decision says so.
    Archives,
}

impl Role {
    /// All of them.
    pub const TOUS: [Self; 6] =
        [Self::Crip, Self::Justice, Self::Odpe, Self::Reprise, Self::Technique, Self::Archives];

    /// Its name in a token and in a file name.
    #[must_use]
    pub fn nom(self) -> &'static str {
        match self {
            Self::Crip => "crip",
            Self::Justice => "justice",
            Self::Odpe => "odpe",
            Self::Reprise => "reprise",
            Self::Technique => "technique",
            Self::Archives => "archives",
        }
    }

    /// Why it reads or writes, unless said otherwise. Code FINALITE.
    #[must_use]
    pub fn finalite(self) -> &'static str {
        match self {
            Self::Crip => "traitement_information",
            Self::Justice => "relation_justice",
            Self::Odpe => "observation",
            Self::Reprise => "reprise",
            Self::Technique => "controle_acces",
            Self::Archives => "exercice_des_droits",
        }
    }
}

/// The file of a role's token in the folder of a server.
#[must_use]
pub fn fichier(donnees: &Path, role: Role) -> PathBuf {
    donnees.join("jetons").join(format!("{}.jeton", role.nom()))
}

/// Reads a token: that file's, or else the newest for the role.
///
/// # Errors
/// [`Echec::Jeton`] when there is none, or it cannot be read.
pub fn lire(donne: Option<&Path>, role: Role) -> Result<String, Echec> {
    let fichier =
        donne.map(Path::to_path_buf).or_else(|| plus_recent(role)).ok_or_else(|| Echec::Jeton {
            fichier: format!("de rôle « {} »", role.nom()),
            pourquoi: "aucun n’est écrit dans .parcours".to_owned(),
            a_faire: "démarrez « parcours demo » ou « parcours serve » depuis ce dossier, ou \
                      donnez le fichier par --jeton",
        })?;
    let texte = fs::read_to_string(&fichier).map_err(|cause| Echec::Jeton {
        fichier: fichier.display().to_string(),
        pourquoi: cause.to_string(),
        a_faire: "donnez par --jeton un fichier que vous pouvez lire",
    })?;
    Ok(texte.trim().to_owned())
}

fn plus_recent(role: Role) -> Option<PathBuf> {
    let fichiers = DOSSIERS.iter().map(|dossier| fichier(Path::new(dossier), role));
    let dates = fichiers.filter_map(|fichier| {
        let ecrit = fs::metadata(&fichier).and_then(|infos| infos.modified()).ok()?;
        Some((ecrit, fichier))
    });
    dates.max().map(|(_, fichier)| fichier)
}
