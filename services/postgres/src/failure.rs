//! What can go wrong with the private PostgreSQL. The texts are French: they reach the terminal of
//! whoever started `parcours`, and each says what to do next. None can hold a person's data: nothing
//! here ever reads a row.

use std::{io, path::PathBuf};

use thiserror::Error;

/// Why the private PostgreSQL could not be started, reached or stopped.
#[derive(Debug, Error)]
pub enum Failure {
    /// No usable PostgreSQL server on this machine.
    #[error(
        "Aucun serveur PostgreSQL {} n’a été trouvé sur cette machine (PATH, \
         /usr/lib/postgresql, pg_config). Installez-le, par exemple par « apt-get install \
         postgresql », ou donnez l’adresse d’une base par --database-url.",
        .major.map_or("récent".to_owned(), |major| format!("version {major}"))
    )]
    PostgresMissing {
        /// The only version that can open the existing data, when there is one.
        major: Option<u32>,
    },
    /// Another `parcours` holds this folder.
    #[error(
        "Le dossier de données {} est déjà utilisé par un autre processus « parcours ». Arrêtez-le, \
         ou choisissez un autre dossier.", .folder.display()
    )]
    AlreadyRunning {
        /// The contended folder.
        folder: PathBuf,
    },
    /// A PostgreSQL that no `parcours` watches over runs on this folder.
    #[error(
        "Un serveur PostgreSQL (processus {pid}) tourne déjà sur {}, lancé par un autre moyen que \
         « parcours ». Arrêtez-le, par exemple par « kill -INT {pid} », puis recommencez.",
        .folder.display()
    )]
    ForeignServer {
        /// The folder of the running server.
        folder: PathBuf,
        /// Its process.
        pid: i32,
    },
    /// The unprivileged account cannot enter any place that was tried.
    #[error(
        "Le compte qui doit faire tourner PostgreSQL (uid {uid}) ne peut pas entrer dans {}. \
         Choisissez un dossier dont tous les parents lui sont ouverts (droit « x »).",
        .folder.display()
    )]
    Unreachable {
        /// The last place tried.
        folder: PathBuf,
        /// Who could not enter.
        uid: u32,
    },
    /// Root has nobody to hand the engine to.
    #[error(
        "PostgreSQL refuse de tourner sous le compte root, et cette machine n’a ni compte \
         « postgres » ni compte « nobody ». Lancez « parcours » sous un compte ordinaire."
    )]
    NoAccount,
    /// The engine did not start; its own words follow.
    #[error("PostgreSQL n’a pas démarré : {detail}")]
    NotStarted {
        /// The last lines of the engine's log.
        detail: String,
    },
    /// The engine would not stop.
    #[error("PostgreSQL ne s’est pas arrêté proprement : {detail}")]
    NotStopped {
        /// What `pg_ctl` said.
        detail: String,
    },
    /// A program of PostgreSQL failed.
    #[error("« {program} » a échoué : {detail}")]
    Program {
        /// The program's name.
        program: &'static str,
        /// What it said.
        detail: String,
    },
    /// A file or a process could not be worked with.
    #[error("Impossible de {what} : {source}")]
    Io {
        /// What was being done, in French, to follow "impossible de".
        what: String,
        /// Why not.
        source: io::Error,
    },
    /// A connection or a statement of administration failed.
    #[error("La base de données privée ne répond pas comme prévu : {0}")]
    Sql(#[from] postgres::Error),
    /// The schema could not be brought up to date.
    #[error("Le schéma de la base n’a pas pu être mis à jour : {0}")]
    Migration(String),
}

/// Names what was being done, so that the error says more than "permission denied".
pub(crate) fn io<E: Into<io::Error>>(what: impl Into<String>) -> impl FnOnce(E) -> Failure {
    let what = what.into();
    move |source| Failure::Io { what, source: source.into() }
}
