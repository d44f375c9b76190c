//! Acts over several children: decided for all of them, or for none.
//!
//! Invariant: nothing is recorded here; what comes back is what each stream would receive, together.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Commande, Contexte, Enfant, dates};
use crate::evenement::{Acte, Evenement};
use crate::fratrie::{Portee, portee};
use crate::histoire::Effectif;
use crate::ids::{EnfantId, InformationId};
use crate::refus::{Refus, RefusFratrie};
use crate::{dossier, evaluation, fratrie, information};

/// Decides one act over a fratrie: for all of them, or for none.
///
/// # Errors
///
/// Each child's refusal, and those for whom the act would pass.
pub fn decide_fratrie(
    asked: Vec<(&Enfant, Commande)>,
    contexte: &Contexte,
) -> Result<Vec<(EnfantId, Vec<Acte>)>, RefusFratrie> {
    let mut decided = Vec::new();
    let mut refuses = Vec::new();
    for (enfant, commande) in asked {
        match enfant.decide(commande, contexte) {
            Ok(actes) => decided.push((enfant.id(), actes)),
            Err(refus) => refuses.push((enfant.id(), refus)),
        }
    }
    if refuses.is_empty() {
        return Ok(decided);
    }
    let possibles = decided.into_iter().map(|(enfant, _)| enfant).collect();
    Err(RefusFratrie { refuses, possibles })
}

/// An act over a fratrie as it will be recorded: what was asked, what the law of shared objects adds to
/// it, and what it leaves out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ensemble {
    /// What each stream receives, together. Those asked first, then those who come with them.
    pub actes: Vec<(EnfantId, Vec<Acte>)>,
    /// The children nobody named, for whom an act that is the same for all was recorded.
    pub completes: Vec<EnfantId>,
    /// Those who share the object and for whom nothing was recorded: decided for each, or impossible.
    pub manquants: Vec<EnfantId>,
}

/// The children to load beside those named: who shares what the act touches, or once did, as far as their files
/// say. One who left an object is told who holds it, so that what he says of it never grows old.
#[must_use]
pub fn freres(asked: &[(&Enfant, Commande)]) -> BTreeSet<EnfantId> {
    let portees = asked.iter().filter_map(|(enfant, commande)| portee(enfant, commande));
    let objets: BTreeSet<Uuid> = portees.map(|portee| portee.objet).collect();
    let about = |(enfant, _): &(&Enfant, Commande)| {
        objets.iter().flat_map(|objet| fratrie::tous(enfant, *objet)).collect::<Vec<_>>()
    };
    let mut found: BTreeSet<EnfantId> = asked.iter().flat_map(about).collect();
    for (enfant, _) in asked {
        found.remove(&enfant.id());
    }
    found
}

/// Decides one act over a fratrie with those who share its object ([`freres`], loaded).
///
/// # Errors
///
/// Each named child's refusal, and those for whom the act would pass; so is a correction refused that is
/// impossible for a sibling.
pub fn decide_ensemble(
    asked: Vec<(&Enfant, Commande)>,
    freres: &[&Enfant],
    contexte: &Contexte,
) -> Result<Ensemble, RefusFratrie> {
    let named: Vec<&Enfant> = asked.iter().map(|(enfant, _)| *enfant).collect();
    let beside = freres.iter().filter(|frere| named.iter().all(|enfant| enfant.id() != frere.id()));
    let freres: Vec<&Enfant> = beside.copied().collect();
    let portees: Vec<_> = asked
        .iter()
        .filter_map(|(enfant, commande)| {
            Some((*enfant, commande.clone(), portee(enfant, commande)?))
        })
        .collect();
    let with_ground = asked.into_iter().filter(|(enfant, commande)| !deja_joint(enfant, commande));
    let mut ensemble =
        Ensemble { actes: decide_fratrie(with_ground.collect(), contexte)?, ..Ensemble::default() };
    ensemble.completer(&portees, &freres, contexte)?;
    let presents: Vec<&Enfant> = named.into_iter().chain(freres).collect();
    ensemble.partager(&presents, contexte);
    Ok(ensemble)
}

/// Named with those who join him, a child who is in the évaluation already has nothing to join.
fn deja_joint(enfant: &Enfant, commande: &Commande) -> bool {
    let Commande::Evaluation(evaluation::Command::Joindre(joint)) = commande else { return false };
    enfant.parcours().evaluation.evaluations.contains_key(&joint.evaluation)
}

impl Ensemble {
    /// Adds the siblings nobody named, where the act is the same for all.
    fn completer(
        &mut self,
        portees: &[(&Enfant, Commande, Portee)],
        freres: &[&Enfant],
        contexte: &Contexte,
    ) -> Result<(), RefusFratrie> {
        for frere in freres {
            let shares = |(enfant, _, portee): &&(&Enfant, Commande, Portee)| {
                fratrie::partage(enfant, portee.objet).contains(&frere.id())
            };
            let Some((enfant, commande, portee)) = portees.iter().find(shares) else { continue };
            match sien(enfant, commande, portee, frere) {
                Some(commande) => self.ajouter(frere, commande, contexte)?,
                None => self.manquants.push(frere.id()),
            }
        }
        Ok(())
    }

    fn ajouter(
        &mut self,
        frere: &Enfant,
        commande: Commande,
        contexte: &Contexte,
    ) -> Result<(), RefusFratrie> {
        let corrects = matches!(commande, Commande::Dossier(_));
        match frere.decide(commande, contexte) {
            Ok(actes) => {
                if !actes.is_empty() {
                    self.completes.push(frere.id());
                }
                self.actes.push((frere.id(), actes));
                Ok(())
            }
            // What left this Département, or was erased, is corrected no more: his copy stays apart.
            Err(refus) if corrects && frere.efface_le().is_none() => {
                Err(RefusFratrie { refuses: vec![(frere.id(), refus)], possibles: vec![] })
            }
            Err(_) => {
                self.manquants.push(frere.id());
                Ok(())
            }
        }
    }

