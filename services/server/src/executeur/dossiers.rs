//! The files an act is decided on: a child merged into another is the other, a file has the streams merged
//! into it, an act on a shared object has those who share it. The rules are the domain's
//! ([`domain::enfant::dossiers`]); here the streams are read.
//!
//! # Invariants
//!
//! - Streams are read until the domain wants no other: a handful of times at most, once for most acts.
//! - What is read is checked when it is written: each stream that receives something is at the version
//!   on which it was decided.
//!
//! Deliberately absent: what is completed, and what is refused.

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::consequences::{Consequence, consequences};
use domain::enfant::dossiers::{self, Decision};
use domain::enfant::{Contexte, Enfant, Ensemble, disjoindre, fusionner, reaffecter};
use domain::fratrie;
use domain::ids::{EnfantId, InformationId};
use domain::refus::RefusFratrie;
use eventstore::{Lane, RecordedEvent, Terms};
use projections::codec;
use proto::reprise::v1::Commande;
use proto::wire::ActeDemande;
use uuid::Uuid;

use super::{Decide, Executeur, Moteur, Preparee, Projet, grouper, with_versions};
use crate::appel::echeance;
use crate::echec::{Echec, Panne};

/// What an act is told to have done besides what was asked of the children named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dit {
    /// Children nobody named, for whom it was recorded too.
    pub(crate) completes: Vec<EnfantId>,
    /// Children who share the object and for whom nothing was recorded.
    pub(crate) manquants: Vec<EnfantId>,
    /// Children named whose file is another's, and whose.
    pub(crate) rediriges: Vec<(EnfantId, EnfantId)>,
    /// What a correction changed.
    pub(crate) consequences: Vec<Consequence>,
    /// Adults on whose stream it was recorded, with its version.
    pub(crate) personnes: Vec<(domain::ids::PersonneId, u32)>,
}

/// What a correction would do.
pub(crate) struct Prevue {
    /// What it would change, or why it is refused.
    pub(crate) dit: Result<Dit, RefusFratrie>,
    /// Every child it speaks of.
    pub(crate) enfants: Vec<EnfantId>,
}

/// How often streams are read for one act: named, principals, merged, siblings, and theirs.
pub(super) const LECTURES_MAX: usize = 6;

impl Executeur {
    /// What a correction would change, written nowhere.
    pub(crate) async fn previsualiser(&self, commande: &Commande) -> Result<Prevue, Echec> {
        let terms = Terms { lane: Lane::Interactive, deadline: echeance() };
        let preparee = self.moteur.preparer(commande, "", terms)?;
        let loaded = self.moteur.charger_pour(&preparee).await?;
        let ActeDemande::Fratrie(asked) = &preparee.demande.acte else {
            return Err(Panne::Autre("only corrections are previewed".into()).into());
        };
        let mut enfants: BTreeSet<EnfantId> = asked.iter().map(|(enfant, _)| *enfant).collect();
        let decided = dossiers::decider(asked, &|id| find(&loaded, id), &preparee.contexte);
        let dit = decided.map(|decision| {
            enfants.extend(decision.ensemble.actes.iter().map(|(enfant, _)| *enfant));
            dit(&decision, &|id| find(&loaded, id), &preparee.contexte)
        });
        if let Err(refus) = &dit {
            enfants.extend(refus.refuses.iter().map(|(enfant, _)| *enfant));
        }
        Ok(Prevue { dit, enfants: enfants.into_iter().collect() })
    }
}

impl Moteur {
    /// The streams an act is decided on, seals closed: those named, in their order, then the others.
    pub(super) async fn charger_pour(&self, preparee: &Preparee) -> Result<Vec<Enfant>, Echec> {
        let mut loaded = self.charger(&super::enfants(&preparee.demande.acte)).await?;
        for _ in 0..LECTURES_MAX {
            let wanted = a_charger(preparee, &|id| find(&loaded, id));
            if wanted.is_empty() {
                break;
            }
            let wanted: Vec<EnfantId> = wanted.into_iter().collect();
            loaded.extend(self.charger(&wanted).await?);
        }
        Ok(loaded)
    }

    /// Moves an information from one child to another: what it says is read open, to be sealed again.
    pub(super) async fn reaffecter(&self, preparee: &Preparee) -> Result<Projet, Echec> {
        let ActeDemande::Reaffecter { information, de, vers, motif } = &preparee.demande.acte
        else {
            return Ok(Vec::new().into());
        };
        let both = self.ouverts(&[*de, *vers]).await?;
        let [de, vers] = both.as_slice() else {
            return Err(Echec::champ(
                "vers",
                "MEME_ENFANT",
                "L'enfant de départ et celui d'arrivée sont le même.",
            ));
        };
        let siblings = self.charger(&siblings(*information, &both)).await?;
        let beside: Vec<&Enfant> = siblings.iter().collect();
        let decided =
            reaffecter(de, vers, *information, motif.clone(), &beside, &preparee.contexte);
        let loaded: Vec<Enfant> = both.iter().chain(&siblings).cloned().collect();
        projet(decided.map_err(Echec::Refuse)?, &loaded)
    }

