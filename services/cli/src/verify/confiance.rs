//! What is believed without the database: public keys, and heads kept elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use eventstore::note::{Signers, VerifierKey};
use eventstore::verify::{OutsideHead, Trust};

use crate::arguments::VerifyJournal;
use crate::echec::Echec;
use crate::nombres::accorde;
use crate::sortie;

/// Keys and heads, as they were given.
pub(super) struct Confiance {
    donnees: PathBuf,
    cles: Vec<VerifierKey>,
    /// By the log each says it is of.
    tetes: BTreeMap<String, Vec<OutsideHead>>,
}

impl Confiance {
    /// Reads keys and heads.
    pub(super) fn lire(demande: &VerifyJournal) -> Result<Self, Echec> {
        let cles = demande.cle.iter().map(|texte| cle(texte)).collect::<Result<_, _>>()?;
        let mut tetes: BTreeMap<String, Vec<OutsideHead>> = BTreeMap::new();
        for fichier in fichiers(&demande.tete)? {
            let note = fs::read_to_string(&fichier).map_err(Echec::sur("lire", &fichier))?;
            // The first line of a checkpoint says whose it is.
            let journal = note.lines().next().unwrap_or_default().to_owned();
            let source = fichier.display().to_string();
            tetes.entry(journal).or_default().push(OutsideHead { source, note });
        }
        Ok(Self { donnees: demande.donnees.clone(), cles, tetes })
    }

    /// Refuses a head that nobody would look at.
    pub(super) fn toute_tete_est_de(&self, journaux: &[String]) -> Result<(), Echec> {
        let perdue = self.tetes.iter().find(|(journal, _)| !journaux.contains(journal));
        let perdue = perdue.and_then(|(_, tetes)| tetes.first());
        perdue.map_or(Ok(()), |tete| {
            Err(Echec::Phrase(format!(
                "La tête {} n’est celle d’aucun journal vérifié ici ({}).\n  à faire : sa première \
                 ligne doit nommer le journal",
                tete.source,
                journaux.join(", ")
            )))
        })
    }

    /// What is believed of a log. The keys of the folder count when none was given.
    pub(super) fn pour(&self, journal: &str) -> Result<Trust, Echec> {
        let heads = self.tetes.get(journal).cloned().unwrap_or_default();
        let cles = self.cles.iter().filter(|cle| cle.name() == journal).cloned();
        let mut keys: Vec<VerifierKey> = cles.collect();
        if self.cles.is_empty() {
            keys = self.du_dossier(journal)?;
        }
        if keys.is_empty() {
            sortie::note(
                "  Aucune clé publique : les têtes signées sont comparées, leurs signatures ne le sont pas.",
            );
        }
        Ok(Trust { keys, heads })
    }

    fn du_dossier(&self, journal: &str) -> Result<Vec<VerifierKey>, Echec> {
        let Some(fichier) = fichier_des_cles(&self.donnees, journal) else { return Ok(Vec::new()) };
        let lu = Signers::load_or_create(&fichier, journal).and_then(|cles| cles.verifier_keys());
        let cles = lu.map_err(|cause| {
            Echec::Moteur(format!("Les clés du dossier ne peuvent pas être lues : {cause}."))
        })?;
        sortie::note(&format!(
            "  {} de {} : donnez --cle pour en croire d’autres.",
            accorde(cles.len() as u64, "clé publique lue", "clés publiques lues"),
            fichier.display()
        ));
        Ok(cles)
    }
}

/// The file of a log's keys in the folder of its server, when it is there: « 17/parcours » has `tetes-parcours.cles`.
fn fichier_des_cles(donnees: &Path, journal: &str) -> Option<PathBuf> {
    let nom = match journal.rsplit('/').next()? {
        "parcours" => server::CLEFS_PARCOURS,
        "acces" => server::CLEFS_ACCES,
        _ => return None,
    };
    Some(donnees.join("cles").join(nom)).filter(|fichier| fichier.is_file())
}

fn cle(texte: &str) -> Result<VerifierKey, Echec> {
    texte.trim().parse().map_err(|_| {
        Echec::Phrase(format!(
            "« {texte} » n’est pas une clé publique.\n  à faire : « parcours tete » donne celles du \
             journal, de la forme nom+identifiant+base64"
        ))
    })
}

/// The files said; of a folder, every note.
fn fichiers(dits: &[PathBuf]) -> Result<Vec<PathBuf>, Echec> {
    let mut fichiers = Vec::new();
    for dit in dits {
        if !dit.is_dir() {
            fichiers.push(dit.clone());
            continue;
        }
        let entrees = fs::read_dir(dit).map_err(Echec::sur("lire", dit))?;
        let notes = entrees.flatten().map(|entree| entree.path());
        let est_une_note = |chemin: &PathBuf| chemin.extension().is_some_and(|fin| fin == "note");
        let avant = fichiers.len();
        fichiers.extend(notes.filter(est_une_note));
        fichiers[avant..].sort();
    }
    Ok(fichiers)
}
