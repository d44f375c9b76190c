//! Many commands at once: decided one after the other in memory, appended in one transaction.
//!
//! # Invariants
//!
//! - Each command is decided as if it had come alone, after those before it: on the histories of the
//!   journal, plus what the earlier commands of the batch made, seals closed.
//! - What one command becomes never fails another. A command the journal did not take as decided is
//!   executed alone, and so is every later one on the same children.
//! - Answers come in the order of the commands.
//!
//! Deliberately absent: moving an information from one child to another, which reads seals: such a
//! command cuts the batch and is executed alone.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{MutexGuard, PoisonError};

use domain::enfant::Enfant;
use domain::ids::EnfantId;
use eventstore::{CommandRecord, Invalid, Lane, Terms, Verdict};
use projections::codec;
use proto::reprise::v1::Commande;
use tracing::Instrument as _;
use uuid::Uuid;

use super::dossiers::{self, Dit, LECTURES_MAX, a_charger};
use super::doublons::Godets;
use super::memoire::{Memoire, fermer};
use super::{Decide, Executeur, Fait, Moteur, Preparee, enfants, fait, grouper};
use crate::echec::{Echec, Panne};

/// How many commands are decided before the task lets others run.
const PAS: usize = 16;

/// The lines of an import give way to whoever waits for an answer, and wait for room.
const EN_MASSE: Terms = Terms { lane: Lane::Bulk, deadline: None };

/// One command of a batch and what is known of its fate.
struct Ligne {
    preparee: Preparee,
    sort: Sort,
    dit: Dit,
}

enum Sort {
    /// Decided; waits for the journal.
    Decidee(Vec<Decide>),
    /// The journal has answered.
    Faite(Fait),
    /// The history says no.
    Refusee(Echec),
    /// To be executed alone, at its turn.
    Seule,
}

/// The answer of one command.
pub(super) type Reponse = Result<Fait, Echec>;

impl Executeur {
    /// Executes commands in order and gives the answer of each.
    ///
    /// # Errors
    ///
    /// A breakdown, after which nobody knows how far it went: sending the same commands again tells.
    pub(crate) async fn executer_lot(
        &self,
        commandes: &[Commande],
        acteur: &str,
    ) -> Result<Vec<Reponse>, Panne> {
        self.moteur.executer_lot(commandes, acteur).await
    }
}

impl Moteur {
    async fn executer_lot(
        &self,
        commandes: &[Commande],
        acteur: &str,
    ) -> Result<Vec<Reponse>, Panne> {
        let mut answers: Vec<Option<Reponse>> = Vec::with_capacity(commandes.len());
        let mut batch: Vec<(usize, Preparee)> = Vec::with_capacity(commandes.len());
        for (rank, commande) in commandes.iter().enumerate() {
            if rank % PAS == 0 {
                tokio::task::yield_now().await;
            }
            let answer = match self.preparer(commande, acteur, EN_MASSE) {
                Err(echec) => Some(Err(echec)),
                // Who brings data in may not take any away.
                Ok(preparee) if preparee.destroys() => Some(Err(Echec::Interdit)),
                Ok(preparee) if preparee.alone() => {
                    self.flush(&mut batch, &mut answers).await?;
                    Some(self.executer_seule(&preparee).await?)
                }
                Ok(preparee) => {
                    batch.push((rank, preparee));
                    None
                }
            };
            answers.push(answer);
        }
        self.flush(&mut batch, &mut answers).await?;
        let answered = |answer: Option<_>| answer.expect("a flush answers its whole batch");
        Ok(answers.into_iter().map(answered).collect())
    }

    async fn flush(
        &self,
        batch: &mut Vec<(usize, Preparee)>,
        answers: &mut [Option<Reponse>],
    ) -> Result<(), Panne> {
        let (ranks, preparees): (Vec<usize>, Vec<Preparee>) = batch.drain(..).unzip();
        for (rank, answer) in ranks.into_iter().zip(self.groupe(preparees).await?) {
            answers[rank] = Some(answer);
        }
        Ok(())
    }

    async fn executer_seule(&self, preparee: &Preparee) -> Result<Reponse, Panne> {
        let answer = self.executer_preparee(preparee).await;
        self.oublier_enfants(&enfants(&preparee.demande.acte));
        without_breakdown(answer)
    }

