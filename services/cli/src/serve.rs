//! `parcours serve`: the server and its views in one process, until it is told to stop.
//!
//! Deliberately not here: how the engine is put together, which `demo` shares ([`moteur`]).

pub mod moteur;

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use crate::Fin;
use crate::arguments::Serve;
use crate::echec::Echec;
use crate::jetons::{self, Role};
use crate::sortie;
use moteur::{Base, Moteur, Reglages};

/// Starts the engine, says where it is, and waits for Ctrl-C or SIGTERM.
///
/// # Errors
/// [`Echec`] when it does not start, or does not stop.
pub async fn executer(demande: Serve) -> Result<Fin, Echec> {
    let Serve {
        database_url,
        migrer,
        donnees,
        ecoute,
        mesures,
        journal_technique: _,
        retention_cles,
        departement,
    } = demande;
    if let Some(proprietaire) = migrer {
        sortie::etape("Mise à jour du schéma de la base");
        moteur::migrer(&proprietaire)?;
    }
    let base = database_url.map_or(Base::Privee, Base::Donnee);
    let reglages = Reglages {
        dossier: donnees,
        base,
        ecoute,
        mesures,
        departement,
        simule: false,
        retention_cles,
    };
    sortie::etape("Démarrage");
    let moteur = Moteur::demarrer(reglages).await?;
    presenter(&moteur);
    jusqu_a_l_arret().await?;
    moteur.arreter().await?;
    Ok(Fin::Bien)
}

/// Where everything is.
fn presenter(moteur: &Moteur) {
    let dossier = moteur.dossier();
    sortie::ligne(&format!("adresse   {}", moteur.adresse()));
    if let Some(mesures) = moteur.mesures() {
        sortie::ligne(&format!("mesures   {mesures}/metrics"));
    }
    sortie::ligne(&format!("dossier   {}", dossier.display()));
    if let Some(base) = moteur.base() {
        sortie::ligne(&format!("base      {}", base.display()));
    }
    for role in Role::TOUS {
        let fichier = jetons::fichier(dossier, role);
        sortie::ligne(&format!("jeton     {:9}  {}", role.nom(), fichier.display()));
    }
    sortie::note("Ctrl-C pour arrêter.");
}

/// Waits for Ctrl-C or SIGTERM.
///
/// # Errors
/// [`Echec`] when signals cannot be waited for.
pub async fn jusqu_a_l_arret() -> Result<(), Echec> {
    let attendre = |genre| signal(genre).map_err(Echec::fichier("attendre un signal"));
    let (mut interrompu, mut termine) =
        (attendre(SignalKind::interrupt())?, attendre(SignalKind::terminate())?);
    tokio::select! {
        _ = interrompu.recv() => {}
        _ = termine.recv() => {}
    }
    sortie::etape("Arrêt");
    Ok(())
}

/// « 3 min 07 s », « 12,3 s ».
#[must_use]
pub fn duree(duree: Duration) -> String {
    let secondes = duree.as_secs();
    if secondes < 60 {
        return format!("{secondes},{} s", duree.subsec_millis() / 100);
    }
    format!("{} min {:02} s", secondes / 60, secondes % 60)
}
