//! Pairs of children who look alike, for somebody to decide: the same child twice, or two children.
//!
//! # Invariants
//!
//! - A pair set apart is not shown again, until it is opened again.
//! - Nothing is attached: a pair confirmed goes to the merge, by hand.

use std::collections::{BTreeMap, BTreeSet};

use eventstore::Position;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::fiche::Fiche;
use super::index::Recherche;
use super::ressemblance::{Question, Ressemblance, comparer};
use crate::runner::Failure;

/// How many pairs that share a coarse identity are looked at for one page.
const COMPAREES: i64 = 2_000;

/// A coarse identity that more children share is that of a family or of a list of names, not of one child.
const PARTAGE_MAX: i64 = 12;

/// Below so many thousandths, two children are two.
const SEUIL: u32 = 850;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct DoublonsDemandes {
    /// At most so many pairs.
    pub taille: usize,
}

/// Two children who may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paire {
    /// The smaller identifier.
    pub un: (Uuid, Fiche),
    /// The other.
    pub autre: (Uuid, Fiche),
    /// How alike, and in what.
    pub ressemblance: Ressemblance,
}

impl Recherche {
    /// The pairs most alike, those set apart left out, and as far as the index goes.
    ///
    /// # Errors
    ///
    /// When the database, the journal or the keys fail.
    pub async fn doublons(
        &self,
        demande: DoublonsDemandes,
    ) -> Result<(Position, Vec<Paire>), Failure> {
        let position = self.ou_en_est().await?;
        let pairs = self.paires().await?;
        let children: BTreeSet<Uuid> = pairs.iter().flat_map(|(un, autre)| [*un, *autre]).collect();
        let fiches = self.fiches(&children.into_iter().collect::<Vec<_>>()).await?;
        let fiches: BTreeMap<Uuid, Fiche> = fiches.into_iter().collect();
        let alike = pairs.into_iter().filter_map(|(un, autre)| {
            let (fiche, other) = (fiches.get(&un)?, fiches.get(&autre)?);
            let ressemblance = entre(fiche, other)?;
            let (un, autre) = ((un, fiche.clone()), (autre, other.clone()));
            (SEUIL <= ressemblance.milliemes).then_some(Paire { un, autre, ressemblance })
        });
        let mut alike: Vec<Paire> = alike.collect();
        alike.sort_by_key(|paire| {
            (std::cmp::Reverse(paire.ressemblance.milliemes), paire.un.0, paire.autre.0)
        });
        alike.truncate(demande.taille);
        Ok((position, alike))
    }

    /// Pairs that share a coarse identity, those that share the most first.
    async fn paires(&self) -> Result<Vec<(Uuid, Uuid)>, Failure> {
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "with partage as (
                 select godet.jeton
                   from recherche.godet as godet
                  where godet.log_id = $1
                  group by godet.jeton
                 having count(*) between 2 and $2)
                 select un.flux, autre.flux
                   from partage
                   join recherche.godet as un
                     on un.log_id = $1 and un.jeton = partage.jeton
                   join recherche.godet as autre
                     on autre.log_id = $1 and autre.jeton = partage.jeton and un.flux < autre.flux
                   left join recherche.ecartee as ecartee
                     on ecartee.log_id = $1 and ecartee.un = un.flux
                    and ecartee.autre = autre.flux
                  where ecartee.un is null
                  group by un.flux, autre.flux
                  order by count(*) desc, un.flux, autre.flux
                  limit $3",
                &[(&log_id, Type::INT2), (&PARTAGE_MAX, Type::INT8), (&COMPAREES, Type::INT8)],
            )
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }
}

/// How much two children are alike: the likeness of whoever of the two is asked for.
fn entre(fiche: &Fiche, other: &Fiche) -> Option<Ressemblance> {
    let portrait = &fiche.portrait;
    let question = Question {
        nom: Some(portrait.noms.last()?.clone()),
        prenoms: Some(portrait.prenoms.last()?.clone()),
        naissance: portrait.naissances.last().map(|(le, _)| *le),
        sexe: portrait.sexe.clone(),
        nom_naissance_mere: portrait.meres.last().cloned(),
    };
    Some(comparer(&question, &other.portrait))
}
