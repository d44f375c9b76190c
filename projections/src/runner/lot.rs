//! One batch: whole requests read from the journal, or whole histories; the facts they change, and their writing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::Datelike as _;
use deadpool_postgres::Transaction;
use domain::departement;
use domain::evenement::Evenement;
use domain::flux::Inscrit;
use domain::histoire::{Enregistre, reunie};
use domain::ids::EnfantId;
use domain::{dossier, information};
use eventstore::{Journal, Position, RecordedEvent};
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::memoire::{Dossier, Memoire};
use super::{Failure, VUE, bigint};
use crate::codec::{Illisible, decode_sans_scelles, est_d_un_enfant};
use crate::emplacement::Emplacement;
use crate::faits::ecriture::{Lots, Ouvertes};
use crate::faits::{Faits, faits};
use crate::registre_des_chiffres::{self, Inscription as Tenue};
use crate::registre_des_numeros::Inscription;

/// The stored name of a merge.
const REUNION: &str = "dossiers_reunis";

/// Events in order: whole requests, or all that a few histories have of theirs.
#[derive(Debug)]
pub(super) struct Lot {
    events: Vec<RecordedEvent>,
    /// Where the requests they belong to end, in order; rows hold from there.
    fins: Arc<[Position]>,
}

/// A batch computed, not yet written.
#[derive(Debug)]
pub(super) struct Calcule {
    /// The position it stands on.
    pub(super) before: Position,
    /// The generation of the rows it changes.
    generation: i64,
    /// The position of its last event.
    pub(super) position: Position,
    /// The first event that cannot be read, of this batch or before.
    pub(super) arret: Option<Position>,
    /// The children it touches.
    pub(super) touches: BTreeSet<Uuid>,
    lots: Lots,
    /// What follows the order of the journal.
    pub(super) suivies: Suivies,
}

/// What is written in the order of the journal, children together: numbers of the register, what is kept beside the
/// figures, and who is set apart.
#[derive(Debug, Default)]
pub(super) struct Suivies {
    inscriptions: Vec<Inscription>,
    tenues: Vec<Tenue>,
    apart: Vec<Illisible>,
}

/// The events of one request.
struct Requete {
    last: i64,
    events: Vec<Result<Enregistre, Illisible>>,
    tenus: Vec<Result<Inscrit<departement::Event>, Illisible>>,
}

impl Lot {
    /// Reads what follows a position, cut at the end of a request; up to another, when given, which ends one.
    pub(super) async fn read(
        journal: &Journal,
        after: Position,
        up_to: Option<Position>,
        max: usize,
    ) -> Result<Option<Self>, Failure> {
        let mut events = journal.read_from(after, up_to, max).await?;
        let Some(last) = events.last() else { return Ok(None) };
        if events.len() < max {
            // A request is appended whole: what the journal shows ends with one.
            return Ok(Some(Self::entieres(events)));
        }
        let (cut, command_id) = (last.position, last.command_id);
        let command = journal.command(command_id).await?;
        let end = command.map_or(cut, |command| command.last);
        if cut < end {
            let kept = events.iter().take_while(|event| event.command_id != command_id).count();
            if kept == 0 {
                events = journal.read_from(after, Some(end), usize::MAX).await?;
            } else {
                events.truncate(kept);
            }
        }
        Ok(Some(Self::entieres(events)))
    }

    /// Reads those histories whole, up to a position, and those of the files they were ever merged with; `fins` says
    /// where requests end.
    pub(super) async fn des_histoires(
        journal: &Journal,
        flux: Vec<Uuid>,
        up_to: Position,
        fins: Arc<[Position]>,
    ) -> Result<Self, Failure> {
        let mut lot = Self { events: Vec::new(), fins };
        let mut asked: BTreeSet<Uuid> = flux.iter().copied().collect();
        let mut missing = flux;
        while !missing.is_empty() {
            let read = journal.read_streams(&missing, Some(up_to)).await?;
            missing = lot.partners(&read, &Memoire::default(), &mut asked);
            lot.events.extend(read);
        }
        lot.events.sort_unstable_by_key(|event| event.position);
        Ok(lot)
    }

    /// The version of each stream at its last event here.
    pub(super) fn versions(&self) -> BTreeMap<Uuid, u32> {
        self.events.iter().map(|event| (event.stream.id, event.version)).collect()
    }

    /// Whole requests, one after the other.
    fn entieres(events: Vec<RecordedEvent>) -> Self {
        let next = events.iter().skip(1).map(|event| Some(event.command_id)).chain([None]);
        let ends = events.iter().zip(next).filter(|(event, next)| Some(event.command_id) != *next);
        let fins = ends.map(|(event, _)| event.position).collect();
        Self { events, fins }
    }