    /// Merges two files, or parts them: what is given back is read open, to be sealed again.
    pub(super) async fn reunir(
        &self,
        preparee: &Preparee,
        loaded: &[Enfant],
    ) -> Result<Projet, Echec> {
        let contexte = &preparee.contexte;
        let flux = |id: EnfantId| find(loaded, id);
        let whole = |id| dossiers::dossier(id, &flux).map(Cow::into_owned);
        let decided =
            if let ActeDemande::Fusionner { principal, absorbe, motif } = &preparee.demande.acte {
                let both = whole(*principal).zip(whole(*absorbe));
                both.map(|(principal, absorbe)| fusionner(&principal, &absorbe, motif, contexte))
            } else if let ActeDemande::Disjoindre { principal, absorbe, rendus, motif } =
                &preparee.demande.acte
            {
                let streams: Vec<EnfantId> = loaded.iter().map(Enfant::id).collect();
                let open = self.ouverts(&streams).await?;
                let flux = |id: EnfantId| find(&open, id);
                let both = dossiers::dossier(*principal, &flux).zip(flux(*absorbe));
                both.map(|(principal, absorbe)| {
                    disjoindre(&principal, absorbe, rendus, motif, contexte)
                })
            } else {
                None
            };
        let decided = decided.ok_or_else(|| Panne::Autre("two files were to be read".into()))?;
        projet(decided.map_err(Echec::Refuse)?, loaded)
    }

    /// The streams of these children, seals open.
    async fn ouverts(&self, children: &[EnfantId]) -> Result<Vec<Enfant>, Echec> {
        let streams: Vec<Uuid> = children.iter().map(|enfant| enfant.0).collect();
        let events = self.journal.read_streams(&streams, None).await?;
        let keys = self.keys.fetch(&codec::keys(&events)).await?;
        let open = |event: &RecordedEvent| codec::decode_open(event, &keys);
        Ok(grouper(children, &events, open)?)
    }
}

fn projet(ensemble: Ensemble, loaded: &[Enfant]) -> Result<Projet, Echec> {
    let Ensemble { actes, completes, manquants } = ensemble;
    let dit = Dit { completes, manquants, ..Dit::default() };
    Ok(Projet { dit, ..with_versions(actes, loaded).into() })
}

/// Decides an act over the children whose streams are at hand.
pub(super) fn decider<'a>(
    preparee: &Preparee,
    flux: &dossiers::Flux<'a>,
) -> Result<(Vec<Decide>, Dit), Echec> {
    let ActeDemande::Fratrie(asked) = &preparee.demande.acte else {
        return Ok((Vec::new(), Dit::default()));
    };
    let decision = dossiers::decider(asked, flux, &preparee.contexte).map_err(Echec::Refuse)?;
    let dit = dit(&decision, flux, &preparee.contexte);
    let version = |id: EnfantId| flux(id).map_or(0, Enfant::version);
    let decides = decision.ensemble.actes.into_iter();
    let decides = decides.map(|(enfant, actes)| Decide::sur(enfant.0, version(enfant), &actes));
    Ok((decides.collect(), dit))
}

fn dit(decision: &Decision, flux: &dossiers::Flux<'_>, contexte: &Contexte) -> Dit {
    let Decision { ensemble, rediriges } = decision;
    let Ensemble { actes, completes, manquants } = ensemble;
    let changed = actes.iter().filter_map(|(enfant, actes)| {
        let before = dossiers::dossier(*enfant, flux)?;
        Some(consequences(&before, actes, contexte.aujourd_hui))
    });
    Dit {
        completes: completes.clone(),
        manquants: manquants.clone(),
        rediriges: rediriges.clone(),
        consequences: changed.flatten().collect(),
        personnes: Vec::new(),
    }
}

/// The streams an act still wants.
pub(super) fn a_charger(preparee: &Preparee, flux: &dossiers::Flux<'_>) -> BTreeSet<EnfantId> {
    let acte = &preparee.demande.acte;
    if let ActeDemande::Fratrie(asked) = acte {
        return dossiers::a_charger(asked, flux);
    }
    let mut wanted = BTreeSet::new();
    if let ActeDemande::Fusionner { principal, absorbe, .. }
    | ActeDemande::Disjoindre { principal, absorbe, .. } = acte
    {
        for enfant in [principal, absorbe] {
            dossiers::want(*enfant, flux, &mut wanted);
        }
    }
    wanted
}

pub(super) fn find(loaded: &[Enfant], id: EnfantId) -> Option<&Enfant> {
    loaded.iter().find(|enfant| enfant.id() == id)
}

/// Who else shares an information with these two.
fn siblings(information: InformationId, both: &[Enfant]) -> Vec<EnfantId> {
    let mut found: BTreeSet<EnfantId> =
        both.iter().flat_map(|enfant| fratrie::tous(enfant, information.0)).collect();
    both.iter().for_each(|enfant| {
        found.remove(&enfant.id());
    });
    found.into_iter().collect()
}
