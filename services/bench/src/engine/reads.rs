//! What is read of a loaded engine: the yearly report and its replay, the queue, chronologies, and facts rebuilt.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use domain::histoire::{Enregistre, effective};
use domain::ids::EnfantId;
use eventstore::{Journal, Position};
use projections::faits::faits;
use projections::{codec, rapport};
use proto::activite::v1::ProduireRequest;
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::commun::v1::{ConnuA, Coordonnees, Repere, connu_a};
use proto::dossier::v1::ChronologieRequest;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::file::v1::ListerRequest;
use proto::file::v1::file_service_client::FileServiceClient;
use server::jetons::Role;
use tonic::Code;
use uuid::Uuid;

use super::{DEPARTEMENT, Engine, door};
use crate::Failure;
use crate::draw::Hand;
use crate::stand::Probe;

/// The year reported on.
const PERIODE: &str = "2022";

/// How often a report whose facts are behind is asked for again; the server waits each time.
const ATTEMPTS_MAX: usize = 120;

/// How many events a page of the replay holds.
const PAGE: usize = 5_000;

/// The yearly report of the whole Département as recorded at a point: its bytes, and milliseconds.
///
/// # Errors
/// When the engine refuses it.
pub async fn report(
    engine: &Engine,
    folder: &Path,
    repere: &Repere,
) -> Result<(Vec<u8>, f64), Failure> {
    let door = door::open(engine.address(), folder, Role::Odpe).await?;
    let mut client =
        ActiviteServiceClient::new(door).max_decoding_message_size(door::ANSWER_BYTES_MAX);
    let request = ProduireRequest {
        entete: door::entete("observation"),
        periode: PERIODE.to_owned(),
        territoire: String::new(),
        connu_a: Some(ConnuA { point: Some(connu_a::Point::Position(repere.position)) }),
        indicateurs: Vec::new(),
        au_moins: Some(repere.clone()),
        registre: 0,
        diffusion: String::new(),
        formes: Vec::new(),
    };
    for _ in 1..ATTEMPTS_MAX {
        let started = Instant::now();
        match client.produire(request.clone()).await {
            Err(status) if status.code() == Code::Unavailable => {}
            answer => {
                let json = answer?.into_inner().json;
                return Ok((json, started.elapsed().as_secs_f64() * 1e3));
            }
        }
    }
    Err(Failure::Server("les faits ne rattrapent pas le journal".to_owned()))
}

/// The same report, computed here from the tables: what a rebuild must give again.
///
/// # Errors
/// When the facts are not there.
pub async fn report_here(
    pool: &eventstore::Database,
    journal: &Journal,
    position: u64,
) -> Result<Vec<u8>, Failure> {
    let demande = rapport::Demande {
        departement: DEPARTEMENT.to_owned(),
        periode: PERIODE.parse().map_err(Failure::other)?,
        territoire: None,
        position: Some(Position::new(position)),
        indicateurs: Vec::new(),
        registre: None,
        diffusion: domain::codes::Diffusion::Interne,
    };
    let rapport = rapport::produire(pool.pool(), journal, &demande).await;
    Ok(rapport.map_err(Failure::other)?.json)
}

/// What a report costs without facts: every event read, those of children decoded and folded, child by child, in memory;
/// events and milliseconds. Nothing is written and no figure is added up, so the real price is higher.
///
/// # Errors
/// When an event cannot be read.
pub async fn replay(journal: &Journal) -> Result<(u64, f64), Failure> {
    let started = Instant::now();
    let mut children: BTreeMap<Uuid, Vec<Enregistre>> = BTreeMap::new();
    let (mut after, mut read) = (Position::ORIGIN, 0);
    loop {
        let events = journal.read_from(after, None, PAGE).await?;
        let Some(last) = events.last() else { break };
        after = last.position;
        read += events.len() as u64;
        for event in events.iter().filter(|event| codec::est_d_un_enfant(event)) {
            let decoded = codec::decode(event).map_err(Failure::other)?;
            children.entry(event.stream.id).or_default().push(decoded);
        }
    }
    let rows: usize = children
        .iter()
        .map(|(enfant, recorded)| faits(EnfantId(*enfant), &effective(recorded)).enfants.len())
        .sum();
    if rows == 0 {
        return Err(Failure::other("le rejeu n’a trouvé aucun enfant"));
    }
    Ok((read, started.elapsed().as_secs_f64() * 1e3))
}

