//! The printing works: documents for people are made by another program, from the bytes that are signed.
//!
//! A document is a rendering of canonical JSON, and of nothing else. The program (`parcours-impression`) reads it on its
//! input and writes the document on its output, so that what a rendering takes of time and memory is not the server's,
//! and a rendering that fails takes nobody with it (decision 022).
//!
//! # Invariants
//!
//! - The program sees no database, no key and no network of ours: its environment is empty.
//! - It is killed after a while, or when whoever asked has gone.
//!
//! Deliberately absent: templates, which are the program's.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::echec::{Echec, SansDocument};

/// The name of the program, found beside this one.
const IMPRESSION: &str = "parcours-impression";

/// The longest a rendering may take.
const RENDU_MAX: Duration = Duration::from_secs(90);

/// Where the program is.
#[derive(Clone, Debug)]
pub(crate) struct Imprimerie {
    programme: Option<PathBuf>,
}

impl Imprimerie {
    /// The program beside ours, when there is one.
    pub(crate) fn voisine() -> Self {
        Self { programme: beside() }
    }

    /// Makes a document of canonical JSON.
    pub(crate) async fn imprimer(&self, document: &str, json: &[u8]) -> Result<Vec<u8>, Echec> {
        let programme =
            self.programme.as_deref().ok_or(Echec::SansDocument(SansDocument::Programme))?;
        match timeout(RENDU_MAX, run(programme, document, json)).await {
            Ok(Ok(Some(bytes))) => Ok(bytes),
            Ok(Ok(None)) => Err(Echec::SansDocument(SansDocument::Refuse)),
            Ok(Err(failure)) => {
                tracing::error!(%failure, document, "the printing program could not be run");
                Err(Echec::SansDocument(SansDocument::Programme))
            }
            Err(_) => Err(Echec::SansDocument(SansDocument::TropLong)),
        }
    }
}

/// The program in the folder of ours, or of its parent where tests are built.
fn beside() -> Option<PathBuf> {
    let ours = std::env::current_exe().ok()?;
    let mut folders = ours.ancestors().skip(1).take(2);
    folders.find_map(|folder| {
        let candidate = folder.join(IMPRESSION);
        candidate.is_file().then_some(candidate)
    })
}

/// The document, or nothing when the program would not make it.
async fn run(programme: &Path, document: &str, json: &[u8]) -> std::io::Result<Option<Vec<u8>>> {
    let mut child = Command::new(programme)
        .arg(document)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let input = child.stdin.take();
    let fed = async {
        if let Some(mut input) = input {
            // A program that stops reading has said all it will say.
            let _closed_early = input.write_all(json).await;
        }
    };
    let ((), output) = tokio::join!(fed, child.wait_with_output());
    let output = output?;
    Ok((output.status.success() && !output.stdout.is_empty()).then_some(output.stdout))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn un_document_vient_d_un_autre_programme() {
        let cat = run(Path::new("/bin/cat"), "-", b"{}").await.unwrap();
        assert_eq!(cat.as_deref(), Some(&b"{}"[..]));
        assert_eq!(run(Path::new("/bin/false"), "-", b"{}").await.unwrap(), None);
        assert!(run(Path::new("/nowhere/parcours-impression"), "-", b"{}").await.is_err());
    }

    #[tokio::test]
    async fn sans_le_programme_l_echec_le_dit() {
        let sans = Imprimerie { programme: None };
        let echec = sans.imprimer("rapport-pdf", b"{}").await.unwrap_err();
        assert!(matches!(echec, Echec::SansDocument(SansDocument::Programme)));
    }
}
