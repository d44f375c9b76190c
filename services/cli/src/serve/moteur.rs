//! The engine as one value: PostgreSQL (ours or the operator's), the server, the tokens of its users.
//!
//! ```text
//! DOSSIER/postgres     the private cluster, unless a database was given
//! DOSSIER/cles         master key and token key, mode 0700: keep them apart from the database's copies
//! DOSSIER/jetons       a token a role, mode 0700, written at each start
//! ```
//!
//! # Invariants
//!
//! - What is started is stopped in the reverse order, the server before its database.
//! - Keys and tokens are readable by their owner alone.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use private_postgres::{Cluster, DataFolder, Failure};
use server::horloge::{Horloge as _, HorlogeSysteme};
use server::jetons::{Emetteur, Porteur};
use server::{Demarrage, Running};

use crate::echec::Echec;
use crate::jetons::{self, Role};

/// The database of a private cluster.
const BASE: &str = "parcours";
/// How long a token written at start lasts.
const JETON_JOURS: i64 = 30;

/// What to start.
#[derive(Clone, Debug)]
pub struct Reglages {
    /// Where keys and tokens are, and the private cluster.
    pub dossier: PathBuf,
    /// Which PostgreSQL.
    pub base: Base,
    /// Where to listen.
    pub ecoute: SocketAddr,
    /// Where to serve metrics and health, if anywhere.
    pub mesures: Option<SocketAddr>,
    /// Code of the Département.
    pub departement: String,
    /// Whether the journals are simulated, if they are to be created.
    pub simule: bool,
    /// How long a backup of the keys is kept, in days.
    pub retention_cles: u32,
}

/// Which PostgreSQL.
#[derive(Clone, Debug)]
pub enum Base {
    /// A private one, kept in the folder.
    Privee,
    /// A private one, gone when it stops.
    Temporaire,
    /// The operator's, up to date.
    Donnee(String),
}

/// The engine at work.
#[derive(Debug)]
pub struct Moteur {
    serveur: Running,
    postgres: Option<Cluster>,
    dossier: PathBuf,
}

impl Moteur {
    /// Starts everything, and writes the tokens.
    ///
    /// # Errors
    /// [`Echec`], in French: no PostgreSQL, a folder in use, an address taken…
    pub async fn demarrer(reglages: Reglages) -> Result<Self, Echec> {
        let Reglages { dossier, base, ecoute, mesures, departement, simule, retention_cles } =
            reglages;
        let cles = dossier.join("cles");
        prive(&cles).map_err(Echec::sur("créer", &cles))?;
        let (postgres, url) = tokio::task::block_in_place(|| base.ouvrir(&dossier))?;
        let options = server::Options {
            departement: departement.clone(),
            simulated: simule,
            retention_cles_jours: retention_cles,
            mesures,
            ..server::Options::new(url, cles, ecoute)
        };
        let serveur = server::start(options).await.map_err(|cause| pas_demarre(&cause, ecoute))?;
        ecrire_les_jetons(&dossier, &serveur.emetteur, &departement)?;
        Ok(Self { serveur, postgres, dossier })
    }

    /// How a client reaches it.
    #[must_use]
    pub fn adresse(&self) -> String {
        format!("http://{}", self.serveur.addr)
    }

    /// Where its metrics and its health are, when they are served.
    #[must_use]
    pub fn mesures(&self) -> Option<String> {
        self.serveur.mesures.map(|adresse| format!("http://{adresse}"))
    }

    /// Where its keys and tokens are.
    #[must_use]
    pub fn dossier(&self) -> &Path {
        &self.dossier
    }

    /// Where the private cluster keeps its data.
    #[must_use]
    pub fn base(&self) -> Option<&Path> {
        self.postgres.as_ref().map(Cluster::folder)
    }

    /// Stops the server, then its database.
    ///
    /// # Errors
    /// [`Echec`] when one of them would not.
    pub async fn arreter(self) -> Result<(), Echec> {
        let Self { serveur, postgres, dossier: _ } = self;
        let arrete = serveur.stop().await;
        let postgres = tokio::task::block_in_place(|| postgres.map_or(Ok(()), Cluster::stop));
        arrete.map_err(|cause| Echec::Moteur(format!("Le serveur s’est mal arrêté : {cause}.")))?;
        postgres.map_err(moteur)
    }
}

impl Base {
    fn ouvrir(self, dossier: &Path) -> Result<(Option<Cluster>, String), Echec> {
        let donnees = match self {
            Self::Donnee(url) => return Ok((None, url)),
            Self::Privee => DataFolder::Persistent(dossier.join("postgres")),
            Self::Temporaire => DataFolder::Temporary,
        };
        let options = private_postgres::Options { data: donnees };
        let cluster = Cluster::start(options).map_err(moteur)?;
        let url = cluster.database(BASE).map_err(moteur)?.url();
        Ok((Some(cluster), url))
    }
}

