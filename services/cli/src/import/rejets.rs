//! The rejected lines, beside the file: `F.rejets.jsonl`, one JSON object a reason.
//!
//! The raw line is there so that it can be corrected: it holds personal data, so the file is its
//! owner's alone (mode 0600), and exists only when there is something to correct.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use proto::reprise::v1::Rejet;
use serde::Serialize;

use crate::echec::Echec;

/// A reject, as written.
#[derive(Serialize)]
struct Ecrit<'a> {
    ligne: u64,
    code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    champ: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    article: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    enfant: &'a str,
    ligne_brute: &'a str,
}

/// The file of rejects, made at the first of them.
#[derive(Debug)]
pub struct Rejets {
    chemin: PathBuf,
    fichier: Option<BufWriter<File>>,
}

impl Rejets {
    /// Begins: the rejects of an earlier run of the same file are removed.
    ///
    /// # Errors
    /// [`Echec::Fichier`] when they cannot be.
    pub fn nouveaux(fichier: &Path) -> Result<Self, Echec> {
        let mut nom = OsString::from(fichier.as_os_str());
        nom.push(".rejets.jsonl");
        let chemin = PathBuf::from(nom);
        match fs::remove_file(&chemin) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(Echec::sur("remplacer", &chemin)(cause))
            }
            Ok(()) | Err(_) => Ok(Self { chemin, fichier: None }),
        }
    }

    /// Writes one reason, with the line it is about.
    ///
    /// # Errors
    /// [`Echec::Fichier`] when it cannot be written.
    pub fn ecrire(&mut self, rejet: &Rejet, texte: &str) -> Result<(), Echec> {
        let Rejet { numero, code, champ, message, article, enfant } = rejet;
        let ecrit =
            Ecrit { ligne: *numero, code, champ, message, article, enfant, ligne_brute: texte };
        let mut ligne = serde_json::to_vec(&ecrit).expect("texts and a number always serialize");
        ligne.push(b'\n');
        let ecrire = |fichier: &mut BufWriter<File>| fichier.write_all(&ligne);
        self.ouvert().and_then(ecrire).map_err(Echec::sur("écrire", &self.chemin))
    }

    /// Makes sure all is on disk, and says where.
    ///
    /// # Errors
    /// [`Echec::Fichier`] when it cannot be.
    pub fn finir(self) -> Result<PathBuf, Echec> {
        if let Some(mut fichier) = self.fichier {
            fichier.flush().map_err(Echec::sur("écrire", &self.chemin))?;
        }
        Ok(self.chemin)
    }

    fn ouvert(&mut self) -> io::Result<&mut BufWriter<File>> {
        let fichier = match self.fichier.take() {
            Some(fichier) => fichier,
            None => BufWriter::new(
                OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.chemin)?,
            ),
        };
        Ok(self.fichier.insert(fichier))
    }
}

/// « ligne 12 · champ recue.transmetteur : … (CODE, article …) »
#[must_use]
pub fn phrase(rejet: &Rejet) -> String {
    let Rejet { numero, code, champ, message, article, enfant } = rejet;
    let avec = |mot: &str, texte: &str| {
        if texte.is_empty() { String::new() } else { format!("{mot}{texte}") }
    };
    format!(
        "✗ ligne {numero}{}{} : {message} ({code}{})",
        avec(" · champ ", champ),
        avec(" · enfant ", enfant),
        avec(", ", article)
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn un_rejet_est_ecrit_a_cote_pour_son_seul_proprietaire() {
        let dossier = tempfile::tempdir().unwrap();
        let fichier = dossier.path().join("a.jsonl");
        let mut rejets = Rejets::nouveaux(&fichier).unwrap();
        let rejet = Rejet {
            numero: 3,
            code: "JSON".to_owned(),
            message: "illisible".to_owned(),
            ..Rejet::default()
        };
        rejets.ecrire(&rejet, "{").unwrap();
        let chemin = rejets.finir().unwrap();
        let ecrit = fs::read_to_string(&chemin).unwrap();
        let attendu = r#"{"ligne":3,"code":"JSON","message":"illisible","ligne_brute":"{"}"#;
        assert_eq!(ecrit, format!("{attendu}\n"));
        assert_eq!(fs::metadata(&chemin).unwrap().permissions().mode() & 0o777, 0o600);
        Rejets::nouveaux(&fichier).unwrap();
        assert!(!chemin.exists(), "a new run begins without the rejects of the last");
    }
}