    /// Computes what the batch changes. The histories it needs and that are not in memory are read from
    /// the journal; the computation itself runs beside the async workers.
    pub(super) async fn compute(
        self,
        journal: &Journal,
        memoire: &mut Memoire,
    ) -> Result<Calcule, Failure> {
        let histories = self.histories(journal, memoire).await?;
        let mut taken = std::mem::take(memoire);
        let computed = tokio::task::spawn_blocking(move || {
            let calcule = self.compute_here(histories, &mut taken);
            (calcule, taken)
        });
        let (calcule, taken) = computed.await.map_err(|_| Failure::Stopped)?;
        *memoire = taken;
        Ok(calcule)
    }

    /// What is to be read again: the children of this batch, and those their files were merged with.
    async fn histories(
        &self,
        journal: &Journal,
        memoire: &Memoire,
    ) -> Result<Vec<RecordedEvent>, Failure> {
        let mut missing = self.missing(memoire);
        let mut asked: BTreeSet<Uuid> = missing.iter().copied().collect();
        let mut histories = Vec::new();
        loop {
            if !missing.is_empty() {
                histories.extend(journal.read_streams(&missing, Some(memoire.position)).await?);
            }
            missing = self.partners(&histories, memoire, &mut asked);
            if missing.is_empty() {
                return Ok(histories);
            }
        }
    }

    /// The children whose history began before this batch and is not in memory.
    fn missing(&self, memoire: &Memoire) -> Vec<Uuid> {
        let mut seen = BTreeSet::new();
        let mut missing = Vec::new();
        for event in self.events.iter().filter(|event| est_d_un_enfant(event)) {
            let enfant = event.stream.id;
            let first = seen.insert(enfant);
            let known = memoire.dossiers.contains_key(&enfant)
                || memoire.quarantaines.contains_key(&enfant);
            if first && event.version > 1 && !known {
                missing.push(enfant);
            }
        }
        missing
    }

    /// The files that those of this batch were ever merged with and that are not at hand, each asked once.
    fn partners(
        &self,
        histories: &[RecordedEvent],
        memoire: &Memoire,
        asked: &mut BTreeSet<Uuid>,
    ) -> Vec<Uuid> {
        let touched: BTreeSet<Uuid> = self.events.iter().map(|event| event.stream.id).collect();
        let kept = touched.iter().filter_map(|enfant| memoire.dossiers.get(enfant));
        let kept = kept.flat_map(|dossier| dossier.recorded.iter().filter_map(merged_with));
        let read = self.events.iter().chain(histories).filter(|event| says_a_merge(event));
        let read = read.filter_map(|event| merged_with(&decode_sans_scelles(event).ok()?));
        let known = |enfant: &Uuid| {
            memoire.dossiers.contains_key(enfant) || memoire.quarantaines.contains_key(enfant)
        };
        let wanted: BTreeSet<Uuid> = kept.chain(read).filter(|enfant| !known(enfant)).collect();
        wanted.into_iter().filter(|enfant| asked.insert(*enfant)).collect()
    }

    fn compute_here(self, histories: Vec<RecordedEvent>, memoire: &mut Memoire) -> Calcule {
        let position = self.events.last().map_or(memoire.position, |event| event.position);
        let mut calcule = Calcule {
            before: memoire.position,
            generation: memoire.generation,
            position,
            arret: None,
            touches: BTreeSet::new(),
            lots: Lots::numero(memoire.tour),
            suivies: Suivies::default(),
        };
        calcule.remember(histories, memoire);
        for requete in requests(self.events, &self.fins) {
            calcule.apply(requete, memoire);
        }
        calcule.arret = memoire.quarantaines.values().min().copied();
        memoire.advance(&calcule);
        calcule
    }
}

/// Cuts events, in order, into their requests: rows hold from the last position of one, whatever stands there.
fn requests(events: Vec<RecordedEvent>, fins: &[Position]) -> Vec<Requete> {
    let mut requests: Vec<Requete> = Vec::new();
    let mut later = fins;
    for event in events {
        let ended = later.partition_point(|end| *end < event.position);
        later = &later[ended..];
        let last = bigint(later.first().copied().unwrap_or(event.position));
        if requests.last().is_none_or(|request| request.last != last) {
            requests.push(Requete { last, events: Vec::new(), tenus: Vec::new() });
        }
        if let Some(request) = requests.last_mut() {
            if est_d_un_enfant(&event) {
                request.events.push(decode_sans_scelles(&event));
            }
            request.tenus.extend(registre_des_chiffres::lu(&event));
        }
    }
    requests
}

