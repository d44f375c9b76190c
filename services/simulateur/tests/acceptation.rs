//! The rules of the domain accept every command, in the order of the instants, and each one makes as
//! many events as the simulator counted on; what it then holds to be in force is what was true, whatever the chapters
//! that aim at no figure told meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use chrono_tz::Europe::Paris;
use domain::codes::NatureMesure;
use domain::dossier;
use domain::enfant::{Commande, Contexte, Enfant, Parcours, dossiers, reaffecter};
use domain::evenement::Acte;
use domain::fratrie::tous;
use domain::ids::EnfantId;
use domain::mesure::Mesure;
use domain::temps::{jour_legal, majorite};
use proto::reprise::v1;
use proto::wire::{ActeDemande, Demande};
use simulateur::{Cibles, LigneEnfant, Simulation, Verite, simuler};
use uuid::Uuid;

const ESSAI_A: &str = include_str!("../donnees/essai_a.json");
const ESSAI_B: &str = include_str!("../donnees/essai_b.json");

/// All that the simulator ever annuls.
const ANNULES: [&str; 3] = ["contact_note", "information_recue", "mesure_demarree"];

/// The files, in memory.
#[derive(Default)]
struct Dossiers(BTreeMap<EnfantId, Enfant>);

impl Dossiers {
    /// What the engine would answer, in the words of a refusal, and nothing when it accepts.
    fn executer(&mut self, commande: &v1::Commande) -> Result<(), String> {
        let demande = proto::wire::demande(commande).map_err(|refus| format!("{refus:?}"))?;
        self.vise_bien(&demande)?;
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

    /// What is annulled is what was typed twice or on nothing: the domain says itself when a replacement is of
    /// another kind, and cannot know which event was meant.
    fn vise_bien(&self, demande: &Demande) -> Result<(), String> {
        let ActeDemande::Fratrie(asked) = &demande.acte else { return Ok(()) };
        for (enfant, commande) in asked {
            let Commande::Dossier(dossier::Command::Annuler(annule)) = commande else { continue };
            let file = self.0.get(enfant).ok_or("a correction of no file")?;
            let said = file.recorded().iter().find(|said| said.cible == annule.cible);
            let nom = said.ok_or("a correction of nothing")?.acte.evenement.nom();
            if !ANNULES.contains(&nom) {
                return Err(format!("{nom} was not meant to be annulled"));
            }
        }
        Ok(())
    }

    fn ouvre(&mut self, enfant: EnfantId) -> &Enfant {
        self.0.entry(enfant).or_insert_with(|| Enfant::nouveau(enfant))
    }

    fn decider(&mut self, demande: &Demande) -> Result<Vec<(EnfantId, Vec<Acte>)>, String> {
        let a = demande.enregistre_a.ok_or("no instant")?;
        let contexte = Contexte {
            aujourd_hui: jour_legal(a, Paris),
            survenu: demande.survenu,
            connu_le: demande.connu_le,
            version_attendue: demande.version_attendue,
        };
        match &demande.acte {
            ActeDemande::Fratrie(asked) => {
                for (enfant, _) in asked {
                    self.ouvre(*enfant);
                }
                dossiers::decider(asked, &|id| self.0.get(&id), &contexte)
                    .map(|decision| decision.ensemble.actes)
                    .map_err(|refus| format!("{refus:?}"))
            }
            ActeDemande::Reaffecter { information, de, vers, motif } => {
                let (de, vers) = (self.ouvre(*de).clone(), self.ouvre(*vers).clone());
                let shared: BTreeSet<EnfantId> =
                    [&de, &vers].into_iter().flat_map(|one| tous(one, information.0)).collect();
                let beside = shared.iter().filter(|id| ![de.id(), vers.id()].contains(id));
                let beside: Vec<&Enfant> = beside.map(|id| &self.0[id]).collect();
                reaffecter(&de, &vers, *information, motif.clone(), &beside, &contexte)
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

/// A whole simulation: its files, its truth, and what was refused.
fn jouer(json: &str, graine: u64) -> (Dossiers, Verite, Vec<String>) {
    let cibles = Cibles::lire(json).expect("these targets are feasible");
    let mut dossiers = Dossiers::default();
    let Simulation { commandes, verite } = simuler(&cibles, graine);
    let refus = commandes.iter().filter_map(|commande| {
        let cause = dossiers.executer(commande).err()?;
        Some(format!("{cause}\n{commande:?}"))
    });
    let refus = refus.collect();
    (dossiers, verite, refus)
}

fn nature(mesure: &Mesure) -> Option<NatureMesure> {
    mesure.decidee().map(|decidee| decidee.fait.termes.nature)
}

/// The measures of a minor in force on a day, for the domain.
fn en_vigueur(parcours: &Parcours, le: NaiveDate) -> BTreeSet<Uuid> {
    let identite = &parcours.identite;
    let runs = parcours.mesure.mesures.iter().filter(|(_, mesure)| {
        nature(mesure) != Some(NatureMesure::ContratJeuneMajeur) && mesure.en_vigueur(identite, le)
    });
    runs.map(|(id, _)| id.0).collect()
}

/// The same, in truth.
fn vraiment_en_vigueur(enfant: &LigneEnfant, le: NaiveDate) -> BTreeSet<Uuid> {
    let mineur = enfant.naissance.is_none_or(|naissance| le < majorite(naissance));
    let runs = enfant.mesures.iter().filter(|mesure| {
        mineur && mesure.effet <= le && le <= mesure.terme && mesure.fin.is_none_or(|fin| le < fin)
    });
    runs.map(|mesure| mesure.id).collect()
}

#[test]
fn aucune_commande_n_est_refusee() {
    for (json, graine) in [(ESSAI_A, 1), (ESSAI_A, 2), (ESSAI_B, 3)] {
        let (_, _, refus) = jouer(json, graine);
        assert!(refus.is_empty(), "{} refused, the first:\n{}", refus.len(), refus[0]);
    }
}

#[test]
fn ce_qui_est_en_vigueur_pour_le_domaine_est_ce_qui_etait_vrai() {
    let (dossiers, verite, refus) = jouer(ESSAI_B, 4);
    assert!(refus.is_empty(), "{refus:?}");
    let (mut contrats, jeune_majeur) = (0, NatureMesure::ContratJeuneMajeur);
    for vrai in &verite.enfants {
        let Some(file) = dossiers.0.get(&EnfantId(vrai.enfant)) else { continue };
        let parcours = file.parcours();
        for annee in 2018..=2023 {
            let le = NaiveDate::from_ymd_opt(annee, 12, 31).unwrap();
            let (dits, vrais) = (en_vigueur(&parcours, le), vraiment_en_vigueur(vrai, le));
            assert_eq!(dits, vrais, "{} on {le}", vrai.enfant);
        }
        assert_eq!(parcours.projet.projets.len(), vrai.projets.len(), "{}", vrai.enfant);
        let mesures = parcours.mesure.mesures.values();
        contrats += mesures.filter(|mesure| nature(mesure) == Some(jeune_majeur)).count();
    }
    assert!(contrats > 0, "nobody came of age: the test proves less than it says");
}
