//! The folder of a demonstration: which Département it holds, and whether it is all there.
//!
//! ```text
//! DOSSIER/cibles.json   what the simulation aims at
//! DOSSIER/demo.json     the seed and, once it is loaded, what was loaded
//! ```
//!
//! The rest of the folder is the engine's (`serve/moteur.rs`).

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use proto::commun::v1::Entete;
use serde::{Deserialize, Serialize};
use simulateur::{CHARENTE_MARITIME, Cibles};
use tempfile::TempDir;

use crate::arguments::{Demo, ECOUTE};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::serve::moteur::{Base, Reglages};

/// The folder of a demonstration, unless told otherwise.
pub(super) const DOSSIER: &str = ".parcours/demo";
/// The simulated Département.
pub(super) const DEPARTEMENT: &str = "17";

/// What is demonstrated, and where.
pub(super) struct Scene {
    pub(super) cibles: Cibles,
    /// Whose figures these are, to follow « calées sur ».
    pub(super) source: String,
    /// What an earlier demonstration loaded here.
    pub(super) charge: Option<Charge>,
    pub(super) dossier: PathBuf,
    /// Removes the folder when it was made for the occasion.
    temporaire: Option<TempDir>,
    ecoute: SocketAddr,
    texte: String,
    graine: u64,
}

/// What was loaded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Charge {
    pub(super) commandes: u64,
    /// The point of the journal where the load ended.
    pub(super) position: u64,
    pub(super) journal: String,
    /// A child worth looking at: an AEMO ordered, that waited, then began.
    pub(super) exemple: Option<Exemple>,
    /// How long it took, when it was now.
    #[serde(skip)]
    pub(super) secondes: Option<f64>,
}

/// A child worth looking at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Exemple {
    pub(super) enfant: String,
    /// A day in the middle of the wait.
    pub(super) en_attente_le: chrono::NaiveDate,
}

/// The head of a query of the demonstration.
pub(super) fn entete(role: Role) -> Entete {
    Entete {
        departement: DEPARTEMENT.to_owned(),
        finalite: role.finalite().to_owned(),
        correlation: String::new(),
    }
}

/// What is written in `demo.json`.
#[derive(Serialize, Deserialize)]
struct Etat {
    graine: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    charge: Option<Charge>,
}

impl Scene {
    /// Reads what to aim at and what the folder holds.
    pub(super) fn preparer(demande: &Demo) -> Result<Self, Echec> {
        let texte = match &demande.cibles {
            Some(fichier) => fs::read_to_string(fichier).map_err(Echec::sur("lire", fichier))?,
            None => CHARENTE_MARITIME.to_owned(),
        };
        let cibles = Cibles::lire(&texte).map_err(|cause| {
            Echec::Phrase(format!("Ces cibles ne peuvent pas être visées.\n  pourquoi : {cause}"))
        })?;
        let temporaire = temporaire(demande)?;
        let dossier = temporaire.as_ref().map(|dossier| dossier.path().to_path_buf());
        let dossier =
            dossier.or_else(|| demande.donnees.clone()).unwrap_or_else(|| PathBuf::from(DOSSIER));
        let (ecoute, graine) = (ecoute(demande), demande.graine);
        let mut scene = Self {
            cibles,
            source: source(demande),
            charge: None,
            dossier,
            temporaire,
            ecoute,
            texte,
            graine,
        };
        scene.charge = scene.reprendre()?;
        Ok(scene)
    }

    /// How to start its engine.
    pub(super) fn reglages(&self) -> Reglages {
        let base = if self.temporaire.is_some() { Base::Temporaire } else { Base::Privee };
        Reglages {
            dossier: self.dossier.clone(),
            base,
            ecoute: self.ecoute,
            mesures: None,
            departement: DEPARTEMENT.to_owned(),
            simule: true,
            retention_cles: server::RETENTION_CLES_JOURS,
        }
    }

    /// Remembers that everything is in.
    pub(super) fn retenir(&self, charge: &Charge) -> Result<(), Echec> {
        self.ecrire(&Etat { graine: self.graine, charge: Some(charge.clone()) })
    }

    /// What is in the folder, which must be of this Département; says whose it is when it is new.
    fn reprendre(&self) -> Result<Option<Charge>, Echec> {
        let (fichier, cibles) = (self.fichier(), self.dossier.join("cibles.json"));
        if !fichier.exists() {
            fs::create_dir_all(&self.dossier).map_err(Echec::sur("créer", &self.dossier))?;
            fs::write(&cibles, &self.texte).map_err(Echec::sur("écrire", &cibles))?;
            self.ecrire(&Etat { graine: self.graine, charge: None })?;
            return Ok(None);
        }
        let etat = fs::read(&fichier).map_err(Echec::sur("lire", &fichier))?;
        let etat: Etat = serde_json::from_slice(&etat).map_err(|_| self.autre())?;
        let meme = fs::read_to_string(&cibles).is_ok_and(|texte| texte == self.texte);
        if !meme || etat.graine != self.graine {
            return Err(self.autre());
        }
        Ok(etat.charge)
    }

    fn ecrire(&self, etat: &Etat) -> Result<(), Echec> {
        let fichier = self.fichier();
        let texte = serde_json::to_vec_pretty(etat).expect("numbers and texts always serialize");
        // Whole or not at all: the file says that the load is over.
        let brouillon = fichier.with_extension("json.brouillon");
        let ecrit = fs::write(&brouillon, texte).and_then(|()| fs::rename(&brouillon, &fichier));
        ecrit.map_err(Echec::sur("écrire", &fichier))
    }

    fn fichier(&self) -> PathBuf {
        self.dossier.join("demo.json")
    }

    fn autre(&self) -> Echec {
        Echec::Phrase(format!(
            "Le dossier {} contient une autre démonstration (autre graine ou autres cibles).\n  à \
             faire : choisissez un autre dossier par --donnees, ou supprimez celui-ci",
            self.dossier.display()
        ))
    }

    /// Whether commands find it without being told where.
    pub(super) fn habituelle(&self) -> bool {
        self.dossier == Path::new(DOSSIER)
    }
}

fn source(demande: &Demo) -> String {
    match &demande.cibles {
        Some(fichier) => format!("les chiffres de {}", fichier.display()),
        None => {
            "les chiffres publiés de la Charente-Maritime (schéma 2025-2029, livre blanc, DREES)"
                .to_owned()
        }
    }
}

fn temporaire(demande: &Demo) -> Result<Option<TempDir>, Echec> {
    if !demande.once || demande.donnees.is_some() {
        return Ok(None);
    }
    let dossier = tempfile::Builder::new().prefix("parcours-demo-").tempdir();
    dossier.map(Some).map_err(Echec::fichier("créer un dossier temporaire"))
}

/// Any free port for the time of a table, the usual one otherwise.
fn ecoute(demande: &Demo) -> SocketAddr {
    let habituelle = ECOUTE.parse().expect("the usual address is an address");
    let libre = SocketAddr::from(([127, 0, 0, 1], 0));
    demande.ecoute.unwrap_or(if demande.once { libre } else { habituelle })
}