    /// Executes commands that read no seal.
    pub(super) async fn groupe(&self, preparees: Vec<Preparee>) -> Result<Vec<Reponse>, Panne> {
        let commands: Vec<Uuid> = preparees.iter().map(Preparee::commande_id).collect();
        let (known, histories, godets) = tokio::join!(
            self.journal.commands(&commands),
            self.histoires(&preparees),
            self.godets(&preparees)
        );
        let (known, mut histories, mut godets) = (known?, histories?, godets?);
        let span = tracing::debug_span!("decider", commandes = preparees.len());
        let deciding =
            decider_toutes(preparees, &known, &mut histories, &mut godets).instrument(span);
        let mut lignes = deciding.await?;
        let tainted = self.inscrire(&mut lignes).await?;
        self.rendre(histories, &tainted);
        self.repondre(lignes, tainted).await
    }

    /// The histories a batch needs: those kept and still at their version, the others read.
    async fn histoires(&self, preparees: &[Preparee]) -> Result<HashMap<EnfantId, Enfant>, Panne> {
        let wanted: HashSet<EnfantId> =
            preparees.iter().flat_map(|preparee| enfants(&preparee.demande.acte)).collect();
        let mut found: HashMap<EnfantId, Enfant> = {
            let mut memoire = self.memoire();
            wanted.iter().filter_map(|id| Some((*id, memoire.prendre(*id)?))).collect()
        };
        let missing: Vec<EnfantId> =
            wanted.into_iter().filter(|id| !found.contains_key(id)).collect();
        let kept: Vec<Uuid> = found.keys().map(|id| id.0).collect();
        let (versions, read) = tokio::join!(self.journal.versions(&kept), self.lire(&missing));
        let versions = versions?;
        let current = |enfant: &Enfant| versions.get(&enfant.id().0).copied().unwrap_or_default();
        let stale: Vec<EnfantId> = found
            .extract_if(|_, enfant| enfant.version() != current(enfant))
            .map(|(id, _)| id)
            .collect();
        for enfant in read?.into_iter().chain(self.lire(&stale).await?) {
            found.insert(enfant.id(), enfant);
        }
        self.completer(preparees, &mut found).await?;
        Ok(found)
    }

    /// The histories beside those of the children named: principals, streams merged, siblings.
    async fn completer(
        &self,
        preparees: &[Preparee],
        found: &mut HashMap<EnfantId, Enfant>,
    ) -> Result<(), Panne> {
        for _ in 0..LECTURES_MAX {
            let wants = |preparee: &Preparee| a_charger(preparee, &|id| found.get(&id));
            let wanted: BTreeSet<EnfantId> = preparees.iter().flat_map(wants).collect();
            if wanted.is_empty() {
                return Ok(());
            }
            let wanted: Vec<EnfantId> = wanted.into_iter().collect();
            for enfant in self.lire(&wanted).await? {
                found.insert(enfant.id(), enfant);
            }
        }
        Ok(())
    }

    async fn lire(&self, children: &[EnfantId]) -> Result<Vec<Enfant>, Panne> {
        if children.is_empty() {
            return Ok(Vec::new());
        }
        let streams: Vec<Uuid> = children.iter().map(|enfant| enfant.0).collect();
        let events = self.journal.read_streams(&streams, None).await?;
        Ok(grouper(children, &events, codec::decode)?)
    }

    /// Seals and appends what was decided, and says on which children it did not go as decided.
    async fn inscrire(&self, lignes: &mut [Ligne]) -> Result<HashSet<EnfantId>, Panne> {
        let mut tainted = HashSet::new();
        let keys = match self.keys.ensure(&subjects(lignes)).await {
            Ok(keys) => keys,
            Err(eventstore::KeyFailure::Erased(_)) => return Ok(all_alone(lignes)),
            Err(failure) => return Err(failure.into()),
        };
        let mut requests = Vec::with_capacity(lignes.len());
        let mut asking = Vec::with_capacity(lignes.len());
        for (rank, ligne) in lignes.iter_mut().enumerate() {
            if rank % PAS == 0 {
                tokio::task::yield_now().await;
            }
            let Sort::Decidee(decides) = &ligne.sort else { continue };
            match self.requete(&ligne.preparee, decides, &keys) {
                Ok(request) => {
                    requests.push(request);
                    asking.push(ligne);
                }
                Err(echec) => {
                    tainted.extend(changed(decides));
                    ligne.sort = Sort::Refusee(without_breakdown_of(echec)?);
                }
            }
        }
        let verdicts = self.soumettre(requests, ensemble(&asking)).await?;
        for (ligne, verdict) in asking.into_iter().zip(verdicts) {
            ligne.juger(verdict, &mut tainted);
        }
        Ok(tainted)
    }

