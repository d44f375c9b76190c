//! The file of commands, line by line: `{"rpc": "MesureService.Lever", "request": {…}}`.
//!
//! # Invariants
//!
//! - A line keeps its number in the file; empty lines count and are passed over.
//! - Why a line is no command is said in French, with its field when there is one, and quotes nothing
//!   of its values.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

use proto::json::{self, LigneIllisible};
use proto::reprise::v1::{Commande, Rejet};

use crate::echec::Echec;

/// The largest line, in bytes: what a server accepts as one message.
const LIGNE_MAX: usize = 4 << 20;
const TAMPON: usize = 1 << 16;

/// How many lines a file has.
///
/// # Errors
/// [`Echec::Fichier`] when it cannot be read.
pub fn nombre_de_lignes(fichier: &Path) -> Result<u64, Echec> {
    let compter = || -> io::Result<u64> {
        let mut source = File::open(fichier)?;
        let (mut tampon, mut nombre, mut dernier) = (vec![0; TAMPON], 0_u64, b'\n');
        loop {
            let lus = source.read(&mut tampon)?;
            let Some(&fin) = tampon[..lus].last() else { break };
            nombre += tampon[..lus].iter().filter(|&&octet| octet == b'\n').count() as u64;
            dernier = fin;
        }
        Ok(nombre + u64::from(dernier != b'\n'))
    };
    compter().map_err(Echec::sur("lire", fichier))
}

/// The lines that say something, numbered from 1. What is no UTF-8 is shown with replacement signs:
/// it is no JSON either.
///
/// # Errors
/// [`Echec::Fichier`] when the file cannot be opened.
pub fn lignes(
    fichier: &Path,
) -> Result<impl Iterator<Item = io::Result<(u64, String)>> + use<>, Echec> {
    let mut source =
        BufReader::with_capacity(TAMPON, File::open(fichier).map_err(Echec::sur("lire", fichier))?);
    let mut numero = 0;
    let suivante = move || {
        loop {
            let mut octets = Vec::new();
            match source.read_until(b'\n', &mut octets) {
                Err(cause) => return Some(Err(cause)),
                Ok(0) => return None,
                Ok(_) => numero += 1,
            }
            let texte = String::from_utf8_lossy(&octets).trim().to_owned();
            if !texte.is_empty() {
                return Some(Ok((numero, texte)));
            }
        }
    };
    Ok(std::iter::from_fn(suivante))
}

/// Reads a command; the number of the reject is for the caller to fill.
///
/// # Errors
/// Why the line is no command.
pub fn commande(texte: &str) -> Result<Commande, Box<Rejet>> {
    if texte.len() > LIGNE_MAX {
        return Err(rejet("LIGNE_TROP_LONGUE", "", "La ligne dépasse quatre mégaoctets."));
    }
    json::ligne(texte)
        .map_err(|LigneIllisible { champ, message, code }| rejet(code, &champ, &message))
}

fn rejet(code: &str, champ: &str, message: &str) -> Box<Rejet> {
    Box::new(Rejet {
        code: code.to_owned(),
        champ: champ.to_owned(),
        message: message.to_owned(),
        ..Rejet::default()
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn ecrit(octets: &[u8]) -> tempfile::NamedTempFile {
        let mut fichier = tempfile::NamedTempFile::new().unwrap();
        fichier.write_all(octets).unwrap();
        fichier
    }

    fn lues(octets: &[u8]) -> Vec<(u64, String)> {
        lignes(ecrit(octets).path()).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn une_ligne_garde_son_numero_dans_le_fichier() {
        let attendu = [(1, "{a}".to_owned()), (4, "{b}".to_owned())];
        assert_eq!(lues(b"{a}\r\n\n   \n{b}"), attendu);
    }

    #[test]
    fn la_derniere_ligne_compte_avec_ou_sans_fin_de_ligne() {
        assert_eq!(nombre_de_lignes(ecrit(b"a\nb\n").path()).unwrap(), 2);
        assert_eq!(nombre_de_lignes(ecrit(b"a\nb").path()).unwrap(), 2);
        assert_eq!(nombre_de_lignes(ecrit(b"").path()).unwrap(), 0);
    }

    #[test]
    fn ce_qui_n_est_pas_une_commande_est_dit_en_francais_sans_rien_citer() {
        let rejet = commande(r#"{"rpc":"MesureService.Lever","request":{"Zoé Martin":1}}"#);
        let rejet = rejet.unwrap_err();
        assert_eq!(rejet.code, "CHAMP_INCONNU");
        assert!(!format!("{rejet:?}").contains("Zo"), "{rejet:?}");
        assert_eq!(commande("{").unwrap_err().code, "JSON_ILLISIBLE");
    }
}
