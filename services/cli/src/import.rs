//! `parcours import`: a file of commands, one a line, sent through the same door as everyone's.
//!
//! # Invariants
//!
//! - Nothing is remembered between two runs: a command carries its identifier, and the server knows
//!   what it has done. Sending the file again is how one resumes.
//! - A line is answered once: done, already done, or rejected with its number and a French reason.
//! - Rejected lines hold personal data: the file beside is its owner's alone, and standard error
//!   shows reasons, never a line.
//!
//! Deliberately not here: judging a command. Only what is no command at all is stopped here.

pub mod envoi;
pub mod lecture;
pub mod rejets;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use proto::reprise::v1::{Compte, Ligne, Rejet};
use tokio::sync::mpsc;

use crate::Fin;
use crate::arguments::Import;
use crate::client::{self, Canal};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres::entier;
use crate::sortie::{self, Progression};
use rejets::Rejets;

/// Lines read ahead of the connection.
const AVANCE_MAX: usize = 256;
/// Rejected lines told on the terminal: the others are in the file.
const DITS_MAX: u64 = 20;

/// What became of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    /// Done now.
    pub faites: u64,
    /// Done by an earlier run.
    pub deja_faites: u64,
    /// Rejected.
    pub rejetees: u64,
}

/// A line read, until it is answered.
struct Attente {
    numero: u64,
    texte: String,
    /// Why it was not even sent.
    rejet: Option<Rejet>,
}

type Attentes = Arc<Mutex<VecDeque<Attente>>>;

/// Imports a file and says what became of it.
///
/// # Errors
/// [`Echec`] when the file cannot be read or the server is lost: what was done stays done.
pub async fn executer(demande: Import) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.liaison, Role::Reprise).await?;
    let mut suivi = Suivi::nouveau(&demande.fichier)?;
    let issue = importer(canal, &demande.fichier, &mut suivi).await;
    let (bilan, rejets) = suivi.finir()?;
    sortie::ligne(&resume(bilan));
    if bilan.rejetees > 0 {
        sortie::ligne(&format!(
            "Les lignes rejetées sont dans {}. Corrigez-les dans {}, puis relancez la même \
             commande : ce qui est fait ne sera pas refait.",
            rejets.display(),
            demande.fichier.display()
        ));
    }
    issue?;
    Ok(if bilan.rejetees > 0 { Fin::Incomplet } else { Fin::Bien })
}

/// « 12 lignes : 10 faites, 1 déjà faite, 1 rejetée. »
fn resume(bilan: Bilan) -> String {
    let Bilan { faites, deja_faites, rejetees } = bilan;
    let dire = |nombre: u64, singulier: &str, pluriel: &str| {
        let mot = if nombre > 1 { pluriel } else { singulier };
        format!("{} {mot}", entier(nombre.cast_signed()))
    };
    format!(
        "{} : {}, {}, {}.",
        dire(faites + deja_faites + rejetees, "ligne", "lignes"),
        dire(faites, "faite", "faites"),
        dire(deja_faites, "déjà faite", "déjà faites"),
        dire(rejetees, "rejetée", "rejetées")
    )
}

async fn importer(canal: Canal, fichier: &Path, suivi: &mut Suivi) -> Result<(), Echec> {
    let (envoi, lignes) = mpsc::channel(AVANCE_MAX);
    let (chemin, attentes) = (fichier.to_path_buf(), Arc::clone(&suivi.attentes));
    let lecteur = tokio::task::spawn_blocking(move || lire(&chemin, &attentes, &envoi));
    let envoye = envoi::envoyer(canal, lignes, |compte| suivi.compte(compte)).await;
    let lu =
        lecteur.await.map_err(|_| Echec::Phrase("La lecture s’est interrompue.".to_owned()))?;
    envoye?;
    lu?;
    suivi.reste()
}