    /// Keeps the histories that went as decided, and forgets the others.
    fn rendre(&self, histories: HashMap<EnfantId, Enfant>, tainted: &HashSet<EnfantId>) {
        let mut memoire = self.memoire();
        for (id, enfant) in histories {
            // Of merged streams the order of recording counts, which a batch only approaches.
            if !tainted.contains(&id) && enfant.absorbes().is_empty() {
                memoire.garder(enfant);
            }
        }
    }

    /// The answers, in order. A refusal stands, unless a child of it did not go as decided or the
    /// command was done meanwhile.
    async fn repondre(
        &self,
        lignes: Vec<Ligne>,
        mut tainted: HashSet<EnfantId>,
    ) -> Result<Vec<Reponse>, Panne> {
        let meanwhile = self.refusees_mais_faites(&lignes).await?;
        let mut answers = Vec::with_capacity(lignes.len());
        for Ligne { preparee, sort, dit: _ } in lignes {
            let children = enfants(&preparee.demande.acte);
            answers.push(match sort {
                Sort::Faite(fait) => Ok(fait),
                Sort::Refusee(echec) if !children.iter().any(|child| tainted.contains(child)) => {
                    match meanwhile.get(&preparee.commande_id()) {
                        Some(record) => preparee.deja(record),
                        None => Err(echec),
                    }
                }
                Sort::Refusee(_) | Sort::Decidee(_) | Sort::Seule => {
                    tainted.extend(&children);
                    self.executer_seule(&preparee).await?
                }
            });
        }
        Ok(answers)
    }

    /// Sent twice at once: the other was faster, and its act is why this one was refused.
    async fn refusees_mais_faites(
        &self,
        lignes: &[Ligne],
    ) -> Result<HashMap<Uuid, CommandRecord>, Panne> {
        let refused = |ligne: &&Ligne| matches!(ligne.sort, Sort::Refusee(_));
        let refused: Vec<Uuid> =
            lignes.iter().filter(refused).map(|ligne| ligne.preparee.commande_id()).collect();
        if refused.is_empty() {
            Ok(HashMap::new())
        } else {
            Ok(self.journal.commands(&refused).await?)
        }
    }

    /// What was written alone is no longer as the batches remember it.
    fn oublier_enfants(&self, children: &[EnfantId]) {
        let mut memoire = self.memoire();
        for enfant in children {
            memoire.prendre(*enfant);
        }
    }

