//! The data file of an extract: everything a verifier needs, and nothing he could not check.
//!
//! ```text
//! { "attestation": signed statement of the digest of `contenu`,
//!   "contenu": { who, for whom, when, sections in French, "cles", "tete",
//!                "evenements": [ envelope, payload or its digest, path to the head, field keys ] } }
//! ```
//!
//! Canonical JSON: absent rather than null, whole numbers, instants in microseconds, bytes in base64.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use domain::codes::Code as _;
use eventstore::journal::SignedHead;
use eventstore::note::statement::Statement;
use eventstore::tree::Hash;
use eventstore::{Position, RecordedEvent, canonical, leaf};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::libelle;
use super::lue::Lue;
use super::preparee::{Cite, Preparee};
use crate::echec::{Echec, Panne};
use crate::extrait::{FORME, GENRE};
use crate::guichet::Guichet;
use crate::lecture::Point;

/// What proves the events: a signed head and the path of each to it, and who signs.
pub(super) struct Preuves {
    pub(super) tete: SignedHead,
    pub(super) chemins: BTreeMap<Position, Vec<Hash>>,
    /// What its signatures are checked with, newest first.
    pub(super) cles: Vec<String>,
}

/// The file, and what is recorded of it.
pub(super) struct Fichier {
    pub(super) octets: Vec<u8>,
    /// SHA-256 of its `contenu`, in hexadecimal.
    pub(super) empreinte: String,
    pub(super) cles: Vec<String>,
    pub(super) au: NaiveDate,
    pub(super) connu_a: Position,
    pub(super) taille: Position,
    pub(super) racine: String,
}

impl Fichier {
    pub(super) fn de(
        guichet: &Guichet,
        lue: &Lue,
        point: &Point,
        sections: &[Preparee],
        preuves: Preuves,
    ) -> Result<Self, Echec> {
        let Preuves { tete, chemins, cles } = preuves;
        let SignedHead { size, root, note, .. } = tete;
        let mut contenu = json!({
            "forme": FORME,
            "extrait": lue.extrait.0.to_string(),
            "departement": &*guichet.departement,
            "journal": guichet.journal.name(),
            "simule": guichet.journal.is_simulated(),
            "destinataire": destinataire(lue, sections),
            "profil": lue.profil.cle(),
            "profil_dit": libelle(lue.profil),
            "au": point.au.to_string(),
            "connu_a": point.position.get(),
            "connu_a_us": point.instant.map(|instant| instant.timestamp_micros()),
            "decideur": serde_json::to_value(&lue.decideur).unwrap_or(Value::Null),
            "sections": sections.iter().map(section).collect::<Vec<_>>(),
            "evenements": evenements(sections, &chemins),
            "cles": cles,
            "tete": note,
        });
        canonical::strip_nulls(&mut contenu);
        let empreinte = hex::encode(Sha256::digest(bytes(&contenu)?));
        let attestation = guichet.notaires.parcours.attester(&Statement {
            origin: guichet.journal.name().to_owned(),
            kind: GENRE.to_owned(),
            body: empreinte.clone(),
        })?;
        let octets = bytes(&json!({ "attestation": attestation, "contenu": contenu }))?;
        Ok(Self {
            octets,
            empreinte,
            cles,
            au: point.au,
            connu_a: point.position,
            taille: size,
            racine: hex::encode(root),
        })
    }
}

fn bytes(value: &Value) -> Result<Vec<u8>, Echec> {
    let written = canonical::to_bytes(value);
    written
        .map_err(|cause| Panne::Autre(format!("an extract has no canonical form: {cause}")).into())
}

fn destinataire(lue: &Lue, sections: &[Preparee]) -> Value {
    let first = sections.first().map(|section| &section.destinataire);
    json!({
        "dossier": lue.dossier.0.to_string(),
        "juridiction": first.map(|to| to.juridiction.as_str()),
        "cabinet": first.and_then(|to| to.cabinet.as_deref()),
        "numero_ae": first.and_then(|to| to.numero_ae.as_deref()),
    })
}

fn section(section: &Preparee) -> Value {
    let line = |ligne: &domain::extrait::Ligne| {
        let cites: Vec<Value> = ligne
            .cites
            .iter()
            .map(|cite| {
                json!({
                    "flux": cite.cible.flux.0.to_string(),
                    "version": cite.cible.version,
                    "rectifie_par": cite.rectifie_par,
                })
            })
            .collect();
        json!({ "le": ligne.le.to_string(), "texte": section.texte(ligne), "cites": cites })
    };
    let rubriques: Vec<Value> = section
        .section
        .rubriques
        .iter()
        .map(|rubrique| {
            let lignes: Vec<Value> = rubrique.lignes.iter().map(line).collect();
            json!({ "titre": rubrique.titre, "lignes": lignes })
        })
        .collect();
    let retraits: Vec<Value> = section
        .retraits
        .iter()
        .map(|(motif, nombre)| {
            json!({ "motif": motif.cle(), "dit": motif.libelle(), "nombre": nombre })
        })
        .collect();
    json!({
        "enfant": section.demande.0.to_string(),
        "nom": section.nom,
        "montres": section.section.montrees.len(),
        "rubriques": rubriques,
        "retraits": retraits,
    })
}

/// Each event cited, once.
fn evenements(sections: &[Preparee], chemins: &BTreeMap<Position, Vec<Hash>>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let cites = sections.iter().flat_map(|section| &section.cites);
    cites
        .filter(|cite| seen.insert(cite.recorded.position))
        .map(|cite| evenement(cite, chemins.get(&cite.recorded.position)))
        .collect()
}

fn evenement(cite: &Cite, chemin: Option<&Vec<Hash>>) -> Value {
    let Cite { recorded, montre, ouvertures, phrase } = cite;
    let RecordedEvent { stream, survenu, payload, .. } = recorded;
    let shown = montre.then(|| STANDARD.encode(payload));
    let withheld = (!montre).then(|| hex::encode(leaf::digest_of(payload)));
    let chemin: Vec<String> =
        chemin.into_iter().flatten().map(|hash| STANDARD.encode(hash)).collect();
    let ouvertures: BTreeMap<&str, String> =
        ouvertures.iter().map(|(path, key)| (path.as_str(), STANDARD.encode(key))).collect();
    json!({
        "position": recorded.position.get(),
        "genre": stream.kind,
        "flux": stream.id.to_string(),
        "version": recorded.version,
        "type": recorded.event_type,
        "forme": recorded.schema_version,
        "evenement": recorded.event_id.to_string(),
        "commande": recorded.command_id.to_string(),
        "enregistre_us": recorded.recorded_at.timestamp_micros(),
        "survenu_le": survenu.le.to_string(),
        "survenu_us": survenu.a.map(|a| a.timestamp_micros()),
        "precision": survenu.precision.name(),
        "connu_le": recorded.connu_le.to_string(),
        "acteur": recorded.actor,
        "finalite": recorded.finalite,
        "correlation": recorded.correlation_id.map(|id| id.to_string()),
        "cause": recorded.causation_id.map(|id| id.to_string()),
        "charge": shown,
        "charge_sha256": withheld,
        "phrase": phrase,
        "chemin": chemin,
        "ouvertures": ouvertures,
    })
}
