//! From a question to candidates: rows in common with it, then names opened and compared.
//!
//! # Invariants
//!
//! - At most [`COMPARES`] children are opened for one question, the best by what they have in common.
//! - What is said of a candidate is what his file says now, as far as the index goes; who was erased is not one.
//! - Nothing of an adult is told: an adult's name, telephone or address finds the children his own file is
//!   linked to, and says that it did.

use std::collections::{BTreeMap, BTreeSet};

use domain::personne;
use eventstore::{Position, RecordedEvent};
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::fiche::Fiche;
use super::index::Recherche;
use super::ressemblance::{Accord, Champ, Question, comparer};
use super::traits::{self, de_l_adresse, de_la_question, du_numero, du_telephone};
use crate::codec::{self, FLUX_ENFANT, FLUX_PERSONNE};
use crate::runner::{Failure, position};

/// How many children, and how many adults, are opened for one question.
const COMPARES: i64 = 60;

/// Below so many thousandths, a likeness is none.
const SEUIL: u32 = 600;

/// What a number, a telephone or a whole address is worth by itself.
const CERTAIN: u32 = 950;

/// How many candidates at most.
const CANDIDATS_MAX: usize = 50;

/// What is looked for. At least one thing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteres {
    /// The child.
    pub enfant: Question,
    /// An adult around him.
    pub adulte: Question,
    /// A telephone.
    pub telephone: Option<String>,
    /// An address.
    pub adresse: Option<String>,
    /// The number of a file: register of informations, educative assistance, parquet, 119.
    pub numero: Option<String>,
}

/// What a candidate was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cherche {
    /// A field of who he is.
    Identite(Champ),
    /// An adult around him.
    Adulte,
    /// A telephone.
    Telephone,
    /// An address.
    Adresse,
    /// A number.
    Numero,
}

/// A child who may be the one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidat {
    /// Who.
    pub enfant: Uuid,
    /// How alike, in thousandths.
    pub milliemes: u32,
    /// In what.
    pub champs: Vec<(Cherche, Accord)>,
    /// Who he is, as his file says.
    pub fiche: Fiche,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouve {
    /// As far as the index goes.
    pub position: Position,
    /// The most alike first.
    pub candidats: Vec<Candidat>,
}

/// Parts of a candidate's likeness, before it is said.
type Parts = BTreeMap<Uuid, Vec<(Cherche, u32, Accord)>>;

impl Recherche {
    /// Looks for a child. At most so many candidates, and never more than [`CANDIDATS_MAX`].
    ///
    /// # Errors
    ///
    /// When the database, the journal or the keys fail.
    pub async fn chercher(&self, criteres: &Criteres, taille: usize) -> Result<Trouve, Failure> {
        let position = self.ou_en_est().await?;
        let mut parts: Parts = self.par_numero(criteres).await?;
        for (found, parts_of) in self.par_contact(criteres).await? {
            parts.entry(found).or_default().extend(parts_of);
        }
        let alike = self.semblables(&criteres.enfant, FLUX_ENFANT).await?;
        let wanted: BTreeSet<Uuid> = alike.iter().chain(parts.keys()).copied().collect();
        let fiches = self.fiches(&wanted.into_iter().collect::<Vec<_>>()).await?;
        let candidats = fiches.into_iter().filter_map(|(enfant, fiche)| {
            candidat(criteres, enfant, fiche, parts.remove(&enfant).unwrap_or_default())
        });
        let mut candidats: Vec<Candidat> = candidats.collect();
        candidats
            .sort_by_key(|one| (std::cmp::Reverse((one.milliemes, one.champs.len())), one.enfant));
        candidats.truncate(taille.min(CANDIDATS_MAX));
        Ok(Trouve { position, candidats })
    }

    /// Children or adults with the most in common with who is asked for.
    async fn semblables(&self, question: &Question, genre: &str) -> Result<Vec<Uuid>, Failure> {
        let asked = de_la_question(question);
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let log = self.journal.name();
        let tokens: Vec<i64> = asked.iter().map(|one| self.clef.jeton(log, &one.trait_)).collect();
        let groups: Vec<i32> = asked.iter().map(|one| one.groupe).collect();
        let weights: Vec<i32> = asked.iter().map(|one| one.poids).collect();
        self.communs(genre, &tokens, &groups, &weights).await
    }

