//! What clients draw: identifiers, payloads, streams; all of it from one seed.
//!
//! Identifiers are of version 7 and grow as those of a real year would: their instant moves on with each draw,
//! whoever draws. Payloads are canonical JSON of [`PAYLOAD_BYTES`] bytes, in French, accents included.
//!
//! Invariant: two runs of one seed draw the same values for the same client, whatever the machine does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rand::{Rng as _, RngCore as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;
use uuid::Uuid;

/// The size of a payload, in bytes.
pub const PAYLOAD_BYTES: usize = 300;

/// The seed of every run.
pub const SEED: u64 = 17;

/// The instant of the first identifier, in milliseconds: 2026-01-01.
const FIRST_MS: u64 = 1_767_225_600_000;

/// How many identifiers one millisecond gives.
const PER_MS: u64 = 20;

const OBSERVATIONS: [&str; 4] = [
    "L’enseignante a constaté des absences répétées et une fatigue inhabituelle ; la mère a été reçue à l’école.",
    "Le médecin de PMI signale des négligences de soins et un suivi interrompu depuis l’été dernier.",
    "Un voisin rapporte des cris fréquents le soir ; les services de gendarmerie sont déjà intervenus à deux reprises.",
    "L’éducateur relève que l’enfant évoque spontanément des violences subies au domicile de son père.",
];

const MOTIFS: [&str; 4] = ["negligences", "sante", "securite", "violences_famille"];

/// The source of everything drawn in a run. Clones share the passing of time.
#[derive(Clone, Debug)]
pub struct Draw {
    seed: u64,
    drawn: Arc<AtomicU64>,
    hands: Arc<AtomicU64>,
}

impl Draw {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: Arc::default(), hands: Arc::default() }
    }

    /// A hand that draws: one a client.
    pub fn hand(&self) -> Hand {
        let mut random = ChaCha12Rng::seed_from_u64(self.seed);
        random.set_stream(self.hands.fetch_add(1, Ordering::Relaxed));
        Hand { random, drawn: self.drawn.clone() }
    }
}

/// What one client draws from.
#[derive(Debug)]
pub struct Hand {
    random: ChaCha12Rng,
    drawn: Arc<AtomicU64>,
}

impl Hand {
    /// An identifier.
    pub fn id(&mut self) -> Uuid {
        let mut random = [0; 10];
        self.random.fill_bytes(&mut random);
        let millis = FIRST_MS + self.drawn.fetch_add(1, Ordering::Relaxed) / PER_MS;
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// A payload.
    pub fn payload(&mut self) -> Vec<u8> {
        let mut random = [0; 6];
        self.random.fill_bytes(&mut random);
        let [commune, motif, observation, rest @ ..] = random;
        let mut text = format!(
            r#"{{"commune":"17{commune:03}","motif":"{}","numero":"{:06x}","observation":"{}"#,
            MOTIFS[usize::from(motif) % MOTIFS.len()],
            u32::from_be_bytes([0, rest[0], rest[1], rest[2]]),
            OBSERVATIONS[usize::from(observation) % OBSERVATIONS.len()],
        );
        let filling = PAYLOAD_BYTES.saturating_sub(text.len() + 2);
        text.extend(" Suite au dossier.".chars().cycle().take(filling));
        text.push_str("\"}");
        text.into_bytes()
    }

    /// True so often in a thousand.
    pub fn per_mille(&mut self, share: u32) -> bool {
        self.random.random_range(0..1_000) < share
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }

    /// A rank, the first ones more often than the others.
    pub fn rank(&mut self, zipf: &Zipf) -> usize {
        let share: f64 = self.random.random();
        zipf.cumulated.partition_point(|cumulated| *cumulated < share).min(zipf.cumulated.len() - 1)
    }
}

/// Zipf's law: rank r is drawn in proportion to 1 / r^s.
#[derive(Clone, Debug)]
pub struct Zipf {
    cumulated: Arc<[f64]>,
}

impl Zipf {
    /// Over so many ranks (one at least), with that exponent.
    pub fn new(ranks: usize, exponent: f64) -> Self {
        let mut total = 0.0;
        let cumulated = (1..=ranks.max(1)).map(|rank| {
            total += (rank as f64).powf(-exponent);
            total
        });
        let cumulated: Vec<f64> = cumulated.collect();
        Self { cumulated: cumulated.iter().map(|sum| sum / total).collect() }
    }
}

#[cfg(test)]
mod tests {
    use eventstore::canonical;

    use super::*;

    #[test]
    fn a_payload_is_canonical_and_of_its_size() {
        let mut hand = Draw::new(SEED).hand();
        for _ in 0..50 {
            let payload = hand.payload();
            assert_eq!(payload.len(), PAYLOAD_BYTES);
            canonical::parse(&payload).unwrap();
        }
    }

    #[test]
    fn a_seed_draws_the_same_again_and_hands_draw_apart() {
        let draw = |seed| Draw::new(seed).hand().id();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        let shared = Draw::new(1);
        let (mut one, mut other) = (shared.hand(), shared.hand());
        assert_ne!(one.id(), other.id());
        assert_eq!(one.id().get_version_num(), 7);
    }

    #[test]
    fn the_first_rank_is_drawn_most() {
        let (zipf, mut hand) = (Zipf::new(100, 0.99), Draw::new(SEED).hand());
        let mut counts = [0; 100];
        for _ in 0..20_000 {
            counts[hand.rank(&zipf)] += 1;
        }
        assert!(counts[0] > 2 * counts[2] && counts[2] > counts[60], "{counts:?}");
        assert!(counts[99] > 0);
    }
}
