//! The index at the head of the journal.
//!
//! # Invariants
//!
//! - Rows and the position they stand for are written in one transaction, by compare-and-set: of two servers
//!   one writes, and the other reads again.
//! - Nothing is written for a subject whose key was destroyed, even by a batch that read it before: keys are
//!   looked at under a lock that a destruction waits for.
//! - An event that cannot be read hides its own child and nobody else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Pool, Transaction};
use domain::dossier;
use domain::doublon;
use domain::evenement::Evenement;
use domain::flux::Flux;
use domain::histoire::{Enregistre, effective};
use domain::ids::EnfantId;
use domain::personne;
use eventstore::{Journal, Keys, Position, RecordedEvent};
use tokio::sync::{Mutex, watch};
use tokio::time::MissedTickBehavior;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::fiche::{Fiche, parle};
use super::jetons::ClefDeRecherche;
use crate::codec::{self, FLUX_ENFANT, FLUX_IDENTITE, FLUX_PERSONNE};
use crate::runner::{Failure, bigint, position};

/// How many events are read at once.
const EVENEMENTS_PAR_LOT: usize = 2_000;

/// How long the journal may move before it is seen, when no notification came.
const VEILLE: Duration = Duration::from_millis(250);

/// The index of one log. Clones are the same index.
#[derive(Clone, Debug)]
pub struct Recherche {
    pub(super) pool: Pool,
    pub(super) journal: Journal,
    pub(super) keys: Keys,
    pub(super) clef: ClefDeRecherche,
    un_a_la_fois: Arc<Mutex<()>>,
    atteinte: Arc<watch::Sender<Position>>,
}

/// What a batch makes of one stream.
struct Ligne {
    flux: Uuid,
    genre: &'static str,
    fiche: Fiche,
}

/// What a batch makes of the journal.
#[derive(Default)]
struct Lot {
    lignes: Vec<Ligne>,
    /// Pairs, in order, and whether they are set apart from then on.
    paires: BTreeMap<(Uuid, Uuid), bool>,
}

impl Recherche {
    /// The index of that log, in the database of that pool.
    #[must_use]
    pub fn new(pool: Pool, journal: Journal, keys: Keys, clef: ClefDeRecherche) -> Self {
        let (atteinte, _) = watch::channel(Position::ORIGIN);
        let (un_a_la_fois, atteinte) = (Arc::default(), Arc::new(atteinte));
        Self { pool, journal, keys, clef, un_a_la_fois, atteinte }
    }

    /// The stream that creations of an identity contend on.
    #[must_use]
    pub fn godet(&self, trait_: &str) -> Uuid {
        self.clef.godet(self.journal.name(), trait_)
    }

