//! `parcours verify rapport`: the figures of a report, counted again from the raw events by another path.
//!
//! # Invariants
//!
//! - What was checked is said, level by level: the report alone, its manifest, the journal, the figures.
//! - A report whose indicators are not all counted again does not pass for verified: those that are not are named.
//!
//! Deliberately not here: the counting, which is another crate's, and shares nothing with the server's.

use std::fs;
use std::path::{Path, PathBuf};

use eventstore::note::{self, VerifierKey, statement};
use eventstore::verify::OutsideHead;
use eventstore::{Position, canonical};
use postgres::Client;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use verification::{Constat, Ecart, Objet};

use super::confiance::Confiance;
use super::{presenter, un};
use crate::Fin;
use crate::arguments::VerifyRapport;
use crate::base::Base;
use crate::echec::Echec;
use crate::nombres::accorde;
use crate::sortie;

/// The kind of statement a manifest is.
const MANIFESTE: &str = "rapport/1";

/// Verifies a report.
///
/// # Errors
/// [`Echec`] when it could not be verified.
pub(super) fn verifier(demande: &VerifyRapport) -> Result<Fin, Echec> {
    let octets = fs::read(&demande.rapport).map_err(Echec::sur("lire", &demande.rapport))?;
    let lu = Lu::lire(&octets)?;
    let confiance = Confiance::lire(&demande.base)?;
    sortie::ligne(&format!("Rapport {}", demande.rapport.display()));
    let mut tient = forme(&octets);
    let tete = match manifeste(demande)? {
        Some(fichier) => {
            let (bien, tete) =
                manifeste_tient(&fichier, &demande.rapport, &octets, &lu, &confiance)?;
            tient &= bien;
            tete
        }
        None => {
            sortie::ligne("  · aucun manifeste : rien ne dit qui l’a émis");
            None
        }
    };
    if demande.sans_journal {
        sortie::ligne("  Le journal n’a pas été lu : les chiffres ne sont pas recomptés.");
        return Ok(fin(tient));
    }
    let base = Base::ouvrir(demande.base.database_url.as_deref(), &demande.base.donnees)?;
    let mut client = base.lecteur()?;
    tient &= journal_tient(&mut client, &lu, tete, &confiance)?;
    tient &= chiffres_tiennent(&mut client, &octets, &demande.indicateurs)?;
    drop(client);
    base.fermer()?;
    Ok(fin(tient))
}

fn fin(tient: bool) -> Fin {
    if tient {
        sortie::ligne("Tout tient.");
        Fin::Bien
    } else {
        sortie::ligne("Ce rapport ne tient pas.");
        Fin::Incomplet
    }
}

/// What a report says of itself.
struct Lu {
    journal: String,
    position: Position,
}

impl Lu {
    fn lire(octets: &[u8]) -> Result<Self, Echec> {
        let illisible = || {
            Echec::Phrase(
                "Ce fichier n’est pas un rapport d’activité en JSON.\n  à faire : donnez celui que \
                 « parcours rapport --format json » ou « parcours emettre » écrit"
                    .to_owned(),
            )
        };
        let lu: Value = serde_json::from_slice(octets).map_err(|_| illisible())?;
        let journal = lu["journal"].as_str().ok_or_else(illisible)?.to_owned();
        let position = lu["position"].as_u64().ok_or_else(illisible)?;
        Ok(Self { journal, position: Position::new(position) })
    }
}

fn dire(tient: bool, quoi: &str) -> bool {
    sortie::ligne(&format!("  {} {quoi}", if tient { "✓" } else { "✗" }));
    tient
}

/// Canonical bytes: the only ones a report may have.
fn forme(octets: &[u8]) -> bool {
    let canonique = canonical::parse(octets).ok().and_then(|lu| canonical::to_bytes(&lu).ok());
    dire(canonique.as_deref() == Some(octets), "octets en forme canonique (RFC 8785)")
}

/// The manifest said, or the one beside the report.
fn manifeste(demande: &VerifyRapport) -> Result<Option<PathBuf>, Echec> {
    let a_cote = demande.rapport.with_file_name("manifeste.note");
    Ok(match &demande.manifeste {
        Some(fichier) if !fichier.is_file() => {
            return Err(Echec::Phrase(format!(
                "Le manifeste {} n’est pas là.\n  à faire : vérifiez --manifeste",
                fichier.display()
            )));
        }
        Some(fichier) => Some(fichier.clone()),
        None => a_cote.is_file().then_some(a_cote),
    })
}