    /// Says on each stream who shares what, where these acts change it.
    pub(super) fn partager(&mut self, presents: &[&Enfant], contexte: &Contexte) {
        let Ok(connu_le) = dates(contexte) else { return };
        let actes_of = |enfant: &Enfant| {
            let found = self.actes.iter().find(|(id, _)| *id == enfant.id());
            found.map(|(_, actes)| actes.clone()).unwrap_or_default()
        };
        let with_acts: Vec<(&Enfant, Vec<Acte>)> =
            presents.iter().map(|enfant| (*enfant, actes_of(enfant))).collect();
        if with_acts.iter().all(|(_, actes)| actes.is_empty()) {
            return;
        }
        let with_acts: Vec<(&Enfant, &[Acte])> =
            with_acts.iter().map(|(enfant, actes)| (*enfant, actes.as_slice())).collect();
        for (enfant, partages) in fratrie::partages(&with_acts) {
            let acte = |partage| {
                let evenement = Evenement::Fratrie(fratrie::Event::Partage(partage));
                Acte { survenu: contexte.survenu, connu_le, evenement }
            };
            self.inscrire(enfant, partages.into_iter().map(acte).collect());
        }
    }

    fn inscrire(&mut self, enfant: EnfantId, actes: Vec<Acte>) {
        match self.actes.iter_mut().find(|(id, _)| *id == enfant) {
            Some((_, decided)) => decided.extend(actes),
            None => self.actes.push((enfant, actes)),
        }
    }
}

/// What a sibling's file is asked, when the act is the same for all: a correction names his own event.
fn sien(enfant: &Enfant, commande: &Commande, portee: &Portee, frere: &Enfant) -> Option<Commande> {
    if !portee.commun {
        return None;
    }
    match (commande, portee.corrige) {
        (Commande::Dossier(command), Some(cible)) => {
            let twin = fratrie::jumeau(enfant, cible, frere)?;
            Some(Commande::Dossier(command.clone().de(twin)))
        }
        (other, _) => Some(other.clone()),
    }
}

/// Moves an information entered on the wrong child: out of one, into the other, in one act. What was
/// recorded of it (arrival, qualification…) keeps its dates; seals must be open. Those who share it are told.
///
/// # Errors
///
/// When the information is unknown of the one, already received for the other, or the other has no file.
pub fn reaffecter(
    de: &Enfant,
    vers: &Enfant,
    information: InformationId,
    motif: String,
    freres: &[&Enfant],
    contexte: &Contexte,
) -> Result<Ensemble, RefusFratrie> {
    let connu_le = dates(contexte).map_err(|refus| refused(de, refus))?;
    for enfant in [de, vers] {
        still_open(enfant).map_err(|refus| refused(enfant, refus))?;
    }
    let moved = moved(de, information).map_err(|refus| refused(de, refus))?;
    let received = receive(vers, information, &moved).map_err(|refus| refused(vers, refus))?;
    let retiree = information::Retiree { information, vers: vers.id(), motif };
    let out = Evenement::Information(information::Event::Retiree(retiree));
    let out = de.acte(out, contexte.survenu, connu_le);
    let actes = vec![(de.id(), vec![out]), (vers.id(), received)];
    let mut ensemble = Ensemble { actes, ..Ensemble::default() };
    let beside = freres.iter().filter(|frere| frere.id() != de.id() && frere.id() != vers.id());
    let presents: Vec<&Enfant> = [de, vers].into_iter().chain(beside.copied()).collect();
    ensemble.partager(&presents, contexte);
    Ok(ensemble)
}

/// Neither erased, nor merged into another.
pub(super) fn still_open(enfant: &Enfant) -> Result<(), Refus> {
    dossier::encore_ouvert(&enfant.recorded)?;
    if enfant.reuni_a().is_some() { Err(Refus::DossierReuni) } else { Ok(()) }
}

pub(super) fn refused(enfant: &Enfant, refus: Refus) -> RefusFratrie {
    RefusFratrie { refuses: vec![(enfant.id(), refus)], possibles: vec![] }
}

/// The effective events of the information on the wrong child.
fn moved(de: &Enfant, information: InformationId) -> Result<Vec<Effectif>, Refus> {
    let parcours = de.parcours();
    let known = parcours.information.informations.get(&information);
    let here =
        |known: &&information::Information| !known.recues.is_empty() && known.retiree.is_none();
    let Some(known) = known.filter(here) else {
        return Err(Refus::InformationInconnue { information });
    };
    let about = |effectif: &Effectif| {
        effectif.evenement.objet() == Some(information.0) && known.compte(effectif.rang_origine)
    };
    Ok(de.histoire().into_iter().filter(about).collect())
}

fn receive(
    vers: &Enfant,
    information: InformationId,
    moved: &[Effectif],
) -> Result<Vec<Acte>, Refus> {
    let parcours = vers.parcours();
    if !parcours.identite.existe() {
        return Err(Refus::EnfantInconnu);
    }
    let known = parcours.information.informations.get(&information);
    if known.is_some_and(|known| !known.recues.is_empty() && known.retiree.is_none()) {
        return Err(Refus::InformationDejaRecue { information });
    }
    let actes = moved.iter().map(|effectif| {
        let mut evenement = effectif.evenement.clone();
        if let Evenement::Information(information::Event::Recue(recue)) = &mut evenement {
            recue.reaffectee_de = Some(effectif.cible.flux);
        }
        vers.acte(evenement, effectif.survenu, effectif.connu_le)
    });
    Ok(actes.collect())
}