/// The private database of a folder, for whoever only reads: that of the server at work on it, or else started and
/// brought up to date now, to be stopped by the caller.
///
/// # Errors
/// [`Echec`] when the folder has no database, or it does not start.
pub fn base_a_lire(dossier: &Path) -> Result<(Option<Cluster>, String), Echec> {
    let donnees = dossier.join("postgres");
    if !donnees.is_dir() {
        return Err(Echec::Phrase(format!(
            "Aucune base dans {}.\n  à faire : donnez le dossier d’un serveur par --donnees, ou une base par \
             --database-url",
            dossier.display()
        )));
    }
    match Cluster::at_work(&donnees, BASE).map_err(moteur)? {
        Some(base) => Ok((None, base.url())),
        None => Base::Privee.ouvrir(dossier),
    }
}

/// Brings an operator's database up to date, as its owner.
///
/// # Errors
/// [`Echec::Moteur`] with what the database said.
pub fn migrer(proprietaire: &str) -> Result<(), Echec> {
    tokio::task::block_in_place(|| private_postgres::migrate_as(proprietaire)).map_err(moteur)
}

fn moteur(failure: Failure) -> Echec {
    Echec::Moteur(failure.to_string())
}

/// What to say when the server would not start; the cause in brackets is for whoever helps.
fn pas_demarre(cause: &Demarrage, ecoute: SocketAddr) -> Echec {
    let phrase = match cause {
        Demarrage::Adresse(_) => "l’adresse de la base est incompréhensible",
        Demarrage::Journal(_) => {
            "la base ne répond pas comme prévu (si elle est neuve, donnez aussi --migrer)"
        }
        Demarrage::Clef(_) => "la clé maîtresse ne peut pas être lue",
        Demarrage::Clefs(_) => {
            "la clé maîtresse de ce dossier n’est pas celle de cette base, ou la base ne répond pas"
        }
        Demarrage::Jetons(_) => "la clé des jetons ne peut pas être lue",
        Demarrage::Tetes(_) => "les clés qui signent les têtes ne peuvent pas être lues",
        Demarrage::Ecoute(_) => "l’adresse d’écoute est prise ou n’est pas de cette machine",
        Demarrage::Reflexion(_) | Demarrage::Service(_) | Demarrage::Tache(_) => {
            "le service ne s’est pas ouvert"
        }
    };
    Echec::Moteur(format!("Le serveur n’a pas démarré à {ecoute} : {phrase} ({cause})."))
}

/// One token a role, in its file, signed by the server's own key.
fn ecrire_les_jetons(dossier: &Path, emetteur: &Emetteur, departement: &str) -> Result<(), Echec> {
    let (maintenant, duree) = (HorlogeSysteme.maintenant(), TimeDelta::days(JETON_JOURS));
    for porteur in Porteur::de_demonstration(departement) {
        let fichier = jetons::fichier(dossier, client(porteur.role));
        let jeton = emetteur.signer(&porteur, maintenant, duree);
        ecrire(&fichier, &jeton).map_err(Echec::sur("écrire", &fichier))?;
    }
    Ok(())
}

/// The role of the server as a client names it.
fn client(role: server::jetons::Role) -> Role {
    match role {
        server::jetons::Role::Crip => Role::Crip,
        server::jetons::Role::Justice => Role::Justice,
        server::jetons::Role::Odpe => Role::Odpe,
        server::jetons::Role::Reprise => Role::Reprise,
        server::jetons::Role::Technique => Role::Technique,
        server::jetons::Role::Archives => Role::Archives,
    }
}

fn ecrire(fichier: &Path, jeton: &str) -> io::Result<()> {
    fichier.parent().map_or(Ok(()), prive)?;
    // A new file each time: whoever could read an old one cannot read this one by its mode.
    match fs::remove_file(fichier) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
        Ok(()) | Err(_) => {}
    }
    let mut nouveau = OpenOptions::new().write(true).create_new(true).mode(0o600).open(fichier)?;
    writeln!(nouveau, "{jeton}")
}

/// A folder of its owner's alone. The folders above it are open to whom they already were.
fn prive(dossier: &Path) -> io::Result<()> {
    if dossier.is_dir() {
        return Ok(());
    }
    dossier.parent().map_or(Ok(()), fs::create_dir_all)?;
    DirBuilder::new().mode(0o700).create(dossier)
}