impl Calcule {
    /// Takes up the histories that were read again.
    fn remember(&mut self, histories: Vec<RecordedEvent>, memoire: &mut Memoire) {
        let mut decoded: HashMap<Uuid, Vec<Enregistre>> = HashMap::new();
        for event in histories {
            match decode_sans_scelles(&event) {
                Ok(enregistre) => decoded.entry(event.stream.id).or_default().push(enregistre),
                Err(illisible) => self.set_apart(illisible, memoire),
            }
        }
        let read: Vec<Uuid> = decoded.keys().copied().collect();
        for (enfant, recorded) in decoded {
            memoire.dossiers.insert(enfant, Dossier { recorded, ..Dossier::default() });
        }
        for enfant in read {
            let written = rows(enfant, &memoire.dossiers);
            if let Some(dossier) = memoire.dossiers.get_mut(&enfant) {
                dossier.ouvertes = Ouvertes::deja_ecrites(written);
            }
        }
    }

    fn set_apart(&mut self, illisible: Illisible, memoire: &mut Memoire) {
        if let std::collections::btree_map::Entry::Vacant(entry) =
            memoire.quarantaines.entry(illisible.flux)
        {
            let enfant = illisible.flux;
            tracing::error!(%enfant, %illisible, "an event cannot be read: figures stop there");
            entry.insert(Position::new(illisible.position));
            self.suivies.apart.push(illisible);
        }
    }

    /// Applies one request: each child it touches is computed once, unless he is set apart.
    fn apply(&mut self, requete: Requete, memoire: &mut Memoire) {
        let Requete { last, events, tenus } = requete;
        for tenu in tenus {
            match tenu {
                Ok(inscrit) => self.suivies.tenues.push(Tenue { position: last, inscrit }),
                Err(illisible) => self.set_apart(illisible, memoire),
            }
        }
        let mut by_child: BTreeMap<Uuid, Vec<Enregistre>> = BTreeMap::new();
        for event in events {
            match event {
                Ok(event) => by_child.entry(event.cible.flux.0).or_default().push(event),
                Err(illisible) => self.set_apart(illisible, memoire),
            }
        }
        let mut touched: BTreeSet<Uuid> = BTreeSet::new();
        for (enfant, events) in by_child {
            if memoire.quarantaines.contains_key(&enfant) {
                continue;
            }
            self.suivies.inscriptions.extend(events.iter().filter_map(inscription));
            memoire.dossiers.entry(enfant).or_default().recorded.extend(events);
            touched.insert(enfant);
        }
        let principals: Vec<Uuid> =
            touched.iter().filter_map(|enfant| principal(*enfant, &memoire.dossiers)).collect();
        touched.extend(principals);
        for enfant in touched {
            let rows = rows(enfant, &memoire.dossiers);
            if let Some(dossier) = memoire.dossiers.get_mut(&enfant) {
                self.lots.change(&mut dossier.ouvertes, rows, last);
                self.touches.insert(enfant);
            }
        }
    }

    /// Writes the batch. False when another runner moved the checkpoint first, or a rebuild put other rows in
    /// the tables: the caller rolls back.
    pub(super) async fn write(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
    ) -> Result<bool, Failure> {
        // Rows are found by their key: tables that were never measured would be read whole. What a crash
        // takes back, checkpoint included, is computed again.
        tx.batch_execute(
            "set local synchronous_commit = off;
             set local enable_seqscan = off;
             set local enable_hashjoin = off;
             set local enable_mergejoin = off",
        )
        .await?;
        if !move_checkpoint(tx, ou, (self.before, self.generation), self.position).await? {
            return Ok(false);
        }
        self.write_rows(tx, ou).await?;
        self.suivies.write(tx, ou).await?;
        Ok(true)
    }

    /// Writes its rows of facts, and nothing of what follows the order of the journal.
    pub(super) async fn write_rows(
        &self,
        tx: &Transaction<'_>,
        ou: Emplacement,
    ) -> Result<(), Failure> {
        Ok(self.lots.write(tx, ou).await?)
    }
}

/// Moves the checkpoint from where it was, in that generation. False when it is not there.
pub(super) async fn move_checkpoint(
    tx: &Transaction<'_>,
    ou: Emplacement,
    (before, generation): (Position, i64),
    position: Position,
) -> Result<bool, Failure> {
    let sql = format!(
        "update {schema}.checkpoint
            set position = $3
          where log_id = $1 and vue = $4 and position = $2 and generation = $5",
        schema = ou.schema,
    );
    let moved = tx
        .execute_typed(
            &sql,
            &[
                (&ou.log_id, Type::INT2),
                (&bigint(before), Type::INT8),
                (&bigint(position), Type::INT8),
                (&VUE, Type::TEXT),
                (&generation, Type::INT8),
            ],
        )
        .await?;
    Ok(moved == 1)
}

