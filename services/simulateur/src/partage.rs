//! What the engine adds by itself: each time the children who hold an information, an évaluation or a decision
//! change, their files say so, one event more.
//!
//! The simulator only counts them, so that its corrections name the right versions. The rule is the engine's
//! (`domain`, chapter `fratrie`); `tests/acceptation.rs` holds the two equal, command after command.

use std::collections::{BTreeMap, BTreeSet};

use proto::reprise::v1::commande::Commande as Ordre;

/// Children, by their rank in the population.
type Enfants = BTreeSet<usize>;

/// Who holds what, as told so far.
#[derive(Default)]
pub(crate) struct Partages(BTreeMap<String, Partage>);

/// One object.
#[derive(Default)]
struct Partage {
    /// What counts of it in the file of each child.
    faits: BTreeMap<usize, u32>,
    /// What each file said of its holders, oldest first.
    dits: BTreeMap<usize, Vec<Enfants>>,
}

/// What an act does to the files that hold an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effet {
    /// One more fact.
    Ajoute,
    /// A fact is told otherwise.
    Corrige,
    /// A fact does not count any more.
    Annule,
}

impl Partages {
    /// An act on these children: how many events the engine adds to each file.
    pub(crate) fn acte(
        &mut self,
        objet: &str,
        enfants: &[usize],
        effet: Effet,
    ) -> BTreeMap<usize, u32> {
        let partage = self.0.entry(objet.to_owned()).or_default();
        for enfant in enfants {
            let faits = partage.faits.entry(*enfant).or_default();
            match effet {
                Effet::Ajoute => *faits += 1,
                Effet::Corrige => {}
                Effet::Annule => *faits = faits.saturating_sub(1),
            }
        }
        partage.dire(enfants)
    }

    /// An object leaves the file of one child for that of another.
    pub(crate) fn deplace(&mut self, objet: &str, de: usize, vers: usize) -> BTreeMap<usize, u32> {
        let partage = self.0.entry(objet.to_owned()).or_default();
        partage.faits.insert(de, 0);
        *partage.faits.entry(vers).or_default() += 1;
        partage.dire(&[de, vers])
    }
}

impl Partage {
    /// Tells each file concerned who holds the object, unless it says so already.
    fn dire(&mut self, touches: &[usize]) -> BTreeMap<usize, u32> {
        let presents = self.presents(touches);
        let tient = |enfant: &usize| self.faits.get(enfant).is_some_and(|faits| *faits > 0);
        let tiennent: Enfants = presents.iter().copied().filter(tient).collect();
        let connus: Enfants = presents.iter().flat_map(|enfant| self.connus(*enfant)).collect();
        if tiennent.len() < 2 && connus.is_empty() {
            return BTreeMap::new();
        }
        let mut ajoutes = BTreeMap::new();
        for enfant in presents {
            let neuf = !self.dits.contains_key(&enfant);
            if neuf && !tiennent.contains(&enfant) {
                continue;
            }
            let siens: Enfants = self.connus(enfant).collect();
            let dits = self.dits.entry(enfant).or_default();
            let avant = dits.len();
            if connus.iter().any(|autre| !siens.contains(autre) && !tiennent.contains(autre)) {
                dits.extend([connus.clone(), tiennent.clone()]);
            } else if dits.last() != Some(&tiennent) {
                dits.push(tiennent.clone());
            }
            ajoutes.insert(enfant, u32::try_from(dits.len() - avant).expect("two at most"));
        }
        ajoutes
    }

    /// Those whose file was just written, and whoever these files ever named.
    fn presents(&self, touches: &[usize]) -> Enfants {
        touches.iter().flat_map(|enfant| self.connus(*enfant).chain([*enfant])).collect()
    }

    fn connus(&self, enfant: usize) -> impl Iterator<Item = usize> + '_ {
        self.dits.get(&enfant).into_iter().flatten().flatten().copied()
    }
}

/// What the first of these shapes that a command has says.
macro_rules! selon {
    ($ordre:expr; $($forme:ident($demande:ident) => $objet:expr,)+) => {
        $(if let Ordre::$forme($demande) = $ordre {
            return Some($objet);
        })+
    };
}

/// The object that siblings share and a command is about; none for a correction, which is about that of the
/// command it corrects.
pub(crate) fn objet(ordre: &Ordre) -> Option<&str> {
    selon! { ordre;
        InformationRecevoir(demande) => &demande.recue.as_ref()?.information,
        InformationQualifier(demande) => &demande.information,
        InformationRattacher(demande) => &demande.rattachee.as_ref()?.information,
        InformationMarquerDoublon(demande) => &demande.doublon.as_ref()?.information,
        InformationSignaler(demande) => &demande.signalee.as_ref()?.information,
        InformationNoterRetourParquet(demande) => &demande.retour.as_ref()?.information,
        InformationTransferer(demande) => &demande.transferee.as_ref()?.information,
        InformationReaffecter(demande) => &demande.information,
        EvaluationMandater(demande) => &demande.mandatee.as_ref()?.evaluation,
        EvaluationJoindre(demande) => &demande.joint.as_ref()?.evaluation,
        EvaluationNoterContact(demande) => &demande.contact.as_ref()?.evaluation,
        EvaluationConstaterEmpechement(demande) => &demande.empechee.as_ref()?.evaluation,
        EvaluationRemettreRapport(demande) => &demande.rapport.as_ref()?.evaluation,
        EvaluationDemanderComplement(demande) => &demande.complement.as_ref()?.evaluation,
        DecisionDecider(demande) => &demande.decisions.first()?.prise.as_ref()?.decision,
        DecisionReviser(demande) => &demande.revisions.first()?.revisee.as_ref()?.decision,
    }
    None
}