/// Reads the file to its end, or until nobody listens any more.
fn lire(fichier: &Path, attentes: &Attentes, envoi: &mpsc::Sender<Ligne>) -> Result<(), Echec> {
    for lue in lecture::lignes(fichier)? {
        let (numero, texte) = lue.map_err(Echec::sur("lire", fichier))?;
        let commande = lecture::commande(&texte);
        let (commande, rejet) = match commande {
            Ok(commande) => (Some(commande), None),
            Err(rejet) => (None, Some(Rejet { numero, ..*rejet })),
        };
        // Waited for before it is sent: the answer cannot come first.
        file(attentes).push_back(Attente { numero, texte, rejet });
        let Some(commande) = commande else { continue };
        if envoi.blocking_send(Ligne { numero, commande: Some(commande) }).is_err() {
            break;
        }
    }
    Ok(())
}

fn file(attentes: &Attentes) -> std::sync::MutexGuard<'_, VecDeque<Attente>> {
    attentes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Follows the answers.
struct Suivi {
    attentes: Attentes,
    bilan: Bilan,
    rejets: Rejets,
    progression: Progression,
}

impl Suivi {
    fn nouveau(fichier: &Path) -> Result<Self, Echec> {
        let total = lecture::nombre_de_lignes(fichier)?;
        Ok(Self {
            attentes: Attentes::default(),
            bilan: Bilan::default(),
            rejets: Rejets::nouveaux(fichier)?,
            progression: Progression::nouvelle("lignes", total),
        })
    }

    /// Takes an answer about a group of lines into account.
    fn compte(&mut self, compte: Compte) -> Result<(), Echec> {
        let Compte { jusqu_a, faites, deja_faites, rejets, repere: _ } = compte;
        self.bilan.faites += u64::from(faites);
        self.bilan.deja_faites += u64::from(deja_faites);
        self.repondues(jusqu_a, rejets)
    }

    /// Every line up to that one is answered: writes those that were rejected, in order.
    fn repondues(&mut self, jusqu_a: u64, rejets: Vec<Rejet>) -> Result<(), Echec> {
        let mut par_ligne: BTreeMap<u64, Vec<Rejet>> = BTreeMap::new();
        for rejet in rejets {
            par_ligne.entry(rejet.numero).or_default().push(rejet);
        }
        while let Some(attente) = self.suivante(jusqu_a) {
            let Attente { numero, texte, rejet } = attente;
            let rejets = rejet.map(|rejet| vec![rejet]).or_else(|| par_ligne.remove(&numero));
            if let Some(rejets) = rejets {
                self.rejeter(&rejets, &texte)?;
            }
        }
        self.progression.atteint(jusqu_a);
        Ok(())
    }

    fn suivante(&self, jusqu_a: u64) -> Option<Attente> {
        let mut file = file(&self.attentes);
        let repondue = file.front().is_some_and(|attente| attente.numero <= jusqu_a);
        repondue.then(|| file.pop_front()).flatten()
    }

    fn rejeter(&mut self, rejets: &[Rejet], texte: &str) -> Result<(), Echec> {
        self.bilan.rejetees += 1;
        for rejet in rejets {
            self.rejets.ecrire(rejet, texte)?;
            if self.bilan.rejetees <= DITS_MAX {
                self.progression.note(&rejets::phrase(rejet));
            }
        }
        Ok(())
    }

    /// The stream is over: only lines that were never sent may be left.
    fn reste(&mut self) -> Result<(), Echec> {
        let oubliee = file(&self.attentes).iter().any(|attente| attente.rejet.is_none());
        let derniere = file(&self.attentes).back().map(|attente| attente.numero);
        if oubliee {
            return Err(envoi::interrompu());
        }
        derniere.map_or(Ok(()), |numero| self.repondues(numero, Vec::new()))
    }

    fn finir(self) -> Result<(Bilan, std::path::PathBuf), Echec> {
        self.progression.finie();
        Ok((self.bilan, self.rejets.finir()?))
    }
}
