//! Buckets of identities and pairs of files: the streams that creations contend on, and those of pairs.
//!
//! # Invariants
//!
//! - Whoever opens or names a file writes to the bucket of its identity in the same request.
//! - When he searched before, the bucket has not moved since; when it has, he is refused and told which file to look
//!   at. Without a search, as in a reprise, he takes the bucket as it stands.
//! - Children of one request do not contend with each other: twins are inscribed together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::doublon::{Command, Event, Paire, decide, inscrire};
use domain::enfant::Commande;
use domain::evenement::Acte;
use domain::flux::Flux;
use domain::identite::{self, EtatCivil, Naissance};
use domain::ids::EnfantId;
use domain::refus::{Refus, RefusFratrie};
use domain::sealed::Sealed;
use projections::codec::{self, AEcrire};
use projections::recherche::{ClefDeRecherche, traits::du_godet};
use proto::wire::ActeDemande;
use uuid::Uuid;

use super::{Decide, Moteur, Preparee, Projet};
use crate::echec::{Echec, Panne};

/// The buckets some commands go to, as they stand.
pub(super) struct Godets {
    clef: ClefDeRecherche,
    log: String,
    flux: HashMap<Uuid, Flux<Event>>,
}

impl Moteur {
    /// Reads the buckets that those commands go to.
    pub(super) async fn godets<'a>(
        &self,
        preparees: impl IntoIterator<Item = &'a Preparee>,
    ) -> Result<Godets, Panne> {
        let log = self.journal.name().to_owned();
        let mut godets = Godets { clef: self.clef.clone(), log, flux: HashMap::new() };
        let wanted = preparees.into_iter().flat_map(|preparee| godets.identites(preparee));
        let wanted: BTreeSet<Uuid> = wanted.map(|(_, godet)| godet).collect();
        if !wanted.is_empty() {
            let wanted: Vec<Uuid> = wanted.into_iter().collect();
            godets.flux = self.flux_d_identite(&wanted).await?;
        }
        Ok(godets)
    }

    async fn flux_d_identite(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Flux<Event>>, Panne> {
        let mut read: HashMap<Uuid, Flux<Event>> =
            ids.iter().map(|id| (*id, Flux::nouveau(*id))).collect();
        for event in self.journal.read_streams(ids, None).await? {
            if let Some(flux) = read.get_mut(&event.stream.id) {
                flux.push(codec::decode_de::<Event>(&event)?);
            }
        }
        Ok(read)
    }

    /// Decides about a pair, on the pair's own stream.
    pub(super) async fn comparer(
        &self,
        preparee: &Preparee,
        command: &Command,
    ) -> Result<Projet, Echec> {
        let paire = command.paire();
        let both = [paire.un().0, paire.autre().0];
        let known = self.journal.versions(&both).await?;
        if both.iter().any(|file| known.get(file).copied().unwrap_or_default() == 0) {
            return Err(Echec::DossierInconnu);
        }
        let id = de_la_paire(paire);
        let mut flux = self.flux_d_identite(&[id]).await?;
        let flux = flux.remove(&id).unwrap_or_else(|| Flux::nouveau(id));
        let actes = decide(&flux, command.clone(), &preparee.contexte)
            .map_err(Echec::refuse_sans_enfant)?;
        Ok(vec![Decide::sur(id, flux.version(), &actes)].into())
    }
}

impl Godets {
    /// The children a command inscribes or names, and the bucket of each.
    fn identites(&self, preparee: &Preparee) -> Vec<(EnfantId, Uuid)> {
        let ActeDemande::Fratrie(asked) = &preparee.demande.acte else { return Vec::new() };
        let identite = |(enfant, commande): &(EnfantId, Commande)| {
            let (etat_civil, naissance) = dite(commande)?;
            let EtatCivil { nom, prenoms, .. } = etat_civil.clair()?;
            let trait_ = du_godet(nom, prenoms, naissance.map(|naissance| naissance.le));
            Some((*enfant, self.clef.godet(&self.log, &trait_)))
        };
        asked.iter().filter_map(identite).collect()
    }

    /// What a command just decided writes to the buckets of those it inscribes.
    ///
    /// # Errors
    ///
    /// When a bucket moved since the search, or the search was about somebody else.
    pub(super) fn inscrire(
        &mut self,
        preparee: &Preparee,
        decides: &[Decide],
    ) -> Result<Vec<Decide>, Echec> {
        let mut made: BTreeMap<Uuid, Vec<Acte<Event>>> = BTreeMap::new();
        for (enfant, godet) in self.identites(preparee) {
            let decided = decides.iter().find(|decide| decide.enfant() == Some(enfant));
            let Some(first) = decided.and_then(|decide| decide.actes.first()) else { continue };
            let acte = self.acte(preparee, enfant, godet, first);
            let acte = acte.map_err(|refus| {
                Echec::Refuse(RefusFratrie { refuses: vec![(enfant, refus)], possibles: vec![] })
            })?;
            made.entry(godet).or_default().push(acte);
        }
        Ok(made.into_iter().map(|(godet, actes)| self.avancer(godet, actes)).collect())
    }

    fn acte(
        &self,
        preparee: &Preparee,
        enfant: EnfantId,
        godet: Uuid,
        first: &AEcrire,
    ) -> Result<Acte<Event>, Refus> {
        let searched = preparee.demande.vues.iter().find(|(searched, _)| *searched == enfant);
        let searched = searched.map(|(_, vue)| *vue);
        if searched.is_some_and(|vue| vue.godet != godet) {
            return Err(Refus::RechercheAutre);
        }
        let empty = Flux::nouveau(godet);
        let flux = self.flux.get(&godet).unwrap_or(&empty);
        let evenement =
            Event::IdentiteInscrite(inscrire(flux, enfant, searched.map(|vue| vue.version))?);
        let (survenu, connu_le) = (first.survenu, first.connu_le);
        Ok(Acte { survenu, connu_le, evenement })
    }

    /// What is written to a bucket, which the next command of the batch then sees.
    fn avancer(&mut self, godet: Uuid, actes: Vec<Acte<Event>>) -> Decide {
        let flux = self.flux.entry(godet).or_insert_with(|| Flux::nouveau(godet));
        let decide = Decide::sur(godet, flux.version(), &actes);
        actes.into_iter().for_each(|acte| flux.push_acte(acte));
        decide
    }
}

/// Who a command says the child is, when it opens or names a file.
fn dite(commande: &Commande) -> Option<(&Sealed<EtatCivil>, Option<&Naissance>)> {
    let Commande::Identite(command) = commande else { return None };
    if let identite::Command::Inscrire(inscrit) = command {
        return Some((&inscrit.etat_civil, inscrit.naissance.as_ref()));
    }
    if let identite::Command::ConstaterNaissance(ne) = command {
        return Some((ne.etat_civil.as_ref()?, None));
    }
    let identite::Command::Identifier(identifie) = command else { return None };
    Some((&identifie.etat_civil, identifie.naissance.as_ref()))
}

/// The stream of a pair: it follows from the two files.
fn de_la_paire(paire: Paire) -> Uuid {
    let named = format!("paire/{}/{}", paire.un().0, paire.autre().0);
    Uuid::new_v5(&Uuid::NAMESPACE_OID, named.as_bytes())
}