/// The day on which a position was recorded.
///
/// # Errors
/// When the database fails.
pub async fn day_of(probe: &Probe, journal: &Journal, position: u64) -> Result<String, Failure> {
    let sql = "select event.recorded_at::date::text
                 from journal.event as event
                where event.log_id = $1 and event.position = $2";
    let position = i64::try_from(position).map_err(Failure::other)?;
    Ok(probe.client().query_one(sql, &[&journal.log_id(), &position]).await?.try_get(0)?)
}

/// A page of the queue of a day, so many times: milliseconds of each, and how many situations it shows.
///
/// # Errors
/// When the engine refuses it.
pub async fn queue(
    engine: &Engine,
    folder: &Path,
    au: &str,
    times: usize,
) -> Result<(Vec<f64>, usize), Failure> {
    let door = door::open(engine.address(), folder, Role::Crip).await?;
    let mut client = FileServiceClient::new(door).max_decoding_message_size(door::ANSWER_BYTES_MAX);
    let request = ListerRequest {
        entete: door::entete("traitement_information"),
        coordonnees: Some(Coordonnees { au: au.to_owned(), ..Coordonnees::default() }),
        taille: 50,
        ..ListerRequest::default()
    };
    let (mut taken, mut shown) = (Vec::with_capacity(times), 0);
    for _ in 0..times {
        let started = Instant::now();
        shown = client.lister(request.clone()).await?.into_inner().situations.len();
        taken.push(started.elapsed().as_secs_f64() * 1e3);
    }
    taken.sort_by(f64::total_cmp);
    Ok((taken, shown))
}

/// The chronologies of those children: milliseconds of each, sorted.
///
/// # Errors
/// When the engine refuses one, or one has fewer lines than expected.
pub async fn chronologies(
    engine: &Engine,
    folder: &Path,
    children: &[(Uuid, usize)],
) -> Result<Vec<f64>, Failure> {
    let door = door::open(engine.address(), folder, Role::Crip).await?;
    let mut client =
        DossierServiceClient::new(door).max_decoding_message_size(door::ANSWER_BYTES_MAX);
    let mut taken = Vec::with_capacity(children.len());
    for (enfant, events) in children {
        let request = ChronologieRequest {
            entete: door::entete("traitement_information"),
            enfant: enfant.to_string(),
            coordonnees: None,
        };
        let started = Instant::now();
        let lines = client.chronologie(request).await?.into_inner().lignes.len();
        taken.push(started.elapsed().as_secs_f64() * 1e3);
        if lines < *events {
            return Err(Failure::Server(format!("{lines} lignes pour {events} événements")));
        }
    }
    taken.sort_by(f64::total_cmp);
    Ok(taken)
}

/// Children drawn among those of a log.
///
/// # Errors
/// When the database fails.
pub async fn children(
    probe: &Probe,
    journal: &Journal,
    hand: &mut Hand,
    count: usize,
) -> Result<Vec<(Uuid, usize)>, Failure> {
    let sql = "select fait.enfant
                 from projections.fait_enfant as fait
                where fait.log_id = $1 and fait.to_position is null
                order by fait.enfant";
    let rows = probe.client().query(sql, &[&journal.log_id()]).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Err(Failure::other("le journal est vide"));
    }
    Ok((0..count).map(|_| (ids[hand.below(ids.len())], 1)).collect())
}