/// The manifest: its signature, the digests it states, the head at the report's position.
fn manifeste_tient(
    fichier: &Path,
    rapport: &Path,
    octets: &[u8],
    lu: &Lu,
    confiance: &Confiance,
) -> Result<(bool, Option<OutsideHead>), Echec> {
    let note = fs::read_to_string(fichier).map_err(Echec::sur("lire", fichier))?;
    let clefs = confiance.pour(&lu.journal)?.keys;
    let Some(enonce) = enonce(&note, &clefs, &lu.journal) else {
        return Ok((dire(false, "manifeste signé par une clé que l’on croit"), None));
    };
    let mut tient = dire(true, "manifeste signé par une clé que l’on croit");
    let empreinte = hex::encode(Sha256::digest(octets));
    tient &= dire(enonce["sha256"]["json"] == empreinte, "empreinte du rapport, telle que signée");
    for (forme, dite) in enonce["sha256"].as_object().into_iter().flatten() {
        let voisin = rapport.with_extension(forme);
        if forme != "json" && voisin.is_file() {
            let octets = fs::read(&voisin).map_err(Echec::sur("lire", &voisin))?;
            let meme = *dite == hex::encode(Sha256::digest(&octets));
            tient &= dire(meme, &format!("empreinte de {}, telle que signée", voisin.display()));
        }
    }
    let tete = enonce["tete"].as_str().and_then(|tete| note::open(tete, &clefs).ok());
    let a_sa_position = tete
        .as_ref()
        .is_some_and(|tete| tete.origin == lu.journal && tete.size == lu.position.get());
    tient &= dire(a_sa_position, "tête du journal signée, à la position du rapport");
    let source = fichier.display().to_string();
    let tete = enonce["tete"].as_str().filter(|_| a_sa_position);
    Ok((tient, tete.map(|note| OutsideHead { source, note: note.to_owned() })))
}

/// What the manifest states, when somebody believed signed it for this journal.
fn enonce(note: &str, clefs: &[VerifierKey], journal: &str) -> Option<Value> {
    let (enonce, _) = statement::read(note, clefs).ok()?;
    let le_sien = enonce.origin == journal && enonce.kind == MANIFESTE;
    le_sien.then(|| serde_json::from_str(&enonce.body).ok()).flatten()
}

/// The journal whole: its tree, recomputed, must pass through the head that the manifest states.
fn journal_tient(
    client: &mut Client,
    lu: &Lu,
    tete: Option<OutsideHead>,
    confiance: &Confiance,
) -> Result<bool, Echec> {
    let mut trust = confiance.pour(&lu.journal)?;
    trust.heads.extend(tete);
    let rapport = un(client, &lu.journal, &trust)?;
    presenter(&rapport);
    Ok(rapport.holds())
}

/// Every figure, counted again.
fn chiffres_tiennent(
    client: &mut Client,
    octets: &[u8],
    indicateurs: &[String],
) -> Result<bool, Echec> {
    sortie::etape("Recompte des chiffres, des événements bruts, enfant par enfant");
    let constat = verification::verifier(client, octets, indicateurs).map_err(|panne| {
        Echec::Moteur(format!("Les chiffres n’ont pas pu être recomptés : {panne}."))
    })?;
    let Constat { evenements_lus, enfants_lus, ecarts, verifies, non_couverts, .. } = &constat;
    sortie::ligne(&format!(
        "  {} de {} relus",
        accorde(*evenements_lus, "événement", "événements"),
        accorde(*enfants_lus, "enfant", "enfants"),
    ));
    for ecart in ecarts {
        sortie::ligne(&format!("  ✗ {ecart}"));
    }
    let missing = |ecart: &Ecart| ecart.objet == Objet::Indicateur && ecart.rapport.is_empty();
    if indicateurs.is_empty() && ecarts.iter().any(missing) {
        sortie::ligne(
            "  à faire : si ce rapport fut demandé pour quelques indicateurs, dites lesquels avec \
             --indicateurs",
        );
    }
    let recomptes = accorde(verifies.len() as u64, "indicateur recompté", "indicateurs recomptés");
    let mut tient = dire(ecarts.is_empty(), &format!("{recomptes}, mêmes valeurs"));
    if !non_couverts.is_empty() {
        let noms: Vec<String> =
            non_couverts.iter().map(|one| format!("{} v{}", one.id, one.version)).collect();
        tient = dire(false, &format!("non recomptés par ce chemin : {}", noms.join(", ")));
    }
    Ok(tient)
}
