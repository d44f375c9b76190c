//! What siblings share: which children an information, an évaluation or a decision is about.
//!
//! ```text
//!  an act names Léa and Tom ──▶ its object is theirs: each stream says so (Partage)
//!  an act that is the same for all names Léa only ──▶ Tom is found by Léa's Partage, and completed
//!  an act decided for each names Léa only ──▶ it is Léa's; Tom is told as missing
//! ```
//!
//! # Invariants
//!
//! - The copies agree: each child who holds a shared object says the same children, and they are those
//!   who hold it. One who no longer does says who is left; those who share it now know him still.
//! - A Partage is the engine's: recorded with the act that makes it so, in the same request, never
//!   asked for and never corrected.
//! - A completed child never makes an act fail: one for whom it is impossible is told as missing. A
//!   *correction* of what is common is refused whole.
//!
//! Deliberately absent: children of one object whom no act ever named together. Their files say
//! nothing of each other, and nobody may guess it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::{Correspondant, GenreObjet};
use crate::enfant::{Commande, Enfant, Parcours, asked};
use crate::evenement::{Acte, Evenement, evenements};
use crate::histoire::{Cible, Datee, Effectif, Enregistre};
use crate::ids::{EnfantId, InformationId};
use crate::refus::Refus;
use crate::temps::Survenu;
use crate::{dossier, ecrit, evaluation, information};

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Shared objects, as they were said.
    pub partages: Vec<Datee<Partage>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// These children share this object.
    Partager(Partage),
}

evenements! {
    /// These children share this object.
    Partage = "objet_partage.v1",
}

/// These children share this object.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partage {
    /// Which object.
    pub objet: Uuid,
    /// What it is.
    pub genre: GenreObjet,
    /// All the children it is about, in the order of their identifiers.
    pub enfants: Vec<EnfantId>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Partager(event) => Event::Partage(event),
        }
    }
}

impl Event {
    /// The object it is about: none, for a Partage changes nothing of the object somebody looks at.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Partage(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::Partage(_) => {}
        }
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// None yet known.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    Ok(command.event())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Partage(fait) => etat.partages.push(effectif.datee(fait)),
    }
}

/// What cannot be true together.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}

/// The shared object an event belongs to, when it belongs to one.
#[must_use]
pub fn objet_partage(evenement: &Evenement) -> Option<(Uuid, GenreObjet)> {
    if let Evenement::Information(event) = evenement {
        Some((event.information().0, GenreObjet::Information))
    } else if let Evenement::Evaluation(event) = evenement {
        Some((event.evaluation().0, GenreObjet::Evaluation))
    } else if let Evenement::Decision(event) = evenement {
        Some((event.decision().0, GenreObjet::Decision))
    } else {
        None
    }
}

/// Whether an act is the same for all the children of its object. Whatever is not listed is decided for
/// each: it is safer to tell a child as missing than to write in his file what nobody said of him.
#[must_use]
pub fn commun(commande: &Commande) -> bool {
    matches!(
        commande,
        Commande::Information(
            information::Command::Rattacher(_) | information::Command::MarquerDoublon(_)
        ) | Commande::Evaluation(
            evaluation::Command::RemettreRapport(_)
                | evaluation::Command::DemanderComplement(_)
                | evaluation::Command::ConstaterEmpechement(_)
        )
    ) || ecrit_commun(commande)
}

/// A writing to an authority about a shared object is about all its children. One to a parent is not: each
/// child has his own.
fn ecrit_commun(commande: &Commande) -> bool {
    let correspondant = if let Commande::Ecrit(ecrit::Command::Emettre(emis)) = commande {
        emis.destinataire
    } else if let Commande::Ecrit(ecrit::Command::Recevoir(recu)) = commande {
        recu.auteur
    } else {
        return false;
    };
    !matches!(
        correspondant,
        Correspondant::Mere
            | Correspondant::Pere
            | Correspondant::RepresentantsLegaux
            | Correspondant::Enfant
            | Correspondant::Autre
    )
}