    /// Keeps the index at the head until `stop` resolves. A failure is logged, and tried again at the next
    /// beat.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut head = self.journal.head_seen();
        let mut beat = tokio::time::interval(VEILLE);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        if let Err(failure) = self.accorder().await {
            tracing::error!(%failure, "the search could not be told to be under this key");
        }
        loop {
            tokio::select! {
                biased;
                () = &mut stop => return,
                Ok(()) = head.changed() => {}
                _ = beat.tick() => {}
            }
            tokio::select! {
                biased;
                () = &mut stop => return,
                caught_up = self.rattraper() => if let Err(failure) = caught_up {
                    tracing::error!(%failure, "the search could not be brought to the head");
                }
            }
        }
    }

    /// Builds the index again when it was made under another key.
    async fn accorder(&self) -> Result<(), Failure> {
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let sql = "select avancement.clef
                     from recherche.avancement as avancement
                    where avancement.log_id = $1";
        let row = client.query_typed_opt(sql, &[(&log_id, Type::INT2)]).await?;
        drop(client);
        let under: Option<i64> = row.map(|row| row.try_get(0)).transpose()?;
        if under.is_some_and(|under| under != self.clef.empreinte()) {
            self.reconstruire().await?;
        }
        Ok(())
    }

    /// Brings the index to the head, and says where that is.
    ///
    /// # Errors
    ///
    /// When the journal, the keys or the database fail; what was written before stays, and is whole.
    pub async fn rattraper(&self) -> Result<Position, Failure> {
        let _one = self.un_a_la_fois.lock().await;
        loop {
            let at = self.ou_en_est().await?;
            let events = self.journal.read_from(at, None, EVENEMENTS_PAR_LOT).await?;
            let Some(last) = events.last().map(|event| event.position) else {
                self.atteinte.send_replace(at);
                return Ok(at);
            };
            let lot = self.lire(&events, last).await?;
            self.ecrire(&lot, at, last).await?;
            self.atteinte.send_replace(last);
        }
    }

    /// Empties the index and builds it again from the first event.
    ///
    /// # Errors
    ///
    /// As [`Self::rattraper`]; it is then partly built, and goes on from where it stands.
    pub async fn reconstruire(&self) -> Result<Position, Failure> {
        {
            let _one = self.un_a_la_fois.lock().await;
            let mut client = self.pool.get().await?;
            let tx = client.transaction().await?;
            let log_id = self.journal.log_id();
            for table in ["avancement", "jeton", "godet", "fiche", "lien", "ecartee"] {
                let sql = format!("delete from recherche.{table} where log_id = $1");
                tx.execute_typed(&sql, &[(&log_id, Type::INT2)]).await?;
            }
            tx.commit().await?;
        }
        self.rattraper().await
    }

    /// Waits until the index has seen a position.
    ///
    /// # Errors
    ///
    /// [`Failure::Late`] when it has not in that time.
    pub async fn attendre(&self, wanted: Position, timeout: Duration) -> Result<(), Failure> {
        let mut seen = self.atteinte.subscribe();
        let reached = tokio::time::timeout(timeout, seen.wait_for(|at| wanted <= *at)).await;
        match reached {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Failure::Late { at: *self.atteinte.borrow(), wanted }),
        }
    }

    /// How far the index goes, as the database says.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn ou_en_est(&self) -> Result<Position, Failure> {
        let log_id = self.journal.log_id();
        let client = self.pool.get().await?;
        let sql = "select avancement.position
                     from recherche.avancement as avancement
                    where avancement.log_id = $1";
        let row = client.query_typed_opt(sql, &[(&log_id, Type::INT2)]).await?;
        row.map_or(Ok(Position::ORIGIN), |row| Ok(position(row.try_get(0)?)))
    }

    /// What those events change, as everything recorded up to the last of them says.
    async fn lire(&self, events: &[RecordedEvent], last: Position) -> Result<Lot, Failure> {
        let mut children = BTreeSet::new();
        let mut adults = BTreeSet::new();
        let mut lot = Lot::default();
        for event in events {
            match event.stream.kind.as_str() {
                FLUX_ENFANT if parle(&event.event_type) => {
                    children.insert(event.stream.id);
                }
                FLUX_PERSONNE => {
                    adults.insert(event.stream.id);
                }
                FLUX_IDENTITE => lot.noter(event),
                _ => {}
            }
        }
        let wanted: Vec<Uuid> = children.iter().chain(&adults).copied().collect();
        let recorded = self.journal.read_streams(&wanted, Some(last)).await?;
        let keys = self.keys.fetch(&codec::keys(&recorded)).await?;
        for history in recorded.chunk_by(|one, next| one.stream.id == next.stream.id) {
            let of_a_child = history.first().is_some_and(codec::est_d_un_enfant);
            let ligne = if of_a_child {
                d_un_enfant(history, &keys)
            } else {
                d_une_personne(history, &keys)
            };
            lot.lignes.extend(ligne);
        }
        Ok(lot)
    }

    /// Writes a batch, unless another server was first.
    async fn ecrire(&self, lot: &Lot, from: Position, to: Position) -> Result<(), Failure> {
        let log_id = self.journal.log_id();
        let mut client = self.pool.get().await?;
        let tx = client.transaction().await?;
        if !advance(&tx, log_id, self.clef.empreinte(), (from, to)).await? {
            return Ok(tx.rollback().await?);
        }
        let gone = destroyed(&tx, &lot.subjects()).await?;
        let alive = lot.lignes.iter().filter(|ligne| !gone.contains(&ligne.flux));
        let alive: Vec<&Ligne> = alive.collect();
        forget(&tx, log_id, &lot.subjects()).await?;
        self.insert(&tx, &alive).await?;
        set_apart(&tx, log_id, &lot.paires).await?;
        Ok(tx.commit().await?)
    }

    async fn insert(&self, tx: &Transaction<'_>, lignes: &[&Ligne]) -> Result<(), Failure> {
        let log = self.journal.name();
        let (mut tokens, mut buckets) = (Vec::new(), Vec::new());
        for Ligne { flux, genre, fiche } in lignes {
            let of = |traits: &[String]| {
                let tokens = self.clef.jetons(log, traits);
                tokens.into_iter().map(|token| (token, *flux)).collect::<Vec<_>>()
            };
            tokens.extend(of(&fiche.traits()));
            // Two adults alike are nobody's doublon.
            if *genre == FLUX_ENFANT {
                buckets.extend(of(&fiche.godets()));
            }
        }
        let log_id = self.journal.log_id();
        insert_tokens(tx, log_id, "jeton", &tokens).await?;
        insert_tokens(tx, log_id, "godet", &buckets).await?;
        insert_fiches(tx, log_id, lignes).await
    }
}