    async fn communs(
        &self,
        genre: &str,
        tokens: &[i64],
        groups: &[i32],
        weights: &[i32],
    ) -> Result<Vec<Uuid>, Failure> {
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "with trouve as (
                 select jeton.flux, cherche.groupe, max(cherche.poids) as poids
                   from unnest($2, $3, $4) as cherche (jeton, groupe, poids)
                   join recherche.jeton as jeton
                     on jeton.log_id = $1 and jeton.jeton = cherche.jeton
                  group by jeton.flux, cherche.groupe),
                 note as (
                 select trouve.flux, sum(trouve.poids) as points
                   from trouve
                  group by trouve.flux)
                 select note.flux
                   from note
                   join recherche.fiche as fiche
                     on fiche.log_id = $1 and fiche.flux = note.flux and fiche.genre = $5
                  order by note.points desc, note.flux
                  limit $6",
                &[
                    (&log_id, Type::INT2),
                    (&tokens, Type::INT8_ARRAY),
                    (&groups, Type::INT4_ARRAY),
                    (&weights, Type::INT4_ARRAY),
                    (&genre, Type::TEXT),
                    (&COMPARES, Type::INT8),
                ],
            )
            .await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    /// By a telephone, an address, an adult: on a child's own file, or on that of an adult he is linked to.
    async fn par_contact(&self, criteres: &Criteres) -> Result<Parts, Failure> {
        let mut by_stream: Parts = BTreeMap::new();
        let telephone = criteres.telephone.as_deref().and_then(du_telephone);
        for found in self.qui_a(&telephone.into_iter().collect::<Vec<_>>()).await?.into_keys() {
            let part = (Cherche::Telephone, CERTAIN, Accord::Identique);
            by_stream.entry(found).or_default().push(part);
        }
        let words = criteres.adresse.as_deref().map(de_l_adresse).unwrap_or_default();
        for (found, common) in self.qui_a(&words).await? {
            let share = u32::try_from(common * 1_000 / words.len().max(1)).unwrap_or(0);
            if SEUIL <= share {
                let accord = if share < 1_000 { Accord::Proche } else { Accord::Identique };
                let part = (Cherche::Adresse, share * CERTAIN / 1_000, accord);
                by_stream.entry(found).or_default().push(part);
            }
        }
        for (found, milliemes) in self.adultes(&criteres.adulte).await? {
            let accord = if milliemes < 1_000 { Accord::Proche } else { Accord::Identique };
            let part = (Cherche::Adulte, milliemes * CERTAIN / 1_000, accord);
            by_stream.entry(found).or_default().push(part);
        }
        self.aux_enfants(by_stream).await
    }

    /// Adults who are like who is asked for, and how much.
    async fn adultes(&self, question: &Question) -> Result<Vec<(Uuid, u32)>, Failure> {
        let alike = self.semblables(question, FLUX_PERSONNE).await?;
        let events = self.journal.read_streams(&alike, None).await?;
        let keys = self.keys.fetch(&codec::keys(&events)).await?;
        let mut adults = Vec::new();
        for history in events.chunk_by(|one, next| one.stream.id == next.stream.id) {
            let Some(fiche) = adulte(history, &keys) else { continue };
            let likeness = comparer(question, &fiche.portrait).milliemes;
            if let Some(first) = history.first().filter(|_| SEUIL <= likeness) {
                adults.push((first.stream.id, likeness));
            }
        }
        Ok(adults)
    }

    /// What was found of adults, said of the children linked to them.
    async fn aux_enfants(&self, by_stream: Parts) -> Result<Parts, Failure> {
        let streams: Vec<Uuid> = by_stream.keys().copied().collect();
        if streams.is_empty() {
            return Ok(by_stream);
        }
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "select lien.enfant, lien.personne
                   from recherche.lien as lien
                  where lien.log_id = $1 and lien.personne = any ($2)",
                &[(&log_id, Type::INT2), (&streams, Type::UUID_ARRAY)],
            )
            .await?;
        let mut of_children = by_stream.clone();
        for row in rows {
            let (enfant, personne): (Uuid, Uuid) = (row.try_get(0)?, row.try_get(1)?);
            let parts = by_stream.get(&personne).cloned().unwrap_or_default();
            of_children.entry(enfant).or_default().extend(parts);
        }
        Ok(of_children)
    }

    /// Who has those traits, and how many of them.
    async fn qui_a(&self, traits: &[String]) -> Result<BTreeMap<Uuid, usize>, Failure> {
        let tokens = self.clef.jetons(self.journal.name(), traits);
        if tokens.is_empty() {
            return Ok(BTreeMap::new());
        }
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "select jeton.flux, count(*)
                   from recherche.jeton as jeton
                  where jeton.log_id = $1 and jeton.jeton = any ($2)
                  group by jeton.flux
                  order by count(*) desc, jeton.flux
                  limit $3",
                &[(&log_id, Type::INT2), (&tokens, Type::INT8_ARRAY), (&COMPARES, Type::INT8)],
            )
            .await?;
        let found = rows.iter().map(|row| {
            let count: i64 = row.try_get(1)?;
            Ok((row.try_get(0)?, usize::try_from(count).unwrap_or(0)))
        });
        found.collect()
    }

    /// By the number of a file: another institution's, or that of our register of informations.
    async fn par_numero(&self, criteres: &Criteres) -> Result<Parts, Failure> {
        let Some(numero) = criteres.numero.as_deref() else { return Ok(BTreeMap::new()) };
        let traits: Vec<String> = du_numero(numero).into_iter().collect();
        let mut found: Vec<Uuid> = self.qui_a(&traits).await?.into_keys().collect();
        if let Some((annee, rang)) = du_registre(numero) {
            found.extend(self.de_l_information(annee, rang).await?);
        }
        let part = (Cherche::Numero, 1_000, Accord::Identique);
        Ok(found.into_iter().map(|enfant| (enfant, vec![part])).collect())
    }

    /// The children of the information of that number.
    async fn de_l_information(&self, annee: i32, numero: i32) -> Result<Vec<Uuid>, Failure> {
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "select distinct fait.enfant
                   from projections.registre as registre
                   join projections.fait_information as fait
                     on fait.log_id = $1 and fait.information = registre.information
                    and fait.to_position is null
                  where registre.log_id = $1 and registre.annee = $2 and registre.numero = $3",
                &[(&log_id, Type::INT2), (&annee, Type::INT4), (&numero, Type::INT4)],
            )
            .await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    /// Who those children are, opened; those who are no more are left out.
    pub(super) async fn fiches(&self, wanted: &[Uuid]) -> Result<Vec<(Uuid, Fiche)>, Failure> {
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let rows = client
            .query_typed(
                "select fiche.positions
                   from recherche.fiche as fiche
                  where fiche.log_id = $1 and fiche.flux = any ($2) and fiche.genre = $3",
                &[(&log_id, Type::INT2), (&wanted, Type::UUID_ARRAY), (&FLUX_ENFANT, Type::TEXT)],
            )
            .await?;
        drop(client);
        let mut positions: Vec<Position> = Vec::new();
        for row in rows {
            let said: Vec<i64> = row.try_get(0)?;
            positions.extend(said.into_iter().map(position));
        }
        let events = self.journal.read_at(&positions).await?;
        let keys = self.keys.fetch(&codec::keys(&events)).await?;
        let mut by_child: BTreeMap<Uuid, Vec<domain::evenement::Evenement>> = BTreeMap::new();
        for event in &events {
            if let Ok(read) = codec::decode_open(event, &keys) {
                by_child.entry(event.stream.id).or_default().push(read.acte.evenement);
            }
        }
        let fiche = |(enfant, events): (Uuid, Vec<_>)| (enfant, Fiche::des_evenements(&events));
        Ok(by_child.into_iter().map(fiche).collect())
    }
}