/// Whether a recorded event is corrected on all the children of its object at once: what is common to them.
/// A reception is rectified for all, and annulled for each: a child who was not concerned leaves alone.
/// So is what undoes a correction.
fn correction_commune(cible: &Enregistre, racine: &Enregistre, command: &dossier::Command) -> bool {
    let evenement = &racine.acte.evenement;
    let rectified = matches!(
        evenement,
        Evenement::Information(information::Event::Recue(_))
            | Evenement::Evaluation(evaluation::Event::Mandatee(_))
    );
    let always = matches!(
        evenement,
        Evenement::Information(
            information::Event::Rattachee(_) | information::Event::DoublonMarque(_)
        ) | Evenement::Evaluation(
            evaluation::Event::RapportRemis(_)
                | evaluation::Event::ComplementDemande(_)
                | evaluation::Event::Empechee(_)
        )
    );
    let undoes = cible.cible != racine.cible;
    match command {
        dossier::Command::Annuler(_) => always || (undoes && rectified),
        dossier::Command::Rectifier { .. } => always || rectified,
        dossier::Command::Effacer(_) => false,
    }
}

/// The children who share an object with this one, as his file last said; empty when nobody does.
#[must_use]
pub fn partage(enfant: &Enfant, objet: Uuid) -> &[EnfantId] {
    dernier(enfant, objet).map(|partage| partage.enfants.as_slice()).unwrap_or_default()
}

/// The children who ever shared an object with this one, as his file says.
#[must_use]
pub fn tous(enfant: &Enfant, objet: Uuid) -> BTreeSet<EnfantId> {
    dits(enfant, objet).flat_map(|partage| partage.enfants.iter().copied()).collect()
}

fn dernier(enfant: &Enfant, objet: Uuid) -> Option<&Partage> {
    dits(enfant, objet).next_back()
}

/// What a file says of who shares an object, in the order of recording.
fn dits(enfant: &Enfant, objet: Uuid) -> impl DoubleEndedIterator<Item = &Partage> {
    enfant.recorded().iter().filter_map(move |enregistre| {
        let Evenement::Fratrie(Event::Partage(partage)) = &enregistre.acte.evenement else {
            return None;
        };
        (partage.objet == objet).then_some(partage)
    })
}

/// What an act over a fratrie touches of what siblings share.
pub(crate) struct Portee {
    /// The object.
    pub(crate) objet: Uuid,
    /// Whether the act is the same for all its children.
    pub(crate) commun: bool,
    /// The recorded event it corrects, when it corrects one.
    pub(crate) corrige: Option<Cible>,
}

/// What a command touches of what siblings share, as the file of that child says.
pub(crate) fn portee(enfant: &Enfant, commande: &Commande) -> Option<Portee> {
    if let Commande::Dossier(command) = commande {
        return portee_d_une_correction(enfant, command);
    }
    let commun = commun(commande);
    let asked = asked(commande)?;
    let objet = objet_partage(&asked).map(|(objet, _)| objet).or_else(|| cite(&asked))?;
    Some(Portee { objet, commun, corrige: None })
}

/// The object a writing is about.
fn cite(evenement: &Evenement) -> Option<Uuid> {
    let Evenement::Ecrit(event) = evenement else { return None };
    if let ecrit::Event::Emis(emis) = event {
        emis.objet
    } else if let ecrit::Event::Recu(recu) = event {
        recu.objet
    } else {
        None
    }
}

fn portee_d_une_correction(enfant: &Enfant, command: &dossier::Command) -> Option<Portee> {
    let cible = command.cible()?;
    let said = enregistre(enfant, cible)?;
    let root = racine(enfant, said)?;
    let (objet, _) = objet_partage(&root.acte.evenement)?;
    let commun = correction_commune(said, root, command);
    Some(Portee { objet, commun, corrige: Some(cible) })
}

fn enregistre(enfant: &Enfant, cible: Cible) -> Option<&Enregistre> {
    enfant.recorded().iter().find(|enregistre| enregistre.cible == cible)
}

/// The fact that a correction, or a correction of corrections, is about in the end.
fn racine<'a>(enfant: &'a Enfant, corrects: &'a Enregistre) -> Option<&'a Enregistre> {
    let mut current = corrects;
    // Bounded: a correction names an event recorded before it.
    while let Some(cible) = current.acte.evenement.correction().and_then(dossier::Event::cible) {
        current = enregistre(enfant, cible)?;
    }
    Some(current)
}

