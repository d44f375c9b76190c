//! A signed head, as its text says: C2SP `tlog-checkpoint`. The signatures go along and are not looked at.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A signed head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) journal: String,
    pub(super) taille: u64,
    pub(super) racine: [u8; 32],
    /// All of it, to the byte.
    pub(super) texte: String,
}

impl Note {
    /// Reads a note; none when it is not of that form.
    pub(super) fn lire(texte: String) -> Option<Self> {
        let (entete, signatures) = texte.split_once("\n\n")?;
        if !signatures.starts_with("— ") || !signatures.ends_with('\n') {
            return None;
        }
        let mut lignes = entete.lines();
        let journal = lignes.next().filter(|journal| !journal.is_empty())?.to_owned();
        let taille = lignes.next()?.parse().ok()?;
        let racine = STANDARD.decode(lignes.next()?).ok()?.try_into().ok()?;
        Some(Self { journal, taille, racine, texte })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RACINE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    #[test]
    fn une_note_se_lit_et_reste_entiere() {
        let texte = format!("17/parcours\n42\n{RACINE}\n\n— 17/parcours AAAA\n");
        let note = Note::lire(texte.clone()).unwrap();
        assert_eq!((note.journal.as_str(), note.taille), ("17/parcours", 42));
        assert_eq!((note.racine, note.texte), ([0; 32], texte));
    }

    #[test]
    fn ce_qui_n_est_pas_une_note_signee_n_en_est_pas_une() {
        for texte in [
            String::new(),
            format!("17/parcours\n42\n{RACINE}\n"),
            format!("17/parcours\n42\n{RACINE}\n\nsans signature\n"),
            "17/parcours\n42\nAAAA\n\n— 17/parcours AAAA\n".to_owned(),
            format!("17/parcours\nbeaucoup\n{RACINE}\n\n— 17/parcours AAAA\n"),
        ] {
            assert_eq!(Note::lire(texte), None);
        }
    }
}