impl Suivies {
    /// Takes those of another batch, whatever their places in the journal.
    pub(super) fn prends(&mut self, other: Self) {
        let Self { inscriptions, tenues, apart } = other;
        self.inscriptions.extend(inscriptions);
        self.tenues.extend(tenues);
        self.apart.extend(apart);
    }

    /// Back in the order of the journal.
    pub(super) fn trie(&mut self) {
        self.inscriptions.sort_by_key(|one| one.position);
        self.tenues.sort_by_key(|one| one.position);
        self.apart.sort_by_key(|one| one.position);
    }

    /// Who is set apart, and from which event.
    pub(super) fn quarantaines(&self) -> impl Iterator<Item = (Uuid, Position)> + '_ {
        self.apart.iter().map(|illisible| (illisible.flux, Position::new(illisible.position)))
    }

    /// Writes them.
    pub(super) async fn write(&self, tx: &Transaction<'_>, ou: Emplacement) -> Result<(), Failure> {
        Inscription::write(&self.inscriptions, tx, ou).await?;
        for tenue in &self.tenues {
            tenue.write(tx, ou).await?;
        }
        self.write_apart(tx, ou).await
    }

    async fn write_apart(&self, tx: &Transaction<'_>, ou: Emplacement) -> Result<(), Failure> {
        let sql = format!(
            "insert into {schema}.quarantaine (log_id, enfant, position, cause)
             values ($1, $2, $3, $4)
                 on conflict (log_id, enfant) do nothing",
            schema = ou.schema,
        );
        for illisible in &self.apart {
            let position = bigint(Position::new(illisible.position));
            tx.execute_typed(
                &sql,
                &[
                    (&ou.log_id, Type::INT2),
                    (&illisible.flux, Type::UUID),
                    (&position, Type::INT8),
                    (&illisible.cause.to_string(), Type::TEXT),
                ],
            )
            .await?;
        }
        Ok(())
    }
}

/// The facts of a child: of all the streams that are his, and none when his file is another's.
fn rows(enfant: Uuid, dossiers: &HashMap<Uuid, Dossier>) -> Faits {
    let Some(own) = dossiers.get(&enfant) else { return Faits::default() };
    let id = EnfantId(enfant);
    if dossier::reuni_a(id, &own.recorded).is_some() {
        return Faits::default();
    }
    let absorbes = dossier::reunis(id, &own.recorded);
    let merged = absorbes.iter().filter_map(|absorbe| dossiers.get(&absorbe.0));
    let merged = merged.flat_map(|dossier| &dossier.recorded);
    faits(id, &reunie(id, own.recorded.iter().chain(merged)))
}

/// The file a child's was merged into.
fn principal(enfant: Uuid, dossiers: &HashMap<Uuid, Dossier>) -> Option<Uuid> {
    let own = dossiers.get(&enfant)?;
    dossier::reuni_a(EnfantId(enfant), &own.recorded).map(|principal| principal.0)
}

/// Whether an event may say a merge, by its name alone.
fn says_a_merge(event: &RecordedEvent) -> bool {
    est_d_un_enfant(event) && event.event_type == REUNION
}

/// The other file of a merge, when the event says one.
fn merged_with(recorded: &Enregistre) -> Option<Uuid> {
    if let Evenement::Dossier(dossier::Event::Reuni(reuni)) = &recorded.acte.evenement {
        Some(reuni.avec.0)
    } else {
        None
    }
}

/// A reception, which gives its number to an information that has none.
fn inscription(enregistre: &Enregistre) -> Option<Inscription> {
    let Evenement::Information(event) = &enregistre.acte.evenement else { return None };
    match event {
        information::Event::Recue(recue) => Some(Inscription {
            information: recue.information.0,
            annee: enregistre.acte.survenu.le.year(),
            position: bigint(Position::new(enregistre.position)),
        }),
        information::Event::Qualifiee(_)
        | information::Event::NonQualifiee(_)
        | information::Event::Rattachee(_)
        | information::Event::DoublonMarque(_)
        | information::Event::Retiree(_)
        | information::Event::Signalee(_)
        | information::Event::RetourParquetRecu(_)
        | information::Event::Transferee(_)
        | information::Event::NavetteEnvoyee(_)
        | information::Event::NavetteRetournee(_)
        | information::Event::Completee(_)
        | information::Event::Detachee(_)
        | information::Event::MisEnCause(_)
        | information::Event::SuitesDemandees(_)
        | information::Event::TransfertAccuse(_)
        | information::Event::DemenagementConnu(_)
        | information::Event::AdresseDemandee(_)
        | information::Event::AdresseRecue(_)
        | information::Event::DangerGraveConstate(_) => None,
    }
}
