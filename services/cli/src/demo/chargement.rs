//! The load of a demonstration, with its bar, and the child one will be shown.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use proto::commun::v1::{EnteteCommande, Repere};
use proto::reprise::v1::commande::Commande as Une;
use proto::reprise::v1::{Commande, Compte, Ligne};
use tokio::sync::mpsc;

use super::scene::{Charge, Exemple};
use crate::client::Canal;
use crate::echec::Echec;
use crate::import::{envoi, rejets};
use crate::sortie::Progression;

/// Commands ahead of the connection.
const AVANCE_MAX: usize = 1024;

/// Sends every command, and says what was loaded. A rejected command is a breakdown here: the
/// simulator types nothing the engine refuses.
pub(super) async fn charger(canal: Canal, commandes: Vec<Commande>) -> Result<Charge, Echec> {
    let debut = Instant::now();
    let (total, exemple) = (commandes.len() as u64, exemple(&commandes));
    let (envoi, lignes) = mpsc::channel(AVANCE_MAX);
    let source = tokio::spawn(envoyer(commandes, envoi));
    let mut progression = Progression::nouvelle("commandes", total);
    let mut arrivee = Repere::default();
    envoi::envoyer(canal, lignes, |compte| {
        let Compte { jusqu_a, faites: _, deja_faites: _, rejets, repere } = compte;
        progression.atteint(jusqu_a);
        arrivee = repere
            .filter(|repere| repere.position > arrivee.position)
            .unwrap_or_else(|| arrivee.clone());
        rejets.first().map_or(Ok(()), |rejet| Err(Echec::Phrase(rejets::phrase(rejet))))
    })
    .await?;
    progression.finie();
    source.await.map_err(|_| envoi::interrompu())?;
    let Repere { journal, position } = arrivee;
    let secondes = Some(debut.elapsed().as_secs_f64());
    Ok(Charge { commandes: total, position, journal, exemple, secondes })
}

async fn envoyer(commandes: Vec<Commande>, envoi: mpsc::Sender<Ligne>) {
    for (numero, commande) in (1..).zip(commandes) {
        let ligne = Ligne { numero, commande: Some(commande) };
        if envoi.send(ligne).await.is_err() {
            // The server hung up: its reason is in its answer.
            return;
        }
    }
}

/// What is known of an AEMO while the commands go by.
#[derive(Default)]
struct Aemo {
    enfant: String,
    attend: Option<NaiveDate>,
}

/// The child whose AEMO waited longest between the noting of the wait and the first act.
fn exemple(commandes: &[Commande]) -> Option<Exemple> {
    let mut aemos: BTreeMap<&str, Aemo> = BTreeMap::new();
    let mut trouve: Option<(u64, Exemple)> = None;
    for une in commandes.iter().filter_map(|commande| commande.commande.as_ref()) {
        if let Une::MesureOrdonner(ordre) = une {
            for ordonnee in &ordre.mesures {
                let mesure = ordonnee.mesure.as_ref().filter(|mesure| mesure.nature == "aemo");
                let enfant = ordonnee.enfant.clone();
                aemos.extend(mesure.map(|mesure| (&*mesure.mesure, Aemo { enfant, attend: None })));
            }
        } else if let Une::MesureMettreEnAttente(attente) = une {
            let mesure = attente.attente.as_ref().and_then(|une| aemos.get_mut(&*une.mesure));
            if let Some(aemo) = mesure {
                aemo.attend = survenu(attente.entete.as_ref());
            }
        } else if let Une::MesureDemarrer(debut) = une {
            let mesure = debut.demarree.as_ref().and_then(|une| aemos.get(&*une.mesure));
            let longue = mesure.and_then(|aemo| attente(aemo, survenu(debut.entete.as_ref())?));
            trouve = longue.into_iter().chain(trouve).max_by_key(|(jours, _)| *jours);
        }
    }
    trouve.map(|(_, exemple)| exemple)
}

/// How long it waited, and what to show of it.
fn attente(aemo: &Aemo, demarree: NaiveDate) -> Option<(u64, Exemple)> {
    let attend = aemo.attend?;
    let jours = u64::try_from((demarree - attend).num_days()).ok()?;
    let en_attente_le = attend.checked_add_days(Days::new(jours / 2))?;
    Some((jours, Exemple { enfant: aemo.enfant.clone(), en_attente_le }))
}

fn survenu(entete: Option<&EnteteCommande>) -> Option<NaiveDate> {
    entete?.survenu.as_ref()?.le.parse().ok()
}
