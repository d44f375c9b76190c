//! What the engine is loaded with: simulated Départements, and children with long histories, by the door of imports.

use std::path::Path;
use std::time::Instant;

use proto::commun::v1::Repere;
use proto::reprise::v1::commande::Commande as Une;
use proto::reprise::v1::reprise_service_client::RepriseServiceClient;
use proto::reprise::v1::{Commande, Compte, Ligne};
use server::jetons::Role;
use simulateur::{CHARENTE_MARITIME, Cibles};
use uuid::Uuid;

use super::{Engine, door};
use crate::Failure;
use crate::draw::{Draw, Hand, SEED};

/// How many commands a small load takes of a simulated Département.
const SMALL: usize = 16_000;

/// How many events the longest histories have.
pub const LONG: [usize; 3] = [40, 400, 4_000];

/// What was loaded.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Where the load ended.
    pub repere: Repere,
    /// Where the simulated Départements ended.
    pub simulated: u64,
    /// How long those took, in seconds.
    pub seconds: f64,
    /// Children with long histories, and how long.
    pub long: Vec<(Uuid, usize)>,
}

/// Loads simulated Départements until there are so many events, then the long histories.
///
/// # Errors
/// When a command is refused, or the engine breaks.
pub async fn load(
    engine: &Engine,
    folder: &Path,
    draw: &Draw,
    events: u64,
    small: bool,
) -> Result<Loaded, Failure> {
    let mut loaded = Loaded::default();
    for seed in SEED.. {
        let commands = tokio::task::block_in_place(|| simulated(seed, small))?;
        import(engine, folder, commands, &mut loaded).await?;
        if small || events <= loaded.repere.position {
            break;
        }
    }
    loaded.simulated = loaded.repere.position;
    let seconds = loaded.seconds;
    let mut hand = draw.hand();
    let lengths = LONG.into_iter().take(if small { 2 } else { LONG.len() });
    for length in lengths {
        let enfant = hand.id();
        import(engine, folder, history(&mut hand, enfant, length), &mut loaded).await?;
        loaded.long.push((enfant, length));
    }
    loaded.seconds = seconds;
    Ok(loaded)
}

fn simulated(seed: u64, small: bool) -> Result<Vec<Commande>, Failure> {
    let cibles = Cibles::lire(CHARENTE_MARITIME).map_err(Failure::other)?;
    let mut commands = simulateur::simuler(&cibles, seed).commandes;
    if small {
        commands.truncate(SMALL);
    }
    Ok(commands)
}

/// A child of whom so many things are recorded.
fn history(hand: &mut Hand, enfant: Uuid, length: usize) -> Vec<Commande> {
    let opened = Une::IdentiteInscrire(door::inscrire(hand, enfant));
    let mut commands = vec![Commande { commande: Some(opened) }];
    for _ in 1..length {
        let received = Une::InformationRecevoir(door::recevoir(hand, enfant));
        commands.push(Commande { commande: Some(received) });
    }
    commands
}

async fn import(
    engine: &Engine,
    folder: &Path,
    commands: Vec<Commande>,
    loaded: &mut Loaded,
) -> Result<(), Failure> {
    let started = Instant::now();
    let door = door::open(engine.address(), folder, Role::Reprise).await?;
    let mut client =
        RepriseServiceClient::new(door).max_decoding_message_size(door::ANSWER_BYTES_MAX);
    let expected = commands.len() as u64;
    let lines = (1..).zip(commands);
    let lines = lines.map(|(numero, commande)| Ligne { numero, commande: Some(commande) });
    let lines: Vec<Ligne> = lines.collect();
    let mut answers = client.importer(tokio_stream::iter(lines)).await?.into_inner();
    let mut done = 0;
    while let Some(compte) = answers.message().await? {
        let Compte { jusqu_a, faites: _, deja_faites: _, rejets, repere } = compte;
        if let Some(refused) = rejets.first() {
            return Err(Failure::Server(format!("{} : {}", refused.code, refused.message)));
        }
        done = jusqu_a;
        if let Some(repere) = repere.filter(|one| loaded.repere.position < one.position) {
            loaded.repere = repere;
        }
    }
    loaded.seconds += started.elapsed().as_secs_f64();
    if done == expected {
        return Ok(());
    }
    Err(Failure::Server(format!("{done} commandes répondues sur {expected}")))
}