impl Lot {
    fn subjects(&self) -> Vec<Uuid> {
        self.lignes.iter().map(|ligne| ligne.flux).collect()
    }

    /// A pair that somebody looked at.
    fn noter(&mut self, event: &RecordedEvent) {
        let Ok(read) = codec::decode_de::<doublon::Event>(event) else { return };
        if let Some((paire, apart)) = read.acte.evenement.paire() {
            self.paires.insert((paire.un().0, paire.autre().0), apart);
        }
    }
}

fn d_un_enfant(history: &[RecordedEvent], keys: &eventstore::KeySet) -> Option<Ligne> {
    let flux = history.first()?.stream.id;
    let open = |event: &RecordedEvent| codec::decode_open(event, keys);
    let recorded: Result<Vec<Enregistre>, _> = history.iter().map(open).collect();
    let fiche = match recorded {
        Ok(recorded) if !absorbed(EnfantId(flux), &recorded) => {
            Fiche::d_un_enfant(&effective(&recorded), &recorded)
        }
        // Merged into another file, or unreadable: found by nobody here.
        Ok(_) | Err(_) => Fiche::default(),
    };
    Some(Ligne { flux, genre: FLUX_ENFANT, fiche })
}

/// Whether the file was merged into another one, and not taken apart since.
fn absorbed(enfant: EnfantId, recorded: &[Enregistre]) -> bool {
    let into_another = |recorded: &Enregistre| {
        let Evenement::Dossier(event) = &recorded.acte.evenement else { return None };
        if let dossier::Event::Reuni(reuni) = event {
            return Some(reuni.principal != enfant);
        }
        matches!(event, dossier::Event::Disjoint(_)).then_some(false)
    };
    recorded.iter().rev().find_map(into_another).unwrap_or(false)
}

fn d_une_personne(history: &[RecordedEvent], keys: &eventstore::KeySet) -> Option<Ligne> {
    let first = history.first().filter(|event| event.stream.kind == FLUX_PERSONNE)?;
    let mut flux: Flux<personne::Event> = Flux::nouveau(first.stream.id);
    for event in history {
        flux.push(codec::decode_open_de(event, keys).ok()?);
    }
    let fiche = Fiche::d_une_personne(&flux.histoire());
    Some(Ligne { flux: first.stream.id, genre: FLUX_PERSONNE, fiche })
}

async fn advance(
    tx: &Transaction<'_>,
    log_id: i16,
    clef: i64,
    (from, to): (Position, Position),
) -> Result<bool, Failure> {
    tx.execute_typed(
        "insert into recherche.avancement (log_id, position, clef)
         values ($1, 0, $2)
             on conflict (log_id) do nothing",
        &[(&log_id, Type::INT2), (&clef, Type::INT8)],
    )
    .await?;
    let moved = tx
        .execute_typed(
            "update recherche.avancement as avancement
                set position = $3
              where avancement.log_id = $1 and avancement.position = $2",
            &[(&log_id, Type::INT2), (&bigint(from), Type::INT8), (&bigint(to), Type::INT8)],
        )
        .await?;
    Ok(moved == 1)
}

