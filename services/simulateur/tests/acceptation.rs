//! The rules of the domain accept every command, in the order of the instants, and each one makes as
//! many events as the simulator counted on.

use std::collections::BTreeMap;

use chrono_tz::Europe::Paris;
use domain::enfant::{Contexte, Enfant, decide_fratrie, reaffecter};
use domain::evenement::Acte;
use domain::ids::EnfantId;
use domain::temps::jour_legal;
use proto::reprise::v1::Commande;
use proto::wire::{ActeDemande, Demande};
use simulateur::{Cibles, simuler};

const ESSAI_A: &str = include_str!("../donnees/essai_a.json");
const ESSAI_B: &str = include_str!("../donnees/essai_b.json");

/// The files, in memory.
#[derive(Default)]
struct Dossiers(BTreeMap<EnfantId, Enfant>);

impl Dossiers {
    /// What the engine would answer, in the words of a refusal, and nothing when it accepts.
    fn executer(&mut self, commande: &Commande) -> Result<(), String> {
        let demande = proto::wire::demande(commande).map_err(|refus| format!("{refus:?}"))?;
        let decided = self.decider(&demande)?;
        for (enfant, actes) in decided {
            if actes.is_empty() {
                return Err("nothing was written".to_owned());
            }
            let file = self.0.entry(enfant).or_insert_with(|| Enfant::nouveau(enfant));
            actes.into_iter().for_each(|acte| file.push_acte(acte));
        }
        Ok(())
    }

    fn decider(&self, demande: &Demande) -> Result<Vec<(EnfantId, Vec<Acte>)>, String> {
        let a = demande.enregistre_a.ok_or("no instant")?;
        let contexte = Contexte {
            aujourd_hui: jour_legal(a, Paris),
            survenu: demande.survenu,
            connu_le: demande.connu_le,
            version_attendue: demande.version_attendue,
        };
        let file = |enfant: &EnfantId| {
            self.0.get(enfant).cloned().unwrap_or_else(|| Enfant::nouveau(*enfant))
        };
        match &demande.acte {
            ActeDemande::Fratrie(asked) => {
                let files: Vec<Enfant> = asked.iter().map(|(enfant, _)| file(enfant)).collect();
                let asked = files.iter().zip(asked).map(|(file, (_, c))| (file, c.clone()));
                decide_fratrie(asked.collect(), &contexte).map_err(|refus| format!("{refus:?}"))
            }
            ActeDemande::Reaffecter { information, de, vers, motif } => {
                reaffecter(&file(de), &file(vers), *information, motif.clone(), &[], &contexte)
                    .map(|moved| moved.actes)
                    .map_err(|refus| format!("{refus:?}"))
            }
            ActeDemande::Departement(_)
            | ActeDemande::Fusionner { .. }
            | ActeDemande::Disjoindre { .. }
            | ActeDemande::Personne { .. }
            | ActeDemande::Doublon { .. }
            | ActeDemande::Effacer { .. } => {
                Err("a simulated Département asks for none of these".into())
            }
        }
    }
}

/// The refusals of a whole simulation.
fn refus(json: &str, graine: u64) -> Vec<String> {
    let cibles = Cibles::lire(json).expect("these targets are feasible");
    let mut dossiers = Dossiers::default();
    let commandes = simuler(&cibles, graine).commandes;
    let refus = commandes.iter().filter_map(|commande| {
        let cause = dossiers.executer(commande).err()?;
        Some(format!("{cause}\n{commande:?}"))
    });
    refus.collect()
}

#[test]
fn aucune_commande_n_est_refusee() {
    for (json, graine) in [(ESSAI_A, 1), (ESSAI_A, 2), (ESSAI_B, 3)] {
        let refus = refus(json, graine);
        assert!(refus.is_empty(), "{} refused, the first:\n{}", refus.len(), refus[0]);
    }
}
