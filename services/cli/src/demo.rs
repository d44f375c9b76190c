//! `parcours demo`: a simulated Département, entered through everyone's door, and its figures compared
//! with what was published.
//!
//! # Invariants
//!
//! - The data goes in by `RepriseService.Importer` and the figures come out of `ActiviteService.Produire`,
//!   over gRPC: the demonstration knows no shortcut.
//! - A folder holds one simulated Département. Loaded once, it is never loaded again; interrupted, it
//!   goes on from where it was, for commands carry their identifiers.
//!
//! Deliberately not here: what is published and what is simulated (`simulateur`).

mod chargement;
mod comparaison;
mod essais;
mod scene;

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::Instant;

use simulateur::Simulation;

use crate::Fin;
use crate::arguments::Demo;
use crate::client::{self, Canal};
use crate::echec::Echec;
use crate::jetons::{self, Role};
use crate::nombres::entier;
use crate::serve::moteur::Moteur;
use crate::serve::{duree, jusqu_a_l_arret};
use crate::sortie;
use crate::tete;
use comparaison::Comparaison;
use scene::{Charge, Scene};

/// Starts, loads if need be, compares; then ends, or lets it run.
///
/// # Errors
/// [`Echec`] when something does not start, or breaks down.
pub async fn executer(demande: Demo) -> Result<Fin, Echec> {
    let debut = Instant::now();
    let scene = Scene::preparer(&demande)?;
    sortie::etape("Démarrage d’un PostgreSQL privé et du serveur");
    let moteur = Moteur::demarrer(scene.reglages()).await?;
    let jouee = jouer(&demande, &scene, &moteur, debut).await;
    let fin = match (jouee, demande.once) {
        (Ok((charge, fin)), false) => laisser_tourner(&scene, &moteur, &charge).await.map(|()| fin),
        (Ok((_, fin)), true) => Ok(fin),
        (Err(echec), _) => Err(echec),
    };
    moteur.arreter().await?;
    match fin {
        // Left running and stopped by hand, it has shown what it had to.
        Ok(_) if !demande.once => Ok(Fin::Bien),
        autre => autre,
    }
}

async fn jouer(
    demande: &Demo,
    scene: &Scene,
    moteur: &Moteur,
    debut: Instant,
) -> Result<(Charge, Fin), Echec> {
    let charge = charger(demande, scene, moteur).await?;
    sortie::etape("Calcul des indicateurs, par le rapport d’activité");
    let canal = canal(moteur, Role::Odpe).await?;
    let comparaison = Comparaison::demander(&canal, &scene.cibles, &charge).await?;
    sortie::texte(&comparaison.texte(&scene.source));
    sortie::ligne(&format!("{} · durée totale {}", temps(&charge), duree(debut.elapsed())));
    sortie::note(&tete::ancre_des_chiffres(&canal, scene::entete(Role::Odpe)).await);
    let fin = if comparaison.tient() { Fin::Bien } else { Fin::Incomplet };
    Ok((charge, fin))
}

/// What the folder holds, or what it holds now.
async fn charger(demande: &Demo, scene: &Scene, moteur: &Moteur) -> Result<Charge, Echec> {
    let fichiers = demande.verite.is_some() || demande.commandes.is_some();
    let deja = scene.charge.clone().filter(|_| !fichiers);
    if let Some(charge) = deja {
        sortie::etape("Le Département simulé est déjà chargé dans ce dossier");
        return Ok(charge);
    }
    sortie::etape("Simulation de six années d’activité");
    let (cibles, graine) = (scene.cibles.clone(), demande.graine);
    let simulation = tokio::task::block_in_place(|| simulateur::simuler(&cibles, graine));
    ecrire(demande, &simulation)?;
    if let Some(charge) = scene.charge.clone() {
        return Ok(charge);
    }
    sortie::etape(&format!(
        "Chargement de {} commandes par RepriseService.Importer",
        entier(simulation.commandes.len().cast_signed() as i64)
    ));
    let canal = canal(moteur, Role::Reprise).await?;
    let charge = chargement::charger(canal, simulation.commandes).await?;
    scene.retenir(&charge)?;
    Ok(charge)
}

/// The files asked for: the truth, and the commands.
fn ecrire(demande: &Demo, simulation: &Simulation) -> Result<(), Echec> {
    if let Some(chemin) = &demande.verite {
        let ecrit = simulation.verite.ecrire_csv(nouveau(chemin)?);
        ecrit.map_err(|cause| Echec::Phrase(cause.to_string()))?;
    }
    if let Some(chemin) = &demande.commandes {
        let ecrit = simulateur::ecrire_json_lines(&simulation.commandes, nouveau(chemin)?);
        ecrit.map_err(|cause| {
            Echec::Phrase(format!("Écriture de {} : {cause}", chemin.display()))
        })?;
    }
    Ok(())
}

fn nouveau(chemin: &Path) -> Result<BufWriter<File>, Echec> {
    File::create(chemin).map(BufWriter::new).map_err(Echec::sur("écrire", chemin))
}

async fn canal(moteur: &Moteur, role: Role) -> Result<Canal, Echec> {
    let fichier = jetons::fichier(moteur.dossier(), role);
    let jeton = jetons::lire(Some(&fichier), role)?;
    client::avec(&moteur.adresse(), &jeton).await
}

fn temps(charge: &Charge) -> String {
    let commandes = entier(charge.commandes.cast_signed());
    match charge.secondes {
        Some(secondes) => {
            let chargement = duree(std::time::Duration::from_secs_f64(secondes));
            format!("{commandes} commandes chargées en {chargement}")
        }
        None => format!("{commandes} commandes, chargées auparavant"),
    }
}

async fn laisser_tourner(scene: &Scene, moteur: &Moteur, charge: &Charge) -> Result<(), Echec> {
    sortie::texte(&essais::invitation(scene, &moteur.adresse(), charge));
    jusqu_a_l_arret().await
}