/// Of those subjects, the ones whose key was destroyed; the others cannot be until the transaction ends.
async fn destroyed(tx: &Transaction<'_>, subjects: &[Uuid]) -> Result<BTreeSet<Uuid>, Failure> {
    let rows = tx
        .query_typed(
            "select key.subject_id, key.destroyed_at is not null
               from cles.key as key
              where key.subject_id = any ($1)
              order by key.subject_id
                for share",
            &[(&subjects, Type::UUID_ARRAY)],
        )
        .await?;
    let mut gone = BTreeSet::new();
    for row in rows {
        if row.try_get(1)? {
            gone.insert(row.try_get(0)?);
        }
    }
    Ok(gone)
}

async fn forget(tx: &Transaction<'_>, log_id: i16, flux: &[Uuid]) -> Result<(), Failure> {
    for (table, column) in
        [("jeton", "flux"), ("godet", "flux"), ("fiche", "flux"), ("lien", "enfant")]
    {
        let sql =
            format!("delete from recherche.{table} where log_id = $1 and {column} = any ($2)");
        tx.execute_typed(&sql, &[(&log_id, Type::INT2), (&flux, Type::UUID_ARRAY)]).await?;
    }
    Ok(())
}

async fn insert_tokens(
    tx: &Transaction<'_>,
    log_id: i16,
    table: &str,
    tokens: &[(i64, Uuid)],
) -> Result<(), Failure> {
    let (values, flux): (Vec<i64>, Vec<Uuid>) = tokens.iter().copied().unzip();
    let sql = format!(
        "insert into recherche.{table} (log_id, jeton, flux)
         select $1, token.jeton, token.flux
           from unnest($2, $3) as token (jeton, flux)
             on conflict do nothing"
    );
    tx.execute_typed(
        &sql,
        &[(&log_id, Type::INT2), (&values, Type::INT8_ARRAY), (&flux, Type::UUID_ARRAY)],
    )
    .await?;
    Ok(())
}

async fn insert_fiches(
    tx: &Transaction<'_>,
    log_id: i16,
    lignes: &[&Ligne],
) -> Result<(), Failure> {
    for Ligne { flux, genre, fiche } in lignes {
        let positions: Vec<i64> =
            fiche.positions.iter().map(|at| bigint(Position::new(*at))).collect();
        if positions.is_empty() {
            continue;
        }
        tx.execute_typed(
            "insert into recherche.fiche (log_id, flux, genre, positions)
             values ($1, $2, $3, $4)",
            &[
                (&log_id, Type::INT2),
                (flux, Type::UUID),
                (genre, Type::TEXT),
                (&positions, Type::INT8_ARRAY),
            ],
        )
        .await?;
        tx.execute_typed(
            "insert into recherche.lien (log_id, enfant, personne)
             select $1, $2, lien.personne
               from unnest($3) as lien (personne)",
            &[(&log_id, Type::INT2), (flux, Type::UUID), (&fiche.personnes, Type::UUID_ARRAY)],
        )
        .await?;
    }
    Ok(())
}

async fn set_apart(
    tx: &Transaction<'_>,
    log_id: i16,
    paires: &BTreeMap<(Uuid, Uuid), bool>,
) -> Result<(), Failure> {
    for ((un, autre), apart) in paires {
        let sql = if *apart {
            "insert into recherche.ecartee (log_id, un, autre)
             values ($1, $2, $3)
                 on conflict do nothing"
        } else {
            "delete from recherche.ecartee as ecartee
              where ecartee.log_id = $1 and ecartee.un = $2 and ecartee.autre = $3"
        };
        tx.execute_typed(sql, &[(&log_id, Type::INT2), (un, Type::UUID), (autre, Type::UUID)])
            .await?;
    }
    Ok(())
}
