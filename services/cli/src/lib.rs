//! The command line of *Parcours*, as a library so that its tests can call it.
//!
//! Three commands run an engine (`serve`, `demo`, `bench`) and three open the database by themselves (`verify`,
//! `rebuild`, `cles`); all the others are gRPC clients that know the contract (`proto`) and nothing else, so there is
//! one door to authorise and to receipt.
//!
//! # Invariants
//!
//! - What a person reads is French, never the debug form of a value.
//! - The answer goes to standard output; progress, warnings and errors go to standard error.
//! - Exit codes: 0 done; 1 it broke down or was refused; 2 the thing asked was done and found
//!   wanting (rejected lines, a published figure that is not met, a journal that does not hold, facts that
//!   are not what it gives, figures that are stopped or a history set apart); 64 a command line not understood.
//!
//! Deliberately not here: rules, figures, rights. The server has them.

pub mod arguments;
mod base;
pub mod echec;
pub mod nombres;
pub mod sortie;
pub mod tableau;
pub mod temps;

pub mod client;
pub mod jetons;
pub mod libelles;
pub mod reponse;

pub mod chercher;
pub mod dossier;
pub mod ecarts;
pub mod echeances;
pub mod effacer;
pub mod etat;
pub mod file;
pub mod import;
pub mod rapport;

pub mod ancrer;
pub mod tete;

pub mod bench;
pub mod cles;
pub mod demo;
pub mod emission;
pub mod rebuild;
pub mod serve;
pub mod suites;
pub mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Commande, FormeTechnique};
use echec::Echec;

/// A line of arguments that could not be understood (`EX_USAGE`).
const MAL_DIT: u8 = 64;
/// It broke down, or the server refused.
const PANNE: u8 = 1;
/// Done, and found wanting.
const INCOMPLET: u8 = 2;

/// How a command ended, when it did not break down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fin {
    /// Everything asked was done.
    Bien,
    /// It was done, and what it found is not what was hoped.
    Incomplet,
}

/// Reads the command line, runs it, and gives the code to exit with.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(erreur) => return mal_dit(&erreur),
    };
    journal_technique(forme_technique(&arguments.commande));
    match executer(arguments.commande) {
        Ok(Fin::Bien) => ExitCode::SUCCESS,
        Ok(Fin::Incomplet) => ExitCode::from(INCOMPLET),
        Err(echec) => {
            sortie::erreur(&echec.to_string());
            ExitCode::from(PANNE)
        }
    }
}

/// Runs a command to its end.
///
/// # Errors
/// [`Echec`] when it broke down or was refused.
pub fn executer(commande: Commande) -> Result<Fin, Echec> {
    let attente = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let attente = attente.map_err(Echec::fichier("préparer l’exécution"))?;
    attente.block_on(async {
        match commande {
            Commande::Serve(demande) => serve::executer(demande).await,
            Commande::Demo(demande) => demo::executer(demande).await,
            Commande::Import(demande) => import::executer(demande).await,
            Commande::Rapport(demande) => rapport::executer(demande).await,
            Commande::Comparer(demande) => suites::comparer(demande).await,
            Commande::Ecarts(demande) => ecarts::executer(demande).await,
            Commande::Etat(demande) => etat::executer(demande).await,
            Commande::Trajectoires(demande) => suites::trajectoires(demande).await,
            Commande::Prevision(demande) => suites::prevision(demande).await,
            Commande::Arreter(demande) => emission::arreter(demande).await,
            Commande::Emettre(demande) => emission::emettre(demande).await,
            Commande::Dossier(demande) => dossier::executer(demande).await,
            Commande::File(demande) => file::executer(demande).await,
            Commande::Chercher(demande) => chercher::executer(demande).await,
            Commande::Echeances(demande) => echeances::executer(demande).await,
            Commande::Effacer(demande) => effacer::executer(demande).await,
            Commande::Cles(demande) => cles::executer(demande).await,
            Commande::Verify(demande) => verify::executer(demande).await,
            Commande::Rebuild(demande) => rebuild::executer(demande).await,
            Commande::Tete(demande) => tete::executer(demande).await,
            Commande::Ancrer(demande) => ancrer::executer(demande).await,
            Commande::Bench(demande) => bench::executer(demande).await,
        }
    })
}

fn mal_dit(erreur: &clap::Error) -> ExitCode {
    if erreur.use_stderr() {
        sortie::erreur(&arguments::en_francais(erreur));
        return ExitCode::from(MAL_DIT);
    }
    sortie::texte(&erreur.to_string());
    ExitCode::SUCCESS
}

/// What is told of the inside by default. A connection cut is told by whoever was using it, and our own
/// PostgreSQL cuts the idle ones when it stops.
const FILTRE: &str = "warn,deadpool.postgres=error";

/// How technical messages are written: only a server is asked for anything else than text.
fn forme_technique(commande: &Commande) -> FormeTechnique {
    if let Commande::Serve(serve) = commande {
        serve.journal_technique
    } else {
        FormeTechnique::Texte
    }
}

/// Technical messages, on standard error: warnings unless `RUST_LOG` asks for more.
fn journal_technique(forme: FormeTechnique) {
    let filtre = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(FILTRE));
    let journal = tracing_subscriber::fmt().with_env_filter(filtre).with_writer(std::io::stderr);
    // A subscriber is there already when a test calls this twice.
    let _deja_la = match forme {
        FormeTechnique::Texte => journal.try_init(),
        FormeTechnique::Json => journal.json().try_init(),
    };
}
