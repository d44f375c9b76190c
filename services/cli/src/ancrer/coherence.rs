//! Whether a tree begins with another: RFC 9162 §2.1.4.2, the client's own copy of the arithmetic. It would prove
//! nothing to ask the server whether the server is right.

use sha2::{Digest as _, Sha256};

use super::note::Note;

/// RFC 6962 §2.1: what a node's hash begins with.
const NOEUD: u8 = 1;

/// Whether the path proves that the tree of the new head begins with that of the one kept.
pub(super) fn prolonge(gardee: &Note, nouvelle: &Note, chemin: &[Vec<u8>]) -> bool {
    let Some(chemin) = empreintes(chemin) else { return false };
    let (petite, grande) = (gardee.taille, nouvelle.taille);
    if petite == 0 || petite == grande {
        let vide = petite == 0 && gardee.racine == <[u8; 32]>::from(Sha256::digest([]));
        return chemin.is_empty()
            && (vide || (petite == grande && gardee.racine == nouvelle.racine));
    }
    petite < grande
        && racines(petite, grande, gardee.racine, &chemin) == Some((gardee.racine, nouvelle.racine))
}

/// The two roots a path leads to; none when it is too short or too long.
fn racines(
    petite: u64,
    grande: u64,
    racine: [u8; 32],
    chemin: &[[u8; 32]],
) -> Option<([u8; 32], [u8; 32])> {
    // A complete tree is a node of the larger one: its root is not repeated in the path.
    let entiere = petite.is_power_of_two().then_some(racine);
    let mut reste = entiere.into_iter().chain(chemin.iter().copied());
    let premiere = reste.next()?;
    let (mut gauche, mut droite) = (premiere, premiere);
    let (mut ici, mut bord) = (petite - 1, grande - 1);
    while ici & 1 == 1 {
        (ici, bord) = (ici >> 1, bord >> 1);
    }
    for voisine in reste {
        if bord == 0 {
            return None;
        }
        if ici & 1 == 1 || ici == bord {
            (gauche, droite) = (noeud(&voisine, &gauche), noeud(&voisine, &droite));
            while ici != 0 && ici & 1 == 0 {
                (ici, bord) = (ici >> 1, bord >> 1);
            }
        } else {
            droite = noeud(&droite, &voisine);
        }
        (ici, bord) = (ici >> 1, bord >> 1);
    }
    (bord == 0).then_some((gauche, droite))
}

fn noeud(gauche: &[u8; 32], droite: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([NOEUD]).chain_update(gauche).chain_update(droite).finalize().into()
}

fn empreintes(chemin: &[Vec<u8>]) -> Option<Vec<[u8; 32]>> {
    chemin.iter().map(|empreinte| empreinte.as_slice().try_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feuille(numero: u64) -> [u8; 32] {
        Sha256::digest(numero.to_be_bytes()).into()
    }

    /// RFC 6962 §2.1, by its definition.
    fn racine(feuilles: &[[u8; 32]]) -> [u8; 32] {
        match feuilles {
            [] => Sha256::digest([]).into(),
            [seule] => *seule,
            _ => {
                let (gauche, droite) = feuilles.split_at(moitie(feuilles.len()));
                noeud(&racine(gauche), &racine(droite))
            }
        }
    }

    fn moitie(longueur: usize) -> usize {
        longueur.next_power_of_two() / 2
    }

    /// RFC 6962 §2.1.2, by its definition: SUBPROOF(m, D[n], b).
    fn preuve(petite: usize, feuilles: &[[u8; 32]], entiere: bool) -> Vec<Vec<u8>> {
        if petite == feuilles.len() {
            return if entiere { vec![] } else { vec![racine(feuilles).to_vec()] };
        }
        let (gauche, droite) = feuilles.split_at(moitie(feuilles.len()));
        let (mut chemin, autre) = if petite <= gauche.len() {
            (preuve(petite, gauche, entiere), racine(droite))
        } else {
            (preuve(petite - gauche.len(), droite, false), racine(gauche))
        };
        chemin.push(autre.to_vec());
        chemin
    }

    fn note(feuilles: &[[u8; 32]]) -> Note {
        let (journal, taille) = ("17/parcours".to_owned(), feuilles.len() as u64);
        Note { journal, taille, racine: racine(feuilles), texte: String::new() }
    }

    #[test]
    fn chaque_preuve_par_la_definition_tient_et_aucune_autre() {
        let feuilles: Vec<_> = (0..40).map(feuille).collect();
        for grande in 1..=feuilles.len() {
            for petite in 1..=grande {
                let (gardee, nouvelle) = (note(&feuilles[..petite]), note(&feuilles[..grande]));
                let chemin = preuve(petite, &feuilles[..grande], true);
                assert!(prolonge(&gardee, &nouvelle, &chemin), "{petite} → {grande}");
                let autre = Note { racine: [7; 32], ..gardee.clone() };
                assert!(!prolonge(&autre, &nouvelle, &chemin), "{petite} → {grande}");
                let autre = Note { racine: [7; 32], ..nouvelle.clone() };
                assert!(!prolonge(&gardee, &autre, &chemin), "{petite} → {grande}");
                let longue = [chemin, vec![vec![7; 32]]].concat();
                assert!(!prolonge(&gardee, &nouvelle, &longue), "{petite} → {grande}");
            }
        }
    }

    #[test]
    fn un_journal_plus_court_ou_une_preuve_tronquee_ne_prouve_rien() {
        let feuilles: Vec<_> = (0..9).map(feuille).collect();
        let (petite, grande) = (note(&feuilles[..6]), note(&feuilles));
        let chemin = preuve(6, &feuilles, true);
        assert!(!prolonge(&grande, &petite, &chemin));
        assert!(!prolonge(&petite, &grande, &chemin[1..]));
        assert!(!prolonge(&petite, &grande, &[vec![0; 31]]));
        assert!(prolonge(&note(&[]), &grande, &[]));
    }
}