/// The event of a sibling that was recorded as this one was: same kind, same object, same day, and of those
/// the same rank.
pub(crate) fn jumeau(enfant: &Enfant, cible: Cible, frere: &Enfant) -> Option<Cible> {
    let original = traits(enfant, enregistre(enfant, cible)?);
    let mine = enfant.recorded().iter().filter(|other| traits(enfant, other) == original);
    let rank = mine.map(|other| other.cible).position(|other| other == cible)?;
    let mut his = frere.recorded().iter().filter(|other| traits(frere, other) == original);
    his.nth(rank).map(|twin| twin.cible)
}

/// What two events recorded by one act have alike.
fn traits(enfant: &Enfant, said: &Enregistre) -> (&'static str, Option<Uuid>, Survenu) {
    let objet = racine(enfant, said).and_then(|root| root.acte.evenement.objet());
    (said.acte.evenement.nom(), objet, said.acte.survenu)
}

/// What the streams must say of shared objects once these acts are recorded: for each child, the Partages
/// to record with them. Everybody who shares what the acts touch must be there.
#[must_use]
pub fn partages(presents: &[(&Enfant, &[Acte])]) -> Vec<(EnfantId, Vec<Partage>)> {
    let mut told: BTreeMap<EnfantId, Vec<Partage>> = BTreeMap::new();
    for (objet, genre) in touches(presents) {
        let holds = |(enfant, actes): &&(&Enfant, &[Acte])| tient(enfant, actes, objet);
        let enfants: BTreeSet<EnfantId> =
            presents.iter().filter(holds).map(|(enfant, _)| enfant.id()).collect();
        let shared = presents.iter().any(|(enfant, _)| dernier(enfant, objet).is_some());
        if enfants.len() < 2 && !shared {
            continue;
        }
        let partage = Partage { objet, genre, enfants: enfants.iter().copied().collect() };
        let heard: BTreeSet<EnfantId> =
            presents.iter().flat_map(|(enfant, _)| tous(enfant, objet)).collect();
        for (enfant, _) in presents {
            let said = dernier(enfant, objet);
            let concerned = enfants.contains(&enfant.id()) || said.is_some();
            if !concerned || enfant.efface_le().is_some() {
                continue;
            }
            let told = told.entry(enfant.id()).or_default();
            if !ignores(enfant, objet, &enfants, &heard).is_empty() {
                let enfants = heard.iter().copied().collect();
                told.extend([Partage { objet, genre, enfants }, partage.clone()]);
            } else if said != Some(&partage) {
                told.push(partage.clone());
            }
        }
    }
    told.into_iter().filter(|(_, partages)| !partages.is_empty()).collect()
}

/// Those who shared an object and of whom a child's stream would say nothing. It says them once, before those
/// who share it now: who left is told too of what comes next, and his stream is found by this one.
fn ignores(
    enfant: &Enfant,
    objet: Uuid,
    enfants: &BTreeSet<EnfantId>,
    heard: &BTreeSet<EnfantId>,
) -> BTreeSet<EnfantId> {
    let known = tous(enfant, objet);
    heard.iter().filter(|id| !known.contains(id) && !enfants.contains(id)).copied().collect()
}

/// The shared objects these acts touch, corrections included.
fn touches(presents: &[(&Enfant, &[Acte])]) -> BTreeMap<Uuid, GenreObjet> {
    let mut touched = BTreeMap::new();
    for (enfant, actes) in presents {
        for acte in *actes {
            let corrected = acte.evenement.correction().and_then(dossier::Event::cible);
            let corrected = corrected.and_then(|cible| enregistre(enfant, cible));
            let root = corrected.and_then(|said| racine(enfant, said));
            let evenement = root.map_or(&acte.evenement, |root| &root.acte.evenement);
            touched.extend(objet_partage(evenement));
        }
    }
    touched
}

/// Whether a child holds an object once these acts are recorded: something that counts is said of it, and it
/// was not taken out of his file.
fn tient(enfant: &Enfant, actes: &[Acte], objet: Uuid) -> bool {
    if enfant.efface_le().is_some() || enfant.reuni_a().is_some() {
        return false;
    }
    let mut after = enfant.clone();
    actes.iter().for_each(|acte| after.push_acte(acte.clone()));
    let histoire = after.histoire();
    let about = |e: &Effectif| objet_partage(&e.evenement).is_some_and(|(other, _)| other == objet);
    if !histoire.iter().any(about) {
        return false;
    }
    let informations = Parcours::fold(&histoire).information.informations;
    informations.get(&InformationId(objet)).is_none_or(|known| known.retiree.is_none())
}

#[cfg(test)]
mod tests;
