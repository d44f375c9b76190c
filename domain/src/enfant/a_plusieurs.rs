//! Acts over several children: decided for all of them, or for none.
//!
//! Invariant: nothing is recorded here; what comes back is what each stream would receive, together.

use super::{Commande, Contexte, Enfant, dates};
use crate::dossier;
use crate::evenement::{Acte, Evenement};
use crate::histoire::Effectif;
use crate::ids::{EnfantId, InformationId};
use crate::information;
use crate::refus::{Refus, RefusFratrie};

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

/// Moves an information entered on the wrong child: out of one, into the other, in one act. What was
/// recorded of it (arrival, qualification…) keeps its dates; seals must be open.
///
/// # Errors
///
/// When the information is unknown of the one, already received for the other, or the other has no file.
pub fn reaffecter(
    de: &Enfant,
    vers: &Enfant,
    information: InformationId,
    motif: String,
    contexte: &Contexte,
) -> Result<[(EnfantId, Vec<Acte>); 2], RefusFratrie> {
    let connu_le = dates(contexte).map_err(|refus| refused(de, refus))?;
    for enfant in [de, vers] {
        dossier::encore_ouvert(&enfant.recorded).map_err(|refus| refused(enfant, refus))?;
    }
    let moved = moved(de, information).map_err(|refus| refused(de, refus))?;
    let received = receive(vers, information, &moved).map_err(|refus| refused(vers, refus))?;
    let retiree = information::Retiree { information, vers: vers.id(), motif };
    let out = Evenement::Information(information::Event::Retiree(retiree));
    let out = de.acte(out, contexte.survenu, connu_le);
    Ok([(de.id(), vec![out]), (vers.id(), received)])
}

fn refused(enfant: &Enfant, refus: Refus) -> RefusFratrie {
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
        effectif.evenement.objet() == Some(information.0) && known.compte(effectif.cible.version)
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