    fn memoire(&self) -> MutexGuard<'_, Memoire> {
        // A history is whole when it is put in or taken out: a panic elsewhere leaves nothing half-done.
        self.memoire.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ligne {
    fn juger(&mut self, verdict: Verdict, tainted: &mut HashSet<EnfantId>) {
        let Sort::Decidee(decides) = &self.sort else { return };
        let sort = match verdict {
            Verdict::Appended { last, .. } => {
                Sort::Faite(fait(last, decides, std::mem::take(&mut self.dit)))
            }
            Verdict::Duplicate { last, .. } => {
                tainted.extend(changed(decides));
                Sort::Faite(Fait::deja(last))
            }
            Verdict::Invalid(Invalid::CommandReused(_)) => {
                tainted.extend(changed(decides));
                Sort::Refusee(Echec::CommandeReutilisee)
            }
            Verdict::Expired => {
                tainted.extend(changed(decides));
                Sort::Refusee(Echec::Expiree)
            }
            Verdict::Conflict(_) | Verdict::Invalid(_) => {
                tainted.extend(decides.iter().filter_map(Decide::enfant));
                Sort::Seule
            }
        };
        self.sort = sort;
    }
}

/// The terms of commands written together: they wait as long as the most patient of their callers.
fn ensemble(lignes: &[&mut Ligne]) -> Terms {
    let terms = || lignes.iter().map(|ligne| ligne.preparee.terms);
    let lane = terms().next().map_or(Lane::Interactive, |terms| terms.lane);
    let deadlines: Option<Vec<_>> = terms().map(|terms| terms.deadline).collect();
    Terms { lane, deadline: deadlines.and_then(|deadlines| deadlines.into_iter().max()) }
}

/// The children whose history a decision changed.
fn changed(decides: &[Decide]) -> impl Iterator<Item = EnfantId> {
    decides.iter().filter(|decide| !decide.actes.is_empty()).filter_map(Decide::enfant)
}

/// Nothing was appended: every decided command is executed alone.
fn all_alone(lignes: &mut [Ligne]) -> HashSet<EnfantId> {
    let mut tainted = HashSet::new();
    for ligne in lignes {
        if let Sort::Decidee(decides) = &ligne.sort {
            tainted.extend(decides.iter().filter_map(Decide::enfant));
            ligne.sort = Sort::Seule;
        }
    }
    tainted
}

/// Decides in order; what a command makes is seen by the next.
async fn decider_toutes(
    preparees: Vec<Preparee>,
    known: &HashMap<Uuid, CommandRecord>,
    histories: &mut HashMap<EnfantId, Enfant>,
    godets: &mut Godets,
) -> Result<Vec<Ligne>, Panne> {
    let mut lignes = Vec::with_capacity(preparees.len());
    for (rank, preparee) in preparees.into_iter().enumerate() {
        if rank % PAS == 0 {
            tokio::task::yield_now().await;
        }
        let decided = match known.get(&preparee.commande_id()) {
            Some(record) => {
                let sort = preparee.deja(record).map_or_else(Sort::Refusee, Sort::Faite);
                lignes.push(Ligne { preparee, sort, dit: Dit::default() });
                continue;
            }
            // What an earlier act of the batch merged or shared is not all at hand: alone, at its turn.
            None if !a_charger(&preparee, &|id| histories.get(&id)).is_empty() => {
                lignes.push(Ligne { preparee, sort: Sort::Seule, dit: Dit::default() });
                continue;
            }
            None => decider(&preparee, histories, godets),
        };
        let (sort, dit) = match decided {
            Ok((decides, dit)) => {
                avancer(histories, &decides)?;
                (Sort::Decidee(decides), dit)
            }
            Err(echec) => (Sort::Refusee(echec), Dit::default()),
        };
        lignes.push(Ligne { preparee, sort, dit });
    }
    Ok(lignes)
}

fn decider(
    preparee: &Preparee,
    histories: &HashMap<EnfantId, Enfant>,
    godets: &mut Godets,
) -> Result<(Vec<Decide>, Dit), Echec> {
    let (mut decides, dit) = dossiers::decider(preparee, &|id| histories.get(&id))?;
    decides.extend(godets.inscrire(preparee, &decides)?);
    Ok((decides, dit))
}

fn avancer(histories: &mut HashMap<EnfantId, Enfant>, decides: &[Decide]) -> Result<(), Panne> {
    for decide in decides {
        let history = decide.enfant().and_then(|enfant| histories.get_mut(&enfant));
        let Some(history) = history else { continue };
        for acte in &decide.actes {
            let closed = fermer(acte).map_err(|cause| {
                Panne::Autre(format!("a decided event cannot be read: {cause}"))
            })?;
            history.push_acte(closed);
        }
    }
    Ok(())
}

fn subjects(lignes: &[Ligne]) -> Vec<Uuid> {
    let mut subjects: Vec<Uuid> = lignes
        .iter()
        .flat_map(|ligne| match &ligne.sort {
            Sort::Decidee(decides) => decides.as_slice(),
            Sort::Faite(_) | Sort::Refusee(_) | Sort::Seule => &[],
        })
        .flat_map(Decide::subjects)
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects
}

/// A breakdown stops the import; anything else is the answer of its line.
fn without_breakdown(answer: Reponse) -> Result<Reponse, Panne> {
    match answer {
        Ok(fait) => Ok(Ok(fait)),
        Err(echec) => without_breakdown_of(echec).map(Err),
    }
}

fn without_breakdown_of(echec: Echec) -> Result<Echec, Panne> {
    match echec {
        Echec::Panne(panne) => Err(panne),
        other @ (Echec::NonAuthentifie
        | Echec::Interdit
        | Echec::DepartementInconnu
        | Echec::Champs(_)
        | Echec::Refuse(_)
        | Echec::CommandeReutilisee
        | Echec::Course
        | Echec::Expiree
        | Echec::TropTard
        | Echec::Sature
        | Echec::DossierInconnu
        | Echec::NonCouvert
        | Echec::RepereInconnu
        | Echec::SansPreuve(_)
        | Echec::VueEnRetard
        | Echec::ChiffresArretes
        | Echec::SansDocument(_)
        | Echec::ClefDetruite) => Ok(other),
    }
}
