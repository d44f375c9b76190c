//! Logs and their writers: what is counted as the writer tells it, and what is read when it is asked for.

use std::sync::atomic::AtomicU64;

use eventstore::Failure;
use eventstore::observer::{Counts, Observer, Pulse, Retry, Step};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::jauge;

/// Bounds of the size of a batch, in requests and in events.
const NOMBRES: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 512.0, 1_024.0, 2_048.0];

/// Bounds of a wait for the database, in seconds.
const SECONDES: [f64; 11] = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0, 10.0];

/// A gauge of seconds.
type Secondes = Gauge<f64, AtomicU64>;

/// A histogram for each log.
type Histogrammes = Family<Log, Histogram, fn() -> Histogram>;

/// The metrics of every log.
#[derive(Debug)]
pub(crate) struct Journaux {
    attente_soumissions: Family<Log, Gauge>,
    attente_octets: Family<Log, Gauge>,
    occupe: Family<Log, Secondes>,
    lot_requetes: Histogrammes,
    lot_evenements: Histogrammes,
    verrou: Histogrammes,
    commit: Histogrammes,
    tete: Family<Log, Gauge>,
    tete_signee: Family<Log, Gauge>,
    tete_signee_age: Family<Log, Secondes>,
    verdicts: Family<Verdict, Counter>,
    reprises: Family<Reprise, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Log {
    log: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Verdict {
    log: String,
    verdict: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reprise {
    log: String,
    reason: &'static str,
}

impl Journaux {
    pub(super) fn inscrire(registre: &mut Registry) -> Self {
        let journaux = Self::vides();
        journaux.inscrire_l_ecriture(registre);
        journaux.inscrire_les_tetes(registre);
        journaux
    }

    fn vides() -> Self {
        let nombres = || Family::new_with_constructor((|| Histogram::new(NOMBRES)) as fn() -> _);
        let secondes = || Family::new_with_constructor((|| Histogram::new(SECONDES)) as fn() -> _);
        Self {
            attente_soumissions: Family::default(),
            attente_octets: Family::default(),
            occupe: Family::default(),
            lot_requetes: nombres(),
            lot_evenements: nombres(),
            verrou: secondes(),
            commit: secondes(),
            tete: Family::default(),
            tete_signee: Family::default(),
            tete_signee_age: Family::default(),
            verdicts: Family::default(),
            reprises: Family::default(),
        }
    }

    fn inscrire_l_ecriture(&self, registre: &mut Registry) {
        let aide = "Soumissions qui attendent l'écrivain du journal";
        registre.register("writer_queue_submissions", aide, self.attente_soumissions.clone());
        let aide = "Taille de ce qui attend l'écrivain du journal";
        let (octets, secondes) = (Unit::Bytes, Unit::Seconds);
        registre.register_with_unit("writer_queue", aide, octets, self.attente_octets.clone());
        let aide = "Depuis quand l'écrivain tient le même lot ; 0 entre deux lots";
        registre.register_with_unit("writer_busy", aide, secondes.clone(), self.occupe.clone());
        let aide = "Requêtes par lot";
        registre.register("writer_batch_requests", aide, self.lot_requetes.clone());
        registre.register("writer_batch_events", "Événements par lot", self.lot_evenements.clone());
        let aide = "Attente du verrou du journal, lecture comprise";
        registre.register_with_unit(
            "writer_lock_wait",
            aide,
            secondes.clone(),
            self.verrou.clone(),
        );
        let aide = "Durée de l'insertion et du commit d'un lot";
        registre.register_with_unit("writer_commit", aide, secondes, self.commit.clone());
        let aide = "Verdicts rendus, et refus faute de place (queue_full)";
        registre.register("writer_verdicts", aide, self.verdicts.clone());
        registre.register("writer_retries", "Lots repris, par raison", self.reprises.clone());
    }

    fn inscrire_les_tetes(&self, registre: &mut Registry) {
        let aide = "Dernière position du journal que ce serveur connaît";
        registre.register("journal_head_position", aide, self.tete.clone());
        let aide = "Taille du journal à la dernière tête signée";
        registre.register("journal_signed_head_position", aide, self.tete_signee.clone());
        let aide = "Âge de la dernière tête signée";
        let age = self.tete_signee_age.clone();
        registre.register_with_unit("journal_signed_head_age", aide, Unit::Seconds, age);
    }

    /// The metrics of one log, at zero.
    pub(crate) fn pour(&self, log: &str) -> PourJournal {
        let nom = Log { log: log.to_owned() };
        let verdict =
            |verdict| self.verdicts.get_or_create_owned(&Verdict { log: log.to_owned(), verdict });
        let reprise =
            |reason| self.reprises.get_or_create_owned(&Reprise { log: log.to_owned(), reason });
        PourJournal {
            attente_soumissions: self.attente_soumissions.get_or_create_owned(&nom),
            attente_octets: self.attente_octets.get_or_create_owned(&nom),
            occupe: self.occupe.get_or_create_owned(&nom),
            lot_requetes: self.lot_requetes.get_or_create_owned(&nom),
            lot_evenements: self.lot_evenements.get_or_create_owned(&nom),
            verrou: self.verrou.get_or_create_owned(&nom),
            commit: self.commit.get_or_create_owned(&nom),
            tete: self.tete.get_or_create_owned(&nom),
            tete_signee: self.tete_signee.get_or_create_owned(&nom),
            tete_signee_age: self.tete_signee_age.get_or_create_owned(&nom),
            rendus: Rendus {
                appended: verdict("appended"),
                duplicate: verdict("duplicate"),
                conflict: verdict("conflict"),
                invalid: verdict("invalid"),
                expired: verdict("expired"),
                queue_full: verdict("queue_full"),
            },
            deconnecte: reprise("disconnected"),
            ambigu: reprise("ambiguous"),
            refuse: reprise("refused"),
        }
    }
}

/// The metrics of one log: clones count together.
#[derive(Clone, Debug)]
pub(crate) struct PourJournal {
    attente_soumissions: Gauge,
    attente_octets: Gauge,
    occupe: Secondes,
    lot_requetes: Histogram,
    lot_evenements: Histogram,
    verrou: Histogram,
    commit: Histogram,
    tete: Gauge,
    tete_signee: Gauge,
    tete_signee_age: Secondes,
    rendus: Rendus,
    deconnecte: Counter,
    ambigu: Counter,
    refuse: Counter,
}

#[derive(Clone, Debug)]
struct Rendus {
    appended: Counter,
    duplicate: Counter,
    conflict: Counter,
    invalid: Counter,
    expired: Counter,
    queue_full: Counter,
}

impl Observer for PourJournal {
    fn observe(&self, step: &Step) {
        match step {
            Step::Drained { requests, events, bytes: _ } => {
                self.lot_requetes.observe(nombre(*requests));
                self.lot_evenements.observe(nombre(*events));
            }
            Step::Locked { waited } => self.verrou.observe(waited.as_secs_f64()),
            Step::Judged { verdicts } => self.rendus.compter(*verdicts),
            Step::Committed { took, head } => {
                self.commit.observe(took.as_secs_f64());
                self.tete.set(jauge(head.get()));
            }
            Step::Retrying { reason } => drop(self.reprise(*reason).inc()),
            Step::Sent | Step::Answered => {}
        }
    }
}

impl PourJournal {
    /// A request found the queue full.
    pub(crate) fn file_pleine(&self) {
        self.rendus.queue_full.inc();
    }

    /// Counts a submission that found the queue full, and nothing else.
    pub(crate) fn place_refusee<T>(&self, submitted: &Result<T, Failure>) {
        if let Err(failure) = submitted
            && let Failure::QueueFull = failure.cause()
        {
            self.file_pleine();
        }
    }

    /// The writer as it is now.
    pub(crate) fn pouls(&self, pulse: &Pulse) {
        let Pulse { waiting, waiting_kib, busy_for, head } = pulse;
        self.attente_soumissions.set(jauge(*waiting as u64));
        self.attente_octets.set(jauge(*waiting_kib as u64).saturating_mul(1024));
        self.occupe.set(busy_for.map_or(0.0, |busy| busy.as_secs_f64()));
        // Another server may have written, and this one been told: the head never goes back.
        self.tete.set(self.tete.get().max(jauge(head.get())));
    }

    /// The last signed head, and its age in seconds.
    pub(crate) fn tete_signee(&self, size: u64, age: f64) {
        self.tete_signee.set(jauge(size));
        self.tete_signee_age.set(age.max(0.0));
    }

    fn reprise(&self, reason: Retry) -> &Counter {
        match reason {
            Retry::Disconnected => &self.deconnecte,
            Retry::Ambiguous => &self.ambigu,
            Retry::Refused => &self.refuse,
        }
    }
}

impl Rendus {
    fn compter(&self, counts: Counts) {
        let Counts { appended, duplicate, conflict, invalid, expired } = counts;
        self.appended.inc_by(appended as u64);
        self.duplicate.inc_by(duplicate as u64);
        self.conflict.inc_by(conflict as u64);
        self.invalid.inc_by(invalid as u64);
        self.expired.inc_by(expired as u64);
    }
}

/// A count as a histogram takes it: a batch has a few thousand things at most.
fn nombre(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use eventstore::Position;

    use super::*;
    use crate::mesures::Mesures;

    #[test]
    fn un_lot_est_compte_pas_a_pas() {
        let mesures = Mesures::nouvelles();
        let journal = mesures.journaux.pour("17/parcours");
        let verdicts = Counts { appended: 3, duplicate: 1, ..Counts::default() };
        for step in [
            Step::Drained { requests: 4, events: 9, bytes: 100 },
            Step::Locked { waited: Duration::from_millis(3) },
            Step::Retrying { reason: Retry::Ambiguous },
            Step::Judged { verdicts },
            Step::Committed { took: Duration::from_millis(1), head: Position::new(42) },
        ] {
            journal.observe(&step);
        }
        journal.file_pleine();
        let texte = mesures.texte();
        for attendu in [
            "parcours_writer_batch_events_sum{log=\"17/parcours\"} 9.0",
            "parcours_writer_lock_wait_seconds_bucket{le=\"0.005\",log=\"17/parcours\"} 1",
            "parcours_writer_retries_total{log=\"17/parcours\",reason=\"ambiguous\"} 1",
            "parcours_writer_verdicts_total{log=\"17/parcours\",verdict=\"appended\"} 3",
            "parcours_writer_verdicts_total{log=\"17/parcours\",verdict=\"queue_full\"} 1",
            "parcours_journal_head_position{log=\"17/parcours\"} 42",
        ] {
            assert!(texte.contains(attendu), "{attendu} is missing from\n{texte}");
        }
    }

    #[test]
    fn la_tete_ne_recule_pas_quand_un_autre_serveur_a_ecrit() {
        let mesures = Mesures::nouvelles();
        let journal = mesures.journaux.pour("17/parcours");
        let at = |head| Pulse { waiting: 0, waiting_kib: 0, busy_for: None, head };
        journal.pouls(&at(Position::new(7)));
        journal.pouls(&at(Position::new(3)));
        assert!(mesures.texte().contains("head_position{log=\"17/parcours\"} 7"));
    }
}
