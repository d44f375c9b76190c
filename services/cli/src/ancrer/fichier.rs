//! A head kept in a file, or in a folder where each has its own: what is written is whole or not there.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::note::Note;
use super::{Gardee, Serveur, illisible};
use crate::echec::Echec;

/// Keeps a head in that file, or in a new file of that folder, if it extends what is there.
pub(super) async fn garder(
    serveur: &Serveur,
    nouvelle: &Note,
    vers: &Path,
) -> Result<Gardee, Echec> {
    let dossier = vers.is_dir() || vers.as_os_str().to_string_lossy().ends_with('/');
    let gardee = if dossier { derniere(vers, nouvelle)? } else { lire(vers)? };
    if let Some(gardee) = gardee
        && let Some(pourquoi) = serveur.divergence(&gardee, nouvelle).await?
    {
        return Ok(Gardee::Divergence(pourquoi));
    }
    let fichier = if dossier { vers.join(nom(nouvelle)) } else { vers.to_path_buf() };
    ecrire(&fichier, &nouvelle.texte).map_err(Echec::sur("écrire", &fichier))?;
    Ok(Gardee::A(fichier.display().to_string()))
}

/// « 17-parcours-120000.note ».
fn nom(note: &Note) -> String {
    format!("{}{}.note", prefixe(note), note.taille)
}

fn prefixe(note: &Note) -> String {
    format!("{}-", note.journal.replace('/', "-"))
}

/// The largest head of this log in a folder.
fn derniere(dossier: &Path, nouvelle: &Note) -> Result<Option<Note>, Echec> {
    if !dossier.exists() {
        return Ok(None);
    }
    let entrees = fs::read_dir(dossier).map_err(Echec::sur("lire", dossier))?;
    let taille = |chemin: &PathBuf| {
        let nom = chemin.file_name()?.to_str()?.strip_suffix(".note")?;
        nom.strip_prefix(&prefixe(nouvelle))?.parse::<u64>().ok()
    };
    let chemins = entrees.flatten().map(|entree| entree.path());
    let notes = chemins.filter_map(|chemin| Some((taille(&chemin)?, chemin)));
    notes.max().map_or(Ok(None), |(_, chemin)| lire(&chemin))
}

fn lire(fichier: &Path) -> Result<Option<Note>, Echec> {
    if !fichier.exists() {
        return Ok(None);
    }
    let texte = fs::read_to_string(fichier).map_err(Echec::sur("lire", fichier))?;
    let note = Note::lire(texte);
    note.map(Some).ok_or_else(|| illisible(&format!("de {}", fichier.display())))
}

/// Written beside, made durable, then renamed: whoever reads finds the old head or the new one.
fn ecrire(fichier: &Path, texte: &str) -> std::io::Result<()> {
    let dossier = fichier.parent().filter(|dossier| !dossier.as_os_str().is_empty());
    let dossier = dossier.unwrap_or(Path::new("."));
    fs::create_dir_all(dossier)?;
    let mut nouveau = NamedTempFile::new_in(dossier)?;
    nouveau.write_all(texte.as_bytes())?;
    nouveau.as_file().sync_all()?;
    nouveau.persist(fichier)?;
    fs::File::open(dossier)?.sync_all()
}