/// A candidate, when he is enough like what is asked.
fn candidat(
    criteres: &Criteres,
    enfant: Uuid,
    fiche: Fiche,
    parts: Vec<(Cherche, u32, Accord)>,
) -> Option<Candidat> {
    let likeness = comparer(&criteres.enfant, &fiche.portrait);
    let mut milliemes = likeness.milliemes;
    let identity = likeness.champs.into_iter();
    let mut champs: Vec<(Cherche, Accord)> =
        identity.map(|(champ, accord)| (Cherche::Identite(champ), accord)).collect();
    for (what, worth, accord) in parts {
        milliemes = milliemes.max(worth);
        if !champs.iter().any(|(known, _)| *known == what) {
            champs.push((what, accord));
        }
    }
    (SEUIL <= milliemes).then_some(Candidat { enfant, milliemes, champs, fiche })
}

fn adulte(history: &[RecordedEvent], keys: &eventstore::KeySet) -> Option<Fiche> {
    let first = history.first().filter(|event| event.stream.kind == FLUX_PERSONNE)?;
    let mut flux: domain::flux::Flux<personne::Event> =
        domain::flux::Flux::nouveau(first.stream.id);
    for event in history {
        flux.push(codec::decode_open_de(event, keys).ok()?);
    }
    Some(Fiche::d_une_personne(&flux.histoire()))
}

/// A number of the register, AAAA-N…
fn du_registre(numero: &str) -> Option<(i32, i32)> {
    let (annee, rang) = numero.trim().split_once('-')?;
    if annee.len() != 4 {
        return None;
    }
    Some((annee.parse().ok()?, rang.parse().ok()?))
}

impl Cherche {
    /// Its key on the wire.
    #[must_use]
    pub const fn cle(self) -> &'static str {
        match self {
            Self::Identite(champ) => champ.cle(),
            Self::Adulte => "adulte",
            Self::Telephone => "telephone",
            Self::Adresse => "adresse",
            Self::Numero => "numero",
        }
    }
}

impl Criteres {
    /// Whether nothing is looked for.
    #[must_use]
    pub fn est_vide(&self) -> bool {
        *self == Self::default()
    }

    /// The bucket that the creation of this child would contend on, when he has a name.
    #[must_use]
    pub fn godet(&self) -> Option<String> {
        let Question { nom, prenoms, naissance, .. } = &self.enfant;
        let (nom, prenoms) = (nom.as_deref().unwrap_or(""), prenoms.as_deref().unwrap_or(""));
        let named = !(nom.is_empty() && prenoms.is_empty());
        named.then(|| traits::du_godet(nom, prenoms, *naissance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_numero_du_registre_se_lit() {
        assert_eq!(du_registre(" 2026-00412 "), Some((2026, 412)));
        assert_eq!(du_registre("2026-412"), Some((2026, 412)));
        assert_eq!(du_registre("AE-412"), None);
    }
}
